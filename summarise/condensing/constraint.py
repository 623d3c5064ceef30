"""Source-constrained decoding for `generate`: a model can choose and drop words of its source, in their order; it cannot
invent. What may be written is told by `SourceAutomaton`; here it becomes a mask over the vocabulary, one scatter a step.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from transformers import LogitsProcessor

from summarise.condensing.sources import SourceAutomaton, SourceTokens


class SourceConstraint(LogitsProcessor):
    """Lets each beam write only ordered subsequences of its source's units, then the end.

    Args:
        sources: one a batch row; with beams, row `b` of the scores belongs to source `b // num_beams`.
        eos: id of the token that ends a text.
        prompt: how many ids stand before the first written one (the decoder's start token, a forced language).
        bonus: added to the score of the token right after the last one written, so that phrases are copied whole.
        least, shortest: see `SourceAutomaton`.
    """

    def __init__(
        self,
        sources: Sequence[SourceTokens],
        *,
        eos: int,
        prompt: int = 1,
        bonus: float = 3.0,
        least: float = 0.0,
        shortest: int = 0,
    ) -> None:
        self.count = len(sources)
        self.automaton = SourceAutomaton(sources, least=least, shortest=shortest)
        self.eos, self.prompt, self.bonus = eos, prompt, bonus
        self.written: Tensor | None = None  # the ids of the last step, to find each beam's parent
        self.reached = self.automaton.nowhere()  # (beams, positions)

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Log-probabilities over what may come next; `input_ids` (beams, written), `scores` (beams, vocabulary)."""
        if input_ids.shape[1] < self.prompt:
            return scores
        self._advance(input_ids.cpu())
        count = torch.full((len(input_ids),), input_ids.shape[1] - self.prompt)
        options = self.automaton.options(self.reached, count)

        size = scores.shape[1]
        offered = torch.full((len(input_ids), size + 1), float("-inf"))
        offered.scatter_(1, self.automaton.ids.masked_fill(~options.allowed, size), 0.0)
        offered.scatter_(1, self.automaton.ids.masked_fill(~options.follows, size), self.bonus)
        offered = offered[:, :-1]
        offered[:, self.eos] = torch.where(options.finished, 0.0, float("-inf"))
        # Renormalised, so that the bonus decides between continuations and does not buy length in a beam's total.
        return torch.log_softmax(scores + offered.to(scores.device, scores.dtype), dim=-1)

    def _advance(self, written: Tensor) -> None:
        """Finds the positions that each beam can have reached with what it has written."""
        beams = len(written) // self.count
        if written.shape[1] <= self.prompt or self.written is None:
            if len(self.automaton.ids) != len(written):
                self.automaton = self.automaton.taken(torch.arange(self.count).repeat_interleave(beams))
            self.written, self.reached = written, self.automaton.nowhere()
            return
        # Beam search reorders its beams: a beam's parent is the row of the same source that wrote all but its last token.
        before = self.written.view(self.count, 1, beams, -1)
        same = (written[:, :-1].view(self.count, beams, 1, -1) == before).all(-1)
        parent = same.int().argmax(2) + beams * torch.arange(self.count).unsqueeze(1)
        count = torch.full((len(written),), written.shape[1] - 1 - self.prompt)
        options = self.automaton.options(self.reached[parent.flatten()], count)
        self.written, self.reached = written, self.automaton.advanced(options, written[:, -1])
