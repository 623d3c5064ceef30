"""Which words of a clause a clerk would keep, told by what the encoder of a seq2seq model makes of them.

A small network tells of every token how likely it stands in the bullet. Of all texts that the source constraint allows,
the one whose expected F1 with the clerk's is highest can then be found (`best_path`): the choice of least risk (Kumar and
Byrne 2004), with F1 over tokens as the gain. The decoder writes on and cannot take back; here a gap is weighed against all
of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from summarise.condensing.sources import SourceTokens

NEVER = float("-inf")
ROUNDS = 10  # in which the best path is sought; two or three are the rule


class Reader(nn.Module):
    """The log-odds that each token is kept."""

    def __init__(self, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.narrow = nn.Sequential(nn.LayerNorm(width), nn.Dropout(dropout), nn.Linear(width, hidden))
        self.around = nn.GRU(hidden, hidden // 2, batch_first=True, bidirectional=True)
        self.told = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, lengths: Tensor) -> Tensor:
        each = self.dropout(functional.gelu(self.narrow(states)))
        packed = pack_padded_sequence(each, lengths.cpu(), batch_first=True, enforce_sorted=False)
        read, _ = pad_packed_sequence(self.around(packed)[0], batch_first=True, total_length=states.shape[1])
        odds: Tensor = self.told(self.dropout(read)).squeeze(-1)
        return odds


class Keeper(nn.Module):
    """The mean of several readers, which differ in what they began with.

    Args:
        width: of the encoder's states.
        hidden: of what a token is brought to.
    """

    def __init__(self, width: int, hidden: int = 128, members: int = 3, dropout: float = 0.2) -> None:
        super().__init__()
        self.members = nn.ModuleList(Reader(width, hidden, dropout) for _ in range(members))

    @classmethod
    def of(cls, weights: Mapping[str, Tensor], width: int) -> Keeper:
        """The keeper that these are the weights of, for states of `width`.

        Raises:
            RuntimeError, ValueError: they are not those of such a keeper.
        """
        members = len({name.split(".")[1] for name in weights if name.startswith("members.")})
        hidden = weights["members.0.told.weight"].shape[-1] if "members.0.told.weight" in weights else 2
        keeper = cls(width, hidden, max(1, members))
        keeper.load_state_dict(weights)
        return keeper.eval()

    def forward(self, states: Tensor, lengths: Tensor) -> Tensor:
        """The log-odds that each token is kept, (rows, tokens).

        Args:
            states: (rows, tokens, width), of the tokens of the clauses alone.
            lengths: tokens of each row, at least one.
        """
        return torch.stack([member(states, lengths) for member in self.members]).mean(0)


def log_odds(keeper: Keeper, encoded: Tensor, mask: Tensor, sources: Sequence[SourceTokens]) -> list[Tensor]:
    """The log-odds that each token of each source is kept, (tokens).

    Args:
        encoded, mask: the encoder's states (rows, tokens, width) of what stands before a text, its tokens, and one that ends
            it, and which are no padding.
    """
    lengths = torch.tensor([len(source.ids) for source in sources])
    states = encoded.new_zeros(len(sources), int(lengths.max()), encoded.shape[2], dtype=torch.float32)
    for row, (size, length) in enumerate(zip(mask.sum(1).tolist(), lengths.tolist(), strict=True)):
        states[row, :length] = encoded[row, size - 1 - length : size - 1]
    return [row[:length] for row, length in zip(keeper(states, lengths).cpu(), lengths.tolist(), strict=True)]


def expected_f1(path: Sequence[int], chances: Sequence[float]) -> float:
    """F1 of the tokens at `path` with those that are kept, both counts replaced by what is expected of them."""
    return 2 * sum(chances[place] for place in path) / max(1e-9, len(path) + sum(chances))


def best_path(source: SourceTokens, chances: Sequence[float]) -> list[int]:
    """The places of the tokens with the highest expected F1 that may be written (as `SourceAutomaton` allows); empty where
    none may.

    A ratio is highest where the numerator less the ratio times the denominator is (Dinkelbach 1967), and that is a sum over
    tokens."""
    path: list[int] = []
    ratio = 1.0
    for _ in range(ROUNDS):
        found = _heaviest(source, [2 * chance - ratio for chance in chances])
        if found == path:
            break
        path, ratio = found, expected_f1(found, chances)
    return path


def _heaviest(source: SourceTokens, weights: Sequence[float]) -> list[int]:
    """The path of the largest sum of weights (dynamic programming over tokens)."""
    size = len(weights)
    best, back = [NEVER] * size, [-1] * size
    near, far = [NEVER] * size, [NEVER] * size  # the best that ends a unit there, and that a gap may follow
    for place in range(size):
        value, before = (0.0 if source.opens[place] else NEVER), -1
        if place and not source.starts[place]:
            value, before = best[place - 1], place - 1
        elif place:
            reach = [(near, max(0, source.light[place] - 1))]
            reach += [(far, source.firm[place])] if source.lands[place] else []
            for ended, first in reach:
                if first < place:
                    last = max(range(first, place), key=ended.__getitem__)
                    if ended[last] > value:
                        value, before = ended[last], last
        best[place], back[place] = value + weights[place], before
        if source.ends[place]:
            near[place] = best[place]
            far[place] = best[place] if source.leaves[place] else NEVER
    place = max(range(size), key=near.__getitem__, default=-1)
    if place < 0 or near[place] == NEVER:
        return []
    path = []
    while place >= 0:
        path.append(place)
        place = back[place]
    return path[::-1]
