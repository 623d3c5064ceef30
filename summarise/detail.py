"""How much a report holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Detail = Literal["short", "normal", "full"]
SALIENT: Mapping[Detail, float] = {"short": 0.75, "normal": 0.4, "full": 0.0}
"""A sentence enters a report of this detail when it is so probable that it belongs in its section and would be missed there.
0.4 was chosen on articles held out of training; 0.75 is for a page of the surest."""
