"""Lines of plain text that go on in the next."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.cleaning import clean
from summarise.reading import from_text
from summarise.reading.wrapped import unwrapped
from summarise.segmenting import segment

PARAGRAPHS = (
    "Liên đoàn Lao động tỉnh Kon Tum tổ chức hội nghị sơ kết hoạt động công đoàn 6 tháng đầu năm 2022 tại hội trường lớn "
    "của Liên đoàn Lao động tỉnh, đồng chí Lê Văn An, Chủ tịch Liên đoàn Lao động tỉnh chủ trì hội nghị.",
    "Sáu tháng qua, các cấp công đoàn đã thăm hỏi, tặng 1.250 suất quà cho đoàn viên có hoàn cảnh khó khăn với số tiền "
    "625 triệu đồng; kết nạp 2.318 đoàn viên, đạt 154% chỉ tiêu; thành lập 12 công đoàn cơ sở trong các doanh nghiệp.",
    "Tuy nhiên, việc thu kinh phí công đoàn ở khu vực ngoài nhà nước còn chậm, một số doanh nghiệp còn nợ kéo dài và chưa "
    "có biện pháp khắc phục.",
)


@pytest.mark.parametrize("width", [72, 78, 100, 120])
@pytest.mark.parametrize("name", ["bac-giang-2020", "cao-bang-2022"])
def test_the_sentences_of_an_article_that_was_wrapped_are_the_same(
    seeds: dict[str, Path], name: str, width: int
) -> None:
    lines = [" ".join(line.split()) for line in seeds[name].read_text("utf-8").splitlines() if line.strip()]
    read = from_text("\n".join(part for line in lines for part in wrap(line, width, break_on_hyphens=False)))
    assert "wrapped" in read.repairs
    found, wanted = (
        {sentence.text for sentence in segment(clean(source))} for source in (read, from_text("\n".join(lines)))
    )
    assert len(wanted - found) <= 0.1 * len(wanted)


def test_a_list_and_a_heading_stay_lines_of_their_own() -> None:
    items = [f"- Kết nạp {number} đoàn viên mới ở các doanh nghiệp ngoài khu vực nhà nước" for number in range(5)]
    wrapped = [line for paragraph in PARAGRAPHS * 2 for line in wrap(paragraph, 72)]
    assert unwrapped("\n".join(["I. KẾT QUẢ", *wrapped, *items])).split("\n") == ["I. KẾT QUẢ", *PARAGRAPHS * 2, *items]


def test_lines_that_are_paragraphs_stay_as_they_are() -> None:
    text = "\n".join(PARAGRAPHS * 4)
    assert unwrapped(text) == text
    assert from_text(text).text == text


def test_a_list_without_marks_stays_a_list() -> None:
    tasks = [
        "tuyên truyền",
        "thu kinh phí",
        "chăm lo đời sống đoàn viên, người lao động ở các khu công nghiệp",
        "thi đua",
    ]
    text = "\n".join(["Nhiệm vụ:", *(f"{task} quý {number}" for task in tasks for number in range(1, 5))])
    assert unwrapped(text) == text


@given(st.text(alphabet="aB. \n-1:", max_size=200))
def test_nothing_but_breaks_is_changed_and_every_character_stays_where_it_was(text: str) -> None:
    joined = unwrapped(text)
    assert len(joined) == len(text)
    assert all(one == other or (one == "\n" and other == " ") for one, other in zip(text, joined, strict=True))
