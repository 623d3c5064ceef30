"""Article → sentences, and clauses where a sentence is a list.

A sentence ends at a full stop, question or exclamation mark or an ellipsis that is followed by white space and by what
can begin one; not after an abbreviation, an initial, or the number of a list item. A sentence whose parts are joined by
semicolons is cut into clauses; what stands before a colon that opens such a list is their lead and a sentence of its own.
Quotation marks and brackets are not cut into. What runs on for `LONGEST` characters without any of these is no sentence
(a page whose stops were lost, a column of numbers) and is cut at white space, so that no step after this one meets a
text whose length it cannot bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.errors import InputError
from summarise.language import table
from summarise.records import Article, Sentence, Span

# Stops, with the closing marks that belong to them, before white space and the start of something new.
# No match begins within the stops, and nothing is given back, so that a line of stops or blanks is read once.
END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+(?=\s++[\"“‘«(\[\-–+*•]*\s*[\w“\"])")
# What an item of a list begins with: a dash, a bullet, `1.`, `2)`, `(3)`, `a)`.
MARK = re.compile(r"(?:[-–—+*•●▪◦»›]+|\(?\d{1,2}[.)]|\(?[a-zđ]\))\s+")
QUOTES_BEGIN, QUOTES_END = frozenset('“«"'), frozenset('”»"')
OPEN, CLOSE = "“‘«([", "”’»)]"

LONGEST = 1500
"""Characters of the longest sentence or clause: twice the longest in thousands of articles. The time of several steps
grows with the square of its words."""
MOST_SENTENCES = 5_000
"""Sentences and lines of the longest text; minutes of a hundred pages have two thousand."""
LONGEST_WORD = 100  # characters; how far a stop looks back for the word before it, and a cut for white space


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences and clauses of every block that is not noise, in order; none is empty and none overlap.

    Raises:
        InputError: there are more than `MOST_SENTENCES`.
    """
    rules = table(article.language, "segmenting")
    abbreviations = frozenset(rules["abbreviations"])
    continues = re.compile(rf"\s*(?:{'|'.join(rules['continues'])})(?!\w)", re.IGNORECASE)
    found: list[Sentence] = []
    for number, block in enumerate(article.blocks):
        if block.kind == "noise":
            continue
        for span in _sentences(article.text, block.span, abbreviations):
            found += _clauses(article.text, span, number, continues)
            if len(found) > MOST_SENTENCES:
                raise InputError(
                    "{name}: more than {limit} sentences or lines, which no article or minutes have; give each in a file "
                    "of its own",
                    name=article.source.name,
                    limit=MOST_SENTENCES,
                )
    return tuple(found)


def _sentences(text: str, span: Span, abbreviations: frozenset[str]) -> Iterator[Span]:
    start = span.start
    for end in END.finditer(text, span.start, span.end):
        after = _skipped(text, end.end(), span.end)
        if (
            end.group()[0] == "."
            and not end.group().startswith("..")
            and not _ends(text, start, end.start(), abbreviations)
        ):
            continue
        # A sentence begins with a capital, a number or a mark; after an ellipsis or "?" a small letter goes on.
        if text[after : after + 1].islower() and not MARK.match(text, after, span.end):
            continue
        yield Span(start, end.end())
        start = end.end()
    yield Span(start, span.end)


def _skipped(text: str, start: int, end: int) -> int:
    """The first place from `start` on that is no white space, `end` where there is none."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends(text: str, start: int, stop: int, abbreviations: frozenset[str]) -> bool:
    """Whether the full stop at `stop` can end the sentence that begins at `start`."""
    near = text[max(start, stop - LONGEST_WORD) : stop]
    word = near.rsplit(None, 1)[-1].strip("(“\"'") if near.strip() else ""
    if not word or (len(near) == stop - start and MARK.fullmatch(near.strip() + ". ")):
        return False  # the number of a list item
    initial = len(word) == 1 and word.isupper()
    return not initial and word.casefold() not in abbreviations


def _clauses(text: str, span: Span, block: int, continues: re.Pattern[str]) -> Iterator[Sentence]:
    # What points back ("…; of these, 12 were new") says nothing without the clause before it.
    cuts = [at for at in _top_level(text, span, ";") if not continues.match(text, at + 1, span.end)]
    lead: Span | None = None
    start = span.start
    if cuts:
        colons = [at for at in _top_level(text, span, ":") if at < cuts[0]]
        if colons:
            for lead in _pieces(text, Span(start, colons[-1] + 1)):
                yield Sentence(lead, text[lead.start : lead.end], block)
            start = colons[-1] + 1
    for end in [*(cut + 1 for cut in cuts), span.end]:
        for clause in _pieces(text, Span(start, end)):
            if any(letter.isalnum() for letter in text[clause.start : clause.end]):
                yield Sentence(clause, text[clause.start : clause.end], block, lead)
        start = end


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The span without white space and a list mark, in one piece, or in several where it is longer than `LONGEST`."""
    start, end = span
    while end - start > LONGEST:
        at = start + LONGEST
        cut = next((place for place in range(at, at - LONGEST_WORD, -1) if text[place].isspace()), at)
        if piece := _trimmed(text, Span(start, cut)):
            yield piece
        start = _skipped(text, cut, end)
    if piece := _trimmed(text, Span(start, end)):
        yield piece


def _top_level(text: str, span: Span, mark: str) -> Iterator[int]:
    """Where `mark` stands before white space, outside quotation marks and brackets that are closed in the span."""
    depth = 0
    straight = False
    for at in range(span.start, span.end):
        letter = text[at]
        if letter in OPEN:
            depth += 1
        elif letter in CLOSE:
            depth = max(0, depth - 1)
        elif letter == '"':
            # Curly and straight marks are mixed in the wild: “Tháng công nhân" is closed by a straight one.
            if depth and not straight:
                depth -= 1
            else:
                straight = not straight
        elif letter == mark and at + 1 < span.end and text[at + 1].isspace() and not (depth or straight):
            before, after = text[max(span.start, at - LONGEST_WORD) : at].rstrip(), _skipped(text, at + 1, span.end)
            # Between two quotations it lists quotations: “A”; “B” are the objects of one verb.
            if not (before[-1:] in QUOTES_END and text[after : min(after + 1, span.end)] in QUOTES_BEGIN):
                yield at


def _trimmed(text: str, span: Span) -> Span | None:
    """Without white space around it and without a list mark before it; None when nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    mark = MARK.match(text, start, end)
    if mark:
        start = mark.end()
    return Span(start, end) if start < end else None
