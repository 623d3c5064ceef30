"""What a text mentions that may not be changed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.mentions import find_mentions, fold, names, normal, quotes, words


def found(text: str, kind: str, *, language: str = "vi") -> list[str]:
    return [mention.text for mention in find_mentions(text, language=language) if mention.kind == kind]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("thực hiện Nghị quyết số 07/NQ-TLĐ của Tổng Liên đoàn", "07/NQ-TLĐ"),
        ("theo Quyết định số 643/QĐ-TLĐ", "643/QĐ-TLĐ"),
        ("hỗ trợ theo Quyết định 15/2020/QĐ-TTg", "15/2020/QĐ-TTg"),
        ("quán triệt Nghị quyết 02-NQ/TW ngày 12/6/2021", "02-NQ/TW"),
        ("thực hiện Nghị quyết 6b/NQ – BCH về nữ công", "6b/NQ – BCH"),
        ("ban hành Chương trình hành động số 18-CTr/TU", "18-CTr/TU"),
        ("chi trả theo Nghị quyết 06 của Đoàn Chủ tịch", "06"),
    ],
)
def test_a_document_number_is_found_whole(text: str, document: str) -> None:
    assert found(text, "document") == [document]
    assert found(text, "number") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sáng ngày 08/7/2022, tại tỉnh Cao Bằng", "ngày 08/7/2022"),
        ("Trong hai ngày 12, 13/7/2020, tại Bắc Giang", "ngày 12, 13/7/2020"),
        ("Ngày 15/1/2020 công đoàn họp", "Ngày 15/1/2020"),
        ("Đến hết tháng 7 năm 2022 công đoàn đã trao quà", "tháng 7 năm 2022"),
        ("Trong quý I công đoàn đã trao quà", "quý I"),
        ("ưu tiên chi ngay trong quý I/2016", "quý I/2016"),
        ("Năm 2022 công đoàn đã trao quà", "Năm 2022"),
        ("so với cùng kỳ 2021", "2021"),
        ("hoàn thành trước 20/11", "20/11"),
        ("có hiệu lực từ 1.1.2021", "1.1.2021"),
        ("Trong 6 tháng đầu năm 2022, LĐLĐ các tỉnh", "6 tháng đầu năm 2022"),
        ("kỷ niệm 90 năm Ngày thành lập", "90 năm"),
        ("báo cáo trong 9/2017 đã gửi", "9/2017"),
    ],
)
def test_a_date_or_period_is_no_number(text: str, date: str) -> None:
    assert found(text, "date") == [date]
    assert found(text, "number") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("before March 31 and after", "March 31"),
        ("a course by 30 April", "30 April"),
        ("in the first six months of 2023", "first six months of 2023"),
        ("in 2018, up from a year earlier", "2018"),
    ],
)
def test_an_english_date_is_no_number(text: str, date: str) -> None:
    assert found(text, "date", language="en") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "lần thứ 12",
        "khóa XVIII",
        "khoá 12",
        "nhiệm kỳ 2023 - 2028",
        "giai đoạn 2020-2025",
        "dịch Covid-19",
        "Covid - 19",
    ],
)
def test_terms_of_office_ordinals_and_numbers_in_names_are_no_numbers(text: str) -> None:
    assert found(f"Đại hội {text} đã thành công", "term") != []
    assert found(f"Đại hội {text} đã thành công", "number") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("thăm hỏi 36.778 lượt đoàn viên", "36.778"),
        ("chi hơn 41,7 tỷ đồng", "41,7"),
        ("mức 5.060.000 đồng/tháng", "5.060.000"),
        ("có 27/31 đơn vị hoàn thành", "27/31"),
        ("đạt 131% chỉ tiêu", "131%"),
        ("giới thiệu 3-4 đoàn viên ưu tú", "3-4"),
        ("giải quyết 8 - 10 đơn thư", "8 - 10"),
        ("nâng tổng số lên 5.265.", "5.265"),
    ],
)
def test_a_number_is_found_whole(text: str, number: str) -> None:
    assert found(text, "number") == [number]


def test_a_number_within_a_quoted_name_belongs_to_the_name_and_one_within_speech_does_not() -> None:
    assert found("Chương trình “01 triệu sáng kiến” được triển khai", "number") == []
    assert found("Bà Lan nói: “Năm qua công đoàn trao 120 suất quà”.", "number") == ["120"]


def test_the_number_of_a_list_item_is_a_mark() -> None:
    assert found("1. Tổ chức 5 lớp tập huấn", "mark") == ["1"]
    assert found("(2) trao 50 suất quà", "mark") == ["2"]


def test_names_are_runs_of_capitals_that_the_place_in_the_sentence_does_not_explain() -> None:
    text = "Đồng chí Lý Thị Huệ, Chủ tịch LĐLĐ tỉnh Cao Bằng, chủ trì. Hội nghị đã bàn về QCDC"
    assert [name.text for name in names(text, language="vi")] == ["Lý Thị Huệ", "Chủ", "LĐLĐ", "Cao Bằng", "QCDC"]


def test_the_stop_of_an_abbreviation_or_initial_ends_no_sentence() -> None:
    text = "Công an TP. Đà Nẵng, ThS. Hoa và bà V. An họp. Huế vắng"
    assert [name.text for name in names(text, language="vi")] == ["TP", "Đà Nẵng", "ThS", "Hoa", "V", "An"]


def test_two_dates_that_a_word_joins_are_one_range() -> None:
    assert found("vận động từ tháng 10/2016 đến 9/2017 được 5 tỷ", "range") == ["tháng 10/2016 đến 9/2017"]
    assert found("mở cửa 7h - 11h mỗi ngày", "range") == ["7h - 11h"]
    assert found("closed from June 1 to June 5", "range", language="en") == ["June 1 to June 5"]
    assert found("năm 2016 kết nạp, đến năm 2017 tổng kết", "range") == []


def test_quotation_marks_of_two_kinds_make_one_quotation() -> None:
    assert [quote.text for quote in quotes('Chương trình “Tết sum vầy" và “Mái ấm”')] == ['“Tết sum vầy"', "“Mái ấm”"]


def test_a_code_a_number_and_a_rate_are_one_word_each_and_a_comma_ends_a_clause() -> None:
    found_words = words("Chi 9,2 triệu đồng/người/tháng, theo 07/NQ-TLĐ", language="vi")
    assert [word.text for word in found_words] == ["Chi", "9,2", "triệu", "đồng/người/tháng", "theo", "07/NQ-TLĐ"]
    assert [word.clause for word in found_words] == [0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("Uỷ", "Ủy"), ("HOÁ", "HÓA"), ("thoả", "thỏa"), ("–", "-")])
def test_two_spellings_of_one_word_fold_into_one(one: str, other: str) -> None:
    assert fold(one, language="vi") == fold(other, language="vi")


def test_mentions_of_the_sample_articles_are_slices_of_them(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        text = path.read_text("utf-8")
        for mention in (*find_mentions(text, language="vi"), *names(text, language="vi")):
            assert text[mention.span.start : mention.span.end] == mention.text


@given(st.text(alphabet=st.sampled_from('0123456789.,/-– %“”"()[]:;\nngàytháđồgQĐ-TLCovidIVX'), max_size=60))
def test_any_text_gives_slices_in_order_and_folding_keeps_its_length(text: str) -> None:
    text = normal(text)
    assert len(fold(text, language="vi")) == len(text)
    for language in ("vi", "en"):
        mentions = find_mentions(text, language=language)
        assert list(mentions) == sorted(mentions, key=lambda mention: (mention.span, mention.kind))
        assert all(text[mention.span.start : mention.span.end] == mention.text != "" for mention in mentions)
        plain = [mention.span for mention in mentions if mention.kind != "speech"]
        assert all(one.end <= other.start for one, other in pairwise(plain))
