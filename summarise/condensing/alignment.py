"""Tokens with the characters that they stand for, whether or not the tokenizer tells them."""

from __future__ import annotations

import re
from typing import Any

Offsets = list[tuple[int, int]]


def tokens_with_offsets(tokenizer: Any, text: str) -> tuple[list[int], Offsets]:
    """The tokens of `text`, special ones left out, and the half-open range of characters of each.

    Both ends of the ranges ascend, and together they cover every character that is no white space, also those that the
    tokenizer leaves out: such a character belongs to the token before it, or after it where that is in the same word.
    Pieces of one character share its range.
    """
    if tokenizer.is_fast:
        coded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        ids, offsets = list(coded["input_ids"]), coded["offset_mapping"]
    else:
        ids, offsets = _by_words(tokenizer, text)
    return ids, _covering(text, offsets)


def _by_words(tokenizer: Any, text: str) -> tuple[list[int], Offsets]:
    """Tokenise each word for itself. SentencePiece makes the same of a text at once, for no piece of it crosses white
    space; a tokenizer for which that is not so is given the tokens of the words all the same, which it knows as well."""
    ids: list[int] = []
    offsets: Offsets = []
    for word in re.finditer(r"\S+", text):
        own = tokenizer(word.group(), add_special_tokens=False, verbose=False)["input_ids"]
        pieces = [piece.removeprefix("▁") for piece in tokenizer.convert_ids_to_tokens(own)]
        ids += own
        if "".join(pieces) != word.group():  # unknown or rewritten letters: which piece holds which cannot be told
            offsets += [word.span()] * len(own)
            continue
        at = word.start()
        for piece in pieces:
            offsets.append((at, at + len(piece)))
            at += len(piece)
    return ids, offsets


def _covering(text: str, offsets: Offsets) -> Offsets:
    """`offsets` in ascending order, with nothing between them but white space."""
    found: Offsets = []
    reach = 0  # the first character that no token covers yet
    for start, end in offsets:
        start = max(start, found[-1][0] if found else 0)
        gap = text[reach:start]
        if gap.strip() and found:
            own = 0 if gap[-1].isspace() else len(gap.split()[-1])  # characters of the word that this token begins in
            start -= own
            _extend(found, text, reach, start)
        elif gap.strip():
            start = len(gap) - len(gap.lstrip())
        reach = max(start, end, reach)
        found.append((start, reach))
    _extend(found, text, reach, len(text))
    return found


def _extend(found: Offsets, text: str, start: int, end: int) -> None:
    """Give the last token what is no white space at the end of `text[start:end]`, and what lies before that."""
    left_out = text[start:end].rstrip()
    if left_out and found:
        found[-1] = (found[-1][0], start + len(left_out))
