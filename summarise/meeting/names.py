"""Names of persons in a sentence: where one begins, and which of the capitalised words are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from summarise.language import table
from summarise.meeting.places import Range, segments
from summarise.meeting.words import TOKEN, any_of, compiled, trimmed

LONGEST_NAME = 6  # syllables
LONGEST_REGION = 30  # characters
NEAR = 120  # characters before a name within which an office or the word for an area begins
ALONE = re.compile(r"\s*(?:[,;(–-]|\.?\s*$)")
INSIDE = re.compile(r"[^\W\d_]['’][^\W\d_]")
NEXT = re.compile(r",\s+")


@cache
def name_rules(language: str) -> dict[str, Any]:
    """The patterns that tell a person from a body, an office or an area."""
    words = table(language, "meeting")["people"]
    titles, offices, surnames = any_of(words["titles"]), any_of(words["offices"]), any_of(words["surnames"])
    degrees = rf"(?:{any_of(words['degrees'])}\.?\s*)*"
    several = rf"(?:{any_of(words['counts'])}\s+)?{any_of(words['plural'])}\s*:?"
    opener = rf"(?:{several}\s*|{titles}\s+)"
    determiner = rf"(?:{any_of(words['determiners'])}\s+)?"
    return {
        "title": compiled(rf"{several}\s+{degrees}|{titles}\s+{degrees}"),
        "titles": compiled(rf"{titles}\s+"),
        "several": compiled(several),
        "parts": compiled(rf";|,?\s+{any_of(words['joins'])}\s+|,\s+(?={opener})"),
        "start": compiled(rf"^\W*{determiner}(?:{opener})?{degrees}"),
        "opener": compiled(rf"^\W*{determiner}(?:{opener}{degrees}|{any_of(words['degrees'])}\.?\s+)"),
        "offices": compiled(rf"^(?:{offices})"),
        "determiner": compiled(rf"^{determiner}"),
        "office": compiled(offices),
        "office_last": compiled(rf"{offices}\s+$"),
        "office_is_a_word": words["office_is_a_word"],
        "surname": compiled(rf"^(?:{surnames})"),
        "area": compiled(rf"{any_of(words['areas'])}\.?\s*$"),
        "region": compiled(rf"^{any_of(words['regions'])}"),
    }


def people(text: str, start: int, end: int, language: str, *, listed: bool, close: bool = True) -> list[Range]:
    """The names from `start` to `end`, one a part: at its start, after a title or in a list (`listed`), else at its end,
    after an office; `close` where the last of them may stand right before `end`."""
    rules = name_rules(language)
    found: list[Range] = []
    begin = start
    last = trimmed(text, start, end)[1]
    for stop in [*(match.span() for match in rules["parts"].finditer(text, start, end)), (end, end)]:
        part = (begin, stop[0])
        begin = stop[1]
        title = max(titles(text, *part, language), key=re.Match.end, default=None)
        opening = rules["start"].match(text[slice(*part)])
        at = title.end() if title else part[0] + (opening.end() if opening else 0)
        listed = listed or (title is not None)
        comma = text.find(",", at, part[1])
        here = names(text, at, part[1] if comma < 0 else comma, language)
        leading = [name for name in here if name[0] == at]
        if leading and (title or (listed and _stands_alone(text, leading[0], part[1]))):
            found.append(leading[0])
            found += _continued(text, leading[0][1], part[1], language) if listed else []
        elif (
            close and stop[0] == end and (ends := [name for name in names(text, at, end, language) if name[1] == last])
        ):
            # "…, Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết chủ trì": right before the word for chairing.
            # "…, and Mary Brown": beside one that is known another name alone is a person's.
            found += [name for name in ends if _likely(text, name, rules) or (found and name[0] == at)]
        elif rules["office"].search(text, at, part[1]):
            # "Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết, …": the last name before the comma; two syllables may be a place.
            found += _named_behind(text, here, rules) or _after_offices(text, at, part[1], language)
    return found


def _named_behind(text: str, here: list[Range], rules: dict[str, Any]) -> list[Range]:
    return [name for name in here if _likely(text, name, rules, alone=True)][-1:]


def _after_offices(text: str, start: int, end: int, language: str) -> list[Range]:
    """The name in the first part behind a comma that begins with an office and holds one: "Phó Chủ tịch Mặt trận tỉnh, Chủ
    tịch LĐLĐ tỉnh Võ Trọng Khiết, …"."""
    rules = name_rules(language)
    for begin, stop in segments(text, start, end)[1:]:
        begin, stop = trimmed(text, begin, stop)
        if rules["offices"].match(text[begin:stop]) and (
            found := _named_behind(text, names(text, begin, stop, language), rules)
        ):
            return found
    return []


def _continued(text: str, start: int, end: int, language: str) -> Iterator[Range]:
    """The names that follow one right after its comma: "các đồng chí: Lê Văn An, Hà Thị Tư, Phó Chủ tịch"."""
    rules = name_rules(language)
    while comma := NEXT.match(text, start, end):
        following = first_name(text, comma.end(), end, language)
        if not following or following[0] != comma.end() or not _stands_alone(text, following, end):
            return
        if not rules["surname"].match(text[slice(*following)]):
            return
        yield following
        start = following[1]


def first_person(text: str, start: int, end: int, language: str) -> Range | None:
    """The person whose title, office or name stands right at `start`."""
    if not begins_at_once(text, start, end, language):
        return None
    rules = name_rules(language)
    opening = rules["start"].match(text[start:end])
    at = start + (opening.end() if opening else 0)
    comma = text.find(",", at, end)
    here = names(text, at, end if comma < 0 else comma, language)
    leading = [name for name in here if name[0] == at]
    if leading:
        return leading[0]
    if not here and (behind := NEXT.match(text, comma, end) if comma > 0 else None):
        # "the union's chairman, Tran Van An, …"
        name = first_name(text, behind.end(), end, language)
        if name and name[0] == behind.end() and rules["surname"].match(text[slice(*name)]):
            return name if _stands_alone(text, name, end) else None
    # After an office the name begins at a surname; other capitals there are the body's.
    return next((name for name in here if rules["surname"].match(text[name[0] :]) and " " in text[slice(*name)]), None)


def begins_at_once(text: str, start: int, end: int, language: str) -> bool:
    """Whether at `start` a title, an office, or a name of two words stands."""
    rules = name_rules(language)
    if determiner := rules["determiner"].match(text[start:end]):
        start += determiner.end()
    if rules["offices"].match(text[start:end]):
        return True
    if rules["opener"].match(text[start:end]):
        return begins_person(text, start, end, language)
    found = first_name(text, start, end, language)
    return found is not None and found[0] == start and " " in text[slice(*found)]


def begins_person(text: str, start: int, end: int, language: str) -> bool:
    """Whether at `start`, after words for a person, a name or an office stands."""
    rules = name_rules(language)
    opening = rules["start"].match(text[start:end])
    at = start + (opening.end() if opening else 0)
    found = first_name(text, at, end, language)
    return found is not None and (found[0] == at or rules["offices"].match(text[at:end]) is not None)


def titles(text: str, start: int, end: int, language: str) -> Iterator[re.Match[str]]:
    """The words for a person that a name or an office follows; not a syllable that looks like one (Lê Anh Tuấn)."""
    rules = name_rules(language)
    for title in rules["title"].finditer(text, start, end):
        before = text[start : title.start()].split()
        inside = title.group()[0].isupper() and bool(before) and before[-1][0].isupper() and before[-1][-1].isalpha()
        # "Bà Rịa", "Cô Tô": the area is no lady.
        inside = inside or rules["region"].match(text[title.start() : title.start() + LONGEST_REGION]) is not None
        if not inside and begins_person(text, title.end(), end, language):
            yield title


def names(text: str, start: int, end: int, language: str) -> list[Range]:
    """The runs of capitalised words that can be persons: no office, no area, nothing in capitals throughout."""
    return list(_names(text, start, end, language))


def first_name(text: str, start: int, end: int, language: str) -> Range | None:
    """The first of `names`, without reading on to `end`."""
    return next(_names(text, start, end, language), None)


def _names(text: str, start: int, end: int, language: str) -> Iterator[Range]:
    rules = name_rules(language)
    return (name for run in _runs(text, start, end) if (name := _name(text, run, rules)))


def whole(name: str) -> bool:
    """Whether it is more than the last syllable of a name; some peoples write theirs as one word (K’Brơi)."""
    return " " in name or INSIDE.search(name) is not None


def _stands_alone(text: str, name: Range, end: int) -> bool:
    return ALONE.match(text[name[1] : end]) is not None and whole(text[slice(*name)])


def _likely(text: str, name: Range, rules: dict[str, Any], *, alone: bool = False) -> bool:
    """Whether a name is likely a person's without a title before it, `alone` where nothing but an office tells so: two
    syllables may be a place. Where offices are words, one stands right before the name, or the name has a surname."""
    written = text[slice(*name)]
    syllables = len(re.findall(r"[^\W\d_]+", written))
    if rules["office_is_a_word"]:
        after_office = rules["office_last"].search(text, max(0, name[0] - NEAR), name[0]) is not None
        return " " in written and (after_office or (syllables > 2 and rules["surname"].match(written) is not None))
    return " " in written and (syllables > 2 or not alone)


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


def _name(text: str, run: list[Range], rules: dict[str, Any]) -> Range | None:
    tokens = list(run)

    def office(token: Range) -> bool:
        return rules["offices"].match(text[token[0] : tokens[-1][1]]) is not None

    if rules["area"].search(text, max(0, tokens[0][0] - NEAR), tokens[0][0]):
        # "tỉnh Quảng Trị Lê Văn An", "LĐLĐ tỉnh Lê Văn An": an area's name has two syllables, or three.
        tokens = _from_surname(text, tokens, (number for number in (0, 2, 3) if number <= len(tokens) - 3), rules)
    if rules["office_is_a_word"]:
        # "Vice President Tran Van An": what follows the words of the office is the name.
        first = next((number for number, token in enumerate(tokens) if not office(token)), len(tokens))
        rest = tokens[first:]
        if any(office(token) for token in rest) or (first and len(rest) < 2):
            return None
        tokens = rest
    while tokens and rules["offices"].match(text[tokens[0][0] :]):
        tokens = _from_surname(text, tokens, range(1, len(tokens) - 1), rules)
    if tokens and (region := rules["region"].match(text[tokens[0][0] : tokens[-1][1]])):
        # "Công đoàn Khu kinh tế Hải Phòng Lê Văn An": a known area, and then the name.
        tokens = [token for token in tokens if token[0] >= tokens[0][0] + region.end()]
        tokens = tokens if len(tokens) > 1 else []
    if len(tokens) > 4 and not rules["surname"].match(text[tokens[0][0] :]):
        tokens = _from_surname(text, tokens, range(2, len(tokens) - 2), rules) or tokens
    if not tokens or len(tokens) > LONGEST_NAME:
        return None
    return tokens[0][0], tokens[-1][1]


def _from_surname(text: str, tokens: list[Range], places: Iterable[int], rules: dict[str, Any]) -> list[Range]:
    """The words from the first of `places` where a surname stands; none where it does at none."""
    return next((tokens[number:] for number in places if rules["surname"].match(text[tokens[number][0] :])), [])
