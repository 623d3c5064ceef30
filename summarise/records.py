"""The values that pass from step to step, all immutable; `pipeline.py` shows the order.

    Source → Article → Sentence → Labelled → Draft → Item → Summary

Offsets are code points of `Source.text`, which is NFC with `\\n` line ends; a span is half-open. What goes into files
(`Summary` and its parts, the JSON contract `summarise/1`) is a Pydantic model; what lives only inside is a dataclass.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from summarise.offsets import Offsets

SCHEMA = "summarise/1"

Section = Literal["achievement", "shortcoming", "task", "award", "event", "noise", "other"]
WorkField = Literal[
    "welfare",
    "labour-relations",
    "propaganda",
    "emulation",
    "organisation",
    "women",
    "inspection",
    "finance",
    "general",
]
MeetingKind = Literal["sơ kết", "tổng kết", "giao ban", "triển khai", "ban chấp hành", "khác"]
BlockKind = Literal["body", "title", "heading", "item", "noise"]


class Span(NamedTuple):
    """Code points `start` to `end` (exclusive) of the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document as text.

    `sha256` is of the bytes that were read; `encoding` names how they became text (None for formats that say it
    themselves); `repairs` names what reading changed on the way (`nfc`, `newlines`, `bom`, ...; all are listed in
    `reading/__init__.py`). `offsets` lead from `text` to the characters of the file (of its bytes where it is no Unicode:
    there a character is a byte); None for formats that are no plain text.
    """

    name: str
    text: str
    sha256: str
    media_type: str
    encoding: str | None = None
    repairs: tuple[str, ...] = ()
    offsets: Offsets | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the source that is not blank; `reason` says which rule called it noise (None otherwise)."""

    span: Span
    kind: BlockKind
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A source whose lines are told apart; the blocks are in order and cover every character but white space."""

    source: Source
    language: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return self.source.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a clause of one, that could be a bullet.

    `text` equals `article.text[span.start:span.end]`. `lead` is the part of the same sentence that introduces a list and
    that the clause stands under ("Thống nhất những nhiệm vụ trọng tâm là:"); None for a sentence of its own.
    `block` indexes `article.blocks`.
    """

    span: Span
    text: str
    block: int
    lead: Span | None = None


class Cue(NamedTuple):
    """A phrase that speaks for a section."""

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with its section, its field of union work (`general` where none fits), the probability of the section,
    and `salience`: the probability that a report without it would be incomplete.

    `rival` is the next best section with its probability, `cues` the phrases found in the sentence: what a person who
    asks why is told."""

    sentence: Sentence
    section: Section
    field: WorkField
    score: float
    salience: float
    rival: tuple[Section, float] | None = None
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One candidate bullet. `kept` are the source spans whose characters it consists of, in order; None when the model
    wrote freely, so that nothing but its text can be checked. `score` ranks the drafts of one clause, the higher the better."""

    text: str
    score: float
    kept: tuple[Span, ...] | None = None


class Record(BaseModel):
    """What is written to JSON: unknown keys are errors, values cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Record):
    """One bullet of the report."""

    text: Annotated[str, Field(min_length=1)]
    field: WorkField
    source: tuple[Span, ...] = Field(description="code points of the article that the bullet comes from")
    figures: tuple[str, ...] = Field(default=(), description="the quantities in the bullet, as written")
    method: Literal["model", "extract"] = Field(description="written by the model, or cut from the source by rules")
    score: float = Field(default=1.0, ge=0, le=1, description="probability of the section")
    reason: str | None = Field(default=None, description="why the model's draft was not taken, for method 'extract'")
    speaker: str | None = Field(default=None, description="who said it, where the article gives somebody's words")


class Figure(Record):
    """A quantity of the article: what it counts, how it was worded and where it stands."""

    text: str = Field(description="as written, with its hedge: 'gần 23 tỷ đồng'")
    value: float | None = Field(description="the number alone, None where it cannot be read with certainty")
    unit: str | None = Field(description="'đồng', '%', or the counted noun as written")
    about: str = Field(description="what is counted, in the words of the article")
    section: Section
    source: Span
    hedge: str | None = Field(default=None, description="'gần', 'hơn', 'khoảng', as written")


def _real_day(text: str) -> str:
    datetime.date.fromisoformat(text)
    return text


class Meeting(Record):
    """The facts of the meeting; None or empty where the article does not say. `sources` gives, for each fact that is
    known, the spans it was read from; `inferred` names the facts that were concluded (a year taken from the context)."""

    kind: MeetingKind | None = None
    name: str | None = Field(default=None, description="the meeting's name as the article gives it")
    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_day)] | None = None
    place: str | None = None
    organizer: str | None = None
    chairs: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    period: str | None = None
    next_period: str | None = None
    concluded_by: str | None = Field(default=None, description="who concluded the meeting, by the article's own words")
    sources: dict[str, tuple[Span, ...]] = Field(default_factory=dict)
    inferred: tuple[str, ...] = ()


class SourceRecord(Record):
    """Which article a summary is of."""

    name: str
    sha256: str
    language: str
    characters: int = Field(ge=0)


class ModelRecord(Record):
    """Which model condensed it; `revision` is the checksum of a local model, the commit of one from a hub."""

    name: str
    revision: str


class Summary(Record):
    """What a report is made from: the JSON contract `summarise/1`."""

    schema_: Literal["summarise/1"] = Field(default="summarise/1", alias="schema")
    source: SourceRecord
    title: str | None = None
    meeting: Meeting = Meeting()
    achievements: tuple[Item, ...] = ()
    shortcomings: tuple[Item, ...] = ()
    tasks: tuple[Item, ...] = ()
    awards: tuple[Item, ...] = ()
    figures: tuple[Figure, ...] = ()
    model: ModelRecord
    warnings: tuple[str, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def spans_lie_in_the_article(self) -> Summary:
        spans = [
            span for item in (*self.achievements, *self.shortcomings, *self.tasks, *self.awards) for span in item.source
        ]
        spans += [figure.source for figure in self.figures]
        for span in spans:
            if not 0 <= span.start <= span.end <= self.source.characters:
                raise ValueError(f"span [{span.start}, {span.end}] lies outside the article")
        return self


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking says of a draft: `reasons` is empty when the draft may stand."""

    reasons: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        return not self.reasons
