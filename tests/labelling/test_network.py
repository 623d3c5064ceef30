"""Weights of 8 bits stand for nearly the same weights."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

rows = st.lists(st.lists(st.floats(-50, 50, width=32), min_size=3, max_size=3), min_size=1, max_size=5)


@given(rows)
def test_no_packed_weight_is_off_by_more_than_half_a_level_of_its_row(values: list[list[float]]) -> None:
    import torch

    from summarise.labelling.network import packed, unpacked

    weights = torch.tensor(values)
    kept = packed({"layer": weights, "bias": torch.ones(4)})
    assert kept["layer"].dtype == torch.int8
    level = weights.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    found = unpacked(kept)
    assert set(found) == {"layer", "bias"}
    assert ((found["layer"] - weights).abs() <= level * 0.501).all()
    assert (found["bias"] == 1).all()
