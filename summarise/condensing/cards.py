"""Model cards: what a model folder says of itself (`model.toml`) and what `registry.toml` says of well-known ones."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarise import resources
from summarise.errors import ModelError

CARD = "model.toml"
DEFAULT = "embedded"
# Small networks that may lie beside the weights of a model and read what its encoder makes of a text.
KEEPER, SELECTOR = "keeper.safetensors", "selector.safetensors"

Task = Literal["bullet", "merge", "summary"]
Grain = Literal["clause", "passage", "article"]
# Whose prefix serves a task that a model was not trained for, in order of preference.
PREFIXES: dict[Task, tuple[Task, ...]] = {
    "bullet": ("bullet", "summary"),
    "merge": ("merge", "bullet", "summary"),
    "summary": ("summary",),
}
COMMIT = r"^[0-9a-f]{40}$"


class ModelCard(BaseModel):
    """What has to be known to use a model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    description: str = ""
    licence: str = "?"
    languages: tuple[str, ...] = ()
    prefixes: dict[Task, str] = Field(default={}, description="what stands before a text; {language} is filled in")
    codes: dict[str, str] = Field(
        default={}, description="language → the token that marks it, for models that are told which one to write"
    )
    longest: int = Field(default=512, gt=0, description="tokens that it reads")
    grain: Grain = Field(default="article", description="the piece of text that it was trained to condense")
    segmentation: Literal["none", "words"] = Field(
        default="none", description="'words': its syllables have to be joined to words first, which is not done here"
    )
    fine_tuned: bool = Field(default=True, description="False for a checkpoint that never learned to summarise")
    size: str = Field(default="?", description="of the weights, for people")
    training: str = Field(default="", description="data that the weights were trained on")
    scores: dict[str, float] = {}
    hub: str | None = Field(default=None, description="id on the Hugging Face hub; None for a folder")
    branch: str = Field(
        default="main", description="where the hub has its safetensors weights while no commit is chosen"
    )
    revision: str | None = Field(default=None, pattern=COMMIT, description="commit on the hub that is used")
    sha256: str | None = Field(default=None, description="of model.safetensors")

    def prefix(self, task: Task, language: str) -> str:
        """What stands before a text; empty where the model was trained on bare text."""
        for name in PREFIXES[task]:
            if name in self.prefixes:
                return self.prefixes[name].replace("{language}", language)
        return ""


@cache
def _registry() -> dict[str, Any]:
    return tomllib.loads((resources.models() / "registry.toml").read_text("utf-8"))


def registry() -> dict[str, ModelCard]:
    """The well-known public models by their short names."""
    return {name: ModelCard(name=name, **row) for name, row in _registry()["models"].items()}


def list_models() -> tuple[ModelCard, ...]:
    """The embedded model, then those of the registry."""
    return (read_card(resources.models() / DEFAULT), *registry().values())


def load_card(model: str | Path) -> ModelCard:
    """The card of a model folder, a name of `list_models`, or a hub id; the last two without a network. A name or hub id
    may end in `@` and the commit of the hub that shall be used.

    Raises:
        ModelError: there is no such folder or name, the card cannot be read, or what follows `@` is no commit.
    """
    folder = model_folder(model)
    if folder is not None:
        return read_card(folder)
    name, at, commit = str(model).partition("@")
    if at and not re.match(COMMIT, commit):
        raise ModelError(
            "{model}: what follows @ is no commit of the hub; write its 40 digits and letters a-f", model=model
        )
    card = _known(name)
    if card is None:
        raise ModelError(
            "no model {model}: name one of {names}, a folder, or a hub id like VietAI/vit5-base-vietnews-summarization",
            model=model,
            names=", ".join([DEFAULT, *registry()]),
        )
    # The checksum of a registry entry is that of its own commit.
    return card.model_copy(update={"revision": commit, "sha256": None}) if at else card


def _known(name: str) -> ModelCard | None:
    """The card of a registry name or of a hub id; of an id that the registry lacks, what its name tells."""
    known = registry()
    if name in known:
        return known[name]
    if name.count("/") != 1 or name.startswith((".", "/")):
        return None
    for card in known.values():
        if card.hub is not None and card.hub.casefold() == name.casefold():
            return card
    bases = {base.casefold() for base in _registry()["base_checkpoints"]}
    return ModelCard(name=name, hub=name, fine_tuned=name.casefold() not in bases)


def require_summariser(card: ModelCard, *, untuned: bool = False) -> None:
    """Nothing, for a card of a model that can be of use here (`untuned`: for tuning); asks no network.

    Raises:
        ModelError: the model reads segmented words, or it lies on the hub and never learned to summarise. (A folder is
            taken: who has one has tuned it.)
    """
    if card.segmentation == "words":
        raise ModelError(
            "{model} reads text whose syllables are joined to words, which is not done here; tune BARTpho-syllable "
            "(vinai/bartpho-syllable) instead",
            model=card.name,
        )
    if card.hub is not None and not card.fine_tuned and not untuned:
        able = [DEFAULT, *(name for name, other in registry().items() if other.fine_tuned)]
        raise ModelError(
            "{model} is not fine-tuned for summarising: it would write noise; use {names}, or tune it first (summarise "
            "models tune)",
            model=card.name,
            names=", ".join(able),
        )


def is_known(card: ModelCard) -> bool:
    """Whether the registry tells how fit a model of the hub is."""
    return card.name in registry()


def model_folder(model: str | Path) -> Path | None:
    """The folder that `model` names; None when it is no folder."""
    if str(model) == DEFAULT:
        return resources.models() / DEFAULT
    folder = Path(model)
    return folder if folder.is_dir() else None


def read_card(folder: Path) -> ModelCard:
    """`model.toml` of a folder; a folder without one is a Hugging Face model that reads bare text.

    Raises:
        ModelError: the folder holds no model, or its card is damaged.
    """
    if not (folder / "config.json").is_file():
        raise ModelError("{folder}: no config.json in this folder, so it holds no model", folder=folder)
    path = folder / CARD
    if not path.is_file():
        return ModelCard(name=folder.resolve().name)
    try:
        return ModelCard(**tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValidationError) as error:
        raise ModelError(
            "{path}: the model card cannot be read: {reason}", path=path, reason=reason_of(error)
        ) from error


def reason_of(error: Exception) -> str:
    """The first line of what an exception of a library says."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error).strip().partition("\n")[0] or type(error).__name__


def digest(folder: Path) -> str:
    """SHA-256 of the weights of a local model: the revision that a summary names.

    Raises:
        ModelError: there are no safetensors weights.
    """
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise ModelError(
            "{folder}: no .safetensors weights here; pickled weights are not loaded, convert them first", folder=folder
        )
    total = hashlib.sha256()
    for path in files:
        with path.open("rb") as weights:
            while chunk := weights.read(1 << 20):
                total.update(chunk)
    return total.hexdigest()


def check_weights(folder: Path, card: ModelCard) -> str:
    """The checksum of the weights in a folder, compared with the card where that gives one.

    Raises:
        ModelError: as `digest`; or the weights are not those that the card names.
    """
    found = digest(folder)
    if card.sha256 and card.sha256 != found:
        raise ModelError("{folder}: the weights are not those that model.toml names; fetch them again", folder=folder)
    return found
