"""The period that the meeting looks back on and the one it plans.

The name of the meeting decides; the title, headings and the body fill what it leaves open, the body by its sections. A
year that closes both periods goes with both; one written with the first only stays there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarise.language import table
from summarise.meeting.mentions import FOUR_DIGITS, LOOSE, OPENING, Period, Role, mentions
from summarise.meeting.passages import Passage
from summarise.meeting.words import folded
from summarise.records import Span

ADJOINING = 15
ALIKE = 2  # more for two of one length: after a year the next year, though its first quarter adjoins as well


def find_periods(
    passages: Sequence[Passage], named: tuple[Passage, int] | None, language: str
) -> tuple[Period | None, Period | None]:
    """The period under review and the next one. `named` is the passage that announces the meeting, and where the name
    begins in it."""
    found = [period for passage in passages for period in mentions(passage, named, language)]
    review, plan = _pair(found)
    if review and plan and _closed_by(review, plan):
        review = _with_year(review, plan, table(language, "meeting")["periods"]["year_word"])
    return _completed(review, found), _completed(plan, found)


def _pair(found: Sequence[Period]) -> tuple[Period | None, Period | None]:
    """The two that go together best, the earlier mention where several do; None for one or both that nothing tells."""
    reviews: list[Period | None] = [None, *_strongest(found, "review")]
    plans: list[Period | None] = [None, *_strongest(found, "plan")]
    plans += [replace(each, role="plan", weight=min(each.weight, LOOSE)) for each in found if each.loose]
    best: tuple[Period | None, Period | None] = (None, None)
    most = 0
    for review in reviews:
        for plan in plans:
            distance = _distance(review, plan)
            if review and plan and (folded(review.text) == folded(plan.text) or (distance or 1) < 1):
                continue
            if plan and plan.loose and distance != 1:
                continue
            if plan and plan.weight <= OPENING and distance and distance > 1:
                continue  # a later one that the body mentions
            weight = sum(period.weight for period in (review, plan) if period) + _fit(distance)
            weight += ALIKE if review and plan and distance == 1 and review.length == plan.length else 0
            if weight > most:
                best, most = (review, plan), weight
    return best


def _fit(distance: int | None) -> int:
    """What the months between the two say for the pair: much that none lie between, little where some do."""
    if not distance:
        return 0
    return ADJOINING if distance == 1 else -2 * ADJOINING


def _strongest(found: Sequence[Period], role: Role) -> Iterable[Period]:
    """Of the mentions of each period in a role the one to be trusted most, in the order of the article."""
    best: dict[str, Period] = {}
    for period in found:
        key = folded(period.text)
        if period.role == role and (key not in best or period.weight > best[key].weight):
            best[key] = period
    return best.values()


def _distance(review: Period | None, plan: Period | None) -> int | None:
    """Months from the end of one to the begin of the other, 1 when they adjoin; None where that is not known."""
    if not (review and plan and review.months and plan.months):
        return None
    distance = plan.months[0] % 12 - review.months[1] % 12
    if review.dated and plan.dated:
        distance = plan.months[0] - review.months[1]
        if distance == 13 and review.stretch and plan.stretch:
            return 1  # "2015 - 2020" hands over to "2021 - 2025" as well as to "2020 - 2025"
    return distance if distance > 0 or (review.dated and plan.dated) else distance + 12


def _closed_by(review: Period, plan: Period) -> bool:
    """Whether the year after the second period is that of the first too: written once, after both, in one sentence."""
    follows = review.months is None or plan.months is None or plan.months[0] % 12 > review.months[1] % 12
    near = 0 <= plan.spans[0].start - review.spans[-1].end <= 150
    return bool(not FOUR_DIGITS.search(review.text) and plan.suffix and follows and near)


def _with_year(period: Period, donor: Period, year_word: str) -> Period:
    suffix = donor.suffix
    if year_word and FOUR_DIGITS.fullmatch(suffix.strip()):
        suffix = suffix if folded(period.stem).endswith(year_word) else f" {year_word} {suffix.strip()}"
    elif year_word and folded(period.stem).endswith(year_word):
        digits = FOUR_DIGITS.search(suffix)
        suffix = f" {digits.group()}" if digits else suffix
    year = Span(donor.spans[0].end - len(donor.suffix.lstrip(" /-.")), donor.spans[0].end)
    shift = (donor.months[0] // 12) * 12 if donor.months else 0
    months = (period.months[0] + shift, period.months[1] + shift) if period.months else None
    return replace(period, suffix=suffix, spans=(*period.spans, year), months=months)


def _completed(period: Period | None, found: Sequence[Period]) -> Period | None:
    """The period with the year that another mention of it gives, when all that give one agree; not in capitals, where
    it is also written without."""
    if period is None:
        return None
    if not FOUR_DIGITS.search(period.text):
        dated = {folded(other.text): other for other in found if other.suffix and other.key == period.key}
        # "giữa nhiệm kỳ", and elsewhere "nhiệm kỳ 2018 - 2023": the years of the term are those of its half.
        whole = {folded(other.text): other for other in found if other.whole and period.key.endswith(f" {other.whole}")}
        if len(dated) == 1:
            period = next(iter(dated.values()))
        elif len(whole) == 1 and not dated:
            other = next(iter(whole.values()))
            period = replace(period, suffix=other.stem[len(other.whole) :], spans=(*period.spans, *other.spans))
    if period.stem.isupper():
        same = (other for other in found if folded(other.text) == folded(period.text))
        period = next((other for other in same if not other.stem.isupper()), period)
    return period
