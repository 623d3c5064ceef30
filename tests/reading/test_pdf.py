"""PDF files, and how printed lines become paragraphs.

`data/lao-cai-2025.pdf` was made with LibreOffice from that sample: justified, first lines indented, with a running
header and "Trang 1/3" at the foot. `data/password.pdf` needs a password to be opened.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from summarise.errors import InputError
from summarise.reading import read, read_bytes
from summarise.reading.paragraphs import Line, joined
from summarise.reading.running import without_running_lines

DATA = Path(__file__).parent / "data"


def pdf(content: str, *, page: str = "") -> bytes:
    """A PDF of one page, 200 by 200 points."""
    pixels = zlib.compress(bytes(100))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources"
        b"<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content.encode()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content_of in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content_of)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


PICTURE = "q 200 0 0 200 0 0 cm /I Do Q"
TEXT = "BT /F 12 Tf 20 100 Td (Signed by office) Tj ET"


def test_a_printed_article_reads_as_the_article(seeds: dict[str, Path]) -> None:
    source = read(DATA / "lao-cai-2025.pdf")
    article = seeds["lao-cai-2025"].read_text("utf-8")
    assert source.media_type == "application/pdf"
    assert source.repairs == ("running-lines",)
    assert source.text.split("\n") == [line.strip() for line in article.split("\n") if line.strip()]


def test_a_password_is_asked_to_be_taken_off() -> None:
    with pytest.raises(InputError, match=r"password.pdf: the PDF is protected by a password; save it without one"):
        read(DATA / "password.pdf")


def test_a_damaged_file_is_an_error() -> None:
    with pytest.raises(InputError, match="the PDF is damaged"):
        read_bytes(b"%PDF-1.7 and nothing else", name="a.pdf")


@pytest.mark.parametrize("content", [PICTURE, PICTURE + TEXT, ""])
def test_a_scan_is_sent_to_text_recognition(content: str) -> None:
    with pytest.raises(InputError, match="is a scan without text; run text recognition"):
        read_bytes(pdf(content), name="a.pdf")


def test_a_short_text_is_no_scan() -> None:
    assert read_bytes(pdf(TEXT), name="a.pdf").text == "Signed by office"


def line(
    text: str, *, page: int = 0, row: float = 0, left: float = 50, size: float = 10, font: str | None = "F"
) -> Line:
    """A line in type that is half as wide as high, rows 15 points apart on a page 400 points wide (50 to 350 used)."""
    width = size / 2
    return Line(
        text, page, left, left + width * len(text), 700 - 15 * row, size, font, width * len(text.split(maxsplit=1)[0])
    )


def set_in_lines(paragraphs: list[str], *, width: int = 60, indent: float = 0, apart: float = 0) -> list[Line]:
    lines: list[Line] = []
    row = 0.0
    for paragraph in paragraphs:
        left = 50 + indent
        current = ""
        for word in [*paragraph.split(), None]:
            if word is not None and len(f"{current} {word}".strip()) <= width - (left - 50) / 5:
                current = f"{current} {word}".strip()
                continue
            lines.append(line(current, page=int(row // 30), row=row % 30, left=left))
            row, left, current = row + 1, 50, word or ""
        row += apart
    return lines


@pytest.mark.parametrize(("indent", "apart"), [(30, 0), (0, 0.5), (20, 0.5)])
def test_paragraphs_that_are_set_apart_are_found_again(indent: float, apart: float, seeds: dict[str, Path]) -> None:
    text = seeds["cao-bang-2022"].read_text("utf-8")
    paragraphs = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    assert joined(set_in_lines(paragraphs, indent=indent, apart=apart)) == paragraphs


def test_without_any_sign_a_full_line_ends_a_paragraph_only_at_a_full_stop(seeds: dict[str, Path]) -> None:
    text = seeds["lao-cai-2025"].read_text("utf-8")
    paragraphs = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    found = joined(set_in_lines(paragraphs))
    assert " ".join(found).split() == text.split()
    assert len(found) < len(paragraphs) + 4


def filled(above: str, below: str) -> list[Line]:
    """Lines under three full ones, which show where the margin is; the upper one is filled up to it."""
    full = "x" * 60
    return [line(text, row=row) for row, text in enumerate([full, full, full, f"{full} {above}"[-60:].strip(), below])]


@pytest.mark.parametrize(
    ("above", "below", "together"),
    [
        ("nhiệm kỳ 2023 -", "2028 đã bầu", "2023 - 2028 đã bầu"),
        ("công tác phòng", "- chống dịch", "phòng - chống dịch"),
        ("nhiệm kỳ 2023-", "2028 đã bầu", "2023-2028 đã bầu"),
        ("theo Quyết định số 217/QĐ-", "TLĐ ngày 12", "217/QĐ-TLĐ ngày 12"),
    ],
)
def test_hyphens_of_the_text_survive_the_end_of_a_line(above: str, below: str, together: str) -> None:
    assert joined(filled(above, below))[-1].endswith(together)


def test_a_hyphen_that_only_breaks_a_word_is_taken_away() -> None:
    found = joined(filled("was held as a confer-", "ence. A conference."))
    assert found[-1].endswith("held as a conference. A conference.")


def test_list_items_begin_paragraphs() -> None:
    found = joined(filled("chăm lo đời sống của đoàn viên;", "- kết nạp mới 161 đoàn viên;"))
    assert found[-1] == "- kết nạp mới 161 đoàn viên;"


def test_type_of_another_kind_begins_a_paragraph() -> None:
    *lines, above, same = filled("Hội nghị sơ kết công tác công đoàn", "sáng 8/7, tại")
    assert len(joined([*lines, above, same])) == 1
    for other in (replace(same, font="G"), replace(same, size=12)):
        assert joined([*lines, above, other])[-1] == "sáng 8/7, tại"


def page(number: int, *texts: str) -> list[Line]:
    return [line(text, page=number, row=row) for row, text in enumerate(texts)]


TEXTS = list(enumerate(["một", "hai", "ba"]))


def test_headers_footers_and_page_numbers_are_taken_away() -> None:
    pages = [
        page(number, "BẢN TIN", f"bài {text}", text, f"hết {text}", f"Trang {number + 1}/3") for number, text in TEXTS
    ]
    assert [[line.text for line in kept] for kept in without_running_lines(pages)] == [
        [f"bài {text}", text, f"hết {text}"] for _, text in TEXTS
    ]


def test_a_page_number_alone_is_taken_away_and_a_year_is_not() -> None:
    pages = [page(0, "bài", "2"), page(1, "2022", "bài", "- 2 -")]
    assert [[line.text for line in kept] for kept in without_running_lines(pages)] == [["bài", "2"], ["2022", "bài"]]


def test_a_figure_of_the_text_that_is_the_number_of_its_page_stays() -> None:
    pages = [page(0, "một", "bài"), page(1, "Số vụ tai nạn là", "2"), page(2, "x", "Số vụ là", "3")]
    assert without_running_lines(pages) == pages
    apart = [*pages[1][:1], replace(pages[1][1], base=pages[1][0].base - 60)]
    assert without_running_lines([pages[0], apart])[1] == apart[:1]


def test_rows_of_figures_at_one_height_are_no_running_lines() -> None:
    pages = [page(number, f"Kết nạp {120 + 7 * number} đoàn viên", f"Trang {number + 4}") for number in range(3)]
    assert [[line.text for line in kept] for kept in without_running_lines(pages)] == [
        [f"Kết nạp {120 + 7 * number} đoàn viên"] for number in range(3)
    ]


def test_a_headline_repeated_once_is_no_header() -> None:
    pages = [
        page(number, "Tiêu đề" if number in {0, 3} else f"dòng {'abcd'[number]}", "bài", "x", "y")
        for number in range(4)
    ]
    kept = without_running_lines([lines[:1] for lines in pages])
    assert [len(lines) for lines in kept] == [1, 1, 1, 1]
