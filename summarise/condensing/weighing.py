"""Which of several drafts of a clause comes first: what the keeper expects of each, and what the decoder makes of it.

The keeper judges words one by one and may leave half a phrase; the decoder knows what reads on, but wrote its own draft from
left to right. So drafts of both are weighed by both: the F1 that the keeper expects, and the probability that the decoder
gives, which a single bad joint makes small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from summarise.condensing.copying import scores_after
from summarise.condensing.keeping import Keeper, best_path, expected_f1, log_odds
from summarise.condensing.lm_head import LMHead
from summarise.condensing.sources import SourceTokens

# Added to the log-odds: for drafts that keep more and less, and for the choice between all. Where it is not sure, the highest
# expected F1 is had by keeping; clerks keep less.
LEANINGS = (0.5, -0.8)
LEANING = -1.3
FLUENCY = 0.012  # F1 that a nat of the decoder's is worth, of the whole draft and once more of its least likely token


def weigh(
    network: Any,
    keeper: Keeper,
    encoded: Tensor,
    mask: Tensor,
    sources: Sequence[SourceTokens],
    written: Sequence[Sequence[Sequence[int]]],
    *,
    prompt: Sequence[int],
    eos: int,
    lm_head: LMHead | None,
) -> list[list[list[int]]]:
    """The drafts of each source, as the places of their tokens, the best first.

    Args:
        encoded, mask, prompt, eos, lm_head: as for `copy_decode`.
        written: the drafts of the decoder, of each source; those of the keeper are added.
    """
    odds = log_odds(keeper, encoded, mask, sources)
    paths = [
        _distinct([*own, *(best_path(source, _chances(mine, leaning)) for leaning in LEANINGS), _all_of(source)])
        for own, source, mine in zip(written, sources, odds, strict=True)
    ]
    rows = [row for row, mine in enumerate(paths) for _ in mine]
    flat = [path for mine in paths for path in mine]
    fluent = _log_likelihoods(
        network, lm_head, encoded[rows], mask[rows], [sources[row] for row in rows], flat, prompt=prompt, eos=eos
    )
    worth: list[list[tuple[float, list[int]]]] = [[] for _ in sources]
    for row, path, (total, least) in zip(rows, flat, fluent, strict=True):
        gain = expected_f1(path, _chances(odds[row], LEANING))
        worth[row].append((gain + FLUENCY * (total + least), path))
    return [[path for _, path in sorted(mine, key=lambda each: -each[0])] for mine in worth]


def _chances(odds: Tensor, leaning: float) -> list[float]:
    found: list[float] = torch.sigmoid(odds + leaning).tolist()
    return found


def _all_of(source: SourceTokens) -> list[int]:
    """The whole source, where a text may begin with its first token."""
    return list(range(len(source.ids))) if source.opens[0] else []


def _distinct(paths: Sequence[Sequence[int]]) -> list[list[int]]:
    return [list(path) for path in dict.fromkeys(tuple(path) for path in paths) if path]


def _log_likelihoods(
    network: Any,
    lm_head: LMHead | None,
    encoded: Tensor,
    mask: Tensor,
    sources: Sequence[SourceTokens],
    paths: Sequence[Sequence[int]],
    *,
    prompt: Sequence[int],
    eos: int,
) -> list[tuple[float, float]]:
    """The log-probability of each path with the end, and that of the least likely token in it, in nats; each token among
    those of its source and the end."""
    kinds = [sorted({*source.ids, eos}) for source in sources]
    width = max(map(len, kinds))
    ids = torch.tensor([[*mine, *[eos] * (width - len(mine))] for mine in kinds])
    texts = [[source.ids[place] for place in path] for source, path in zip(sources, paths, strict=True)]
    longest = max(map(len, texts))
    places = torch.arange(longest + 1).expand(len(texts), -1) + len(prompt) - 1
    given = [[*prompt, *text] for text in texts]
    places = places.clamp(max=max(map(len, given)) - 1)
    found = []
    scores = scores_after(network, lm_head, encoded, mask, given, places, ids, pad=eos)
    for mine, row, text in zip(kinds, scores, texts, strict=True):
        columns = torch.tensor([mine.index(token) for token in [*text, eos]])
        each = row[: len(columns), : len(mine)].log_softmax(1).gather(1, columns[:, None])
        found.append((each.sum().item(), each.min().item()))
    return found
