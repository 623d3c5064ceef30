"""A report and what may go with it: comments in it, and the same as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.cli.console import note, plain
from summarise.messages import gettext as _
from summarise.messages import ngettext

if TYPE_CHECKING:
    from summarise.charts import Chart
    from summarise.office import Office
    from summarise.records import Source, Summary
    from summarise.reporting.pictures import Picture


def pdf_of(report: Path) -> Path:
    """The PDF that goes with a report: its name, in its folder."""
    return report.with_suffix(".pdf")


def write_report(
    summary: Summary,
    target: Path,
    *,
    template: str | None,
    office: Office,
    comments: Source | None = None,
    quiet: bool = False,
) -> tuple[str, ...]:
    """Write the report of `summary` to `target`, with charts of the figures that can be compared; with the article as
    `comments`, with a comment at each bullet. Returns the bullets that the template prints nowhere, so that they have no
    comment.

    Raises:
        SummariseError: the template or the output is at fault.
    """
    from summarise import files
    from summarise.charts import comparable
    from summarise.writing import write_whole

    _note_undrawn(comparable(summary), quiet=quiet)
    report, missing = files.report(summary, template=template, office=office, comments=comments)
    write_whole(target, report)
    return missing


def draw(charts: Sequence[Chart], *, quiet: bool = False) -> tuple[Picture, ...]:
    """The charts as pictures for a report; none, with a note, where they cannot be drawn."""
    from summarise import files

    _note_undrawn(charts, quiet=quiet)
    return files.draw(charts)


def _note_undrawn(charts: Sequence[Chart], *, quiet: bool) -> None:
    if not charts:
        return
    from summarise.charts import ABSENT, available

    if not available():
        note(_(ABSENT), quiet=quiet)


def write_pdf(report: Path) -> Path:
    """Write the report as PDF beside it; returns where.

    Raises:
        SummariseError: LibreOffice is not there or failed, or the PDF cannot be written.
    """
    from summarise.reporting import pdf

    return pdf.write_pdf(report, pdf_of(report))


def warn_of_missing(bullets: tuple[str, ...], *, name: str, quiet: bool) -> None:
    """A line on the bullets without a comment, the first of them in words."""
    if bullets:
        text = ngettext(
            "Warning: {name}: no comment on {count} bullet, “{bullet}”, which the template does not print",
            "Warning: {name}: no comment on {count} bullets that the template does not print, “{bullet}” the first",
            len(bullets),
        )
        note(text.format(name=plain(name), bullet=plain(bullets[0]), count=len(bullets)), quiet=quiet)
