"""Word documents read as they would with all changes accepted."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from summarise.errors import InputError
from summarise.reading import read_bytes, word

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""


def package(parts: Mapping[str, str | bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def document(body: str, *, before: str = "", **others: str) -> bytes:
    parts = {
        "_rels/.rels": RELATIONS,
        "word/document.xml": f"{before}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    return package(parts | others)


def lines(data: bytes) -> list[str]:
    source = read_bytes(data, name="a.docx")
    assert source.media_type == word.MEDIA_TYPE
    assert source.encoding is None
    return source.text.split("\n")


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def test_paragraphs_and_rows_come_in_order() -> None:
    made = docx.Document()
    made.add_paragraph("Trước bảng")
    table = made.add_table(rows=2, cols=2)
    for row, texts in enumerate([("Nội dung", "Kết quả"), ("Đoàn viên", "33.778")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    made.add_paragraph("Sau bảng")
    made.sections[0].header.paragraphs[0].text = "Đầu trang"
    made.sections[0].footer.paragraphs[0].text = "Chân trang"
    data = BytesIO()
    made.save(data)
    assert lines(data.getvalue()) == ["Trước bảng", "Nội dung\tKết quả", "Đoàn viên\t33.778", "Sau bảng"]


def test_a_paragraph_keeps_its_characters() -> None:
    number = "<w:t>217/QĐ</w:t><w:noBreakHyphen/><w:t>TLĐ</w:t>"
    text = '<w:t xml:space="preserve">  hai  dấu\u00a0</w:t><w:tab/><w:t>x</w:t><w:br/>'
    assert lines(document(f"<w:p><w:r>{text}{number}</w:r></w:p>")) == ["  hai  dấu\u00a0\tx", "217/QĐ-TLĐ"]


def test_insertions_are_read_and_deletions_are_not() -> None:
    body = """<w:p><w:r><w:t>có </w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>
    <w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> đi</w:t></w:r></w:moveFrom></w:p>
    <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>xoá</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
    assert lines(document(body)) == ["có 13"]


def test_content_controls_links_and_fields_are_read() -> None:
    link = "<w:hyperlink><w:r><w:t>Liên đoàn </w:t></w:r></w:hyperlink>"
    fields = "<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>Lao động</w:t></w:r></w:fldSimple>"
    body = f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p>{link}{fields}</w:p></w:sdtContent></w:sdt>"
    assert lines(document(body)) == ["Liên đoàn Lao động"]


def test_hidden_text_is_not_read() -> None:
    run = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>"
    body = f"<w:p>{run.format('', 'ẩn')}{run.format(' w:val=' + chr(34) + '0' + chr(34), 'hiện')}</w:p>"
    assert lines(document(body)) == ["hiện"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('trong khung')}</w:txbxContent>"
    body = f"""<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>
    <mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>b</w:t></w:r></w:p>"""
    assert lines(document(body)) == ["ab", "trong khung"]


def test_footnotes_follow_the_body() -> None:
    relations = RELATIONS.replace('officeDocument"', 'footnotes"').replace("word/document.xml", "footnotes.xml")
    notes = f"""<w:footnotes {SPACES}><w:footnote w:type="separator">{paragraph("x")}</w:footnote>
    <w:footnote w:id="1">{paragraph("ghi chú")}</w:footnote></w:footnotes>"""
    others = {"word/_rels/document.xml.rels": relations, "word/footnotes.xml": notes}
    assert lines(document(paragraph("bài"), **others)) == ["bài", "ghi chú"]


def test_a_picture_that_is_missing_does_no_harm() -> None:
    relations = RELATIONS.replace('officeDocument"', 'image"').replace("word/document.xml", "NULL")
    assert lines(document(paragraph("bài"), **{"word/_rels/document.xml.rels": relations})) == ["bài"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 cut off", "the Word file is damaged .File is not a zip file"),
        (package({"_rels/.rels": RELATIONS}), "damaged .a part is missing"),
        (package({"_rels/.rels": RELATIONS, "word/document.xml": "<w:document"}), "damaged .bad XML"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "a zip archive, but no Word document"),
        (
            package({"_rels/.rels": RELATIONS.replace("word/document", "xl/workbook")}),
            "a zip archive, but no Word document",
        ),
        (
            package({"_rels/.rels": RELATIONS, "word/document.xml": "<a><body/></a>"}),
            "a zip archive, but no Word document",
        ),
        (document(""), "there is no text in it"),
        (document("<w:x>" * 3000 + "</w:x>" * 3000), "damaged .bad XML"),
    ],
)
def test_a_damaged_document_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_bytes(data, name="a.docx")


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "UNPACKED_LIMIT", 10_000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_bytes(document(paragraph("a" * 20_000)), name="a.docx")


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = bytearray(document(paragraph("a" * 1_000_000)))
    place = data.rindex(b"PK\x01\x02")  # the entry of the last part in the directory; its unpacked size is at 24
    data[place + 24 : place + 28] = (500).to_bytes(4, "little")
    with pytest.raises(InputError, match="damaged"):
        read_bytes(bytes(data), name="a.docx")


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    before = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(InputError, match="document type declaration"):
        read_bytes(document(paragraph("&x;"), before=before), name="a.docx")


@pytest.mark.parametrize("where", ["<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", '<w:p x="&a9;"/>'])
def test_entities_do_not_multiply(where: str) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    before = f'<!DOCTYPE d [<!ENTITY a0 "ha">{entities}]>'
    with pytest.raises(InputError, match="damaged"):
        read_bytes(document(where, before=before), name="a.docx")
