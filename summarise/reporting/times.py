"""How long a line of Times New Roman is.

Advance widths in thousandths of the size of the letters: the core metrics of Times (Adobe Font Metrics of Times-Roman,
Times-Bold and Times-Italic), to which Times New Roman and its free likenesses (Liberation Serif, Tinos) are made.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Face = Literal["roman", "bold", "italic"]

# The printable characters of ASCII, from the space to the tilde.
_ASCII = {
    "roman": """
        250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278
        564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944
        722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389
        278 500 500 722 500 500 444 480 200 480 541""",
    "bold": """
        250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333
        570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000
        722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389
        333 556 500 722 500 500 444 394 220 394 520""",
    "italic": """
        250 333 420 500 500 833 778 214 333 333 500 675 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333
        675 675 675 500 920 611 611 667 722 611 611 722 722 333 444 667 556 833 667 722 611 722 611 500 556 722 611 833
        611 556 556 389 278 389 422 500 333 500 500 444 500 444 278 500 500 278 278 444 278 722 500 500 500 500 389 389
        278 500 444 667 444 444 389 400 275 400 541""",
}
_OTHERS = {
    "roman": {
        "Đ": 722,
        "đ": 500,
        "…": 1000,
        "–": 500,
        "—": 1000,
        "“": 444,
        "”": 444,
        "‘": 333,
        "’": 333,
        "«": 500,
        "»": 500,
    },
    "bold": {
        "Đ": 722,
        "đ": 556,
        "…": 1000,
        "–": 500,
        "—": 1000,
        "“": 500,
        "”": 500,
        "‘": 333,
        "’": 333,
        "«": 500,
        "»": 500,
    },
    "italic": {
        "Đ": 722,
        "đ": 500,
        "…": 889,
        "–": 500,
        "—": 889,
        "“": 556,
        "”": 556,
        "‘": 333,
        "’": 333,
        "«": 500,
        "»": 500,
    },
}
_WIDTHS = {
    face: {chr(32 + place): int(width) for place, width in enumerate(widths.split())} | _OTHERS[face]
    for face, widths in _ASCII.items()
}
# Spaces and hyphens that do not break are as wide as those that do.
_SAME = {"\u00a0": " ", "\u2011": "-"}
# A mark over or under a letter takes no room of its own; the horn of ơ and ư takes some, most in Ư of Tinos Bold (74).
_HORN, _HORN_WIDTH = "\u031b", 75
# For a character of which nothing is known: as wide as the widest letter.
_UNKNOWN = 1000

MM_PER_POINT = 25.4 / 72


def length(text: str, *, size: float, face: Face) -> float:
    """The length in millimetres of `text` on one line in letters of `size` points; rather a little too long than too
    short."""
    widths = _WIDTHS[face]
    return sum(_advance(char, widths) for char in unicodedata.normalize("NFD", text)) / 1000 * size * MM_PER_POINT


def _advance(char: str, widths: dict[str, int]) -> int:
    if unicodedata.combining(char):
        return _HORN_WIDTH if char == _HORN else 0
    return widths.get(_SAME.get(char, char), _UNKNOWN)
