"""Which sentences of a text to take, by a seq2seq model: beam search over whole sentences.

Where sentences are kept or dropped whole, the model decides only at their borders (and where two begin alike); all that
lies between is forced. So a beam grows by a sentence a step: one pass of the decoder reads the sentences that a beam has
taken and tells what may follow. The probabilities are those of token by token search under `SourceConstraint`, that of
each choice among the tokens that may be written there. They are not divided by length: forced tokens cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from summarise.condensing.copying import scores_after
from summarise.condensing.lm_head import LMHead
from summarise.condensing.sources import SourceTokens


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is taken: no sentence is added to others that would make it more than `longest` tokens or `sentences`
    sentences."""

    longest: int = 512
    sentences: int = 512


@dataclass(frozen=True, slots=True)
class _Beam:
    """The sentences that were taken of a source, and the log-probability of that; until `told`, that of the places inside
    the last one at which another sentence could have been meant is not counted yet."""

    row: int
    taken: tuple[int, ...] = ()
    chance: float = 0.0
    told: bool = False
    ended: bool = False


def choose_sentences(
    network: Any,
    encoded: Tensor,
    mask: Tensor,
    sources: Sequence[SourceTokens],
    *,
    prompt: Sequence[int],
    eos: int,
    beams: int,
    bounds: Bounds,
    lm_head: LMHead | None = None,
) -> list[list[list[int]]]:
    """Of each source (`encoded`, `mask`, `prompt`, `eos`, `lm_head`: see `copy_decode`) the tokens of at most `beams` choices
    of its sentences in their order, the likeliest first; a sentence is a unit of `sources`."""
    sentences = [source.units for source in sources]
    width = max(len(source.ids) for source in sources)
    ids = torch.tensor([[*source.ids, *[eos] * (width + 1 - len(source.ids))] for source in sources])
    ended: list[list[_Beam]] = [[] for _ in sources]
    growing = [_Beam(row) for row in range(len(sources))]
    while growing:
        written = [[token for number in beam.taken for token in sentences[beam.row][number]] for beam in growing]
        last = [len(sentences[beam.row][beam.taken[-1]]) if beam.taken else 0 for beam in growing]
        given = [[*prompt, *text] for text in written]
        first = torch.tensor([len(text) - 1 - size for text, size in zip(given, last, strict=True)]).unsqueeze(1)
        places = (first + torch.arange(max(last) + 1)).clamp(max=max(map(len, given)) - 1)
        rows = torch.tensor([beam.row for beam in growing])
        read = slice(int(mask[rows].any(0).nonzero().max()) + 1)
        found = scores_after(
            network, lm_head, encoded[rows][:, read], mask[rows][:, read], given, places, ids[rows], pad=eos
        )
        grown: list[list[_Beam]] = [[] for _ in sources]
        for beam, scores in zip(growing, found, strict=True):
            columns = {token: at for at, token in reversed(list(enumerate(sources[beam.row].ids)))} | {eos: width}
            for each in _grown(beam, sentences[beam.row], scores, columns, eos, bounds):
                (ended if each.ended else grown)[beam.row].append(each)
        growing = []
        for mine, more in zip(ended, grown, strict=True):
            mine.sort(key=_worse)
            # A beam's chance only falls: what is behind as many that ended as are asked for cannot come before them.
            floor = mine[beams - 1].chance if len(mine) >= beams else float("-inf")
            growing += [beam for beam in sorted(more, key=_worse)[:beams] if beam.chance > floor]
    return [
        [[token for number in beam.taken for token in mine[number]] for beam in every[:beams]]
        for every, mine in zip(ended, sentences, strict=True)
    ]


def _worse(beam: _Beam) -> float:
    return -beam.chance


def _grown(
    beam: _Beam,
    sentences: Sequence[tuple[int, ...]],
    scores: Tensor,
    columns: Mapping[int, int],
    eos: int,
    bounds: Bounds,
) -> Iterator[_Beam]:
    """The beam as it ends, if it may, and with each sentence that may follow.

    Args:
        scores: (tokens of the last sentence + 1, columns), before each of them and after the last.
    """

    def chances(step: int, tokens: Sequence[int]) -> dict[int, float]:
        """The log-probability of each of `tokens` among them."""
        kinds = sorted(set(tokens))
        found = torch.log_softmax(scores[step, [columns[token] for token in kinds]], 0)
        return dict(zip(kinds, found.tolist(), strict=True))

    *before, last = beam.taken or (-1,)
    own = sentences[last] if beam.taken else ()
    alike = sentences[before[-1] + 1 if before else 0 :]
    chance = beam.chance
    for step in range(1, 1 if beam.told else len(own)):
        alike = [other for other in alike if other[:step] == own[:step] and len(other) > step]
        if len(alike) == 1:
            break
        chance += chances(step, [other[step] for other in alike])[own[step]]
    count = sum(len(sentences[number]) for number in beam.taken)
    fitting = [
        number
        for number in range(last + 1, len(sentences))
        if not beam.taken or (len(beam.taken) < bounds.sentences and count + len(sentences[number]) <= bounds.longest)
    ]
    stops = bool(beam.taken)
    firsts = [sentences[number][0] for number in fitting]
    table = chances(len(own), [*firsts, *[eos] * stops])
    if stops:
        yield replace(beam, chance=chance + table[eos], ended=True)
    for number, token in zip(fitting, firsts, strict=True):
        told = firsts.count(token) == 1
        full = told and len(beam.taken) + 1 == bounds.sentences
        yield _Beam(beam.row, (*beam.taken, number), chance + table[token], told, full)
