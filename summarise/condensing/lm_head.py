"""The scores of a few tokens of the vocabulary, without those of the rest.

Under the source constraint only the tokens of a source and the end can be written, some hundred of tens of thousands. So
the rows of the output embedding that belong to them are multiplied with the decoder's last states, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers.modeling_outputs import BaseModelOutput

from summarise.engine.kernels import skipping

AGREES = 1e-3  # of the largest score of the trial; rounding is a thousandth of that


@dataclass(frozen=True)
class LMHead:
    """The last linear layer of a network: `weight` (vocabulary, width) and `bias` (vocabulary), both for states that were
    multiplied with `scale`."""

    weight: Tensor
    bias: Tensor | None
    scale: float

    def scores(self, states: Tensor, ids: Tensor) -> Tensor:
        """The scores of `ids` (rows, choices) after each of `states` (rows, tokens, width): (rows, tokens, choices)."""
        found = torch.matmul(states * self.scale, self.weight[ids].transpose(1, 2))
        return found if self.bias is None else found + self.bias[ids].unsqueeze(1)


def lm_head_of(network: Any) -> LMHead | None:
    """The head of a network; None where its scores are no plain product of its decoder's last states.

    Networks differ in what they do around the product (T5 scales, BART adds a bias), so each way is tried on a few tokens
    and the one that gives the network's own scores is taken.
    """
    layer = network.get_output_embeddings()
    if type(layer) is not nn.Linear:
        return None
    width = layer.weight.shape[1]
    generator = torch.Generator().manual_seed(1)
    encoded = torch.randn(1, 3, width, generator=generator).to(layer.weight)
    mask = torch.ones(1, 3, dtype=torch.long, device=layer.weight.device)
    start = network.generation_config.decoder_start_token_id or 0
    given = torch.tensor([[start, 5, 6, 7]], device=layer.weight.device)
    with torch.inference_mode():
        wanted = network(
            encoder_outputs=BaseModelOutput(last_hidden_state=encoded),
            attention_mask=mask,
            decoder_input_ids=given,
            use_cache=False,
        ).logits
        states = decoded(network, encoded, mask, given)
        added = getattr(network, "final_logits_bias", None)
        own = layer.bias.detach() if layer.bias is not None else None
        if isinstance(added, Tensor):
            added = added.detach().flatten()
            own = added if own is None else own + added
        every = torch.arange(wanted.shape[-1], device=layer.weight.device)[None]
        for scale in (1.0, width**-0.5):
            head = LMHead(layer.weight.detach(), None if own is None or not own.any() else own, scale)
            if wanted.shape[-1] == len(layer.weight) and (
                (head.scores(states, every) - wanted).abs().max() <= AGREES * wanted.abs().max()
            ):
                return head
    return None


def encoded(network: Any, inputs: Mapping[str, Tensor]) -> Tensor:
    """The encoder's last states, (rows, tokens, width), of `inputs` (`input_ids` and `attention_mask`, (rows, tokens))."""
    with skipping(inputs["attention_mask"]):
        states: Tensor = network.get_encoder()(**inputs).last_hidden_state
    return states


def decoded(network: Any, encoded: Tensor, mask: Tensor, given: Tensor) -> Tensor:
    """The decoder's last states after each of the `given` tokens, (rows, tokens, width)."""
    states: Tensor = network.get_decoder()(
        input_ids=given, encoder_hidden_states=encoded, encoder_attention_mask=mask, use_cache=False
    ).last_hidden_state
    return states
