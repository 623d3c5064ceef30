"""An evaluation as one HTML page, to be read in a browser, mailed or printed: no scripts, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise import messages
from summarise.evaluation.figures import NAMES

if TYPE_CHECKING:
    from summarise.evaluation.run import Evaluation

DEEPEST = 0.6
"""The opacity of a cell whose share is 1: deep enough to stand out, and the number on it stays readable, dark on light
or light on dark."""


def render_page(evaluation: Evaluation, *, name: str) -> str:
    """The page, in the language in use; `name` says what was evaluated. All that comes from articles is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # nobody else of the package pays for it

    environment = Environment(
        loader=PackageLoader(__package__ or "", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["score"] = score
    return environment.get_template("page.html.j2").render(
        _=messages.gettext,
        describe=messages.describe,
        language=messages.language(),
        name=name,
        evaluation=evaluation,
        names=NAMES,
        shades=_shades(evaluation),
    )


def score(value: float | None) -> str:
    """A score to three digits; a dash where it is not defined."""
    return "–" if value is None else f"{value:.3f}"


def _shades(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    """The opacity of each cell of the confusion matrix: its share of the row, so that rare labels show as well."""
    matrix = evaluation.sections
    rows = {gold: matrix.row(gold) for gold in matrix.labels}
    return {
        gold: {given: round(DEEPEST * count / max(1, sum(row.values())), 3) for given, count in row.items()}
        for gold, row in rows.items()
    }
