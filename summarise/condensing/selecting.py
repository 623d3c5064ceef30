"""Which sentences of an article make its summary, told by what the encoder of a seq2seq model makes of them.

The mean of the encoder's states over a sentence stands for it, and a small network scores every choice of one sentence or
two: extractive summarisation on top of a pretrained encoder (Liu and Lapata 2019, where a token before each sentence
stands for it and sentences are scored one by one). The encoder reads the beginning of an article only. So of a choice it is
also told how much of what it says is said in the rest as well, and how near it is to the whole: cosines of counts of tokens
that are weighed by their inverse document frequency (Sparck Jones 1972; as centrality, Erkan and Radev 2004).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations_with_replacement, pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from summarise.condensing.choosing import Bounds
from summarise.condensing.sources import SourceTokens

MOST = 14  # sentences from the beginning of an article that can be chosen
FACTS = 7


def facts(lines: Sequence[Sequence[int]], count: int, information: Tensor) -> Tensor:
    """What else is told of each choice among the first `count` sentences of an article, (count, count, FACTS); on the
    diagonal stand single sentences, above it two, below it nothing. In their order:

    - its tokens, in fifties, and the square of that;
    - in how many other sentences each pair of neighbouring tokens in it stands (three at most), a token and in all;
    - its cosine with the whole article, and with the sentence outside it that is nearest;
    - the share of what sentences say after another that it says as well.

    Args:
        lines: the tokens of every sentence of the article.
        information: of each token of the vocabulary, its inverse document frequency.
    """
    found = torch.zeros(count, count, FACTS)
    if not count:
        return found
    choices = list(combinations_with_replacement(range(count), 2))
    taken = torch.zeros(len(choices), len(lines))
    for row, choice in enumerate(choices):
        taken[row, list(choice)] = 1
    lengths = taken @ torch.tensor([float(len(line)) for line in lines])

    _, pairs = _counts([list(pairwise(line)) for line in lines])
    held = (pairs > 0).float()
    repeated = ((taken @ held > 0) * (held.sum(0) - 1).clamp(max=3)).sum(1)

    kinds, counts = _counts(lines)
    weights = information[torch.tensor(kinds, dtype=torch.long)].cpu()
    vectors = counts * weights
    directions = functional.normalize(taken @ vectors, dim=1)
    whole = directions @ functional.normalize(vectors.sum(0), dim=0)
    others = (directions @ functional.normalize(vectors, dim=1).T).masked_fill(taken > 0, 0).amax(1)
    held = (counts > 0).float()
    again = (weights * (held.sum(0) - 1)).sum().clamp(min=1e-6)
    mine = taken @ held
    said = ((mine > 0) * weights * (held.sum(0) - mine)).sum(1) / again

    first, second = torch.tensor(choices, dtype=torch.long).T
    size = lengths / 50
    found[first, second] = torch.stack(
        [size, size**2, repeated / lengths.clamp(min=1), repeated / 10, whole, others, said], dim=1
    )
    return found


def _counts(lines: Sequence[Sequence[Hashable]]) -> tuple[list[Hashable], Tensor]:
    """The distinct members of all lines, and how often each stands in each line, (lines, members)."""
    places = {member: place for place, member in enumerate(dict.fromkeys(member for line in lines for member in line))}
    cells = [row * len(places) + places[member] for row, line in enumerate(lines) for member in line]
    counts = torch.bincount(torch.tensor(cells, dtype=torch.long), minlength=len(lines) * len(places))
    return list(places), counts.reshape(len(lines), len(places)).float()


class Selector(nn.Module):
    """Scores of the choices of one or two sentences of an article.

    Args:
        width: of the encoder's states.
        vocabulary: tokens of the tokenizer; of each `information` is kept (see `facts`).
        narrow, hidden: widths of what a sentence and a choice are brought to.
    """

    information: Tensor
    mean: Tensor
    deviation: Tensor

    def __init__(self, width: int, vocabulary: int, narrow: int = 32, hidden: int = 96, dropout: float = 0.1) -> None:
        super().__init__()
        self.register_buffer("information", torch.ones(vocabulary))
        # Of the facts, over the choices that it learned from.
        self.register_buffer("mean", torch.zeros(FACTS))
        self.register_buffer("deviation", torch.ones(FACTS))
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

    @classmethod
    def of(cls, weights: Mapping[str, Tensor], width: int, vocabulary: int) -> Selector:
        """The selector that these are the weights of, for states of `width` and a tokenizer of `vocabulary` tokens.

        Raises:
            RuntimeError, ValueError: they are not those of such a selector.
        """
        sizes = [*weights["widen.weight"].shape, 2, 2] if "widen.weight" in weights else [2, 2]
        selector = cls(width, vocabulary, narrow=sizes[1], hidden=sizes[0])
        selector.load_state_dict(weights)
        return selector.eval()

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
        told = facts([*read, *whole.units[len(read) :]], count, selector.information)
        scores = selector(torch.stack(means)[None], told[None].to(mask.device))[0].cpu() if count else torch.zeros(0, 0)
        choices = [
            (scores[first, second].item(), sorted({first, second}))
            for first, second in combinations_with_replacement(range(count), 2)
            if first == second or (bounds.sentences > 1 and len(read[first]) + len(read[second]) <= bounds.longest)
        ]
        choices.sort(key=lambda choice: -choice[0])
        found.append([[token for number in taken for token in read[number]] for _, taken in choices[:beams]])
    return found
