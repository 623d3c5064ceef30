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
from summarise.labelling.periods import turns_forward
from summarise.labelling.sequence import Transitions, relations
from summarise.labelling.windows import best_places, texts, windows
from summarise.records import Article, Labelled, Sentence


class TrainedLabeller:
    """A loaded classifier with its tokenizer."""

    def __init__(self, classifier: SentenceClassifier, transitions: Transitions, tokenizer: Any) -> None:
        self.classifier, self.transitions, self.tokenizer = classifier, transitions, tokenizer

    @classmethod
    def load(cls, folder: Path) -> TrainedLabeller:
        """See `load_labeller`."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            return cls(SentenceClassifier.load(folder), Transitions.load(folder), tokenizer)
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
        places = [place for _, place in sorted(best_places(found).items())]
        fields = torch.stack([scores[window].field[place] for window, place in places]).argmax(-1)
        keys = torch.stack([scores[window].key[place] for window, place in places]).sigmoid()
        emissions = torch.stack([scores[window].section[place] for window, place in places]).log_softmax(-1)
        sections = self.transitions.marginals(emissions, relations(sentences), turns_forward(article, sentences)).exp()
        return tuple(
            Labelled(
                sentence,
                SECTIONS[int(row.argmax())],
                FIELDS[int(field)],
                round(float(row.max()), 4),
                round(float(key), 4),
            )
            for sentence, row, field, key in zip(sentences, sections, fields, keys, strict=True)
        )
