"""What a text mentions that may not be changed: quoted words, document numbers, dates, terms of office, numbers, names.

Everything is found by patterns of the language's table `figures` and by the shape of the words, with spans; nothing is
normalised. Texts are NFC (a `Source` is).

A mention is of one kind only, and the kinds are looked for in this order, because a number says a quantity only where
it says nothing else: `speech` and `quote` (in quotation marks), `document` (07/NQ-TLĐ), `term` (a term of office, an
ordinal, a number that belongs to a name), `date` (a period and a bare year too), `range` (from one date to another),
`mark` (the number of a list item), `number`. Numbers within speech are found as well, those within a quoted name are
part of it. `name` is independent of them: a run of capitalised words and abbreviations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from summarise.language import table
from summarise.records import Span

Kind = Literal["speech", "quote", "document", "term", "date", "range", "mark", "number", "name"]

# A word, as a draft must take it whole: what stands in the middle of one (1.265,5 - 24/6 - Covid-19 - LĐ-TB&XH -
# đồng/người) does not end it, and a percent sign belongs to its number.
WORD = re.compile(r"[^\W_]+(?:(?:(?<=\d)[.,:](?=\d)|[/–&’'-])[^\W_]+)*%?")
# One number as written: a fraction or a range (27/31, 3-4) is one number, and so is a percentage. Groups of digits are
# held together by dots and commas; a stop or comma that ends the sentence is not followed by a digit.
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:(?:/|\s?[–-]\s?)\d+(?:[.,]\d+)*)?(?:\s?%)?")
# Quotation marks: curly, straight or mixed, as newspapers print them; French ones too.
QUOTE = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
# What separates the clauses of a sentence; a stop or comma within a number does not, and a line that merely goes on
# does not either.
BREAK = re.compile(r"[;!?…()]|[.,:](?!\d)|(?<!\d)[.,:](?=\d)|\s[-–—]\s|\n\s*(?=[\n–—+•*-])")

RECENT = 32
"""How many texts are remembered with what they mention: a clause and its drafts are asked about again and again."""

Patterns = tuple[tuple[Kind, tuple[re.Pattern[str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """`text` is the slice of the text that `span` marks; a quote's includes its quotation marks."""

    span: Span
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Word:
    """A whole word: `text` as written, `key` for comparing (see `fold`), `clause` the number of its clause."""

    span: Span
    text: str
    key: str
    clause: int

    @property
    def capitalised(self) -> bool:
        return self.text[0].isupper()


@cache
def _spellings(language: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    pairs: dict[str, str] = {}
    for pair in table(language, "figures").get("spellings", ()):
        one, other = pair.split()
        for case in (str.lower, str.capitalize, str.upper):
            pairs[case(one)] = case(other)
    return (re.compile("|".join(pairs)) if pairs else None), pairs


def fold(text: str, *, language: str) -> str:
    """The text in one spelling, same length and case: the two places of the tone mark (hoà, hòa) become one, and so do
    the forms of dash and quotation mark."""
    pattern, pairs = _spellings(language)
    if pattern is not None:
        text = pattern.sub(lambda match: pairs[match[0]], text)
    return text.translate(_FORMS)


_FORMS = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "\xa0": " "})


Phrases = frozenset[tuple[str, ...]]


@cache
def phrases(language: str, table_name: str, *keys: str) -> Phrases:
    """The phrases of a table's lists, each as the keys of its words."""
    tables = table(language, table_name)
    return frozenset(
        tuple(fold(phrase, language=language).casefold().split()) for key in keys for phrase in tables[key]
    )


@cache
def _first_words(phrases: Phrases) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in phrases if phrase)


@cache
def _longest(phrases: Phrases) -> int:
    return max(map(len, phrases), default=0)


def phrase_from(words: Sequence[Word], at: int, phrases: Phrases) -> int:
    """The length in words of the longest phrase that begins with word `at` and stays in its clause; 0 for none."""
    if at >= len(words) or words[at].key not in _first_words(phrases):
        return 0
    for length in range(min(_longest(phrases), len(words) - at), 0, -1):
        part = words[at : at + length]
        if part[-1].clause == part[0].clause and tuple(word.key for word in part) in phrases:
            return length
    return 0


def phrase_to(words: Sequence[Word], end: int, phrases: Phrases) -> int:
    """The length in words of the longest phrase that ends before word `end`, in the same clause; 0 for none."""
    for length in range(min(_longest(phrases), end), 0, -1):
        part = words[end - length : end]
        if (end == len(words) or part[0].clause == words[end].clause) and tuple(word.key for word in part) in phrases:
            return length
    return 0


def date_from(words: Sequence[Word], at: int, *, language: str) -> tuple[int, int]:
    """Where what qualifies a date that begins with word `at` begins: its hedge ("khoảng 15h") and, before that, the words
    that say on which side of it something is ("trước ngày 20/11"); `at` where there is none."""
    hedge = _back(words, at, phrases(language, "figures", "hedges"))
    return hedge, _back(words, hedge, phrases(language, "figures", "sides"))


def _back(words: Sequence[Word], end: int, phrases: Phrases) -> int:
    while length := phrase_to(words, end, phrases):
        end -= length
    return end


@cache
def _patterns(language: str) -> Patterns:
    tables = table(language, "figures")
    kinds: tuple[Kind, ...] = ("document", "term", "date", "mark")
    return tuple(
        (kind, tuple(re.compile(fold(pattern, language=language)) for pattern in tables["patterns"].get(kind, ())))
        for kind in kinds
    )


@lru_cache(maxsize=RECENT)
def words(text: str, *, language: str) -> tuple[Word, ...]:
    """The words of a text, in order. A clause ends at a punctuation mark or at a dash between spaces."""
    breaks = [match.start() for match in BREAK.finditer(text)]
    folded = fold(text, language=language).casefold()
    # Case-folding may lengthen a text (ß, İ); the key is then folded word by word.
    aligned = len(folded) == len(text)
    found: list[Word] = []
    clause = 0
    for match in WORD.finditer(text):
        while clause < len(breaks) and breaks[clause] < match.start():
            clause += 1
        start, end = match.span()
        key = folded[start:end] if aligned else fold(match[0], language=language).casefold()
        found.append(Word(Span(start, end), match[0], key, clause))
    return tuple(found)


def quotes(text: str) -> tuple[Mention, ...]:
    """What stands in quotation marks. It is `speech`, not a name or slogan, when a colon or nothing stands before it,
    or when it ends a sentence inside the marks."""
    found = []
    for match in QUOTE.finditer(text):
        before = text[: match.start()].rstrip()
        said = not before or before[-1] in ":;.!?" or match[1].rstrip()[-1:] in {".", "!", "?", "…"}
        found.append(Mention(Span(*match.span()), match[0], "speech" if said else "quote"))
    return tuple(found)


@lru_cache(maxsize=RECENT)
def find_mentions(text: str, *, language: str) -> tuple[Mention, ...]:
    """Every mention of the text but names, in order of where it starts; only speech may hold others."""
    found = list(quotes(text))
    taken = [mention.span for mention in found if mention.kind == "quote"]
    folded = fold(text, language=language)
    for kind, patterns in _patterns(language):
        for pattern in patterns:
            for match in pattern.finditer(folded):
                # A group of the pattern marks the mention where words before it only identify it.
                span = Span(*match.span(1 if pattern.groups else 0))
                if _free(span, taken):
                    taken.append(span)
                    found.append(Mention(span, text[span.start : span.end], kind))
    for match in NUMBER.finditer(text):
        span = Span(*match.span())
        if _free(span, taken):
            found.append(Mention(span, text[span.start : span.end], "number"))
    return tuple(_ranges(text, sorted(found, key=lambda mention: (mention.span, mention.kind)), language))


def _ranges(text: str, found: Sequence[Mention], language: str) -> Iterator[Mention]:
    """The mentions with two dates that "đến" joins made one: neither says the same without the other."""
    joins = {" ".join(phrase) for phrase in phrases(language, "figures", "ranges")}
    last: Mention | None = None
    for mention in found:
        if last and last.kind in ("date", "range") and mention.kind == "date":
            between = fold(normal(text[last.span.end : mention.span.start]), language=language).casefold()
            if between in joins:
                span = Span(last.span.start, mention.span.end)
                last = Mention(span, text[span.start : span.end], "range")
                continue
        if last:
            yield last
        last = mention
    if last:
        yield last


def _free(span: Span, taken: list[Span]) -> bool:
    return all(span.end <= other.start or other.end <= span.start for other in taken)


def names(text: str, *, language: str, initial: bool = False) -> tuple[Mention, ...]:
    """Runs of capitalised words and abbreviations with nothing but spaces between. The first word of a sentence or of
    a quotation is none by itself, but when capitals go on it is part of the run ("Cao Bằng có …"). `initial` asks for
    single first words too."""
    found: list[Mention] = []
    run: list[Word] = []
    for word in (*words(text, language=language), None):
        if word and run and word.capitalised and text[run[-1].span.end : word.span.start].strip(" \xa0") == "":
            run.append(word)
            continue
        named = initial or len(run) > 1 or (run and _abbreviation(run[0].text))
        if run and (named or not starts_sentence(text, run[0].span.start, language=language)):
            span = Span(run[0].span.start, run[-1].span.end)
            found.append(Mention(span, text[span.start : span.end], "name"))
        run = [word] if word and word.capitalised else []
    return tuple(found)


def certain_part(text: str, name: Mention, *, language: str) -> Span:
    """A name without the word before it that has its capital from its place in the sentence ("Tại Cao Bằng")."""
    first, *rest = words(name.text, language=language)
    before = rest and (first.key,) in phrases(language, "joints", "before_names")
    if before and starts_sentence(text, name.span.start, language=language):
        return Span(name.span.start + rest[0].span.start, name.span.end)
    return name.span


def starts_sentence(text: str, start: int, *, language: str) -> bool:
    """Whether a word that starts at `start` has its capital from its place: at the beginning, after a stop that is not of
    an abbreviation or initial, a colon, an opening quotation mark or bracket, or as the first of a line or list item."""
    before = text[:start].rstrip(" \t\xa0")
    if before.endswith("."):
        word = "".join(before[:-1].rsplit(None, 1)[-1:]).lstrip("(“\"'")
        initial = len(word) == 1 and word.isupper()
        return not initial and word.casefold() not in table(language, "segmenting")["abbreviations"]
    return not before or before[-1] in '!?:;…“"(\n-–+•*/)'


def _abbreviation(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def normal(text: str) -> str:
    """NFC, with runs of white space as one space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
