"""The whole way through, with the shipped models and with bad ones in their place."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from summarise import Summariser, Summary
from summarise.condensing import Passage
from summarise.detail import Detail
from summarise.errors import InputError
from summarise.pipeline import _unrepeated, select
from summarise.records import Draft, Item, Labelled, ModelRecord, Section, Sentence, Span

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
NAME = re.compile(r"(?<![.!?:;…\"“(\n-] )(?<!^)\b[^\W\d_a-z]\w+")


class Drunkard:
    """A condenser that writes any words of its passage in any order, swaps digits and loses words."""

    record = ModelRecord(name="drunkard", revision="1")

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        rng = random.Random(0)
        drafts = []
        for passage in passages:
            words = passage.text.split()
            kept = [word for word in words if rng.random() < 0.8]
            shuffled = rng.sample(words, len(words))
            swapped = re.sub(r"\d", lambda match: str((int(match.group()) + 1) % 10), passage.text)
            invented = passage.text + " với sự tham gia của Nguyễn Thị Bịa và 123.456 đoàn viên"
            drafts.append(tuple(Draft(text, 0.0) for text in (swapped, invented, " ".join(shuffled), " ".join(kept))))
        return drafts


def items(summary: Summary) -> list[Item]:
    return [*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards]


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().lower()


def assert_supported(summary: Summary, article: str) -> None:
    """No number and no name stands in a bullet that its own source spans lack."""
    for item in items(summary):
        source = " ".join(article[span.start : span.end] for span in item.source)
        assert set(NUMBER.findall(item.text)) <= set(NUMBER.findall(source)), item
        assert all(fold(name) in fold(source) for name in NAME.findall(item.text)), item


@pytest.fixture(scope="module")
def summaries(seeds: dict[str, Path]) -> dict[str, Summary]:
    summariser = Summariser(offline=True)
    return {name: summariser.summarise(path) for name, path in seeds.items()}


def test_every_seed_gives_results_and_tasks(summaries: dict[str, Summary]) -> None:
    for name, summary in summaries.items():
        assert summary.achievements, name
        assert summary.tasks, name


def test_nothing_is_said_that_the_source_lacks(summaries: dict[str, Summary], seeds: dict[str, Path]) -> None:
    for name, summary in summaries.items():
        assert_supported(summary, seeds[name].read_text("utf-8"))


def test_figures_stand_in_the_article_where_they_are_said_to(
    summaries: dict[str, Summary], seeds: dict[str, Path]
) -> None:
    for name, summary in summaries.items():
        article = seeds[name].read_text("utf-8")
        assert all(article[figure.source.start : figure.source.end] == figure.text for figure in summary.figures)


def test_most_bullets_are_the_models_own(summaries: dict[str, Summary]) -> None:
    written = [item.method == "model" for summary in summaries.values() for item in items(summary)]
    assert sum(written) > 0.7 * len(written)


@pytest.mark.parametrize("seed", ["cao-bang-2022", "lao-cai-2025"])
def test_a_condenser_that_lies_changes_no_fact(seeds: dict[str, Path], seed: str) -> None:
    summary = Summariser(condenser=Drunkard()).summarise(seeds[seed])
    assert items(summary)
    assert_supported(summary, seeds[seed].read_text("utf-8"))
    assert all(item.reason for item in items(summary) if item.method == "extract")


def test_a_randomly_initialised_model_changes_no_fact(seeds: dict[str, Path], tmp_path: Path) -> None:
    import torch
    from transformers import AutoConfig, AutoTokenizer, BartForConditionalGeneration

    from summarise import resources

    torch.manual_seed(7)
    embedded = resources.models() / "embedded"
    BartForConditionalGeneration(AutoConfig.from_pretrained(embedded)).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(embedded).save_pretrained(tmp_path)
    summary = Summariser(model=tmp_path).summarise(seeds["quang-binh-2022"])
    article = seeds["quang-binh-2022"].read_text("utf-8")
    assert_supported(summary, article)
    said = " ".join(item.text for item in summary.achievements)
    assert "33.778" in said
    assert "gần 23 tỷ đồng" in said


def test_text_path_and_source_give_the_same_summary(seeds: dict[str, Path], summaries: dict[str, Summary]) -> None:
    text = seeds["lao-cai-2025"].read_text("utf-8")
    mine, theirs = Summariser().summarise(text), summaries["lao-cai-2025"]
    assert mine.model_copy(update={"source": theirs.source}) == theirs


@pytest.mark.parametrize(
    "text",
    [
        "Nguyên liệu: 500 g thịt bò, 2 củ hành. Thái mỏng thịt, ướp gia vị 30 phút rồi xào lửa lớn.",
        "Messi ghi hai bàn trong trận thắng 3-1 tối qua, giúp đội nhà vươn lên ngôi đầu bảng.",
        "The cat sat on the mat and looked at the rain for a very long time.",
    ],
)
def test_a_text_about_something_else_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Summariser().summarise(text)


def labelled(section: Section, salience: float, at: int, text: str = "x") -> Labelled:
    return Labelled(Sentence(Span(at, at + 1), text, 0), section, "general", 0.9, salience)


def test_of_a_section_without_salient_sentences_the_best_stays() -> None:
    entries = [labelled("achievement", 0.9, 0), labelled("achievement", 0.1, 1), labelled("shortcoming", 0.05, 2),
               labelled("shortcoming", 0.2, 3), labelled("event", 0.9, 4)]  # fmt: skip
    assert select(entries, language="vi") == (entries[0], entries[3])


def test_a_sentence_with_figures_is_needed_sooner() -> None:
    plain = labelled("achievement", 0.4, 0, "Chăm lo đời sống đoàn viên.")
    figures = labelled("achievement", 0.4, 1, "Chăm lo cho 1.250 đoàn viên.")
    sure = labelled("achievement", 0.9, 2, "Tổ chức hội thao.")
    assert select([plain, figures, sure], language="vi") == (figures, sure)


def test_more_detail_holds_all_that_less_detail_holds(seeds: dict[str, Path]) -> None:
    held = []
    for detail in get_args(Detail):
        summary = Summariser(detail=detail).summarise(seeds["cao-bang-2022"])
        items = (*summary.achievements, *summary.shortcomings, *summary.tasks)
        held.append({span for item in items for span in item.source})
    short, normal, full = held
    assert short <= normal <= full
    assert len(short) < len(full)


def test_what_is_no_report_is_summarised_when_asked() -> None:
    text = "Nguyên liệu: 500 g thịt bò, 2 củ hành. Thái mỏng thịt, ướp gia vị 30 phút rồi xào lửa lớn."
    assert Summariser(anything=True).summarise(text).source.characters == len(text)


def item(text: str, at: int) -> Item:
    return Item(text=text, field="general", source=(Span(at, at + len(text)),), figures=(), method="model", score=0.9)


def test_a_bullet_that_a_longer_one_holds_gives_it_its_source() -> None:
    words = "Các cấp công đoàn phối hợp triển khai phong trào thi đua đẩy mạnh sản xuất, vượt qua khó khăn"
    short, longer = item(f"{words}.", 0), item(f"{words}, hoàn thành tốt nhiệm vụ.", 200)
    longest, other = (
        item(f"{words}, hoàn thành tốt nhiệm vụ của năm và của nhiệm kỳ.", 400),
        item("Khám sức khỏe.", 600),
    )

    found = _unrepeated([("achievement", short), ("achievement", longer), ("task", longer), ("achievement", other),
                         ("achievement", longest)], "vi")  # fmt: skip

    assert [(section, one.text) for section, one in found] == [
        ("task", longer.text), ("achievement", other.text), ("achievement", longest.text)]  # fmt: skip
    assert found[-1][1].source == (*short.source, *longer.source, *longest.source)
