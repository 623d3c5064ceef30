"""PDF files with any text at any place, written by hand: no font is packed, every character is half as wide as high.

The font is not embedded; which character a code means stands in its ToUnicode map (ISO 32000-1, 9.10.3), so that the text
reads as on any printed page, while the machine needs no font that has Vietnamese letters.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

A4 = (595, 842)  # points
WIDTH = 0.5  # of a character, in sizes of the type


class Printed(NamedTuple):
    """A line of text whose first character stands at (`left`, `base`), in points from the lower left corner."""

    text: str
    left: float
    base: float
    size: float = 10


TO_UNICODE = b"".join(
    [
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/U def/CMapType 2 def",
        b" 1 begincodespacerange<0000><FFFF>endcodespacerange",
        *(
            b"\n64 beginbfrange\n%sendbfrange"
            % b"".join(b"<%02X00><%02XFF><%02X00>\n" % (high, high, high) for high in range(first, first + 64))
            for first in range(0, 256, 64)
        ),
        b"\nendcmap end end",
    ]
)


def pdf(pages: Iterable[Sequence[Printed]]) -> bytes:
    """A file of these pages; lines are drawn in the order in which they are given."""
    return assembled([_content(page) for page in pages])


def assembled(contents: Sequence[bytes], *, compress: bool = True) -> bytes:
    """A file whose pages have these content streams; its one font is called F."""
    first = 6
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + 2 * len(contents), 2))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        b"<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW %d>>" % (1000 * WIDTH),
        stream(TO_UNICODE),
    ]
    for number, content in enumerate(contents):
        place = first + 2 * number
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (*A4, place + 1)
        )
        objects.append(
            stream(content) if compress else b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
        )
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return bytes(data) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def _content(page: Sequence[Printed]) -> bytes:
    return b"".join(
        b"BT /F %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n"
        % (line.size, line.left, line.base, line.text.encode("utf-16-be", "surrogatepass").hex().encode())
        for line in page
    )


def set_in_column(
    paragraphs: Iterable[str], *, left: float, width: float, top: float, size: float = 10, indent: float = 0
) -> Iterator[Printed]:
    """The paragraphs broken into lines of a column, the first of each indented, lines 1.4 sizes apart."""
    base = top
    for paragraph in paragraphs:
        at, current = left + indent, ""
        for word in [*paragraph.split(), None]:
            if word is not None and (not current or at + WIDTH * size * len(f"{current} {word}") <= left + width):
                current = f"{current} {word}".strip()
                continue
            yield Printed(current, at, round(base, 2), size)
            base, at, current = base - 1.4 * size, left, word or ""
