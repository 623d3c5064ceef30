"""`summarise models`: which models there are, and whether one can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli.console import tell
from summarise.messages import gettext as _

if TYPE_CHECKING:
    from summarise.condensing import ModelCard


def describe(card: ModelCard) -> list[str]:
    """What a card says, a line a fact; facts that it does not give are left out."""
    facts = {
        _("name"): card.name,
        _("description"): card.description,
        _("licence"): card.licence,
        _("languages"): ", ".join(card.languages),
        _("size"): card.size,
        _("training data"): card.training,
        _("scores"): ", ".join(f"{name} {value:g}" for name, value in card.scores.items()),
        _("hub id"): card.hub or "",
        _("revision"): card.revision or "",
        _("checksum"): card.sha256 or "",
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def list_command() -> None:
    from summarise.condensing import list_models

    cards = list_models()
    width = max(len(card.name) for card in cards)
    for card in cards:
        tell(f"{card.name:{width}}  {', '.join(card.languages)}, {card.size}, {card.licence}: {card.description}")


def show_command(model: Annotated[str, _model()] = "embedded") -> None:
    from summarise.condensing import load_card

    for line in describe(load_card(model)):
        tell(line)


def check_command(model: Annotated[str, _model()] = "embedded") -> None:
    from summarise.condensing import check_model

    card, revision = check_model(model)
    if card.hub:
        tell(
            _("{name}: known; it is fetched from the hub ({hub}, {revision}) when it is first used").format(
                name=card.name, hub=card.hub, revision=revision
            )
        )
    else:
        tell(_("{name}: whole; its weights are {revision}").format(name=card.name, revision=revision))


def _model() -> object:
    return typer.Argument(metavar="[NAME|DIR|HUB-ID]", help=_("The model."))
