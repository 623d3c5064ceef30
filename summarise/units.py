"""What must stay whole when words of a clause are dropped: quantities, dates, names, quotations, and words of two syllables.

White space separates syllables in Vietnamese, so a word like "chủ động" has to be known (`compounds.txt`, counted over news).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise

from summarise.figures import quantities
from summarise.language import table
from summarise.mentions import find_mentions
from summarise.records import Span

SYLLABLE = re.compile(r"[^\W\d_]+")


@cache
def _compounds(language: str) -> frozenset[str]:
    path = resources.files("summarise.language") / language / "compounds.txt"
    listed = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset([*listed, *table(language, "bullets")["compounds"]])


def find_units(text: str, *, language: str) -> tuple[Span, ...]:
    """Spans of `text`, in no order and possibly overlapping; words between white space are whole without being named."""
    spans = [quantity.span for quantity in quantities(text, language=language)]
    spans += [mention.span for mention in find_mentions(text, language=language)]
    known = _compounds(language)
    syllables = list(SYLLABLE.finditer(text))
    end = 0
    for one, other in pairwise(syllables):
        together = text[one.end() : other.start()] == " " and f"{one.group()} {other.group()}".casefold() in known
        if together and one.start() >= end:
            spans.append(Span(one.start(), other.end()))
            end = other.end()
    return tuple(spans)
