"""Numbers, dates, names, quotations and words: what a draft has must be in its source, as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summarise.checking.texts import Number, Text
from summarise.figures import Quantity
from summarise.mentions import WORD, fold, names, normal, phrase_to, phrases, starts_sentence, words
from summarise.records import Span

# How far round an edge of a slice words are looked at; no word or hedge is longer.
NEAR = 60


def slices(given: Text, whole: str) -> Iterator[str]:
    """The source is made of slices of the article, one a line, that cut no word, and no hedge from its number."""
    hedges = phrases(given.language, "figures", "hedges", "directions")

    def cut(edge: int) -> bool:
        after = words(whole[edge : edge + NEAR], language=given.language)
        before = words(whole[max(0, edge - NEAR) : edge], language=given.language)
        number = after and after[0].text[0].isdigit()
        return _within_a_word(whole, edge) or bool(number and phrase_to(before, len(before), hedges))

    for piece in filter(None, map(str.strip, given.text.split("\n"))):
        places = [match.span() for match in re.finditer(re.escape(piece), whole)]
        if not places:
            yield "source"
        elif all(cut(start) or _within_a_word(whole, end) for start, end in places):
            yield "cut"


def _within_a_word(text: str, edge: int) -> bool:
    near = max(0, edge - NEAR)
    return any(match.start() < edge - near < match.end() for match in WORD.finditer(text[near : edge + NEAR]))


def new_words(said: Text, given: Text) -> Iterator[str]:
    """The words of the draft are words of the source, or function words that may be added."""
    may_be_added = {phrase[0] for phrase in phrases(said.language, "checking", "insertable")}
    for key in Counter(said.keys) - Counter(given.keys):
        if key not in may_be_added:
            yield f"word:{key}"


def numbers(said: Text, given: Text) -> Iterator[str]:
    """Each quantity of the draft is one of the source, with what belongs to it, and none of the source is missing."""
    left = [(quantity, given.number(quantity)) for quantity in given.quantities]
    matched: list[Quantity] = []
    for quantity in said.quantities:
        number = said.number(quantity)
        alike = [pair for pair in left if pair[1].digits == number.digits]
        if not alike:
            yield f"number:{quantity.number}"
            continue
        best = min(alike, key=lambda pair: len([*_differences(number, pair[1])]))
        left.remove(best)
        matched.append(best[0])
        yield from (f"{name}:{best[0].text}" for name in _differences(number, best[1]))
    # Two numbers of a kind that change places ("5.390 lượt … 6.214 lượt") would each be told of the other.
    if matched != sorted(matched, key=lambda quantity: quantity.span):
        yield "order"
    for quantity, _ in left:
        if not _aside(quantity, said, given):
            yield f"figure-lost:{quantity.text}"


def _aside(quantity: Quantity, said: Text, given: Text) -> bool:
    """Whether a quantity is told for comparison, with words that the draft leaves out as well."""
    at = given.at(quantity.span.start)
    phrases_kept = {tuple(said.keys[n] for n in found) for found in said.find("asides")}
    return any(
        found.stop <= at
        and given.words[found.start].clause == given.words[at].clause
        and tuple(given.keys[n] for n in found) not in phrases_kept
        for found in given.find("asides")
    )


def _differences(mine: Number, other: Number) -> Iterator[str]:
    if mine.hedge != other.hedge:
        yield "hedge"
    if mine.direction != other.direction:
        yield "direction"
    for name, one, two in (("limit", mine.limit, other.limit), ("bound", mine.bound, other.bound)):
        if not (one[0] <= two[1] and two[0] <= one[1]):
            yield name
    if mine.measured or other.measured:
        if mine.unit != other.unit:
            yield "unit"
    elif mine.unit[:1] != other.unit[:1] and not set(mine.unit[:1]) & set(other.unit):
        yield "unit"


def mentions(said: Text, given: Text) -> Iterator[str]:
    """Dates, document numbers, ordinals and quotations: each must be, or be whole words of, one of its kind."""
    for mention in said.mentions:
        if mention.kind == "number":
            continue
        kinds = ("quote", "speech") if mention.kind in ("quote", "speech") else (mention.kind,)
        whole = [normal(fold(m.text, language=given.language)) for m in given.mentions if m.kind in kinds]
        text = normal(fold(mention.text, language=said.language))
        if "quote" in kinds:
            right = text.strip('"') in {other.strip('"') for other in whole}
        else:
            # The draft's first word has a capital of its own.
            part = re.compile(rf"(?<![\w/.,-]){re.escape(text)}(?![\w/-]|[.,]\d|\s?[,-]\s?\d)", re.IGNORECASE)
            right = any(part.search(other) for other in whole)
        if not right:
            yield f"{'quote' if 'quote' in kinds else mention.kind}:{mention.text}"
    # Digits that are no mention, as in codes: whole words of the source, as often as there.
    for text in Counter(word.key for word in said.words if any(map(str.isdigit, word.key))) - Counter(given.keys):
        yield f"number:{text}"


def capitals(said: Text, given: Text) -> Iterator[str]:
    """Runs of capitals stand in the source as they are and are not cut out of a longer one; only a word that has its
    capital from its place in the sentence may be left off, or be small in the source."""
    full = [mention.span for mention in names(given.text, language=given.language, initial=True)]
    spelled = {word.text for word in words(given.folded, language=given.language)}
    for mention in names(said.text, language=said.language, initial=True):
        name = said.folded[mention.span.start : mention.span.end]
        if mention.span.start == said.starts[0]:
            first = said.folded[slice(*said.words[0].span)]
            # A small letter in the source: the capital is of the draft alone.
            if first[0].lower() + first[1:] in spelled:
                name = name[len(first) :].strip()
        if name and not _stands(name, given, full):
            yield f"name:{mention.text}"


def _stands(name: str, given: Text, full: list[Span]) -> bool:
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)")
    for match in pattern.finditer(given.folded):
        for start, end in full:
            left_off = given.at(match.start()) - given.at(start)
            if match.end() == end and start <= match.start() and left_off <= starts_sentence(given.text, start):
                return True
    return False
