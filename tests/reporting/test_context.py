from __future__ import annotations

import datetime
import unicodedata
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summarise.language import table
from summarise.office import Office
from summarise.records import Figure, Item, Meeting, Span, Summary, WorkField
from summarise.reporting.context import context


def item(text: str, field: WorkField = "general") -> Item:
    return Item(text=text, field=field, source=(), method="extract")


def figure(text: str, unit: str | None) -> dict[str, str]:
    found = Figure(text=text, value=None, unit=unit, about="số tiền", section="achievement", source=Span(0, 0))
    return filled(figures=(found,))["bang_so_lieu"][0]["dong"][0]


def filled(office: Office | None = None, **parts: Any) -> dict[str, Any]:
    summary = Summary.model_validate(
        {
            "source": {"name": "a.txt", "sha256": "0", "language": "vi", "characters": 9},
            "model": {"name": "m", "revision": "0"},
        }
    )
    return context(summary.model_copy(update=parts), office or Office())


def shortcomings(*texts: str) -> list[str]:
    return filled(shortcomings=tuple(map(item, texts)))["han_che"]


def test_every_field_of_work_has_a_heading() -> None:
    assert set(table("vi", "report")["headings"]) == set(get_args(WorkField))


def test_fields_stand_in_the_order_of_the_outline_and_are_numbered_without_gaps() -> None:
    groups = filled(achievements=(item("Ba", "finance"), item("Hai", "women"), item("Một", "welfare")))["ket_qua"]
    assert [(group["so"], group["y"]) for group in groups] == [(1, ["Một."]), (2, ["Hai."]), (3, ["Ba."])]


def test_awards_stand_last_among_the_results_under_a_heading_of_their_own() -> None:
    groups = filled(achievements=(item("Một", "finance"),), awards=(item("Hai", "emulation"),))["ket_qua"]
    assert [group["tieu_de"] for group in groups][-1] == "Khen thưởng, hỗ trợ tại hội nghị"
    assert groups[-1]["so"] == 2


def test_a_part_without_results_is_dropped_and_the_rest_renumbered() -> None:
    assert filled()["so_phan"] == {"hoi_nghi": "I", "han_che": "II", "nhiem_vu": "III", "kien_nghi": "IV"}
    assert filled(awards=(item("Tặng quà"),))["so_phan"]["nhiem_vu"] == "IV"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("công tác tuyên truyền chưa kịp thời;", "Công tác tuyên truyền chưa kịp thời."),
        ("đã tặng 38 nhà.", "Đã tặng 38 nhà."),
        ("Đại hội nhiệm kỳ 2023 - 2028./.", "Đại hội nhiệm kỳ 2023 - 2028."),
        ("Đại hội ./ . Tiếp tục đổi mới", "Đại hội . Tiếp tục đổi mới."),
        ("Có thể làm gì?", "Có thể làm gì?"),
        ("Còn nhiều khó khăn…", "Còn nhiều khó khăn…"),
        ("tổ chức tốt “Tết sum vầy 2023”", "Tổ chức tốt “Tết sum vầy 2023”."),
        ("nêu rõ: “Phải làm ngay.”", "Nêu rõ: “Phải làm ngay.”"),
        ("- Hỗ trợ\n  đoàn viên", "Hỗ trợ đoàn viên."),
        ("• Hỗ trợ đoàn viên,", "Hỗ trợ đoàn viên."),
        ("-5% so với cùng kỳ", "-5% so với cùng kỳ."),
        ("Thu kinh\x00 phí\x0b\u202e đạt", "Thu kinh phí đạt."),
        (unicodedata.normalize("NFD", "Tồn tại"), "Tồn tại."),
    ],
)
def test_a_bullet_is_one_sentence_with_a_capital_and_one_stop(text: str, printed: str) -> None:
    assert shortcomings(text) == [printed]


@pytest.mark.parametrize("text", [";", "…", "./.", "\x01", "- "])
def test_a_text_without_letters_is_no_bullet(text: str) -> None:
    assert shortcomings(text) == []


@given(st.text(min_size=1))
def test_a_bullet_keeps_every_letter_and_digit_and_is_one_clean_line(text: str) -> None:
    for bullet in shortcomings(text):
        letters = [char for char in unicodedata.normalize("NFC", text) if char.isalnum()]
        assert [char for char in bullet if char.isalnum()][1:] == letters[1:] or bullet[0] != letters[0]
        assert bullet == " ".join(bullet.split())
        assert "./." not in bullet
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in bullet)


def test_unknown_facts_of_the_meeting_are_blank() -> None:
    assert set(filled()["hoi_nghi"].values()) == {"…"}


def test_an_inferred_fact_is_marked() -> None:
    facts = filled(meeting=Meeting(date="2022-12-08", period="năm 2022", inferred=("date",)))["hoi_nghi"]
    assert facts["thoi_gian"] == "ngày 08/12/2022 (suy ra)."
    assert facts["ky_bao_cao"] == "năm 2022."


def test_a_meeting_without_a_name_is_called_by_its_kind() -> None:
    assert filled(meeting=Meeting(kind="sơ kết"))["hoi_nghi"]["ten"] == "Hội nghị sơ kết."
    assert filled(meeting=Meeting(kind="khác"))["hoi_nghi"]["ten"] == "…"


@pytest.mark.parametrize("date", ["2022-02-31", "2025-13-45", "٢٠٢٢-٠٢-٠١"])
def test_a_date_that_no_calendar_has_is_refused(date: str) -> None:
    with pytest.raises(ValidationError):
        Meeting(date=date)


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        (datetime.date(2022, 7, 8), "ngày 08 tháng 7 năm 2022"),
        (datetime.date(2023, 2, 28), "ngày 28 tháng 02 năm 2023"),
        (datetime.date(2022, 12, 1), "ngày 01 tháng 12 năm 2022"),
        (None, "ngày … tháng … năm …"),
    ],
)
def test_days_and_the_first_two_months_have_two_digits(date: datetime.date | None, printed: str) -> None:
    assert filled(Office(date=date))["ngay_thang"] == printed.replace(" ", "\u00a0")


def test_a_number_has_two_digits_and_a_missing_one_leaves_room_to_write() -> None:
    assert filled(Office(number=7))["so_van_ban"] == "07"
    assert filled(Office(number=112))["so_van_ban"] == "112"
    assert filled()["so_van_ban"].isspace()


def test_the_lines_of_recipients_end_as_the_decree_says() -> None:
    office = Office(recipients=("- Thường trực Tỉnh ủy (để b/c);", "Lưu: VT, VP."))
    assert filled(office)["noi_nhan"] == ["- Thường trực Tỉnh ủy (để b/c);", "- Lưu: VT, VP."]
    assert filled()["noi_nhan"] == ["- …;", "- Lưu: VT, …."]


def test_a_report_addressed_to_someone_goes_to_them_first() -> None:
    one = filled(Office(addressees=("Tổng Liên đoàn Lao động Việt Nam",)))
    assert one["kinh_gui"] == "Tổng Liên đoàn Lao động Việt Nam"
    assert one["kinh_gui_ds"] == []
    assert one["noi_nhan"][0] == "- Như trên;"
    two = filled(Office(addressees=("Tỉnh ủy", "UBND tỉnh"), recipients=("Như trên", "Lưu: VT")))
    assert two["kinh_gui"] == ""
    assert two["kinh_gui_ds"] == ["- Tỉnh ủy;", "- UBND tỉnh."]
    assert two["noi_nhan"] == ["- Như trên;", "- Lưu: VT."]


@pytest.mark.parametrize(
    ("text", "unit", "amount", "printed"),
    [
        ("gần 23 tỷ đồng", "tỷ đồng", "gần 23", "tỷ đồng"),
        ("gần 23 tỷ", "đồng", "gần 23", "tỷ đồng"),
        ("33.778", "ĐV, NLĐ", "33.778", "ĐV, NLĐ"),
        ("31%", "%", "31", "%"),
        ("36.778 lượt", "lượt đoàn viên", "36.778", "lượt đoàn viên"),
        ("9,2 triệu đồng/người/tháng", "triệu đồng", "9,2", "triệu đồng/người/tháng"),
        ("1 tỷ 86 triệu đồng", "triệu đồng", "1 tỷ 86", "triệu đồng"),
        ("39/45", None, "39/45", "…"),
        ("hàng nghìn", None, "hàng nghìn", "…"),
    ],
)
def test_number_and_unit_of_a_figure_stand_apart_as_written(
    text: str, unit: str | None, amount: str, printed: str
) -> None:
    row = figure(text, unit)
    assert (row["so_lieu"], row["don_vi"]) == (amount, printed)
    assert row["chi_tieu"] == "Số tiền"


def test_figures_are_grouped_by_section_and_those_of_no_section_of_the_report_are_left_out(quang_binh: Summary) -> None:
    groups = context(quang_binh, Office())["bang_so_lieu"]
    assert [(group["so"], group["ten"], len(group["dong"])) for group in groups] == [
        ("I", "Kết quả", 6),
        ("II", "Khen thưởng, hỗ trợ tại hội nghị", 1),
    ]
    assert [row["so"] for row in groups[0]["dong"]] == [1, 2, 3, 4, 5, 6]


def test_a_year_does_not_stand_alone_on_the_second_line_of_a_heading() -> None:
    assert filled(meeting=Meeting(period="6 tháng đầu năm 2022"))["ky_bao_cao"] == "6 tháng đầu năm\u00a02022"
    assert filled(meeting=Meeting(period="quý I/2020"))["ky_bao_cao"] == "quý I/2020"
