"""`summarise batch`: many articles in, reports and summaries out; a later run does what is missing or has changed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarise.cli import batch_account, checks, options
from summarise.cli.checks import STDIN
from summarise.cli.console import errors_console, note, plain
from summarise.detail import Detail
from summarise.errors import SettingsError, SummariseError
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.batching.engine import Engine
    from summarise.batching.inputs import Input
    from summarise.batching.manifest import Row
    from summarise.batching.settings import Settings

INTERRUPTED = 130
LIMIT = 300.0
MOST_JOBS = 4
"""Without `--jobs`: each takes about half a gigabyte of memory."""

EngineName = Literal["local", "ray"]


def find(paths: Sequence[Path], lists: Sequence[Path], *, output: Path) -> tuple[Input, ...]:
    """The articles of `paths` and of the files of `lists`; `-` among either is a list on standard input.

    Raises:
        SettingsError: no article is named, or a list cannot be read.
    """
    from summarise.batching import inputs

    named: list[str | Path] = [path for path in paths if str(path) != STDIN]
    for path in (*(path for path in paths if str(path) == STDIN), *lists):
        named += inputs.listed(_list(path))
    if not named:
        raise SettingsError("no article is named; give files, folders, archives, or a list of them")
    return inputs.find(named, output=output)


def _list(path: Path) -> str:
    from summarise.reading import encodings

    try:
        data = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        raise SettingsError(
            "{path}: the list cannot be read ({reason})", path=path, reason=error.strerror or error
        ) from error
    if b"\0" in data and not data.startswith(tuple(encodings.BYTE_ORDER_MARKS)):
        return os.fsdecode(data)  # names between NULs, as the system gives them
    return encodings.decode(data, name=str(path)).text


def settings(
    *,
    formats: str,
    template: str | None,
    model: str,
    offline: bool,
    encoding: str | None,
    detail: Detail,
    comments: bool,
    fast: bool,
) -> tuple[Settings, str]:
    """The settings of a batch and their digest, with everything checked that can be without loading the model.

    Raises:
        SummariseError: one of them is at fault.
    """
    from summarise.batching import settings as made
    from summarise.condensing import check_model
    from summarise.engine import require_fast
    from summarise.office import load_office

    wanted = made.formats(formats)
    if fast:
        require_fast()
    checks.check_template(template)
    checks.check_model(model)
    given = made.Settings(
        formats=wanted,
        template=template,
        model=model,
        offline=offline,
        encoding=encoding,
        detail=detail,
        comments=comments,
        fast=fast,
        office=load_office(),
    )
    return given, given.digest(revision=check_model(model)[1])


def engine(given: Settings, *, name: EngineName, jobs: int, limit: float | None, address: str | None) -> Engine:
    """The engine that does the work. One job without a time limit needs no other process."""
    if name == "ray":
        from summarise.batching.cluster import Cluster

        return Cluster(given, jobs=jobs, address=address)
    if jobs == 1 and limit is None:
        from summarise.batching.engine import Here

        return Here(given)
    from summarise.batching.processes import Processes

    return Processes(given, jobs=jobs, threads=max(1, _cores() // jobs))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[Row], None]]:
    """A bar with rate and remaining time on a terminal, else a line an article; nothing when `quiet`."""
    console = errors_console()
    if quiet or not console.is_terminal:
        done = 0

        def say(row: Row) -> None:
            nonlocal done
            done += 1
            note(f"[{done}/{total}] {plain(row.name)}: {batch_account.word(row.state)}", quiet=quiet)

        yield say
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
    )
    from rich.table import Column
    from rich.text import Text

    class Rate(ProgressColumn):
        """Articles a minute, and how long the others take at that: since the start, as many are done at the same moment.
        Those that were passed over took no time."""

        def render(self, task: Task) -> Text:
            rate = task.fields["worked"] / task.elapsed if task.elapsed else 0
            if not rate:
                return Text("")
            left = batch_account.duration(task.remaining / rate) if task.remaining else None
            text = _("{rate} a minute, {time} left") if left else _("{rate} a minute")
            return Text(text.format(rate=f"{60 * rate:.0f}", time=left))

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(table_column=Column(no_wrap=True)),  # where there is little room, the bar is short
    )
    longest = max(8, console.width // 3)  # of a name, so that the figures have room
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(_("Summarising"), total=total, worked=0)
        worked = 0

        def advance(row: Row) -> None:
            nonlocal worked
            worked += row.state != "skipped"
            bar.update(task, advance=1, worked=worked, description=plain(Path(row.name).name)[:longest])

        yield advance


def command(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", show_default=False, help=_("The folder to write to."))
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            show_default=False,
            help=_("Articles, folders that are searched for them, zip archives, patterns. - reads a list of them."),
        ),
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--files-from",
            metavar="FILE",
            show_default=False,
            help=_("A list of articles, one a line (- reads standard input); may be repeated."),
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", metavar="LIST", help=_("What to write of each article: docx, json, html (the proof).")
        ),
    ] = "docx,json",
    template: Annotated[str | None, options.template()] = None,
    model: Annotated[str, options.model()] = options.MODEL,
    offline: Annotated[bool, options.offline()] = False,
    encoding: Annotated[str | None, options.encoding()] = None,
    detail: Annotated[Detail, options.detail()] = "normal",
    comments: Annotated[bool, options.comments()] = False,
    combine: Annotated[
        Path | None,
        typer.Option(
            "--combine",
            metavar="REPORT.docx",
            show_default=False,
            help=_("At the end, write one report of all articles as well."),
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            max=256,
            show_default=False,
            help=_("Processes that work at once; by default one a core, four at most."),
        ),
    ] = None,
    limit: Annotated[
        float,
        typer.Option(
            "--time-limit", metavar="SECONDS", min=0, help=_("Give up an article after this time (0: never).")
        ),
    ] = LIMIT,
    fast: Annotated[bool, options.fast()] = False,
    where: Annotated[
        EngineName, typer.Option("--engine", help=_("Work on this machine, or on a cluster with Ray."))
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="ADDRESS",
            show_default=False,
            help=_("The Ray cluster; without it, one is started here."),
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would be done, and write nothing."))] = False,
    force: Annotated[bool, options.force()] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    from summarise.batching.run import Batch
    from summarise.batching.store import held, preview

    found = find(paths or [], lists or [], output=output)
    given, digest = settings(
        formats=formats,
        template=template,
        model=model,
        offline=offline,
        encoding=encoding,
        detail=detail,
        comments=comments,
        fast=fast,
    )
    bounded = limit or None
    count = min(jobs or min(MOST_JOBS, _cores()), len(found))
    with (preview if dry_run else held)(output) as store:
        batch = Batch(
            found,
            store=store,
            settings=given,
            digest=digest,
            force=force,
            limit=bounded,
            jobs=count,
            reserved=[combine.stem] if combine is not None else [],
        )
        if combine is not None:
            batch_account.check_combine(combine, store, given, force=force, inputs=found)
        if dry_run:
            batch_account.preview(batch, store, given, jobs=count)
            return
        began = time.monotonic()
        stopped: BaseException | None = None
        try:
            with (
                _progress(len(found), quiet=quiet) as advance,
                engine(given, name=where, jobs=count, limit=bounded, address=address) as working,
            ):
                for row in batch.run(working):
                    advance(row)
        except (KeyboardInterrupt, SummariseError) as error:
            stopped = error
        batch_account.close(batch, store, stopped)
        batch_account.report(store, seconds=time.monotonic() - began, quiet=quiet)
        if isinstance(stopped, SummariseError):
            raise stopped
        if stopped is not None:
            note(_("Interrupted; what was finished is kept, and the same command does the rest."))
            raise typer.Exit(INTERRUPTED)
        whole = combine is None or batch_account.combine_all(store, combine, quiet=quiet)
        if store.manifest.counts()["failed"] or not whole:
            raise typer.Exit(1)
