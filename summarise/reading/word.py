"""Word documents (.docx): paragraphs and table rows in order, as the document would read with all changes accepted.

The parts that hold text are read from the package directly (ECMA-376, parts 1 and 2), not through python-docx: that
library loads every part and so fails on documents that Word opens (a link to a picture that is missing), and its
paragraphs leave out insertions, content controls and text boxes.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from summarise.errors import InputError
from summarise.reading.legacy import font_encoding
from summarise.reading.lines import row_lines
from summarise.reading.run_fonts import WORD, RunFonts, attribute, space_of, tag_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

# All parts together, as the package says; a document of 20 MB that unpacks to more is made to exhaust the memory.
UNPACKED_LIMIT = 200 * 1024 * 1024
# One part as text of XML. Of its tree each byte may need thirty; the mark-up of `limits.MOST_CHARACTERS` takes some MB.
PART_LIMIT = 16 * 1024 * 1024

DELETED = {"del", "moveFrom"}
# Properties hold no text, a fallback repeats what the element before it says.
PROPERTIES = {"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "Fallback"}
UNREAD = DELETED | PROPERTIES
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

DAMAGED = "{name}: the Word file is damaged ({reason}); open it in Word, save it again and try once more"


def is_zip(data: bytes) -> bool:
    return data.startswith(ZIP)


def read(data: bytes, *, name: str) -> tuple[str, str | None, list[str]]:
    """The text, the encoding that the fonts of most of it are made for (None: Unicode), and `FontReader.repairs`.

    The text is the body, then the footnotes and endnotes. Headers, footers, comments, hidden text and deleted text are
    not read; numbers and bullets that Word itself puts before list items are no text of the document.

    Raises:
        InputError: the file is damaged, too large when unpacked, or no Word document.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > UNPACKED_LIMIT:
                raise InputError(
                    "{name}: the Word file unpacks to more than {limit} MB; copy its text into a new document",
                    name=name,
                    limit=UNPACKED_LIMIT // 2**20,
                )
            main = _main_part(package)
            document = _xml(package, main) if main else None
            parts = _related(package, main, {"footnotes", "endnotes"}) if main else []
            notes = [_xml(package, part) for part in parts if part in package.namelist()]
            parts = _related(package, main, {"styles"}) if main else []
            styles = [_xml(package, part) for part in parts if part in package.namelist()]
    except KeyError as error:
        raise InputError(DAMAGED, name=name, reason=f"a part is missing: {error.args[0]}") from error
    except etree.XMLSyntaxError as error:
        raise InputError(DAMAGED, name=name, reason=f"bad XML: {error.msg}") from error
    except NotImplementedError as error:
        raise InputError(DAMAGED, name=name, reason=str(error)) from error
    except RuntimeError as error:  # zipfile's word for an entry with a password
        raise InputError("{name}: the file is protected by a password; save it without one", name=name) from error
    except (BadZipFile, LZMAError, zlib.error, struct.error, EOFError, OSError, ValueError) as error:
        raise InputError(DAMAGED, name=name, reason=str(error) or type(error).__name__) from error
    body = next((child for child in document if tag_of(child) == "body"), None) if document is not None else None
    if body is None or space_of(body) not in WORD:
        raise InputError("{name}: a zip archive, but no Word document; give the .docx file itself", name=name)
    fonts = RunFonts([*styles, document, *notes], styles)
    lines = _lines(body, fonts)
    for note in (note for part in notes for note in part if attribute(note, "type") is None):  # the others: separators
        lines += _lines(note, fonts)
    text = "\n".join(lines)
    return text, fonts.reader.encoding(text), fonts.reader.repairs()


def part(data: bytes, name: str) -> bytes:
    """A part of a package that is no Word file, empty where it cannot be read or there is none."""
    try:
        with ZipFile(BytesIO(data)) as package, package.open(name) as file:
            return file.read(PART_LIMIT)
    except (
        BadZipFile,
        KeyError,
        LZMAError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
    ):
        return b""


def _xml(package: ZipFile, part: str) -> Any:
    """The root of a part. The parser keeps its own limits (depth, length, entities), and nothing is fetched; a document
    type declaration, which ECMA-376 part 2 forbids and which alone can hold entities, is refused."""
    if package.getinfo(part).file_size > PART_LIMIT:
        raise ValueError(f"a part of more than {PART_LIMIT // 2**20} MB")
    with package.open(part) as file:
        # Reading everything would unpack all that is there, whatever size the package names.
        data = file.read(package.getinfo(part).file_size + 1)
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type declaration in XML")
    return root


def _main_part(package: ZipFile) -> str | None:
    """The part with the text, None where the package is not Word's (a spreadsheet, any other archive)."""
    if "_rels/.rels" not in package.namelist():
        return "word/document.xml" if "word/document.xml" in package.namelist() else None
    return next(
        (part for part in _related(package, "", {"officeDocument"}) if not part.startswith(("xl/", "ppt/"))), None
    )


def _related(package: ZipFile, part: str, kinds: set[str]) -> list[str]:
    """The parts that `part` (the package itself where empty) names under the relationship types `kinds`, one
    of each type: footnotes, endnotes and styles are in one part each (ECMA-376 part 1, 11.3), and each costs its reading.
    """
    folder, base = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in package.namelist():
        return []
    found: dict[str, str] = {}
    for relation in _xml(package, relations):
        kind = str(relation.get("Type")).rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if kind in kinds and relation.get("TargetMode") != "External":
            found.setdefault(kind, target)
    return list(dict.fromkeys(found.values()))


def _lines(container: Any, fonts: RunFonts) -> list[str]:
    """The lines of what holds paragraphs and tables; content controls and insertions around them are opened."""
    lines: list[str] = []
    to_do = list(reversed(container))
    while to_do:
        element = to_do.pop()
        tag = tag_of(element)
        if tag == "p":
            lines += _paragraph(element, fonts)
        elif tag == "tbl":
            for row in _inner(element, "tr"):
                lines += row_lines([_lines(cell, fonts) for cell in _inner(row, "tc")])
        elif tag and tag not in UNREAD:
            to_do += reversed(element)
    return lines


def _inner(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, not those of a table inside."""
    to_do = list(reversed(element))
    while to_do:
        child = to_do.pop()
        if tag_of(child) == tag:
            if not _row_is_deleted(child):
                yield child
        elif tag_of(child) not in UNREAD | {"tbl", "p", ""}:
            to_do += reversed(child)


def _row_is_deleted(row: Any) -> bool:
    return any(tag_of(child) == "trPr" and any(tag_of(change) == "del" for change in child) for child in row)


def _paragraph(paragraph: Any, fonts: RunFonts) -> list[str]:
    """The lines of a paragraph (more than one where it has line breaks), then those of the text boxes it anchors."""
    text: list[tuple[str, str | None]] = []
    boxes: list[str] = []
    to_do = list(reversed(paragraph))
    font = None
    while to_do:
        element = to_do.pop()
        tag = tag_of(element)
        if tag == "t":
            text.append(((element.text or "").replace("\n", " ").replace("\r", ""), font))
        elif tag == "softHyphen" and font_encoding(font)[0]:  # a letter of TCVN3; elsewhere it shows only at line ends
            text.append(("\N{SOFT HYPHEN}", font))
        elif tag in CHARACTERS:
            text.append((CHARACTERS[tag], font))
        elif tag == "txbxContent":
            boxes += _lines(element, fonts)
        elif tag and tag not in UNREAD and not (tag == "r" and _is_hidden(element)):
            if tag == "r":
                font = fonts.of(element, paragraph)
            to_do += reversed(element)
    return fonts.reader.line(text).split("\n") + boxes


def _is_hidden(run: Any) -> bool:
    vanish = next((flag for child in run if tag_of(child) == "rPr" for flag in child if tag_of(flag) == "vanish"), None)
    return vanish is not None and attribute(vanish, "val") not in {"0", "false", "off"}
