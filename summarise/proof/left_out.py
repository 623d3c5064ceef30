"""What of the article the report does not tell, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarise.cleaning import clean
from summarise.messages import gettext as _
from summarise.records import Labelled, Section, Source, Span, Summary
from summarise.segmenting import segment
from summarise.wording import SECTIONS, passed_over, why

_REPORTED: frozenset[Section] = frozenset({"achievement", "shortcoming", "task", "award"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the article that no bullet was made of; `label` and `reason` are words in the language in use (no reason
    where nobody knows it), `detail` the figures behind them (None where there are none)."""

    span: Span
    text: str
    label: str
    reason: str
    detail: str | None = None


def left_out(source: Source, summary: Summary, labelled: Sequence[Labelled] | None) -> tuple[LeftOut, ...]:
    """The lines that are furniture of the page, and the sentences that no bullet tells, in the order of the article.

    `labelled` are the sentences with their labels (`Summariser.explain`); None where they are not known, as for a
    summary from a file: then nobody can say why a sentence was passed over.
    """
    article = clean(source)
    titles = [block.span for block in article.blocks if block.kind == "title"]
    facts = [span for spans in summary.meeting.sources.values() for span in spans if span.end <= len(source.text)]
    found = [
        LeftOut(block.span, source.text[slice(*block.span)], _(SECTIONS["noise"]), passed_over(block.reason or ""))
        for block in article.blocks
        if block.kind == "noise"
    ]
    told = {
        span
        for items in (summary.achievements, summary.shortcomings, summary.tasks, summary.awards)
        for item in items
        for span in item.source
    }

    if labelled is None:
        found += [
            LeftOut(one.span, one.text, _("not taken"), _taken_for(one.span, titles, facts) or "")
            for one in segment(article)
            if not _meets(one.span, told)
        ]
    else:
        found += [
            LeftOut(
                entry.sentence.span,
                entry.sentence.text,
                _(SECTIONS[entry.section]),
                _reason(entry, titles, facts),
                why(entry),
            )
            for entry in labelled
            if entry.sentence.span not in told
        ]
    return tuple(sorted(found, key=lambda one: one.span))


def _taken_for(span: Span, titles: Iterable[Span], facts: Iterable[Span]) -> str | None:
    """What the page shows of a sentence that is no bullet; None for nothing."""
    if _meets(span, titles):
        return _("the title of the article")
    return _("only facts of the meeting were read from it") if _meets(span, facts) else None


def _meets(one: Span, others: Iterable[Span]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _reason(entry: Labelled, titles: Iterable[Span], facts: Iterable[Span]) -> str:
    if entry.section in _REPORTED:
        return _("of too little weight for the report")
    return _taken_for(entry.sentence.span, titles, facts) or _("not what a report tells")
