"""`summarise report`: one article in, one report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import checks, options, outputs
from summarise.cli.console import busy, tell, warn
from summarise.detail import Detail
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.records import Summary


def report(
    article: str | Path,
    *,
    output: Path | None = None,
    record: Path | None = None,
    page: Path | None = None,
    template: str | None = None,
    model: str = options.MODEL,
    offline: bool = False,
    encoding: str | None = None,
    detail: Detail = "normal",
    force: bool = False,
    pdf: bool = False,
    comments: bool = False,
    quiet: bool = False,
) -> tuple[Path, Summary]:
    """Write the report of `article` (a path, or `-` for standard input), its summary as JSON to `record` and its
    proof as an HTML page to `page` if given, and with `pdf` the report as PDF beside it. With `comments` each bullet
    carries the passage it comes from.

    `force` overwrites files, and takes an article that is no report of a meeting. Returns the path of the report and the
    summary. Whatever can be found wrong without the model is found first; the PDF comes last, so that its failure costs
    nothing else.

    Raises:
        SummariseError: the article, the output, a setting, the template or the model is at fault.
    """
    from summarise.office import load_office

    source = checks.read_article(article, encoding=encoding)
    target = output or checks.default_report(article)
    checks.check_report(target)
    checks.check_free(target, force=force, inputs=[article])
    if record is not None:
        checks.check_free(record, force=force, inputs=[article, target])
    others = [path for path in (record, page) if path is not None]
    if page is not None:
        checks.check_free(page, force=force, inputs=[article, target, *([record] if record else [])])
    if pdf:
        checks.check_free(outputs.pdf_of(target), force=force, inputs=[article, *others])
        checks.check_pdf()
    checks.check_template(template)
    office = load_office()
    checks.check_model(model)

    from summarise import contract
    from summarise.pipeline import Summariser
    from summarise.writing import write_whole

    summary, labelled = Summariser(model=model, offline=offline, detail=detail, anything=force).explain(source)
    missing = outputs.write_report(
        summary, target, template=template, office=office, comments=source if comments else None, quiet=quiet
    )
    outputs.warn_of_missing(missing, name=str(article), quiet=quiet)
    if record is not None:
        write_whole(record, contract.dumps(summary))
    if page is not None:
        from summarise import files

        write_whole(page, files.page(source, summary, labelled))
    if pdf:
        outputs.write_pdf(target)
    return target, summary


def command(
    article: Annotated[str, options.article()],
    output: Annotated[Path | None, options.report()] = None,
    template: Annotated[str | None, options.template()] = None,
    model: Annotated[str, options.model()] = options.MODEL,
    record: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", show_default=False, help=_("Write the summary as JSON as well.")),
    ] = None,
    page: Annotated[Path | None, options.page()] = None,
    offline: Annotated[bool, options.offline()] = False,
    encoding: Annotated[str | None, options.encoding()] = None,
    detail: Annotated[Detail, options.detail()] = "normal",
    pdf: Annotated[bool, options.pdf()] = False,
    comments: Annotated[bool, options.comments()] = False,
    force: Annotated[bool, options.force(articles=True)] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    with busy(_("Summarising {name} …").format(name=article), quiet=quiet):
        target, summary = report(
            article,
            output=output,
            record=record,
            page=page,
            template=template,
            model=model,
            offline=offline,
            encoding=encoding,
            detail=detail,
            force=force,
            pdf=pdf,
            comments=comments,
            quiet=quiet,
        )
    warn(summary.warnings, name=article, quiet=quiet)
    tell(str(target))
    if pdf:
        tell(str(outputs.pdf_of(target)))
