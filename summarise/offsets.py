"""Where the characters of a text stood before it was changed: lines ends joined, letters composed, old fonts read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Offsets:
    """A map from places in a text to places in the text it was made of.

    `cuts` are pairs of places (in the text, in the original) that belong together, in order. Between two pairs that are
    equally far apart on both sides, and after the last one, places go one for one; otherwise what lies between them is
    one piece that cannot be divided (the two characters of a letter in VNI, a letter and its tone). Without cuts
    the places are the same. Marks of a letter that only change their order count as the same places.
    """

    cuts: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of_pieces(cls, pieces: Iterable[tuple[int, int, int]]) -> Offsets:
        """The map of a text in which pieces, in order, were replaced: each one the place in the original where it starts
        and ends, and the length of what stands there now."""
        cuts: list[tuple[int, int]] = []
        shift = 0
        for start, end, length in pieces:
            for cut in ((start + shift, start), (start + shift + length, end)):
                if not cuts or cuts[-1] != cut:
                    cuts.append(cut)
            shift += length - (end - start)
        return cls(tuple(cuts))

    def pieces(self) -> Iterator[tuple[int, int, int]]:
        """The pieces that were replaced, as `of_pieces` takes them; empty ones and those of equal length are none."""
        for (new, old), (new_end, old_end) in pairwise(((0, 0), *self.cuts)):
            if new_end - new != old_end - old:
                yield old, old_end, new_end - new

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the characters `start` to `end` (exclusive) come from, whole pieces always."""
        first, last = self._after(start), self._before(end)
        return first, max(first, last)

    def of(self, earlier: Offsets) -> Offsets:
        """The map to the original of the original: this text was made of one that was made of another by `earlier`."""
        if not self.cuts or not earlier.cuts:
            return self if self.cuts else earlier
        middle = sorted({old for _, old in self.cuts} | {new for new, _ in earlier.cuts})
        cuts: list[tuple[int, int]] = []
        for place in middle:
            here = self._places(place, old=True)
            there = earlier._places(place, old=False)
            cuts += [(new, old) for new in here[:1] for old in there]
        return Offsets(tuple(dict.fromkeys(cuts)))

    def _after(self, place: int) -> int:
        """Where the character at `place` starts."""
        number = bisect_right(self.cuts, place, key=_new)
        new, old = self.cuts[number - 1] if number else (0, 0)
        return old + place - new if self._is_even(number) else old

    def _before(self, place: int) -> int:
        """Where the character that ends at `place` ends."""
        number = bisect_left(self.cuts, place, key=_new)
        if number < len(self.cuts) and self.cuts[number][0] == place:
            return self.cuts[number][1]
        new, old = self.cuts[number - 1] if number else (0, 0)
        return old + place - new if self._is_even(number) else self.cuts[number][1]

    def _is_even(self, number: int) -> bool:
        """Whether what lies between the cut `number` and the one before it is one for one."""
        if number == len(self.cuts):
            return True
        new, old = self.cuts[number - 1] if number else (0, 0)
        return self.cuts[number][0] - new == self.cuts[number][1] - old

    def _places(self, place: int, *, old: bool) -> list[int]:
        """The places on the other side that belong to `place`, none where it lies within a piece."""
        key = _old if old else _new
        low, high = bisect_left(self.cuts, place, key=key), bisect_right(self.cuts, place, key=key)
        if low < high:
            return [cut[0 if old else 1] for cut in self.cuts[low:high]]
        if not self._is_even(low):
            return []
        new, before = self.cuts[low - 1] if low else (0, 0)
        return [place - before + new if old else place - new + before]


def _new(cut: tuple[int, int]) -> int:
    return cut[0]


def _old(cut: tuple[int, int]) -> int:
    return cut[1]
