"""The whole of it: score, rehearse, learn, score again, and the model with its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from summarise.condensing import DEFAULT, ModelCard
from summarise.condensing.cards import KEEPER, SELECTOR
from summarise.tuning.corpus import Corpus, require_enough
from summarise.tuning.pairs import Pair, Refusal, split
from summarise.tuning.rehearsal import rehearse
from summarise.tuning.saving import save
from summarise.tuning.scoring import Scores, kept_by_clerks, measure

Stage = Literal["load", "measure", "rehearse", "learn", "save"]
Tell = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Tuned:
    """What tuning came to.

    Attributes:
        folder: where the model lies.
        model, revision: the model it was made of.
        learned, held, rehearsed: pairs that were taught, pairs the scores are of, and own bullets that were repeated.
        refused: bullets that could not be used, by reason (see `summarise.tuning.pairs.pair_of`; `twice`: a clause that
            was there before; `long`: longer than the model reads; `unknown`: with a source that the original lacks).
        before, after: the scores of the model as it was, and as it was written.
        clerk: words of the clerk's bullet per word of its clause.
        losses: of the held-out pairs, in nats a token, after each epoch.
        best: the number of the epoch whose weights were kept, from 1.
    """

    folder: Path
    model: str
    revision: str
    learned: int
    held: int
    rehearsed: int
    refused: Counter[Refusal]
    before: Scores
    after: Scores
    clerk: float
    losses: tuple[float, ...]
    best: int

    @property
    def better(self) -> bool:
        """Whether the held-out bullets are nearer to the clerk's than before."""
        return self.after.rouge_l > self.before.rouge_l

    def as_dict(self) -> dict[str, Any]:
        """All of it for JSON."""
        return {**asdict(self), "folder": str(self.folder), "refused": dict(self.refused), "better": self.better}


def tune(
    corpus: Corpus,
    folder: Path,
    *,
    model: str | Path = DEFAULT,
    offline: bool = False,
    epochs: int,
    hold: float,
    seed: int,
    tell: Tell = lambda stage, done, total: None,
) -> Tuned:
    """Tune `model` on the pairs of `corpus` and write it to `folder`, which is replaced if it is there.

    `hold` is the share held out (see `split`); `tell` is told what is done at the moment and how far it is.

    Raises:
        InputError: too few pairs can be used.
        ModelError: the model cannot be used.
        OutputError: the folder cannot be written.
    """
    require_enough(len(corpus.pairs))
    tell("load", 0, 1)
    from summarise.condensing.loading import load
    from summarise.tuning import trainer

    condenser = load(model, offline=offline, untuned=True)
    network, tokenizer, card = condenser.network, condenser.tokenizer, condenser.card

    examples = trainer.encode(corpus.pairs, network=network, tokenizer=tokenizer, card=card)
    readable = [pair for pair, example in zip(corpus.pairs, examples, strict=True) if example]
    require_enough(len(readable))
    learned, held = split(readable, hold=hold)
    refused = corpus.refused.copy()
    refused["long"] += len(corpus.pairs) - len(readable)

    def encoded(pairs: Sequence[Pair]) -> list[trainer.Example]:
        found = trainer.encode(pairs, network=network, tokenizer=tokenizer, card=card)
        return [example for example in found if example]

    tell("measure", 0, 1)
    held_examples = encoded(held)
    before = measure(held, condenser, loss=trainer.held_loss(network, held_examples))
    tell("rehearse", 0, 1)
    rehearsed = rehearse(corpus.spare, condenser, learned=learned, held=held, seed=seed)
    history = trainer.train(
        network,
        condenser.keeper,
        encoded([*learned, *rehearsed]),
        held_examples,
        epochs=epochs,
        seed=seed,
        advance=lambda done, total: tell("learn", done, total),
    )
    # The scores are those of the weights as they are written, in half precision.
    network.half().float()
    if condenser.keeper is not None:
        condenser.keeper.half().float()
    tell("measure", 0, 1)
    after = measure(held, condenser, loss=trainer.held_loss(network, held_examples))
    tuned = Tuned(
        folder=folder,
        model=condenser.record.name,
        revision=condenser.record.revision,
        learned=len(learned),
        held=len(held),
        rehearsed=len(rehearsed),
        refused=+refused,
        before=before,
        after=after,
        clerk=kept_by_clerks(held),
        losses=tuple(epoch.held for epoch in history),
        best=trainer.best_epoch(history) + 1,
    )
    tell("save", 0, 1)
    heads = {KEEPER: condenser.keeper, SELECTOR: condenser.selector}
    save(folder, network=network.half(), heads=heads, tokenizer=tokenizer, card=_card(card, tuned, corpus))
    return tuned


def _card(card: ModelCard, tuned: Tuned, corpus: Corpus) -> ModelCard:
    """The card of the tuned model: that of its origin, with what it learned in numbers; no text of the office."""
    learned = (
        f"tuned from {tuned.model} ({tuned.revision[:12]}) on {tuned.learned} corrected bullets "
        f"({corpus.reports} reports) and {tuned.rehearsed} of its own; {tuned.held} held out"
    )
    scores = {
        f"held_out_{name}_{when}": round(value, 4)
        for when, found in (("before", tuned.before), ("after", tuned.after))
        for name, value in asdict(found).items()
    }
    return card.model_copy(
        update={
            "name": tuned.folder.resolve().name,
            "description": "condenses a clause to a bullet as an office's clerks corrected it",
            "grain": "clause",
            "fine_tuned": True,
            "training": "; ".join(filter(None, (card.training, learned))),
            "scores": scores,
            "hub": None,
            "branch": "main",
            "revision": None,
        }
    )
