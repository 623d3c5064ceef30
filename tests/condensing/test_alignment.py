"""Tokens and their characters, for tokenizers that tell them and for those that do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.condensing.alignment import tokens_with_offsets

SHAPES = ("vit5", "mt5", "bartpho", "mbart50", "pegasus", "bart")
CLAUSE = "Các cấp công đoàn đã hỗ trợ 36.778 lượt đoàn viên… với (hơn) 41,7 tỷ đồng; đạt 95%."


class Words:
    """A tokenizer without offsets that knows a few pieces, loses zero-width spaces and rewrites `½`."""

    is_fast = False

    def __call__(self, text: str, **_options: object) -> dict[str, list[int]]:
        kept = text.replace("\u200b", "").replace("½", "1/2")
        return {"input_ids": [ord(char) for char in kept if not char.isspace()]}

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str]:
        return [("▁" if not number else "") + chr(code) for number, code in enumerate(ids)]


def assert_aligned(text: str, ids: list[int], offsets: list[tuple[int, int]]) -> None:
    """The ranges are in the text, ascend, and cover what is no white space."""
    assert len(ids) == len(offsets)
    assert all(0 <= start <= end <= len(text) for start, end in offsets)
    assert [start for start, _ in offsets] == sorted(start for start, _ in offsets)
    assert [end for _, end in offsets] == sorted(end for _, end in offsets)
    covered = {place for start, end in offsets for place in range(start, end)}
    left_out = [place for place, char in enumerate(text) if not char.isspace() and place not in covered]
    assert not ids or left_out == []


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=40)
@given(text=st.one_of(st.text(max_size=40), st.text(alphabet="aăấ đ.,;1½ \n\u200b\u0300…ﬁ", max_size=40)))
def test_every_character_belongs_to_a_token(shape: str, text: str, tokenizer_of: Callable[[str], Any]) -> None:
    assert_aligned(text, *tokens_with_offsets(tokenizer_of(shape), text))


@given(text=st.text(alphabet="aăấ 1½\u200b\n", max_size=20))
def test_what_a_tokenizer_leaves_out_belongs_to_its_neighbour(text: str) -> None:
    assert_aligned(text, *tokens_with_offsets(Words(), text))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_tokens_are_those_of_the_whole_text(shape: str, tokenizer_of: Callable[[str], Any]) -> None:
    tokenizer = tokenizer_of(shape)
    ids, offsets = tokens_with_offsets(tokenizer, CLAUSE)
    assert ids == tokenizer(CLAUSE, add_special_tokens=False)["input_ids"]
    assert_aligned(CLAUSE, ids, offsets)


def test_a_piece_has_its_own_characters_also_without_offsets(tokenizer_of: Callable[[str], Any]) -> None:
    tokenizer = tokenizer_of("bartpho")
    ids, offsets = tokens_with_offsets(tokenizer, "hỗ trợ 36.778 lượt")
    pieces = [piece.removeprefix("▁") for piece in tokenizer.convert_ids_to_tokens(ids)]
    assert pieces == ["hỗ trợ 36.778 lượt"[start:end] for start, end in offsets]


def test_pieces_of_a_rewritten_word_have_all_of_it() -> None:
    _, offsets = tokens_with_offsets(Words(), "gần ½ số")
    assert offsets[3:6] == [(4, 5)] * 3


def test_what_is_lost_before_the_first_token_belongs_to_it() -> None:
    _, offsets = tokens_with_offsets(Words(), " \u200b có")
    assert offsets == [(1, 4), (4, 5)]


def test_what_is_lost_after_a_token_belongs_to_it() -> None:
    _, offsets = tokens_with_offsets(Words(), "có \u200b gì")
    assert offsets == [(0, 1), (1, 4), (5, 6), (6, 7)]


class Losing:
    """A tokenizer with offsets that loses the first letter of `\u200bgì`."""

    is_fast = True

    def __call__(self, text: str, **_options: object) -> dict[str, list[Any]]:
        return {"input_ids": [1, 2], "offset_mapping": [(0, 2), (4, 6)]}


def test_what_is_lost_at_the_beginning_of_a_word_belongs_to_that_word() -> None:
    _, offsets = tokens_with_offsets(Losing(), "có \u200bgì")
    assert offsets == [(0, 2), (3, 6)]
