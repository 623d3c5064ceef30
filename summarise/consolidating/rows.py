"""The table of figures: what counts the same side by side, and a total where, and only where, the amounts may be added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from summarise.consolidated import Amount, Member, Notice, Origin, Row, Total, exact
from summarise.consolidating.amounts import readable
from summarise.consolidating.events import Group
from summarise.consolidating.indicators import Indicator, Key, indicator, plain_unit
from summarise.consolidating.units import language_of
from summarise.language import table
from summarise.messages import mark
from summarise.records import Figure, Section, Summary

# The sections whose figures a report shows, in its order.
SECTIONS: tuple[Section, ...] = ("achievement", "shortcoming", "task", "award")


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure of a source of a member; `at` is its place among all."""

    at: int
    member: int
    source: int
    figure: Figure
    summary: Summary
    indicator: Indicator


def rows(groups: Sequence[Group]) -> tuple[tuple[Row, ...], tuple[Notice, ...]]:
    """The rows, and what kept totals from being made. Every figure of the four sections is in exactly one amount."""
    every = list(_figures(groups))
    shared: dict[Key, list[_Found]] = {}
    single: list[list[_Found]] = []
    told: dict[object, list[_Found]] = {}
    for one in every:
        if one.indicator.key is None:
            # Compared with nothing; but two newspapers may print the same sentence.
            again = told.get(_same(one))
            if again and one.source not in {other.source for other in again}:
                again.append(one)
            else:
                single.append([one])
                told.setdefault(_same(one), single[-1])
        else:
            shared.setdefault(one.indicator.key, []).append(one)
    sets = [part for found in shared.values() for part in _compared(found)] + single
    made, notices = [], []
    for found in sets:
        row, notice = _row(found, groups)
        made.append((SECTIONS.index(row.section), len(row.members) < 2, row.members[0], found[0].at, row))
        notices += [notice] if notice else []
    return tuple(entry[-1] for entry in sorted(made, key=lambda entry: entry[:-1])), tuple(notices)


def _figures(groups: Sequence[Group]) -> Iterable[_Found]:
    places = count()
    for member, group in enumerate(groups):
        for source, contribution in enumerate(group.contributions):
            summary = contribution.summary
            for figure in summary.figures:
                if figure.section in SECTIONS:
                    yield _Found(next(places), member, source, figure, summary, indicator(figure, summary))


def _compared(found: list[_Found]) -> list[list[_Found]]:
    """Figures with equal keys, parted where a member has two amounts (which of them is meant is not known) and where the
    words before the numbers differ."""
    doubtful = {one.member for one in found if _twice(one, found)}
    parts = [[one] for one in found if one.member in doubtful]
    rest = [one for one in found if one.member not in doubtful]
    leads: dict[tuple[frozenset[str], bool], list[_Found]] = {}
    for one in rest:
        usual = _usual(one, rest)
        leads.setdefault((usual.lead, usual.certain), []).append(one)
    return parts + list(leads.values())


def _usual(one: _Found, found: list[_Found]) -> Indicator:
    """The indicator whose words the amount of a member stands under: two sources may word one amount in two ways, of
    which the one counts that most members share."""
    members: dict[frozenset[str], set[int]] = {}
    for other in found:
        members.setdefault(other.indicator.lead, set()).add(other.member)
    own = [other.indicator for other in found if other.member == one.member]
    return min(own, key=lambda used: (not used.certain, -len(members[used.lead]), sorted(used.lead)))


def _twice(one: _Found, found: list[_Found]) -> bool:
    """Whether the member has another amount, from the same source or of another act. Two sources that may tell of one act
    are left together: they differ, and that is told."""
    return any(
        other.member == one.member
        and _said(other.figure) != _said(one.figure)
        and (other.source == one.source or _another_act(one.indicator.lead, other.indicator.lead))
        for other in found
    )


def _another_act(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _same(one: _Found) -> tuple[object, ...]:
    """Equal for figures without a key that are of one member and say the same in the same words."""
    figure = one.figure
    return (one.member, figure.section, figure.unit, one.indicator.period, figure.about.casefold(), _said(figure))


def _said(figure: Figure) -> tuple[object, str]:
    """What a figure says: two newspapers may write one number in two ways."""
    hedge = (figure.hedge or "").casefold()
    return (figure.value, hedge) if figure.value is not None else (figure.text.casefold(), hedge)


def _row(found: list[_Found], groups: Sequence[Group]) -> tuple[Row, Notice | None]:
    members = [group.member for group in groups]
    amounts: dict[tuple[int, object], Amount] = {}
    for one in found:
        key, origin = (one.member, _said(one.figure)), Origin(one.summary.source, (one.figure.source,))
        if told := amounts.get(key):
            amounts[key] = replace(told, origins=(*told.origins, origin))
        else:
            amounts[key] = Amount(one.member, one.figure, (origin,))
    first = found[0]
    row = Row(
        section=first.figure.section,
        indicator=first.indicator.title,
        unit=first.figure.unit,
        period=first.indicator.period,
        amounts=tuple(amounts.values()),
    )
    if row.conflicting:
        template = mark("{indicator}: sources of {unit} differ ({amounts}); both are kept, nothing is added")
        twice = next(at for at in row.members if [amount.member for amount in row.amounts].count(at) > 1)
        differing = "; ".join(amount.figure.text for amount in row.amounts if amount.member == twice)
        return row, Notice(template, {"indicator": row.indicator, "unit": members[twice].name, "amounts": differing})
    if len(row.members) < 2:
        return row, None
    reason = _unfit(row, found, groups)
    if reason is None:
        return replace(row, total=_total(_added(row, members))), None
    return row, Notice(reason, {"indicator": row.indicator})


def _unfit(row: Row, found: Sequence[_Found], groups: Sequence[Group]) -> str | None:
    """Why the amounts of a row may not be added; None where they may. The reasons are worded for the reader."""
    language = language_of(found[0].summary)
    members = [group.member for group in groups]
    added = _added(row, members)
    if any(one.indicator.relative for one in found) or _measures(row.unit, language):
        return mark("{indicator}: shares, averages, comparisons and measures are not added")
    if len(added) < 2:
        return mark("{indicator}: the figure of several units together is not added to that of one of them")
    if not all(members[amount.member].named for amount in added):
        return mark("{indicator}: not added, because a unit has no name yet")
    if _overlapping([members[amount.member] for amount in added], language):
        return mark("{indicator}: not added, because one unit may be part of the other")
    if any(groups[amount.member].twins & set(row.members) for amount in added):
        return mark("{indicator}: not added, because two of the units may be one")
    if not all(one.indicator.certain for one in found) or not all(readable(one.figure, language) for one in added):
        return mark("{indicator}: not added, because an amount is a bound or cannot be read with certainty")
    return None


def _overlapping(added: Sequence[Member], language: str) -> bool:
    """Whether one member may be part of another: they are of different kinds or one is of none that is known, or one is
    of an industry as a whole or a group of companies."""
    levels = {member.level for member in added}
    if len(levels) > 1 or None in levels:
        return True
    groups = re.compile(table(language, "consolidating")["groups"], re.IGNORECASE)
    return levels == {"industry"} and any(groups.search(member.name) for member in added)


def _added(row: Row, members: Sequence[Member]) -> list[Amount]:
    return [amount for amount in row.amounts if not members[amount.member].whole]


def _measures(unit: str | None, language: str) -> bool:
    plain = plain_unit(unit or "", language=language)
    return "/" in plain or plain in table(language, "consolidating")["figures"]["measures"]


def _total(amounts: Sequence[Amount]) -> Total:
    values = [exact(amount.figure.value) for amount in amounts if amount.figure.value is not None]
    return Total(sum(values, Decimal(0)), estimated=any(amount.figure.hedge for amount in amounts))
