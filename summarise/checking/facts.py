"""Numbers, dates, names, quotations and words: what a draft has must be in its source, as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summarise.checking.texts import Kept, Number, Qualifiers, Text
from summarise.figures import Quantity
from summarise.language import table
from summarise.mentions import WORD, Mention, certain_part, names, normal, phrase_to, phrases, words
from summarise.records import Span

# How far round an edge of a slice words are looked at; no word or hedge is longer.
NEAR = 60
ASIDE = re.compile(r"\([^()]*\)|[\"“”]")
# What a word stands behind that begins a sentence, a quotation, an item of a list or a cell.
OPENING = re.compile(r"(?:^|[.!?:;…|\n])\s*(?:[-–+•*]\s*)?(?:[\"“(]\s*)?$|[\"“]\s*$")
DATED = ("date", "range")
QUOTED = ("quote", "speech")
# A day or month that only the word before it tells ("tháng 7").
SHORT = re.compile(r"\d{1,2}(?![\d/.-])")


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
    left = [*given.numbers]
    for quantity, number in said.numbers:
        alike = [pair for pair in left if pair[1].digits == number.digits]
        if not alike:
            yield f"number:{quantity.number}"
            continue
        best = min(alike, key=lambda pair: len([*_differences(number, pair[1])]))
        left.remove(best)
        yield from (f"{name}:{best[0].text}" for name in _differences(number, best[1]))
        if not _word_for_word(quantity, said, given):
            yield f"unit:{best[0].text}"
    for quantity, _ in left:
        if not _aside(quantity, said, given):
            yield f"figure-lost:{quantity.text}"


def _word_for_word(quantity: Quantity, said: Text, given: Text) -> bool:
    """Whether the quantity stands in the source, glosses and quotation marks aside: "3 công đoàn cơ sở" is not what is left of
    "3 công đoàn cấp trên cơ sở". Not asked where words of quality stand before the noun, as these may go ("14 grassroots
    unions")."""
    if not table(said.language, "checking")["noun_at_once"]:
        return True
    # Of the draft's first word the capital is its own.
    found = _pattern(said.folded[slice(*quantity.span)], re.IGNORECASE)
    return bool(found.search(given.folded) or found.search(ASIDE.sub(" ", given.folded)))


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
    # A draft may lose "không" and "mỗi" here, that is judged by the clause; it may not bring them to the number.
    if mine.hedge != other.hedge or (mine.holder and mine.holder != other.holder):
        yield "hedge"
    if mine.direction != other.direction:
        yield "direction"
    for name, one, two in (("limit", mine.limit, other.limit), ("bound", mine.bound, other.bound)):
        if not (one[0] <= two[1] and two[0] <= one[1]):
            yield name
    if mine.measured or other.measured:
        alike = mine.unit == other.unit
    else:
        alike = mine.unit[:1] == other.unit[:1] or bool(set(mine.unit[:1]) & set(other.unit))
    if not alike or not {*mine.base[:1]} <= {*other.base}:
        yield "unit"


def mentions(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """Dates, document numbers, ordinals and quotations: each must be, or be whole words of, one of its kind, and a date
    must be qualified as there."""
    for mention in said.mentions:
        if mention.kind == "number":
            continue
        found = [*_fellows(mention, said, given)]
        if not found:
            yield f"{'quote' if mention.kind in QUOTED else mention.kind}:{mention.text}"
        first = kept.source_of.get(said.at(mention.span.start))
        if first is not None:  # of several, the one that its words were taken from
            start = given.starts[first]
            found = [(span, reason) for span, reason in found if span.start <= start < span.end] or found
        if not found:
            continue
        if mention.kind in DATED and all(reason for _, reason in found):
            yield f"{found[0][1]}:{mention.text}"
    # Digits that are no mention, as in codes: whole words of the source, as often as there.
    for text in Counter(word.key for word in said.words if any(map(str.isdigit, word.key))) - Counter(given.keys):
        yield f"number:{text}"


def _fellows(mention: Mention, said: Text, given: Text) -> Iterator[tuple[Span, str]]:
    """Where the source has what the draft mentions, and why it is not the same there; empty where it is."""
    text = said.folded[slice(*mention.span)]
    for other in given.mentions:
        theirs = given.folded[slice(*other.span)]
        if mention.kind in QUOTED and other.kind in QUOTED and normal(theirs).strip('"') == text.strip('"'):
            yield other.span, ""
        if other.kind != mention.kind or mention.kind in QUOTED:
            continue
        # The draft's first word has a capital of its own.
        words_there = r"\s+".join(map(re.escape, text.split()))
        part = rf"(?<![\w/.,-]){words_there}(?![\w/-]|[.,]\d|\s?[,-]\s?\d)"
        there = re.search(part, theirs, re.IGNORECASE)
        if there and not (there.start() and SHORT.match(text)):
            span = Span(other.span.start + there.start(), other.span.start + there.end())
            # "Trước ngày 1/6/2015" is not before 2015, while what was on the first of June was in that year.
            coarser = any(letter.isdigit() or letter.isupper() for letter in theirs[: there.start()])
            dated = mention.kind in DATED
            yield span, _differently(said.qualifiers(mention), given.qualifiers(other), coarser) if dated else ""


def _differently(mine: Qualifiers, other: Qualifiers, coarser: bool) -> str:
    """Which qualifier of a date is not that of the other; a longer phrase may lose its beginning ("tính đến hết")."""
    if mine.hedge != other.hedge or (mine.holder and mine.holder != other.holder):
        return "hedge"
    same = mine.side == other.side[len(other.side) - len(mine.side) :] and bool(mine.side) == bool(other.side)
    return "" if same and not (coarser and mine.side) else "limit"


def order(said: Text, given: Text) -> Iterator[str]:
    """Figures of all kinds stand in the order of the source: two that change places ("sinh năm 1989 … sinh năm 1995")
    would each be told of the other."""
    for places in (_places(said, given), _names(said, given)):
        last = -1
        for _, there in sorted(places):
            after = [start for start in there if start > last]
            if there and not after:  # one that is nowhere is told of elsewhere
                yield "order"
                return
            last = min(after, default=last)


def _names(said: Text, given: Text) -> Iterator[tuple[Span, list[int]]]:
    """The names of two words and more, with the offsets at which they stand in the source."""
    for mention in names(said.text, language=said.language):
        name = said.folded[slice(*mention.span)]
        if len(name.split()) > 1:
            yield mention.span, [match.start() for match in _pattern(name).finditer(given.folded)]


def _places(said: Text, given: Text) -> Iterator[tuple[Span, list[int]]]:
    """Every figure of the draft, with the offsets at which the source has the same."""
    figures: list[Span] = []
    for quantity, number in said.numbers:
        figures.append(quantity.span)
        alike = [(q.span.start, other) for q, other in given.numbers if other.digits == number.digits]
        yield quantity.span, [start for start, other in alike if not any(_differences(number, other))]
    for mention in said.mentions:
        counting = mention.kind not in ("number", *QUOTED)
        if counting or (mention.kind == "quote" and any(map(str.isdigit, mention.text))):
            figures.append(mention.span)
            yield mention.span, [span.start for span, reason in _fellows(mention, said, given) if not reason]
    for word in said.words:
        alone = not any(span.start < word.span.end and word.span.start < span.end for span in figures)
        if alone and any(map(str.isdigit, word.text)):
            yield word.span, [other.span.start for other in given.words if other.key == word.key]


def capitals(said: Text, given: Text) -> Iterator[str]:
    """Runs of capitals stand in the source as they are and are not cut out of a longer one; only a word that has its
    capital from its place in the sentence may be left off, or be small in the source."""
    full = {
        (start, name.span.end)
        for name in names(given.text, language=given.language, initial=True)
        for start in (name.span.start, certain_part(given.text, name, language=given.language).start)
    }
    spelled = {word.text for word in words(given.folded, language=given.language)}
    for mention in names(said.text, language=said.language, initial=True):
        name = said.folded[mention.span.start : mention.span.end]
        first, _, rest = name.partition(" ")
        # A small letter in the source: the capital is of the draft alone.
        own = mention.span.start == said.starts[0] and first[0].lower() + first[1:] in spelled
        if not _stands(name, given, full) and not (own and (not rest or _stands(rest, given, full))):
            yield f"name:{mention.text}"


def letters(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """A word that the source has with a capital alone, and not from its place in the sentence, keeps it."""
    spelled = {word.text for word in given.words}
    for n, there in kept.source_of.items():
        mine, theirs = said.words[n], given.words[there]
        lost = theirs.capitalised and not mine.capitalised and mine.text not in spelled
        if lost and not OPENING.search(given.text[: theirs.span.start]):
            yield f"name:{mine.text}"


def _stands(name: str, given: Text, full: set[tuple[int, int]]) -> bool:
    return any(match.span() in full for match in _pattern(name).finditer(given.folded))


def _pattern(words_there: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words_there.split())) + r"(?!\w)", flags)
