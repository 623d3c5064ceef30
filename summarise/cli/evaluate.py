"""`summarise evaluate`: the figures of a model on labelled cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import checks, options
from summarise.cli.console import busy, complain, note, plain, tell
from summarise.errors import SettingsError
from summarise.messages import describe
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.evaluation import Evaluation, Figures


def evaluate(cases: Path, *, model: str = options.MODEL, offline: bool = False) -> Evaluation:
    """The figures of the model on the cases of a folder.

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

    return evaluation.evaluate(cases, Summariser(model=model, offline=offline).summarise)


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
    with busy(_("Summarising the cases …"), quiet=quiet):
        result = evaluate(cases, model=model, offline=offline)
    for name, error in result.errors.items():
        note(f"{name}: {plain(describe(error))}", quiet=quiet)
    for line in table(result):
        tell(line)
    if record is not None:
        write_whole(record, json.dumps(result.as_dict(), ensure_ascii=False, indent=1) + "\n")
    wrong = missed(result.mean, least=lower, most=upper)
    for line in wrong:
        complain(line)
    if wrong:
        raise typer.Exit(1)
