"""Greedy source-constrained decoding, many tokens a pass.

A bullet is its source with a few gaps. So the rest of the source is taken as a draft of the rest of the bullet, one pass
of the decoder scores all of it, and what the model would have written itself is accepted up to the first token at which
it would not; there the model's own choice (a jump, or the end) is written, and what follows that place in the source is
the next draft. This is speculative decoding (Leviathan et al. 2023) with the source in the place of the draft model; it
writes what token by token greedy decoding under `SourceConstraint` writes, in as many passes as the bullet has gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from summarise.condensing.lm_head import LMHead, decoded
from summarise.condensing.sources import SourceAutomaton
from summarise.engine.kernels import skipping


def copy_decode(
    network: Any,
    encoded: Tensor,
    mask: Tensor,
    automaton: SourceAutomaton,
    *,
    prompt: Sequence[int],
    eos: int,
    bonus: float,
    longest: int,
    lm_head: LMHead | None = None,
) -> list[list[int]]:
    """The tokens that each source is condensed to, at most `longest`, without `prompt` (the ids that the decoder is started
    with) and `eos`; `bonus` as for `SourceConstraint`. `lm_head` is what `lm_head_of` says of the network, None to score the
    whole vocabulary.

    Args:
        encoded, mask: the encoder's last states, (rows, tokens, width), and which are no padding, (rows, tokens).
    """
    written: list[list[int]] = [[] for _ in automaton.ids]
    reached = automaton.nowhere()
    active = torch.arange(len(written))
    while len(active):
        here = automaton.taken(active)
        texts = [written[row] for row in active.tolist()]
        drafts = _drafts(here, reached[active])
        drafts = [draft[: longest - len(text)] for draft, text in zip(drafts, texts, strict=True)]
        given = [[*prompt, *text, *draft] for text, draft in zip(texts, drafts, strict=True)]
        first = torch.tensor([len(prompt) + len(text) - 1 for text in texts]).unsqueeze(1)
        places = (first + torch.arange(max(map(len, drafts)) + 1)).clamp(max=max(map(len, given)) - 1)
        ids = torch.cat([here.ids.clamp(min=0), torch.full((len(texts), 1), eos)], 1)
        taken = mask[active]
        read = slice(int(taken.any(0).nonzero().max()) + 1)  # what is padding in all rows that are left
        scores = scores_after(network, lm_head, encoded[active, read], taken[:, read], given, places, ids, pad=eos)
        reached[active], done = _walk(here, reached[active], scores[..., :-1], scores[..., -1], texts, drafts, bonus)
        done |= torch.tensor([len(text) >= longest for text in texts])
        active = active[~done]
    return written


def _drafts(here: SourceAutomaton, reached: Tensor) -> list[list[int]]:
    """What follows in the source the first of the places that a text can have come to."""
    first = torch.where(reached.any(1), reached.int().argmax(1) + 1, 0)
    rows = zip(here.ids.tolist(), first.tolist(), strict=True)
    return [[token for token in ids[place:] if token >= 0] for ids, place in rows]


def scores_after(
    network: Any,
    lm_head: LMHead | None,
    encoded: Tensor,
    mask: Tensor,
    given: Sequence[list[int]],
    places: Tensor,
    ids: Tensor,
    *,
    pad: int,
) -> Tensor:
    """The model's scores of `ids` (rows, choices) after the tokens of `given` that stand at `places` (rows, steps), on the
    CPU: (rows, steps, choices)."""
    from transformers.modeling_outputs import BaseModelOutput

    width = max(map(len, given))
    written = torch.tensor([[*row, *[pad] * (width - len(row))] for row in given], device=encoded.device)
    rows = torch.arange(len(given)).unsqueeze(1)
    if lm_head is not None:
        lengths = torch.tensor([[len(row)] for row in given])
        with skipping(mask, torch.arange(width) < lengths):
            states = decoded(network, encoded, mask, written)[rows, places]
        return lm_head.scores(states, ids.to(encoded.device)).float().cpu()
    logits: Tensor = network(
        encoder_outputs=BaseModelOutput(last_hidden_state=encoded),
        attention_mask=mask,
        decoder_input_ids=written,
        use_cache=False,
    ).logits
    return logits[rows.unsqueeze(2), places.unsqueeze(2), ids.unsqueeze(1)].float().cpu()


def _walk(
    here: SourceAutomaton,
    reached: Tensor,
    scores: Tensor,
    ends: Tensor,
    texts: Sequence[list[int]],
    drafts: Sequence[list[int]],
    bonus: float,
) -> tuple[Tensor, Tensor]:
    """Writes into `texts` what the model would have written, as far as `drafts` agree with it and one token more; gives
    the positions reached and the rows that are done.

    Args:
        scores, ends: of the source's tokens (rows, draft + 1, positions) and of the end (rows, draft + 1), after each
            text and each token of its draft.
    """
    steps = scores.shape[1]
    count = torch.tensor([len(text) for text in texts])
    draft = torch.tensor([[*row, *[-1] * (steps - len(row))] for row in drafts])
    walking = torch.ones(len(texts), dtype=torch.bool)
    done = torch.zeros_like(walking)
    chosen = torch.full((len(texts), steps), -1)
    for step in range(steps):
        options = here.options(reached, count)
        wished = (scores[:, step] + bonus * options.follows).masked_fill(~options.allowed, float("-inf"))
        best, place = wished.max(1)
        end = ends[:, step].masked_fill(~options.finished, float("-inf"))
        stops = walking & ((end >= best) | (best == float("-inf")))
        token = here.ids.gather(1, place.unsqueeze(1)).squeeze(1)
        writes = walking & ~stops
        chosen[writes, step] = token[writes]
        reached = torch.where(writes.unsqueeze(1), here.advanced(options, token), reached)
        count = count + writes
        done |= stops
        walking = writes & (token == draft[:, step])
        if not walking.any():
            break
    for text, row in zip(texts, chosen.tolist(), strict=True):
        text += [token for token in row if token >= 0]
    return reached, done
