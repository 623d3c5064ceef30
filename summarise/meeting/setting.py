"""Where and when, told beside the announcement: in a line of the minutes ("Địa điểm: …"), or in the sentence that sets
the scene ("Bảy giờ tối 5/7, tại hội trường …, ba mươi người ngồi lại") before another one names the meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from summarise.language import table
from summarise.meeting.announcement import Announcement, body_at
from summarise.meeting.dates import Day, days
from summarise.meeting.names import name_rules
from summarise.meeting.passages import LONGEST, Passage
from summarise.meeting.places import Range, after_verb, places, segments, venue_at
from summarise.meeting.words import any_of, compiled, trimmed

OPENING = 90  # characters of a sentence within which the day of a scene stands
NEAR = 2  # passages from the announcement
HEAD = 8  # passages that the lines of minutes stand among
BODY = ("achievement", "shortcoming", "task", "award")
LEAD = 12  # characters at most from the dash to the day: "Sáng ngày "
DASH = re.compile(r"\s*(?:\([^()]*\)\s*)?[-–—:]\s")
NOTE = re.compile(r"[.;:]\s+")
CLOCK = re.compile(r"\d\s?[:.hg]\s?\d|\d\s?h")


@dataclass(frozen=True, slots=True)
class Told:
    """A range of a passage, or the day found there."""

    passage: Passage
    part: Range
    day: Day | None = None

    @property
    def written(self) -> str:
        return " ".join(self.passage.text[slice(*self.part)].split())


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words, told = table(language, "meeting")["labels"], table(language, "meeting")["announcement"]
    venue = any_of([*words["halls"], *table(language, "meeting")["places"]["venue"]])
    lead = r"(?:^|[.;\n]\s*)\W*(?:\d\.?\s+)?"
    return {
        **{name: compiled(rf"{lead}{any_of(words[name])}\s*:\s*") for name in ("date", "place", "organizer")},
        "hall": compiled(rf"^{any_of(words['halls'])}"),
        "convenes": compiled(rf"\s+{any_of(told['convene'])}\s*(?:[.;]|$)"),
        "report_of": compiled(
            rf"^\W*{any_of(words['report'])}\s[^.;:]{{0,160}}?\s{any_of(told['of'])}\s+(?={told['named_body']})"
        ),
        "place_is": compiled(rf"^\W*{any_of(words['place_is'])}\s+"),
        "held": compiled(rf"^\W*{any_of(told['meeting'])}(?:[^\W\d_]|\s){{0,30}}?{any_of(told['passive'])}"),
        "full": compiled(rf"(?:^\W*|,\s+)(?P<hall>{venue}\s[^,.;:]{{2,80}}?)\s+{any_of(words['full'])}"),
        "house": compiled(rf"^{any_of([*words['halls'], *words['houses']])}"),
    }


def labelled(passages: Sequence[Passage], fact: str, language: str) -> Told | None:
    """What a line of the minutes says of `fact`: date, place or organizer. Such lines head the minutes; further down they tell
    of other events."""
    for passage in _head(passages):
        for label in _rules(language)[fact].finditer(passage.text):
            if found := _value(passage, label.end(), fact, language):
                return found
    return _noted(passages, language) if fact == "organizer" else None


def _noted(passages: Sequence[Passage], language: str) -> Told | None:
    """The body that a head in note form tells: "… ; LĐLĐ tỉnh tổ chức; …", or a title: "Báo cáo sơ kết … của LĐLĐ tỉnh"."""
    rules = _rules(language)
    for passage in _head(passages):
        text = passage.text
        report = rules["report_of"].match(text) if passage.kind == "title" else None
        starts = [0, *(found.end() for found in NOTE.finditer(text))]
        for part in (body_at(text, start, language) for start in starts):
            if part and rules["convenes"].match(text, part[1]):
                return Told(passage, part)
        if report and (part := body_at(text, report.end(), language)):
            return Told(passage, part)
    return None


def _value(passage: Passage, start: int, fact: str, language: str) -> Told | None:
    text = passage.text
    if fact == "organizer":
        part = body_at(text, start, language)
        return Told(passage, part) if part else None
    written = days(text[start:], language)
    if fact == "date":
        day = next((day for day in written if not day.relative), None)
        return Told(passage, (start + day.start, start + day.end), day) if day else None
    if at := next(places(text, start, language), None):
        return Told(passage, at)
    for begin, end in segments(text, start, len(text)):
        # "Date and venue: 24 July 2014, from 8.30 a.m., Room 4": the first part that is no time.
        if any(start + day.start < end and begin < start + day.end for day in written) or CLOCK.search(
            text, begin, end
        ):
            continue
        place = venue_at(text, trimmed(text, begin, end)[0], language)
        return Told(passage, place) if place else None
    return None


def scene_day(passages: Sequence[Passage], announced: Announcement, language: str) -> Told | None:
    """The day that the sentences around the announcement open with, when all that do say the same."""
    return _same_day(_around(passages, announced), OPENING, language)


def only_day(passages: Sequence[Passage], language: str) -> Told | None:
    """The one day that what is told of the event names."""
    return _same_day((passage for passage in passages if passage.section == "event"), LONGEST, language)


def _same_day(passages: Iterable[Passage], opening: int, language: str) -> Told | None:
    """The day that the first characters of the passages name, when all that name one name the same."""
    found: dict[tuple[int, int, int | None], Told] = {}
    for passage in passages:
        for day in days(passage.text, language):
            if not day.relative and day.start < opening:
                found.setdefault((day.day, day.month, day.year), Told(passage, (day.start, day.end), day))
    if len({key[:2] for key in found}) != 1:
        return None
    return max(found.values(), key=lambda told: told.day is not None and told.day.year is not None)


def scene_place(passages: Sequence[Passage], announced: Announcement, day: Told | None, language: str) -> Told | None:
    """The hall or house that the announcement itself names before the meeting, that the sentence of the day names, or
    one that a sentence right beside it names."""
    rules = _rules(language)
    sure = [announced.passage, *([day.passage] if day else [])]
    for passage in sure:
        for part in places(passage.text, 0, language):
            if rules["house"].match(passage.text[slice(*part)]):
                return Told(passage, part)
    if told := held_place(passages, announced, language):
        return told
    at = list(passages).index(announced.passage)
    for passage in passages[max(0, at - 1) : at]:
        if passage.section not in (None, "event") or passage.kind == "title":
            continue
        for part in places(passage.text, 0, language):
            if rules["hall"].match(passage.text[slice(*part)]):
                return Told(passage, part)
    return None


def held_place(passages: Sequence[Passage], announced: Announcement | None, language: str) -> Told | None:
    """The place that a sentence beside the announcement, or without one any of the event, tells by itself."""
    event = (passage for passage in passages if passage.section == "event" and passage.kind not in ("title", "heading"))
    for passage in _around(passages, announced) if announced else event:
        if part := _told_place(passage.text, language):
            return Told(passage, part)
    return None


def _told_place(text: str, language: str) -> Range | None:
    """The place that a sentence of its own tells: "Địa điểm là …", "Hội nghị được tổ chức tại …", "Hội trường … kín chỗ"."""
    rules = _rules(language)
    if place := rules["place_is"].match(text):
        return venue_at(text, place.end(), language)
    if held := rules["held"].match(text):
        return after_verb(text, held.end(), language)
    full = rules["full"].search(text)
    return full.span("hall") if full else None


def dateline(day: Told, language: str) -> Told | None:
    """The province or city that stands before the day as in a letter: "Đà Nẵng - Ngày 9/7, …". One without a day after it is
    where the newspaper sits as often as not."""
    text = day.passage.text
    region = name_rules(language)["region"].match(text)
    dash = DASH.match(text, region.end()) if region else None
    return Told(day.passage, region.span()) if region and dash and day.part[0] - dash.end() <= LEAD else None


def _head(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages before the report itself: up to the first result, shortcoming or task, or of unknown sections the
    first few."""
    for number, passage in enumerate(passages):
        if passage.section in BODY or (passage.section is None and number > HEAD):
            return
        if passage.section in (None, "event", "other"):
            yield passage


def _around(passages: Sequence[Passage], announced: Announcement) -> Iterator[Passage]:
    at = list(passages).index(announced.passage)
    for number, passage in enumerate(passages):
        if passage.kind in ("title", "heading") or passage is announced.passage:
            continue
        if passage.section in (None, "event") and abs(number - at) <= NEAR:
            yield passage
