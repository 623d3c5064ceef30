"""What stands where nobody said anything: a place for a person to fill in."""

from __future__ import annotations

BLANK = "…"
