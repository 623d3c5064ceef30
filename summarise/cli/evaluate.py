"""`summarise evaluate`: the figures of a model on labelled cases, its labels one by one, and its worst mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import checks, options
from summarise.cli.console import busy, complain, note, plain, tell
from summarise.errors import SettingsError
from summarise.messages import describe
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.evaluation import Evaluation, Figures, Scores


def evaluate(cases: Path, *, model: str = options.MODEL, offline: bool = False) -> Evaluation:
    """How the model does on the cases of a folder.

    Raises:
        SettingsError: there is no case, or a gold file is wrong.
        InputError: an article of a case cannot be read.
        ModelError: the model cannot be used.
    """
    from summarise import evaluation

    checks.check_model(model)
    for path in evaluation.find_cases(cases):
        evaluation.read_case(path)

    from summarise.pipeline import Summariser

    return evaluation.evaluate(cases, Summariser(model=model, offline=offline).explain)


def parse_bounds(texts: Sequence[str]) -> dict[str, float]:
    """`["key_recall=0.8"]` as `{"key_recall": 0.8}`.

    Raises:
        SettingsError: there is no such figure, or the bound is no number.
    """
    from summarise.evaluation import NAMES

    bounds = {}
    for text in texts:
        name, _equals, value = text.partition("=")
        if name not in NAMES:
            raise SettingsError(
                "{text}: there is no such figure; choose one of {known}", text=text, known=", ".join(NAMES)
            )
        try:
            bounds[name] = float(value)
        except ValueError as error:
            raise SettingsError("{text}: write the bound as FIGURE=VALUE, such as key_recall=0.8", text=text) from error
    return bounds


def missed(mean: Figures, *, least: Mapping[str, float], most: Mapping[str, float]) -> list[str]:
    """Which means lie outside their bounds, as `key_recall 0.700 < 0.8`."""
    low = [
        f"{name} {getattr(mean, name):.3f} < {bound:g}" for name, bound in least.items() if getattr(mean, name) < bound
    ]
    high = [
        f"{name} {getattr(mean, name):.3f} > {bound:g}" for name, bound in most.items() if getattr(mean, name) > bound
    ]
    return low + high


def table(evaluation: Evaluation) -> list[str]:
    """A row of figures a case, then their mean."""
    from summarise.evaluation import NAMES

    rows = {**evaluation.cases, _("MEAN"): evaluation.mean}
    first = max(map(len, [_("case"), *rows]))
    lines = [f"{_('case'):{first}}" + "".join(f"{name:>{len(name) + 2}}" for name in NAMES)]
    for name, row in rows.items():
        lines.append(f"{name:{first}}" + "".join(f"{getattr(row, key):{max(7, len(key) + 2)}.3f}" for key in NAMES))
    return lines


def details(evaluation: Evaluation) -> Iterator[str]:
    """What stands under the figures: the confusion matrix of the section labels, the scores of each label and of each
    field of work, and the worst faults, each with how sure the labeller was."""
    matrix = evaluation.sections
    yield _("Section labels: how many passages of each label (rows) were given each label (columns)")
    yield from _aligned(
        [["", *matrix.labels], *([label, *map(str, matrix.row(label).values())] for label in matrix.labels)]
    )
    yield ""
    yield from _aligned(_scores(_("label"), matrix.by_label()))
    yield ""
    yield _("Fields of work")
    if fields := evaluation.fields.by_label():
        yield from _aligned(_scores(_("field"), fields))
    else:
        yield _("The cases name no field.")
    yield ""
    yield _("Worst items, first what the labeller was surest of")
    for fault in evaluation.worst:
        yield f"{fault.certainty:.2f}  " + plain(f"{fault.case}: {fault.reason(_)} | {fault.text}")
    if not evaluation.worst:
        yield _("Nothing is wrong.")


def _scores(first: str, found: Mapping[str, Scores]) -> list[list[str]]:
    from summarise.evaluation.page import score

    rows = [
        [label, score(row.precision), score(row.recall), score(row.f1), str(row.support)]
        for label, row in found.items()
    ]
    return [[first, _("precision"), _("recall"), "F1", _("passages")], *rows]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"{first:{widths[0]}}", *cells])


def command(
    cases: Annotated[
        Path,
        typer.Argument(metavar="CASES", show_default=False, help=_("A folder of NAME.txt with NAME.gold.json.")),
    ],
    model: Annotated[str, options.model()] = options.MODEL,
    record: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", show_default=False, help=_("Write the figures as JSON as well.")),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", show_default=False, help=_("Write everything as an HTML page as well.")),
    ] = None,
    least: Annotated[
        list[str] | None,
        typer.Option(
            "--min", metavar="FIGURE=VALUE", show_default=False, help=_("Fail if the mean is less. May be repeated.")
        ),
    ] = None,
    most: Annotated[
        list[str] | None,
        typer.Option(
            "--max", metavar="FIGURE=VALUE", show_default=False, help=_("Fail if the mean is more. May be repeated.")
        ),
    ] = None,
    offline: Annotated[bool, options.offline()] = False,
    force: Annotated[bool, options.force()] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    import json

    from summarise.writing import write_whole

    lower, upper = parse_bounds(least or []), parse_bounds(most or [])
    if record is not None:
        checks.check_free(record, force=force)
    if page is not None:
        checks.check_free(page, force=force, inputs=[record] if record is not None else [])
    with busy(_("Summarising the cases …"), quiet=quiet):
        result = evaluate(cases, model=model, offline=offline)
    for name, error in result.errors.items():
        note(f"{name}: {plain(describe(error))}", quiet=quiet)
    for line in (*table(result), "", *details(result)):
        tell(line)
    if record is not None:
        write_whole(record, json.dumps(result.as_dict(), ensure_ascii=False, indent=1) + "\n")
    if page is not None:
        from summarise.evaluation import render_page

        write_whole(page, render_page(result, name=cases.resolve().name))
    wrong = missed(result.mean, least=lower, most=upper)
    for line in wrong:
        complain(line)
    if wrong:
        raise typer.Exit(1)
