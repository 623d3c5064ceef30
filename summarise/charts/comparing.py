"""Which figures of an article certainly tell the same of several bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from summarise.charts.chart import Bar, Chart, chart_of
from summarise.language import table

if TYPE_CHECKING:
    from summarise.records import Figure


def comparable(figures: Sequence[Figure], *, language: str = "vi") -> tuple[Chart, ...]:
    """The charts that the figures of one article certainly allow, most often none.

    Figures are compared where each says whose it is ("sáng kiến của Công đoàn A"), the bodies differ, and what is
    counted, the unit and the part of the report are the same. Shares are not (of what?), nor numbers that could not be
    read, nor two figures of one body.
    """
    tables = table(language, "charts")
    groups: dict[tuple[str, str, str], list[tuple[str, Figure]]] = {}
    titles: dict[tuple[str, str, str], str] = {}
    for figure in figures:
        if not (parts := _owned(figure.about, tables)) or not _is_amount(figure):
            continue
        what, owner = parts
        key = (figure.section, what.casefold(), (figure.unit or "").casefold())
        groups.setdefault(key, []).append((owner, figure))
        titles.setdefault(key, what)
    return tuple(
        chart_of(
            titles[key][:1].upper() + titles[key][1:],
            [Bar(owner, figure.value or 0.0, figure.text, figure.hedge is not None) for owner, figure in group],
            unit=group[0][1].unit or "",
        )
        for key, group in groups.items()
        if len(group) > 1 and _apart([owner for owner, _ in group])
    )


def _is_amount(figure: Figure) -> bool:
    unit = figure.unit or ""
    return figure.value is not None and figure.value >= 0 and bool(unit) and "%" not in unit


def _owned(about: str, tables: dict[str, Any]) -> tuple[str, str] | None:
    """What is counted, and whose it is, where `about` says both; an owner with a digit may hold a date."""
    for word in tables["of"]:
        what, found, owner = about.partition(f" {word} ")
        begins = any(re.match(rf"{re.escape(body)}\b", owner.casefold()) for body in tables["bodies"])
        if found and what.strip() and begins and not any(map(str.isdigit, owner)):
            return what.strip(), owner.strip()
    return None


def _apart(owners: Sequence[str]) -> bool:
    """Whether no owner is another or a part of its name ("LĐLĐ tỉnh", "LĐLĐ tỉnh Cà Mau")."""
    folded = [owner.casefold() for owner in owners]
    return not any(one in other for n, one in enumerate(folded) for m, other in enumerate(folded) if n != m)
