"""The quantities that a report must keep."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.figures import find_figures, quantities
from summarise.mentions import normal
from summarise.records import Labelled, Section, Sentence, Span


def labelled(text: str, section: Section = "achievement", *, start: int = 0) -> Labelled:
    return Labelled(
        Sentence(Span(start, start + len(text)), text, block=0), section, "general", score=1.0, salience=1.0
    )


def texts(text: str, *, language: str = "vi") -> list[str]:
    return [quantity.text for quantity in quantities(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Các cấp công đoàn đã hỗ trợ 33.778 ĐV, NLĐ có hoàn cảnh khó khăn với số tiền gần 23 tỷ đồng",
            ["33.778 ĐV", "gần 23 tỷ đồng"],
        ),
        ("xây dựng 38 nhà mái ấm công đoàn", ["38 nhà"]),
        ("có 5.265 sáng kiến, vượt 31% chỉ tiêu", ["5.265 sáng kiến", "31%"]),
        ("trao quà trị giá 1 tỷ 86 triệu đồng cho công nhân", ["1 tỷ 86 triệu đồng"]),
        ("thu nhập 9,2 triệu đồng/người/tháng", ["9,2 triệu đồng/người/tháng"]),
        ("nâng mức ăn ca lên 25.000đ/suất", ["25.000đ/suất"]),
        ("ký kết với 54 đối tác, 27/31 đơn vị tham gia", ["54 đối tác", "27/31 đơn vị"]),
        ("phụ trách gần 50 công đoàn cơ sở", ["gần 50 công đoàn cơ sở"]),
        ("giảm từ 47 phút xuống 18 phút", ["47 phút", "18 phút"]),
        ("không có lao động nào nghỉ việc; còn 286 doanh nghiệp nợ", ["286 doanh nghiệp"]),
    ],
)
def test_a_quantity_is_taken_with_its_hedge_and_its_unit(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("worth more than VND38 billion for workers", ["more than VND38 billion"]),
        ("saved an estimated VND 7.3 billion over the year", ["an estimated VND 7.3 billion"]),
        ("equivalent to 57 per cent of the target", ["57 per cent"]),
        ("worth US$1.5 million", ["US$1.5 million"]),
    ],
)
def test_english_amounts_may_have_their_unit_before_them(text: str, expected: list[str]) -> None:
    assert texts(text, language="en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sáng ngày 08/7/2022, tại tỉnh Cao Bằng",
        "thực hiện Nghị quyết số 07/NQ-TLĐ và Nghị quyết 02-NQ/TW",
        "tiến tới Đại hội lần thứ 12, khóa XVIII, nhiệm kỳ 2023 - 2028",
        "Chương trình “01 triệu sáng kiến - nỗ lực vượt khó” được triển khai có hiệu quả",
        "Trong 6 tháng đầu năm 2022, LĐLĐ 7 tỉnh biên giới phía Bắc",
        "vượt qua đại dịch Covid-19",
        "1. Tiếp tục đổi mới nội dung hoạt động",
    ],
)
def test_a_number_that_counts_nothing_is_no_quantity(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("thăm hỏi 36.778 lượt đoàn viên", "vi", 36778.0, "lượt"),
        ("chi hơn 41,7 tỷ đồng", "vi", 41.7, "tỷ đồng"),
        ("bàn giao 05 nhà mái ấm", "vi", 5.0, "nhà"),
        ("đạt 66,6% kế hoạch", "vi", 66.6, "%"),
        ("tổng trị giá 94.217 tỷ đồng", "vi", None, "tỷ đồng"),
        ("đạt 12.5% kế hoạch", "vi", None, "%"),
        ("có 27/31 đơn vị", "vi", None, "đơn vị"),
        ("kết nạp 1,234 đoàn viên", "vi", None, "đoàn viên"),
        ("admitted 9,150 members", "en", 9150.0, "members"),
        ("exported 12.5 million pairs", "en", 12.5, "million pairs"),
    ],
)
def test_a_value_is_read_by_the_rule_of_the_language_or_not_at_all(
    text: str, language: str, value: float | None, unit: str
) -> None:
    (quantity,) = quantities(text, language=language)
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("thăm hỏi 36.778 lượt đoàn viên khó khăn với quà Tết", "lượt đoàn viên khó khăn"),
        ("hỗ trợ 33.778 ĐV, NLĐ có hoàn cảnh khó khăn", "ĐV, NLĐ có hoàn cảnh khó khăn"),
        ("đến nay 120 doanh nghiệp có 15 tổ công đoàn", "doanh nghiệp"),
        ("tổng số tiền hỗ trợ gần 23 tỷ đồng", "tổng số tiền hỗ trợ"),
        ("xây dựng 38 nhà “Mái ấm công đoàn” cho đoàn viên", "nhà “Mái ấm công đoàn”"),
        ("100% doanh nghiệp nhà nước tổ chức hội nghị", "doanh nghiệp nhà nước tổ chức hội nghị"),
    ],
)
def test_a_figure_says_in_the_words_of_the_article_what_it_is_about(text: str, about: str) -> None:
    assert quantities(text, language="vi")[0].about == about


def test_the_annex_has_the_figures_of_the_report_sections_in_order_with_their_place_in_the_article() -> None:
    result = labelled("Đã trao 120 suất quà.", start=100)
    plan = labelled("Phấn đấu kết nạp trên 3.100 đoàn viên.", "task", start=200)
    agenda = labelled("Dự hội nghị có 90 đại biểu.", "event", start=0)
    figures = find_figures([plan, agenda, result], language="vi")
    assert [(figure.text, figure.section, figure.hedge) for figure in figures] == [
        ("120 suất quà", "achievement", None),
        ("trên 3.100 đoàn viên", "task", "trên"),
    ]
    assert figures[0].source == Span(108, 120)


def test_a_figure_that_is_told_twice_of_the_same_thing_is_one_row() -> None:
    twice = [labelled("Đã trao 120 suất quà.", start=at) for at in (0, 50)]
    assert len(find_figures(twice, language="vi")) == 1


def test_quantities_of_the_sample_articles_are_slices_of_them(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        text = path.read_text("utf-8")
        for quantity in quantities(text, language="vi"):
            assert text[quantity.span.start : quantity.span.end] == quantity.text
            assert quantity.number in quantity.text
            assert quantity.about in text
            assert quantity.hedge is None or quantity.text.startswith(quantity.hedge)


AMOUNTS = st.integers(min_value=1, max_value=10**9)


@given(AMOUNTS)
def test_a_grouped_number_reads_as_what_was_written(amount: int) -> None:
    (quantity,) = quantities(f"hỗ trợ {amount:,}".replace(",", ".") + " đồng cho đoàn viên", language="vi")
    assert quantity.value == amount
    (quantity,) = quantities(f"spent {amount:,} dollars on members", language="en")
    assert quantity.value == amount


PIECES = st.sampled_from(
    [
        "gần", "hơn", "23", "tỷ", "đồng", "5.265", "31%", "3-4", "27/31", "đoàn viên",
        ",", ";", "“", "”", "(", ")", "\n", "VND", "$", "1",
        "triệu", "86", "ngày", "8/7/2022", "F0", "US$", "đồng/người/tháng", "07/NQ-TLĐ", "20.000đ/lượt", "%",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=15).map(" ".join))
def test_any_text_gives_slices_in_order(text: str) -> None:
    text = normal(text)
    for language in ("vi", "en"):
        found = quantities(text, language=language)
        assert all(one.span.end <= other.span.start for one, other in pairwise(found))
        for quantity in found:
            assert text[quantity.span.start : quantity.span.end] == quantity.text
            assert quantity.about
            assert quantity.about in text
            assert quantity.number in quantity.text


def test_a_number_alone_in_quotation_marks_is_about_itself() -> None:
    assert [quantity.about for quantity in quantities("“ 23 ”", language="vi")] == ["23"]


@pytest.mark.parametrize("space", ["", " ", "\xa0", "\n", "\u2028", "\u202f"])
def test_a_percent_sign_is_no_part_of_the_number_whatever_stands_between(space: str) -> None:
    (quantity,) = quantities(f"Đạt 31{space}% kế hoạch", language="vi")
    assert (quantity.number, quantity.unit) == ("31", "%")
