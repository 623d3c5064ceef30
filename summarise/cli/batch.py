"""`summarise batch`: many articles in, a report and a summary each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from summarise.cli import checks, options, outputs
from summarise.cli.console import complain, errors_console, note, plain, tell, warn
from summarise.detail import Detail
from summarise.errors import SettingsError, SummariseError
from summarise.messages import describe, ngettext
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.batch import Job, Outcome

INTERRUPTED = 130


def prepare(
    paths: Sequence[Path],
    *,
    output: Path,
    template: str | None = None,
    model: str = options.MODEL,
    force: bool = False,
) -> tuple[Job, ...]:
    """The jobs for the articles of `paths`, with everything checked that can be without the model; the folder `output`
    is made if it is not there.

    Raises:
        SummariseError: the paths, the output, the template or the model's name is at fault.
    """
    from summarise import batch

    checks.check_template(template)
    checks.check_model(model)
    jobs = batch.plan(batch.find(paths, output=output), output=output)
    _make_folder(output)
    for job in jobs:
        for path in (job.report, job.record):
            checks.check_free(path, force=force, inputs=(other.article for other in jobs))
    return jobs


def process(
    jobs: Sequence[Job],
    *,
    template: str | None = None,
    model: str = options.MODEL,
    offline: bool = False,
    encoding: str | None = None,
    detail: Detail = "normal",
) -> Iterator[Outcome]:
    """Do the jobs of `prepare`, loading the model once; yields what became of each, in order.

    Raises:
        SummariseError: the model, the template or a setting is at fault.
    """
    from summarise import batch, contract
    from summarise.office import load_office
    from summarise.records import Summary
    from summarise.writing import write_whole

    office = load_office()

    def write(job: Job, summary: Summary) -> None:
        outputs.write_report(summary, job.report, template=template, office=office, quiet=True)
        write_whole(job.record, contract.dumps(summary))

    from summarise.pipeline import Summariser

    summariser = Summariser(model=model, offline=offline, detail=detail)
    return batch.run(jobs, summariser=summariser, write=write, encoding=encoding)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            "{path}: this folder cannot be made ({reason})", path=folder, reason=error.strerror
        ) from error


class _Advance(Protocol):
    def __call__(self, outcome: Outcome) -> None: ...


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[_Advance]:
    """A bar on a terminal, else a line an article; nothing when `quiet`."""
    console = errors_console()
    if quiet or not console.is_terminal:
        done = 0

        def say(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            state = _("failed") if outcome.error else _("done")
            note(f"[{done}/{total}] {plain(str(outcome.job.article))}: {state}", quiet=quiet)

        yield say
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(_("Summarising"), total=total)

        def advance(outcome: Outcome) -> None:
            bar.update(task, advance=1, description=plain(outcome.job.article.name))

        yield advance


def command(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", show_default=False, help=_("Articles, and folders that are searched for them.")),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", show_default=False, help=_("The folder to write to."))
    ],
    template: Annotated[str | None, options.template()] = None,
    model: Annotated[str, options.model()] = options.MODEL,
    offline: Annotated[bool, options.offline()] = False,
    encoding: Annotated[str | None, options.encoding()] = None,
    detail: Annotated[Detail, options.detail()] = "normal",
    force: Annotated[bool, options.force()] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    jobs = prepare(paths, output=output, template=template, model=model, force=force)
    outcomes: list[Outcome] = []
    interrupted = False
    stopped: SummariseError | None = None
    try:
        with _progress(len(jobs), quiet=quiet) as advance:
            for outcome in process(
                jobs, template=template, model=model, offline=offline, encoding=encoding, detail=detail
            ):
                outcomes.append(outcome)
                advance(outcome)
    except KeyboardInterrupt:
        interrupted = True
    except SummariseError as error:
        stopped = error
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in outcomes:
        warn(outcome.warnings, name=str(outcome.job.article), quiet=quiet)
        if not outcome.error:
            tell(str(outcome.job.report))
    _sum_up(len(outcomes) - len(failed), len(jobs), quiet=quiet)
    for outcome in failed:
        assert outcome.error is not None
        complain(_of(outcome.job.article, describe(outcome.error)))
    if stopped:
        raise stopped
    if interrupted:
        note(_("Interrupted; what was finished is kept."))
        raise typer.Exit(INTERRUPTED)
    if failed:
        raise typer.Exit(1)


def _of(article: Path, message: str) -> str:
    """The message with the article's path before it; most messages begin with a name that tells less."""
    for name in (str(article), article.name):
        message = message.removeprefix(f"{name}: ")
    return f"{article}: {message}"


def _sum_up(done: int, total: int, *, quiet: bool) -> None:
    text = ngettext("{done} of {total} report written", "{done} of {total} reports written", total)
    note(text.format(done=done, total=total), quiet=quiet)
