"""As many articles as wanted, each different, made of the annotated ones of `models/training`.

Each begins and ends as one of them does; between stand passages of achievements, shortcomings and tasks that come from it and
from two others, in an order of their own, with other numbers. So each reads as the report of a meeting, though not of one
that took place: for measuring time and memory, never quality.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TRAINING = Path(__file__).resolve().parent.parent / "models" / "training"
SECTIONS = ("achievement", "shortcoming", "task")
PARAGRAPHS = {"achievement": 4, "shortcoming": 2, "task": 2}
"""How many of each an article has at most: about as many as those that they are taken from."""
SHORT = {"achievement": 1, "shortcoming": 1, "task": 1}

# Quantities, not days, years or numbers of documents: with a separator inside, or of three digits and more.
NUMBER = re.compile(r"(?<![\d/.,-])(?!(?:19|20)\d\d(?!\d))(?:\d{1,3}(?:\.\d{3})+|\d+,\d+|\d{3,})(?![\d/%-])")


@dataclass(frozen=True)
class Original:
    """An annotated article: what stands before and after its findings, and the paragraphs of each section."""

    opening: tuple[str, ...]
    findings: dict[str, tuple[str, ...]]
    closing: tuple[str, ...]


def articles(count: int, seed: int, *, paragraphs: Mapping[str, int] = PARAGRAPHS) -> Iterator[tuple[str, str]]:
    """(name, text) of `count` articles; the same for the same `seed`, and the first ones the same for any `count`."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        base, *others = chance.sample(originals(), 3)
        lines = list(base.opening)
        for section in SECTIONS:
            pool = [*base.findings[section], *(line for other in others for line in other.findings[section])]
            lines += chance.sample(pool, min(paragraphs[section], len(pool)))
        lines += base.closing
        yield f"{number:05}", NUMBER.sub(lambda found: _other(found[0], chance), "\n".join(lines)) + "\n"


def write(folder: Path, count: int, seed: int, *, paragraphs: Mapping[str, int] = PARAGRAPHS) -> None:
    """Write them to `folder` as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles(count, seed, paragraphs=paragraphs):
        (folder / f"{name}.txt").write_text(text, "utf-8")


@cache
def originals() -> tuple[Original, ...]:
    """All annotated articles that have achievements, in the order of names."""
    sys.path.insert(0, str(TRAINING))
    from corpora import marked_up

    paths = sorted([*TRAINING.glob("articles/*.txt"), *TRAINING.glob("held/*.txt")])
    found = [_original(*marked_up(path)) for path in paths]
    return tuple(one for one in found if one.findings["achievement"])


def _original(text: str, gold: dict) -> Original:
    kinds: list[tuple[str, str]] = []
    spans = iter(gold["spans"])
    for paragraph in text.split("\n"):
        inside: list[str] = []
        rest = len(paragraph)
        while rest > 0:
            span = next(spans)
            inside.append(span["label"])
            rest -= len(span["quote"]) + 1  # with the blank between spans
        kinds.append((next((kind for kind in inside if kind in SECTIONS), "other"), paragraph))
    at = [number for number, (kind, _) in enumerate(kinds) if kind in SECTIONS]
    first, last = (at[0], at[-1] + 1) if at else (len(kinds), len(kinds))
    return Original(
        tuple(line for _, line in kinds[:first]),
        {section: tuple(line for kind, line in kinds if kind == section) for section in SECTIONS},
        tuple(line for _, line in kinds[last:]),
    )


def _other(number: str, chance: random.Random) -> str:
    """Another number of the same form."""
    first = chance.choice("123456789")
    return first + "".join(chance.choice("0123456789") if char.isdigit() else char for char in number[1:])
