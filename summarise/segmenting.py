"""Article → sentences, and clauses where a sentence is a list.

A sentence ends at a full stop, question or exclamation mark or an ellipsis that is followed by white space and by what
can begin one; not after an abbreviation, an initial, or the number of a list item. A sentence whose parts are joined by
semicolons is cut into clauses; what stands before a colon that opens such a list is their lead and a sentence of its own.
Quotation marks and brackets are not cut into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.language import table
from summarise.records import Article, Sentence, Span

# Stops, with the closing marks that belong to them, before white space and the start of something new.
END = re.compile(r"(?:\.{3}|…|[.!?])+[\"”’»)\]]*(?=\s+[\"“‘«(\[\-–+*•]*\s*[\w“\"])")
# What an item of a list begins with: a dash, a bullet, `1.`, `2)`, `(3)`, `a)`.
MARK = re.compile(r"(?:[-–—+*•●▪◦»›]+|\(?\d{1,2}[.)]|\(?[a-zđ]\))\s+")
QUOTES_BEGIN, QUOTES_END = frozenset('“«"'), frozenset('”»"')
OPEN, CLOSE = "“‘«([", "”’»)]"


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences and clauses of every block that is not noise, in order; none is empty and none overlap."""
    rules = table(article.language, "segmenting")
    abbreviations = frozenset(rules["abbreviations"])
    continues = re.compile(rf"\s*(?:{'|'.join(rules['continues'])})(?!\w)", re.IGNORECASE)
    found: list[Sentence] = []
    for number, block in enumerate(article.blocks):
        if block.kind == "noise":
            continue
        for span in _sentences(article.text, block.span, abbreviations):
            found += _clauses(article.text, span, number, continues)
    return tuple(found)


def _sentences(text: str, span: Span, abbreviations: frozenset[str]) -> Iterator[Span]:
    start = span.start
    for end in END.finditer(text, span.start, span.end):
        after = text[end.end() : span.end].lstrip()
        if (
            end.group()[0] == "."
            and not end.group().startswith("..")
            and not _ends(text[start : end.start()], abbreviations)
        ):
            continue
        # A sentence begins with a capital, a number or a mark; after an ellipsis or "?" a small letter goes on.
        if after[:1].islower() and not MARK.match(after):
            continue
        yield Span(start, end.end())
        start = end.end()
    yield Span(start, span.end)


def _ends(before: str, abbreviations: frozenset[str]) -> bool:
    """Whether a full stop after `before` can end a sentence."""
    word = before.split()[-1].strip("(“\"'") if before.split() else ""
    if MARK.fullmatch(before.strip() + ". ") or not word:
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
            lead = _trimmed(text, Span(start, colons[-1] + 1))
            start = colons[-1] + 1
            if lead:
                yield Sentence(lead, text[lead.start : lead.end], block)
    for end in [*(cut + 1 for cut in cuts), span.end]:
        clause = _trimmed(text, Span(start, end))
        if clause and any(letter.isalnum() for letter in text[clause.start : clause.end]):
            yield Sentence(clause, text[clause.start : clause.end], block, lead)
        start = end


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
            before, after = text[span.start : at].rstrip(), text[at + 1 : span.end].lstrip()
            # Between two quotations it lists quotations: “A”; “B” are the objects of one verb.
            if not (before[-1:] in QUOTES_END and after[:1] in QUOTES_BEGIN):
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
