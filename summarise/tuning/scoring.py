"""How near a model's bullets come to a clerk's, on clauses that it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from summarise.condensing import Condenser
from summarise.phrasing import Bullet, write_bullets
from summarise.rouge import rouge_l, words
from summarise.tuning.pairs import Pair


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the bullets that a report would hold.

    Attributes:
        rouge_l: ROUGE-L F1 against the clerk's bullet (see `summarise.rouge`).
        kept: words of the bullet per word of its clause.
        fallback: share of the bullets cut by rules because no draft of the model passed the checks.
        loss: of the model on the clerk's words, in nats a token.
    """

    rouge_l: float
    kept: float
    fallback: float
    loss: float


def measure(pairs: Sequence[Pair], condenser: Condenser, *, loss: float) -> Scores:
    """The scores of the condenser on `pairs`, of which there is at least one; `loss` is the trainer's."""
    bullets = [bullet or Bullet("", "extract") for bullet in written(pairs, condenser)]
    rows = [
        (words(pair.corrected.clause), words(pair.corrected.bullet), words(bullet.text))
        for pair, bullet in zip(pairs, bullets, strict=True)
    ]
    return Scores(
        rouge_l=fmean(rouge_l(got, wanted) for _, wanted, got in rows),
        kept=fmean(len(got) / max(1, len(clause)) for clause, _, got in rows),
        fallback=fmean(bullet.method == "extract" for bullet in bullets),
        loss=loss,
    )


def kept_by_clerks(pairs: Sequence[Pair]) -> float:
    """Words of the clerk's bullet per word of its clause, the mean over `pairs`."""
    return fmean(len(words(pair.corrected.bullet)) / max(1, len(words(pair.corrected.clause))) for pair in pairs)


def written(pairs: Sequence[Pair], condenser: Condenser) -> list[Bullet | None]:
    """The bullets of a report for the clauses of `pairs`, in their order."""
    found: dict[int, Bullet | None] = {}
    numbers = sorted(range(len(pairs)), key=lambda number: pairs[number].corrected.language)
    for language, group in groupby(numbers, key=lambda number: pairs[number].corrected.language):
        mine = list(group)
        clauses = [pairs[number].corrected.clause for number in mine]
        found.update(zip(mine, write_bullets(clauses, condenser, language=language), strict=True))
    return [found[number] for number in range(len(pairs))]
