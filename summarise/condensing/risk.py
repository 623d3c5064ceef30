"""The text that is least wrong on average: minimum Bayes risk (Kumar and Byrne 2004).

Where a model is unsure, its likeliest text may be one that has little in common with all others that it thinks nearly as
likely. Each is weighed by what it shares with the others instead.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

SHARPER = 1 / 0.7  # exponent of the probabilities
SHORT = 33  # tokens; about 26 words
# Both were chosen on 453 validation articles of VietNews (exponents 1, 1 / 0.7 and 2; 26, 34 and 42 words).


def by_risk(texts: Sequence[Sequence[int]], chances: Sequence[float]) -> list[int]:
    """The numbers of `texts` (tokens), that with the largest expected sum of ROUGE-1 and ROUGE-2 (F1, over tokens) first;
    `chances` are log-probabilities.

    What is wanted is taken to be one of the texts, and shorter than it: as if of one that is longer than `SHORT`, so much
    were wanted, and any of its tokens as likely as another."""
    wanted = torch.softmax(torch.tensor(chances) * SHARPER, 0)
    expected = torch.zeros(len(texts))
    for size in (1, 2):
        grams = [list(zip(*(text[at:] for at in range(size)), strict=False)) for text in texts]
        columns = {gram: number for number, gram in enumerate(sorted({gram for every in grams for gram in every}))}
        counts = torch.zeros(len(texts), len(columns))
        for row, every in enumerate(grams):
            places = torch.tensor([columns[gram] for gram in every], dtype=torch.long)
            counts[row].index_add_(0, places, torch.ones(len(every)))
        common = torch.minimum(counts.unsqueeze(1), counts.unsqueeze(0)).sum(2)
        totals = counts.sum(1).clamp(min=1)
        kept = totals.clamp(max=SHORT)
        expected += (2 * common * (kept / totals) / (totals.unsqueeze(1) + kept)) @ wanted
    return expected.argsort(descending=True, stable=True).tolist()
