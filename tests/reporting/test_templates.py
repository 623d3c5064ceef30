"""Every template that ships, filled with the summaries of all sample articles: the form of Nghị định 30/2020/NĐ-CP and
that nothing is lost, said twice or numbered with gaps.

SUMMARISE_SUMMARIES names a folder of further summaries to be checked the same way.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from summarise import contract
from summarise.office import Office
from summarise.records import Figure, Item, ModelRecord, SourceRecord, Span, Summary
from summarise.reporting import choose_template, render, template_names
from summarise.reporting.context import context
from summarise.reporting.one_page import MOST, MOST_SYLLABLES, one_page

GOLDEN = Path(__file__).parent / "golden"
HERE = Path(__file__).parent / "summaries"
FURTHER = os.environ.get("SUMMARISE_SUMMARIES")
SUMMARIES = sorted([*HERE.glob("*.json"), *(Path(FURTHER).glob("*.json") if FURTHER else ())])
# The template of several units is filled by `summarise combine`.
NAMES = [name for name in template_names() if name != "bao-cao-cum"]
WITHOUT = {"QuocHieu": {"tom-tat"}, "DiaDanh": {"tom-tat", "bien-ban"}, "KetThuc": {"tom-tat"}}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LETTERS = "abcdđeghiklmnopqrstuvxy"


def paragraphs(holder: Document | object) -> Iterator[Paragraph]:
    for block in holder.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                for cell in dict.fromkeys(row.cells):
                    yield from paragraphs(cell)
        else:
            yield block


def texts(document: Document, *styles: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document) if paragraph.style.name in styles]


@pytest.fixture(
    scope="module", params=[(name, path) for name in NAMES for path in SUMMARIES], ids=lambda p: f"{p[0]}-{p[1].stem}"
)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Summary, Path]:
    name, path = request.param
    summary = contract.load(path)
    return name, summary, render(summary, tmp_path_factory.mktemp("report") / "report.docx", template=name)


def expected(name: str, summary: Summary) -> Counter[str]:
    """The bullets that this template prints."""
    values = context(summary, Office())
    if name == "tom-tat":
        page = values["mot_trang"]
        return Counter([*page["ket_qua"], *page["han_che"], *page["nhiem_vu"]])
    if name == "thong-bao-ket-luan":
        end = values["ket_luan"]
        return Counter([*end["danh_gia"], *(task["y"] for task in end["nhiem_vu"])])
    groups = [*values["ket_qua"], *values["nhiem_vu"]]
    return Counter([*values["han_che"], *(text for group in groups for text in group["y"])])


def test_every_bullet_is_printed_once(filled: tuple[str, Summary, Path]) -> None:
    name, summary, path = filled
    printed = Counter(
        re.sub(r"^(?:-|\w\)) ", "", text)
        for text in texts(docx.Document(str(path)), "Gach", "TomTatY", "Diem")
        if re.match(r"-|\w\) ", text)
    )
    wanted = expected(name, summary)
    assert {text: printed[text] for text in wanted} == dict(wanted)


def test_every_bullet_of_the_summary_reaches_a_full_report(filled: tuple[str, Summary, Path]) -> None:
    name, summary, _ = filled
    everything = expected("bao-cao-so-ket", summary)
    assert sum(everything.values()) == sum(
        map(len, (summary.achievements, summary.shortcomings, summary.tasks, summary.awards))
    )
    # Two templates print a choice of it, and nothing else.
    choice = name in ("tom-tat", "thong-bao-ket-luan")
    assert expected(name, summary) <= everything if choice else expected(name, summary) == everything


def test_parts_are_whole_and_hold_no_tag(filled: tuple[str, Summary, Path]) -> None:
    with zipfile.ZipFile(filled[2]) as package:
        assert package.testzip() is None
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                text = "".join(etree.fromstring(package.read(part)).itertext())
                assert not re.search(r"\{[{%#]|[}%#]\}", text)


def test_headings_are_numbered_without_gaps(filled: tuple[str, Summary, Path]) -> None:
    name, _, path = filled
    document = docx.Document(str(path))
    last = {"Muc": 0, "Khoan": 0, "Khoan2": 0, "Diem": 0, "DiemMuc": 0, "TomTatMuc": 0}
    order = list(last)
    for paragraph in paragraphs(document):
        style = paragraph.style.name
        if style in ("Phan", "TieuDePhan"):
            last = dict.fromkeys(last, 0)
        if style not in last or not (number := re.match(r"([IVX]+|\d+(?:\.\d+)?|\w+)[.)] ", paragraph.text)):
            continue
        said = number.group(1)
        value = (
            ROMAN.index(said) + 1
            if style == "Muc"
            else LETTERS.index(said) + 1
            if style.startswith("Diem")
            else int(said.rpartition(".")[2])
        )
        assert value == last[style] + 1, (name, paragraph.text)
        last[style] = value
        for lower in order[order.index(style) + 1 :]:
            last[lower] = 0


def test_the_document_ends_once(filled: tuple[str, Summary, Path]) -> None:
    name, _, path = filled
    document = docx.Document(str(path))
    closing = [paragraph.style.name for paragraph in paragraphs(document) if "./." in paragraph.text]
    assert closing == ([] if name in WITHOUT["KetThuc"] else ["KetThuc"])
    assert name in WITHOUT["KetThuc"] or texts(document, "KetThuc")[0].endswith("./.")


def test_pages_fonts_and_sizes_are_those_of_the_decree(filled: tuple[str, Summary, Path]) -> None:
    name, _, path = filled
    document = docx.Document(str(path))
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm, 1) <= 25
        assert 20 <= round(section.bottom_margin.mm, 1) <= 25
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header.paragraphs[0]._p.xml
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    fonts = document.styles.element.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert document.element.body.xpath(".//w:r/w:rPr/*") == []
    for paragraph in paragraphs(document):
        size = paragraph.style.font.size or paragraph.style.base_style.font.size
        if size is None:
            size = paragraph.style.base_style.base_style.font.size
        assert paragraph.style.name in ("HetBang",) or not paragraph.text or Pt(11) <= size <= Pt(14)
        assert not re.search(r"__|──|--|\.\.\.|\t| {2}", paragraph.text)
    for style in ("Than", "Gach", "TomTatY"):
        if texts(document, style):
            body = document.styles[style]
            form = (
                body.paragraph_format
                if body.paragraph_format.alignment is not None
                else body.base_style.paragraph_format
            )
            assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert bool(texts(document, "QuocHieu")) != (name in WITHOUT["QuocHieu"])
    assert bool(texts(document, "DiaDanh")) != (name in WITHOUT["DiaDanh"])


def test_gaps_are_not_made_of_empty_paragraphs(filled: tuple[str, Summary, Path]) -> None:
    for paragraph in paragraphs(docx.Document(str(filled[2]))):
        rule = paragraph.style.name.startswith("Ke") and paragraph.style.name not in {"KetThuc", "KemTheo"}
        assert bool(paragraph.text.strip()) != (rule or paragraph.style.name == "HetBang")


def test_minutes_bear_two_signatures_and_no_place_and_date(cao_bang: Summary, office: Office, tmp_path: Path) -> None:
    document = docx.Document(str(render(cao_bang, tmp_path / "r.docx", template="bien-ban", office=office)))
    assert texts(document, "KyQuyen") == ["THƯ KÝ", "CHỦ TỌA"]
    assert texts(document, "NoiNhanDS")[-1] == "- Lưu: VT, Hồ sơ."
    assert texts(document, "SoKyHieu")[0].endswith("/BB-LĐLĐ")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_the_structure_that_was_reviewed(name: str, tmp_path: Path) -> None:
    article = "ha-noi-hai-phong-quang-ninh-2022" if name == "thong-bao-ket-luan" else "cao-bang-2022"
    path = render(contract.load(HERE / f"{article}.json"), tmp_path / "report.docx", template=name)
    made = [f"{paragraph.style.name} | {paragraph.text}".rstrip() for paragraph in paragraphs(docx.Document(str(path)))]
    assert made == (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()


# Which template ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "language", "name"),
    [
        ("sơ kết", "vi", "bao-cao-so-ket"),
        ("tổng kết", "vi", "bao-cao-tong-ket"),
        ("giao ban", "vi", "bao-cao-so-ket"),
        (None, "vi", "bao-cao-so-ket"),
        ("tổng kết", "en", "review-report"),
        ("tổng kết", "fr", "bao-cao-tong-ket"),
    ],
)
def test_the_kind_of_the_meeting_chooses_the_template(
    silent: Summary, tmp_path: Path, kind: str | None, language: str, name: str
) -> None:
    summary = silent.model_copy(
        update={
            "meeting": silent.meeting.model_copy(update={"kind": kind}),
            "source": silent.source.model_copy(update={"language": language}),
        }
    )
    assert choose_template(summary) == name
    chosen = render(summary, tmp_path / "1.docx").read_bytes()
    assert chosen == render(summary, tmp_path / "2.docx", template=name).read_bytes()


def test_an_english_report_is_worded_in_english(quang_binh: Summary, office: Office, tmp_path: Path) -> None:
    document = docx.Document(str(render(quang_binh, tmp_path / "r.docx", template="review-report", office=office)))
    assert [text.replace("\u00a0", " ") for text in texts(document, "DiaDanh")] == ["Quảng Bình, 5 January 2023"]
    assert "- Date: 28 December 2022 (inferred)." in texts(document, "Gach")
    assert any(text.startswith("1. Leadership") for text in texts(document, "Khoan"))
    assert document.core_properties.language == "en-GB"


# The notice of conclusions -------------------------------------------------------------------------------------------


def test_a_notice_holds_what_was_said_in_conclusion_and_nothing_else(quang_binh: Summary) -> None:
    first, second, *rest = quang_binh.tasks
    tasks = (first.model_copy(update={"speaker": "Phạm Tiến Nam"}), second.model_copy(update={"speaker": "Lê Văn Bảo"}))
    summary = quang_binh.model_copy(update={"tasks": (*tasks, *rest)})
    told = context(
        summary.model_copy(update={"meeting": summary.meeting.model_copy(update={"chairs": ("Phạm Tiến Nam",)})}),
        Office(),
    )["ket_luan"]
    assert told["nguoi"] == "Phạm Tiến Nam"
    assert [task["chu"] for task in told["nhiem_vu"]] == ["a"]
    concluded = summary.meeting.model_copy(update={"concluded_by": "Lê Văn Bảo"})
    other = context(summary.model_copy(update={"meeting": concluded}), Office())["ket_luan"]
    assert other["nguoi"] == "Lê Văn Bảo"
    assert other["nhiem_vu"] != told["nhiem_vu"]
    assert context(quang_binh, Office())["ket_luan"] == {"nguoi": "", "danh_gia": [], "nhiem_vu": []}


# The one page --------------------------------------------------------------------------------------------------------

SYLLABLES = ("tổ", "chức", "thăm", "hỏi", "đoàn", "viên", "“Tết", "Sum", "vầy”", "33.778", "người")
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=70)
ITEMS = st.lists(
    st.builds(
        lambda words, score, figure: Item(
            text=" ".join(words),
            field="general",
            source=(),
            method="extract",
            score=score,
            figures=("5",) if figure else (),
        ),
        WORDS,
        st.floats(0, 1),
        st.booleans(),
    ),
    max_size=14,
)


@given(ITEMS, ITEMS, ITEMS)
def test_one_page_keeps_its_budget_and_the_order_and_silences_no_section(
    achievements: list[Item], shortcomings: list[Item], tasks: list[Item]
) -> None:
    summary = Summary(
        source=SourceRecord(name="a", sha256="0" * 64, language="vi", characters=10),
        achievements=tuple(achievements),
        shortcomings=tuple(shortcomings),
        tasks=tuple(tasks),
        model=ModelRecord(name="embedded", revision="0" * 64),
    )
    page = one_page(summary)
    for section, most in MOST.items():
        kept, all_items = getattr(page, section), list(getattr(summary, section))
        assert len(kept) <= most
        assert bool(kept) == bool(all_items)
        places = [next(n for n, item in enumerate(all_items) if item is one) for one in kept]
        assert places == sorted(places)
    left = [item for section in MOST for item in getattr(page, section)]
    assert sum(len(item.text.split()) for item in left) <= MOST_SYLLABLES or len(left) <= 3


def test_one_page_prefers_figures_that_say_what_they_count() -> None:
    def figure(about: str, value: float) -> Figure:
        return Figure(
            text=f"{value:g}", value=value, unit="người", about=about, section="achievement", source=Span(0, 1)
        )

    summary = Summary(
        source=SourceRecord(name="a", sha256="0" * 64, language="vi", characters=10),
        figures=(
            figure("đoàn viên mới", 120),
            figure("đoàn", 500),
            figure("đơn vị tham gia", 3),
            figure("Đoàn viên mới", 7000),
        ),
        model=ModelRecord(name="embedded", revision="0" * 64),
    )
    assert [kept.about for kept in one_page(summary).figures] == ["đoàn viên mới"]


# Through an office program -------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_every_template_and_the_summary_for_leaders_is_one_page(tmp_path: Path) -> None:
    for name in NAMES:
        for path in SUMMARIES:
            render(contract.load(path), tmp_path / f"{name}--{path.stem}.docx", template=name)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
        + [str(path) for path in sorted(tmp_path.glob("*.docx"))],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=300,
    )
    for name in NAMES:
        for path in SUMMARIES:
            with pypdfium2.PdfDocument(tmp_path / f"{name}--{path.stem}.pdf") as pdf:
                assert len(pdf) == 1 if name == "tom-tat" else len(pdf) >= 1
