"""Where a sentence is cut: at the comma that parts two statements, at a price."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st


def scores(parts: list[list[float]]):
    import torch

    return torch.tensor(parts).log_softmax(-1)


def test_two_statements_of_different_sections_are_cut_where_the_section_turns() -> None:
    from summarise.labelling.cutting import best_cuts

    result, task = [9.0, 0.0, 0.0], [0.0, 0.0, 9.0]
    assert best_cuts(scores([result, result, task]), [10, 10, 10]) == (2,)


def test_one_statement_with_many_commas_is_left_whole() -> None:
    from summarise.labelling.cutting import best_cuts

    assert best_cuts(scores([[3.0, 0.0, 0.0]] * 6), [10] * 6) == ()


def test_no_piece_is_shorter_than_a_statement() -> None:
    from summarise.labelling.cutting import FEWEST_TOKENS, best_cuts

    result, task = [9.0, 0.0, 0.0], [0.0, 0.0, 9.0]
    assert best_cuts(scores([result, task]), [20, FEWEST_TOKENS - 1]) == ()


@given(st.lists(st.lists(st.floats(-20, 20), min_size=3, max_size=3), min_size=1, max_size=7))
def test_a_segmentation_gains_what_its_cuts_cost(parts: list[list[float]]) -> None:
    from summarise.labelling.cutting import LEAST, PRICE, best_cuts

    found = scores(parts)
    cuts = best_cuts(found, [10] * len(parts))
    assert list(cuts) == sorted(set(cuts))
    assert all(0 < cut < len(parts) for cut in cuts)
    borders = [0, *cuts, len(parts)]
    table = found.clamp(min=LEAST)
    total = sum(table[borders[n] : borders[n + 1]].sum(0).max().item() for n in range(len(borders) - 1))
    assert total - PRICE * len(cuts) >= table.sum(0).max().item() - 1e-3
