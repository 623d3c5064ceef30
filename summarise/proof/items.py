"""What the page shows of a summary: each thing that the report says, with its places in the article and its doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from textwrap import shorten
from typing import Literal

from summarise.language import table
from summarise.messages import gettext as _
from summarise.messages import mark
from summarise.proof.left_out import LeftOut
from summarise.records import Figure, Item, Meeting, Span, Summary
from summarise.wording import FACTS, FIELDS, refused

Kind = Literal["achievement", "shortcoming", "task", "award", "event", "out", "figure"]

# The short name of each kind, which stands with its colour everywhere; with a number it names one item of the page.
TAGS: dict[Kind, str] = {
    "achievement": mark("AC"),
    "shortcoming": mark("SH"),
    "task": mark("TA"),
    "award": mark("AW"),
    "event": mark("ME"),
    "figure": mark("FI"),
    "out": mark("OUT"),
}
HEADINGS: dict[Kind, str] = {
    "achievement": mark("Achievements"),
    "shortcoming": mark("Shortcomings"),
    "task": mark("Tasks"),
    "award": mark("Awards"),
    "event": mark("Meeting"),
    "figure": mark("Figures"),
    "out": mark("Not in the report"),
}
SECTIONS: tuple[Kind, ...] = ("achievement", "shortcoming", "task", "award")
# In the Word report these two are one list, whatever the field.
ONE_LIST: frozenset[Kind] = frozenset({"shortcoming", "award"})
LONGEST_LEFT_OUT = 110  # characters shown of a sentence that the report leaves out
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
UNSURE = 0.5  # below it, the other sections together are likelier than the one that was taken


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the report's side. `name` is its id in the page, `tag` its name for people; `spans` are its places in
    the article that are not empty; `doubts` say in words what about it is uncertain. `label` is
    the fact that is told, the field where a section is one list, and why something was left out."""

    name: str
    kind: Kind
    tag: str
    text: str
    spans: tuple[Span, ...]
    doubts: tuple[str, ...] = ()
    label: str = ""
    detail: str | None = None
    figure: Figure | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The bullets of one field of work; the heading is empty where a section is one list."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All entries of the report's side, in the order in which the page shows them."""

    facts: tuple[Entry, ...]
    sections: dict[Kind, tuple[Group, ...]]
    figures: tuple[Entry, ...]
    out: tuple[Entry, ...]
    every: tuple[Entry, ...] = field(init=False)

    def __post_init__(self) -> None:
        bullets = [entry for groups in self.sections.values() for group in groups for entry in group.entries]
        # Figures come last: where one stands within a bullet, the bullet leads.
        object.__setattr__(self, "every", (*bullets, *self.facts, *self.out, *self.figures))

    @property
    def doubtful(self) -> tuple[Entry, ...]:
        """What is to be looked at, from the top of the page down."""
        shown = (*self.facts, *(entry for entry in self.every if entry.kind in SECTIONS), *self.figures)
        return tuple(entry for entry in shown if entry.doubts)


def contents(summary: Summary, out: Sequence[LeftOut], article: str) -> Contents:
    """What the page shows of a summary of the text `article`, in the language in use."""
    length = summary.source.characters
    items = dict(
        zip(SECTIONS, (summary.achievements, summary.shortcomings, summary.tasks, summary.awards), strict=True)
    )
    return Contents(
        facts=tuple(_facts(summary.meeting, length)),
        sections={kind: tuple(_groups(kind, items[kind], article)) for kind in SECTIONS},
        figures=tuple(
            Entry(
                name=f"figure-{number}",
                kind="figure",
                tag=f"{_(TAGS['figure'])}{number}",
                text=figure.text,
                spans=_places([figure.source], length),
                doubts=() if figure.value is not None else (_("the number cannot be read with certainty"),),
                figure=figure,
                value=amount(figure.value),
            )
            for number, figure in enumerate(summary.figures, 1)
        ),
        out=tuple(
            Entry(
                name=f"out-{number}",
                kind="out",
                tag=f"{_(TAGS['out'])}{number}",
                text=shorten(" ".join(one.text.split()), LONGEST_LEFT_OUT, placeholder=" …"),
                spans=_places([one.span], length),
                label=f"{one.label}: {one.reason}" if one.reason else one.label,
                detail=one.detail,
            )
            for number, one in enumerate(out, 1)
        ),
    )


def amount(value: float | None) -> str:
    """A number as people write it in the language in use; a dash for None."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    if exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    written = f"{exact:,f}"
    signs = str.maketrans(",.", _(",.")[:2])
    return written.translate(signs)


def _facts(meeting: Meeting, length: int) -> Iterator[Entry]:
    for number, (name, label) in enumerate(FACTS.items(), 1):
        value = getattr(meeting, name)
        if name == "date" and value:
            year, month, day = value.split("-")
            value = _("{year}-{month}-{day}").format(year=year, month=month, day=day)
        spans = _places(meeting.sources.get(name, ()), length)
        doubts = []
        if value and name in meeting.inferred:
            doubts.append(_("concluded from the context, not read"))
        elif value and not spans:
            doubts.append(_("no place of the article is named for it"))
        yield Entry(
            name=f"event-{number}",
            kind="event",
            tag=f"{_(TAGS['event'])}{number}",
            text=("; ".join(value) if isinstance(value, tuple) else value) or "",
            spans=spans,
            doubts=tuple(doubts),
            label=_(label),
        )


def _groups(kind: Kind, items: Sequence[Item], article: str) -> Iterator[Group]:
    """The bullets in the order of the Word report, so that a clerk can hold one against the other."""
    if kind in ONE_LIST:
        chosen = [("", list(items))] if items else []
    else:
        order: Iterable[str] = table("vi", "report")["headings"]
        by_field = {name: [item for item in items if item.field == name] for name in order}
        chosen = [(_(FIELDS[name]), found) for name, found in by_field.items() if found]
    number = 0
    for heading, found in chosen:
        entries = []
        for item in found:
            number += 1
            entries.append(_bullet(kind, number, item, article))
        yield Group(heading, tuple(entries))


def _bullet(kind: Kind, number: int, item: Item, article: str) -> Entry:
    spans = tuple(span for span in item.source if span.start < span.end)
    doubts = []
    if not spans:
        doubts.append(_("no place of the article is named for it"))
    if item.method == "extract" and item.reason:
        doubts.append(
            _("cut from the article by rules; the model's draft was refused: {reason}").format(
                reason=refused(item.reason)
            )
        )
    told = {number for span in spans for number in NUMBER.findall(article[span.start : span.end])}
    if lacking := [number for number in NUMBER.findall(item.text) if number not in told]:
        doubts.append(_("its passage lacks {numbers}").format(numbers=", ".join(dict.fromkeys(lacking))))
    if item.score < UNSURE:
        doubts.append(_("the section is uncertain ({share} %)").format(share=round(100 * item.score)))
    return Entry(
        name=f"{kind}-{number}",
        kind=kind,
        tag=f"{_(TAGS[kind])}{number}",
        text=item.text,
        spans=spans,
        doubts=tuple(doubts),
        label=_(FIELDS[item.field]) if kind in ONE_LIST else "",
    )


def _places(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """The spans that lie in the article; those of the meeting's facts are not checked when a summary is read."""
    return tuple(span for span in spans if 0 <= span.start < span.end <= length)
