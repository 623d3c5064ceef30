"""Which sentences of an article make its summary, told by what the encoder of a seq2seq model makes of them.

The mean of the encoder's states over a sentence stands for it, and a small network scores every choice of one sentence or
two: extractive summarisation on top of a pretrained encoder (Liu and Lapata 2019, where a token before each sentence
stands for it and sentences are scored one by one). The encoder reads the beginning of an article only; of the rest a choice
is told how much of what it says is said there as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations_with_replacement, pairwise
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from summarise.condensing.choosing import Bounds
from summarise.condensing.heads import weights_beside
from summarise.condensing.sources import SourceTokens

WEIGHTS = "selector.safetensors"
MOST = 14  # sentences from the beginning of an article that can be chosen
# Means and deviations of what `facts` tells, over the choices of VietNews articles.
USUAL = ((1.6, 2.9, 0.25, 0.6), (0.6, 2.0, 0.2, 0.5))
FACTS = len(USUAL[0])


def facts(lines: Sequence[Sequence[int]], count: int) -> Tensor:
    """Of each choice among the first `count` sentences of an article, (count, count, FACTS): its tokens (in fifties), their
    square, and in how many other sentences each pair of neighbouring tokens in it stands (three at most), a token and in
    all. On the diagonal stand single sentences, above it two; below it nothing.

    Args:
        lines: the tokens of every sentence of the article.
    """
    own = [set(pairwise(line)) for line in lines]
    often = Counter(pair for pairs in own for pair in pairs)
    found = torch.zeros(count, count, FACTS)
    for first, second in combinations_with_replacement(range(count), 2):
        length = sum(len(lines[number]) for number in {first, second})
        again = sum(min(often[pair] - 1, 3) for pair in own[first] | own[second])
        found[first, second] = torch.tensor([length / 50, (length / 50) ** 2, again / max(1, length), again / 10])
    return found


class Selector(nn.Module):
    """Scores of the choices of one or two sentences of an article.

    Args:
        width: of the encoder's states.
        narrow, hidden: widths of what a sentence and a choice are brought to.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, width: int, narrow: int = 32, hidden: int = 96, dropout: float = 0.1) -> None:
        super().__init__()
        self.sentence = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, narrow), nn.Dropout(dropout))
        self.place = nn.Embedding(MOST, hidden)
        self.widen = nn.Linear(narrow, hidden)
        self.first = nn.Linear(hidden, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.none = nn.Parameter(torch.zeros(hidden))  # in the place of a second sentence
        self.facts = nn.Linear(FACTS, hidden)
        self.score = nn.Sequential(
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden // 2),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden // 2, 1),
        )
        self.dropout = nn.Dropout(dropout)
        for name, values in zip(("mean", "deviation"), USUAL, strict=True):
            self.register_buffer(name, torch.tensor(values), persistent=False)

    def forward(self, sentences: Tensor, facts: Tensor) -> Tensor:
        """The scores of all choices, (articles, count, count).

        Args:
            sentences: the mean states, (articles, count, width).
            facts: see `facts`, (articles, count, count, FACTS).
        """
        count = sentences.shape[1]
        each = self.widen(self.sentence(sentences)) + self.place.weight[:count]
        each = self.dropout(functional.gelu(each))
        alone = torch.eye(count, dtype=torch.bool, device=sentences.device)[:, :, None]
        second = torch.where(alone, self.none, self.second(each)[:, None])
        told = ((facts - self.mean) / self.deviation).clamp(-4, 4)
        scores: Tensor = self.score(self.first(each)[:, :, None] + second + self.facts(told)).squeeze(-1)
        return scores


def load_selector(folder: Path, width: int) -> Selector | None:
    """The selector of a model folder, for states of `width`; None where there is none.

    Raises:
        RuntimeError: its weights are not those of such a selector.
        safetensors.SafetensorError: the file is damaged.
    """
    weights = weights_beside(folder / WEIGHTS)
    if weights is None:
        return None
    hidden, narrow = weights["widen.weight"].shape if "widen.weight" in weights else (1, 1)
    selector = Selector(width, narrow, hidden)
    selector.load_state_dict(weights)
    return selector.eval()


def select_sentences(
    selector: Selector,
    encoded: Tensor,
    mask: Tensor,
    sources: Sequence[SourceTokens],
    wholes: Sequence[SourceTokens],
    *,
    beams: int,
    bounds: Bounds,
) -> list[list[list[int]]]:
    """As `choose_sentences` the tokens of at most `beams` choices of one or two sentences of each source, the best first;
    but for single sentences none is longer than `bounds` say.

    Args:
        encoded, mask: the encoder's states (rows, tokens, width) of what stands before a text, its tokens, and one that ends
            it, and which are no padding.
        wholes: the articles that `sources` are the beginnings of.
    """
    found = []
    for states, size, source, whole in zip(encoded, mask.sum(1).tolist(), sources, wholes, strict=True):
        read = source.units
        count = min(len(read), MOST)
        at = size - 1 - len(source.ids)
        means = []
        for unit in read[:count]:
            means.append(states[at : at + len(unit)].float().mean(0))
            at += len(unit)
        told = facts([*read, *whole.units[len(read) :]], count)
        scores = selector(torch.stack(means)[None], told[None].to(mask.device))[0].cpu() if count else torch.zeros(0, 0)
        choices = [
            (scores[first, second].item(), sorted({first, second}))
            for first, second in combinations_with_replacement(range(count), 2)
            if first == second or (bounds.sentences > 1 and len(read[first]) + len(read[second]) <= bounds.longest)
        ]
        choices.sort(key=lambda choice: -choice[0])
        found.append([[token for number in taken for token in read[number]] for _, taken in choices[:beams]])
    return found
