"""Corrected reports, matched with their originals and their articles."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from summarise.cleaning import clean
from summarise.contract import dumps
from summarise.errors import InputError, SettingsError
from summarise.phrasing import by_rules
from summarise.reading import read
from summarise.records import Item, ModelRecord, SourceRecord, Span, Summary
from summarise.segmenting import segment
from summarise.tuning import collect
from summarise.tuning.corpus import Corpus, require_enough


def summary_of(article: Path, items: list[tuple[str, tuple[Span, ...]]]) -> Summary:
    source = read(article)
    return Summary(
        source=SourceRecord(name=source.name, sha256=source.sha256, language="vi", characters=len(source.text)),
        tasks=tuple(Item(text=text, field="general", source=spans, method="model") for text, spans in items),
        model=ModelRecord(name="embedded", revision="1"),
    )


class Office:
    """A folder of an office: the Cao Bằng article, its summary, and the summary as a clerk left it."""

    def __init__(self, folder: Path, seed: Path) -> None:
        self.folder, self.article = folder, folder / seed.name
        shutil.copyfile(seed, self.article)
        source = read(self.article)
        sentences = [s for s in segment(clean(source)) if 10 <= len(s.text.split()) <= 40]
        self.spans = [sentence.span for sentence in sentences[:6]]
        self.clauses = [sentence.text for sentence in sentences[:6]]
        self.items = [(by_rules(text, "vi"), (span,)) for text, span in zip(self.clauses, self.spans, strict=True)]
        self.original = folder / "bao-cao.original.json"
        self.edited = folder / "bao-cao.json"
        self.write(self.original, self.items)

    def write(self, path: Path, items: list[tuple[str, tuple[Span, ...]]]) -> None:
        path.write_text(dumps(summary_of(self.article, items)), "utf-8")

    def corrected(self, items: list[tuple[str, tuple[Span, ...]]]) -> Corpus:
        self.write(self.edited, items)
        return collect([self.folder])


@pytest.fixture
def office(tmp_path: Path, seeds: dict[str, Path]) -> Office:
    return Office(tmp_path, seeds["cao-bang-2022"])


def test_every_bullet_that_stands_gives_its_clause_and_deleted_ones_give_none(office: Office) -> None:
    first, second, *_rest = office.items
    shorter = " ".join(office.clauses[0].split()[:-1])
    corpus = office.corrected([second, (shorter, first[1])])
    assert (corpus.reports, corpus.edited, corpus.kept, corpus.deleted) == (1, 1, 1, 4)
    assert len(corpus.pairs) + corpus.refused.total() == 2
    assert {pair.corrected.clause for pair in corpus.pairs} <= set(office.clauses[:2])
    assert any(pair.corrected.bullet == second[0] for pair in corpus.pairs)


def test_clauses_of_deleted_bullets_and_sentences_without_one_may_be_rehearsed(office: Office) -> None:
    corpus = office.corrected(office.items[:5])
    spare = [clause.clause for clause in corpus.spare]
    assert office.clauses[5] in spare
    assert len(spare) > 3
    assert not set(spare) & {pair.corrected.clause for pair in corpus.pairs}


def test_a_bullet_with_a_new_number_or_of_no_clause_is_refused_and_counted(office: Office) -> None:
    (_, span), *rest = office.items
    wrong = f"{office.clauses[0].rstrip('.;')} cho 9.876 đoàn viên."
    corpus = office.corrected([(wrong, span), *rest[:2], ("Thêm một ý.", (Span(0, 4),)), ("Ý không nguồn.", ())])
    assert corpus.refused == {"number": 1, "unknown": 2}


def test_a_bullet_of_several_spans_is_of_the_one_that_holds_it(office: Office) -> None:
    bullet, (span,) = office.items[1]
    both = (office.spans[0], span)
    corpus = office.corrected([(bullet, both)])
    assert [pair.corrected.clause for pair in corpus.pairs] == [office.clauses[1]]


def test_a_bullet_made_of_two_clauses_is_a_merge(office: Office) -> None:
    spans = tuple(office.spans[:2])
    bullet = " ".join(office.clauses[:2])
    corpus = office.corrected([(bullet, spans)])
    assert [(pair.corrected.task, pair.corrected.clause) for pair in corpus.pairs] == [("merge", bullet)]


def test_a_folder_may_hold_pairs_and_summaries_without_an_original(office: Office) -> None:
    (office.folder / "them.csv").write_text("source,target\nKết nạp 161 đoàn viên mới.,Kết nạp 161 đoàn viên mới.\n")
    office.write(office.folder / "khac.json", office.items)
    corpus = office.corrected(office.items)
    assert corpus.without_original == 1
    assert corpus.reports == 1
    assert corpus.pairs[0].corrected.report is None


def test_articles_are_found_in_a_folder_of_their_own(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("articles") / "2022"
    elsewhere.mkdir()
    office.article.rename(elsewhere / office.article.name)
    office.article = elsewhere / office.article.name
    office.write(office.edited, office.items)
    with pytest.raises(InputError, match=r"cao-bang-2022\.txt was not found; name the folder of the articles"):
        collect([office.folder])
    assert collect([office.edited], articles=elsewhere.parent).reports == 1


def test_a_changed_article_is_not_taken_for_the_one_that_was_summarised(office: Office) -> None:
    office.write(office.edited, office.items)
    with office.article.open("a", encoding="utf-8") as file:
        file.write("\nThêm một dòng.\n")
    with pytest.raises(InputError, match="its checksum differs"):
        collect([office.folder])


def test_a_name_with_folders_in_it_is_looked_for_nowhere_else(office: Office) -> None:
    source = summary_of(office.article, office.items)
    outside = source.source.model_copy(update={"name": f"../{office.folder.name}/{office.article.name}"})
    for path in (office.edited, office.original):
        path.write_text(dumps(source.model_copy(update={"source": outside})), "utf-8")
    with pytest.raises(InputError, match="was not found"):
        collect([office.folder])


def test_a_summary_named_itself_needs_its_original(office: Office) -> None:
    office.write(office.edited, office.items)
    office.original.unlink()
    with pytest.raises(InputError, match=r"keep it beside this one as bao-cao\.original\.json"):
        collect([office.edited])


def test_two_summaries_of_different_articles_are_not_compared(office: Office, seeds: dict[str, Path]) -> None:
    office.edited.write_text(dumps(summary_of(seeds["lao-cai-2025"], [])), "utf-8")
    with pytest.raises(SettingsError, match="not of the same article"):
        collect([office.folder])


@pytest.mark.parametrize("name", ["bai.txt", "bao-cao.original.json", "trong"])
def test_what_holds_nothing_to_learn_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch() if path.suffix else path.mkdir()
    with pytest.raises(InputError, match="no pairs"):
        collect([path])


def test_nineteen_pairs_are_too_few() -> None:
    require_enough(20)
    with pytest.raises(InputError, match="usable pairs: 19, at least 20 are needed"):
        require_enough(19)
