"""Linear layers by oneDNN give what PyTorch's give."""

from __future__ import annotations

from itertools import pairwise

import pytest

kernels = pytest.importorskip("summarise.engine.kernels", reason="PyTorch cannot be imported")
if not kernels.can_pack():
    pytest.skip("this PyTorch has no oneDNN for this processor", allow_module_level=True)


def layers(*sizes: int):
    import torch

    torch.manual_seed(1)
    return torch.nn.Sequential(*(torch.nn.Linear(a, b) for a, b in pairwise(sizes)))


def test_a_packed_layer_gives_the_same_but_for_rounding() -> None:
    import torch

    network = layers(96, 128, 64)
    states = torch.randn(3, 7, 96)
    with torch.inference_mode():
        wanted = network(states)
        kernels.pack(network)
        assert [type(layer) for layer in network] == [kernels.PackedLinear] * 2
        torch.testing.assert_close(network(states), wanted, rtol=1e-5, atol=1e-5)


def test_bfloat16_is_near_and_goes_in_and_out_in_single_precision() -> None:
    import torch

    network = layers(96, 128)
    states = torch.randn(5, 96)
    with torch.inference_mode():
        wanted = network(states)
        kernels.pack(network, kind=torch.bfloat16)
        found = network(states)
    assert found.dtype == torch.float32
    assert 0 < (found - wanted).abs().max() < 0.05


def test_the_head_and_small_layers_stay_as_they_are() -> None:
    network = layers(96, 128, 8, 8)
    kernels.pack(network, keep=network[0])
    assert not any(isinstance(layer, kernels.PackedLinear) for layer in network)


def test_what_is_padding_is_not_computed_and_the_rest_is_the_same() -> None:
    import torch

    network = layers(96, 128)
    kernels.pack(network)
    states = torch.randn(2, 4, 96)
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]])
    with torch.inference_mode():
        wanted = network(states)
        with kernels.skipping(mask):
            found = network(states)
            other = network(states[:, :3])  # of another shape: no mask is known
        assert torch.equal(network(states), wanted)
    assert torch.equal(found[mask.bool()], wanted[mask.bool()])
    assert not found[~mask.bool()].any()
    torch.testing.assert_close(other, wanted[:, :3])


def test_of_two_masks_of_one_shape_both_count() -> None:
    import torch

    network = layers(96, 128)
    kernels.pack(network)
    states = torch.randn(2, 4, 96)
    first, second = torch.tensor([[1, 1, 0, 0], [1, 0, 0, 0]]), torch.tensor([[1, 0, 0, 0], [1, 1, 1, 0]])
    with torch.inference_mode(), kernels.skipping(first, second):
        found = network(states)
    assert (found != 0).any(-1).tolist() == (first | second).bool().tolist()
