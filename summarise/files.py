"""What is written of one summary, as the content of files: the report in Word, the proof as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarise.charts import Chart, available, comparable

if TYPE_CHECKING:
    from summarise.office import Office
    from summarise.records import Labelled, Source, Summary
    from summarise.reporting.pictures import Picture

# Between the margins of Nghị định 30/2020/NĐ-CP.
TEXT_WIDTH_MM = 160.0
# A page with its caption; Word cuts off what is higher than the page.
MOST_HEIGHT_MM = 230.0


def report(
    summary: Summary, *, template: str | None, office: Office, comments: Source | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """The report of `summary`, with charts of the figures that can be compared; with the article as `comments`, with a
    comment at each bullet. Also the bullets that the template prints nowhere, so that they have no comment.

    Raises:
        TemplateError: the template is at fault.
    """
    from summarise import reporting

    content = reporting.document(summary, template=template, office=office, pictures=draw(comparable(summary)))
    if comments is None:
        return content, ()
    from summarise.reporting.comments import add_comments

    return add_comments(content, summary, comments.text)


def page(source: Source, summary: Summary, labelled: Sequence[Labelled] | None) -> str:
    """The report beside its article, as an HTML page."""
    from summarise.charts import svg
    from summarise.proof import render_proof

    charts = comparable(summary)
    drawn = tuple(svg(chart) for chart in charts) if charts and available() else ()
    return render_proof(source, summary, labelled, charts=drawn)


def draw(charts: Sequence[Chart]) -> tuple[Picture, ...]:
    """The charts as pictures for a report; none where they cannot be drawn."""
    if not charts or not available():
        return ()
    from summarise.charts import png, split
    from summarise.reporting.pictures import Picture

    return tuple(
        Picture(
            png(part, width_mm=TEXT_WIDTH_MM, longest=max(chart.values)), TEXT_WIDTH_MM, part.title, part.description
        )
        for chart in charts
        for part in split(chart, width_mm=TEXT_WIDTH_MM, height_mm=MOST_HEIGHT_MM)
    )
