"""Segments: every character once, every span by exactly its segments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.proof.segments import Segment, lines, runs, split, within
from summarise.records import Span


@st.composite
def covered_texts(draw: st.DrawFn) -> tuple[str, dict[str, list[Span]], list[int]]:
    text = draw(st.text(alphabet="aă 𝔸👍\n", max_size=30))
    offsets = st.integers(0, len(text))
    spans = st.tuples(offsets, offsets).map(lambda pair: Span(*sorted(pair)))
    covered = draw(st.dictionaries(st.sampled_from("abcdef"), st.lists(spans, max_size=3), max_size=6))
    return text, covered, draw(st.lists(offsets, max_size=4))


@given(covered_texts())
def test_the_segments_put_together_are_the_text(case: tuple[str, dict[str, list[Span]], list[int]]) -> None:
    text, covered, cuts = case
    found = split(len(text), covered, cuts)
    assert "".join(text[slice(*one.span)] for one in found) == text
    assert all(one.span.start < one.span.end for one in found)
    assert {cut for cut in cuts if 0 < cut < len(text)} <= {one.span.end for one in found}


@given(covered_texts())
def test_a_segment_names_all_items_that_cover_it_and_no_other(
    case: tuple[str, dict[str, list[Span]], list[int]],
) -> None:
    text, covered, cuts = case
    for one in split(len(text), covered, cuts):
        for offset in range(*one.span):
            assert one.names == tuple(
                name for name, spans in covered.items() if any(start <= offset < end for start, end in spans)
            )


@given(covered_texts())
def test_a_span_is_covered_by_exactly_its_segments(case: tuple[str, dict[str, list[Span]], list[int]]) -> None:
    text, covered, cuts = case
    found = split(len(text), covered, cuts)
    for name, spans in covered.items():
        for span in spans:
            inside = within(found, span)
            assert "".join(text[slice(*one.span)] for one in inside) == text[slice(*span)]
            assert all(name in one.names for one in inside)


@given(covered_texts())
def test_without_cuts_no_two_neighbours_could_be_one(case: tuple[str, dict[str, list[Span]], list[int]]) -> None:
    text, covered, _cuts = case
    ends = {offset for spans in covered.values() for span in spans for offset in span}
    found = split(len(text), covered)
    assert all(one.span.end in ends for one in found[:-1])


@given(st.text(alphabet="ab \n\r\u2028", max_size=30))
def test_lines_hold_all_that_is_not_blank(text: str) -> None:
    found = lines(text)
    assert [text.split("\n")[number - 1] for number, _span in found] == [text[slice(*span)] for _number, span in found]
    assert sum(len(text[slice(*span)].strip()) > 0 for _number, span in found) == len(found)
    assert " ".join(text[slice(*span)] for _n, span in found).split() == text.split()


def test_neighbours_with_the_same_bullet_are_one_run() -> None:
    segments = split(10, {"bullet": [Span(2, 8)], "figure": [Span(3, 5), Span(8, 9)]})
    found = runs(segments, lambda name: name == "bullet")
    assert [[one.names for one in run] for run in found] == [
        [()],
        [("bullet",), ("bullet", "figure"), ("bullet",)],
        [("figure",)],
        [()],
    ]


def test_an_empty_text_has_no_segments() -> None:
    assert split(0, {"a": [Span(0, 0)]}) == ()
    assert split(2, {}) == (Segment(Span(0, 2), ()),)


@pytest.mark.parametrize("span", [Span(0, 4), Span(2, 1), Span(-1, 2)])
def test_a_span_outside_the_text_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="lies outside the text"):
        split(3, {"a": [span]})
    with pytest.raises(ValueError, match="cut"):
        split(3, {}, [4])
