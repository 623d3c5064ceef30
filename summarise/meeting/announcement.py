"""The sentence that announces the meeting: who called it, what it is called, where it was held.

Articles do it in three forms:
    <when>, <at where>, <organiser> convened <meeting …>          active
    <meeting …> convened by <organiser> <when> <at where>         by
    <meeting …> was held <when> <at where>                        passive
and, in titles and news in brief, <organiser> <reviews …>, with no meeting named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from summarise.language import table
from summarise.meeting.dates import days
from summarise.meeting.passages import Passage
from summarise.meeting.places import CLAUSE_END, Range, after_verb, before_verb
from summarise.meeting.words import any_of, compiled, trimmed

LONGEST_ORGANIZER = 180  # characters; what is longer was not understood
ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Announcement:
    """Ranges of the passage; `score` tells how sure it is that this is the meeting that the article reports."""

    passage: Passage
    name: Range
    verb: Range
    organizer: Range | None
    place: Range | None
    score: float

    def written(self, part: Range) -> str:
        return " ".join(self.passage.text[slice(*part)].split())

    @property
    def scope(self) -> Range:
        """The name with what follows it in its clause: "hội nghị lần thứ 9, đánh giá …, bàn …"."""
        end = CLAUSE_END.search(self.passage.text, self.name[1])
        return self.name[0], end.start() if end else len(self.passage.text)


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words = table(language, "meeting")["announcement"]
    meeting, review, adverbs = any_of(words["meeting"]), any_of(words["review"]), any_of(words["before_verb"])
    head = rf"(?:{meeting}|{review})"
    return {
        "active": compiled(
            rf"(?P<verb>{any_of(words['convene'])})\s+(?:{any_of(words['fillers'])}\s+)*(?P<name>[\"“]?{head})"
            rf"|(?P<both>{any_of(words['meet'])})"
        ),
        "by": compiled(
            rf"(?P<name>{head})(?:(?!{meeting})[^.;]){{0,240}}?{any_of(words['by'])}\s+(?P<organizer>\S[^;]{{1,180}}?)"
            rf"\s+(?:{adverbs}\s+)*(?P<verb>{any_of(words['by_verb'])})"
        ),
        "passive": compiled(rf"(?P<name>{head})(?:(?!{meeting})[^.;]){{0,240}}?(?P<verb>{any_of(words['passive'])})"),
        "bare": compiled(rf"(?P<name>{review})"),
        # With regard to case: "Ban Tổ chức" is a body, "đã tổ chức" a verb.
        "adverb": re.compile(rf"[\s,]+{adverbs}$"),
        "with": compiled(rf"[\s,]+{any_of(words['with'])}"),
        "article": compiled(rf"^(?:{words['article']})\s+"),
        "not_organizers": compiled(rf"^{any_of(words['not_organizers'])}"),
        "body": compiled(rf"^{any_of(words['bodies'])}"),
        "recently": compiled(any_of(words["recently"])),
        "ends": re.compile(rf"[\s,]{any_of(words['name_ends'])}"),
        "review": compiled(review),
    }


def find_announcement(passages: Sequence[Passage], language: str) -> Announcement | None:
    """The surest announcement outside the title; None where no sentence is one."""
    found = [
        each
        for order, passage in enumerate(passages)
        if passage.kind != "title"
        for each in _all(passage, language, order=order)
    ]
    return max(found, key=lambda each: each.score, default=None)


def find_title(passages: Sequence[Passage], language: str) -> Announcement | None:
    """What the title says of the meeting, in the same form."""
    found = [each for passage in passages if passage.kind == "title" for each in _all(passage, language, order=0)]
    return max(found, key=lambda each: each.score, default=None)


def _all(passage: Passage, language: str, *, order: int) -> Iterator[Announcement]:
    """Every reading of the passage as an announcement. Later sentences tell of other meetings more often."""
    rules = _rules(language)
    text = passage.text
    readings: list[tuple[float, Range, int, Range | None]] = []
    for match in rules["by"].finditer(text):
        readings.append((2, match.span("verb"), match.start("name"), match.span("organizer")))
    for match in rules["active"].finditer(text):
        verb = match.span("verb" if match["verb"] else "both")
        name = match.start("name" if match["verb"] else "both")
        readings.append((2, verb, name, before_verb(text, verb[0], language)[0]))
    for match in rules["passive"].finditer(text):
        readings.append((1, match.span("verb"), match.start("name"), None))
    for match in rules["bare"].finditer(text):
        readings.append((0, match.span(), match.start(), before_verb(text, match.start(), language)[0]))
    timed = bool(days(text, language))
    for bonus, verb, name, subject in readings:
        organizer = _organizer(text, subject, rules)
        place = before_verb(text, min(verb[0], name), language)[1] or after_verb(text, verb[1], language)
        if not organizer and (bonus == 0 or not (timed and place)):
            continue  # the sentence only mentions a meeting
        score = bonus + 2 * timed + 2 * bool(organizer) + bool(place) - order * 0.1
        score += bool(rules["recently"].search(text)) + bool(rules["review"].search(text, name))
        score += {"event": 3, "other": 0, None: 0}.get(passage.section, -4)
        yield Announcement(passage, _name(text, name, verb, rules), verb, organizer, place, score)


def _name(text: str, start: int, verb: Range, rules: dict[str, re.Pattern[str]]) -> Range:
    found = (rules["ends"].search(text, start + 1), CLAUSE_END.search(text, start))
    ends = [end.start() for end in found if end]
    ends += [verb[0]] if start < verb[0] else []
    start, end = trimmed(text, start, min(ends, default=len(text)))
    article = rules["article"].match(text[start:end])
    return start + (article.end() if article else 0), end


def _organizer(text: str, subject: Range | None, rules: dict[str, re.Pattern[str]]) -> Range | None:
    """The subject without partners, adverbs and an aside at its end; None where it is nobody that convenes."""
    if subject is None:
        return None
    start, end = subject
    if (partner := rules["with"].search(text, start, end)) and partner.start() > start:
        end = partner.start()
    for pattern in (rules["adverb"], ASIDE, rules["adverb"]):
        while (found := pattern.search(text[start:end])) and found.start() > 0:
            end = start + found.start()
    start, end = trimmed(text, start, end)
    article = rules["article"].match(text[start:end])
    start += article.end() if article else 0
    written = text[start:end]
    if not written or len(written) > LONGEST_ORGANIZER or rules["not_organizers"].match(written):
        return None
    named = article or written[0].isupper() or rules["body"].match(written)
    return (start, end) if named and not re.search(r"[;!?“”\"]\s", written) else None
