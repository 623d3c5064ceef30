"""What the model already does well, said again while it learns.

A small model that is shown a hundred pairs fits them and loses what they do not show: sentences of another kind than
these, and how to copy them. So it also repeats its own bullets of clauses of the same office: pseudo-rehearsal (A. Robins,
"Catastrophic forgetting, rehearsal and pseudorehearsal", Connection Science 7, 1995). The clauses are those that no pair
is of, so that nothing the clerk decided is contradicted, and none of a report that is held out, so that the scores are of
texts the model has not seen. Bullets that the checks refuse are not repeated.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from summarise.condensing import Condenser
from summarise.phrasing import write_bullets
from summarise.tuning.pairs import Corrected, Pair, key, pair_of
from summarise.tuning.reports import Spare

SHARE = 0.5
"""Rehearsed pairs per pair that is learned, at most."""


def rehearse(
    spare: Sequence[Spare], condenser: Condenser, *, learned: Sequence[Pair], held: Sequence[Pair], seed: int
) -> list[Pair]:
    """The model's own accepted bullets of clauses chosen by `seed`, as pairs."""
    closed = {pair.corrected.report for pair in held} - {pair.corrected.report for pair in learned} - {None}
    taken = {key(pair.corrected) for pair in (*learned, *held)}
    free: dict[tuple[str, str], Spare] = {}
    for clause in spare:
        this = key(Corrected(clause.clause, "", clause.language))
        if clause.report not in closed and this not in taken:
            free.setdefault(this, clause)
    chosen = list(free.values())
    random.Random(seed).shuffle(chosen)
    chosen = chosen[: int(SHARE * len(learned))]
    pairs: list[Pair] = []
    for language in sorted({clause.language for clause in chosen}):
        mine = [clause for clause in chosen if clause.language == language]
        bullets = write_bullets([clause.clause for clause in mine], condenser, language=language)
        for clause, bullet in zip(mine, bullets, strict=True):
            if bullet and bullet.method == "model":
                pair = pair_of(Corrected(clause.clause, bullet.text, language, report=clause.report))
                pairs += [pair] if isinstance(pair, Pair) else []
    return pairs
