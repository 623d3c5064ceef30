"""Corrected reports: an edited summary beside the one that the program wrote, and the article of both.

`NAME.json` is the summary as a clerk left it, `NAME.original.json` beside it the one that `summarise report --json` wrote.
Their bullets are matched by their source spans: a bullet whose spans the original knows was edited or stands as it was,
and gives its clause with the clerk's words; one that the original has and the edited summary has not was deleted and
gives nothing; one with other spans was not written of this article's clauses and cannot be used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarise import contract
from summarise.checking import check
from summarise.cleaning import clean
from summarise.errors import InputError, SettingsError
from summarise.reading import read
from summarise.records import Draft, Item, Source, Span, Summary
from summarise.segmenting import segment
from summarise.tuning.pairs import Corrected

ORIGINAL = ".original.json"


@dataclass(frozen=True, slots=True)
class Spare:
    """A clause of a report that gives no pair: it may be rehearsed (`summarise.tuning.rehearsal`)."""

    clause: str
    language: str
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a corrected report gives. `edited`, `kept`, `deleted`, `unknown` count its bullets: changed by the clerk, left
    as they were, removed, and without a source that the original knows."""

    corrected: tuple[Corrected, ...]
    spare: tuple[Spare, ...]
    edited: int
    kept: int
    deleted: int
    unknown: int


def find_articles(folder: Path) -> dict[str, list[Path]]:
    """The files in and below `folder` by their names (NFC, as file systems differ)."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.setdefault(unicodedata.normalize("NFC", path.name), []).append(path)
    return found


def read_report(edited: Path, articles: Mapping[str, Sequence[Path]]) -> Report:
    """What the clerk made of the report `edited`; its original is beside it, its article in `articles` (by name).

    Raises:
        InputError: the original or the article is missing, cannot be read, or is another one.
        SettingsError: one of the two is no summary, or they are of different articles.
    """
    original = edited.with_name(edited.name.removesuffix(".json") + ORIGINAL)
    if not original.is_file():
        raise InputError(
            "{path}: the summary as the program wrote it is missing; keep it beside this one as {name}",
            path=edited,
            name=original.name,
        )
    after, before = contract.load(edited), contract.load(original)
    if after.source != before.source:
        raise SettingsError("{path} and {other} are not of the same article", path=edited, other=original)
    source = _article(after, edited, articles)
    return _compare(before, after, source, name=str(edited))


def _article(summary: Summary, path: Path, articles: Mapping[str, Sequence[Path]]) -> Source:
    # A name that a file could not have, such as one with folders in it, is found nowhere.
    found = articles.get(unicodedata.normalize("NFC", summary.source.name), ())
    for candidate in found:
        source = read(candidate)
        if source.sha256 == summary.source.sha256 and len(source.text) == summary.source.characters:
            return source
    if found:
        raise InputError(
            "{path}: {article} is not the article as it was summarised (its checksum differs); give it unchanged",
            path=path,
            article=found[0],
        )
    raise InputError(
        "{path}: its article {name} was not found; name the folder of the articles with --articles",
        path=path,
        name=summary.source.name,
    )


def _compare(before: Summary, after: Summary, source: Source, *, name: str) -> Report:
    language = after.source.language
    old = {item.source: item for item in _items(before)}
    known = {span for spans in old for span in spans}
    corrected: list[Corrected] = []
    edited = kept = unknown = 0
    used: set[Span] = set()
    for item in _items(after):
        used.update(item.source)
        if not item.source or not set(item.source) <= known:
            unknown += 1
            continue
        same = item.source in old and old[item.source].text == item.text
        edited, kept = edited + (not same), kept + same
        corrected.append(_corrected(item, source.text, language, name))
    deleted = [spans for spans in old if not used & set(spans)]
    spare = [span for spans in deleted for span in spans]
    # Sentences that no bullet was made of: the clerk decided nothing about them, so the model may repeat what it knows.
    spare += [
        sentence.span
        for sentence in segment(clean(source))
        if not any(span.start < sentence.span.end and sentence.span.start < span.end for span in known | used)
    ]
    return Report(
        tuple(corrected),
        tuple(Spare(source.text[start:end], language, name) for start, end in spare),
        edited,
        kept,
        len(deleted),
        unknown,
    )


def _items(summary: Summary) -> tuple[Item, ...]:
    return (*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards)


def _corrected(item: Item, text: str, language: str, name: str) -> Corrected:
    """The bullet with its clause. Of several source spans, which statements that say the same give, the first that holds
    all that the bullet says; where none does, the bullet was made of all of them."""
    clauses = [text[start:end] for start, end in item.source]
    for clause in clauses:
        if check(Draft(item.text, 0.0), clause, language=language).passed:
            return Corrected(clause, item.text, language, report=name)
    if len(clauses) == 1:
        return Corrected(clauses[0], item.text, language, report=name)
    return Corrected(" ".join(clauses), item.text, language, "merge", name)
