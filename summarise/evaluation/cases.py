"""Cases: what a person took from an article, and reading it.

A case is `NAME.txt`, an article, and `NAME.gold.json`: the facts of its meeting, and every passage of its body with a
label and, where a report must have it (`key`), a reference bullet and the quantities that belong in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from summarise.errors import SettingsError
from summarise.records import Section, Source, Span, WorkField

SUFFIX = ".gold.json"


class GoldSpan(BaseModel):
    """A passage of the article as a person labelled it; `field` is None where nobody said it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    quote: str
    label: Section
    field: WorkField | None = None
    key: bool = False
    condensed: str = ""
    figures: tuple[str, ...] = ()

    @model_validator(mode="after")
    def has_what_a_key_needs(self) -> GoldSpan:
        if self.key and not self.condensed:
            raise ValueError("a key span needs its condensed bullet")
        return self


class Gold(BaseModel):
    """What a person took from an article."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    meeting: dict[str, str | tuple[str, ...] | None]
    spans: tuple[GoldSpan, ...]


class Located(NamedTuple):
    """A passage and the place of its quote in the article."""

    place: Span
    gold: GoldSpan


def find_cases(folder: Path) -> list[Path]:
    """The gold files of the folder, in order of their names.

    Raises:
        SettingsError: there is none.
    """
    found = sorted(folder.glob(f"*{SUFFIX}"))
    if not found:
        raise SettingsError("{folder}: there is no case here (NAME.txt with NAME.gold.json)", folder=folder)
    return found


def name_of(path: Path) -> str:
    """The name of the case that the gold file `path` belongs to."""
    return path.name.removesuffix(SUFFIX)


def read_case(path: Path) -> tuple[Gold, Source]:
    """The gold of the file `path` and the article beside it.

    Raises:
        SettingsError: the gold file is wrong, or quotes what the article does not hold.
        InputError: the article is missing or cannot be read.
    """
    from summarise.reading import read

    try:
        gold = Gold.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(
            "{name}: this is not a gold file: {place}: {reason}", name=path, place=place, reason=first["msg"]
        ) from error
    source = read(path.with_name(f"{name_of(path)}.txt"))
    try:
        list(located(source.text, gold))
    except ValueError as error:
        raise SettingsError("{name}: the article does not hold this quote: {quote}", name=path, quote=error) from error
    return gold, source


def located(article: str, gold: Gold) -> Iterator[Located]:
    """The passages with their places; they follow each other, so a repeated quote is found at its own place.

    Raises:
        ValueError: a quote is not in the article (the message is its beginning).
    """
    article = article.replace("\n", " ")  # reading joins lines that were wrapped
    after = 0
    for span in gold.spans:
        start = article.find(span.quote.replace("\n", " "), after)
        if start < 0:
            raise ValueError(span.quote[:60])
        after = start + len(span.quote)
        yield Located(Span(start, after), span)


def overlap(one: Span, other: Span) -> int:
    """How many characters two places share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))
