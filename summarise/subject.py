"""Whether a text is about what this program is for: a meeting of an organisation that reviews its work.

Not every text with the words is one, but a recipe, a match or a law has no results, shortcomings and tasks to report, and
what the steps after this one made of it would look like a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarise.language import table
from summarise.records import Article

# An article names the organisation again and again; a notice of a few lines has no room for it.
ORGANISATIONS = 3
WORDS_FOR_EACH = 100
# Of so many lines that open an article or a chapter, and of such a share of all lines, a text is a law; a resolution of a
# meeting has a few.
LINES_OF_LAW, SHARE_OF_LAW = 3, 0.25


def reports_meeting(article: Article) -> bool:
    """Whether the text names a meeting and the kind of organisation that holds it, and is no law."""
    rules = table(article.language, "subject")
    lines = [article.text[b.span.start : b.span.end].casefold() for b in article.blocks if b.kind != "noise"]
    body = " ".join(" ".join(lines).split())
    least = min(ORGANISATIONS, 1 + len(body.split()) // WORDS_FOR_EACH)
    law = sum(re.match(rules["law"], line) is not None for line in lines)
    if law >= max(LINES_OF_LAW, SHARE_OF_LAW * len(lines)):
        return False
    return _count(rules["meeting"], body) > 0 and _count(rules["organisation"], body) >= least


def _count(words: Iterable[str], text: str) -> int:
    return sum(1 for _ in re.finditer(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", text))
