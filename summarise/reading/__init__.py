"""Bytes → `Source`: plain text, saved web pages, Word documents and PDF files, told apart by their content.

    encodings.py   bytes → text, and text in its normal form
    legacy.py  syllables.py  recognition.py  conversion.py  capitals.py   text from before Unicode, and what tells it
    fonts.py  run_fonts.py   the same where the fonts tell it
    plain.py  html.py  mhtml.py  word.py  old_word.py  pdf.py   one format each
    lines.py  paragraphs.py  columns.py  running.py   table rows and printed lines, for those
    wrapped.py   lines of plain text that go on in the next
    limits.py  streams.py   what is too long to be an article

The text is NFC with `\\n` line ends. That of a UTF-8 text file which is so already is the file's, character by
character, but for breaks within a paragraph, which become spaces; the other formats give one line a block (paragraph,
heading, list item, table row with tabs between).

What `Source.repairs` can name:

    bom            a byte order mark was taken away
    newlines, nfc  line ends and letters were put into the one form that all text takes
    wrapped        lines that go on in the next were joined
    tcvn3, vni, viscii, windows-1258   text in this encoding was read, all of it or some lines
    capitals       TCVN3 without a font of capitals: some capital letters were restored, others may be lost
    running-lines  headers and footers of pages were taken away
    scanned-pages  some pages are pictures and were not read
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from summarise.errors import InputError
from summarise.offsets import Offsets
from summarise.reading import encodings, html, mhtml, old_word, pdf, plain, word
from summarise.reading.conversion import Converted, converted
from summarise.reading.encodings import Decoded
from summarise.reading.legacy import LEGACY, named
from summarise.reading.limits import MOST_CHARACTERS, too_long
from summarise.reading.wrapped import unwrapped
from summarise.records import Source

__all__ = ["LIMIT", "MOST_CHARACTERS", "from_text", "read", "read_bytes", "readable"]

LIMIT = 20 * 1024 * 1024
"""Bytes of the largest file that is read."""


def read(path: Path, *, encoding: str | None = None) -> Source:
    """The document in the file at `path`; its content, not its name, says which format it is.

    `encoding` is that of a text or HTML file, or the one from before Unicode that text of a PDF file is in; nothing is
    judged then, but that Unicode text stays which reads better as it is.

    Raises:
        InputError: the file cannot be opened, is empty, over `LIMIT` or `MOST_CHARACTERS`, damaged, protected or of
            no format that is read.
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
    return read_bytes(data, name=readable(path.name), encoding=encoding)


def readable(name: str) -> str:
    """The name of a file with what is no Unicode in it spelled out (`\\udce0`), so that it can be printed and stored."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def read_bytes(data: bytes, *, name: str, encoding: str | None = None) -> Source:
    """As `read`, of a file's content; `name` stands for it in messages and in the result.

    Raises:
        InputError, SettingsError: as `read`.
    """
    if len(data) > LIMIT:
        raise _too_large(name)
    if not data:
        raise InputError("{name}: the file is empty; give one with an article in it", name=name)
    read: Decoded
    if pdf.is_pdf(data):
        media_type = pdf.MEDIA_TYPE
        text, repairs = pdf.read(data, name=name)
        read = Decoded(text, None, repairs, asked=named(encoding or ""))
    elif other := old_word.kind(data):
        media_type = other
        read = Decoded(*old_word.read(data, name=name))
    elif word.is_zip(data):
        media_type = word.MEDIA_TYPE
        read = Decoded(*word.read(data, name=name))
    elif mhtml.is_mhtml(data):
        media_type = mhtml.MEDIA_TYPE
        read = mhtml.read(data, name=name, encoding=encoding)
    elif html.is_html(data):
        media_type = html.MEDIA_TYPE
        read = html.read(data, name=name, encoding=encoding)
    else:
        media_type = plain.MEDIA_TYPE
        read = plain.read(data, name=name, encoding=encoding)
    return _source(read, name=name, sha256=sha256(data).hexdigest(), media_type=media_type)


def from_text(text: str, *, name: str = "text") -> Source:
    """A document that is a string already; the checksum is of its UTF-8.

    Raises:
        InputError: the text is empty, over `LIMIT` as UTF-8 or `MOST_CHARACTERS`,
            or no text (half of a surrogate pair, binary data).
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
    read = encodings.decode(data, name=name, encoding="utf-8")._replace(encoding=None, asked=None)
    return _source(read, name=name, sha256=sha256(data).hexdigest(), media_type=plain.MEDIA_TYPE)


def _source(read: Decoded, *, name: str, sha256: str, media_type: str) -> Source:
    if not read.text.strip():
        raise InputError("{name}: there is no text in it; give a file with an article", name=name)
    if len(read.text) - read.text.count("\r\n") > MOST_CHARACTERS:  # before all that costs more than reading the text
        raise too_long(name)
    text, line_ends = encodings.with_line_ends(read.text)
    found = read.encoding
    if read.is_bytes and found is None:
        found = encodings.encoding_of(text, name=name)
    if read.asked:  # what Python decoded is Unicode, and nothing in it is judged
        is_legacy = read.asked in LEGACY and (read.is_bytes or read.asked != "windows-1258")
        done = converted(text, forced=read.asked, is_bytes=read.is_bytes) if is_legacy else Converted(text, Offsets())
    else:
        done = converted(text, base=found if read.is_bytes else None)
    whole, composed = encodings.composed(done.text)
    if done.most:
        found = done.encoding
    changed = [*done.repairs, *(["newlines"] if text != read.text else []), *(["nfc"] if whole != done.text else [])]
    if media_type == plain.MEDIA_TYPE and (joined := unwrapped(whole)) != whole:
        whole = joined
        changed.append("wrapped")
    offsets = composed.of(done.offsets).of(line_ends).of(read.offsets) if media_type == plain.MEDIA_TYPE else None
    return Source(name, whole, sha256, media_type, found, tuple(dict.fromkeys((*read.repairs, *changed))), offsets)


def _too_large(name: str) -> InputError:
    return InputError(
        "{name}: more than {limit} MB; give the article alone, without pictures", name=name, limit=LIMIT // 2**20
    )
