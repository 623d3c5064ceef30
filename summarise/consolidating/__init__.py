"""Many summaries to one value: whose they are, what they say, which of their figures count the same.

Nothing here knows Word. Nothing is said that no summary says; the only numbers that are computed are totals (`rows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarise.consolidated import Consolidated, Contribution, Notice
from summarise.consolidating.events import grouped
from summarise.consolidating.indicators import period_key
from summarise.consolidating.rows import rows
from summarise.consolidating.statements import statements
from summarise.messages import mark
from summarise.records import Summary

__all__ = ["consolidate"]


def consolidate(contributions: Sequence[Contribution]) -> Consolidated:
    """The contributions as one; members stand in the order in which they are given."""
    groups, notices = grouped(contributions)
    table, unfit = rows(groups)
    summaries = [one.summary for group in groups for one in group.contributions]
    periods = _periods((summary.meeting.period, summary) for summary in summaries)
    following = _periods((summary.meeting.next_period, summary) for summary in summaries)
    if len(periods) > 1:
        template = mark(
            "the summaries are of different periods ({periods}); figures of different periods are not added"
        )
        notices = (Notice(template, {"periods": "; ".join(periods)}), *notices)
    return Consolidated(
        members=tuple(group.member for group in groups),
        period=periods[0] if len(periods) == 1 else None,
        next_period=following[0] if len(following) == 1 else None,
        achievements=statements(groups, lambda summary: summary.achievements),
        shortcomings=statements(groups, lambda summary: summary.shortcomings),
        tasks=statements(groups, lambda summary: summary.tasks),
        awards=statements(groups, lambda summary: summary.awards),
        rows=table,
        notices=notices + unfit,
    )


def _periods(told: Iterable[tuple[str | None, Summary]]) -> list[str]:
    """The periods, each once, in the words that come first."""
    found: dict[str, str] = {}
    for period, summary in told:
        if period:
            found.setdefault(period_key(period, summary), period)
    return list(found.values())
