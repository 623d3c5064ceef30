"""Many summaries to one value: whose they are, what they say, which of their figures count the same.

Nothing here knows Word. Nothing is said that no summary says; the only numbers that are computed are totals (`rows`).
"""

from __future__ import annotations

from collections.abc import Sequence

from summarise.consolidated import Consolidated, Contribution, Notice
from summarise.consolidating.events import grouped
from summarise.consolidating.rows import rows
from summarise.consolidating.statements import statements
from summarise.messages import mark

__all__ = ["consolidate"]


def consolidate(contributions: Sequence[Contribution]) -> Consolidated:
    """The contributions as one; members stand in the order in which they are given."""
    groups, notices = grouped(contributions)
    table, unfit = rows(groups)
    meetings = [meeting for group in groups for meeting in group.member.meetings]
    periods = list(dict.fromkeys(meeting.period for meeting in meetings if meeting.period))
    if len(periods) > 1:
        template = mark(
            "the summaries are of different periods ({periods}); figures of different periods are not added"
        )
        notices = (Notice(template, {"periods": "; ".join(periods)}), *notices)
    return Consolidated(
        members=tuple(group.member for group in groups),
        period=_common(periods),
        next_period=_common([meeting.next_period for meeting in meetings if meeting.next_period]),
        achievements=statements(groups, lambda summary: summary.achievements),
        shortcomings=statements(groups, lambda summary: summary.shortcomings),
        tasks=statements(groups, lambda summary: summary.tasks),
        awards=statements(groups, lambda summary: summary.awards),
        rows=table,
        notices=notices + unfit,
    )


def _common(texts: Sequence[str]) -> str | None:
    return texts[0] if len({text.casefold() for text in texts}) == 1 else None
