"""The sentence classifier: an encoder, the mean of each sentence's tokens, three linear heads, and features of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from summarise.labelling.cues import FEATURES
from summarise.labelling.windows import Window
from summarise.records import Section, WorkField

SECTIONS: tuple[Section, ...] = get_args(Section)
FIELDS: tuple[WorkField, ...] = get_args(WorkField)
Range = tuple[int, int, int]
"""A row of a batch of windows, and the first and last (exclusive) token in it."""
WEIGHTS = "model.safetensors"
SCALE = ".scale"


class Scores(NamedTuple):
    """Logits, one row a sentence: (sentences, sections), (sentences, fields), (sentences,)."""

    section: Tensor
    field: Tensor
    key: Tensor


class SentenceClassifier(nn.Module):
    """Section, field and salience of sentences, and of parts of sentences, in the windows they are read in.

    Logits are linear in the mean of the encoder's last states over the tokens of the sentence; those of section and
    salience also in what rules say of it (`summarise.labelling.cues.FEATURES`).
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.2)
        self.section = nn.Linear(config.hidden_size, len(SECTIONS))
        self.field = nn.Linear(config.hidden_size, len(FIELDS))
        self.key = nn.Linear(config.hidden_size, 1)
        self.cues = nn.Linear(len(FEATURES), len(SECTIONS) + 1, bias=False)
        nn.init.zeros_(self.cues.weight)

    def forward(self, windows: Sequence[Window]) -> Tensor:
        """The encoder's last hidden states, (windows, tokens, width), where the heads are; the encoder may be elsewhere."""
        ids, mask = (part.to(self.encoder.device) for part in self.padded(windows))
        states: Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return states.to(self.section.weight)

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

    def score(self, hidden: Tensor, where: Sequence[Range], features: Tensor | None = None) -> Scores:
        """Scores of the sentences or parts that stand at `where`, from the last hidden states (windows, tokens, width).

        `features` is (sentences, features); None where only the words are to count.
        """
        pooled = self.dropout(torch.stack([hidden[row, start:end].mean(0) for row, start, end in where]))
        section, key = self.section(pooled), self.key(pooled).squeeze(-1)
        if features is not None:
            told = self.cues(features)
            section, key = section + told[:, :-1], key + told[:, -1]
        return Scores(section, self.field(pooled), key)

    def save(self, folder: Path) -> None:
        """Weights of 8 bits a number (`packed`), with the encoder's `config.json`."""
        self.encoder.config.save_pretrained(folder)
        save_file(packed(self.state_dict()), folder / WEIGHTS)

    @classmethod
    def load(cls, folder: Path) -> SentenceClassifier:
        """The classifier that `save` wrote, in single precision.

        Raises:
            OSError: a file is missing. RuntimeError, ValueError: the weights do not fit.
        """
        model = cls(BertConfig.from_pretrained(folder))
        model.load_state_dict(unpacked(load_file(folder / WEIGHTS)))
        return model.eval()


def packed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Matrices as 8-bit numbers with a scale a row (`NAME.scale`), the rest in half precision.

    Symmetric rounding to 255 levels of a row's largest weight (Jacob et al. 2018, section 2.1, with zero point 0): half
    the size of half precision, and no weight off by more than half a level.
    """
    found: dict[str, Tensor] = {}
    for name, weights in state.items():
        if weights.dim() < 2:
            found[name] = weights.half()
            continue
        scale = weights.float().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        found[name] = (weights / scale).round().to(torch.int8)
        found[name + SCALE] = scale
    return {name: weights.contiguous() for name, weights in found.items()}


def unpacked(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The single-precision weights that `packed` stands for."""
    return {
        name: weights.float() * state.get(name + SCALE, torch.ones(1))
        for name, weights in state.items()
        if not name.endswith(SCALE)
    }
