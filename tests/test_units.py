"""Where words of a clause may be dropped, and what stays whole."""

from __future__ import annotations

import pytest

from summarise.records import Span
from summarise.units import find_joints


def units(text: str, *, language: str = "vi") -> list[str]:
    return [text[unit.start : unit.end] for unit in find_joints(text, language=language).units]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Công nhân có trên 20 năm tay nghề được tôn vinh", "trên 20 năm"),
        ("Căn nhà hoàn thành sau gần 3 tháng thi công", "sau gần 3 tháng"),
        ("Vào khoảng 15h ngày 6/8, đại biểu biểu quyết", "khoảng 15h"),
        ("Hoàn thành đại hội trước ngày 20/11 ở cơ sở", "trước ngày 20/11"),
        ("Vận động từ tháng 10/2016 đến 9/2017 trong toàn ngành", "từ tháng 10/2016 đến 9/2017"),
    ],
)
def test_a_date_is_whole_with_what_qualifies_it(text: str, unit: str) -> None:
    assert unit in units(text)


def test_an_english_date_is_whole_with_what_qualifies_it() -> None:
    assert "before 1 June 2015" in units("The unions finished before 1 June 2015 at last", language="en")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("đoàn thăm gia đình anh Nguyễn Văn An ở xã", "Nguyễn Văn An"),
        ("Công an quận, TP. Đà Nẵng diễn tập", "Đà Nẵng"),
        ("Cao Bằng có 5 công đoàn cơ sở", "Cao Bằng"),
        ("Tại Cao Bằng có 5 công đoàn cơ sở", "Cao Bằng"),
        ("Ông Trần Văn Bình phát biểu", "Trần Văn Bình"),
    ],
)
def test_a_name_is_whole_without_the_word_that_begins_the_sentence(text: str, name: str) -> None:
    assert name in units(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("hoàn thành khi Tổng công ty duyệt đơn giá", "Tổng công ty"),
        ("giao đồng chí phó chủ tịch theo dõi", "phó chủ tịch"),
        ("mời nguyên phó tổng giám đốc dự", "nguyên phó tổng giám đốc"),
        ("Nêu nguyên nhân chủ quan", "nguyên nhân"),
    ],
)
def test_a_rank_is_whole_with_its_office(text: str, unit: str) -> None:
    assert unit in units(text)


def test_what_is_kept_begins_with_the_agent() -> None:
    text = "LĐLĐ huyện Đông Hà vận động 96 triệu đồng"

    assert find_joints(text, language="vi", agent=Span(0, 18)).opening == 0
    assert find_joints(text, language="vi").opening is None
