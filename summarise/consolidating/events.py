"""Which summaries are of one unit: those that name it, and those that report the meeting of a unit without naming it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from summarise.bullets import SAME, content_words, same_words
from summarise.consolidated import Contribution, Member, Notice
from summarise.consolidating.indicators import same_period
from summarise.consolidating.units import Unit, language_of, make_unit, read_unit
from summarise.messages import mark
from summarise.records import Item, Summary

# Two reports of one meeting share at least so many bullets, and so much of those of the shorter one. Units of a cluster
# share some: tasks that come from above are worded alike everywhere.
SHARED_ITEMS = 3
SHARED_PART = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """The contributions of one member. `twins` are the members whose reports are nearly the same under another name."""

    member: Member
    contributions: tuple[Contribution, ...]
    twins: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Told:
    """A contribution with its unit, and its bullets as sets of words: all of them, the different ones, and these by their
    words."""

    at: int
    contribution: Contribution
    unit: Unit | None
    bullets: tuple[frozenset[str], ...]
    different: frozenset[frozenset[str]]
    holding: Mapping[str, tuple[frozenset[str], ...]]


def grouped(contributions: Sequence[Contribution]) -> tuple[tuple[Group, ...], tuple[Notice, ...]]:
    """The members in the order in which each first appears, and what a person should know of how they were told apart."""
    told = [_told(at, one) for at, one in enumerate(contributions)]
    groups: dict[str, list[_Told]] = {}
    for one in told:
        if one.unit:
            groups.setdefault(one.unit.key, []).append(one)
    for one in told:
        if one.unit is None:
            near = [key for key, group in groups.items() if any(_same_event(one, other) for other in group)]
            # One that resembles several is of none of them for certain.
            groups.setdefault(near[0] if len(near) == 1 else f"\n{one.at}", []).append(one)
    ordered = sorted(
        (sorted(group, key=lambda one: one.at) for group in groups.values()), key=lambda group: group[0].at
    )
    pairs, notices = _alike(ordered)
    members = []
    for at, group in enumerate(ordered):
        twins = frozenset(other for pair in pairs if at in pair for other in pair) - {at}
        members.append(replace(_group(group), twins=twins))
        notices += _about(members[-1])
    return tuple(members), tuple(notices)


def items_of(summary: Summary) -> tuple[Item, ...]:
    return (*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards)


def _told(at: int, one: Contribution) -> _Told:
    language = language_of(one.summary)
    unit = make_unit(one.unit, language=language) if one.unit else read_unit(one.summary)
    bullets = tuple(content_words(item.text, language=language) for item in items_of(one.summary))
    holding: dict[str, list[frozenset[str]]] = {}
    for bullet in dict.fromkeys(bullets):
        for word in bullet:
            holding.setdefault(word, []).append(bullet)
    return _Told(at, one, unit, bullets, frozenset(bullets), {word: tuple(found) for word, found in holding.items()})


def _group(told: list[_Told]) -> Group:
    summaries = [one.contribution.summary for one in told]
    units = [one.unit for one in told if one.unit]
    unit = units[0] if units else None
    levels = {one.level for one in units if one.level}  # a name may be written with and without what tells its level
    member = Member(
        name=unit.name if unit else PurePath(told[0].contribution.name).stem,
        named=unit is not None,
        level=levels.pop() if len(levels) == 1 else None,
        sources=tuple(dict.fromkeys(summary.source for summary in summaries)),
        meetings=tuple(summary.meeting for summary in summaries),
    )
    return Group(member, tuple(one.contribution for one in told))


def _same_event(one: _Told, other: _Told) -> bool:
    """Whether two articles report one meeting: nearly the same bullets, and no facts that speak against it."""
    mine, theirs = one.contribution.summary.meeting, other.contribution.summary.meeting
    if one.contribution.summary.source == other.contribution.summary.source:
        return True  # the same article
    if mine.date and theirs.date and mine.date != theirs.date:
        return False
    if not same_period(one.contribution.summary, other.contribution.summary):
        return False
    if not one.different & other.different:
        return False  # not one bullet in common: nothing to count
    wanted = math.ceil(max(SHARED_ITEMS, SHARED_PART * min(len(one.bullets), len(other.bullets))))
    missing = len(one.bullets) - wanted
    for bullet in one.bullets:
        missing -= not _told_by(bullet, other)
        if missing < 0:
            return False
    return True


def _told_by(bullet: frozenset[str], other: _Told) -> bool:
    """Whether the other has a bullet of the same words. Such a one lacks so few of them that it has one of the rarest."""
    if bullet in other.different:
        return True
    rarest = sorted(bullet, key=lambda word: len(other.holding.get(word, ())))
    rarest = rarest[: len(bullet) - math.ceil(SAME * len(bullet)) + 1]
    candidates = dict.fromkeys(fellow for word in rarest for fellow in other.holding.get(word, ()))
    return any(same_words(bullet, fellow) for fellow in candidates)


def _alike(groups: Sequence[Sequence[_Told]]) -> tuple[set[tuple[int, int]], list[Notice]]:
    """Pairs of units with names of their own whose reports are nearly the same: two names of one unit, or a copied text."""
    pairs, notices = set(), []
    named = [(at, group) for at, group in enumerate(groups) if any(told.unit for told in group)]
    for place, (at, group) in enumerate(named):
        for fellow, others in named[:place]:
            found = next(((two, one) for one in group for two in others if _same_event(one, two)), None)
            if found and found[0].unit and found[1].unit:
                pairs.add((fellow, at))
                template = mark(
                    "{one} and {other} report nearly the same; if they are one unit, give both one name with --unit"
                )
                one, other = (told.contribution.name for told in found)
                notices.append(Notice(template, {"one": one, "other": other}))
    return pairs, notices


def _about(group: Group) -> list[Notice]:
    member, name = group.member, group.contributions[0].name
    if not member.named:
        template = mark(
            "{name}: the unit cannot be read; name it with --unit {file}=NAME; until then nothing of it is added"
        )
        return [Notice(template, {"name": name, "file": PurePath(name).name})]
    if member.whole:
        template = mark("{name}: {unit} is several units together; its figures are not added to those of others")
        return [Notice(template, {"name": name, "unit": member.name})]
    return []
