"""Model cards: what a model folder says of itself (`model.toml`) and what `registry.toml` says of well-known ones."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarise import resources
from summarise.errors import ModelError

CARD = "model.toml"
DEFAULT = "embedded"


class ModelCard(BaseModel):
    """What has to be known to use a model.

    `prefix` stands before every text (`{language}` is filled in); `longest` is the number of tokens it reads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    description: str
    licence: str
    languages: tuple[str, ...]
    prefix: str = ""
    longest: int = Field(default=512, gt=0)
    size: str = Field(description="of the weights, for people")
    training: str = Field(default="", description="data that the weights were trained on")
    scores: dict[str, float] = {}
    hub: str | None = Field(default=None, description="id on the Hugging Face hub; None for a folder")
    revision: str | None = Field(default=None, description="commit on the hub that is used")
    sha256: str | None = Field(default=None, description="of model.safetensors")


def registry() -> dict[str, ModelCard]:
    """The well-known public models by their short names."""
    path = resources.models() / "registry.toml"
    return {name: ModelCard(name=name, **row) for name, row in tomllib.loads(path.read_text("utf-8")).items()}


def list_models() -> tuple[ModelCard, ...]:
    """The embedded model, then those of the registry."""
    return (read_card(resources.models() / DEFAULT), *registry().values())


def load_card(model: str | Path) -> ModelCard:
    """The card of a model folder, a name of `list_models`, or a hub id; the last two without a network.

    Raises:
        ModelError: there is no such folder or name, or the card cannot be read.
    """
    folder = model_folder(model)
    if folder is not None:
        return read_card(folder)
    known = registry()
    if str(model) in known:
        return known[str(model)]
    for card in known.values():
        if card.hub == str(model):
            return card
    if str(model).count("/") == 1 and not str(model).startswith((".", "/")):
        return ModelCard(name=str(model), description="", licence="?", languages=(), size="?", hub=str(model))
    raise ModelError(
        "no model {model}: name one of {names}, a folder, or a hub id like VietAI/vit5-base-vietnews-summarization",
        model=model,
        names=", ".join([DEFAULT, *known]),
    )


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
        return ModelCard(name=folder.name, description="", licence="?", languages=(), size="?")
    try:
        return ModelCard(**tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError("{path}: the model card cannot be read: {reason}", path=path, reason=reason) from error


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


def check_model(model: str | Path) -> tuple[ModelCard, str]:
    """The card and the revision of a local model, with its weights compared with the card.

    Raises:
        ModelError: as `load_card` and `digest`; or the weights are not those that the card names.
    """
    folder = model_folder(model)
    card = load_card(model)
    if folder is None:
        return card, card.revision or "main"
    revision = digest(folder)
    if card.sha256 and card.sha256 != revision:
        raise ModelError("{folder}: the weights are not those that model.toml names; fetch them again", folder=folder)
    return card, revision
