"""The loop that teaches pairs to a seq2seq model, on the CPU in single precision; the same pairs and seed give the same
weights.

The embeddings and the lower two thirds of the encoder stay as they are: they know the language, and a hundred pairs would
only disturb them. Trained are the upper encoder layers and the decoder, which choose what stays, and the keeper, if the
model has one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from summarise.condensing import ModelCard
from summarise.condensing.alignment import tokens_with_offsets
from summarise.condensing.keeping import Keeper
from summarise.tuning.pairs import Pair, kept_words

# A third of the peak rate of the last stage that the shipped model was trained with: far enough to learn an office's
# habits from a hundred pairs, near enough not to leave what the model is.
RATE = 1e-4
WARM = 0.1  # share of the steps in which the rate rises to its peak; then it falls as a cosine
SMOOTHING = 0.05
CLIP = 1.0  # norm of the gradient
BATCH_TOKENS = 768  # of all sources of a batch, padding included: about a dozen clauses
PATIENCE = 2  # epochs without a lower held-out loss after which training ends


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as ids: what the encoder reads, and what the decoder has to write, end included; and which tokens of the
    clause, of which one that ends it follows, stand in the bullet (of a `merge`: none are told)."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    kept: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Epoch:
    """The mean loss a token in an epoch, smoothed and with dropout, and of the held-out pairs after it."""

    learned: float
    held: float


def encode(pairs: Sequence[Pair], *, network: Any, tokenizer: Any, card: ModelCard) -> list[Example | None]:
    """The pairs as ids, built as decoding builds them; None for one whose source is longer than the model reads."""
    examples: list[Example | None] = []
    for pair in pairs:
        language = pair.corrected.language
        code, forced = card.codes.get(language), network.generation_config.forced_bos_token_id
        if code is not None:
            tokenizer.src_lang = code
            forced = tokenizer.convert_tokens_to_ids(code)
        source = tokenizer(card.prefix(pair.corrected.task, language) + pair.source).input_ids
        target = tokenizer(pair.target, add_special_tokens=False).input_ids
        first = () if forced is None else (forced,)
        kept: tuple[bool, ...] = ()
        if pair.corrected.task == "bullet":
            kept = kept_tokens(pair.source, pair.target, language=language, tokenizer=tokenizer)
        whole = Example(tuple(source), (*first, *target, tokenizer.eos_token_id), kept)
        examples.append(whole if len(source) <= card.longest else None)
    return examples


def kept_tokens(source: str, target: str, *, language: str, tokenizer: Any) -> tuple[bool, ...]:
    """Which tokens of `source` stand in words that make up `target` (see `kept_words`); a token that covers nothing but the
    blank before a word stands in that word."""
    spans = kept_words(source, target, language=language)
    _, offsets = tokens_with_offsets(tokenizer, source)
    kept: list[bool] = []  # from the last token on
    for start, end in reversed(offsets):
        blank = kept and not source[start:end].strip()
        kept.append(kept[-1] if blank else any(span.start < end and start < span.end for span in spans))
    return tuple(reversed(kept))


def train(
    network: Any,
    keeper: Keeper | None,
    learned: Sequence[Example],
    held: Sequence[Example],
    *,
    epochs: int,
    seed: int,
    advance: Callable[[int, int], None],
) -> tuple[Epoch, ...]:
    """Teach `learned` to the network and its keeper in place, at most `epochs` times over; they are left as they were after
    the epoch with the lowest loss of the network on `held`. `advance` is told how many steps of how many are done.

    Returns the epochs that were run, in order.
    """
    rng = random.Random(seed)
    trained = _unfreeze(network) + ([] if keeper is None else list(keeper.parameters()))
    optimiser = torch.optim.AdamW(trained, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    steps = epochs * len(_batches(learned, rng))
    history: list[Epoch] = []
    best: list[dict[str, Tensor]] = []
    taught = [network] if keeper is None else [network, keeper]
    done = 0
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        while len(history) < epochs:
            for module in taught:
                module.train()
            total = count = 0.0
            for batch in _batches(learned, rng):
                for group in optimiser.param_groups:
                    group["lr"] = RATE * _schedule(done, steps)
                loss, tokens, states = _loss(network, batch, smoothing=SMOOTHING)
                told = loss / tokens
                if keeper is not None:
                    told = told + _keeper_loss(keeper, states, batch)
                told.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(trained, CLIP)
                optimiser.step()
                optimiser.zero_grad(set_to_none=True)
                total, count, done = total + loss.item(), count + tokens, done + 1
                advance(min(done, steps), steps)
            history.append(Epoch(total / count, held_loss(network, held)))
            since = len(history) - 1 - best_epoch(history)
            if not since:
                best = [
                    {name: weights.detach().clone() for name, weights in module.state_dict().items()}
                    for module in taught
                ]
            if since >= PATIENCE:
                break
    for module, weights in zip(taught, best, strict=True):
        module.load_state_dict(weights)
        module.requires_grad_(True).eval()
    advance(steps, steps)
    return tuple(history)


def best_epoch(history: Sequence[Epoch]) -> int:
    """The place of the epoch with the lowest held-out loss, of equals the first."""
    losses = [epoch.held for epoch in history]
    return losses.index(min(losses))


@torch.no_grad()
def held_loss(network: Any, examples: Sequence[Example]) -> float:
    """The mean loss a token, in nats, without dropout and smoothing."""
    network.eval()
    losses = [_loss(network, batch) for batch in _batches(examples, random.Random(0))]
    return sum(loss.item() for loss, _, _ in losses) / sum(tokens for _, tokens, _ in losses)


def _unfreeze(network: Any) -> list[Tensor]:
    """Freeze the embeddings and the lower encoder; the weights that are trained."""
    encoder = network.get_encoder()
    layers = encoder.layers if hasattr(encoder, "layers") else encoder.block  # BART and its like, T5
    network.requires_grad_(True)
    encoder.requires_grad_(False)
    for layer in layers[2 * len(layers) // 3 :]:
        layer.requires_grad_(True)
    network.get_input_embeddings().requires_grad_(False)
    return [weights for weights in network.parameters() if weights.requires_grad]


def _schedule(step: int, steps: int) -> float:
    warm = max(1, round(WARM * steps))
    if step < warm:
        return (step + 1) / warm
    return (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))) / 2


def _batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """All examples in batches of like length, which batch an example is in and their order by chance."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda example: len(example.source))
    batches: list[list[Example]] = []
    for example in shuffled:
        if batches and (len(batches[-1]) + 1) * len(example.source) <= BATCH_TOKENS:
            batches[-1].append(example)
        else:
            batches.append([example])
    rng.shuffle(batches)
    return batches


def _loss(network: Any, batch: Sequence[Example], *, smoothing: float = 0.0) -> tuple[Tensor, int, Tensor]:
    """The summed loss of a batch, how many tokens it is of, and the encoder's states. The decoder reads its start token and
    what it should have written so far, as in decoding; the models' own ways to shift labels differ."""
    settings = network.generation_config
    pad, start = settings.pad_token_id, settings.decoder_start_token_id
    sources = _rows([example.source for example in batch], pad)
    labels = _rows([example.target for example in batch], -100)
    given = _rows([(start, *example.target[:-1]) for example in batch], pad)
    mask = _rows([(1,) * len(example.source) for example in batch], 0)
    # Padded places of the decoder come last, where no kept place sees them.
    output = network(input_ids=sources, attention_mask=mask, decoder_input_ids=given)
    loss = functional.cross_entropy(
        output.logits.flatten(0, 1), labels.flatten(), reduction="sum", label_smoothing=smoothing, ignore_index=-100
    )
    return loss, sum(len(example.target) for example in batch), output.encoder_last_hidden_state


def _keeper_loss(keeper: Keeper, states: Tensor, batch: Sequence[Example]) -> Tensor:
    """The mean binary cross-entropy of the tokens of the clauses in a batch, 0 where it has none."""
    told = [(row, example) for row, example in enumerate(batch) if example.kept]
    if not told:
        return states.new_zeros(())
    parts = [states[row, len(each.source) - 1 - len(each.kept) : len(each.source) - 1] for row, each in told]
    odds = keeper(pad_sequence(parts, batch_first=True), torch.tensor([len(part) for part in parts]))
    labels = _rows([[int(kept) for kept in each.kept] for _, each in told], -1)
    real = labels >= 0
    return functional.binary_cross_entropy_with_logits(odds[real], labels[real].float())


def _rows(values: Sequence[Sequence[int]], fill: int) -> Tensor:
    width = max(map(len, values))
    return torch.tensor([[*row, *[fill] * (width - len(row))] for row in values])
