"""ROUGE against the examples of the paper, and what must hold for any two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.rouge import rouge_l, rouge_n, words


def test_rouge_is_what_lin_defines() -> None:
    # Lin 2004, section 3.1: with S1 as the reference, S2 shares the subsequence "police the gunman", S3 "the gunman".
    reference, second, third = "police killed the gunman", "police kill the gunman", "the gunman kill police"
    assert rouge_l(second.split(), reference.split()) == 0.75
    assert rouge_l(third.split(), reference.split()) == 0.5
    assert rouge_n(second.split(), reference.split(), 2) == pytest.approx(1 / 3)
    # Repeating a word does not help: each counts as often as in the reference.
    assert rouge_n(["the"] * 4, ["the", "cat"], 1) == pytest.approx(2 / 6)


some_words = st.lists(st.sampled_from("abcd"), max_size=8)


@given(some_words, some_words)
def test_rouge_is_a_share_and_treats_both_texts_alike(one: list[str], other: list[str]) -> None:
    for n in (1, 2):
        assert 0 <= rouge_n(one, other, n) == rouge_n(other, one, n) <= 1
    assert 0 <= rouge_l(one, other) == rouge_l(other, one) <= 1
    assert rouge_l(one, one) == rouge_n(one, one, 1) == 1
    assert rouge_l(one, other) <= rouge_n(one, other, 1)


def test_words_are_whole_syllables_and_whole_numbers() -> None:
    assert words("Liên đoàn đạt 12,5% và 33.778 người.") == ["liên", "đoàn", "đạt", "12,5%", "và", "33.778", "người"]
