"""Condensing: a seq2seq model chooses what of a clause stands in its bullet.

`Condenser` is the seam: anything that turns passages into drafts can take the model's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarise.condensing.cards import DEFAULT, ModelCard, Task, list_models, load_card
from summarise.condensing.loading import check_model
from summarise.records import Draft, ModelRecord
from summarise.units import Joints

__all__ = [
    "DEFAULT",
    "Condenser",
    "ModelCard",
    "Passage",
    "Task",
    "check_model",
    "list_models",
    "load_card",
    "load_condenser",
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to condense, and where it comes apart (None: between any two words).

    The task: a `bullet` of one clause, a `merge` of several sentences of one field into one or two bullets, or the
    `summary` of an article.
    """

    text: str
    language: str
    joints: Joints | None = None
    task: Task = "bullet"


class Condenser(Protocol):
    """Turns passages into candidate bullets."""

    @property
    def record(self) -> ModelRecord:
        """What a summary says of the model."""

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        """Drafts of every passage, the best first; spans are offsets in the passage's text."""


def load_condenser(model: str | Path = DEFAULT, *, offline: bool = False, fast: bool = False) -> Condenser:
    """The condenser of a model folder, or of a registry name or a hub id (`@` and a commit may follow), which is fetched
    where it is not on this machine yet. `fast`: in bfloat16 where the processor computes with it; a few drafts then
    differ.

    Raises:
        SettingsError: `fast` is asked and the extra of that name is not installed.
        ModelError: there is no such model, it cannot be loaded, or it would have to be fetched and `offline` forbids it.
    """
    from summarise.condensing.loading import load_for_reading

    return load_for_reading(model, offline=offline, fast=fast)
