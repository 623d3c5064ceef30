"""Pages with columns, letterheads, tables and notes, made by `printed.py`: no font and no other program is needed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from summarise.reading import read_bytes
from tests.reading.printed import Printed, pdf, set_in_column

TOP = 720
ROWS = 44


@pytest.fixture
def paragraphs(seeds: dict[str, Path]) -> list[str]:
    text = seeds["lao-cai-2025"].read_text("utf-8")
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()][1:]


def columns(paragraphs: list[str], count: int, *, top: float = TOP, rows: int = ROWS) -> list[list[Printed]]:
    """The lines of the columns of one page; what does not fit is an error of the test."""
    gutter = 20
    width = (475 - gutter * (count - 1)) / count
    lines = list(set_in_column(paragraphs, left=0, width=width, top=0, indent=12, size=8))
    rows = min(rows, -(-len(lines) // count))
    assert len(lines) <= rows * count
    return [
        [
            line._replace(left=60 + number * (width + gutter) + line.left, base=top - 11.2 * row)
            for row, line in enumerate(lines[number * rows : (number + 1) * rows])
        ]
        for number in range(count)
    ]


def by_rows(made: list[list[Printed]]) -> list[Printed]:
    """As some programs draw: the page from top to bottom, across all columns."""
    return sorted((line for column in made for line in column), key=lambda line: (-line.base, line.left))


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("drawn", ["column by column", "row by row"])
def test_columns_are_read_one_after_the_other(paragraphs: list[str], count: int, drawn: str) -> None:
    made = columns(paragraphs[:6], count, rows=60, top=800)
    lines = by_rows(made) if drawn == "row by row" else [line for column in made for line in column]
    assert read_bytes(pdf([lines]), name="a.pdf").text.split("\n") == paragraphs[:6]


def test_a_title_over_the_columns_comes_first_and_one_between_them_parts_them(paragraphs: list[str]) -> None:
    above, below = columns(paragraphs[:2], 2, top=740), columns(paragraphs[2:4], 2, top=420)
    title = Printed("Hội nghị sơ kết công tác công đoàn quý I của Liên đoàn Lao động tỉnh", 60, 780, 13)
    between = Printed("Phương hướng, nhiệm vụ trọng tâm của các cấp công đoàn trong tỉnh", 60, 450, 13)
    page = [title, *by_rows(above), between, *by_rows(below)]
    assert read_bytes(pdf([page]), name="a.pdf").text.split("\n") == [
        title.text,
        *paragraphs[:2],
        between.text,
        *paragraphs[2:4],
    ]


LETTERHEAD = [
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("BAN THƯỜNG VỤ", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 12/BC-LĐLĐ", "Lào Cai, ngày 5 tháng 7 năm 2025"),
]


def letterhead() -> list[Printed]:
    rows = []
    for number, pair in enumerate(LETTERHEAD):
        for middle, text in zip((150, 430), pair, strict=True):
            rows.append(Printed(text, middle - 2.5 * len(text), 800 - 16 * number))
    return rows


def test_the_two_blocks_of_a_letterhead_stay_apart(paragraphs: list[str]) -> None:
    body = list(set_in_column(paragraphs[:2], left=60, width=480, top=700))
    read = read_bytes(pdf([[*letterhead(), *body]]), name="a.pdf").text.split("\n")
    assert read == [*(left for left, _ in LETTERHEAD), *(right for _, right in LETTERHEAD), *paragraphs[:2]]


TABLE = [("TT", "Nội dung", "Kết quả"), ("1", "Kết nạp đoàn viên mới", "161"), ("2", "Thành lập công đoàn cơ sở", "12"),
         ("3", "Bồi dưỡng cán bộ công đoàn", "1.250"), ("4", "Thăm hỏi đoàn viên khó khăn", "3.400")]  # fmt: skip


def test_a_table_is_read_row_by_row(paragraphs: list[str]) -> None:
    body = list(set_in_column(paragraphs[:1], left=60, width=480, top=780))
    cells = [
        Printed(cell, left, 500 - 18 * number)
        for number, row in enumerate(TABLE)
        for left, cell in zip((60, 110, 420), row, strict=True)
    ]
    for drawn in (cells, sorted(cells, key=lambda cell: (-cell.base, cell.left))):
        read = read_bytes(pdf([[*body, *drawn]]), name="a.pdf").text.split("\n")
        assert read == [paragraphs[0], *("\t".join(row) for row in TABLE)]


def pages_of(paragraphs: list[str], rows: int) -> list[list[Printed]]:
    lines = list(set_in_column(paragraphs, left=60, width=480, top=0, indent=20))
    return [
        [line._replace(base=740 - 14 * row) for row, line in enumerate(lines[start : start + rows])]
        for start in range(0, len(lines), rows)
    ]


def test_what_runs_on_other_pages_only_is_taken_away(paragraphs: list[str]) -> None:
    pages = pages_of(paragraphs, 8)
    assert len(pages) >= 4
    for number, page in enumerate(pages):
        head = ("CÔNG ĐOÀN TỈNH", "Báo cáo sơ kết")[number % 2]
        page.append(Printed(head, (60, 400)[number % 2], 800))
        page.append(Printed(f"{number + 7}", (500, 60)[number % 2], 40))
    source = read_bytes(pdf(pages), name="a.pdf")
    assert source.text.split("\n") == paragraphs
    assert source.repairs == ("running-lines",)


def test_a_table_with_long_cells_is_no_text_in_columns() -> None:
    rows = [
        ("Tổng số đoàn viên toàn ngành", "Đạt 36.770 người trong năm"),
        ("Công đoàn cơ sở thành lập mới", "Được 14 đơn vị, vượt 2"),
        ("Số vụ tai nạn lao động", "Giảm 31 vụ so với năm trước"),
        ("Kinh phí hỗ trợ đoàn viên", "Chi 41,7 tỷ đồng trong năm"),
        ("Sáng kiến được công nhận mới", "Có 812 sáng kiến cấp cơ sở"),
    ]
    lines = [
        Printed(text, left, 700 - 16 * at)
        for at, row in enumerate(rows)
        for text, left in zip(row, (72, 320), strict=True)
    ]
    read = read_bytes(pdf([lines]), name="a.pdf").text
    for row in rows:
        assert "\t".join(row) in read.split("\n")


@pytest.mark.parametrize("time", ["22/11/2025, 13:45", "11/22/25, 1:45 PM", "13:45 22/11/2025"])
def test_what_a_browser_prints_around_a_page_is_taken_away(paragraphs: list[str], time: str) -> None:
    page = list(set_in_column(paragraphs[:2], left=60, width=480, top=740, indent=20))
    around = [
        Printed(time, 25, 815, 8),
        Printed("Hội nghị sơ kết quý I", 300, 815, 8),
        Printed("https://congdoan.example.vn/tin/so-ket", 25, 20, 8),
        Printed("1/1", 550, 20, 8),
    ]
    assert read_bytes(pdf([[*around, *page]]), name="a.pdf").text.split("\n") == paragraphs[:2]


def test_a_sentence_goes_on_over_the_notes_of_a_page(paragraphs: list[str]) -> None:
    pages = pages_of(paragraphs[:4], 6)
    pages[0] += [Printed("1 Theo báo cáo của Ban Chính sách", 60, 60, 8), Printed("số 12, trang 3", 60, 50, 8)]
    read = read_bytes(pdf(pages), name="a.pdf").text.split("\n")
    assert read[:4] == paragraphs[:4]
    assert " ".join(read[4:]) == "1 Theo báo cáo của Ban Chính sách số 12, trang 3"


def test_nothing_is_lost_whatever_stands_where() -> None:
    rng = random.Random(6)
    for _ in range(60):
        made = [
            Printed(f"từ{number} {'chữ ' * rng.randrange(9)}".strip(), rng.uniform(0, 500), rng.uniform(20, 800), 8)
            for number in range(rng.randrange(1, 80))
        ]
        text = read_bytes(pdf([made]), name="a.pdf").text
        assert sorted(word for word in text.split() if word.startswith("từ")) == sorted(
            line.text.split()[0] for line in made
        )
