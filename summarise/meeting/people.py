"""Who chaired the meeting, and who attended it.

Articles tell the chairs in five forms:
    <person>, <office> chaired <the meeting>            before the word
    chaired by / in the chair: <persons>                after it
    chairing <the meeting>, <person> said …             opening the sentence
    the chair[man of the meeting], <person>             beside it
    <person> said, when chairing <the meeting>          the subject of the sentence, some way before the word
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from summarise.language import table
from summarise.meeting.names import (
    begins_at_once,
    begins_person,
    first_name,
    first_person,
    name_rules,
    people,
    titles,
    whole,
)
from summarise.meeting.passages import Passage
from summarise.meeting.places import Range, segments
from summarise.meeting.words import any_of, compiled, folded, trimmed
from summarise.records import Span

LONGEST_GUEST = 250  # characters
MOST = 8  # words for chairing read in one sentence; more make a list of headings, and each costs a look back
RANKS: dict[str | None, int] = {"event": 0, None: 1, "other": 1}
CLAUSE = re.compile(r"[;:!?“”]\s|[”\"],?\s")


@dataclass(frozen=True, slots=True)
class Person:
    """A name alone, without title and office, where it stands; `concluded` when the sentence gives only its last
    syllable, or a pronoun, and the full name stands elsewhere."""

    name: str
    spans: tuple[Span, ...]
    concluded: bool = False


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words = table(language, "meeting")["people"]
    chair, run, nouns = any_of(words["chair"]), any_of(words["run"]), any_of(words["chair_nouns"])
    meeting = words["meeting"]
    return {
        "after": compiled(
            rf"(?:(?:{chair}|{nouns}|{run}(?={meeting}))(?:{words['then_persons']})|{any_of(words['chaired_by'])}\s*:?)\s*"
        ),
        "one": compiled(rf"{any_of(words['then_one'])}\s*$"),
        "opening": compiled(
            rf"(?:^\W*|;\s+)(?:{any_of(words['opening'])})(?:{meeting}(?:[^\W\d_]|\s){{0,40}})?\s*,\s+"
        ),
        "beside": compiled(rf"{any_of(words['beside'])}(?:{meeting}(?:[^\W\d_]|\s){{0,40}})?\s*,?\s+"),
        "before": compiled(rf"(?:{chair})(?={words['object']})|(?:{run})(?={meeting}|\s*$|\s*[.,;])"),
        "chair": compiled(chair),
        "meeting": compiled(meeting),
        "joint": compiled(rf"{any_of(words['jointly'])}\s*$"),
        "joined": compiled(rf"[\s,]*(?:{any_of(words['joins'])}[\s,]*)?"),  # "dự và chủ trì": one and the same
        "by": compiled(rf"{any_of(words['by'])}\s+"),
        "attend": compiled(any_of(words["attend"])),
        "guests": compiled(words["guests"]),
        "ends": compiled(any_of(words["list_ends"])),
        "guest": compiled(
            rf";\s+|,\s+(?={any_of(words['titles'])}\s|{any_of(words['plural'])}|{any_of(words['groups'])})"
        ),
    }


def find_chairs(passages: Sequence[Passage], language: str) -> tuple[Person, ...]:
    """The persons of the first sentence that says who chaired; a sentence of the event is asked before others."""
    # A result, a task or an award tells of other work that somebody runs.
    told = [passage for passage in passages if passage.section in RANKS]
    ranked = sorted(told, key=lambda passage: RANKS[passage.section])
    introduced = _Introduced(passages, language)
    forms = (_after_the_word, _opening, _before_the_word, _beside, _subject)
    for passage in ranked:
        if passage.kind == "title":
            continue
        text = passage.text
        # A heading tells it only as a label: "Chủ trì: …".
        for form in forms[:1] if passage.kind == "heading" else forms:
            ranges = form(text, language)
            found = [person for each in ranges if (person := _person(each, passage, introduced))]
            if found:
                return tuple({folded(person.name): person for person in found}.values())
        if passage.kind != "heading" and (person := _meant(passage, introduced, language)):
            return (person,)
    return ()


class _Introduced:
    """Everybody whom the passages name after a word for a person, read when first asked for: that word, the name, and
    where it stands."""

    def __init__(self, passages: Sequence[Passage], language: str) -> None:
        self.passages, self.language = passages, language

    @cached_property
    def persons(self) -> tuple[tuple[str, str, Span], ...]:
        found = []
        for passage in self.passages:
            text = passage.text
            for title in titles(text, 0, len(text), self.language):
                name = first_name(text, title.end(), len(text), self.language)
                if name and name[0] == title.end():
                    word = folded(title.group()).split(" ")[0]
                    found.append((word, " ".join(text[slice(*name)].split()), passage.span(*name)))
        return tuple(found)

    @cached_property
    def by_last(self) -> dict[str, dict[str, Span]]:
        """The full names that end in each run of syllables, with where they stand last."""
        found: dict[str, dict[str, Span]] = {}
        for _, name, span in self.persons:
            for at in (place for place, letter in enumerate(name) if letter == " "):
                found.setdefault(name[at + 1 :], {})[name] = span
        return found


def _person(found: Range, passage: Passage, introduced: _Introduced) -> Person | None:
    name, here = " ".join(passage.text[slice(*found)].split()), passage.span(*found)
    if whole(name):
        return Person(name, (here,))
    # "ông Sáng": who it is stands elsewhere, if one full name of the article ends so.
    full = introduced.by_last.get(name, {})
    return Person(next(iter(full)), (next(iter(full.values())), here), concluded=True) if len(full) == 1 else None


def _after_the_word(text: str, language: str) -> list[Range]:
    """ "Chủ trì hội nghị có …", "dưới sự điều hành của …", "Chủ tọa: …"."""
    rules = _rules(language)
    for match in rules["after"].finditer(text):
        at = match.end()
        several = name_rules(language)["several"].match(text, at)
        if not several and not begins_at_once(text, at, len(text), language):
            continue
        ends = [found.start() for name in ("guests", "ends") if (found := rules[name].search(text, at))]
        end = min(ends, default=len(text))
        if not several and rules["one"].search(text[: match.end()].rstrip(" :")):
            # After "is" or "of" one stands, or some joined by "and"; a semicolon begins another matter.
            semicolon = text.find(";", at, end)
            end = semicolon if semicolon > 0 else end
        attend = rules["attend"].search(text, at, end)
        if attend and (semicolon := text.rfind(";", at, attend.start())) > 0:
            end = semicolon
        if listed := people(text, at, end, language, listed=True, close=False):
            return listed
        if first := first_person(text, at, end, language):
            return [first]
    return []


def _opening(text: str, language: str) -> list[Range]:
    """ "Chủ trì hội nghị, đồng chí Lê Văn An nói …"."""
    for match in _rules(language)["opening"].finditer(text):
        first = first_person(text, match.end(), len(text), language)
        if first:
            return [first]
    return []


def _beside(text: str, language: str) -> list[Range]:
    """ "chủ tọa Lê Văn An", "người chủ trì, bà Hà Thị Tư, …"."""
    for match in _rules(language)["beside"].finditer(text):
        first = first_person(text, match.end(), len(text), language)
        if first:
            return [first]
    return []


def _before_the_word(text: str, language: str) -> list[Range]:
    rules = _rules(language)
    for match in _chairings(text, language):
        start, end = 0, match.start()
        if joint := rules["joint"].search(text, 0, end):
            end = joint.start()
        by = [found for found in rules["by"].finditer(text, 0, end) if begins_person(text, found.end(), end, language)]
        if by:
            start = by[-1].end()
        elif (other := list(rules["attend"].finditer(text, 0, end))) and ";" in text[other[-1].end() : end]:
            # Guests first, the chair after the semicolon.
            start = text.rindex(";", 0, end) + 1
        elif other and not rules["joined"].fullmatch(text, other[-1].end(), end):
            last = list(titles(text, other[-1].end(), end, language))
            start = last[-1].start() if last else other[-1].end()
        if found := people(text, start, end, language, listed=False):
            return found
    return []


def _chairings(text: str, language: str) -> Iterator[re.Match[str]]:
    """The words for chairing that tell it of whom stands before them. To run is to chair with a meeting as its object,
    or where a comma, a name or "together" stands right before: a "giám đốc điều hành" chairs nothing."""
    rules = _rules(language)
    for match in islice(rules["before"].finditer(text), MOST):
        before = text[: match.start()].rstrip()
        last = before.split()[-1] if before else ""
        alone = last.endswith(",") or last[:1].isupper() or rules["joint"].search(before)
        if rules["chair"].fullmatch(match.group()) or rules["meeting"].match(text, match.end()) or alone:
            yield match


def _subject(text: str, language: str) -> list[Range]:
    """ "Chủ tịch … Lê Văn An nói rõ khi chủ trì hội nghị": of the parts before the word the last that begins with a
    person."""
    rules = _rules(language)
    for match in _chairings(text, language):
        start = max((found.end() for found in CLAUSE.finditer(text, 0, match.start())), default=0)
        for begin, end in reversed(segments(text, start, match.start())):
            if rules["attend"].search(text, begin, end):
                break
            begin, end = trimmed(text, begin, end)
            if first := first_person(text, begin, end, language):
                return [first]
    return []


def _meant(passage: Passage, introduced: _Introduced, language: str) -> Person | None:
    """ "…, bà mở lời khi chủ trì buổi giao ban": the one person before whom the article has called so."""
    text, rules = passage.text, name_rules(language)
    for match in _chairings(text, language):
        start = max((found.end() for found in CLAUSE.finditer(text, 0, match.start())), default=0)
        for begin, end in reversed(segments(text, start, match.start())):
            # "Hội nghị do đồng chí chủ trì"
            by = max((found.end() for found in _rules(language)["by"].finditer(text, begin, end)), default=begin)
            begin, end = trimmed(text, by, end)
            title = rules["titles"].match(text, begin, match.start())
            if not title or not text[title.end() : title.end() + 1].islower():
                continue
            word = folded(title.group()).split(" ")[0]
            known = {
                name: span
                for said, name, span in introduced.persons
                if said == word and " " in name and span.start < passage.start
            }
            if len(known) == 1:
                name, span = next(iter(known.items()))
                return Person(name, (span, passage.span(begin, title.end() - 1)), concluded=True)
    return None


def find_attendees(passages: Sequence[Passage], language: str) -> tuple[tuple[str, Span], ...]:
    """The guests in the order and the words of the article, persons with their offices, groups as named."""
    rules = _rules(language)
    found: dict[str, Span] = {}
    for passage in passages:
        if passage.section not in (None, "event") or passage.kind in ("title", "heading"):
            continue
        for match in rules["guests"].finditer(passage.text):
            chair = rules["before"].search(passage.text, match.end())
            # A chair named in the same sentence is no guest.
            before_chair = passage.text.rfind(";", match.end(), chair.start()) if chair else -1
            begin, last = match.end(), before_chair if before_chair > 0 else len(passage.text)
            for stop in [*(cut.span() for cut in rules["guest"].finditer(passage.text, begin, last)), (last, last)]:
                start, end = trimmed(passage.text, begin, stop[0])
                begin = stop[1]
                if 1 < end - start <= LONGEST_GUEST:
                    found.setdefault(" ".join(passage.text[start:end].split()), passage.span(start, end))
    return tuple(found.items())
