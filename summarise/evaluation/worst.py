"""What went wrong, one by one: what a person looks at to see why a figure is low.

There are three kinds of fault:

- `told`: a bullet that stands in the wrong section, as precision counts it: most of its source lies in a passage of
  another label (an award counts as an achievement), or in no passage;
- `missing`: a key passage that the bullets of its section do not cover, as key recall counts it. One that was told in the
  wrong section is that one fault, not two;
- `figures`: a key passage that is covered, but some of its quantities stand in no bullet of its section.

They are ranked by how sure the labeller was of what is wrong (`Fault.certainty`): a mistake made with confidence tells
more of the labeller, or of the gold, than one that was a toss-up. Of equals, cases stand in order of their names and
passages as in the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from summarise.evaluation.cases import Located, overlap
from summarise.evaluation.confusion import nearest
from summarise.evaluation.figures import Told, origin, told
from summarise.messages import mark
from summarise.pipeline import is_needed
from summarise.records import Labelled, Section, Span, Summary

WORST = 10
"""How many faults are shown."""

Kind = Literal["told", "missing", "figures"]
Cause = Literal["label", "dropped", "not-salient", "unwritten", "shortened", "refused"]

WHAT: dict[Kind, str] = {
    "told": mark("told as {given}"),
    "missing": mark("missing"),
    "figures": mark("figures lost ({figures})"),
}
WHY: dict[Cause, str] = {
    "label": mark("labelled {given} ({certainty})"),
    "dropped": mark("set aside as noise"),
    "not-salient": mark("not salient ({needed})"),
    "unwritten": mark("no bullet came of it"),
    "shortened": mark("left out of its bullet"),
    "refused": mark("the article was refused"),
}


class Reason(NamedTuple):
    """Why something is wrong, which label was given (None: none), and how sure the labeller was of it."""

    cause: Cause
    given: Section | None
    certainty: float


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a summary.

    Attributes:
        case: the name of the case.
        kind: see the head of the module.
        cause: `label`: the labeller gave it another label than the gold; `dropped`: no sentence of it came to the
            labeller, since cleaning took it for noise; `not-salient`: the right label, but a report was thought not to
            need it; `unwritten`: chosen, but no bullet was written of it; `shortened`: the bullet written of it does not
            say it; `refused`: the article was not summarised.
        gold: the label that the gold has; None where a bullet comes from no passage of the gold.
        given: the label that was given; None where none was.
        certainty: the probability that the labeller gave to what is wrong: of `label`, to the label given; of
            `not-salient`, to a report that can do without (1 minus the probabilities of the section and of being key,
            multiplied). 1 for `dropped`: a rule has no doubts. 0 where the labeller was right or was not asked.
        text: the bullet; of `missing` and `figures`, the reference bullet of the gold.
        figures: the quantities that were lost, as written.
    """

    case: str
    kind: Kind
    cause: Cause
    gold: Section | None
    given: Section | None
    certainty: float
    text: str
    figures: tuple[str, ...] = ()

    def reason(self, say: Callable[[str], str] = str) -> str:
        """What is wrong and why, on one line; `say` translates, without it the line is English."""
        values = {
            "given": self.given,
            "gold": self.gold,
            "figures": "; ".join(self.figures),
            "certainty": f"{self.certainty:.2f}",
            "needed": f"{1 - self.certainty:.2f}",
        }
        what = say(WHAT[self.kind]).format(**values)
        if self.kind == "told":
            has = mark("the gold has {gold}") if self.gold else mark("no passage of the gold has it")
            return f"{what}, {say(has).format(**values)}"
        return f"{what}: {say(WHY[self.cause]).format(**values)}"

    def as_dict(self) -> dict[str, Any]:
        """The attributes and the English `reason`, for JSON."""
        return {**asdict(self), "reason": self.reason()}


def worst(faults: Iterable[Fault], count: int = WORST) -> tuple[Fault, ...]:
    """The faults that the labeller was surest of, see the head of the module; equals stay in their order."""
    return tuple(sorted(faults, key=lambda fault: -fault.certainty)[:count])


def find_faults(
    case: str, spans: Sequence[Located], summary: Summary | None, labels: Sequence[Labelled], *, language: str
) -> Iterator[Fault]:
    """All that is wrong with the summary of a case, in order of the article, which is in `language`; None is an article
    that was refused."""
    found: list[tuple[int, Fault]] = []
    elsewhere: set[Located] = set()
    sections = told(summary)
    for section in sections:
        for item in section.items:
            passage = origin(item, spans)
            if section.takes(passage):
                continue
            if passage is not None:
                elsewhere.add(passage)
            at = min((source.start for source in item.source), default=0)
            gold = passage.gold.label if passage else None
            found.append((at, Fault(case, "told", "label", gold, section.section, item.score, item.text)))
    for section in sections:
        for span in spans:
            if span.gold.key and span.gold.label == section.section and span not in elsewhere:
                for kind, why, figures in _lost(span, section, labels, language, refused=summary is None):
                    fault = Fault(
                        case,
                        kind,
                        why.cause,
                        span.gold.label,
                        why.given,
                        why.certainty,
                        text=span.gold.condensed,
                        figures=figures,
                    )
                    found.append((span.place.start, fault))
    yield from (fault for _, fault in sorted(found, key=lambda pair: pair[0]))


def _lost(
    span: Located, section: Told, labels: Sequence[Labelled], language: str, *, refused: bool
) -> Iterator[tuple[Kind, Reason, tuple[str, ...]]]:
    """What the section lacks of a key passage: the whole, or some quantities, together those that share a reason."""
    if refused:
        yield "missing", Reason("refused", None, 0.0), ()
    elif not section.covers(span.gold):
        yield "missing", _reason(span.place, section, labels, language), ()
    else:
        reasons: dict[Reason, list[str]] = {}
        for figure in section.lacks(span.gold):
            reasons.setdefault(_reason(_place(figure, span), section, labels, language), []).append(figure)
        yield from (("figures", reason, tuple(figures)) for reason, figures in reasons.items())


def _place(figure: str, span: Located) -> Span:
    """Where the quantity stands first in the passage: another piece of a cut sentence may hold it. The whole passage
    where it is written otherwise."""
    found = re.search(rf"(?<![\d.,/]){re.escape(figure)}(?!\d|[.,/]\d)", span.gold.quote)
    return Span(*(span.place.start + at for at in found.span())) if found else span.place


def _reason(place: Span, section: Told, labels: Sequence[Labelled], language: str) -> Reason:
    """Why the bullets of the section do not say what stands at the place."""
    entry = nearest(labels, place)
    if entry is None:
        return Reason("dropped", None, 1.0)
    if entry.section != section.section:
        return Reason("label", entry.section, entry.score)
    if any(overlap(source, entry.sentence.span) for item in section.items for source in item.source):
        return Reason("shortened", entry.section, 0.0)
    if not is_needed(entry, language=language):
        return Reason("not-salient", entry.section, 1 - entry.score * entry.salience)
    return Reason("unwritten", entry.section, 0.0)
