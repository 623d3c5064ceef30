"""What the program knows of a language, kept as data: `<language>/<table>.toml`, one table a concern.

A step asks for the table it needs and never names a language itself; a new language is a new folder.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any


@cache
def languages() -> tuple[str, ...]:
    """The codes (ISO 639-1) of the languages at hand, sorted."""
    here = resources.files(__name__)
    return tuple(sorted(entry.name for entry in here.iterdir() if entry.is_dir() and len(entry.name) == 2))


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """The table `name` of `language`, read once.

    Raises:
        KeyError: there is no such language or table.
    """
    path = resources.files(__name__) / language / f"{name}.toml"
    if not path.is_file():
        raise KeyError(f"{language}/{name}")
    return tomllib.loads(path.read_text("utf-8"))


def detect(text: str) -> str:
    """The language of a text: the one whose frequent words occur most often; the first of `languages()` with most words
    of all, Vietnamese where none occurs, since that is what the program is for."""
    words = Counter(re.findall(r"\w+", text.casefold()))
    counts = {code: sum(words[word] for word in table(code, "detect")["words"]) for code in languages()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "vi"
