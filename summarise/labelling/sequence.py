"""The sections of an article as a sequence: what follows what.

A clause of a list nearly always belongs where the clause before it does, and a paragraph more often goes on than turns. The
classifier's scores are therefore read as emissions of a linear chain, with one transition table for each way in which a
sentence can stand after another, and the chain's marginals (forward-backward algorithm, Rabiner 1989) are the
probabilities that a label carries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from summarise.records import Sentence

FILE = "sequence.json"
# How a sentence stands after the one before it: in the same list or sentence, in the same paragraph, in another one.
RELATIONS = ("clause", "paragraph", "break")


def relations(sentences: Sequence[Sentence]) -> list[int]:
    """The relation of each sentence to the one before it, as an index into `RELATIONS`; the first stands after a break."""
    found = [2] * len(sentences)
    for number in range(1, len(sentences)):
        before, here = sentences[number - 1], sentences[number]
        if before.block == here.block:
            found[number] = 0 if before.text.endswith(";") or here.lead == before.span else 1
    return found


@dataclass(frozen=True)
class Transitions:
    """`ratios[r, i, j]` is log P(j | i, r) - log P(j) for sections i, j and relation r; `weights[r]` says how much it
    counts against the classifier, which has seen the neighbours too. `forward[j]` is the same ratio for a sentence that
    opens with the period to come (`summarise.labelling.periods`); the chain begins anew there."""

    ratios: Tensor
    weights: tuple[float, ...]
    forward: Tensor

    def marginals(self, emissions: Tensor, related: Sequence[int], forward: Sequence[bool]) -> Tensor:
        """Log-probabilities of the sections, (sentences, sections), from the classifier's (`emissions`, same shape)."""
        turns = torch.tensor(forward)
        emissions = emissions + turns[:, None] * self.forward
        steps = torch.stack([self.weights[kind] * self.ratios[kind] for kind in related])
        steps[turns] = 0.0  # what opens a new period owes nothing to what stands before
        before, after = emissions.clone(), torch.zeros_like(emissions)
        for at in range(1, len(emissions)):
            before[at] += torch.logsumexp(before[at - 1][:, None] + steps[at], dim=0)
        for at in range(len(emissions) - 2, -1, -1):
            after[at] = torch.logsumexp(steps[at + 1] + (emissions[at + 1] + after[at + 1])[None], dim=1)
        return (before + after).log_softmax(-1)

    @classmethod
    def load(cls, folder: Path) -> Transitions:
        """What `save` wrote. Raises OSError or ValueError where it is missing or damaged."""
        kept = json.loads((folder / FILE).read_text("utf-8"))
        return cls(torch.tensor(kept["ratios"]), tuple(kept["weights"]), torch.tensor(kept["forward"]))

    def save(self, folder: Path) -> None:
        """Writes `sequence.json` into a model folder."""
        ratios = [[[round(value, 4) for value in row] for row in table] for table in self.ratios.tolist()]
        forward = [round(value, 4) for value in self.forward.tolist()]
        kept = {"weights": self.weights, "ratios": ratios, "forward": forward}
        (folder / FILE).write_text(json.dumps(kept), "utf-8")
