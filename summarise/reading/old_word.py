"""Files of word processors that are no `.docx`: old Word (.doc), RTF and OpenDocument (.odt), by LibreOffice.

It makes a `.docx` of them, so that the names of the fonts stay, which say what their text means.
"""

from __future__ import annotations

from typing import NamedTuple

from summarise import office_suite
from summarise.errors import InputError
from summarise.reading import word

# Compound files: Word before 2007, and any Office file with a password ([MS-CFB], 2.2).
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
RTF = b"{\\rtf"

# An article takes 2 to 5 seconds, the first start on a cold disk up to a minute.
SECONDS = 120.0


class _Kind(NamedTuple):
    ending: str
    media_type: str
    reader: str  # LibreOffice's filter: without it, it takes a damaged file for plain text


_DOC = _Kind(".doc", "application/msword", "MS Word 97")
_RTF = _Kind(".rtf", "application/rtf", "Rich Text Format")
_ODT = _Kind(".odt", "application/vnd.oasis.opendocument.text", "writer8")

_PASSWORD = "{name}: the file is protected by a password; save it without one"


def kind(data: bytes) -> str | None:
    """The media type of what is read here, None for all else."""
    found = _kind(data)
    return found.media_type if found else None


def read(data: bytes, *, name: str) -> tuple[str, str | None, list[str]]:
    """As `word.read`.

    Raises:
        InputError: the file is damaged, protected or no text, or LibreOffice is not there.
        OfficeSuiteError: SUMMARISE_SOFFICE names no program, or LibreOffice cannot be started.
    """
    found = _kind(data)
    assert found is not None
    if _is_protected(data, found):
        raise InputError(_PASSWORD, name=name)
    if found is _DOC and _stream("WordDocument") not in data:
        raise InputError("{name}: no Word document, or a damaged one; open it in Word and save it as .docx", name=name)
    program = office_suite.find()
    if program is None:
        raise InputError(
            "{name}: {kind} files are read by LibreOffice, which is not installed here; install it, or open the file in "
            "Word and save it as .docx",
            name=name,
            kind=found.ending,
        )
    try:
        made = office_suite.convert(
            data,
            name=f"article{found.ending}",
            to="docx",
            program=program,
            seconds=SECONDS,
            options=(f"--infilter={found.reader}",),
        )
    except office_suite.ConversionTimeoutError as error:
        raise InputError(
            "{name}: LibreOffice had not read the file after {seconds} seconds; open it in Word and save it as .docx",
            name=name,
            seconds=round(SECONDS),
        ) from error
    except office_suite.ConversionError as error:
        raise InputError(
            "{name}: LibreOffice cannot read the file, which may be damaged; open it in Word and save it as .docx",
            name=name,
        ) from error
    return word.read(made, name=name)


def _kind(data: bytes) -> _Kind | None:
    if data.startswith(OLE):
        return _DOC
    if data.startswith(RTF):
        return _RTF
    # A package names its type in its first entry, uncompressed (OpenDocument 1.2, part 3, 3.3).
    return _ODT if word.is_zip(data) and data[30:120].startswith(b"mimetype" + _ODT.media_type.encode()) else None


def _is_protected(data: bytes, found: _Kind) -> bool:
    if found is _ODT:
        return b"encryption-data" in word.part(data, "META-INF/manifest.xml")
    if found is not _DOC:
        return False
    # The head of Word's stream begins a sector: its signature, and the bit fEncrypted 10 bytes on ([MS-DOC], 2.5.1).
    head = next((at for at in range(512, len(data), 512) if data.startswith(b"\xec\xa5", at)), len(data))
    return _stream("EncryptedPackage") in data or bool(data[head + 11 : head + 12] and data[head + 11] & 1)


def _stream(name: str) -> bytes:
    """How a compound file names a stream."""
    return name.encode("utf-16-le")
