"""`summarise render`: a summary in JSON in, a report out; no model is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarise.cli import checks, options
from summarise.cli.console import tell
from summarise.messages import gettext as _


def render(record: Path, *, output: Path | None = None, template: str | None = None, force: bool = False) -> Path:
    """Write the report of the summary in the JSON file `record`; returns its path.

    Raises:
        SummariseError: the summary, the output, a setting or the template is at fault.
    """
    from summarise import contract, reporting
    from summarise.office import load_office

    target = output or checks.default_report(record)
    checks.check_report(target)
    checks.check_free(target, force=force, inputs=[record])
    checks.check_template(template)
    summary = contract.load(record)
    return reporting.render(summary, target, template=template, office=load_office())


def command(
    record: Annotated[
        Path,
        typer.Argument(metavar="SUMMARY.json", show_default=False, help=_("A summary that report or batch wrote.")),
    ],
    output: Annotated[Path | None, options.report()] = None,
    template: Annotated[str | None, options.template()] = None,
    force: Annotated[bool, options.force()] = False,
) -> None:
    tell(str(render(record, output=output, template=template, force=force)))
