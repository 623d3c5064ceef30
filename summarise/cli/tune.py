"""`summarise models tune`: the model learns from an office's own corrected reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli import checks, options
from summarise.cli.batch import INTERRUPTED
from summarise.cli.console import errors_console, note, plain, tell
from summarise.errors import SettingsError
from summarise.messages import gettext as _
from summarise.messages import mark, ngettext

EPOCHS, HOLD = 6, 0.2

if TYPE_CHECKING:
    from collections import Counter

    from summarise.tuning import Corpus
    from summarise.tuning.pairs import Refusal
    from summarise.tuning.run import Stage, Tell, Tuned

_REASONS: dict[Refusal, str] = {
    "word": mark("with a word that its source lacks"),
    "number": mark("with a number or date that its source lacks"),
    "name": mark("with a name or quotation that its source lacks"),
    "sense": mark("that lost or changed a figure, a negation or a condition of its source"),
    "form": mark("that is no clause of its own, or longer than its source"),
    "order": mark("with its words in another order than in its source"),
    "twice": mark("of a clause that was there before"),
    "long": mark("of a clause longer than the model reads"),
    "unknown": mark("with a source that the original does not have"),
}
_STAGES: dict[Stage, str] = {
    "load": mark("Loading the model"),
    "measure": mark("Measuring on what is held out"),
    "rehearse": mark("Choosing what to repeat"),
    "learn": mark("Learning"),
    "save": mark("Writing the model"),
}


def prepare(
    data: Sequence[Path],
    *,
    output: Path,
    articles: Path | None = None,
    model: str = options.MODEL,
    epochs: int = EPOCHS,
    hold: float = HOLD,
    force: bool = False,
) -> Corpus:
    """What there is to learn from, with everything checked that can be without the model.

    Raises:
        SummariseError: the data, the output, the model's name or a setting is at fault.
    """
    from summarise import tuning

    if not 0.05 <= hold <= 0.5:
        raise SettingsError("--hold {value}: give a share between 0.05 and 0.5", value=hold)
    if epochs < 1:
        raise SettingsError("--epochs {value}: at least one is needed", value=epochs)
    if articles is not None and not articles.is_dir():
        raise SettingsError("--articles {path}: there is no such folder", path=articles)
    tuning.check_folder(output, force=force, model=model)
    checks.check_model(model, untuned=True)
    return tuning.collect(data, articles=articles)


def counts(corpus: Corpus) -> list[str]:
    """What was found in the data and what cannot be used, a line each."""
    lines = []
    if corpus.reports:
        lines.append(
            ngettext(
                "{count} corrected report; bullets edited: {edited}, left as they were: {kept}, removed: {deleted}",
                "{count} corrected reports; bullets edited: {edited}, left as they were: {kept}, removed: {deleted}",
                corpus.reports,
            ).format(count=corpus.reports, edited=corpus.edited, kept=corpus.kept, deleted=corpus.deleted)
        )
    if corpus.without_original:
        lines.append(
            _("{count} summaries without NAME.original.json passed over").format(count=corpus.without_original)
        )
    return [*lines, *refusals(corpus.refused)]


def refusals(refused: Counter[Refusal]) -> list[str]:
    """How many bullets cannot be used, a line a reason, the most frequent first."""
    return [
        ngettext("{count} bullet not used: {reason}", "{count} bullets not used: {reason}", count).format(
            count=count, reason=_(_REASONS[reason])
        )
        for reason, count in refused.most_common()
    ]


def table(tuned: Tuned) -> list[str]:
    """The scores before and after, a row each."""
    heads = ("", _("before"), _("after"))
    rows = [
        ("ROUGE-L", f"{tuned.before.rouge_l:.3f}", f"{tuned.after.rouge_l:.3f}"),
        (_("share of words kept"), f"{tuned.before.kept:.3f}", f"{tuned.after.kept:.3f}"),
        (_("bullets cut by rules"), f"{tuned.before.fallback:.3f}", f"{tuned.after.fallback:.3f}"),
        (_("loss a token"), f"{tuned.before.loss:.3f}", f"{tuned.after.loss:.3f}"),
    ]
    first = max(len(row[0]) for row in rows)
    width = max(map(len, (*heads[1:], "0.000"))) + 2
    return [f"{name:{first}}{before:>{width}}{after:>{width}}" for name, before, after in (heads, *rows)]


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Tell]:
    """A bar on a terminal, else a line a stage; nothing when `quiet`."""
    console = errors_console()
    if quiet or not console.is_terminal:
        said: list[str] = []

        def say(stage: Stage, done: int, total: int) -> None:
            if said[-1:] != [stage]:
                said.append(stage)
                note(_(_STAGES[stage]) + " …", quiet=quiet)

        yield say
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("", total=None)

        def show(stage: Stage, done: int, total: int) -> None:
            # Only learning has steps; of the other stages nobody knows how far they are.
            bar.update(task, description=_(_STAGES[stage]), completed=done, total=total if total > 1 else None)

        yield show


def command(
    data: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATA",
            show_default=False,
            help=_(
                "Corrected summaries (NAME.json beside NAME.original.json), pairs (.jsonl, .csv), or folders of them."
            ),
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", show_default=False, help=_("The folder of the new model."))
    ],
    articles: Annotated[
        Path | None,
        typer.Option(
            "--articles",
            metavar="DIR",
            show_default=False,
            help=_("Where the articles of the summaries are; without it, beside the summaries."),
        ),
    ] = None,
    model: Annotated[str, options.model()] = options.MODEL,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="N", help=_("How often everything is gone through."))
    ] = EPOCHS,
    hold: Annotated[
        float, typer.Option("--hold", metavar="SHARE", help=_("The share that is held out to measure on."))
    ] = HOLD,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=_("Another number, another order of learning."))] = 0,
    record: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", show_default=False, help=_("Write counts and scores as JSON as well.")),
    ] = None,
    offline: Annotated[bool, options.offline()] = False,
    force: Annotated[bool, options.force()] = False,
    quiet: Annotated[bool, options.quiet()] = False,
) -> None:
    import json

    from summarise import tuning
    from summarise.writing import write_whole

    if record is not None:
        checks.check_free(record, force=force, inputs=data)
    try:
        corpus = prepare(data, output=output, articles=articles, model=model, epochs=epochs, hold=hold, force=force)
        for line in counts(corpus):
            note(line, quiet=quiet)
        with _progress(quiet=quiet) as show:
            tuned = tuning.tune(
                corpus, output, model=model, offline=offline, epochs=epochs, hold=hold, seed=seed, tell=show
            )
    except KeyboardInterrupt:
        note(_("Interrupted; nothing was written."))
        raise typer.Exit(INTERRUPTED) from None
    for line in refusals(tuned.refused - corpus.refused):
        note(line, quiet=quiet)
    note(
        _(
            "{learned} pairs learned, {rehearsed} own bullets repeated, {held} pairs held out; epoch {best} was the best"
        ).format(learned=tuned.learned, rehearsed=tuned.rehearsed, held=tuned.held, best=tuned.best),
        quiet=quiet,
    )
    for line in table(tuned):
        tell(line)
    if not tuned.better:
        note(
            _("The bullets are no nearer to the clerks' than before: keep {model}, and correct more reports.").format(
                model=plain(tuned.model)
            )
        )
    if record is not None:
        write_whole(record, json.dumps(tuned.as_dict(), ensure_ascii=False, indent=1) + "\n")
    tell(str(output))
