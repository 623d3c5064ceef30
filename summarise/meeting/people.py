"""Who chaired the meeting, and who attended it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from summarise.language import table
from summarise.meeting.passages import Passage
from summarise.meeting.places import Range
from summarise.meeting.words import TOKEN, any_of, compiled, folded, trimmed
from summarise.records import Span

LONGEST_NAME = 6  # syllables
LONGEST_GUEST = 250  # characters
RANKS: dict[str | None, int] = {"event": 0, None: 1, "other": 1}


@dataclass(frozen=True, slots=True)
class Person:
    """A name alone, without title and office, where it stands; `concluded` when the sentence gives only its last
    syllable and the full name stands elsewhere."""

    name: str
    spans: tuple[Span, ...]
    concluded: bool = False


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words = table(language, "meeting")["people"]
    titles, chair, offices = any_of(words["titles"]), any_of(words["chair"]), any_of(words["offices"])
    degrees = rf"(?:{any_of(words['degrees'])}\.?\s*)*"
    opener = rf"(?:{any_of(words['plural'])}\s*:?\s*|{titles}\s+)"
    return {
        "title": compiled(rf"{any_of(words['plural'])}\s*:?\s+{degrees}|{titles}\s+{degrees}"),
        "parts": compiled(rf";|,?\s+{any_of(words['joins'])}\s+|,\s+(?={opener})"),
        "start": compiled(rf"^\W*(?:{opener})?{degrees}"),
        "offices": compiled(rf"^(?:{offices})"),
        "office": compiled(offices),
        "surname": compiled(rf"^(?:{any_of(words['surnames'])})"),
        "area": compiled(rf"{any_of(words['areas'])}\.?\s*$"),
        "after": compiled(rf"{chair}{words['then_persons']}\s*"),
        "before": compiled(rf"(?:{chair})(?={words['object']})|(?:{any_of(words['run'])})(?={words['meeting']})"),
        "by": compiled(rf"{any_of(words['by'])}\s+"),
        "attend": compiled(any_of(words["attend"])),
        "guests": compiled(words["guests"]),
        "guest": compiled(rf";\s+|,\s+(?={titles}\s|{any_of(words['plural'])}|{any_of(words['groups'])})"),
    }


def find_chairs(passages: Sequence[Passage], language: str) -> tuple[Person, ...]:
    """The persons of the first sentence that says who chaired; a sentence of the event is asked before others."""
    rules = _rules(language)
    ranked = sorted(passages, key=lambda passage: RANKS.get(passage.section, 2))
    for passage in ranked:
        if passage.kind in ("title", "heading"):
            continue
        ranges = _after_the_word(passage.text, rules) or _before_the_word(passage.text, rules)
        people = [person for found in ranges if (person := _person(found, passage, passages, rules))]
        if people:
            return tuple({folded(person.name): person for person in people}.values())
    return ()


def _person(
    found: Range, passage: Passage, passages: Sequence[Passage], rules: dict[str, re.Pattern[str]]
) -> Person | None:
    name, here = " ".join(passage.text[slice(*found)].split()), passage.span(*found)
    if " " in name:
        return Person(name, (here,))
    # "ông Sáng": who it is stands elsewhere, if one full name of the article ends so.
    full: dict[str, Span] = {}
    for other in passages:
        for title in _titles(other.text, 0, len(other.text), rules):
            for start, end in _names(other.text, title.end(), len(other.text), rules)[:1]:
                written = " ".join(other.text[start:end].split())
                if start == title.end() and written.endswith(f" {name}"):
                    full.setdefault(written, other.span(start, end))
    return Person(next(iter(full)), (next(iter(full.values())), here), concluded=True) if len(full) == 1 else None


def _after_the_word(text: str, rules: dict[str, re.Pattern[str]]) -> list[Range]:
    match = rules["after"].search(text)
    if not match:
        return []
    end = len(text)
    if guests := rules["guests"].search(text, match.end()):
        end = guests.start()
    return _people(text, match.end(), end, rules, listed=True)


def _before_the_word(text: str, rules: dict[str, re.Pattern[str]]) -> list[Range]:
    for match in rules["before"].finditer(text):
        start, end = 0, match.start()
        by = [found for found in rules["by"].finditer(text, 0, end) if _begins_person(text, found.end(), end, rules)]
        if by:
            start = by[-1].end()
        elif (other := list(rules["attend"].finditer(text, 0, end))) and ";" in text[other[-1].end() : end]:
            # Guests first, the chair after the semicolon.
            start = text.rindex(";", 0, end) + 1
        elif other and not re.match(r"[\s,]*$", text[other[-1].end() : end]):
            titles = list(_titles(text, other[-1].end(), end, rules))
            start = titles[-1].start() if titles else other[-1].end()
        people = _people(text, start, end, rules, listed=False)
        if people:
            return people
    return []


def _begins_person(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]]) -> bool:
    opening = rules["start"].match(text[start:end])
    at = start + (opening.end() if opening else 0)
    names = _names(text, at, end, rules)
    return bool(names) and (names[0][0] == at or rules["offices"].match(text[at:end]) is not None)


def _people(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]], *, listed: bool) -> list[Range]:
    """One name a part: at its start, after a title or in a list, else at its end, after an office."""
    found: list[Range] = []
    begin = start
    last = trimmed(text, start, end)[1]
    for stop in [*(match.span() for match in rules["parts"].finditer(text, start, end)), (end, end)]:
        part = (begin, stop[0])
        begin = stop[1]
        title = max(_titles(text, *part, rules), key=re.Match.end, default=None)
        opening = rules["start"].match(text[slice(*part)])
        at = title.end() if title else part[0] + (opening.end() if opening else 0)
        listed = listed or (title is not None)
        comma = text.find(",", at, part[1])
        names = _names(text, at, part[1] if comma < 0 else comma, rules)
        leading = [name for name in names if name[0] == at]
        if leading and (title or (listed and _stands_alone(text, leading[0], part[1]))):
            found.append(leading[0])
        elif stop[0] == end and (close := [name for name in _names(text, at, end, rules) if name[1] == last]):
            # "…, Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết chủ trì": right before the word for chairing.
            found += [name for name in close if " " in text[slice(*name)]]
        elif rules["office"].search(text, at, part[1]):
            # "Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết, …": the last name before the comma; two syllables may be a place.
            found += [name for name in names if len(re.findall(r"[^\W\d_]+", text[slice(*name)])) > 2][-1:]
    return found


def _titles(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]]) -> Iterator[re.Match[str]]:
    """The words for a person that a name or an office follows; not a syllable that looks like one (Lê Anh Tuấn)."""
    for title in rules["title"].finditer(text, start, end):
        before = text[start : title.start()].split()
        inside = title.group()[0].isupper() and bool(before) and before[-1][0].isupper() and before[-1][-1].isalpha()
        if not inside and _begins_person(text, title.end(), end, rules):
            yield title


def _stands_alone(text: str, name: Range, end: int) -> bool:
    return re.match(r"\s*(?:[,(–-]|$)", text[name[1] : end]) is not None and " " in text[slice(*name)]


def _names(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]]) -> list[Range]:
    """The runs of capitalised words that can be persons: no office, no area, nothing in capitals throughout."""
    return [name for run in _runs(text, start, end) if (name := _name(text, run, rules))]


def _runs(text: str, start: int, end: int) -> Iterator[list[Range]]:
    run: list[Range] = []
    for token in TOKEN.finditer(text, start, end):
        word = token.group()
        name = word[0].isupper() and (len(word) == 1 or not word.isupper())
        if run and not (name and text[run[-1][1] : token.start()].isspace()):
            yield run
            run = []
        if name:
            run.append(token.span())
    if run:
        yield run


def _name(text: str, run: list[Range], rules: dict[str, re.Pattern[str]]) -> Range | None:
    tokens = list(run)
    if rules["area"].search(text[: tokens[0][0]]):
        # "tỉnh Quảng Trị Lê Văn An", "LĐLĐ tỉnh Lê Văn An": an area's name has two syllables, or three.
        tokens = _from_surname(text, tokens, (number for number in (0, 2, 3) if number <= len(tokens) - 3), rules)
    while tokens and rules["offices"].match(text[tokens[0][0] :]):
        tokens = _from_surname(text, tokens, range(1, len(tokens) - 1), rules)
    if not tokens or len(tokens) > LONGEST_NAME:
        return None
    return tokens[0][0], tokens[-1][1]


def _from_surname(
    text: str, tokens: list[Range], places: Iterable[int], rules: dict[str, re.Pattern[str]]
) -> list[Range]:
    """The words from the first of `places` where a surname stands; none where it does at none."""
    return next((tokens[number:] for number in places if rules["surname"].match(text[tokens[number][0] :])), [])


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
