"""How long a text may be, whatever it came in."""

from __future__ import annotations

from summarise.errors import InputError

MOST_CHARACTERS = 200_000
"""Characters of the longest text that is read: minutes of a hundred pages have fewer, and an article a twentieth. What is
longer is a book, a database or an attack, and would keep a model busy for an hour."""


def too_long(name: str) -> InputError:
    """What to say of it."""
    return InputError(
        "{name}: more than {limit} characters, which no article or minutes have; give each in a file of its own",
        name=name,
        limit=MOST_CHARACTERS,
    )
