"""A place in the text leads back to the file's own characters, whatever was done on the way."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from summarise.offsets import Offsets
from summarise.reading import read_bytes
from summarise.reading.encodings import composed, with_line_ends

Replaced = list[tuple[str, str]]  # what stood, what stands (one of at least one character)

kept = st.text(st.sampled_from("abc \n"), min_size=1, max_size=4).map(lambda text: (text, text))
changed = st.tuples(st.text(st.sampled_from("xyz"), min_size=2, max_size=3), st.sampled_from(["", "1"]))
replaced = st.lists(kept | changed, max_size=8)
letters = st.text(st.sampled_from("aăê\u0301\u0323\u0302\r\n ệ\u2000한각"), max_size=20)


def made(pieces: Replaced) -> tuple[str, str, Offsets]:
    at, found = 0, []
    for old, new in pieces:
        if old != new:
            found.append((at, at + len(old), len(new)))
        at += len(old)
    return "".join(old for old, _ in pieces), "".join(new for _, new in pieces), Offsets.of_pieces(found)


@given(replaced)
def test_each_character_comes_from_its_piece(pieces: Replaced) -> None:
    _, text, offsets = made(pieces)
    new = old = 0
    for was, now in pieces:
        if was == now:
            for step in range(len(now)):
                assert offsets.original(new + step, new + step + 1) == (old + step, old + step + 1)
        elif now:
            assert offsets.original(new, new + 1) == (old, old + len(was))
        new, old = new + len(now), old + len(was)
    assert new == len(text)


@given(replaced, st.data())
def test_spans_stay_in_order_and_wholes_cover_their_parts(pieces: Replaced, data: st.DataObject) -> None:
    original, text, offsets = made(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = offsets.original(start, end)
    assert 0 <= first <= last <= len(original)
    for place in range(start, end):
        one, other = offsets.original(place, place + 1)
        assert first <= one < other <= last
    edges = [offsets.original(place, place + 1) for place in range(len(text))]
    assert all(before[1] <= after[0] or before == after for before, after in pairwise(edges))


@given(letters)
def test_two_changes_in_a_row_lead_back_through_both(text: str) -> None:
    lines, first = with_line_ends(text)
    whole, second = composed(lines)
    assert whole == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    both = second.of(first)
    for place in range(len(whole)):
        start, end = both.original(place, place + 1)
        assert 0 <= start < end <= len(text)
        once = second.original(place, place + 1)
        inner = [first.original(step, step + 1) for step in range(*once)]
        assert (start, end) == (inner[0][0], inner[-1][1])


# Without marks that change their order.
@given(letters.map(lambda text: text.replace("\u0323", "")).filter(str.strip))
def test_a_span_of_a_source_is_told_in_characters_of_the_file(text: str) -> None:
    source = read_bytes(("\ufeff" + text).encode(), name="a.txt")
    assert source.offsets is not None
    for place in range(len(source.text)):
        start, end = source.offsets.original(place, place + 1)
        piece = ("\ufeff" + text)[start:end].replace("\r\n", "\n").replace("\r", "\n")
        assert source.text[place] in unicodedata.normalize("NFC", piece)


def test_bytes_of_vni_and_of_windows_1258_are_counted_one_by_one() -> None:
    data = "Lieân ñoaøn Lao ñoäng tænh toå chöùc hoäi nghò sô keát\r\ncoâng taùc quyù moät".encode("cp1252")
    source = read_bytes(data, name="a.txt")
    assert source.text == "Liên đoàn Lao động tỉnh tổ chức hội nghị sơ kết\ncông tác quý một"
    assert source.offsets is not None
    place = source.text.index("công tác")
    start, end = source.offsets.original(place, place + len("công tác"))
    assert data[start:end].decode("cp1252") == "coâng taùc"
