"""Who acts in a clause, where that is not the organisation that the article reports on.

A bullet leaves out its subject, and then speaks of the organisation reported on: "Vận động 96 triệu đồng" in the report of a
province is the province's. So another body that a clause names before its verb ("LĐLĐ huyện Tây Giang vận động …") has to
stay. A name that is part of the reporting organisation's own is no other body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from summarise.language import table
from summarise.records import Span

WORD = re.compile(r"\s+([^\W\d_][\w’'-]*)")
OPENING = 60  # characters within which an opening before a comma ends


@cache
def _rules(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table(language, "agents")
    body = rf"(?:{words['link']})?(?P<body>(?:{words['body']})(?:\s+(?:{words['level']}))*)(?!\w)"
    return re.compile(body, re.IGNORECASE), re.compile(rf"\s+(?:{words['speaks']})(?!\w)", re.IGNORECASE)


def other_agent(text: str, reporting: Sequence[str], *, language: str) -> Span | None:
    """The named body that a clause begins with, or goes on with after an opening before a comma; None where there is none, where
    one of `reporting` (what the article calls the organisation that it reports on) holds its name, or it only speaks."""
    body, speaks = _rules(language)
    match = next((found for at in _beginnings(text) if (found := body.match(text, at))), None)
    if not match:
        return None
    end = match.end()
    while (word := WORD.match(text, end)) and word[1][0].isupper():
        end = word.end()
    name = " ".join(text[match.end() : end].split()).casefold()
    known = " ".join(" ".join(reporting).split()).casefold()
    if not name or name in known or name in table(language, "agents")["everybody"] or speaks.match(text, end):
        return None
    return Span(match.start("body"), end)


def _beginnings(text: str) -> list[int]:
    return [0, *(comma.end() for comma in re.finditer(r",\s+", text[:OPENING]))]
