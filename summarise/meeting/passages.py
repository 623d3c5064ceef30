"""Sentences as the finders of facts need them: whole, one at a time, titles and headings among them.

Segmenting may cut a sentence into clauses, and a caller may hold several sentences for one. Who chaired a meeting is
told across clauses and never across sentences, so both are evened out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarise.language import table
from summarise.records import Article, BlockKind, Section, Sentence, Span

STOP = re.compile(r"[.!?…][\"”’»)\]]*\s*$")
LONGEST = 3000  # characters; what runs on without a stop is no sentence and is read in pieces
BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+\s++(?=[\"“‘«(\[]*[\w\"])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the article, or a line that is title or heading; `section` is that of its clauses, `event` where
    one of them is, None where it is not known."""

    text: str
    start: int
    kind: BlockKind
    section: Section | None

    def span(self, start: int, end: int) -> Span:
        """Where the characters `start` to `end` of the passage stand in the article."""
        return Span(self.start + start, self.start + end)


def read_passages(
    article: Article, sentences: Sequence[Sentence], sections: Sequence[Section] | None
) -> tuple[Passage, ...]:
    """What is not noise, in the order of the article."""
    found: list[Passage] = []
    covered = {sentence.block for sentence in sentences}
    kinds = [block.kind for block in article.blocks]
    # Minutes and reports put a letterhead first: what heads the text besides is a title as well.
    body = next((number for number, kind in enumerate(kinds) if kind in ("body", "item")), 0)
    kinds[:body] = ["title" if kind == "heading" else kind for kind in kinds[:body]]
    for number, (block, kind) in enumerate(zip(article.blocks, kinds, strict=True)):
        if kind in ("title", "heading") and number not in covered:
            found.append(Passage(article.text[block.span.start : block.span.end], block.span.start, kind, None))
    degrees = (degree.casefold() for degree in table(article.language, "meeting")["people"]["degrees"])
    abbreviations = frozenset([*table(article.language, "segmenting")["abbreviations"], *degrees])
    for clauses, section in _sentences(sentences, sections, abbreviations):
        kind = kinds[clauses[0].block]
        start, end = clauses[0].span.start, clauses[-1].span.end
        found += [
            Passage(article.text[start + a : start + b], start + a, kind, section)
            for a, b in _single(article.text[start:end], abbreviations)
        ]
    return tuple(sorted(found, key=lambda passage: passage.start))


def _sentences(
    sentences: Sequence[Sentence], sections: Sequence[Section] | None, abbreviations: frozenset[str]
) -> Iterator[tuple[list[Sentence], Section | None]]:
    clauses: list[Sentence] = []
    labels: list[Section | None] = []
    for number, sentence in enumerate(sentences):
        section = sections[number] if sections is not None else None
        if section == "noise":
            continue
        if clauses and (sentence.block != clauses[-1].block or _closed(clauses[-1].text, abbreviations)):
            yield clauses, "event" if "event" in labels else labels[0]
            clauses, labels = [], []
        clauses.append(sentence)
        labels.append(section)
    if clauses:
        yield clauses, "event" if "event" in labels else labels[0]


def _closed(text: str, abbreviations: frozenset[str]) -> bool:
    """Whether a sentence can end where `text` does."""
    stop = STOP.search(text)
    if not stop or text[stop.start()] != ".":
        return stop is not None
    words = text[: stop.start()].split()
    word = words[-1].strip("(“\"'") if words else ""
    return word.casefold() not in abbreviations and not (len(word) == 1 and word.isupper())


def _single(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    start = 0
    ends = (stop.end() for stop in BREAK.finditer(text))
    closing = (
        at for at in ends if _closed(text[max(0, at - 40) : at].rstrip(), abbreviations) and not text[at].islower()
    )
    for end in (*closing, len(text)):
        while end - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            cut = space if space > 0 else start + LONGEST
            yield start, cut
            start = cut
        yield start, end
        start = end
