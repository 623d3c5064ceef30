"""Where a sentence that holds statements of several sections is cut: at a comma where it may turn, or not at all.

Every part between such commas has scores of its own, from the mean of its tokens. The segmentation taken is the one whose
pieces, each of one section and unlike its neighbours, make the parts most probable, at a price a cut: dynamic programming
over the parts, as for a semi-Markov model (Sarawagi & Cohen 2004) whose only potentials are those of the parts.
"""

from __future__ import annotations

import torch
from torch import Tensor

PRICE = 2.0
"""Log-probability that a cut must gain; chosen on articles that the classifier had not seen."""
LEAST = -4.0  # log-probability: no single part speaks louder against a section
FEWEST_TOKENS = 8


def best_cuts(scores: Tensor, lengths: list[int]) -> tuple[int, ...]:
    """The parts (counted from 0) that begin a new piece; empty where the sentence is left whole.

    Args:
        scores: (parts, sections), the log-probabilities of each part.
        lengths: tokens of each part; a piece has at least `FEWEST_TOKENS`.
    """
    count, sections = scores.shape
    price = torch.full((sections, sections), PRICE).fill_diagonal_(float("inf"))  # from section, to section
    until = torch.cat([torch.zeros(1, sections), scores.clamp(min=LEAST).cumsum(0)])
    best = torch.full((count + 1, sections), float("-inf"))
    entry = [[(0, -1)] * sections for _ in range(count + 1)]
    for end in range(1, count + 1):
        for begin in range(end):
            if sum(lengths[begin:end]) < FEWEST_TOKENS and end - begin < count:
                continue
            here = until[end] - until[begin]
            origin = torch.full((sections,), -1)
            if begin:
                before, origin = (best[begin][:, None] - price).max(0)
                here = here + before
            for section in (here > best[end]).nonzero().flatten().tolist():
                best[end, section] = here[section]
                entry[end][section] = (begin, int(origin[section]))
    at, section = count, int(best[count].argmax())
    found: list[int] = []
    while at:
        at, section = entry[at][section]
        if at:
            found.append(at)
    return tuple(reversed(found))
