"""Whether the value of a figure may be computed with or drawn: a person may have edited the figure since it was read."""

from __future__ import annotations

import re
from decimal import Decimal

from summarise.consolidated import exact
from summarise.consolidating.indicators import plain_unit
from summarise.language import table
from summarise.records import Figure

# A float holds every whole number up to here; beyond, what is added might not be what was written.
LARGEST = 10**15
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def readable(figure: Figure, language: str) -> bool:
    """Whether value, unit and hedge of a figure are those of its text, and the value is exact or an estimate."""
    numbers = NUMBER.findall(figure.text)
    if figure.value is None or not 0 <= figure.value < LARGEST or len(numbers) != 1:
        return False
    hedge = (figure.hedge or "").casefold()
    if hedge and hedge not in table(language, "consolidating")["figures"]["estimates"]:
        return False
    before, after = figure.text.casefold().split(numbers[0])
    if before.strip() != hedge or any(sign in figure.text for sign in "/%"):
        return False
    unit = plain_unit(figure.unit or "", language=language)
    if after.strip() and plain_unit(after, language=language) != unit:
        return False
    tables = table(language, "figures")
    plain = numbers[0].replace(tables["group"], "").replace(tables["decimal"], ".")
    return Decimal(plain) == exact(figure.value)
