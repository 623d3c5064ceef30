"""Linear layers by oneDNN, which PyTorch ships beside MKL and does not use for single precision.

On processors of AMD, MKL takes its code for older ones, which leaves the wide vector units idle; oneDNN does not. The
weights are reordered once, for the blocks that oneDNN reads; what a layer gives differs by rounding alone.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from torch import Tensor, nn

FULL = 0.9  # share of places that are no padding, from which on gathering them gains nothing
SMALLEST = 4096  # weights; below, calling a layer costs more than computing it


class PackedLinear(nn.Module):
    """A linear layer for reading only: it cannot be trained, moved or saved. It takes and gives single precision, also
    where it computes with `kind` bfloat16 (products of 8 bits of precision, their sums of 24)."""

    def __init__(self, layer: nn.Linear, kind: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.kind = kind
        self.in_features, self.out_features = layer.in_features, layer.out_features
        # Plain attributes: the reordered tensor is opaque to what converts and saves a module's own.
        self.weight: Tensor
        self.bias: Tensor | None
        object.__setattr__(
            self, "weight", torch.ops.mkldnn._reorder_linear_weight(layer.weight.detach().to(kind), None)
        )
        object.__setattr__(self, "bias", None if layer.bias is None else layer.bias.detach().to(kind))

    def forward(self, states: Tensor) -> Tensor:
        """As `nn.Linear`; zeros where `skipping` says that there is padding."""
        places = _read.get().get(tuple(states.shape[:-1]))
        if places is None:
            return self._product(states)
        found: Tensor = states.new_zeros((states.shape[:-1].numel(), self.out_features))
        found[places] = self._product(states.flatten(0, -2)[places])
        return found.view(*states.shape[:-1], self.out_features)

    def _product(self, states: Tensor) -> Tensor:
        found: Tensor = torch.ops.mkldnn._linear_pointwise(states.to(self.kind), self.weight, self.bias, "none", [], "")
        return found.to(states.dtype)


_read: ContextVar[Mapping[tuple[int, ...], Tensor]] = ContextVar("_read", default={})  # noqa: B039


@contextmanager
def skipping(*masks: Tensor) -> Iterator[None]:
    """Within it, packed layers compute only those places of states (rows, tokens, width) at which a mask (rows, tokens) is
    not 0. What stands at the others must count for nothing; of masks of one shape, both count."""
    kept: dict[tuple[int, ...], Tensor] = {}
    for mask in masks:
        kept[tuple(mask.shape)] = kept.get(tuple(mask.shape), torch.zeros(())).bool() | mask.cpu().bool()
    token = _read.set(
        {shape: mask.flatten().nonzero().squeeze(1) for shape, mask in kept.items() if mask.float().mean() < FULL}
    )
    try:
        yield
    finally:
        _read.reset(token)


def can_pack() -> bool:
    """Whether this PyTorch holds oneDNN, and the processor is of a kind that it was measured to be faster on."""
    return (
        platform.machine().lower() in ("x86_64", "amd64")
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        and hasattr(torch.ops.mkldnn, "_linear_pointwise")
        and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
    )


def has_bfloat16() -> bool:
    """Whether the processor multiplies numbers of type bfloat16 itself (AVX-512 BF16, AMX). Where it does not, they are
    slower than single precision."""
    if not can_pack():
        return False
    ask = getattr(torch.cpu, "get_capabilities", dict)  # older PyTorch cannot tell
    told: dict[str, Any] = ask()
    return bool(told.get("avx512_bf16") or told.get("amx_bf16"))


def pack(network: nn.Module, *, keep: nn.Module | None = None, kind: torch.dtype = torch.float32) -> None:
    """Put oneDNN's in the place of all linear layers of single precision on the CPU, where it can be done; `keep` (a head
    whose weights are those of the embedding) stays as it is; `kind` as for `PackedLinear`."""
    if not can_pack():
        return
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Linear) and type(child) is nn.Linear and child is not keep:
                single = child.weight.dtype == torch.float32 and child.weight.device.type == "cpu"
                if single and child.weight.numel() >= SMALLEST:
                    setattr(module, name, PackedLinear(child, kind))
