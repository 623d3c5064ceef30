"""What `summarise batch` says: beforehand what would be done, afterwards what became of every article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.cli import checks, combine
from summarise.cli.console import complain, errors_console, note, plain, tell, warn
from summarise.errors import InputError, OfficeSuiteError, SettingsError, SummariseError
from summarise.messages import describe, mark, ngettext
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.batching.inputs import Input
    from summarise.batching.manifest import Row, State
    from summarise.batching.run import Article, Batch, Decision
    from summarise.batching.settings import Settings
    from summarise.batching.store import Store

SECONDS = 1.0
"""What an article is thought to take one process, where no earlier run of the folder tells."""
STARTING = 5.0
"""Seconds until the first article is worked on: a report from a cold start takes six (benchmarks/speed.py)."""

_WORDS: dict[State, str] = {"done": mark("done"), "skipped": mark("skipped"), "failed": mark("failed")}


def word(state: State) -> str:
    """A state in the reader's language."""
    return _(_WORDS[state])


def check_combine(report: Path, store: Store, settings: Settings, *, force: bool, inputs: Sequence[Input] = ()) -> None:
    """Raises:
    SettingsError: the combined report cannot be made of this batch, or cannot be written: one that an earlier run wrote
        and nobody edited is written again, and none of the files of the `articles` ever.
    """
    from summarise.batching.store import condition

    checks.check_report(report)
    if "json" not in settings.formats:
        raise SettingsError("--combine is made of the summaries; add json to --format")
    ours = condition(report, store.manifest.file(_combined(report), "docx")) == "ours"
    if report.is_file() and not (force or ours):
        raise SettingsError(
            "{path}: edited since it was written, or of somebody else; rename it, or give another name (--force overwrites "
            "the reports of articles that were edited, too)",
            path=report,
        )
    if report.parent.resolve() != store.folder.resolve() or report.exists():
        checks.check_free(report, force=force or ours, inputs=[one.path for one in inputs])


def _combined(report: Path) -> str:
    """What the manifest calls the combined report; no article is called so, since a path has no NUL."""
    return f"\0{report.resolve()}"


def preview(batch: Batch, store: Store, settings: Settings, *, jobs: int) -> None:
    """Say of every article what would be done with it, and of all of them how long that would take."""
    waiting = 0
    for article, decision in batch.decide():
        text, is_work = _prospect(article, decision, store, settings)
        tell(f"{plain(article.input.name)}: {text}")
        waiting += is_work
    seconds = STARTING + (store.manifest.seconds() or SECONDS) * waiting / jobs if waiting else 0.0
    text = ngettext(
        "{count} article would be worked on, in about {time}; template {template}, model {model}; nothing was written",
        "{count} articles would be worked on, in about {time}; template {template}, model {model}; nothing was written",
        waiting,
    )
    template = settings.template or _("by the meeting's kind")
    note(text.format(count=waiting, time=duration(seconds), template=plain(template), model=plain(settings.model)))


def _prospect(article: Article, decision: Decision, store: Store, settings: Settings) -> tuple[str, bool]:
    """What would be done with an article, and whether that is work."""
    if decision.document is None:
        row = decision.row
        assert row is not None
        return f"{word(row.state)}, {plain(_reason(row))}", False
    from summarise.reading import read_bytes

    try:
        source = read_bytes(decision.document.data, name=article.input.name, encoding=settings.encoding)
    except (InputError, OfficeSuiteError) as error:
        return f"{word('failed')}, {plain(_without_name(describe(error), article.input.name))}", False
    files = ", ".join(str(store.path(article.stem, format)) for format in decision.formats)
    return ", ".join(filter(None, (source.media_type, source.encoding))) + f" → {plain(files)}", True


def duration(seconds: float) -> str:
    """A length of time as a person says it."""
    minutes = round(seconds / 60)
    if seconds < 100:
        return _("{seconds} s").format(seconds=f"{seconds:.0f}")
    if minutes < 100:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def close(batch: Batch, store: Store, stopped: BaseException | None) -> None:
    """Write the account of the batch, `batch.json`; where that cannot be done, say so, unless it is told what `stopped` all."""
    from summarise.batching import ledger

    try:
        if stopped is not None:
            batch.close()
        ledger.write(store)
    except SummariseError as error:
        if not isinstance(stopped, SummariseError):
            complain(describe(error))


def report(store: Store, *, seconds: float, quiet: bool) -> None:
    """The files that were written on standard output; a table of the outcomes and why articles failed on standard error."""
    warned = 0
    for row in store.manifest.rows("done"):
        warned += bool(row.warnings)
        first = "docx" if "docx" in row.made else row.made[0]
        tell(str(store.path(row.stem, first)))
    if not quiet:
        _table(store, seconds=seconds)
        if warned:
            text = ngettext(
                "Warning: {count} article has a warning; see {path}",
                "Warning: {count} articles have warnings; see {path}",
                warned,
            )
            note(text.format(count=warned, path=plain(str(_ledger(store)))))
    for row in store.manifest.rows("failed"):
        if not _is_left(row):  # what stopped the batch is told once
            complain(f"{row.name}: {_reason(row)}")


def _is_left(row: Row) -> bool:
    """Whether the batch ended before an article was worked on."""
    from summarise.batching.run import NOT_COME_TO

    return row.error is not None and row.error.template == NOT_COME_TO


def _table(store: Store, *, seconds: float) -> None:
    from rich.table import Table

    counts = store.manifest.counts()
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    left = sum(_is_left(row) for row in store.manifest.rows("failed"))
    for state, count in counts.items():
        table.add_row(word(state), str(count - left if state == "failed" else count))
    if left:
        table.add_row(_("not come to"), str(left))
    errors_console().print(table)
    rate = 60 * counts["done"] / seconds if seconds else 0
    text = _("{time}, {rate} reports a minute; all of it: {path}") if rate else _("{time}; all of it: {path}")
    note(text.format(time=duration(seconds), rate=f"{rate:.0f}", path=plain(str(_ledger(store)))))


def _ledger(store: Store) -> Path:
    from summarise.batching import ledger

    return store.folder / ledger.NAME


def combine_all(store: Store, target: Path, *, quiet: bool) -> bool:
    """Write one report of all articles of the batch that have a summary; whether none of the summaries is damaged.

    Raises:
        SummariseError: there is none, or the report cannot be made or written.
    """
    from summarise.batching.store import digest

    rows = [row for row in store.manifest.rows() if row.state != "failed" and "json" in row.made]
    paths = [store.path(row.stem, "json") for row in rows]
    if not paths:
        raise SettingsError("no article has a summary, so there is nothing to combine")
    good, bad = combine.load(paths)
    for error in bad.values():
        complain(_("left out of {report}: {message}").format(report=target, message=describe(error)))
    if not good:
        raise SettingsError("no article has a summary, so there is nothing to combine")
    path, consolidated = combine.combine(good, output=target, quiet=quiet)
    notices: Sequence[str] = [_(notice.template).format(**notice.values) for notice in consolidated.notices]
    store.manifest.set_file(_combined(target), "docx", digest(target))
    warn(tuple(notices), name=str(path), quiet=quiet)
    if any("--unit" in notice.template for notice in consolidated.notices):
        text = _(
            "--unit is an option of summarise combine: summarise combine {folder} -o {path} --unit FILE=NAME --force"
        )
        note(text.format(folder=_quoted(store.folder), path=_quoted(path)), quiet=quiet)
    tell(str(path))
    return not bad


def _quoted(path: Path) -> str:
    """A path as it is typed."""
    text = plain(str(path))
    return f'"{text}"' if " " in text else text


def _reason(row: Row) -> str:
    if row.error is not None:
        return _without_name(describe(row.error), row.name)
    return _(row.note or "")


def _without_name(message: str, path: str) -> str:
    """The message without the article's path before it, which stands there already; most messages begin with its name."""
    for name in (path, Path(path).name):
        message = message.removeprefix(f"{name}: ")
    return message
