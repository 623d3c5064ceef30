"""PDF files with a text layer: running headers and footers taken away, printed lines joined to paragraphs again.

Not safe in several threads at once: PDFium is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from math import hypot
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from summarise.errors import InputError
from summarise.reading.columns import GAP, Row, in_reading_order
from summarise.reading.limits import MOST_CHARACTERS, too_long
from summarise.reading.paragraphs import Line, joined
from summarise.reading.running import notes_last, without_running_lines
from summarise.reading.streams import LARGEST_CONTENT, unpacks_too_far

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MEDIA_TYPE = "application/pdf"
MAGIC = b"%PDF-"

# PDFium puts this in place of a hyphen at the end of a line and leaves the line end out.
LINE_END_HYPHEN = "\x02"
LINE_ENDS = ("\r", "\n")

MOST_PAGES = 500
"""Pages of the longest PDF that is read; an article has one to ten, the papers of a congress a hundred."""

LONGEST_FONT_NAME = 256  # bytes; longer names are cut

# A page that is a picture with at most a stamp of a signature or a scanner on it.
LETTERS_OF_A_STAMP = 150
PICTURE_SHARE = 0.5


def is_pdf(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(MAGIC)


def read(data: bytes, *, name: str) -> tuple[str, list[str]]:
    """The text, one line a paragraph, and what was changed: `running-lines` taken away, `scanned-pages` that are
    pictures, so that no text of theirs could be read.

    Raises:
        InputError: the file is damaged, needs a password, is scanned and has no text, or is too long for an article.
    """
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    if unpacks_too_far(data):
        raise InputError(
            "{name}: the pages of the PDF unpack to far more than text (over {limit} MB); copy its text into a new document",
            name=name,
            limit=LARGEST_CONTENT // 2**20,
        )
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise InputError(
                    "{name}: the PDF has {pages} pages, and at most {limit} are read; print those of the article alone",
                    name=name,
                    pages=len(document),
                    limit=MOST_PAGES,
                )
            pages, scanned = _pages(document, name)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise InputError("{name}: the PDF is protected by a password; save it without one", name=name) from error
        raise InputError(
            "{name}: the PDF is damaged; open it, print it to PDF again and try once more", name=name
        ) from error
    if not any(page for number, page in enumerate(pages) if number not in scanned):
        raise InputError("{name}: the PDF is a scan without text; run text recognition (OCR) on it first", name=name)
    body = without_running_lines(pages)
    repairs = ["running-lines"] if body != pages else []
    if scanned:
        repairs.append("scanned-pages")
    return "\n".join(joined([line for page in notes_last(body) for line in page])), repairs


def _pages(document: PdfDocument, name: str) -> tuple[list[list[Line]], set[int]]:
    """The lines of each page, and the numbers of the pages that are scanned. Raises `too_long`."""
    pages: list[list[Line]] = []
    scanned: set[int] = set()
    characters = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        try:
            characters += text.count_chars()
            if characters > MOST_CHARACTERS:
                raise too_long(name)
            rows = list(_rows(text, number))
            pages.append(in_reading_order(rows, first=not number, last=number == len(document) - 1))
            letters = sum(character.isalpha() for line in pages[-1] for character in line.text)
            if letters < LETTERS_OF_A_STAMP and _is_picture(page):
                scanned.add(number)
        finally:
            text.close()
            page.close()
    return pages, scanned


class _Character(NamedTuple):
    text: str
    left: float
    right: float
    base: float
    size: float
    font: bytes


def _rows(page: PdfTextPage, number: int) -> Iterator[Row]:
    characters: list[_Character] = []
    for character in _characters(page):
        if character.text not in LINE_ENDS:
            characters.append(character)
        if character.text in (*LINE_ENDS, LINE_END_HYPHEN):
            yield from _row(characters, number)
            characters = []
    yield from _row(characters, number)


def _row(characters: list[_Character], number: int) -> Iterator[Row]:
    """The line of these characters with its parts between wide spaces, none where all are white space."""
    for whole in _line(characters, number):
        parts: list[_Character | None] = []
        edge = None
        for character in characters:
            if not character.text.isspace():
                if edge is not None and abs(character.left - edge) >= GAP * max(whole.size, 1.0):
                    parts.append(None)
                edge = character.right
            parts.append(character)
        pieces: list[list[_Character]] = [[]]
        for each in parts:
            if each is None:
                pieces.append([])
            else:
                pieces[-1].append(each)
        yield Row(whole, tuple(line for piece in pieces for line in _line(piece, number)))


def _characters(page: PdfTextPage) -> Iterator[_Character]:
    from pypdfium2 import raw

    x, base = c_double(), c_double()
    matrix = raw.FS_MATRIX()
    font = create_string_buffer(LONGEST_FONT_NAME)
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if not code:  # the font does not say which character it is
            continue
        left, _, right, _ = page.get_charbox(index, loose=True)
        raw.FPDFText_GetCharOrigin(page, index, x, base)
        raw.FPDFText_GetMatrix(page, index, matrix)
        size = raw.FPDFText_GetFontSize(page, index) * hypot(matrix.c, matrix.d)
        raw.FPDFText_GetFontInfo(page, index, font, LONGEST_FONT_NAME, None)
        yield _Character(chr(code), left, right, base.value, size, font.value)


def _line(characters: list[_Character], number: int) -> Iterator[Line]:
    """The line of these characters, none where all are white space. Its edges are those of the visible characters."""
    seen = [place for place, character in enumerate(characters) if not character.text.isspace()]
    if not seen:
        return
    first, last = seen[0], seen[-1]
    space = next((place for place in range(first, last) if characters[place].text.isspace()), last + 1)
    text = "".join(character.text for character in characters).replace(LINE_END_HYPHEN, "-")
    fonts = {characters[place].font for place in seen if characters[place].text.isalpha()}
    yield Line(
        # Where characters are 16 bits wide (Windows), those beyond them come in halves.
        text=text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"),
        page=number,
        left=characters[first].left,
        right=characters[last].right,
        base=median(characters[place].base for place in seen),
        size=median(characters[place].size for place in seen),
        font=fonts.pop().decode("utf-8", "replace") if len(fonts) == 1 else None,
        first_word=characters[space - 1].right - characters[first].left,
    )


def _is_picture(page: PdfPage) -> bool:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= PICTURE_SHARE * width * height:
            return True
    return False
