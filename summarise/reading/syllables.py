"""Whether a word is written as a Vietnamese syllable can be: what tells the right encoding from the wrong ones."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from summarise.language import table

TONES = frozenset(
    "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}\N{COMBINING DOT BELOW}"
)
STOPPED = frozenset("\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}")  # the tones before c, ch, p, t
FRONT = tuple("eêiy")
LONGEST = 7  # letters: nghiêng


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Onset, rhyme and tone fit together; a rhyme that ends in a stop needs one of its two tones, also where the word has
    no mark at all: `cat` is no syllable."""
    if not 0 < len(word) <= 3 * LONGEST:
        return False
    parts = unicodedata.normalize("NFD", word.casefold())
    tones = [part for part in parts if part in TONES]
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    if len(tones) > 1 or len(bare) > LONGEST:
        return False
    return any(
        bare.endswith(rhyme) and _fits(bare[: len(bare) - len(rhyme)], rhyme)
        for rhyme in (bare[start:] for start in range(len(bare)))
        if rhyme in _rhymes() and (not rhyme.endswith(("c", "ch", "p", "t")) or (tones and tones[0] in STOPPED))
    )


def _fits(onset: str, rhyme: str) -> bool:
    rules = table("vi", "syllables")
    if not onset or onset in rules["onsets"]:
        return True
    if rhyme.startswith(FRONT):
        return onset in rules["before_front"] or (onset in rules["before_back_or_i"] and rhyme.startswith("i"))
    return onset in rules["before_back"] or onset in rules["before_back_or_i"]


@cache
def _rhymes() -> frozenset[str]:
    return frozenset(table("vi", "syllables")["rhymes"].split())
