"""The day of the meeting: read where the article states it, its year concluded where page or period fix it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from summarise.language import table
from summarise.meeting.words import any_of, compiled
from summarise.records import Article, Span

# A page is put online within weeks of the meeting, seldom the day before what it tells of (time zones, edited stamps).
EARLY = timedelta(days=1)
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:hg]\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written, at `start` to `end` of the text it was found in; `offset` counts days from the day of writing
    where the text says only "today" or "yesterday", `weekday` from Monday where it says only "on Thursday"."""

    start: int
    end: int
    day: int = 0
    month: int = 0
    year: int | None = None
    offset: int | None = None
    weekday: int | None = None

    @property
    def relative(self) -> bool:
        """Whether only the day of writing fixes it."""
        return self.offset is not None or self.weekday is not None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The date that a page carries, and where."""

    day: date
    span: Span


@cache
def _rules(language: str) -> dict[str, Any]:
    rules = table(language, "meeting")["dates"]
    months = any_of(rules["months"]) if rules["months"] else "(?!)"
    several = f"(?:{rules['several']})?"

    def patterns(forms: Sequence[str], form_in: str) -> list[re.Pattern[str]]:
        return [compiled(form_in.replace("{date}", several + form.replace("{month}", months))) for form in forms]

    return {
        "full": patterns(rules["full"], r"(?<![\d/.:])(?P<date>{date})"),
        "short": patterns(rules["short"], rf"{rules['day_words']}(?P<date>{{date}})"),
        "apart": [compiled(pattern) for pattern in rules["not_the_day"]],
        "relative": rules["relative"],
        "weekday": compiled(
            rules["weekday"].replace("{month}", months).replace("{weekday}", any_of(rules["weekdays"]))
        ),
        "weekdays": rules["weekdays"],
        "months": rules["months"],
    }


def days(text: str, language: str) -> list[Day]:
    """Every day that `text` names and that could be the meeting's, in order: dates of documents, of limits ("tính đến
    ngày 24/6") and of beginnings are left out."""
    rules = _rules(language)
    found: list[Day] = []
    for pattern in (*rules["full"], *rules["short"]):
        for match in pattern.finditer(text):
            day = _day(match, rules["months"])
            several = match.groupdict().get("first") is not None
            apart = not several and any(rule.search(text[: day.start]) for rule in rules["apart"]) if day else True
            if day and not apart and not any(day.start < other.end and other.start < day.end for other in found):
                found.append(day)
    for words, offset in rules["relative"].items():
        for match in compiled(any_of([words])).finditer(text):
            found.append(Day(match.start(), match.end(), offset=offset))
    for match in rules["weekday"].finditer(text):
        found.append(Day(match.start(), match.end(), weekday=rules["weekdays"][match["weekday"].casefold()]))
    return sorted(found, key=lambda day: day.start)


def dated(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The ranges of all dates in `text`, of any kind: their years are no periods."""
    rules = _rules(language)
    for pattern in (*rules["full"], *rules["short"]):
        yield from (match.span() for match in pattern.finditer(text))


def _day(match: re.Match[str], months: dict[str, int]) -> Day | None:
    parts = match.groupdict()
    month = months[parts["name"].casefold()] if parts.get("name") else int(parts["month"])
    day, year = int(parts["day"]), int(parts["year"]) if parts.get("year") else None
    start = match.start("date")
    first = int(parts["first"]) if parts.get("first") else None
    # "12, 13/7": of several days the first, unless the number before belongs to something else (14:37 - 14/07).
    if first is not None:
        if 1 <= first < day:
            day = first
        else:
            start = match.start("day")
    return Day(start, match.end(), day, month, year) if _date(year or 2000, month, day) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stamp(article: Article, before: int) -> Stamp | None:
    """The last full date in the noise above the character `before`: that of the page, which stands by the title; so does
    a line that looks like a heading, with a time of day ("LÊ AN | 09/07/2024 17:25") or above all of the body ("Posted by
    Le An, 9 July 2024")."""
    found: Stamp | None = None
    begun = False
    for block in article.blocks:
        text = article.text[block.span.start : block.span.end]
        begun = begun or block.kind in ("body", "item")
        stamped = block.kind == "noise" or (block.kind == "heading" and (not begun or CLOCK.search(text)))
        if stamped and block.span.start < before:
            for day in days(text, article.language):
                if written := _of_page(day, text, article.language):
                    found = Stamp(written, Span(block.span.start + day.start, block.span.start + day.end))
    return found


def _of_page(day: Day, text: str, language: str) -> date | None:
    """The date of a stamp; the month stands first where only so it falls on the day of the week that the stamp names."""
    if not day.year:
        return None
    written, turned = _date(day.year, day.month, day.day), _date(day.year, day.day, day.month)
    named = {number for name, number in _rules(language)["weekdays"].items() if name in text.casefold()}
    if turned and turned.weekday() in named and not (written and written.weekday() in named):
        return turned
    return written


def resolve(day: Day, page: Stamp | None, boundary: date | None) -> date | None:
    """The date of `day`; where no year is written, the last such day up to the date of the page, else the one nearest
    to `boundary`, the end of the period under review; None where neither is known."""
    if day.weekday is not None:
        return page.day - timedelta(days=(page.day.weekday() - day.weekday) % 7) if page else None
    if day.offset is not None:
        return page.day + timedelta(days=day.offset) if page else None
    if day.year:
        return _date(day.year, day.month, day.day)
    anchor = page.day if page else boundary
    if anchor is None:
        return None
    near = [_date(anchor.year + shift, day.month, day.day) for shift in (-1, 0, 1)]
    known = [candidate for candidate in near if candidate is not None]
    if page:
        known = [candidate for candidate in known if candidate <= page.day + EARLY]
        return max(known, default=None)
    return min(known, key=lambda candidate: abs(candidate - anchor), default=None)
