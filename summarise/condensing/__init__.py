"""Condensing: a seq2seq model chooses what of a clause stands in its bullet.

`Condenser` is the seam: anything that turns passages into drafts can take the model's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarise.condensing.cards import DEFAULT, ModelCard, check_model, list_models, load_card
from summarise.records import Draft, ModelRecord
from summarise.units import Joints

__all__ = [
    "DEFAULT",
    "Condenser",
    "ModelCard",
    "Passage",
    "check_model",
    "list_models",
    "load_card",
    "load_condenser",
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause to condense, and where it comes apart (None: between any two words)."""

    text: str
    language: str
    joints: Joints | None = None


class Condenser(Protocol):
    """Turns passages into candidate bullets."""

    @property
    def record(self) -> ModelRecord:
        """What a summary says of the model."""

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        """Drafts of every passage, the best first; spans are offsets in the passage's text."""


def load_condenser(model: str | Path = DEFAULT, *, offline: bool = False) -> Condenser:
    """The condenser of a model folder, a registry name or a hub id.

    Raises:
        ModelError: there is no such model, it cannot be loaded, or it would have to be fetched and `offline` forbids it.
    """
    from summarise.condensing.seq2seq import load

    return load(model, offline=offline)
