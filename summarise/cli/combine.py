"""`summarise combine`: many summaries in JSON in, one report of all units out; no model is needed."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import checks, options, outputs
from summarise.cli.console import complain, note, plain, tell, warn
from summarise.errors import SettingsError, SummariseError
from summarise.messages import describe
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.charts import Chart
    from summarise.consolidated import Consolidated, Series
    from summarise.records import Summary

TEMPLATE = "bao-cao-cum"
# What `report --json` wrote before a clerk corrected it; the corrected summary stands beside it.
ORIGINAL = ".original.json"


def find(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that `paths` name: files as given, folders with the summaries in them, patterns that the shell has not
    filled in. Each comes once, in the order given and sorted within a folder; one that does not exist is kept, for
    loading to complain of. Of a folder, an original whose corrected summary stands beside it is passed over, and so is the
    account of a batch.

    Raises:
        SettingsError: a folder or pattern holds no `.json` file.
    """
    from summarise.batching.ledger import is_account

    found: dict[Path, Path] = {}
    for path in paths:
        here = [path]
        if path.is_dir():
            here = sorted(file for file in path.glob("*.json") if file.is_file() and not file.name.startswith("."))
            here = [file for file in here if not _corrected(file) and not is_account(file)]
        elif not path.exists() and glob.has_magic(str(path)):
            here = [Path(name) for name in sorted(glob.glob(str(path)))]  # noqa: PTH207 - the pattern may be absolute
        if not here:
            raise SettingsError("{path}: there is no summary (.json) here", path=path)
        for file in here:
            found.setdefault(file.resolve(), file)
    return tuple(found.values())


def load(paths: Sequence[Path]) -> tuple[dict[Path, Summary], dict[Path, SummariseError]]:
    """The summaries of the files, and what is wrong with those that hold none."""
    from summarise import contract

    good: dict[Path, Summary] = {}
    bad: dict[Path, SummariseError] = {}
    for path in paths:
        try:
            good[path] = contract.load(path)
        except SummariseError as error:
            bad[path] = error
    return good, bad


def name_units(given: Sequence[str], paths: Sequence[Path]) -> dict[Path, str]:
    """The units that `FILE=NAME` options name; FILE is a path of `paths`, or the name of one of them.

    Raises:
        SettingsError: an option has no `=`, or its file is none of `paths`, or several.
    """
    named: dict[Path, str] = {}
    for text in given:
        file, sign, name = text.rpartition("=")
        if not sign or not file.strip() or not name.strip():
            raise SettingsError("--unit {text}: write the file, = and the name of its unit", text=text)
        found = [path for path in paths if path.resolve() == Path(file).resolve()]
        found = found or [path for path in paths if file == path.name]
        if not found:
            raise SettingsError("--unit {text}: {file} is none of the summaries given", text=text, file=file)
        if len(found) > 1:
            raise SettingsError("--unit {text}: several files are named {file}; give its path", text=text, file=file)
        named[found[0]] = name.strip()
    return named


def combine(
    summaries: dict[Path, Summary],
    *,
    output: Path,
    units: dict[Path, str] | None = None,
    template: str = TEMPLATE,
    quiet: bool = False,
) -> tuple[Path, Consolidated]:
    """Write the report of `summaries`, with charts of what its units can be compared in; returns its path and what stands
    in it.

    Raises:
        SummariseError: the output, a setting or the template is at fault.
    """
    from summarise import reporting
    from summarise.consolidated import Contribution
    from summarise.consolidating import consolidate
    from summarise.office import load_office

    contributions = [Contribution(str(path), one, (units or {}).get(path)) for path, one in summaries.items()]
    consolidated = consolidate(contributions)
    charts = [chart(series) for series in consolidated.series]
    reporting.render_consolidated(
        consolidated, output, template=template, office=load_office(), pictures=outputs.draw(charts, quiet=quiet)
    )
    return output, consolidated


def chart(series: Series) -> Chart:
    """The chart of a row; its title names the period where that is not the report's."""
    from summarise.charts import Bar, chart_of
    from summarise.language import table

    # The form of the report is Vietnamese whatever the articles' language.
    form = table("vi", "report")["combined"]["indicator"]
    bars = zip(series.members, map(float, series.values), series.texts, series.hedged, strict=True)
    title = form.format(indicator=series.indicator, period=series.period) if series.period else series.indicator
    return chart_of(title, [Bar(*bar) for bar in bars], unit=series.unit or "", missing=series.missing)


def command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUMMARY.json",
            show_default=False,
            help=_("Summaries that report or batch wrote, and folders of them; units stand in this order."),
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="REPORT.docx", show_default=False, help=_("The report to write.")),
    ],
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="FILE=NAME",
            show_default=False,
            help=_("The name of the unit that a summary is of, where the article leaves it open; may be repeated."),
        ),
    ] = None,
    template: Annotated[str, options.template()] = TEMPLATE,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help=_("Leave out files that hold no summary, with a warning."))
    ] = False,
    force: Annotated[bool, options.force()] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    files = find(paths)
    units = name_units(unit or [], files)
    checks.check_report(output)
    checks.check_free(output, force=force, inputs=files)
    checks.check_template(template)
    good, bad = load(files)
    if bad and not (skip_bad and good):
        for error in bad.values():
            complain(describe(error))
        raise SettingsError(
            "no report is written, since a unit would be missing; correct what is named above, or leave it out with "
            "--skip-bad"
        )
    for error in bad.values():
        note(_("Warning: left out: {message}").format(message=plain(describe(error))), quiet=quiet)
    target, consolidated = combine(good, output=output, units=units, template=template, quiet=quiet)
    warn(
        tuple(_(notice.template).format(**notice.values) for notice in consolidated.notices),
        name=str(target),
        quiet=quiet,
    )
    tell(str(target))


def _corrected(path: Path) -> bool:
    return path.name.endswith(ORIGINAL) and path.with_name(path.name.removesuffix(ORIGINAL) + ".json").is_file()
