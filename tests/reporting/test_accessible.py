"""Reports that can be read without seeing them: what a screen reader, Word's navigation pane and a tagged PDF need, in
whatever each template that ships makes of a full article and of a silent one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from summarise.consolidated import Contribution
from summarise.consolidating import consolidate
from summarise.office import Office
from summarise.records import Summary
from summarise.reporting import render, render_consolidated, template_names

# Tables of these styles are frames that put text side by side; every other table is one of data.
FRAMES = {"KhungKhongVien"}
HEADINGS = {"TenLoai", "Muc", "Khoan", "PhuLuc"}
# An empty paragraph higher than this, in twentieths of a point, is a gap made by hand.
THIN = 60


@pytest.fixture(
    params=[(name, full) for name in template_names() for full in (True, False)],
    ids=lambda param: f"{param[0]}-{'full' if param[1] else 'silent'}",
)
def report(
    request: pytest.FixtureRequest, tmp_path: Path, quang_binh: Summary, silent: Summary, office: Office
) -> Document:
    name, full = request.param
    summary, chosen = (quang_binh, office) if full else (silent, Office())
    path = tmp_path / "report.docx"
    if name == "bao-cao-cum":
        units = consolidate(
            [Contribution("a.json", summary, "LĐLĐ tỉnh A"), Contribution("b.json", silent, "LĐLĐ tỉnh B")]
        )
        return docx.Document(str(render_consolidated(units, path, office=chosen)))
    return docx.Document(str(render(summary, path, template=name, office=chosen)))


def properties(document: Document, style_id: str, path: str) -> list[Any]:
    """What `path` finds in a style or, where it says nothing, in the nearest one it is based on."""
    styles = document.styles.element
    while style_id:
        (style,) = styles.xpath(f"./w:style[@w:styleId='{style_id}']")
        if found := style.xpath(path):
            return list(found)
        style_id = next(iter(style.xpath("./w:basedOn/@w:val")), "")
    return []


def outline(document: Document) -> Iterator[tuple[int, str, str]]:
    """The headings as Word's navigation pane shows them: level from 0, style, text."""
    for paragraph in document.element.body.iter(qn("w:p")):
        own = paragraph.xpath("./w:pPr/w:outlineLvl/@w:val")
        style = next(iter(paragraph.xpath("./w:pPr/w:pStyle/@w:val")), "Normal")
        level = own or properties(document, style, "./w:pPr/w:outlineLvl/@w:val")
        if level and int(level[0]) < 9:
            yield int(level[0]), style, text_of(paragraph)


def text_of(element: Any) -> str:
    return "".join(element.xpath(".//w:t/text()"))


def test_headings_stand_in_the_outline_without_a_gap(report: Document) -> None:
    headings = list(outline(report))
    assert len(headings) >= 2
    levels = [level for level, _, _ in headings]
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text.strip() for _, _, text in headings)


def test_whatever_looks_like_a_heading_is_one(report: Document) -> None:
    shown = {style for _, style, _ in outline(report)}
    used = set(report.element.body.xpath(".//w:pStyle/@w:val"))
    assert HEADINGS & used <= shown
    # A line of the body that is bold from end to end would be a heading that only eyes can see.
    assert report.element.body.xpath("./w:p[.//w:t][not(.//w:r[.//w:t][not(w:rPr/w:b)])]") == []


def test_the_language_is_the_same_throughout(report: Document) -> None:
    named = report.core_properties.language
    assert named in ("vi-VN", "en-GB")
    assert report.styles.element.xpath("./w:docDefaults//w:rPr/w:lang/@w:val") == [named]
    assert report.settings.element.xpath("./w:themeFontLang/@w:val") == [named]
    assert report.styles.element.xpath("./w:style//w:lang") == []
    assert report.element.body.xpath(".//w:lang") == []


def test_the_title_of_the_file_is_that_of_the_document(report: Document) -> None:
    title = report.core_properties.title
    kinds = [text_of(p) for p in report.element.body.iter(qn("w:p")) if p.xpath("./w:pPr/w:pStyle[@w:val='TenLoai']")]
    assert kinds
    assert title.casefold().startswith(kinds[0].casefold())
    assert len(title) > len(kinds[0])


def test_every_table_says_what_it_is(report: Document) -> None:
    tables = report.element.body.xpath(".//w:tbl")
    assert tables
    for table in tables:
        (caption,) = table.xpath("./w:tblPr/w:tblCaption/@w:val")
        (description,) = table.xpath("./w:tblPr/w:tblDescription/@w:val")
        assert caption.strip()
        assert len(description) > len(caption)


def test_tables_of_data_repeat_their_head_and_frames_have_none(report: Document) -> None:
    for table in report.element.body.xpath(".//w:tbl"):
        frame = set(table.xpath("./w:tblPr/w:tblStyle/@w:val")) <= FRAMES
        heads = [bool(row.xpath("./w:trPr/w:tblHeader")) for row in table.xpath("./w:tr")]
        first = table.xpath("./w:tblPr/w:tblLook/@w:firstRow")
        assert first == ["0" if frame else "1"]
        assert heads[0] is not frame
        assert not any(heads[1:])
        assert table.xpath(".//w:vMerge | .//w:tbl") == []


def test_every_picture_has_words(report: Document) -> None:
    for holder in (report.element.body, *(part.element for part in headers(report))):
        for picture in holder.xpath(".//wp:docPr"):
            assert picture.get("descr", "").strip()
        assert holder.xpath(".//w:pict") == []


def headers(document: Document) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part


def test_no_gap_is_made_of_empty_paragraphs(report: Document) -> None:
    for paragraph in report.element.body.iter(qn("w:p")):
        if text_of(paragraph).strip() or paragraph.xpath(".//w:drawing"):
            continue
        (style,) = paragraph.xpath("./w:pPr/w:pStyle/@w:val")
        after_table = paragraph.getprevious() is not None and paragraph.getprevious().tag == qn("w:tbl")
        rule = properties(report, style, "./w:pPr/w:pBdr/w:bottom[@w:val!='none']")
        # Word needs a paragraph for a rule, for the end of a section, after a table and in a cell that holds nothing
        # else; these are as thin as can be.
        alone = paragraph.getparent().tag == qn("w:tc") and len(paragraph.getparent().findall(qn("w:p"))) == 1
        last = paragraph.getnext() is not None and paragraph.getnext().tag == qn("w:sectPr")
        assert rule or after_table or alone or last or paragraph.xpath("./w:pPr/w:sectPr")
        spacing = properties(report, style, "./w:pPr/w:spacing[@w:lineRule='exact']/@w:line")
        assert spacing
        assert int(spacing[0]) <= THIN


def test_no_text_stands_in_boxes_alone(report: Document) -> None:
    for holder in (report.element.body, *(part.element for part in headers(report))):
        names = {element.tag.rpartition("}")[2] for element in holder.iter() if isinstance(element.tag, str)}
        assert not names & {"txbxContent", "textbox", "framePr", "WordArt"}
