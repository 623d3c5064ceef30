"""What stands before the verb of the announcement: when, how and where, each up to its comma, then who."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from summarise.language import table
from summarise.meeting.dates import days
from summarise.meeting.words import any_of, compiled, trimmed

Range = tuple[int, int]

LONGEST_PLACE = 120  # characters; what is longer was not understood
AFTER_PLACE = 40  # characters after it that are read to see where it ends
# "(BĐ) -", "ANHP -", "HÀ NỘI (TTXVN) —", "Buôn Ma Thuột, ngày 5/7/2024 - ": who writes, from where and when.
DATELINE = re.compile(
    r"^\W*(?:\([^()]{2,40}\)\s*[-–—:.]*\s*|[^\W\d_]{2,6}\s*[-–—]\s+|(?P<city>(?:[^\W\d_][\w.]*\s){0,3}[^\W\d_][\w.]*)"
    r"(?:\s?\([^()]{2,40}\))?(?:,[^,;:–—-]{0,30}\d)?\s*[-–—]\s+(?=[^\W\d_]))"
)
CLAUSE_END = re.compile(r"[;!?…:]\s|[;!?…:.]*$")


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words = table(language, "meeting")["places"]
    return {
        "circumstance": compiled(rf"^\W*(?:{any_of(words['circumstance'])}|\d)"),
        "at": compiled(rf"{any_of(words['at'])}\s+"),
        "at_once": compiled(rf"^\W*(?:{any_of(words['before_at'])}\s+)*$"),
        "article": compiled(rf"^(?:{words['article']})\s+"),
        "not_places": compiled(rf"^{any_of(words['not_places'])}"),
        "locality": compiled(rf"^\s*(?:{any_of(words['locality'])}|{words['locality_after_comma']})"),
        "known": compiled(rf"^{any_of([*words['locality'], *words['venue']])}"),
        "clause": compiled(rf"^\W*{any_of(table(language, 'meeting')['announcement']['clauses'])}\s"),
        # With regard to case: "tỉnh Cao Bằng" is not ended by the preposition that its second syllable looks like.
        "ends": re.compile(rf"\s{any_of(words['ends'])}"),
    }


def segments(text: str, start: int, end: int) -> list[Range]:
    """The parts of `text` from `start` to `end` between its commas, those in brackets or quotation marks left alone."""
    found: list[Range] = []
    depth = 0
    begin = start
    for at in range(start, end):
        depth += (text[at] in "(“«") - (text[at] in ")”»")
        if text[at] == "," and depth <= 0:
            found.append((begin, at))
            begin = at + 1
    return [*found, (begin, end)]


def before_verb(text: str, verb: int, language: str) -> tuple[Range | None, Range | None]:
    """The subject of the sentence whose verb begins at `verb`, and the place told before it."""
    rules = _rules(language)
    start = dateline = _after_dateline(text, verb)
    parts = segments(text, start, verb)
    place: Range | None = None
    told = start
    for number, (begin, end) in enumerate(parts):
        if end <= start:
            continue  # the place has gone on over it
        timed = rules["circumstance"].match(text[begin:end])
        at = rules["at"].search(text, begin, end)
        if at and (timed or rules["at_once"].match(text[begin : at.start()])):
            last = number
            while last + 2 < len(parts) and rules["locality"].match(text[slice(*parts[last + 1])]):
                last += 1
            place = place or _venue(text, at.end(), parts[last][1], rules, language)
            told, start = start, parts[last][1]
        elif timed:
            written = days(text[begin:end], language)
            # Before the verb itself no comma need part the day from who met: "Chiều 5/7 Công đoàn ngành tổ chức".
            told, start = start, begin + written[-1].end if written and number == len(parts) - 1 else end
    if not place and rules["clause"].match(text[slice(*parts[-1])]):
        # "Chuyện ấy được kể ngày 5/7 tại thành phố Huế, khi Công đoàn ngành sơ kết …"
        place = after_verb(text[: parts[-1][0]], dateline, language)
    start, end = trimmed(text, start, verb)
    if start == end and len(parts) > 1:
        # "Công đoàn ngành, gồm 14 đơn vị, hôm nay họp": the subject stands before the day.
        start, end = trimmed(text, told, parts[-1][0])
    return ((start, end) if start < end else None), place


def _after_dateline(text: str, end: int) -> int:
    found = DATELINE.match(text, 0, end)
    # A city has all its words in capitals: "Công đoàn Than - Khoáng sản" is none.
    if not found or not all(word[0].isupper() for word in (found["city"] or "").split()):
        return 0
    return found.end()


def after_verb(text: str, verb: int, language: str) -> Range | None:
    """The first phrase after `verb` that tells where, when it names a venue or a locality."""
    rules = _rules(language)
    for at in rules["at"].finditer(text, verb):
        found = _venue(text, at.end(), len(text), rules, language)
        if found and (text[found[0]].isupper() or rules["known"].match(text[slice(*found)])):
            return found
    return None


def places(text: str, start: int, language: str) -> Iterator[Range]:
    """Every phrase after `start` that tells where."""
    rules = _rules(language)
    for at in rules["at"].finditer(text, start):
        if found := _venue(text, at.end(), len(text), rules, language):
            yield found


def venue_at(text: str, start: int, language: str) -> Range | None:
    """The place whose name begins at `start`."""
    return _venue(text, start, len(text), _rules(language), language)


def _venue(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]], language: str) -> Range | None:
    """The place that begins at `start`: up to a comma, or over it where a locality goes on."""
    article = rules["article"].match(text[start:end])
    start += article.end() if article else 0
    if rules["not_places"].match(text[start:end]):
        return None
    end = min(end, start + LONGEST_PLACE + AFTER_PLACE)
    ends = (pattern.search(text, start, end) for pattern in (CLAUSE_END, rules["ends"]))
    stops = [end, *(found.start() for found in ends if found)]
    stops += [start + day.start for day in days(text[start:end], language)]
    (_, stop), *more = segments(text, start, min(stops))
    for begin, after in more:
        if not rules["locality"].match(text[begin:after]):
            break
        stop = after
    start, end = trimmed(text, start, stop)
    return (start, end) if 1 < end - start <= LONGEST_PLACE else None
