"""Source → article: each line is told to be title, heading, list item, body or noise.

Noise stays where it is, so that offsets are those of the source; it only carries the reason why it was called so. The
rules are those that hold for any page: furniture says the same things everywhere (`noise.toml`), stamps hold nothing but
dates, a title repeats, captions and headlines have no final stop. What they leave undecided the labeller decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from summarise.language import detect, table
from summarise.records import Article, Block, BlockKind, Source, Span

LINE = re.compile(r"[^\n]*\S[^\n]*")
STOP = re.compile(r"[.!?…:;][\"”’»)\]]*\s*$|\./\.\s*$")
ITEM = re.compile(r"\s*(?:[-–—+*•●▪◦]+\s|\(?\d{1,2}[.)]\s|\(?[a-zđ]\)\s)")
HEADING = re.compile(r"\s*(?:[IVX]{1,5}|\d{1,2})\s*[.\-/)]\s")
PART = re.compile(r"\s*[IVX]{1,5}\s*[./)]\s")  # "V. Năm 2023" heads a part, though it holds nothing but a date
ROMAN = re.compile(r"(?<!\w)[IVX]{2,5}(?!\w)")  # "Quý IV": a name holds no number
PATH = re.compile(
    r"\W*(?:https?://|www\.|/?\w+/\w+/)?[\w\-./]+\.(?:vn|com|net|org|html?|jpe?g|png|gif|pdf)\W*", re.IGNORECASE
)
SEPARATORS = re.compile(r"\s[|›»>·•~]+\s|> \S <|\s{3,}|>>|\*\*\*|\s/\s")
NUMBERS = re.compile(r"\d+|[^\w\s]|_")
DATE = re.compile(r"\d{1,2}[:/.\-]\d{1,2}|\b20\d\d\b")
WORD = re.compile(r"\w+")
LONGEST_BANNER = 6  # words
LONGEST_HEADING = 16  # words
LONGEST_OPENING = 6  # words of what opens a block of links; a longer line holds its link itself
LONGEST_LINK = 22  # words of a related headline
LONGEST_CAPTION = 40  # words
LONGEST_FURNITURE = 5000  # characters; a longer line is a whole page without its line breaks
LONGEST_PATH = 500  # characters
LONG = 30  # words; what has more is a line of the body
RUN_TOGETHER = 22  # words without any stop: several headlines in one line


def clean(source: Source) -> Article:
    """Blocks for all lines that are not blank, in the language of the text."""
    language = detect(source.text)
    lines = [_trimmed(match) for match in LINE.finditer(source.text)]
    texts = [source.text[span.start : span.end] for span in lines]
    reasons = _noise(texts, language)
    title = _title(texts, reasons)
    blocks = [
        Block(span, "noise", reason) if reason else Block(span, _kind(number, texts, title))
        for number, (span, reason) in enumerate(zip(lines, reasons, strict=True))
    ]
    return Article(source, language, tuple(blocks))


def _trimmed(match: re.Match[str]) -> Span:
    text = match.group()
    return Span(match.start() + len(text) - len(text.lstrip()), match.start() + len(text.rstrip()))


@cache
def _patterns(language: str, part: str) -> dict[str, re.Pattern[str]]:
    rules = table(language, "noise")[part]
    return {reason: re.compile("|".join(f"(?:{rule})" for rule in found)) for reason, found in rules.items()}


@cache
def _stamp_words(language: str) -> re.Pattern[str]:
    words = sorted(table(language, "noise")["stamp"]["words"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _noise(lines: Sequence[str], language: str) -> list[str | None]:
    reasons: list[str | None] = []
    seen: set[str] = set()
    under_links = False
    long = [number for number, line in enumerate(lines) if len(line.split()) > LONG]
    first, last = (long[0], long[-1]) if long else (len(lines), -1)
    for number, line in enumerate(lines):
        folded = line.casefold()
        reason = None
        if len(line) <= LONGEST_FURNITURE:
            reason = _furniture(line, folded, language)
            reason = reason or _caption(lines, number, language, body=first < number, after=number < last)
        if reason == "related":
            under_links = len(line.split()) <= LONGEST_OPENING
        elif not reason:
            link = not STOP.search(line) and not HEADING.match(line) and len(line.split()) <= LONGEST_LINK
            under_links = under_links and link
            reason = "related" if under_links else None
        if not reason and len(line) > 12 and folded in seen:
            reason = "repeat"
        seen.add(folded)
        reasons.append(reason)
    return reasons


def _furniture(line: str, folded: str, language: str) -> str | None:
    """What the line itself gives away."""
    if len(line) <= LONGEST_PATH and PATH.fullmatch(line):
        return "path"
    for reason, pattern in _patterns(language, "opens").items():
        if pattern.search(folded):
            return reason
    # A full sentence may speak of a hotline or of an online meeting: furniture is short, or cut up by separators.
    short = len(WORD.findall(line)) <= 20 or SEPARATORS.search(line)
    for reason, pattern in _patterns(language, "anywhere").items():
        if short and pattern.search(folded):
            return reason
    if len(line) < 110 and DATE.search(line) and not STOP.search(line) and not PART.match(line):
        left = WORD.findall(NUMBERS.sub(" ", _stamp_words(language).sub(" ", folded)))
        if len(left) <= 2:
            return "stamp"
    if not any(letter.isalpha() for letter in line):
        return "marks"
    if len(SEPARATORS.findall(line)) >= 2 and not STOP.search(line):
        return "menu"
    if len(line) < 110 and _patterns(language, "byline")["patterns"].search(folded) and not STOP.search(line):
        return "byline"
    return None


def _caption(lines: Sequence[str], number: int, language: str, *, body: bool, after: bool) -> str | None:
    """What the line is among the others: captions, bylines and headlines run together have no final stop. A line of the
    body stands before it (`body`), after it (`after`)."""
    line = lines[number]
    words = line.split()
    if line.startswith("(") and line.endswith(")") and len(words) <= LONGEST_LINK:
        return "caption"
    if STOP.search(line) or ITEM.match(line) or HEADING.match(line):
        return None
    named = all(word[:1].isupper() or word in "-–," or "." in word for word in words)
    if body and len(words) <= 6 and named and not (line.isupper() and after) and not ROMAN.search(line):
        return "byline"
    if (
        body
        and len(words) >= RUN_TOGETHER
        and sum(word[:1].isupper() for word in words) >= 4
        and not re.search(r"[.;]\s", line)
    ):
        return "related"
    if body and len(words) <= LONGEST_CAPTION and _seen(line, language):
        return "caption"
    follows = lines[number + 1] if number + 1 < len(lines) else ""
    # A caption broken over two lines: the first names a person, the second says what is seen.
    if body and " - " in line and follows and not STOP.search(follows) and _seen(follows, language):
        return "caption"
    return None


def _seen(line: str, language: str) -> bool:
    folded = line.casefold()
    return any(word in folded for word in table(language, "noise")["caption"]["words"])


def _title(lines: Sequence[str], reasons: Sequence[str | None]) -> int | None:
    """The first line that is not noise, when it has no final stop and body follows; an article may have none. A few words
    in capitals are the banner of the site, where such a line follows them."""
    banner = None
    for number, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        if reason:
            continue
        if STOP.search(line) or len(line.split()) > 40:
            return banner
        if len(line.split()) >= 4:
            if banner is None and line.isupper() and len(line.split()) <= LONGEST_BANNER:
                banner = number
                continue
            return number
    return banner


def _kind(number: int, lines: Sequence[str], title: int | None) -> BlockKind:
    line = lines[number]
    if number == title:
        return "title"
    if HEADING.match(line) and len(line.split()) <= LONGEST_HEADING and not line.rstrip().endswith((".", ";")):
        return "heading"
    if ITEM.match(line):
        return "item"
    if len(line.split()) <= LONGEST_HEADING and (not STOP.search(line) or line.rstrip().endswith(":")):
        return "heading"
    return "body"
