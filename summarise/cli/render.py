"""`summarise render`: a summary in JSON in, a report out; no model is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarise.cli import checks, options, outputs
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
    pdf: bool = False,
    comments: bool = False,
    quiet: bool = False,
) -> Path:
    """Write the report of the summary in the JSON file `record`; returns its path. With a `page`, write its proof against
    the `article` (read as `encoding`, if it is plain text) there as well; `comments` puts its passage beside each bullet;
    `pdf` writes the report as PDF as well.

    Raises:
        SummariseError: the summary, the output, a setting or the template is at fault, or the article is another one.
    """
    from summarise import contract
    from summarise.office import load_office
    from summarise.writing import write_whole

    target = output or checks.default_report(record)
    inputs = [record, *([article] if article else [])]
    checks.check_report(target)
    checks.check_free(target, force=force, inputs=inputs)
    for option, wanted in (("--html", page is not None), ("--comments", comments)):
        if wanted and article is None:
            raise SettingsError(
                "{option} needs --article: the article that {path} is the summary of", option=option, path=record
            )
    if article is not None and page is None and not comments:
        raise SettingsError("--article {path} is of no use without --html or --comments", path=article)
    if page is not None:
        checks.check_free(page, force=force, inputs=[*inputs, target])
    if pdf:
        checks.check_free(outputs.pdf_of(target), force=force, inputs=[*inputs, *([page] if page else [])])
        checks.check_pdf()
    checks.check_template(template)
    summary = contract.load(record)
    source = checks.read_article(article, encoding=encoding) if article else None
    if source is not None:
        contract.check_same_article(summary, source)
    missing = outputs.write_report(
        summary, target, template=template, office=load_office(), comments=source if comments else None, quiet=quiet
    )
    outputs.warn_of_missing(missing, name=str(record), quiet=quiet)
    if page is not None and source is not None:
        from summarise import files

        write_whole(page, files.page(source, summary, None))
    if pdf:
        outputs.write_pdf(target)
    return target


def command(
    record: Annotated[
        Path,
        typer.Argument(metavar="SUMMARY.json", show_default=False, help=_("A summary that report or batch wrote.")),
    ],
    output: Annotated[Path | None, options.report()] = None,
    template: Annotated[str | None, options.template()] = None,
    page: Annotated[Path | None, options.page()] = None,
    pdf: Annotated[bool, options.pdf()] = False,
    comments: Annotated[bool, options.comments()] = False,
    article: Annotated[Path | None, options.article_of_summary()] = None,
    encoding: Annotated[str | None, options.encoding()] = None,
    force: Annotated[bool, options.force()] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    target = render(
        record,
        output=output,
        page=page,
        template=template,
        force=force,
        pdf=pdf,
        comments=comments,
        article=article,
        encoding=encoding,
        quiet=quiet,
    )
    tell(str(target))
    if pdf:
        tell(str(outputs.pdf_of(target)))
