"""Pictures in a report, each with words for whoever cannot see it.

A template says where they stand, as it does for everything else:

    {%p for hinh in bieu_do %}
    {{ hinh.anh }}
    {{ hinh.ten }}
    {%p endfor %}

While the template is filled, `hinh.anh` is a mark; afterwards the picture takes its place. (docxtpl's own pictures have
no description and would give the template an object of the program.)

Imported on first use, because it loads python-docx.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.shared import Mm
from docx.text.run import Run

from summarise.reporting.package import packed, parts_of

# A letter for private use, which neither an article nor an office writes; the number of the picture follows it.
_MARK = "\uf8e0{}\uf8e1"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file, `width_mm` wide in print; `title` is its caption, `description` says what it shows."""

    png: bytes
    width_mm: float
    title: str
    description: str


def values(pictures: Sequence[Picture]) -> list[dict[str, str]]:
    """What the tag `bieu_do` gives a template."""
    return [{"anh": _MARK.format(n), "ten": picture.title} for n, picture in enumerate(pictures)]


def put_pictures(report: bytes, pictures: Sequence[Picture]) -> bytes:
    """The Word file `report` with the pictures in the places of their marks; one whose mark the template does not print
    is left out. Equal arguments give equal bytes."""
    document = docx.Document(io.BytesIO(report))
    number = 1 + max((int(value) for value in document.element.body.xpath(".//wp:docPr/@id")), default=0)
    for n, picture in enumerate(pictures):
        for text in document.element.body.xpath(f".//w:r/w:t[contains(., '{_MARK.format(n)}')]"):
            _put(text, picture, _MARK.format(n), document, number)
            number += 1
    saved = io.BytesIO()
    document.save(saved)
    return packed(parts_of(saved.getvalue()))


def _put(text: Any, picture: Picture, mark: str, document: Document, number: int) -> None:
    """Put the picture where the mark stands in a piece of text, between what is before and after it."""
    run = text.getparent()
    before, _, after = text.text.partition(mark)
    shape = Run(run, document._body).add_picture(io.BytesIO(picture.png), width=Mm(picture.width_mm))
    drawing = run[-1]
    rest = deepcopy(text)
    text.text, rest.text = before, after
    text.addnext(drawing)
    drawing.addnext(rest)
    for piece in (text, rest):
        if piece.text:
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        else:
            run.remove(piece)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")  # LibreOffice would take a gap where none is named
    # The numbers of docPr must differ within a document; the description is what screen readers say.
    name = shape._inline.docPr
    name.set("id", str(number))
    name.set("name", f"Picture {number}")
    for element in (name, *shape._inline.xpath(".//pic:cNvPr")):
        element.set("descr", picture.description)
        element.set("title", picture.title)
