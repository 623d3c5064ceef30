"""`summarise models`: which models there are, and whether one can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli.console import tell
from summarise.messages import gettext as _
from summarise.messages import mark

if TYPE_CHECKING:
    from summarise.condensing import ModelCard

GRAINS = {"clause": mark("clause"), "passage": mark("passage"), "article": mark("article")}
TASKS = {"bullet": mark("bullet"), "merge": mark("merge"), "summary": mark("summary")}
# A table in a file or a pipe is not folded to the width of some terminal.
WIDE = 200


def list_command() -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from summarise.condensing import list_models

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (_("name"), _("languages"), _("trained on"), _("size"), _("licence"), _("where"), _("note")):
        table.add_column(heading, overflow="fold")
    for card in list_models():
        languages = ", ".join(card.languages)
        table.add_row(card.name, languages, _(GRAINS[card.grain]), card.size, card.licence, where(card), remark(card))
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)


def show_command(model: Annotated[str, _model()] = "embedded") -> None:
    from summarise.condensing import load_card

    for line in describe(load_card(model)):
        tell(line)


def check_command(model: Annotated[str, _model()] = "embedded") -> None:
    from summarise.condensing import check_model, load_condenser
    from summarise.condensing.loading import example
    from summarise.phrasing import write_bullets

    card, revision = check_model(model)
    if revision is None:
        tell(
            _("{name}: not fetched yet; it comes from the hub ({hub}, {size}) when it is first used").format(
                name=card.name, size=card.size, hub=card.hub
            )
        )
        return
    if card.sha256:
        tell(_("{name}: whole; its weights are {revision}, as its card says").format(name=card.name, revision=revision))
    else:
        tell(
            _("{name}: its weights are {revision}; its card names no checksum").format(
                name=card.name, revision=revision
            )
        )
    language = card.languages[0] if card.languages else "vi"
    sentence = example(language)
    (bullet,) = write_bullets([sentence], load_condenser(model, offline=True), language=language)
    tell(_("It was given: {text}").format(text=sentence))
    if bullet is not None and bullet.method == "model":
        tell(_("It wrote: {text}").format(text=bullet.text))
    else:
        reason = (bullet.reason if bullet else None) or "?"
        tell(_("It wrote nothing that can be taken ({reason}); the rules write instead of it.").format(reason=reason))


def describe(card: ModelCard) -> list[str]:
    """What a card says, a line a fact; facts that it does not give are left out."""
    from summarise.condensing.hub import commit_of

    facts = {
        _("name"): card.name,
        _("description"): card.description,
        _("licence"): card.licence,
        _("languages"): ", ".join(card.languages),
        _("trained on"): _(GRAINS[card.grain]),
        _("reads at most"): _("{count} tokens").format(count=card.longest),
        _("prefixes"): ", ".join(f"{_(TASKS[task])} “{prefix}”" for task, prefix in card.prefixes.items()),
        _("language codes"): ", ".join(f"{language} {code}" for language, code in card.codes.items()),
        _("size"): card.size,
        _("training data"): card.training,
        _("scores"): ", ".join(f"{name} {value:g}" for name, value in card.scores.items()),
        _("hub id"): card.hub or "",
        _("revision"): (commit_of(card) or _("chosen when it is first fetched")) if card.hub else "",
        _("checksum"): card.sha256 or "",
        _("where"): where(card) if card.hub else "",
        _("note"): remark(card),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value not in ("", "?")]


def where(card: ModelCard) -> str:
    """Whether a model is on this machine."""
    from summarise.condensing.hub import fetched

    if card.hub is None:
        return _("here")
    return _("fetched") if fetched(card) else _("to be fetched")


def remark(card: ModelCard) -> str:
    """Why a model is of no use as it is, or may be of none; empty for others."""
    from summarise.condensing.cards import is_known

    if card.segmentation == "words":
        return _("needs segmented words: not supported")
    if not card.fine_tuned:
        return _("not fine-tuned for summarising")
    return _("how well it summarises is unknown") if card.hub and not is_known(card) else ""


def _model() -> object:
    return typer.Argument(metavar="[NAME|DIR|HUB-ID]", help=_("The model."))
