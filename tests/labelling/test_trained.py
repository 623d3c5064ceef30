"""The trained labeller, with a classifier that says what the test wants it to say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise import resources
from summarise.cleaning import clean
from summarise.labelling import load_labeller
from summarise.labelling.windows import marks, parts, windows
from summarise.reading import from_text
from summarise.segmenting import segment

MIXED = (
    "Kết nạp được 1.250 đoàn viên, đạt 83% kế hoạch, nhưng việc thu kinh phí công đoàn ở khu vực tư nhân còn rất chậm."
)


@pytest.fixture(scope="module")
def labeller():
    return load_labeller(resources.models() / "labeller")


def pieces(labeller, text: str) -> list[str]:
    article = clean(from_text(text))
    found = labeller.label(article, segment(article))
    assert all(
        article.text[entry.sentence.span.start : entry.sentence.span.end] == entry.sentence.text for entry in found
    )
    assert all(a.sentence.span.end <= b.sentence.span.start for a, b in pairwise(found))
    return [entry.sentence.text for entry in found]


@pytest.fixture
def cut_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarise.labelling.trained.best_cuts", lambda scores, lengths: tuple(range(1, len(lengths))))


def test_a_cut_stands_before_the_word_that_turns(labeller, cut_everywhere) -> None:
    assert pieces(labeller, MIXED) == [
        "Kết nạp được 1.250 đoàn viên, đạt 83% kế hoạch,",
        "nhưng việc thu kinh phí công đoàn ở khu vực tư nhân còn rất chậm.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Các đơn vị thực hiện phong trào “Giỏi việc nước, phấn đấu đảm việc nhà” trong toàn ngành.",
        "Kết nạp 500 đoàn viên (kế hoạch cả năm 600, phấn đấu đạt 650) ở các khu công nghiệp.",
        "Kết nạp 500 đoàn viên, đạt 83% kế hoạch, chiếm một nửa số lao động trong tỉnh.",
    ],
)
def test_no_quotation_bracket_or_plain_comma_is_cut(labeller, cut_everywhere, text: str) -> None:
    assert pieces(labeller, text) == [text]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([*MIXED.split(), "nhưng", "phấn đấu,", "12,5", "“a,", "b”"]), min_size=1, max_size=60))
def test_every_letter_of_the_sentences_stands_in_one_piece(labeller, words: list[str]) -> None:
    text = " ".join(words)
    article = clean(from_text(text))
    kept = "".join(sentence.text for sentence in segment(article)).replace(" ", "")
    assert "".join(pieces(labeller, text)).replace(" ", "") == kept


def test_a_label_names_its_rival_and_its_cues(labeller) -> None:
    article = clean(from_text("Hội nghị sơ kết quý I\n\nTuy nhiên, việc thu kinh phí công đoàn còn chậm."))
    last = labeller.label(article, segment(article))[-1]
    assert last.section == "shortcoming"
    assert last.rival is not None
    assert last.rival[0] != "shortcoming"
    assert last.rival[1] <= last.score
    assert ("shortcoming", "tuy nhiên") in last.cues


def test_parts_end_at_commas_before_white_space(labeller) -> None:
    text = "Thu 12,5 tỷ đồng, chi 3,2 tỷ đồng (tăng 5%), còn lại chuyển sang năm sau."
    [window] = windows([text], labeller.tokenizer)
    found = parts(window, 0, *marks(labeller.tokenizer.get_vocab()))
    said = [labeller.tokenizer.decode(window.ids[start:end], skip_special_tokens=True).strip() for start, end in found]
    assert said == ["Thu 12,5 tỷ đồng,", "chi 3,2 tỷ đồng (tăng 5%),", "còn lại chuyển sang năm sau."]
    assert found[0][0] == window.bounds[0][0]
    assert found[-1][1] == window.bounds[0][1]
