"""Bytes → `Source`: plain text, saved web pages, Word documents and PDF files, told apart by their content.

    encodings.py   bytes → text, and text in its normal form
    plain.py  html.py  mhtml.py  word.py  pdf.py   one format each
    lines.py  paragraphs.py   table rows and printed lines, for those

The text is NFC with `\\n` line ends. That of a UTF-8 text file which is so already is the file's, character by
character; the other formats give one line a block (paragraph, heading, list item, table row with tabs between).
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from summarise.errors import InputError
from summarise.reading import encodings, html, mhtml, pdf, plain, word
from summarise.records import Source

__all__ = ["LIMIT", "from_text", "read", "read_bytes"]

LIMIT = 20 * 1024 * 1024
"""Bytes of the largest file that is read."""

OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # compound files: Word before 2007, and any Office file with a password
RTF = b"{\\rtf"


def read(path: Path, *, encoding: str | None = None) -> Source:
    """The document in the file at `path`; its content, not its name, says which format it is.

    `encoding` is that of a text or HTML file where it cannot be detected.

    Raises:
        InputError: the file cannot be opened, is empty, over `LIMIT`, damaged, protected or of no format that is read.
        SettingsError: there is no such encoding.
    """
    try:
        if path.stat().st_size > LIMIT:
            raise _too_large(path.name)
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)  # what is no regular file has no size beforehand
    except FileNotFoundError as error:
        raise InputError("{path}: there is no such file; check the name and the folder", path=path) from error
    except IsADirectoryError as error:
        raise InputError("{path}: this is a folder; name a file in it", path=path) from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError("{path}: the file cannot be read ({reason})", path=path, reason=reason) from error
    return read_bytes(data, name=path.name, encoding=encoding)


def read_bytes(data: bytes, *, name: str, encoding: str | None = None) -> Source:
    """As `read`, of a file's content; `name` stands for it in messages and in the result.

    Raises:
        InputError, SettingsError: as `read`.
    """
    if len(data) > LIMIT:
        raise _too_large(name)
    if not data:
        raise InputError("{name}: the file is empty; give one with an article in it", name=name)
    if data.startswith(OLE):
        raise InputError(
            "{name}: an old .doc file or one with a password; save it in Word as .docx without a password", name=name
        )
    if data.startswith(RTF):
        raise InputError("{name}: an RTF file; open it in Word and save it as .docx", name=name)
    found: str | None = None
    repairs: list[str] = []
    if pdf.is_pdf(data):
        media_type = pdf.MEDIA_TYPE
        text, repairs = pdf.read(data, name=name)
    elif word.is_zip(data):
        media_type = word.MEDIA_TYPE
        text = word.read(data, name=name)
    elif mhtml.is_mhtml(data):
        media_type = mhtml.MEDIA_TYPE
        text, found, repairs = mhtml.read(data, name=name, encoding=encoding)
    elif html.is_html(data):
        media_type = html.MEDIA_TYPE
        text, found, repairs = html.read(data, name=name, encoding=encoding)
    else:
        media_type = plain.MEDIA_TYPE
        text, found, repairs = plain.read(data, name=name, encoding=encoding)
    return _source(text, repairs, name=name, sha256=sha256(data).hexdigest(), media_type=media_type, encoding=found)


def from_text(text: str, *, name: str = "text") -> Source:
    """A document that is a string already; the checksum is of its UTF-8.

    Raises:
        InputError: the text is empty, over `LIMIT` as UTF-8, or no text (half of a surrogate pair, binary data).
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            "{name}: character {where} is half of a surrogate pair; decode the text properly",
            name=name,
            where=error.start,
        ) from error
    if len(data) > LIMIT:
        raise _too_large(name)
    decoded, _, repairs = encodings.decode(data, name=name, encoding="utf-8")
    return _source(
        decoded, repairs, name=name, sha256=sha256(data).hexdigest(), media_type=plain.MEDIA_TYPE, encoding=None
    )


def _source(text: str, repairs: list[str], *, name: str, sha256: str, media_type: str, encoding: str | None) -> Source:
    text, changed = encodings.normal(text)
    if not text.strip():
        raise InputError("{name}: there is no text in it; give a file with an article", name=name)
    return Source(name, text, sha256, media_type, encoding, (*repairs, *changed))


def _too_large(name: str) -> InputError:
    return InputError(
        "{name}: more than {limit} MB; give the article alone, without pictures", name=name, limit=LIMIT // 2**20
    )
