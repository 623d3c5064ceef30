"""`summarise show`: what a report would hold, in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarise.cli import checks, options
from summarise.cli.console import busy, plain, warn
from summarise.detail import Detail
from summarise.messages import gettext as _
from summarise.wording import FACTS, FIELDS, why

if TYPE_CHECKING:
    from summarise.records import Item, Labelled, Meeting, Source, Span, Summary

LONGEST_LEFT_OUT = 110  # characters shown of a sentence that the report leaves out


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline; `at` is the line of the article that a bullet begins in, counted from 1."""

    kind: Literal["title", "heading", "field", "fact", "bullet", "why"]
    text: str
    at: int | None = None


def show(
    article: str,
    *,
    model: str = options.MODEL,
    offline: bool = False,
    encoding: str | None = None,
    detail: Detail = "normal",
    force: bool = False,
) -> tuple[Source, Summary, tuple[Labelled, ...]]:
    """The article, its summary, and the labels of its sentences.

    Raises:
        SummariseError: the article or the model is at fault.
    """
    source = checks.read_article(article, encoding=encoding)
    checks.check_model(model)

    from summarise.pipeline import Summariser

    summariser = Summariser(model=model, offline=offline, detail=detail, anything=force)
    return source, *summariser.explain(source)


def outline(summary: Summary, text: str, labelled: Sequence[Labelled] = ()) -> Iterator[Line]:
    """The lines to show for a summary of the article `text`, in the language in use; with `labelled`, why each bullet
    stands where it does, and what was left out."""
    reasons = {entry.sentence.span: entry for entry in labelled}
    yield Line("title", summary.title or summary.source.name)
    yield Line("heading", _("Meeting"))
    yield from _facts(summary.meeting)
    for heading, items in (
        (_("Achievements"), summary.achievements),
        (_("Shortcomings"), summary.shortcomings),
        (_("Tasks"), summary.tasks),
        (_("Awards"), summary.awards),
    ):
        yield Line("heading", heading)
        if not items:
            yield Line("fact", _("The article states none."))
        yield from _bullets(items, text, reasons)
    if summary.figures:
        yield Line("heading", _("Figures"))
    for figure in summary.figures:
        yield Line("bullet", f"{figure.text} · {figure.about}", _line(text, figure.source.start))
    told = {span for items in _sections(summary) for item in items for span in item.source}
    rest = [entry for entry in labelled if entry.sentence.span not in told]
    if rest:
        yield Line("heading", _("Not in the report"))
    for entry in rest:
        said = textwrap.shorten(entry.sentence.text, LONGEST_LEFT_OUT, placeholder=" …")
        yield Line("bullet", said, _line(text, entry.sentence.span.start))
        yield Line("why", why(entry))


def _sections(summary: Summary) -> tuple[tuple[Item, ...], ...]:
    return summary.achievements, summary.shortcomings, summary.tasks, summary.awards


def _facts(meeting: Meeting) -> Iterator[Line]:
    for name, label in FACTS.items():
        value = getattr(meeting, name)
        said = ("; ".join(value) if isinstance(value, tuple) else value) or _("not stated")
        inferred = " " + _("(concluded from the context)") if name in meeting.inferred else ""
        yield Line("fact", f"{_(label)}: {said}{inferred}")


def _bullets(items: tuple[Item, ...], text: str, reasons: Mapping[Span, Labelled]) -> Iterator[Line]:
    for field, label in FIELDS.items():
        chosen = [item for item in items if item.field == field]
        if chosen:
            yield Line("field", _(label))
        for item in chosen:
            starts = [span.start for span in item.source]
            yield Line("bullet", item.text, _line(text, min(starts)) if starts else None)
            for span in item.source:
                if span in reasons:
                    yield Line("why", why(reasons[span]))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def display(lines: Iterator[Line]) -> None:
    """Print an outline: wrapped and with weight on a terminal, a line a bullet elsewhere."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    styles = {"title": "bold underline", "heading": "bold", "field": "italic", "fact": "", "bullet": "", "why": "dim"}
    for line in lines:
        before = {"heading": "\n", "field": "  ", "fact": "  ", "why": " " * 10}.get(line.kind, "")
        if line.kind == "bullet":
            before = f"{line.at or '':>6}  - "
        whole = plain(line.text)
        indent = " " * len(before.lstrip("\n"))
        pieces = textwrap.wrap(whole, max(20, console.width - len(indent))) if console.is_terminal else [whole]
        console.print(
            Text(before, style="dim").append(f"\n{indent}".join(pieces), style=styles[line.kind]), soft_wrap=True
        )


def command(
    article: Annotated[str, options.article()],
    model: Annotated[str, options.model()] = options.MODEL,
    offline: Annotated[bool, options.offline()] = False,
    encoding: Annotated[str | None, options.encoding()] = None,
    detail: Annotated[Detail, options.detail()] = "normal",
    because: Annotated[
        bool, typer.Option("--why", help=_("Say why each sentence stands in its section, and what was left out."))
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=_("Read what is no report of a meeting as well."))] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    with busy(_("Summarising {name} …").format(name=article), quiet=quiet):
        source, summary, labelled = show(
            article,
            model=model,
            offline=offline,
            encoding=encoding,
            detail=detail,
            force=force,
        )
    warn(summary.warnings, name=article, quiet=quiet)
    display(outline(summary, source.text, labelled if because else ()))
