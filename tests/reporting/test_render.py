"""The report as a Word file: the form of Nghị định 30/2020/NĐ-CP, reviewed structures, hostile templates and texts."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from summarise.consolidated import Contribution
from summarise.consolidating import consolidate
from summarise.errors import OutputError, TemplateError
from summarise.office import Office
from summarise.records import Item, Summary
from summarise.reporting import render, render_consolidated, template_names
from summarise.resources import templates

GOLDEN = Path(__file__).parent / "golden"
BODY = {"Than", "Gach", "KetThuc"}
TEMPLATE = templates() / "bao-cao-so-ket.docx"


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Document]:
    def make(summary: Summary, **options: Any) -> Document:
        return docx.Document(str(render(summary, tmp_path / "report.docx", **options)))

    return make


@pytest.fixture
def full(report: Callable[..., Document], quang_binh: Summary, office: Office) -> Document:
    return report(quang_binh, office=office)


def paragraphs(holder: Any) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those of tables included."""
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # A merged cell is given once for each column it covers.
                for cell in dict.fromkeys(row.cells):
                    yield from paragraphs(cell)
        else:
            yield block


def lines(document: Document) -> list[str]:
    return [f"{paragraph.style.name} | {paragraph.text}".rstrip() for paragraph in paragraphs(document)]


def texts(document: Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document) if paragraph.style.name == style]


def size(document: Document, style: str) -> float:
    return document.styles[style].font.size.pt


# Structure -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["quang_binh", "cao_bang", "silent"])
def test_a_report_has_the_structure_that_was_reviewed(
    name: str, request: pytest.FixtureRequest, report: Callable[..., Document]
) -> None:
    office = request.getfixturevalue("office") if name == "quang_binh" else None
    made = lines(report(request.getfixturevalue(name), office=office))
    assert made == (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()


def test_the_document_closes_once_at_the_end_of_its_body(report: Callable[..., Document], cao_bang: Summary) -> None:
    document = report(cao_bang)
    closing = [line for line in lines(document) if "./." in line]
    assert len(closing) == 1
    assert closing[0].startswith("KetThuc")
    assert closing[0].endswith("./.")


def test_an_article_silent_on_shortcomings_and_tasks_is_said_to_be(
    report: Callable[..., Document], silent: Summary
) -> None:
    document = report(silent)
    assert texts(document, "Muc") == [
        "I. THÔNG TIN HỘI NGHỊ",
        "II. TỒN TẠI, HẠN CHẾ",
        "III. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert texts(document, "Than").count("…") == 3
    assert len(document.sections) == 1
    assert len(document.tables) == 2


def test_headings_are_numbered_without_gaps(full: Document) -> None:
    assert [text.split(".")[0] for text in texts(full, "Muc")] == ["I", "II", "III", "IV", "V"]
    assert [int(text.split(".")[0]) for text in texts(full, "Khoan")] == [1, 2, 3, 4, 1, 2, 3]


def test_every_bullet_is_a_dash_and_a_sentence(full: Document) -> None:
    for text in texts(full, "Gach"):
        assert re.fullmatch(r"- \S.*(?:[^.]\.|…|\?)", text)


def test_a_report_in_json_makes_the_same_report(
    report: Callable[..., Document], quang_binh: Summary, office: Office, full: Document
) -> None:
    again = Summary.model_validate_json(quang_binh.model_dump_json())
    assert lines(report(again, office=office)) == lines(full)


def test_the_report_of_an_english_article_has_the_same_form(
    report: Callable[..., Document], quang_binh: Summary
) -> None:
    english = quang_binh.model_copy(update={"source": quang_binh.source.model_copy(update={"language": "en"})})
    assert lines(report(english, template="bao-cao-so-ket")) == lines(report(quang_binh))


# Form: Nghị định 30/2020/NĐ-CP, Phụ lục I ----------------------------------------------------------------------------


def test_pages_are_a4_with_the_margins_of_the_decree(full: Document) -> None:
    assert len(full.sections) == 2
    for section in full.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm, 1) <= 25
        assert 20 <= round(section.bottom_margin.mm, 1) <= 25
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_pages_are_numbered_in_the_head_from_the_second_and_anew_in_the_annex(full: Document) -> None:
    for section in full.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        (number,) = section.header.paragraphs
        assert "PAGE" in number._p.xml
        assert number.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert 13 <= number.style.font.size.pt <= 14
        assert "PAGE" not in section.first_page_header._element.xml


def test_everything_is_black_times_new_roman_in_vietnamese(full: Document) -> None:
    defaults = full.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert fonts.get(qn(f"w:{script}")) == "Times New Roman"
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    for name in {paragraph.style.name for paragraph in paragraphs(full)}:
        assert full.styles[name].font.name is None
        assert full.styles[name].font.color.rgb is None
    # Looks come from the styles: no run has a font, a size or an underline of its own.
    assert full.element.body.xpath(".//w:r/w:rPr/*") == []
    assert full.styles.element.xpath(".//w:u") == []


@pytest.mark.parametrize(
    ("style", "least", "most"),
    [
        ("QuocHieu", 12, 13),
        ("TieuNgu", 13, 14),
        ("CoQuanChuQuan", 12, 13),
        ("CoQuanBanHanh", 12, 13),
        ("SoKyHieu", 13, 13),
        ("DiaDanh", 13, 14),
        ("TenLoai", 13, 14),
        ("TrichYeu", 13, 14),
        ("Muc", 13, 14),
        ("Khoan", 13, 14),
        ("Than", 13, 14),
        ("KyQuyen", 13, 14),
        ("KyTen", 13, 14),
        ("NoiNhan", 12, 12),
        ("NoiNhanDS", 11, 11),
        ("PhuLuc", 14, 14),
        ("TenPhuLuc", 13, 14),
        ("KemTheo", 13, 14),
    ],
)
def test_sizes_are_those_of_the_decree(full: Document, style: str, least: float, most: float) -> None:
    assert least <= size(full, style) <= most
    assert texts(full, style) != []


@pytest.mark.parametrize(
    ("style", "bold", "italic"),
    [
        ("QuocHieu", True, None),
        ("TieuNgu", True, None),
        ("CoQuanChuQuan", None, None),
        ("CoQuanBanHanh", True, None),
        ("DiaDanh", None, True),
        ("TrichYeu", True, None),
        ("Muc", True, None),
        ("Khoan", True, None),
        ("NoiNhan", True, True),
        ("NoiNhanDS", None, None),
        ("KyTen", True, None),
    ],
)
def test_weights_and_slants_are_those_of_the_decree(
    full: Document, style: str, bold: bool | None, italic: bool | None
) -> None:
    font = full.styles[style].font
    assert (font.bold, font.italic) == (bold, italic)


def test_the_body_is_justified_indented_and_spaced(full: Document) -> None:
    form = full.styles["Than"].paragraph_format
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert Mm(10) <= form.first_line_indent <= Mm(12.8)
    assert form.space_after >= Pt(6)
    assert 1 <= form.line_spacing <= 1.5
    for style in ("Gach", "KetThuc"):
        assert full.styles[style].base_style.name == "Than"


def test_gaps_and_rules_are_neither_empty_paragraphs_nor_typed_lines(full: Document) -> None:
    for paragraph in paragraphs(full):
        rule = paragraph.style.name.startswith("Ke") and paragraph.style.name not in {"KetThuc", "KemTheo"}
        assert bool(paragraph.text.strip()) != (rule or paragraph.style.name == "HetBang")
        assert not re.search(r"__|──|--|\.\.\.|\t| {2}", paragraph.text)


@pytest.mark.parametrize(
    ("style", "width", "least", "most"),
    [("KeTieuNgu", 94, 55, 57), ("KeCoQuan", 66, 22, 33), ("KeTrichYeu", 160, 40, 50), ("KePhuLuc", 160, 30, 50)],
)
def test_rules_have_the_lengths_of_the_decree(
    full: Document, style: str, width: float, least: float, most: float
) -> None:
    form = full.styles[style].paragraph_format
    assert least <= width - form.left_indent.mm - form.right_indent.mm <= most
    assert full.styles[style].element.xpath(".//w:pBdr/w:bottom[@w:val='single']") != []
    assert texts(full, style) == [""]


def test_the_head_leaves_room_for_the_name_of_the_state_on_one_line(full: Document) -> None:
    # At 12 pt, bold, it is 88 mm long in Times New Roman.
    assert full.tables[0].columns[1].width.mm >= 90
    assert size(full, "QuocHieu") == 12
    assert len(full.tables[0].rows) == 2


def test_number_and_date_have_the_form_of_the_decree(
    full: Document, report: Callable[..., Document], silent: Summary
) -> None:
    number = r"Số:\s*(\d{2,})?\s*/[A-ZĐa-z]+-([A-ZĐƯ0-9-]+|…)"
    date = r"[^,]+, ngày (0[1-9]|[12]\d|3[01]|…) tháng (01|02|[3-9]|1[0-2]|…) năm (\d{4}|…)"
    for document in (full, report(silent)):
        assert re.fullmatch(number, *texts(document, "SoKyHieu"))
        (line,) = texts(document, "DiaDanh")
        assert re.fullmatch(date, line.replace("\u00a0", " "))
        assert line.index(" ") == line.index(",") + 1  # the one place where the line may end
        assert line.count(" ") == 1


def test_recipients_end_with_the_archive(full: Document) -> None:
    *others, last = texts(full, "NoiNhanDS")
    assert others[0] == "- Như trên;"
    assert all(re.fullmatch(r"- .+;", line) for line in others)
    assert re.fullmatch(r"- Lưu: VT, .+\.", last)


def test_headings_stay_with_what_follows_and_the_signature_with_the_last_sentence(full: Document) -> None:
    for style in ("Muc", "Khoan", "KetThuc", "TenLoai", "TrichYeu"):
        assert full.styles[style].paragraph_format.keep_with_next
    assert full.tables[1]._tbl.xpath(".//w:trPr/w:cantSplit") != []
    assert 25 <= full.styles["KyTen"].paragraph_format.space_before.mm <= 35


def test_the_table_of_figures_repeats_its_head_and_splits_no_row(full: Document) -> None:
    rows = full.tables[2]._tbl.tr_lst
    assert rows[0].xpath("./w:trPr/w:tblHeader") != []
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
    assert len(rows) == 1 + 2 + 7


# The file ------------------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, quang_binh: Summary, office: Office) -> None:
    first = render(quang_binh, tmp_path / "1.docx", office=office).read_bytes()
    second = render(quang_binh, tmp_path / "2.docx", office=office).read_bytes()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_say_what_it_is_and_not_when_or_where_it_was_made(full: Document) -> None:
    properties = full.core_properties
    assert properties.title == "Báo cáo kết quả hoạt động công đoàn năm\u00a02022"
    assert properties.language == "vi-VN"
    assert properties.author == "Liên đoàn Lao động tỉnh Quảng Bình"
    assert etree.tostring(properties._element).count(b"python-docx") == 0
    assert properties.created is None
    assert properties.modified is None
    assert properties.last_modified_by == ""


def test_a_report_that_cannot_be_written_is_an_output_error(tmp_path: Path, silent: Summary) -> None:
    with pytest.raises(OutputError):
        render(silent, tmp_path / "nowhere" / "report.docx")


def test_word_is_loaded_only_to_write_a_report() -> None:
    code = (
        "import sys, summarise.reporting as step; step.template_names(); print({'docx', 'docxtpl'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


# Hostile texts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Lương & thưởng < 5 triệu > 3 triệu", "- Lương & thưởng < 5 triệu > 3 triệu."),
        ("Tăng </w:t></w:r><w:b/> 5%", "- Tăng </w:t></w:r><w:b/> 5%."),
        ("Xem &lt;b&gt; &amp; \"a\" 'b'", "- Xem &lt;b&gt; &amp; \"a\" 'b'."),
        ("Mã {{ 7 * 7 }} và {% raw %} và {# x #}", "- Mã {{ 7 * 7 }} và {% raw %} và {# x #}."),
        ("Mã {_{ x }_} và {_% y %_}", "- Mã {_{ x }_} và {_% y %_}."),
        ("Thu\x00 kinh\x07 phí\x0c đạt\ufffe 5%\ufdd0", "- Thu kinh phí đạt 5%."),
        ("Đoàn\tviên\nmới\u2028và cũ", "- Đoàn viên mới và cũ."),
        ("Vui 🎉 mừng", "- Vui 🎉 mừng."),
    ],
)
def test_any_text_is_printed_as_it_is(
    report: Callable[..., Document], silent: Summary, text: str, printed: str
) -> None:
    item = Item(text=text, field="general", source=(), method="extract")
    document = report(silent.model_copy(update={"shortcomings": (item,)}))
    assert printed in texts(document, "Gach")


def test_the_office_is_text_too(report: Callable[..., Document], silent: Summary) -> None:
    document = report(silent, office=Office(issuer=("A & B <{{ x }}>",), name="A & B {{ x }}"))
    assert texts(document, "CoQuanBanHanh") == ["A & B <{{ x }}>".replace(" ", "\u00a0")]
    assert document.core_properties.author == "A & B {{ x }}"


# Templates of one's own ----------------------------------------------------------------------------------------------


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """The template that ships with strings replaced in its parts."""

    def edit(*changes: tuple[str, str, str]) -> Path:
        path = tmp_path / "mau.docx"
        with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                content = source.read(name).decode()
                for part, old, new in changes:
                    if part == name:
                        assert old in content
                        content = content.replace(old, new, 1)
                target.writestr(name, content)
        return path

    return edit


BODY_PART, HEADER_PART, PROPERTIES = "word/document.xml", "word/header1.xml", "docProps/core.xml"
HEADER_TEXT = "<w:t>2</w:t>"


def test_the_templates_that_ship_are_named() -> None:
    assert template_names() == (
        "bao-cao-cum",
        "bao-cao-so-ket",
        "bao-cao-tong-ket",
        "bien-ban",
        "review-report",
        "thong-bao-ket-luan",
        "tom-tat",
    )


def test_a_template_can_be_a_file_of_ones_own(
    report: Callable[..., Document], silent: Summary, edited: Callable[..., Path]
) -> None:
    path = edited((BODY_PART, "BÁO CÁO", "BÁO CÁO NHANH"), (HEADER_PART, HEADER_TEXT, "<w:t>{{ ky_hieu }}</w:t>"))
    for template in (path, str(path)):
        document = report(silent, template=template, office=Office(symbol="BC-LĐLĐ"))
        assert texts(document, "TenLoai") == ["BÁO CÁO NHANH"]
        assert "BC-LĐLĐ" in document.sections[0].header.paragraphs[0].text


def fault(silent: Summary, template: Path | str, tmp_path: Path) -> str:
    output = tmp_path / "faulty-report.docx"
    with pytest.raises(TemplateError) as caught:
        render(silent, output, template=template)
    assert not output.exists()
    assert "\n" not in str(caught.value)
    return str(caught.value)


ESCAPES = [
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{{ ky_hieu.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ hoi_nghi.update({'ten': 1}) }}",
    "{{ '{0.__class__}'.format(ky_hieu) }}",
]


@pytest.mark.parametrize("tag", ESCAPES)
@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (BODY_PART, "BÁO CÁO", "{}"),
        (HEADER_PART, HEADER_TEXT, "<w:t>{}</w:t>"),
        (PROPERTIES, "<dc:title>", "<dc:title>{}"),
    ],
    ids=["body", "header", "properties"],
)
def test_a_template_cannot_reach_python(
    tmp_path: Path, silent: Summary, edited: Callable[..., Path], tag: str, part: str, old: str, new: str
) -> None:
    path = edited((part, old, new.replace("{}", tag)))
    assert "mau.docx" in fault(silent, path, tmp_path)


@pytest.mark.parametrize(
    ("part", "old", "new", "message"),
    [
        (BODY_PART, "BÁO CÁO", "{{ dia_dan }}", "unknown tag dia_dan; did you mean dia_danh"),
        (BODY_PART, "BÁO CÁO", "{{ xyz }}", "unknown tag xyz; the tags are bang_so_lieu"),
        (BODY_PART, "BÁO CÁO", "{% if ket_qua %}{{ xyz }}{% endif %}", "unknown tag xyz"),
        (BODY_PART, "BÁO CÁO", "{{ hoi_nghi.xyz }}", "xyz"),
        (HEADER_PART, HEADER_TEXT, "<w:t>{{ xyz }}</w:t>", "unknown tag xyz"),
        (PROPERTIES, "<dc:title>", "<dc:title>{{ xyz }}", "docProps/core.xml, near “{{ xyz }}.*unknown tag xyz"),
        (BODY_PART, "BÁO CÁO", "BÁO {{ CÁO", "word/document.xml, near “BÁO"),
        (BODY_PART, "BÁO CÁO", "{% if ky_toi %}CÁO", "endif"),
        (
            BODY_PART,
            "{%p for y in han_che %}",
            "{%p for y of han_che %}",
            "near “{%p for y of han_che %}”.*expected token",
        ),
        (BODY_PART, "BÁO CÁO", "{{ 1 / 0 }}", "a tag failed: division by zero"),
        (BODY_PART, "BÁO CÁO", "{{ ky_hieu + 1 }}", "a tag failed"),
        (BODY_PART, "BÁO CÁO", "{{ ky_hieu|nosuch }}", "nosuch"),
        (
            BODY_PART,
            "BÁO CÁO",
            "{{ noi_nhan }}",
            "noi_nhan is a list or group of values; print its parts, as in {%p for x in noi_nhan %}",
        ),
        (BODY_PART, "BÁO CÁO", "{% include 'x' %}", "forbidden in a template: {% include"),
        (BODY_PART, "BÁO CÁO", "{{ '&lt;w:p&gt;'|safe }}", "there is no safe after"),
        (BODY_PART, "BÁO CÁO", "{{ '{' }}{ x }}", "word/document.xml, near “.*a tag was left: }}"),
        (
            PROPERTIES,
            "<dc:title>",
            "<cp:keywords>{{ x }}</cp:keywords><dc:title>",
            "a tag was left in docProps/core.xml",
        ),
        (HEADER_PART, HEADER_TEXT, "<w:t>2</w:t", "word/header1.xml is not well-formed"),
    ],
)
def test_a_wrong_template_is_one_clear_line_and_no_file(
    tmp_path: Path, silent: Summary, edited: Callable[..., Path], part: str, old: str, new: str, message: str
) -> None:
    text = fault(silent, edited((part, old, new)), tmp_path)
    assert re.search(message, text)
    assert text.startswith("mau.docx: ")


def test_a_template_that_would_leave_a_cell_empty_is_refused(
    tmp_path: Path, silent: Summary, edited: Callable[..., Path]
) -> None:
    rule = '<w:p><w:pPr><w:pStyle w:val="KeCoQuan"/></w:pPr></w:p>'
    path = edited((BODY_PART, rule, ""))
    output = tmp_path / "report.docx"
    assert render(silent, output, template=path) == output
    with pytest.raises(TemplateError, match="leave a table, a row or a cell empty"):
        render(silent, output, template=path, office=Office(superior=(), issuer=()))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_word_file_is_refused(tmp_path: Path, silent: Summary, content: bytes) -> None:
    (tmp_path / "mau.docx").write_bytes(content)
    assert "damaged, or not a Word file" in fault(silent, tmp_path / "mau.docx", tmp_path)


@pytest.mark.parametrize("length", [1000, 3000, 5000])
def test_a_cut_off_file_is_refused(tmp_path: Path, silent: Summary, length: int) -> None:
    (tmp_path / "mau.docx").write_bytes(TEMPLATE.read_bytes()[:length])
    assert "damaged" in fault(silent, tmp_path / "mau.docx", tmp_path)


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"])
def test_a_package_without_one_of_its_parts_is_refused(tmp_path: Path, silent: Summary, part: str) -> None:
    path = tmp_path / "mau.docx"
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(path, "w") as target:
        for name in set(source.namelist()) - {part}:
            target.writestr(name, source.read(name))
    assert "damaged" in fault(silent, path, tmp_path)


def test_a_file_too_large_for_a_template_is_refused(tmp_path: Path, silent: Summary) -> None:
    with (tmp_path / "mau.docx").open("wb") as file:
        file.truncate(30 * 2**20)
    assert "too large" in fault(silent, tmp_path / "mau.docx", tmp_path)


def test_a_package_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, silent: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarise.reporting.dangers.MOST_BYTES_UNPACKED", 10_000)
    with zipfile.ZipFile(tmp_path / "mau.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(10_001))
    assert "too large" in fault(silent, tmp_path / "mau.docx", tmp_path)


def test_a_missing_template_is_named(tmp_path: Path, silent: Summary) -> None:
    assert "there is no such template" in fault(silent, tmp_path / "mau.docx", tmp_path)
    assert "did you mean bao-cao-so-ket?" in fault(silent, "bao-cao-so-kết", tmp_path)
    assert f"choose {', '.join(template_names())}, or a file" in fault(silent, "xyz", tmp_path)
    assert "cannot be read" in fault(silent, tmp_path, tmp_path)


def test_a_template_of_another_kind_of_report_is_told_to_be_one(tmp_path: Path, silent: Summary) -> None:
    told = fault(silent, "bao-cao-cum", tmp_path)
    assert told == "bao-cao-cum.docx: this template is for summarise combine"
    units = consolidate([Contribution("a.json", silent, "A"), Contribution("b.json", silent, "B")])
    with pytest.raises(TemplateError) as caught:
        render_consolidated(units, tmp_path / "report.docx", template="bao-cao-so-ket")
    assert str(caught.value) == "bao-cao-so-ket.docx: this template is for summarise report"


def test_every_tag_of_the_readme_is_known_and_every_tag_is_in_the_readme(silent: Summary) -> None:
    from summarise.reporting.context import context

    readme = (templates() / "README.md").read_text("utf-8")
    for tag, value in context(silent, Office()).items():
        assert f"`{tag}" in readme or (tag == "so_phan" and "so_phan." in readme), tag
        if isinstance(value, dict):
            for key in (*value, *(["ket_qua"] if tag == "so_phan" else [])):
                assert f"`{tag}.{key}`" in readme or f"`.{key}`" in readme


@pytest.mark.parametrize("name", template_names())
def test_every_style_of_a_template_is_in_the_readme(name: str) -> None:
    readme = (templates() / "README.md").read_text("utf-8")
    styles = docx.Document(str(templates() / f"{name}.docx")).styles
    custom = {style.name for style in styles if style.type == 1 and not style.builtin}
    assert custom - set(re.findall(r"`(\w+)`", readme)) == set()
