"""The trained labeller: windows of the article through the sentence classifier, then the best sequence of sections."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer

from summarise.errors import ModelError
from summarise.labelling.network import FIELDS, SECTIONS, SentenceClassifier
from summarise.labelling.windows import best_places, texts, windows
from summarise.records import Article, Labelled, Sentence


class TrainedLabeller:
    """A loaded classifier with its tokenizer."""

    def __init__(self, classifier: SentenceClassifier, tokenizer: Any) -> None:
        self.classifier, self.tokenizer = classifier, tokenizer

    @classmethod
    def load(cls, folder: Path) -> TrainedLabeller:
        """See `load_labeller`."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            return cls(SentenceClassifier.load(folder), tokenizer)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(
                "{folder}: the labeller cannot be loaded; install the package again", folder=folder
            ) from error

    def label(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Labelled, ...]:
        """The most probable section and field of each sentence, with the probability of its being key."""
        if not sentences:
            return ()
        found = windows(texts(article, sentences), self.tokenizer)
        with torch.inference_mode():
            scores = [self.classifier([window]) for window in found]
        labelled = []
        for number, (window, place) in sorted(best_places(found).items()):
            section = scores[window].section[place].softmax(-1)
            best = int(section.argmax())
            labelled.append(
                Labelled(
                    sentences[number],
                    SECTIONS[best],
                    FIELDS[int(scores[window].field[place].argmax())],
                    round(float(section[best]), 4),
                    round(float(scores[window].key[place].sigmoid()), 4),
                )
            )
        return tuple(labelled)
