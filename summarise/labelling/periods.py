"""Which sentences turn to the period to come: what they open with decides before any verb does.

"Trong quý 2, ... chỉ đạo các cấp công đoàn thực hiện" has the words of a result; that the quarter reviewed was the first
makes it a task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from summarise.language import table
from summarise.records import Article, Sentence


def turns_forward(article: Article, sentences: Sequence[Sentence]) -> list[bool]:
    """Whether each sentence opens with the next period: words that say so, or a quarter later than the first named."""
    rules = table(article.language, "labelling")
    forward = re.compile("|".join(f"(?:{rule})" for rule in rules["forward"]))
    quarter = re.compile(rules["quarter"])
    texts = [sentence.text.casefold() for sentence in sentences]
    named = [match.group(1) for text in texts for match in re.finditer(rules["any_quarter"], text)]
    reviewed = _order(named[0], rules) if named else 0
    found = []
    for text in texts:
        opening = quarter.match(text)
        later = bool(opening and reviewed and _order(opening.group(1), rules) > reviewed)
        found.append(later or bool(forward.match(text)))
    return found


def _order(numeral: str, rules: dict[str, Any]) -> int:
    return int(numeral) if numeral.isdigit() else int(rules["numerals"][numeral])
