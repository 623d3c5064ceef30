"""`summarise render`: a summary in JSON in, a report out; no model is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarise.cli import checks, options
from summarise.cli.console import tell
from summarise.errors import SettingsError
from summarise.messages import gettext as _


def render(
    record: Path,
    *,
    output: Path | None = None,
    page: Path | None = None,
    article: Path | None = None,
    encoding: str | None = None,
    template: str | None = None,
    force: bool = False,
) -> Path:
    """Write the report of the summary in the JSON file `record`; returns its path. With a `page`, write its proof against
    the `article` there as well.

    Raises:
        SummariseError: the summary, the output, a setting or the template is at fault, or the article is another one.
    """
    from summarise import contract, reporting
    from summarise.office import load_office
    from summarise.proof import render_proof
    from summarise.writing import write_whole

    target = output or checks.default_report(record)
    checks.check_report(target)
    inputs = [record, *([article] if article else [])]
    checks.check_free(target, force=force, inputs=inputs)
    if page is not None:
        if article is None:
            raise SettingsError("--html needs --article: the article that {path} is the summary of", path=record)
        checks.check_free(page, force=force, inputs=[*inputs, target])
    elif article is not None:
        raise SettingsError("--article {path} is of no use without --html", path=article)
    checks.check_template(template)
    summary = contract.load(record)
    proof = None
    if page is not None and article is not None:
        # The page is made first: where the article is another one, nothing is written.
        proof = render_proof(checks.read_article(article, encoding=encoding), summary)
    reporting.render(summary, target, template=template, office=load_office())
    if page is not None and proof is not None:
        write_whole(page, proof)
    return target


def command(
    record: Annotated[
        Path,
        typer.Argument(metavar="SUMMARY.json", show_default=False, help=_("A summary that report or batch wrote.")),
    ],
    output: Annotated[Path | None, options.report()] = None,
    template: Annotated[str | None, options.template()] = None,
    page: Annotated[Path | None, options.page()] = None,
    article: Annotated[
        Path | None,
        typer.Option("--article", metavar="ARTICLE", show_default=False, help=_("The summary's article, for --html.")),
    ] = None,
    encoding: Annotated[str | None, options.encoding()] = None,
    force: Annotated[bool, options.force()] = False,
) -> None:
    target = render(
        record, output=output, page=page, article=article, encoding=encoding, template=template, force=force
    )
    tell(str(target))
