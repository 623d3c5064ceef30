"""Sentences → windows of token ids: how an article is shown to the encoder.

An encoder that sees one sentence cannot tell a result from a plan when the tense stands in the paragraph before it. So a
window holds as many consecutive sentences as fit, each closed by `</s>` (Cohan et al. 2019, "Pretrained Language Models
for Sequential Sentence Classification"), and neighbouring windows overlap: a sentence is read in the window where most
stands around it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from summarise.records import Article, Sentence

LONGEST_WINDOW = 448  # tokens; the encoder was trained with 512 positions
LONGEST_SENTENCE = 112  # tokens; the head of a longer one tells what it is
OVERLAP = 160  # tokens of the window before that are read again


class Tokenizer(Protocol):
    """What is needed of a Hugging Face tokenizer."""

    cls_token_id: int
    sep_token_id: int

    def __call__(self, text: list[str], *, add_special_tokens: bool) -> dict[str, list[list[int]]]: ...


@dataclass(frozen=True, slots=True)
class Window:
    """`ids` is `<s>` and then the sentences, each with `</s>`; `bounds[i]` are the token positions of sentence
    `first + i`, its `</s>` included."""

    ids: tuple[int, ...]
    first: int
    bounds: tuple[tuple[int, int], ...]


def texts(article: Article, sentences: Sequence[Sentence]) -> list[str]:
    """The sentences as the encoder reads them: titles, headings and items of lists are marked as such."""
    marks = {"title": "<title>", "heading": "<title>", "item": "- "}
    return [marks.get(article.blocks[sentence.block].kind, "") + sentence.text for sentence in sentences]


def windows(lines: Sequence[str], tokenizer: Tokenizer, *, skip: int = 0, overlap: int = OVERLAP) -> list[Window]:
    """Windows that cover all `lines` in order, from line `skip` on (training varies both)."""
    if not lines:
        return []
    encoded = [
        [*ids[: LONGEST_SENTENCE - 1], tokenizer.sep_token_id]
        for ids in tokenizer(list(lines), add_special_tokens=False)["input_ids"]
    ]
    found: list[Window] = []
    first = skip
    while first < len(encoded):
        ids = [tokenizer.cls_token_id]
        bounds: list[tuple[int, int]] = []
        last = first
        while last < len(encoded) and len(ids) + len(encoded[last]) <= LONGEST_WINDOW:
            bounds.append((len(ids), len(ids) + len(encoded[last])))
            ids += encoded[last]
            last += 1
        found.append(Window(tuple(ids), first, tuple(bounds)))
        if last == len(encoded):
            break
        again = last
        while again > first + 1 and sum(len(encoded[number]) for number in range(again - 1, last)) <= overlap:
            again -= 1
        first = again
    return found


def best_places(found: Sequence[Window]) -> dict[int, tuple[int, int]]:
    """For every sentence the (window, place in it) with the most tokens on its scarcer side."""
    best: dict[int, tuple[int, tuple[int, int]]] = {}
    for number, window in enumerate(found):
        for place, (start, end) in enumerate(window.bounds):
            room = min(start if window.first else LONGEST_WINDOW, len(window.ids) - end)
            sentence = window.first + place
            if sentence not in best or room > best[sentence][0]:
                best[sentence] = (room, (number, place))
    return {sentence: where for sentence, (_, where) in best.items()}


def parts(window: Window, place: int, commas: Container[int], starts: Container[int]) -> list[tuple[int, int]]:
    """Token ranges of sentence `place` of the window between its commas, each comma with the part before it.

    `commas` are the tokens that end in a comma, `starts` those that begin a word: a comma within a number parts nothing.
    The i-th part ends at the i-th comma of the sentence that white space follows.
    """
    first, last = window.bounds[place]
    ends = [at + 1 for at in range(first, last - 2) if window.ids[at] in commas and window.ids[at + 1] in starts]
    return list(zip([first, *ends], [*ends, last], strict=True))


def marks(vocabulary: Mapping[str, int]) -> tuple[frozenset[int], frozenset[int]]:
    """The tokens that end in a comma, and those that begin a word, of a SentencePiece vocabulary."""
    commas = frozenset(number for piece, number in vocabulary.items() if piece.endswith(","))
    return commas, frozenset(number for piece, number in vocabulary.items() if piece.startswith("▁"))
