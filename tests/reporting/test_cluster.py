"""The report of many units: a reviewed structure, nothing empty, and a table that fills its page whatever its columns."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st

from summarise.consolidated import Consolidated
from summarise.office import Office
from summarise.records import Figure, Item, Summary
from summarise.reporting import render_consolidated
from summarise.reporting.cluster import consolidated_context, number_text
from summarise.reporting.layout import _fitted
from summarise.resources import templates
from tests.consolidating.made import figure, item, summary, together

GOLDEN = Path(__file__).parent / "golden"
TEMPLATE = templates() / "bao-cao-cum.docx"
PLACES = [
    "Cao Bằng",
    "Lào Cai",
    "Bắc Kạn",
    "An Giang",
    "Sơn La",
    "Hà Giang",
    "Lai Châu",
    "Điện Biên",
    "Lạng Sơn",
    "Tuyên Quang",
]
PLACES += ["Yên Bái", "Phú Thọ", "Bắc Giang"]


def unit(place: str, **parts: Any) -> Summary:
    return summary(f"LĐLĐ tỉnh {place}", **parts)


def houses(number: int, hedge: str | None = None) -> Figure:
    return figure(f"{hedge or ''} {number} nhà".strip(), number, "nhà", "nhà mái ấm công đoàn", hedge=hedge)


def cluster(count: int) -> Consolidated:
    """Units that all have one figure, and one each of their own."""
    own = [figure(f"{at} đề tài", at, "đề tài", f"đề tài khoa học của ngành {at}") for at in range(1, count + 1)]
    return together(*(unit(PLACES[at], figures=(houses(at + 1), own[at])) for at in range(count)))


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Document]:
    def make(consolidated: Consolidated, **options: Any) -> Document:
        return docx.Document(str(render_consolidated(consolidated, tmp_path / "report.docx", **options)))

    return make


@pytest.fixture
def reviewed() -> Consolidated:
    """Three units, two newspapers on the first, a figure in which they differ, a cluster, and a unit without a name."""
    first = unit(
        "Cao Bằng",
        name="hội nghị sơ kết 6 tháng đầu năm 2022",
        date="2022-07-08",
        achievements=(
            item("Tổ chức 12 cuộc đối thoại định kỳ.", "labour-relations"),
            item("Tặng 500 suất quà Tết;", "welfare"),
        ),
        shortcomings=(item("Thu kinh phí còn chậm", "finance"),),
        tasks=(item("Tiếp tục vận động thành lập công đoàn cơ sở.", "organisation"),),
        figures=(houses(38), figure("12 cuộc", 12, "cuộc", "cuộc đối thoại định kỳ")),
    )
    again = unit(
        "Cao Bằng",
        achievements=(item("Tặng 500 suất quà Tết.", "welfare"), item("Hỗ trợ công nhân mất việc làm.", "welfare")),
        figures=(houses(38), figure("14 cuộc", 14, "cuộc", "cuộc đối thoại định kỳ")),
    )
    second = unit(
        "Lào Cai",
        achievements=(item("Hỗ trợ hơn 1.200 đoàn viên khó khăn.", "welfare"),),
        awards=(item("4 cá nhân được tặng bằng khen.", "emulation"),),
        figures=(houses(5, "gần"),),
    )
    whole = summary("Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc", figures=(houses(100),), date="2022-07-15")
    return together(first, second, again, whole, summary("LĐLĐ tỉnh", figures=(houses(1),), period="năm 2021"))


def paragraphs(holder: Any) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those of tables included."""
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in dict.fromkeys(row.cells):
                    yield from paragraphs(cell)
        else:
            yield block


def lines(document: Document) -> list[str]:
    return [f"{paragraph.style.name} | {paragraph.text}".rstrip() for paragraph in paragraphs(document)]


def texts(document: Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document) if paragraph.style.name == style]


def annex(document: Document) -> list[Table]:
    return [table for table in document.tables if table.style.name == "BangSoLieu"]


def test_the_report_has_the_structure_that_was_reviewed(
    report: Callable[..., Document], reviewed: Consolidated
) -> None:
    made = lines(report(reviewed, office=Office(name="Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc", symbol="BC-CTĐ")))
    assert made == (GOLDEN / "cum.txt").read_text("utf-8").splitlines()


def test_parts_without_content_are_dropped_and_the_rest_is_numbered_without_gaps(
    report: Callable[..., Document],
) -> None:
    document = report(together(unit("Cao Bằng"), unit("Lào Cai")))
    assert [text.split(".")[0] for text in texts(document, "Muc")] == ["I", "II", "III", "IV"]
    assert texts(document, "Than").count("…") == 6
    assert annex(document) == []
    assert len(document.sections) == 1


def test_the_document_closes_once_at_the_end_of_its_body(
    report: Callable[..., Document], reviewed: Consolidated
) -> None:
    closing = [line for line in lines(report(reviewed)) if "./." in line]
    assert [line.split(" | ")[0] for line in closing] == ["KetThuc"]


def test_every_bullet_stands_once_and_a_unit_is_named_once_a_field(reviewed: Consolidated) -> None:
    values = consolidated_context(reviewed, Office())
    groups = [*values["ket_qua"], *values["nhiem_vu"], {"don_vi": values["han_che"]}]
    printed = [text for group in groups for one in group["don_vi"] for text in one["y"]]
    statements = (*reviewed.achievements, *reviewed.awards, *reviewed.tasks, *reviewed.shortcomings)
    assert sorted(text.rstrip(".") for text in printed) == sorted(one.text.rstrip(" .;") for one in statements)
    for group in groups:
        names = [one["ten"] for one in group["don_vi"]]
        assert len(names) == len(set(names))


def test_totals_are_printed_in_vietnamese_and_estimates_are_marked() -> None:
    def money(text: str, value: float, hedge: str | None = None) -> Figure:
        return figure(text, value, "tỷ đồng", "tổng số tiền thăm hỏi đoàn viên khó khăn", hedge=hedge)

    exact = together(
        unit("An Giang", figures=(money("1.041,7 tỷ đồng", 1041.7),)),
        unit("Lào Cai", figures=(money("2,6 tỷ đồng", 2.6),)),
    )
    estimate = together(
        unit("An Giang", figures=(money("hơn 41,7 tỷ đồng", 41.7, "hơn"),)),
        unit("Lào Cai", figures=(money("2,3 tỷ đồng", 2.3),)),
    )
    rows = [consolidated_context(one, Office())["bang_so_lieu"][0]["nhom"][0]["dong"][0] for one in (exact, estimate)]
    assert [row["tong"] for row in rows] == ["1.044,3", "ước 44"]
    assert rows[1]["o"] == ["hơn 41,7", "2,3"]


@given(st.decimals(min_value=0, max_value=10**12, places=3))
def test_a_number_in_vietnamese_reads_back(value: Decimal) -> None:
    text = number_text(value)
    assert Decimal(text.replace(".", "").replace(",", ".")) == value
    assert re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d*[1-9])?", text)


def test_every_number_that_is_printed_stands_in_a_summary_or_is_a_total(
    report: Callable[..., Document], reviewed: Consolidated
) -> None:
    said = {
        number
        for row in reviewed.rows
        for amount in row.amounts
        for number in re.findall(r"[\d.,]*\d", amount.figure.text)
    }
    totals = {number_text(row.total.value) for row in reviewed.rows if row.total}
    cells = [
        text
        for table in annex(report(reviewed))
        for row in table.rows[1:]
        for text in [cell.text for cell in row.cells[3:]]
    ]
    printed = {number for text in cells for number in re.findall(r"[\d.,]*\d", text)}
    assert totals
    assert totals <= printed
    assert printed <= said | totals


@pytest.mark.parametrize("count", [1, 2, 4, 5, 10, 11, 13])
def test_the_table_fills_the_page_with_a_column_for_each_unit(report: Callable[..., Document], count: int) -> None:
    document = report(cluster(count))
    section = document.sections[-1]
    assert len(document.sections) == 2
    assert (section.orientation == WD_ORIENT.LANDSCAPE) == (count > 4)
    assert document.sections[0].orientation == WD_ORIENT.PORTRAIT
    assert section._sectPr.find(qn("w:titlePg")) is not None
    room = (section.page_width - section.left_margin - section.right_margin) // Twips(1)
    tables = annex(document)
    assert len(tables) == -(-count // 10)
    heads = [text for table in tables for text in [cell.text for cell in table.rows[0].cells]]
    assert [text for text in heads if text.startswith("LĐLĐ")] == [f"LĐLĐ tỉnh {place}" for place in PLACES[:count]]
    assert heads.count("Tổng cộng") == (1 if count > 1 else 0)
    for table in tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert abs(sum(grid) - room) <= 2
        assert min(grid) >= 560
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
            spans = [tc.tcPr.find(qn("w:gridSpan")) for tc in row._tr.tc_lst]
            assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == len(grid)
            assert sum(int(tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for tc in row._tr.tc_lst) == sum(grid)
            assert all(tc.tcPr[0].tag == qn("w:tcW") for tc in row._tr.tc_lst)


def test_the_parts_of_a_table_number_a_row_alike_and_the_last_has_the_totals() -> None:
    first, last = consolidated_context(cluster(13), Office())["bang_so_lieu"]
    shared = [table["nhom"][0]["dong"][0] for table in (first, last)]
    assert [(row["so"], row["tong"]) for row in shared] == [(1, "91"), (1, "91")]
    assert (first["tong"], last["tong"]) == (False, True)
    assert [row["so"] for row in first["nhom"][0]["dong"]] == list(range(1, 9))
    assert [row["so"] for row in last["nhom"][0]["dong"]] == [1, *range(9, 15)]


@given(st.lists(st.integers(400, 4000), min_size=2, max_size=13), st.integers(9000, 15000))
def test_fitted_columns_fill_the_table(columns: list[int], whole: int) -> None:
    fitted = _fitted(columns, whole)
    assert sum(fitted) == whole
    assert len(fitted) == len(columns)
    assert min(fitted) > 0


def test_the_same_summaries_give_the_same_bytes(tmp_path: Path, reviewed: Consolidated) -> None:
    one, other = (render_consolidated(reviewed, tmp_path / f"{name}.docx").read_bytes() for name in "ab")
    assert one == other


def test_what_is_in_a_summary_is_text_and_never_a_tag(report: Callable[..., Document]) -> None:
    nasty = "Đoàn viên {{ 7 * 7 }} & <b>{% for %}</b>"
    made = together(
        unit("Cao Bằng", achievements=(item(nasty),), figures=(figure("5 nhà", 5, "nhà", nasty),)),
        names=("{{ ten }} & <w:p>",),
    )
    document = report(made)
    assert f"- {{{{ ten }}}} & <w:p>: {nasty}." in texts(document, "Gach")
    assert nasty in texts(document, "BangHep")


def test_every_tag_and_style_of_the_template_is_in_the_readme(reviewed: Consolidated) -> None:
    readme = (templates() / "README.md").read_text("utf-8")
    for tag, value in consolidated_context(reviewed, Office()).items():
        assert f"`{tag}" in readme, tag
        if tag == "so_phan":
            assert all(f"`{tag}.{key}`" in readme or f"`.{key}`" in readme for key in value)
    styles = {style.name for style in docx.Document(str(TEMPLATE)).styles if style.type == 1 and not style.builtin}
    assert styles - set(re.findall(r"`(\w+)`", readme)) == set()


def test_the_template_has_the_styles_of_the_report_of_one_article() -> None:
    def styles(name: str) -> dict[str, bytes]:
        with zipfile.ZipFile(templates() / name) as package:
            found = docx.Document(io.BytesIO((templates() / name).read_bytes())).styles
            assert "word/styles.xml" in package.namelist()
        return {style.style_id: style.element.xml.encode() for style in found}

    one, many = styles("bao-cao-so-ket.docx"), styles("bao-cao-cum.docx")
    assert {name: many[name] for name in one} == one


def pages(path: Path, home: Path) -> Sequence[str]:
    """The text of each page as LibreOffice sets it."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LibreOffice or pdftotext is not there")
    subprocess.run(
        [office, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "pdf", str(path)],
        cwd=path.parent,
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = subprocess.run(
        [reader, "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return text.stdout.rstrip("\f").split("\f")


def test_libreoffice_opens_the_report_and_adds_no_empty_page(tmp_path: Path) -> None:
    path = render_consolidated(cluster(6), tmp_path / "report.docx")
    found = pages(path, tmp_path / "home")
    assert all(page.strip() for page in found)
    assert "BẢNG TỔNG HỢP SỐ LIỆU" in found[-1]
    assert "Tổng cộng" in found[-1]


def items(count: int) -> tuple[Item, ...]:
    return tuple(item(f"Tổ chức {number} lớp tập huấn cho cán bộ công đoàn.", "propaganda") for number in range(count))


def test_a_unit_with_several_bullets_is_named_on_a_line_of_its_own(report: Callable[..., Document]) -> None:
    document = report(together(unit("Cao Bằng", achievements=items(3)), unit("Lào Cai", achievements=items(1))))
    assert "- LĐLĐ tỉnh Cao Bằng:" in texts(document, "GachDau")
    assert len([text for text in texts(document, "Cong") if "lớp tập huấn" in text]) == 3
    assert "- LĐLĐ tỉnh Lào Cai: Tổ chức 0 lớp tập huấn cho cán bộ công đoàn." in texts(document, "Gach")
