"""From what a clerk wrote to what a model can learn: a clause, and the words of it that stand in its bullet.

A report's bullet is an ordered subsequence of its clause, in the clause's own letters, and passes the checks; a pair that
taught anything else would teach what no report may say. What cannot be used is refused with a reason (`Refusal`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarise import bullets
from summarise.checking import check
from summarise.mentions import fold
from summarise.phrasing import cut
from summarise.records import Draft, Span

Task = Literal["bullet", "merge"]
Refusal = Literal["word", "number", "name", "sense", "form", "order", "twice", "long", "unknown"]

# Nine bullets in ten consist of words of their clause and nothing else; with fewer than this share to be had in order,
# what is left of a bullet is no sentence any more.
COVERED = 0.85
# A word with what holds it together ("36.778", "07/NQ-TLĐ", "4,5%"), or a mark.
WORD = re.compile(r"\w+(?:[.,/:\-–]\w+)*%?|[^\w\s]")

# What the reasons of `summarise.checking` come to, the most telling first: a wrong number is a foreign word as well. All
# others say that a fact of the clause is lost or changed.
_KINDS: dict[Refusal, frozenset[str]] = {
    "number": frozenset({"number", "date", "document", "term", "mark"}),
    "name": frozenset({"name", "quote"}),
    "word": frozenset({"word", "repeated"}),
    "form": frozenset({"empty", "too-short", "too-long", "dangling", "unbalanced"}),
    "order": frozenset({"order"}),
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A clause (of a `merge`: several sentences) and the bullet that a clerk wrote of it, or let stand. `report` names
    the report that it is of, None for a pair of a file of pairs."""

    clause: str
    bullet: str
    language: str
    task: Task = "bullet"
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """What is taught: `source`, the clause as a report gives it to the model, without its openings, and `target`, the
    words of it that stay."""

    corrected: Corrected
    source: str
    target: str


def subsequence(source: str, target: str, *, language: str) -> str | None:
    """`target` respelt with words of `source` in their order; None when less than `COVERED` of its words can be had so.

    A longest common subsequence over words, compared without regard to case and to the place of tone marks. The words
    are cut from `source`, so its letters are those of the source (in NFC); the marks that end `target` are left to the
    rules that finish a bullet.
    """
    source = unicodedata.normalize("NFC", source)
    theirs = _keys(unicodedata.normalize("NFC", target).rstrip(" .;\n"), language)
    kept = _common(_keys(source, language), theirs)
    if not theirs or len(kept) < COVERED * len(theirs):
        return None
    # Folding changes no length, so that the places are those of the source.
    spans = [match.span() for match in WORD.finditer(fold(source, language=language))]
    text = ""
    for place in kept:
        start, end = spans[place]
        run = text[text.rfind(" ") + 1 :]
        whole = len(_keys(run + source[start:end], language)) == len(_keys(run, language)) + 1
        # As decoding joins what it keeps: a space where the source has one before the word, and where two words would
        # become one now that what stood between them is gone.
        text += (" " if text and (source[start - 1].isspace() or not whole) else "") + source[start:end]
    return text


def kept_words(source: str, target: str, *, language: str) -> list[Span]:
    """The words of `source` (what stands between white space) that make up `target`, compared as in `subsequence`, marks
    aside; of those that could be meant the earliest."""

    def bare(text: str) -> list[str]:
        """Each word without the marks around it; a mark that stands alone as it is."""
        found = [_keys(word, language) for word in text.split()]
        return [" ".join([key for key in keys if key[0].isalnum()] or keys) for keys in found]

    kept = _common(bare(source), bare(target))
    spans = [match.span() for match in re.finditer(r"\S+", source)]
    return [Span(*spans[place]) for place in kept]


def pair_of(corrected: Corrected) -> Pair | Refusal:
    """The pair that a corrected bullet gives, or why it gives none.

    `word`, `number`, `name`: the bullet holds one that its clause lacks; `sense`: a figure, a negation, a condition of the
    clause is lost or changed; `form`: no clause of its own, or longer than its source; `order`: its words are not to be had
    in order from what the model reads.
    """
    if refusal := _refused(corrected.bullet, corrected):
        return refusal
    source = cut(corrected.clause, corrected.language)
    target = subsequence(source, corrected.bullet, language=corrected.language)
    if target is None:
        return "order"
    # Words that the clerk added are left out of the target: without them, too, it must say what its clause says.
    return _refused(target, corrected) or Pair(corrected, source, target)


def key(corrected: Corrected) -> tuple[str, str]:
    """The same for pairs that teach the same clause: spelling of tone marks, case and spaces aside."""
    text = unicodedata.normalize("NFC", " ".join(corrected.clause.split()))
    return corrected.task, fold(text, language=corrected.language).casefold()


def split(pairs: Sequence[Pair], *, hold: float) -> tuple[list[Pair], list[Pair]]:
    """The pairs to learn from, and those held out: every nth report, whole, and every nth pair of files of pairs, where n is
    the whole number nearest to `1 / hold`. Of fewer than n reports, every nth pair is held out as well.

    Whole reports, because the clauses of one article are alike: what was learnt from half of it is known of the other.
    """
    step = round(1 / hold)
    reports = list(dict.fromkeys(pair.corrected.report for pair in pairs if pair.corrected.report is not None))
    held_reports = set(reports[step - 1 :: step])
    single = [pair for pair in pairs if not held_reports or pair.corrected.report is None]
    held_singles = {id(pair) for pair in single[step - 1 :: step]}
    learned: list[Pair] = []
    held: list[Pair] = []
    for pair in pairs:
        (held if pair.corrected.report in held_reports or id(pair) in held_singles else learned).append(pair)
    return learned, held


def _refused(text: str, corrected: Corrected) -> Refusal | None:
    clause = unicodedata.normalize("NFC", corrected.clause)
    verdict = check(Draft(bullets.finished(text), 0.0), clause, language=corrected.language)
    if verdict.passed:
        return None
    codes = {reason.split(":")[0] for reason in verdict.reasons}
    return next((kind for kind, mine in _KINDS.items() if codes & mine), "sense")


def _keys(text: str, language: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(fold(text, language=language))]


def _common(mine: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """The places in `mine` of a longest common subsequence with `theirs`, the earliest where several are as long."""
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            best[i][j] = best[i + 1][j + 1] + 1 if mine[i] == theirs[j] else max(best[i + 1][j], best[i][j + 1])
    kept, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if mine[i] == theirs[j]:
            kept.append(i)
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return kept
