"""ROUGE over whole words: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (ACL workshop Text
Summarization Branches Out, 2004), as F1 with equal weight.

Words are folded to NFC lower case; in Vietnamese a word between blanks is a syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\d+(?:[.,/]\d+)*%?|\w+")


def fold(text: str) -> str:
    """NFC lower case with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split()).lower()


def words(text: str) -> list[str]:
    """The folded words of a text; a number with its separators and its % is one."""
    return _WORD.findall(fold(text))


def f1(common: int, got: int, wanted: int) -> float:
    """The harmonic mean of `common / got` and `common / wanted`; 1 when both are empty."""
    return 2 * common / (got + wanted) if got + wanted else 1.0


def rouge_n(got: Sequence[str], wanted: Sequence[str], n: int) -> float:
    """ROUGE-N (section 2): n-grams in common, each counted at most as often as in the other text."""
    mine, theirs = (Counter(zip(*(row[i:] for i in range(n)), strict=False)) for row in (got, wanted))
    return f1((mine & theirs).total(), mine.total(), theirs.total())


def rouge_l(got: Sequence[str], wanted: Sequence[str]) -> float:
    """ROUGE-L (section 3): the longest common subsequence of the two texts, each taken as one."""
    lengths = [0] * (len(wanted) + 1)
    for word in got:
        diagonal = 0
        for at, other in enumerate(wanted, 1):
            above = lengths[at]
            lengths[at] = diagonal + 1 if word == other else max(above, lengths[at - 1])
            diagonal = above
    return f1(lengths[-1], len(got), len(wanted))
