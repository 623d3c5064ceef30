"""One report out of many summaries: the values that consolidating makes and a report is written from, all immutable.

A `Member` is a unit of the cluster; members are told apart by their place in `Consolidated.members`. Whatever stands in a
`Consolidated` is an item or a figure of a summary, or a sum of figures that count the same thing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeGuard

from summarise.records import Figure, Meeting, Section, SourceRecord, Span, Summary, WorkField

Level = Literal["whole", "industry", "province", "local", "base"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A summary that goes into the report. `name` is what the user knows it by (its file); `unit` the name of the unit
    as the user gave it, None to read it from the facts of the meeting."""

    name: str
    summary: Summary
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of the report, with its sources and their meetings in the order given.

    `named` is False where the unit could not be read; `name` is then the name of the contribution. `level` says what
    kind of unit the name tells of, `whole` of one that other members may be part of (a cluster, the confederation);
    None where the name does not tell."""

    name: str
    named: bool
    level: Level | None
    sources: tuple[SourceRecord, ...]
    meetings: tuple[Meeting, ...]

    @property
    def whole(self) -> bool:
        return self.level == "whole"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something stands: the spans are of the article of `source`."""

    source: SourceRecord
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A bullet of a member. It has several origins where several sources say the same; the words are those of the
    first."""

    text: str
    field: WorkField
    member: int
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of a member as its first source words it, and where it stands."""

    member: int
    figure: Figure
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the amounts of a row; `estimated` where one of them is hedged ("gần", "hơn")."""

    value: Decimal
    estimated: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with the amounts of all members that have it, in the order of the members; two amounts of one member
    are two sources that differ. `period` is None where the summary does not say. There is a total only where all amounts
    count the same, so that they may be added."""

    section: Section
    indicator: str
    unit: str | None
    period: str | None
    amounts: tuple[Amount, ...]
    total: Total | None = None

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(amount.member for amount in self.amounts))

    @property
    def conflicting(self) -> bool:
        return len(self.members) < len(self.amounts)


@dataclass(frozen=True, slots=True)
class Series:
    """A row that can be drawn: one readable value for each of at least two members, in the order of the members, with
    the words of its source; `hedged` says for each whether these make it an estimate. `period` is None where it is that
    of the whole report; `missing` are the named members without an amount."""

    indicator: str
    unit: str | None
    period: str | None
    members: tuple[str, ...]
    values: tuple[Decimal, ...]
    texts: tuple[str, ...]
    hedged: tuple[bool, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What a person has to look at; `template` is English with named values, so that it can be translated."""

    template: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What one report of many units is made from. Statements stand in the order of their fields, then of their members;
    rows in the order of their sections, those of several members first. `period` and `next_period` are None where the
    members' differ."""

    members: tuple[Member, ...]
    period: str | None
    next_period: str | None
    achievements: tuple[Statement, ...]
    shortcomings: tuple[Statement, ...]
    tasks: tuple[Statement, ...]
    awards: tuple[Statement, ...]
    rows: tuple[Row, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def series(self) -> tuple[Series, ...]:
        """The rows that compare members: those whose amounts count the same, so that they have a total."""
        return tuple(series for row in self.rows if row.total and (series := self._series(row)))

    def _series(self, row: Row) -> Series | None:
        amounts = [amount for amount in row.amounts if not self.members[amount.member].whole]
        values = [value for amount in amounts if _is_length(value := amount.figure.value)]
        if row.conflicting or not len(amounts) == len(values) >= 2:
            return None
        usual = self.next_period if row.section == "task" else self.period
        named = [at for at, member in enumerate(self.members) if member.named and not member.whole]
        return Series(
            indicator=row.indicator,
            unit=row.unit,
            period=row.period if (row.period or "").casefold() != (usual or "").casefold() else None,
            members=tuple(self.members[amount.member].name for amount in amounts),
            values=tuple(map(exact, values)),
            texts=tuple(amount.figure.text for amount in amounts),
            hedged=tuple(amount.figure.hedge is not None for amount in amounts),
            missing=tuple(self.members[at].name for at in named if at not in row.members),
        )


def _is_length(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value) and value >= 0


def exact(value: float) -> Decimal:
    """The number that a source wrote: the shortest decimal that reads as the same float, without a decimal part of 0."""
    number = Decimal(str(value))
    return Decimal(int(number)) if number.is_finite() and number == number.to_integral_value() else number
