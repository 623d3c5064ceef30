"""Labelling: what section of the report a sentence belongs in, in which field of work, and how much it matters.

`Labeller` is the seam: a better labeller is another class with the same method.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from summarise.records import Article, Labelled, Sentence

__all__ = ["Labeller", "load_labeller"]


class Labeller(Protocol):
    """Labels the sentences of an article, all at once: what stands around a sentence decides what it is."""

    def label(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Labelled, ...]:
        """One `Labelled` a sentence, in order; a sentence that holds statements of several sections or fields may be cut
        at a comma, and then each piece has its own."""


def load_labeller(folder: Path, *, fast: bool = False) -> Labeller:
    """The labeller whose weights lie in `folder`. `fast`: computed with 8 bits where that can be had (`summarise.engine`), a
    few labels then differ.

    Raises:
        SettingsError: `fast` is asked and the extra of that name is not installed.
        ModelError: the folder holds no labeller.
    """
    from summarise.labelling.trained import TrainedLabeller

    return TrainedLabeller.load(folder, fast=fast)
