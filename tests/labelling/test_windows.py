"""How an article is cut into windows for the encoder."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarise.labelling.windows import LONGEST_SENTENCE, LONGEST_WINDOW, best_places, windows


class Syllables:
    """A tokenizer that gives each syllable its length as id."""

    cls_token_id, sep_token_id = 1, 2

    def __call__(self, text: list[str], *, add_special_tokens: bool) -> dict[str, list[list[int]]]:
        return {"input_ids": [[len(word) + 2 for word in line.split()] for line in text]}


LINES = st.lists(st.integers(1, 150).map(lambda count: "chăm " * count), max_size=40)


@given(LINES)
def test_every_sentence_is_read_in_some_window(lines: list[str]) -> None:
    found = windows(lines, Syllables())
    places = best_places(found)
    assert sorted(places) == list(range(len(lines)))
    for number, (window, place) in places.items():
        assert found[window].first + place == number


@given(LINES)
def test_windows_and_sentences_keep_their_limits_and_bounds(lines: list[str]) -> None:
    for window in windows(lines, Syllables()):
        assert len(window.ids) <= LONGEST_WINDOW
        for start, end in window.bounds:
            assert end - start <= LONGEST_SENTENCE
            assert window.ids[end - 1] == Syllables.sep_token_id


def test_a_sentence_at_the_border_is_read_where_more_stands_around_it() -> None:
    lines = ["chăm " * 60] * 20
    found = windows(lines, Syllables())
    places = best_places(found)
    last_of_first = found[0].first + len(found[0].bounds) - 1
    assert places[last_of_first][0] == 1
