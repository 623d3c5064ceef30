"""Sentences → the facts of the meeting: what, when, where, who, about which period.

The rules know how articles announce a meeting, not what any one says; the words are in `language/<lang>/meeting.toml`.
What the article does not say stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from summarise.meeting.announcement import Announcement, find_announcements, find_title, is_name
from summarise.meeting.dates import days, resolve, stamp
from summarise.meeting.kinds import find_kind
from summarise.meeting.mentions import Period
from summarise.meeting.passages import Passage, read_passages
from summarise.meeting.people import find_attendees, find_chairs
from summarise.meeting.periods import find_periods
from summarise.meeting.setting import Told, dateline, held_place, labelled, only_day, scene_day, scene_place
from summarise.meeting.speakers import Speaker, find_speakers
from summarise.records import Article, Meeting, Section, Sentence, Span

__all__ = ["Speaker", "find_meeting", "find_speakers"]


def find_meeting(
    article: Article,
    sentences: Sequence[Sentence],
    *,
    sections: Sequence[Section] | None = None,
    speakers: Sequence[Speaker | None] = (),
) -> Meeting:
    """The facts of the meeting that the article reports, each with the spans it was read from.

    `sections[i]` is the label of sentence i where it is known: what tells of the event is trusted most, noise not at
    all. Names and phrases stand as written but for white space; `date` may take its year from the page or from the
    period (then it is in `inferred`), and a year written once after both periods goes with both. Of the `speakers` the
    last who concludes is who concluded the meeting.

    Raises:
        ValueError: there are not as many sections as sentences.
    """
    if sections is not None and len(sections) != len(sentences):
        raise ValueError(f"{len(sections)} sections for {len(sentences)} sentences")
    language = article.language
    read = read_passages(article, sentences, sections)
    announcements, title = find_announcements(read, language), find_title(read, language)
    announced = announcements[0] if announcements else None
    sources: dict[str, tuple[Span, ...]] = {}
    inferred: list[str] = []

    words: dict[str, str | None] = {}
    for fact in ("name", "place", "organizer"):
        words[fact] = None
        for where in (announced, title, *announcements[1:]):
            part = getattr(where, fact) if where else None
            if where and part and (fact != "name" or is_name(where.written(part), language)):
                words[fact], sources[fact] = where.written(part), (where.passage.span(*part),)
                break
    for fact in ("place", "organizer"):
        if not words[fact] and (told := labelled(read, fact, language)):
            words[fact], sources[fact] = told.written, (told.passage.span(*told.part),)

    named = (announced.passage, announced.name[0]) if announced else None
    period, next_period = find_periods(read, named, language)
    kind = find_kind(announced, title, read, period, language)
    if kind:
        sources["kind"] = (kind[1],)
    for fact, found in (("period", period), ("next_period", next_period)):
        if found:
            sources[fact] = found.spans

    day = _day(read, announced, language)
    held = _held(article, day, period, next_period) if day else None
    if announced and not words["place"]:
        dated = dateline(day, language) if day else None
        if told := scene_place(read, announced, day, language) or dated:
            words["place"], sources["place"] = told.written, (told.passage.span(*told.part),)
        if told and (told is dated or told.passage is not announced.passage):
            inferred.append("place")
    elif not words["place"] and (told := held_place(read, None, language)):
        words["place"], sources["place"] = told.written, (told.passage.span(*told.part),)
    if held:
        sources["date"] = held[1]
        if held[2] or (day and announced and day.passage is not announced.passage):
            inferred.append("date")

    chairs = find_chairs(read, language)
    if chairs:
        sources["chairs"] = tuple(span for person in chairs for span in person.spans)
        if any(person.concluded for person in chairs):
            inferred.append("chairs")
    attendees = find_attendees(read, language)
    if attendees:
        sources["attendees"] = tuple(span for _, span in attendees)

    concluding = next((speaker for speaker in reversed(speakers) if speaker and speaker.concludes), None)
    if concluding:
        sources["concluded_by"] = (concluding.span,)

    return Meeting(
        kind=kind[0] if kind else None,
        name=words["name"],
        date=held[0].isoformat() if held else None,
        place=words["place"],
        organizer=words["organizer"],
        chairs=tuple(person.name for person in chairs),
        attendees=tuple(written for written, _ in attendees),
        period=period.text if period else None,
        next_period=next_period.text if next_period else None,
        concluded_by=concluding.name if concluding else None,
        sources=sources,
        inferred=tuple(inferred),
    )


def _day(passages: Sequence[Passage], announced: Announcement | None, language: str) -> Told | None:
    """The day of the meeting as written: in its announcement, in the minutes, else where the scene is set."""
    if announced:
        text, name = announced.passage.text, announced.name
        # A day inside the name belongs to what is reviewed ("thực hiện Nghị quyết … ngày 12/6/2021").
        found = [day for day in days(text, language) if not name[0] <= day.start < name[1]]
        # "Sáng nay, 28/12": the day itself says more than "this morning".
        day = min(found, key=lambda day: (day.relative, day.start), default=None)
        if day:
            return Told(announced.passage, (day.start, day.end), day)
    if told := labelled(passages, "date", language):
        return told
    told = scene_day(passages, announced, language) if announced else None
    return told or only_day(passages, language)


def _held(
    article: Article, told: Told, period: Period | None, next_period: Period | None
) -> tuple[date, tuple[Span, ...], bool] | None:
    """The day of the meeting, the spans that tell it, and whether its year was concluded."""
    day, here = told.day, told.passage.span(*told.part)
    if day is None:
        return None
    page = None if day.year else stamp(article, told.passage.start)
    boundary, reasons = _boundary(period, next_period)
    held = resolve(day, page, boundary)
    if held is None:
        return None
    if day.year:
        return held, (here,), False
    return held, (here, *((page.span,) if page else reasons)), True


def _boundary(period: Period | None, next_period: Period | None) -> tuple[date | None, tuple[Span, ...]]:
    """About when such a meeting is held, when the one period has ended and the next begins, and what tells it."""
    if period and (end := period.ends()):
        return end, period.spans
    if next_period and (start := next_period.starts()):
        return start, next_period.spans
    return None, ()
