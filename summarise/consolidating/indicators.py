"""What a figure counts, so that figures of two units can be told to count the same; in doubt they do not.

An article words one thing in many ways, and `Figure.about` is a slice of it: "đoàn viên được kết nạp mới" or, of "kết nạp
mới 161 đoàn viên", only "đoàn viên". So what a bullet says directly before the number completes a title that is a bare
noun, and tells two acts on the same thing apart ("xây dựng", "sửa chữa 5 nhà mái ấm"), a stock from what was added to it
("hiện có", "kết nạp mới"), and one period from another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from summarise.bullets import WORD
from summarise.consolidating.units import language_of
from summarise.language import table
from summarise.mentions import fold
from summarise.records import Figure, Item, Section, Summary

# A title needs so many words besides its unit and the general nouns to say what is counted. One that stands before its
# number may be the end of a clause ("số bản ký" of "58%"), and needs so many in all.
LEAST_WORDS = 2
LEAST_BEFORE = 4
# What is read of the bullet before a number: more words than these are a clause of their own.
LONGEST_LEAD = 6
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CLAUSE = re.compile(r"[,;:()“”\"–]|\.\s")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Key:
    """Figures with equal keys count the same thing, in the same unit and period."""

    language: str
    section: Section
    words: frozenset[str]
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """`title` is what the table prints; `key` is None where the figure can be compared with no other; `lead` are the
    words before the number: amounts are added only where these are equal. `relative` is an amount that is no count of the
    period alone (a share, a comparison, a running total, a part); `certain` is False where what stands around the number
    is not known, or makes a bound of it."""

    title: str
    key: Key | None
    lead: frozenset[str]
    period: str | None
    relative: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """What the figure's own bullet says before and after it; `known` is False where that cannot be told."""

    before: str
    after: str
    known: bool = True


def indicator(figure: Figure, summary: Summary) -> Indicator:
    """What `figure` of `summary` counts."""
    language = language_of(summary)
    words = table(language, "consolidating")
    unit = plain_unit(figure.unit or "", language=language)
    around = _around(figure, summary)
    lead = _lead(around.before, language)
    title, said = figure.about, content(figure.about, language)
    follows = bool(unit) and plain_unit(figure.about, language=language).startswith(unit)
    general = frozenset(words["figures"]["general"]) | content(unit, language)
    if follows and len(said - general) < LEAST_WORDS and lead:
        title, said = f"{lead} {figure.about}", said | content(lead, language)
    period = summary.meeting.next_period if figure.section == "task" else summary.meeting.period
    when = plain_period(period, summary)
    bare = len(said - general) < LEAST_WORDS or (not follows and unit != "" and len(said) < LEAST_BEFORE)
    return Indicator(
        title=title,
        key=None if bare or not when else Key(language, figure.section, said, unit, when),
        lead=_context(around.before, language),
        period=period,
        relative=_has(f"{around.before} {figure.about}", tuple(words["figures"]["relative"]), language)
        or _has(_behind(around), tuple(words["figures"]["relative_behind"]), language)
        or _other_period(figure, around, period, language),
        certain=around.known and not _bound(figure, around, language),
    )


def content(text: str, language: str) -> frozenset[str]:
    """The words of `text` that say what is counted, short forms written out, in no order."""
    forms = table(language, "consolidating")["forms"]
    spelled = [part for word in WORD.findall(text.casefold()) for part in forms.get(word, word).split()]
    return frozenset(spelled) - _empty(language)


def plain_unit(unit: str, *, language: str) -> str:
    """A unit as it is compared: case-folded, short forms written out."""
    forms = table(language, "consolidating")["forms"]
    return " ".join(forms.get(word, word) for word in unit.casefold().split())


@cache
def _empty(language: str) -> frozenset[str]:
    return frozenset([*table(language, "consolidating")["empty"], *table(language, "bullets")["function_words"]])


@cache
def _phrases(phrases: tuple[str, ...], language: str) -> re.Pattern[str]:
    folded = (re.escape(fold(phrase, language=language)) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(folded)})(?!\w)", re.IGNORECASE)


def _has(text: str, phrases: tuple[str, ...], language: str) -> bool:
    return bool(_phrases(phrases, language).search(fold(text, language=language)))


def _around(figure: Figure, summary: Summary) -> _Around:
    """What stands around the figure in its own bullet. Nothing does where the section has no bullets at all, or where
    its bullet holds no figure; it is not known where the figure is in no bullet, or cannot be told from another."""
    bullets = _bullets(figure.section, summary)
    covering = [
        item
        for item in bullets
        if any(start <= figure.source.start and figure.source.end <= end for start, end in item.source)
    ]
    written = re.compile(rf"(?<!\w)(?<!\d[.,/-]){re.escape(figure.text)}(?!\w)", re.IGNORECASE)
    for item in covering:
        found = list(written.finditer(item.text))
        if len(found) == 1:
            return _Around(item.text[: found[0].start()], item.text[found[0].end() :])
    numbers = NUMBER.findall(figure.text)
    silent = bool(covering) and not any(item.figures or any(n in item.text for n in numbers) for item in covering)
    return _Around("", "", known=silent or not bullets)


def _lead(before: str, language: str) -> str:
    """The words that stand in one clause with the number, before it; empty where too much stands there, or the number is
    the second of its clause."""
    clause = CLAUSE.split(before)[-1]
    words = [] if DIGIT.search(clause) else clause.split()
    empty = _empty(language)
    while words and words[0].casefold() in empty:
        del words[0]
    while words and words[-1].casefold() in empty:
        del words[-1]
    return " ".join(words) if len(words) <= LONGEST_LEAD else ""


def _context(before: str, language: str) -> frozenset[str]:
    """The words that the number is said with: those of its clause and of the clauses before, up to another number. Where
    they say nothing of what was done ("hiện có"), all of them count."""
    clauses = CLAUSE.split(before)
    kept = clauses[-1:]
    for clause in reversed(clauses[:-1]):
        if DIGIT.search(clause):
            break
        kept.append(clause)
    text = fold(" ".join(kept).casefold(), language=language)
    return content(text, language) or frozenset(WORD.findall(text))


def _behind(around: _Around) -> str:
    """What follows the number in its clause, with what stands there in brackets."""
    return re.split(r"[,;:]|\.\s", around.after, maxsplit=1)[0]


def _bound(figure: Figure, around: _Around, language: str) -> bool:
    """Whether what follows the number, up to the next, makes a bound of it ("300 đoàn viên trở lên")."""
    after = DIGIT.split(around.after, maxsplit=1)[0]
    rest = NUMBER.sub(" ", figure.text.casefold().removeprefix((figure.hedge or "").casefold()))
    bounds = tuple(table(language, "consolidating")["figures"]["bounds"])
    return any(_has(text, bounds, language) for text in (after, rest, figure.about))


def _other_period(figure: Figure, around: _Around, period: str | None, language: str) -> bool:
    """Whether the words around the number name another period than that of the report."""
    usual = _parts(period or "", language)
    for text in (around.before, _behind(around), figure.about):
        for found in re.finditer(table(language, "consolidating")["told_period"], text.casefold()):
            words, years = _parts(found[0], language)
            if words != usual[0] or not years <= usual[1]:
                return True
    return False


def _parts(period: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """A period as its words without the years, and its years."""
    words = frozenset(_normal(period, language).split())
    years = frozenset(word for word in words if YEAR.fullmatch(word))
    return words - years - frozenset(table(language, "consolidating")["year"]), years


def _bullets(section: Section, summary: Summary) -> tuple[Item, ...]:
    sections: dict[Any, tuple[Item, ...]] = {
        "achievement": summary.achievements,
        "shortcoming": summary.shortcomings,
        "task": summary.tasks,
        "award": summary.awards,
    }
    return sections.get(section, ())


def plain_period(period: str | None, summary: Summary) -> str:
    """A period as it is compared; the year of the meeting stands for one that is not told. Empty where neither is
    known: nothing is of the same period as that."""
    text = _normal(period or "", language_of(summary))
    if not text or YEAR.search(text):
        return text
    return f"{text} | {summary.meeting.date[:4]}" if summary.meeting.date else ""


def same_period(one: Summary, other: Summary) -> bool:
    """Whether two summaries may be of one period: what a unit did twice is told twice."""
    mine, theirs = one.meeting.period, other.meeting.period
    return not mine or not theirs or period_key(mine, one) == period_key(theirs, other)


def period_key(period: str, summary: Summary) -> str:
    """Equal for two writings of one period; a period of a year that is not known has its own words."""
    return plain_period(period, summary) or _normal(period, language_of(summary))


def _normal(period: str, language: str) -> str:
    text = period.casefold()
    for pattern, replacement in table(language, "consolidating")["periods"]:
        text = re.sub(pattern, replacement, text)
    return " ".join(text.split())
