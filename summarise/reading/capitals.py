"""Capital letters that TCVN3 cannot hold.

Its letters with a tone are small ones only; capitals are the same characters in a font of their own, which plain text
does not have. So `ĐỘNG` comes as `ĐộNG` and `Ủy ban` as `ủy ban`. What the rest of the word or the sentence settles is
restored; names such as Ánh in mid sentence cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarise.reading.legacy import TONED
from summarise.reading.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[^\W\d_]([^\W\d_])[\"”’)]?[.!?…]+[\"”’)]?\s+[\"“‘(]?$")
_ENDS = (".", "!", "?", "…")


def restored(line: str) -> tuple[str, bool]:
    """A line read as TCVN3, with the capitals that must be, and whether any was restored or may still be lost: any word
    that begins with such a letter may be a name.

    - A word whose letters without a tone are all capitals, one of them not its first, is in capitals.
    - A word that leaves that open (`Hà`) is in capitals where the nearest words that do not are.
    - A sentence begins with a capital: after another one, and at the start of a line that ends as a sentence does.
    """
    matches = list(_WORD.finditer(line))
    words = [match[0] for match in matches]
    kinds = [_kind(word) for word in words]
    characters = list(line)
    doubtful = False
    for number, (match, kind) in enumerate(zip(matches, kinds, strict=True)):
        word, start = match[0], match.start()
        if kind == "capitals" or (kind == "open" and _among_capitals(words, kinds, number)):
            new = word.upper()
        elif word[0] in TONED and _starts_sentence(line, start):
            new = word[0].upper() + word[1:]
        else:
            doubtful = doubtful or word[0] in TONED
            continue
        doubtful = doubtful or new != word
        characters[start : match.end()] = new
    return "".join(characters), doubtful


def _kind(word: str) -> str:
    """`capitals`, `open`, or `small` where a small letter settles it."""
    if not all(letter.isupper() or letter in TONED for letter in word):
        return "small"
    return "capitals" if any(letter.isupper() for letter in word[1:]) else "open"


def _among_capitals(words: Sequence[str], kinds: Sequence[str], number: int) -> bool:
    """Whether the nearest words of the line on both sides that are not open are whole words in capitals; abbreviations
    are capitals everywhere."""
    sides = (range(number - 1, -1, -1), range(number + 1, len(words)))
    nearest = [next((other for other in side if kinds[other] != "open"), None) for side in sides]
    told = [kinds[other] == "capitals" and is_syllable(words[other]) for other in nearest if other is not None]
    return bool(told) and all(told)


def _starts_sentence(line: str, start: int) -> bool:
    before = line[:start]
    if not before.strip(' \t"“‘('):
        return line.rstrip().endswith(_ENDS)
    end = _SENTENCE_END.search(before[-12:])
    return end is not None and end[1].islower()  # capitals before a full stop are an abbreviation
