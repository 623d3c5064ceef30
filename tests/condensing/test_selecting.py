"""The selector scores every choice of sentences, and what it selects is whole sentences of the source."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.condensing import Passage, load_condenser
from summarise.errors import ModelError
from summarise.records import Span
from summarise.units import sentence_joints

SENTENCES = [
    "Sáng 12/11, Liên đoàn Lao động tỉnh tổ chức hội nghị sơ kết.",
    "Các cấp công đoàn hỗ trợ 36.778 lượt đoàn viên.",
    "Các cấp công đoàn kết nạp 161 đoàn viên.",
    "“Hội nghị bàn nhiệm vụ quý IV.”",
]


def article(sentences: list[str]) -> Passage:
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return Passage(" ".join(sentences), "vi", sentence_joints(spans), task="summary")


def with_selector(folder: Path, *, seed: int = 3) -> Any:
    """A loaded model with a selector of random weights."""
    import torch

    from summarise.condensing.selecting import Selector

    condenser: Any = load_condenser(folder, offline=True)
    torch.manual_seed(seed)
    selector = Selector(condenser.network.config.hidden_size, len(condenser.tokenizer)).eval()
    selector.information.uniform_(0, 5)
    condenser.selector = selector
    return condenser


def test_the_best_choices_come_first(shaped_model: Path) -> None:
    import torch

    condenser = with_selector(shaped_model)
    (drafts,) = condenser.condense([article(SENTENCES)])
    assert len({draft.text for draft in drafts}) == 4

    tokenizer, network, prefix = condenser.tokenizer, condenser.network, condenser.card.prefix("summary", "vi")
    from summarise.condensing.selecting import facts

    lines = [tokenizer(sentence, add_special_tokens=False).input_ids for sentence in SENTENCES]
    with torch.inference_mode():
        inputs = tokenizer([prefix + " ".join(SENTENCES)], return_tensors="pt", return_token_type_ids=False)
        states = network.get_encoder()(**inputs).last_hidden_state[0]
        at = len(states) - 1 - sum(map(len, lines))
        means = []
        for line in lines:
            means.append(states[at : at + len(line)].mean(0))
            at += len(line)
        told = facts(lines, 4, condenser.selector.information)
        scores = condenser.selector(torch.stack(means)[None], told[None])[0]
    values = []
    for draft in drafts:
        assert draft.kept
        taken = [number for number, sentence in enumerate(SENTENCES) if sentence in draft.text]
        assert draft.text == " ".join(SENTENCES[number] for number in taken)
        values.append(scores[taken[0], taken[-1]].item())
    every = sorted((scores[i, j].item() for i in range(4) for j in range(i, 4)), reverse=True)
    assert values == pytest.approx(every[:4], abs=1e-4)


def test_padding_changes_nothing(shaped_model: Path) -> None:
    condenser = with_selector(shaped_model)
    articles = [article(SENTENCES), article(SENTENCES[1:3])]
    together = condenser.condense(articles)
    assert together == [condenser.condense([each])[0] for each in articles]


def test_an_article_that_is_too_long_is_read_up_to_a_sentence(shaped_model: Path) -> None:
    condenser = with_selector(shaped_model)
    condenser.card = condenser.card.model_copy(update={"longest": 60})
    long = article(SENTENCES * 9)
    assert long.joints
    (drafts,) = condenser.condense([long])
    assert drafts
    for draft in drafts:
        assert draft.kept
        for span in draft.kept:  # neighbours are one span
            assert span.start in {unit.start for unit in long.joints.units}
            assert span.end in {unit.end for unit in long.joints.units}
            assert span.end < len(long.text) / 2


def test_what_one_sentence_is_too_long_for_is_cut_off(shaped_model: Path) -> None:
    condenser = with_selector(shaped_model)
    condenser.card = condenser.card.model_copy(update={"longest": 24})
    ((draft,),) = condenser.condense([article(["Hội nghị bàn " + "nhiệm vụ " * 40 + "quý IV.", SENTENCES[1]])])
    assert draft.text.startswith("Hội nghị bàn nhiệm vụ")


def test_of_nothing_nothing_is_selected(shaped_model: Path) -> None:
    nothing, (draft,) = with_selector(shaped_model).condense([article([]), article(SENTENCES[:1])])
    assert not nothing
    assert draft.text == SENTENCES[0]


LINES = st.lists(st.lists(st.integers(0, 5), max_size=8), min_size=1, max_size=6)


@given(LINES, st.lists(st.floats(0, 9), min_size=6, max_size=6), st.data())
def test_facts_are_lengths_and_what_other_sentences_say_again(
    lines: list[list[int]], information: list[float], data: st.DataObject
) -> None:
    import torch

    from summarise.condensing.selecting import facts

    def cosine(mine: list[int], theirs: list[int]) -> float:
        def product(one: list[int], other: list[int]) -> float:
            return sum(one.count(token) * other.count(token) * weight**2 for token, weight in enumerate(information))

        return product(mine, theirs) / max(1e-12, (product(mine, mine) * product(theirs, theirs)) ** 0.5)

    count = data.draw(st.integers(1, len(lines)))
    found = facts(lines, count, torch.tensor(information))
    holders = [sum(token in line for line in lines) for token in range(6)]
    most = sum(weight * max(0, holder - 1) for weight, holder in zip(information, holders, strict=True))
    for first in range(count):
        for second in range(first, count):
            numbers = {first, second}
            chosen = [token for number in sorted(numbers) for token in lines[number]]
            outside = [line for number, line in enumerate(lines) if number not in numbers]
            pairs = {*pairwise(lines[first]), *pairwise(lines[second])}
            others = sum(min(sum(pair in list(pairwise(line)) for line in lines) - 1, 3) for pair in pairs)
            length = len(chosen) / 50
            wanted = [length, length**2, others / max(1, len(chosen)), others / 10]
            wanted += [
                cosine(chosen, [token for line in lines for token in line]),
                max([0.0, *(cosine(chosen, line) for line in outside)]),
            ]
            again = sum(information[token] * sum(token in line for line in outside) for token in {*chosen})
            wanted += [again / most if most > 1e-6 else 0.0]
            if any(0 < weight < 1e-3 for weight in information):  # so small that their squares are lost
                wanted = wanted[:4]
            assert found[first, second, : len(wanted)].tolist() == pytest.approx(wanted, abs=1e-4)
    assert not any(found[first, second].any() for first in range(count) for second in range(first))


@pytest.mark.parametrize("damage", ["other weights", "one row", "other vocabulary", "no safetensors"])
def test_a_damaged_selector_is_named(shaped_model: Path, tmp_path: Path, damage: str) -> None:
    import shutil

    import torch
    from safetensors.torch import save_file

    from summarise.condensing.cards import SELECTOR
    from summarise.condensing.selecting import Selector

    folder = tmp_path / "model"
    shutil.copytree(shaped_model, folder)
    card = folder / "model.toml"
    if card.exists():
        card.write_text("\n".join(line for line in card.read_text().splitlines() if "sha256" not in line))
    if damage == "other weights":
        save_file({"widen.weight": torch.zeros(3, 2)}, folder / SELECTOR)
    elif damage == "one row":
        save_file({"widen.weight": torch.zeros(4)}, folder / SELECTOR)
    elif damage == "other vocabulary":
        save_file(
            Selector(load_condenser(folder, offline=True).network.config.hidden_size, 10).state_dict(),
            folder / SELECTOR,
        )
    else:
        (folder / SELECTOR).write_bytes(b"selector")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_condenser(folder, offline=True)
