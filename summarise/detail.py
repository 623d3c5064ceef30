"""How much a report holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Detail = Literal["short", "normal", "full"]


@dataclass(frozen=True, slots=True)
class Least:
    """A sentence enters a report when it is so probable that it belongs in its section and would be missed there: one with
    `figures`, and one of words alone."""

    figures: float
    words: float


SALIENT: Mapping[Detail, Least] = {"short": Least(0.75, 0.75), "normal": Least(0.3, 0.5), "full": Least(0.0, 0.0)}
"""`normal` was chosen on articles that the labeller had not been trained on: a higher bound for words leaves out more general
praise where an article has much of it, and of other articles more than it should. Figures have a lower one, since a bullet too
many is struck out in a moment, and a figure that is missing has to be found in the article again. `short` is for a page of the
surest."""
