"""What a figure counts, so that figures of two units can be told to count the same; in doubt they do not.

An article words one thing in many ways, and `Figure.about` is a slice of it: "đoàn viên được kết nạp mới" or, of "kết nạp
mới 161 đoàn viên", only "đoàn viên". So what a bullet says directly before the number completes a title that is a bare
noun, and tells two acts on the same thing apart ("xây dựng", "sửa chữa 5 nhà mái ấm").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from summarise.bullets import WORD
from summarise.consolidating.units import language_of
from summarise.language import table
from summarise.records import Figure, Item, Section, Summary

# A title needs so many words besides its unit and the general nouns to say what is counted. One that stands before its
# number may be the end of a clause ("số bản ký" of "58%"), and needs so many in all.
LEAST_WORDS = 2
LEAST_BEFORE = 4
# What is read of the bullet before a number: more words than these are a clause of their own.
LONGEST_LEAD = 6
DIGIT = re.compile(r"\d")
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
    words before the number, which must not speak against those of another."""

    title: str
    key: Key | None
    lead: frozenset[str]
    period: str | None
    relative: bool


def indicator(figure: Figure, summary: Summary) -> Indicator:
    """What `figure` of `summary` counts."""
    language = language_of(summary)
    words = table(language, "consolidating")
    unit = plain_unit(figure.unit or "", language=language)
    lead = _lead(figure, summary, unit)
    title, said = figure.about, content(figure.about, language)
    follows = bool(unit) and plain_unit(figure.about, language=language).startswith(unit)
    general = frozenset(words["figures"]["general"]) | content(unit, language)
    if follows and len(said - general) < LEAST_WORDS and lead:
        title, said = f"{lead} {figure.about}", said | content(lead, language)
    period = summary.meeting.next_period if figure.section == "task" else summary.meeting.period
    when = _plain_period(period, summary)
    bare = len(said - general) < LEAST_WORDS or (not follows and unit != "" and len(said) < LEAST_BEFORE)
    return Indicator(
        title=title,
        key=None if bare or not when else Key(language, figure.section, said, unit, when),
        lead=content(lead, language),
        period=period,
        relative=_has(f"{lead} {figure.about}", tuple(words["figures"]["relative"])),
    )


def comparable(leads: Sequence[frozenset[str]]) -> bool:
    """Whether nothing that stands before the numbers tells of different acts."""
    told = [lead for lead in leads if lead]
    return all(one & other for at, one in enumerate(told) for other in told[at + 1 :])


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
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def _has(text: str, phrases: tuple[str, ...]) -> bool:
    return bool(_phrases(phrases).search(text))


def _lead(figure: Figure, summary: Summary, unit: str) -> str:
    """The words of the figure's own bullet that stand in one clause with the number, before it; empty where there is no
    such bullet, too much stands there, or the number is the second of its clause."""
    language = language_of(summary)
    for item in _bullets(figure.section, summary):
        covered = any(start <= figure.source.start and figure.source.end <= end for start, end in item.source)
        if covered and item.text.count(figure.text) == 1:
            clause = re.split(r"[,;:()“”\"–]|\.\s", item.text[: item.text.index(figure.text)])[-1]
            before = [] if DIGIT.search(clause) else clause.split()
            empty = _empty(language)
            while before and before[0].casefold() in empty:
                del before[0]
            while before and before[-1].casefold() in empty:
                del before[-1]
            return " ".join(before) if len(before) <= LONGEST_LEAD else ""
    return ""


def _bullets(section: Section, summary: Summary) -> tuple[Item, ...]:
    sections: dict[Any, tuple[Item, ...]] = {
        "achievement": summary.achievements,
        "shortcoming": summary.shortcomings,
        "task": summary.tasks,
        "award": summary.awards,
    }
    return sections.get(section, ())


def _plain_period(period: str | None, summary: Summary) -> str:
    """A period as it is compared; the year of the meeting stands for one that is not told. Empty where neither is
    known: nothing is of the same period as that."""
    text = (period or "").casefold()
    for pattern, replacement in table(language_of(summary), "consolidating")["periods"]:
        text = re.sub(pattern, replacement, text)
    text = " ".join(text.split())
    if not text or YEAR.search(text):
        return text
    return f"{text} | {summary.meeting.date[:4]}" if summary.meeting.date else ""
