"""From chosen clauses to bullets: condense → check → the first draft that says nothing but what its clause says.

Where no draft passes, the clause itself is the bullet, cut by rules alone: duller, and true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from summarise import bullets
from summarise.agents import other_agent
from summarise.checking import check
from summarise.condensing import Condenser, Passage
from summarise.figures import quantities
from summarise.records import Draft, Span
from summarise.units import find_joints

NO_DRAFT = "no-draft"


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bullet, who wrote it, and why the model's draft was not taken (a reason of `check`, or `no-draft`)."""

    text: str
    method: Literal["model", "extract"]
    reason: str | None = None


def passages(clauses: Sequence[str], *, language: str, reporting: Sequence[str] = ()) -> list[Passage]:
    """What of each clause is to be condensed. `reporting`: what the article calls the organisation that it reports on, to
    know by it another one that acts in a clause and has to stay; where that is not known, any may go."""
    found = []
    for clause in clauses:
        agent = other_agent(clause, reporting, language=language) if reporting else None
        text = cut(clause, language, agent)
        name = clause[agent.start : agent.end] if agent else ""
        joints = find_joints(
            text, language=language, agent=Span(0, len(name)) if name and text.startswith(name) else None
        )
        found.append(Passage(text, language, joints))
    return found


def choose(
    clauses: Sequence[str], passages: Sequence[Passage], drafted: Sequence[Sequence[Draft]]
) -> list[Bullet | None]:
    """One bullet a clause, of the drafts of its passage, in their order; None for a clause of which nothing is left, or
    that says nothing without the sentence before it, unless it tells a figure."""
    return [
        _bullet(clause, passage, drafts) for clause, passage, drafts in zip(clauses, passages, drafted, strict=True)
    ]


def write_bullets(clauses: Sequence[str], condenser: Condenser, *, language: str) -> list[Bullet | None]:
    """The bullets of clauses (see `choose`), condensed at once."""
    given = passages(clauses, language=language)
    return choose(clauses, given, condenser.condense(given))


def cut(text: str, language: str, agent: Span | None = None) -> str:
    """`text` without the openings and final marks that a bullet does not have; `agent` stays."""
    kept = [quantity.span for quantity in quantities(text, language=language)]
    kept += [agent] if agent else []
    return text[slice(*bullets.trimmed(text, language=language, figures=kept))]


def by_rules(clause: str, language: str, agent: Span | None = None) -> str:
    """The bullet that rules alone make: the clause without its openings; the whole clause where the check refuses that."""
    bullet = bullets.finished(cut(clause, language, agent))
    if check(Draft(bullet, 0.0), clause, language=language).passed:
        return bullet
    return bullets.finished(clause)


def _bullet(clause: str, passage: Passage, drafts: Sequence[Draft]) -> Bullet | None:
    if bullets.points_back(passage.text, language=passage.language) and not quantities(
        clause, language=passage.language
    ):
        return None
    reasons: list[str] = []
    stays = passage.joints is not None and passage.joints.opening is not None
    for draft in drafts:
        text = bullets.finished(cut(draft.text, passage.language, Span(0, 1) if stays else None))
        verdict = check(replace(draft, text=text), clause, language=passage.language)
        if verdict.passed:
            return Bullet(text, "model")
        reasons += verdict.reasons
    begin = clause.index(passage.text) if stays else 0
    text = by_rules(clause, passage.language, Span(begin, begin + 1) if stays else None)
    return Bullet(text, "extract", reasons[0] if reasons else NO_DRAFT) if text else None
