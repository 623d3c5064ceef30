"""Pictures in a report: where the template asks for them, with words for whoever cannot see them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import pytest
from docx.document import Document

from summarise.records import Summary
from summarise.reporting import document
from summarise.reporting.pictures import Picture, put_pictures, values


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def dot(grey: int) -> bytes:
    """A PNG file of two by one dots."""
    head = struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((0, grey, grey)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def pictures() -> tuple[Picture, ...]:
    return (
        Picture(dot(0), 160, "Số nhà “Mái ấm”", "Biểu đồ cột ngang: A: 3 & 4; B: 2."),
        Picture(dot(255), 80, "Số đoàn viên", "Biểu đồ thứ hai."),
    )


def opened(report: bytes) -> Document:
    return docx.Document(io.BytesIO(report))


def test_each_picture_stands_above_its_caption_in_the_annex(quang_binh: Summary, pictures: tuple[Picture, ...]) -> None:
    made = opened(document(quang_binh, pictures=pictures))
    styles = [p.style.name for p in made.paragraphs]
    at = [n for n, p in enumerate(made.paragraphs) if p._p.xpath(".//w:drawing")]
    assert [styles[n] for n in at] == ["Hinh", "Hinh"]
    assert [made.paragraphs[n].text for n in at] == ["", ""]
    assert [(styles[n + 1], made.paragraphs[n + 1].text) for n in at] == [
        ("TenHinh", "Biểu đồ: Số nhà “Mái ấm”"),
        ("TenHinh", "Biểu đồ: Số đoàn viên"),
    ]
    assert [round(shape.width.mm) for shape in made.inline_shapes] == [160, 80]
    assert [round(shape.height.mm) for shape in made.inline_shapes] == [80, 40]
    assert set(made.element.body.xpath(".//wp:inline/@*")) == {"0"}


def test_each_picture_has_a_description_and_a_number_of_its_own(
    quang_binh: Summary, pictures: tuple[Picture, ...]
) -> None:
    body = opened(document(quang_binh, pictures=pictures)).element.body
    assert [str(value) for value in body.xpath(".//wp:docPr/@descr")] == [one.description for one in pictures]
    assert [str(value) for value in body.xpath(".//pic:cNvPr/@descr")] == [one.description for one in pictures]
    assert [str(value) for value in body.xpath(".//wp:docPr/@title")] == [one.title for one in pictures]
    assert body.xpath(".//wp:docPr/@id") == ["1", "2"]


def test_the_same_pictures_give_the_same_bytes(quang_binh: Summary, pictures: tuple[Picture, ...]) -> None:
    first = document(quang_binh, pictures=pictures)
    assert first == document(quang_binh, pictures=pictures)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        media = sorted(name for name in package.namelist() if name.startswith("word/media/"))
        assert [package.read(name) for name in media] == [one.png for one in pictures]


def test_without_pictures_there_is_no_place_for_them(quang_binh: Summary) -> None:
    made = opened(document(quang_binh))
    assert {"Hinh", "TenHinh"}.isdisjoint(p.style.name for p in made.paragraphs)


def test_a_picture_may_stand_within_a_line(pictures: tuple[Picture, ...]) -> None:
    template = docx.Document()
    mark = values(pictures)[1]["anh"]
    template.add_paragraph(f"Xem {mark} ở trên").runs[0].bold = True
    saved = io.BytesIO()
    template.save(saved)
    made = opened(put_pictures(saved.getvalue(), pictures))
    (run,) = made.paragraphs[0].runs
    assert [element.tag.rpartition("}")[2] for element in run._r] == ["rPr", "t", "drawing", "t"]
    assert made.paragraphs[0].text == "Xem  ở trên"
    assert len(made.inline_shapes) == 1
