"""Lines of the head: where they end, and how long they are."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from summarise.office import Office
from summarise.reporting import header
from summarise.reporting.header import ISSUER, SIGNATORY, SUPERIOR, SYMBOL, Column
from summarise.reporting.times import length
from summarise.resources import templates

FONTS = Path("/usr/share/fonts/truetype")
SPACE = "\u00a0"

WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "LIÊN ĐOÀN LAO ĐỘNG TỔNG CÔNG ĐOÀN CƠ SỞ NGÀNH TỈNH THÀNH PHỐ XÃ HỘI VIỆT NAM CAO BẰNG HỒ CHÍ MINH CÁC KHU CÔNG "
        "NGHIỆP GIÁO DỤC VÀ ĐÀO TẠO CỤM THI ĐUA LĐLĐ 7 - BÀ RỊA VŨNG TÀU CÔNG TY TNHH … & Ư ß ǰ",
    )
)
NAMES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)


def printed(name: str, column: Column = ISSUER) -> list[str]:
    return [line.replace(SPACE, " ") for line in header.name_lines([name], column)]


# Lengths -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size", "face", "mm"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "bold", 88),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, "bold", 96),
        ("Độc lập - Tự do - Hạnh phúc", 13, "bold", 56),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", 12, "roman", 80),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG", 12, "bold", 84),
        ("Cao Bằng, ngày 08 tháng 7 năm 2022", 13, "italic", 70),
        ("Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm 2025", 13, "italic", 99),
    ],
)
def test_lengths_are_those_measured_in_times(text: str, size: float, face: header.Face, mm: float) -> None:
    assert length(text, size=size, face=face) == pytest.approx(mm, abs=1)


@pytest.mark.parametrize(
    ("face", "file"), [("roman", "Regular"), ("bold", "Bold"), ("italic", "Italic")], ids=["roman", "bold", "italic"]
)
def test_no_letter_is_wider_than_in_a_font_like_times(face: header.Face, file: str) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    path = FONTS / "croscore" / f"Tinos-{file}.ttf"
    if not path.is_file():
        pytest.skip("Tinos is not installed")
    with ttlib.TTFont(path) as font:
        letters, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        vowels = [
            unicodedata.normalize("NFC", vowel + tone)
            for vowel in "AĂÂEÊIOÔƠUƯYaăâeêioôơuưyĐđ"
            for tone in "\u0300\u0309\u0323"
        ]
        for char in [
            *map(chr, range(32, 127)),
            *"…–—“”‘’«»",
            *(vowel for vowel in vowels if len(vowel) == 1),
            "Ư",
            "ơ",
        ]:
            exact = widths[letters[ord(char)]][0] * 1000 / em
            ours = length(char, size=1, face=face) / (25.4 / 72) * 1000
            assert exact - 1 <= ours <= exact + 76, char
            if char not in "ƠơƯư" and unicodedata.normalize("NFD", char)[1:2] != "\u031b":
                assert ours == pytest.approx(exact, abs=1), char


@given(st.text())
def test_marks_and_composition_do_not_change_a_length(text: str) -> None:
    composed, parted = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert length(composed, size=12, face="bold") == length(parted, size=12, face="bold")
    assert length(text + "\u0301\u0323", size=12, face="bold") == length(text, size=12, face="bold")


def test_the_columns_are_those_of_the_template() -> None:
    document = docx.Document(str(templates() / "bao-cao-so-ket.docx"))
    head, foot = document.tables[:2]
    for style, column in (("CoQuanChuQuan", SUPERIOR), ("CoQuanBanHanh", ISSUER), ("SoKyHieu", SYMBOL)):
        font = document.styles[style].font
        assert font.size.pt == column.size
        assert bool(font.bold) == (column.face == "bold")
        assert 0.5 <= head.columns[0].width.mm - column.width <= 2
    assert document.styles["KyQuyen"].font.size.pt == SIGNATORY.size
    assert 0.5 <= foot.columns[1].width.mm - SIGNATORY.width <= 2
    # Cells have no margins, so that the whole column is there for the line.
    margins = document.styles["KhungKhongVien"].element.findall(f".//{qn('w:tblCellMar')}/*")
    assert {margin.get(qn("w:w")) for margin in margins} == {"0"}
    assert head.columns[1].width.mm >= length("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, face="bold")


# Breaks --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG / VIỆT NAM",
        "LIÊN ĐOÀN LAO ĐỘNG / TỈNH CAO BẰNG",
        "LIÊN ĐOÀN LAO ĐỘNG / THÀNH PHỐ HỒ CHÍ MINH",
        "LIÊN ĐOÀN LAO ĐỘNG / TỈNH BÀ RỊA - VŨNG TÀU",
        "LIÊN ĐOÀN LAO ĐỘNG / HUYỆN YÊN ĐỊNH",
        "LIÊN ĐOÀN LAO ĐỘNG / CAO BẰNG",
        "CÔNG ĐOÀN / NGÀNH GIÁO DỤC",
        "CÔNG ĐOÀN NGÀNH / GIÁO DỤC VÀ ĐÀO TẠO / TỈNH CAO BẰNG",
        "CÔNG ĐOÀN / CÁC KHU CÔNG NGHIỆP / TỈNH BẮC GIANG",
        "CÔNG ĐOÀN CƠ SỞ / XÃ HÒA AN",
        "CÔNG ĐOÀN CƠ SỞ / TRƯỜNG THPT CHUYÊN / LÊ HỒNG PHONG",
        "CÔNG ĐOÀN CƠ SỞ / CÔNG TY CỔ PHẦN / DỆT MAY HUẾ",
        "CÔNG ĐOÀN CƠ SỞ / CÔNG TY TNHH / MỘT THÀNH VIÊN / CAO SU DẦU TIẾNG",
        "CỤM THI ĐUA LĐLĐ / 7 TỈNH BIÊN GIỚI PHÍA BẮC",
        "ỦY BAN MTTQ VIỆT NAM / TỈNH SƠN LA",
    ],
)
def test_a_long_name_is_broken_between_its_parts(lines: str) -> None:
    expected = lines.split(" / ")
    assert printed(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "name", ["BẢO HIỂM XÃ HỘI CÁC TỈNH MIỀN NÚI PHÍA BẮC", "HỢP TÁC XÃ NÔNG NGHIỆP VÀ DỊCH VỤ TÂN PHÚ"]
)
def test_a_word_that_is_part_of_another_begins_no_part(name: str) -> None:
    assert not any(line.startswith("XÃ") for line in printed(name))


def test_a_signature_that_is_too_long_is_broken_too() -> None:
    assert printed("CHỦ TỊCH LĐLĐ THÀNH PHỐ HỒ CHÍ MINH", SIGNATORY) == ["CHỦ TỊCH LĐLĐ", "THÀNH PHỐ HỒ CHÍ MINH"]
    assert printed("CHỦ TỊCH LĐLĐ TỈNH CAO BẰNG", SIGNATORY) == ["CHỦ TỊCH LĐLĐ TỈNH CAO BẰNG"]


def test_lines_broken_by_hand_are_kept() -> None:
    lines = ["LIÊN ĐOÀN", "LAO ĐỘNG TỈNH", "CAO BẰNG"]
    assert [line.replace(SPACE, " ") for line in header.name_lines(lines, ISSUER)] == lines


def test_a_name_longer_than_the_column_is_broken_as_evenly_as_can_be() -> None:
    lines = printed("TỈNH MỘT HAI BA BỐN NĂM SÁU BẢY TÁM CHÍN MƯỜI")
    assert lines == ["TỈNH MỘT HAI BA BỐN NĂM", "SÁU BẢY TÁM CHÍN MƯỜI"]


@given(NAMES)
def test_lines_fit_keep_every_word_and_leave_a_name_that_fits_alone(name: str) -> None:
    lines = header.name_lines([name], ISSUER)
    assert " ".join(lines).replace(SPACE, " ") == name
    for line in lines:
        assert ISSUER.holds(line) or " " not in line.replace(SPACE, " ")
    if ISSUER.holds(name):
        assert len(lines) == 1


@given(NAMES)
def test_what_was_broken_once_is_not_broken_again(name: str) -> None:
    lines = header.name_lines([name], ISSUER)
    assert len(header.name_lines([line.replace(SPACE, " ") for line in lines], ISSUER)) == len(lines)


@given(
    st.lists(st.sampled_from(("CAO", "BẰNG", "HÒA", "BÌNH", "LÀO", "CAI", "ĐỒNG")), min_size=1, max_size=3).map(
        " ".join
    )
)
def test_a_place_is_never_parted(place: str) -> None:
    lines = header.name_lines([f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {place}"], ISSUER)
    assert lines[-1].endswith(f"TỈNH {place}".replace(" ", SPACE))


@given(st.lists(st.text(alphabet="ABC ", max_size=9), max_size=3))
def test_any_lines_can_be_broken(lines: list[str]) -> None:
    made = header.name_lines(lines, ISSUER)
    assert " ".join(made).replace(SPACE, " ").split() == " ".join(lines).split()


# Number, place and date ----------------------------------------------------------------------------------------------


def test_a_symbol_is_printed_as_typed_where_it_fits_and_does_not_break_where_it_does_not() -> None:
    assert header.symbol("12", "BC-LĐLĐ") == "BC-LĐLĐ"
    assert header.symbol("1234", "BC-CĐCS-CÔNGĐOÀNCÁCKHUCÔNGNGHIỆP") == "BC\u2011CĐCS\u2011CÔNGĐOÀNCÁCKHUCÔNGNGHIỆP"


def test_a_place_and_a_date_are_unbroken() -> None:
    assert header.unbroken(" Bà Rịa  - Vũng Tàu") == "Bà Rịa - Vũng Tàu".replace(" ", SPACE)


def test_a_report_of_an_office_named_in_one_line_has_its_head_in_lines(quang_binh) -> None:
    from summarise.reporting.context import context

    office = Office(superior="TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", issuer="LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG BÌNH")
    values = context(quang_binh, office)
    assert [line.replace(SPACE, " ") for line in values["co_quan_chu_quan"]] == ["TỔNG LIÊN ĐOÀN LAO ĐỘNG", "VIỆT NAM"]
    assert [line.replace(SPACE, " ") for line in values["co_quan_ban_hanh"]] == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH QUẢNG BÌNH",
    ]
