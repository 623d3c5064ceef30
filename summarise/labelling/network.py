"""The sentence classifier: an encoder, the mean of each sentence's tokens, and three linear heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from summarise.labelling.windows import Window
from summarise.records import Section, WorkField

SECTIONS: tuple[Section, ...] = get_args(Section)
FIELDS: tuple[WorkField, ...] = get_args(WorkField)
WEIGHTS = "model.safetensors"


class Scores(NamedTuple):
    """Logits, one row a sentence: (sentences, sections), (sentences, fields), (sentences,)."""

    section: Tensor
    field: Tensor
    key: Tensor


class SentenceClassifier(nn.Module):
    """Section, field and salience of every sentence of a batch of windows."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.2)
        self.section = nn.Linear(config.hidden_size, len(SECTIONS))
        self.field = nn.Linear(config.hidden_size, len(FIELDS))
        self.key = nn.Linear(config.hidden_size, 1)

    def forward(self, windows: Sequence[Window]) -> Scores:
        """Scores of all sentences of `windows`, in order."""
        ids, mask = self.padded(windows)
        return self.score(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state, windows)

    def padded(self, windows: Sequence[Window]) -> tuple[Tensor, Tensor]:
        """Token ids and their mask, (windows, tokens)."""
        device = self.section.weight.device
        width = max(len(window.ids) for window in windows)
        ids = torch.full((len(windows), width), self.encoder.config.pad_token_id or 0, device=device)
        mask = torch.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = torch.tensor(window.ids)
            mask[row, : len(window.ids)] = 1
        return ids, mask

    def score(self, hidden: Tensor, windows: Sequence[Window]) -> Scores:
        """Scores from the encoder's last hidden states, (windows, tokens, width)."""
        means = [hidden[row, start:end].mean(0) for row, window in enumerate(windows) for start, end in window.bounds]
        pooled = self.dropout(torch.stack(means))
        return Scores(self.section(pooled), self.field(pooled), self.key(pooled).squeeze(-1))

    def save(self, folder: Path) -> None:
        """Weights in half precision, with the encoder's `config.json`."""
        self.encoder.config.save_pretrained(folder)
        save_file({name: weights.half().contiguous() for name, weights in self.state_dict().items()}, folder / WEIGHTS)

    @classmethod
    def load(cls, folder: Path) -> SentenceClassifier:
        """The classifier that `save` wrote, in single precision.

        Raises:
            OSError: a file is missing. RuntimeError, ValueError: the weights do not fit.
        """
        model = cls(BertConfig.from_pretrained(folder))
        model.load_state_dict({name: weights.float() for name, weights in load_file(folder / WEIGHTS).items()})
        return model.eval()
