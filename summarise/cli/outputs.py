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

# Between the margins of Nghị định 30/2020/NĐ-CP.
TEXT_WIDTH_MM = 160.0
# A page with its caption; Word cuts off what is higher than the page.
MOST_HEIGHT_MM = 230.0


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
    from summarise import reporting
    from summarise.charts import comparable

    pictures = draw(comparable(summary), quiet=quiet)
    if comments is None and not pictures:
        reporting.render(summary, target, template=template, office=office)
        return ()
    from summarise.writing import write_whole

    report = reporting.document(summary, template=template, office=office, pictures=pictures)
    missing: tuple[str, ...] = ()
    if comments is not None:
        from summarise.reporting.comments import add_comments

        report, missing = add_comments(report, summary, comments.text)
    write_whole(target, report)
    return missing


def draw(charts: Sequence[Chart], *, quiet: bool = False) -> tuple[Picture, ...]:
    """The charts as pictures for a report; none, with a note, where they cannot be drawn."""
    if not charts:
        return ()
    from summarise.charts import ABSENT, available, png, split

    if not available():
        note(_(ABSENT), quiet=quiet)
        return ()
    from summarise.reporting.pictures import Picture

    return tuple(
        Picture(
            png(part, width_mm=TEXT_WIDTH_MM, longest=max(chart.values)), TEXT_WIDTH_MM, part.title, part.description
        )
        for chart in charts
        for part in split(chart, width_mm=TEXT_WIDTH_MM, height_mm=MOST_HEIGHT_MM)
    )


def svgs(summary: Summary) -> tuple[str, ...]:
    """The charts of the figures that can be compared, for a page; none where they cannot be drawn."""
    from summarise.charts import available, comparable, svg

    charts = comparable(summary)
    return tuple(svg(chart) for chart in charts) if charts and available() else ()


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
