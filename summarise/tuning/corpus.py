"""All that an office gives to learn from, gathered: what can be used, and what cannot with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarise.errors import InputError
from summarise.tuning import files
from summarise.tuning.pairs import Corrected, Pair, Refusal, key, pair_of
from summarise.tuning.reports import ORIGINAL, Report, Spare, find_articles, read_report

LEAST = 20
"""Pairs below which nothing can be learned that is not chance: four of twenty are held out."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pairs, the clauses that give none, and the counts: of reports and what became of their bullets, of the reports
    of a folder that have no original beside them, and of what was refused, by reason."""

    pairs: tuple[Pair, ...]
    spare: tuple[Spare, ...]
    refused: Counter[Refusal]
    reports: int = 0
    edited: int = 0
    kept: int = 0
    deleted: int = 0
    without_original: int = 0


def collect(data: Sequence[Path], *, articles: Path | None = None) -> Corpus:
    """What the files and folders of `data` give: `.jsonl` and `.csv` files of pairs, and corrected reports, whose articles
    are looked for in and below `articles`, or in the report's own folder.

    Of a folder everything in and below it is taken; a summary without its original is passed over there and counted.

    Raises:
        InputError: there is nothing of the kind, a file cannot be read, or an original or article is missing.
        SettingsError: a summary is wrong.
    """
    found = dict.fromkeys(path for given in data for path in _files(given))
    tables = [path for path in found if path.suffix.lower() in files.SUFFIXES]
    summaries = [path for path in found if path.suffix.lower() == ".json"]
    lonely = [path for path in summaries if path not in data and not _original(path).is_file()]
    corrected = [row for path in tables for row in files.read_pairs(path)]
    there = find_articles(articles) if articles is not None else None
    reports = [
        read_report(path, there if there is not None else find_articles(path.parent))
        for path in summaries
        if path not in lonely
    ]
    pairs, spare, refused = usable([*corrected, *(row for report in reports for row in report.corrected)])
    refused["unknown"] += _sum(reports, lambda report: report.unknown)
    return Corpus(
        tuple(pairs),
        (*spare, *(clause for report in reports for clause in report.spare)),
        +refused,
        len(reports),
        _sum(reports, lambda report: report.edited),
        _sum(reports, lambda report: report.kept),
        _sum(reports, lambda report: report.deleted),
        len(lonely),
    )


def usable(corrected: Iterable[Corrected]) -> tuple[list[Pair], list[Spare], Counter[Refusal]]:
    """The pairs that can be used, one a clause (the first); the clauses of those that cannot; and how many, by reason."""
    pairs: dict[tuple[str, str], Pair] = {}
    spare: list[Spare] = []
    refused: Counter[Refusal] = Counter()
    for row in corrected:
        result = "twice" if key(row) in pairs else pair_of(row)
        if isinstance(result, Pair):
            pairs[key(row)] = result
        else:
            refused[result] += 1
            if result != "twice":
                spare.append(Spare(row.clause, row.language, row.report))
    return list(pairs.values()), spare, refused


def require_enough(count: int) -> None:
    """Raises:
    InputError: `count` pairs are too few to learn from.
    """
    if count < LEAST:
        raise InputError(
            "usable pairs: {count}, at least {least} are needed; correct more reports and give them all",
            count=count,
            least=LEAST,
        )


def _files(path: Path) -> list[Path]:
    """The file itself, or what in a folder can hold pairs or a corrected summary.

    Raises:
        InputError: a file of another kind, or a folder that holds none.
    """
    known = (*files.SUFFIXES, ".json")
    if path.is_dir():
        found = [
            inner
            for inner in sorted(path.rglob("*"))
            if inner.suffix.lower() in known and inner.is_file() and not inner.name.endswith(ORIGINAL)
        ]
    else:
        found = [path] if path.suffix.lower() in known and not path.name.endswith(ORIGINAL) else []
    if not found:
        raise InputError(
            "{path}: no pairs (.jsonl, .csv) and no corrected summary (NAME.json with NAME{original}) here",
            path=path,
            original=ORIGINAL,
        )
    return found


def _original(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".json") + ORIGINAL)


def _sum(reports: Iterable[Report], count: Callable[[Report], int]) -> int:
    return sum(map(count, reports))
