"""Summaries of units, written by hand: each is of an article of its own."""

from __future__ import annotations

import itertools

from summarise.consolidated import Consolidated, Contribution, Row
from summarise.consolidating import consolidate
from summarise.records import Figure, Item, Meeting, ModelRecord, Section, SourceRecord, Span, Summary, WorkField

MODEL = ModelRecord(name="embedded", revision="0" * 64)
_numbers = itertools.count()


def item(text: str, field: WorkField = "general", *, figures: tuple[str, ...] = (), at: int = 0) -> Item:
    return Item(text=text, field=field, source=(Span(at, at + len(text)),), figures=figures, method="extract")


def figure(
    text: str,
    value: float | None,
    unit: str | None,
    about: str,
    *,
    section: Section = "achievement",
    hedge: str | None = None,
    at: int = 0,
) -> Figure:
    source = Span(at, at + len(text))
    return Figure(text=text, value=value, unit=unit, about=about, section=section, source=source, hedge=hedge)


def summary(
    organizer: str | None = None,
    *,
    achievements: tuple[Item, ...] = (),
    shortcomings: tuple[Item, ...] = (),
    tasks: tuple[Item, ...] = (),
    awards: tuple[Item, ...] = (),
    figures: tuple[Figure, ...] = (),
    period: str | None = "6 tháng đầu năm 2022",
    next_period: str | None = "6 tháng cuối năm 2022",
    date: str | None = None,
    name: str | None = None,
    title: str | None = None,
    language: str = "vi",
) -> Summary:
    article = next(_numbers)
    return Summary(
        source=SourceRecord(name=f"bai-{article}.txt", sha256=f"{article:064}", language=language, characters=10_000),
        title=title,
        meeting=Meeting(organizer=organizer, period=period, next_period=next_period, date=date, name=name),
        achievements=achievements,
        shortcomings=shortcomings,
        tasks=tasks,
        awards=awards,
        figures=figures,
        model=MODEL,
    )


def together(*summaries: Summary, names: tuple[str, ...] = ()) -> Consolidated:
    """The summaries as one; `names` are the units given by the user, "" for none."""
    units = itertools.chain(names, itertools.repeat(""))
    return consolidate(
        [
            Contribution(f"bai-{at}.json", one, unit or None)
            for at, (one, unit) in enumerate(zip(summaries, units, strict=False))
        ]
    )


def only_row(consolidated: Consolidated) -> Row:
    (row,) = consolidated.rows
    return row
