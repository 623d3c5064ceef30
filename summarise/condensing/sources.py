"""What may be written of a source: ordered subsequences of its units, as an automaton on tensors.

A source is a row of tokens. Consecutive tokens form units that are entered and left only at their borders: a word between
white space, and longer ones that must not be broken (a number with its hedge and unit, a name, a document number). The
tokens written so far are read as a path through the row that only moves forward; because a token may occur several times
in a source, the set of all positions that such a path can have reached is kept, as a boolean row. One step:

    reached'[p] = token[p] = written  and  (reached[p-1] within a unit  or  any reached[q] from which p may follow)

where p may follow the end q of a unit if it begins one and stands next to it, or only light words stand between them, or a
gap may begin after q, end before p, and nothing firm lies between (`summarise.units.Joints`).

This is the subset simulation of a nondeterministic automaton (Thompson 1968) on tensors of shape (rows, positions).
Nothing loops over vocabulary, positions or rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import torch
from torch import Tensor

from summarise.records import Span
from summarise.units import Joints


@dataclass(frozen=True, slots=True)
class SourceTokens:
    """The tokens of one source that may be written, with their place in its text.

    `spans[i]` are the characters of token `i` (offsets in the source's text, without the white space before it);
    `starts[i]` and `ends[i]` say whether a unit begins with it or ends after it; `leaves[i]` whether a gap may begin after
    it, `lands[i]` whether one may end before it; `light[i]` is the first token from which on only light words stand before
    it, `firm[i]` the first token after which nothing firm stands before it; `opens[i]` whether a text may begin with it.
    """

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    starts: tuple[bool, ...]
    ends: tuple[bool, ...]
    leaves: tuple[bool, ...]
    lands: tuple[bool, ...]
    light: tuple[int, ...]
    firm: tuple[int, ...]
    opens: tuple[bool, ...]

    @property
    def whole(self) -> bool:
        """Whether any unit may be dropped, wherever it stands."""
        free = zip(self.starts, self.lands, self.ends, self.leaves, strict=True)
        return not any(self.firm) and all(starts <= lands and ends <= leaves for starts, lands, ends, leaves in free)

    @property
    def units(self) -> tuple[tuple[int, ...], ...]:
        """The tokens of each unit."""
        borders = [at for at, starts in enumerate(self.starts) if starts] + [len(self.ids)]
        return tuple(self.ids[start:end] for start, end in pairwise(borders))

    def beginning(self, size: int) -> SourceTokens:
        """The first `size` tokens at most, without a unit that they would cut, unless it is the first."""
        if size >= len(self.ids):
            return self
        if any(self.starts[1 : size + 1]):
            size = max(at for at in range(1, size + 1) if self.starts[at])
        cut = {field.name: getattr(self, field.name)[:size] for field in fields(self)}
        cut["ends"] = (*cut["ends"][:-1], True)
        return SourceTokens(**cut)


def source_tokens(
    text: str, ids: Sequence[int], offsets: Sequence[tuple[int, int]], joints: Joints | None = None
) -> SourceTokens:
    """Tokens with units: words between white space, and the units of `joints`, are unbreakable. Without joints a gap may
    begin and end between any two units.

    Args:
        ids, offsets: what the tokenizer made of `text`, special tokens left out.
    """
    spans = []
    for start, end in offsets:
        first = start
        while first < end and text[first].isspace():  # a piece like "▁Công" may be given with its space
            first += 1
        spans.append(Span(first, end))
    size = len(spans)
    units = joints.units if joints else ()
    starts = [True] * size
    for number in range(1, size):
        before, here = spans[number - 1], spans[number]
        within = any(
            u.start < here.end and here.start < u.end and u.start < before.end and before.start < u.end for u in units
        )
        empty = here.start == here.end or before.start == before.end
        joined = not text[before.end : here.start] and (empty or text[here.start] not in ",;:")
        starts[number] = not (within or joined)
    ends = [*starts[1:], True][:size]
    if joints is None:
        free = [True] * size
        return SourceTokens(
            tuple(ids),
            tuple(spans),
            tuple(starts),
            tuple(ends),
            (True,) * size,
            tuple(free),
            tuple(range(size)),
            (0,) * size,
            tuple(starts),
        )
    lands = [span.start in joints.lands for span in spans]
    leaves = [number + 1 == size or spans[number + 1].start in joints.leaves for number in range(size)]
    dropped = [any(word.start <= span.start and span.end <= word.end for word in joints.light) for span in spans]
    light, firm = list(range(size)), [0] * size
    last = 0
    for number in range(size):
        if number and dropped[number - 1]:
            light[number] = light[number - 1]
        held = spans[number].start in joints.firm
        # What lands on a firm word replaces the one before it.
        firm[number] = 0 if held else last
        if held:
            last = number
    opens = [start and span.start == joints.opening for start, span in zip(starts, spans, strict=True)]
    return SourceTokens(
        tuple(ids),
        tuple(spans),
        tuple(starts),
        tuple(ends),
        tuple(leaves),
        tuple(lands),
        tuple(light),
        tuple(firm),
        tuple(opens if any(opens) else starts),
    )


@dataclass(frozen=True)
class Options:
    """What may come next: `allowed` and `follows` are (rows, positions), the latter those right after the last one
    written; `finished` (rows) says where the text may end."""

    allowed: Tensor
    follows: Tensor
    finished: Tensor


class SourceAutomaton:
    """The sources of a batch, padded to the longest.

    Args:
        sources: one a row.
        least, shortest: share of the source's tokens, and number of tokens, below which a text may not end while the
            source has more to offer.
    """

    def __init__(self, sources: Sequence[SourceTokens], *, least: float = 0.0, shortest: int = 0) -> None:
        width = max(len(source.ids) for source in sources)

        def rows(values: Sequence[Sequence[int]], fill: int) -> Tensor:
            return torch.tensor([[*row, *[fill] * (width - len(row))] for row in values])

        self.ids = rows([source.ids for source in sources], -1)
        self.starts = rows([source.starts for source in sources], 0).bool()
        self.ends = rows([source.ends for source in sources], 0).bool()
        self.leaves = rows([source.leaves for source in sources], 0).bool()
        self.lands = rows([source.lands for source in sources], 0).bool()
        self.light = rows([source.light for source in sources], 0)
        self.firm = rows([source.firm for source in sources], 0)
        self.opens = rows([source.opens for source in sources], 0).bool()
        self.fewest = torch.tensor([max(shortest, int(least * len(source.ids))) for source in sources])

    def taken(self, rows: Tensor) -> SourceAutomaton:
        """The automaton of some rows, in their order; a row may be taken several times (beams)."""
        part = SourceAutomaton.__new__(SourceAutomaton)
        part.__dict__ = {name: values[rows] for name, values in self.__dict__.items()}
        return part

    def nowhere(self) -> Tensor:
        """The positions reached before anything is written."""
        return torch.zeros_like(self.starts)

    def options(self, reached: Tensor, count: Tensor) -> Options:
        """What may follow on `count` (rows) written tokens that can have led to `reached` (rows, positions)."""
        follows = torch.zeros_like(reached)
        follows[:, 1:] = reached[:, :-1]
        ended = reached & self.ends
        place = torch.arange(reached.shape[1]).expand_as(self.light)

        def between(marks: Tensor, first: Tensor) -> Tensor:
            """Whether one of `marks` is set from position `first` to the one before each position."""
            total = torch.nn.functional.pad(marks.cumsum(1), (1, 0))
            return total.gather(1, place) > total.gather(1, first)

        near = between(ended, (self.light - 1).clamp(min=0))
        far = between(ended & self.leaves, self.firm) & self.lands
        begun = (count > 0).unsqueeze(1)
        allowed = torch.where(begun, (follows & ~self.starts) | (self.starts & (near | far)), self.opens)
        allowed &= self.ids >= 0
        dead = begun.squeeze(1) & ~reached.any(1)
        finished = ended.any(1) & ((count >= self.fewest) | ~allowed.any(1)) | dead
        return Options(allowed, follows & allowed, finished)

    def advanced(self, options: Options, tokens: Tensor) -> Tensor:
        """The positions reached when `tokens` (rows) are written."""
        return options.allowed & (self.ids == tokens.unsqueeze(1))


def path_written(written: Sequence[int], source: SourceTokens) -> list[int]:
    """The places in the source that an ordered path of tokens stands for; of several paths the one with the fewest gaps
    (dynamic programming over tokens and positions).

    Raises:
        ValueError: `written` is no ordered subsequence of the source's units.
    """
    size, infinity = len(source.ids), 10**9
    best: list[list[tuple[int, int]]] = []  # per written token: (gaps, previous position) for every position
    for number, token in enumerate(written):
        row = []
        nearest, origin = infinity, -1  # the cheapest end of a unit before this position
        for position in range(size):
            cost, back = infinity, -1
            if token == source.ids[position]:
                if number == 0:
                    if source.starts[position]:
                        cost = 0
                else:
                    before = best[number - 1]
                    if position and before[position - 1][0] < infinity:
                        cost, back = before[position - 1][0], position - 1
                    if source.starts[position] and nearest + 1 < cost:
                        cost, back = nearest + 1, origin
            row.append((cost, back))
            if number and source.ends[position] and best[number - 1][position][0] < nearest:
                nearest, origin = best[number - 1][position][0], position
        best.append(row)
    ends = [position for position in range(size) if best and source.ends[position] and best[-1][position][0] < infinity]
    if not ends:
        raise ValueError("not a subsequence of the source")
    position = min(ends, key=lambda place: best[-1][place][0])
    path = [position]
    for number in range(len(written) - 1, 0, -1):
        position = best[number][position][1]
        path.append(position)
    return path[::-1]


def spans_at(path: Sequence[int], source: SourceTokens) -> tuple[Span, ...]:
    """The characters of the tokens at the places of `path`, neighbouring tokens joined."""
    spans: list[Span] = []
    last = -2
    for place in path:
        span = source.spans[place]
        if place == last + 1:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
        last = place
    return tuple(span for span in spans if span.start < span.end)
