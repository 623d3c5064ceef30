"""What no template may hold, whatever it prints: packages that unpack without end, parts that run, documents that fetch.

A template is input, and the report made of it is opened by others. Everything here is found before a library opens the
file, in time and memory that grow with its size alone. Form of the package: ECMA-376 Part 2 (Open Packaging
Conventions). What the parts would run or fetch is in `active`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from lxml import etree

from summarise.errors import TemplateError
from summarise.reporting import active

# A template with a crest and a letterhead has some 100 kB in 20 parts; these bounds only stop a file that is something
# else. What docxtpl fills is text that passes through many patterns, some 50 MB of memory for each MB.
MOST_BYTES = 20 * 2**20
MOST_BYTES_UNPACKED = 64 * 2**20
MOST_BYTES_OF_XML = 2 * 2**20
# A finished report of a hundred units.
MOST_BYTES_OF_A_REPORT = 48 * 2**20
MOST_PARTS = 1000
# The list of contents: a name and 46 bytes for each part.
MOST_BYTES_OF_CONTENTS = 256 * MOST_PARTS

# Parts beside XML that only show something.
_SHOWN = {"bmp", "emf", "fntdata", "gif", "jfif", "jpeg", "jpg", "odttf", "png", "tif", "tiff", "ttf", "wdp", "wmf"}
_XML = {"rels", "svg", "xml"}
_TYPES = "[Content_Types].xml"
# Of the ways to compress, those that Word knows (ECMA-376 Part 2, annex B).
_COMPRESSION = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.DOTALL)
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}


def faults(package: bytes, *, name: str, most_xml: int = MOST_BYTES_OF_XML) -> Iterator[TemplateError]:
    """Every danger in the bytes of a Word file; `name` is what messages call it, `most_xml` the bytes that a part of it
    may have. Where the package itself is at fault, nothing in it is read."""
    try:
        entries = _entries(package, name)
        parts = _parts(package, entries)
    except TemplateError as error:
        yield error
        return
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        yield damaged(name)
        return
    types = _types(parts.get(_TYPES, b""))
    for part, content in parts.items():
        yield from _faults_of(part, content, types(part), name, most_xml)


def check(package: bytes, *, name: str, most_xml: int = MOST_BYTES_OF_XML) -> None:
    """Raises:
    TemplateError: the first danger that is found.
    """
    for fault in faults(package, name=name, most_xml=most_xml):
        raise fault


def parts(package: bytes) -> dict[str, bytes]:
    """The parts by name of a package that `check` let pass."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist() if not name.endswith("/")}


def parse(content: bytes) -> etree._Element:
    """The XML of a part: no entity, file or address in it is followed.

    Raises:
        etree.XMLSyntaxError: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def damaged(name: str) -> TemplateError:
    return TemplateError("{name}: damaged, or not a Word file; save it in Word as .docx", name=name)


def _entries(package: bytes, name: str) -> list[zipfile.ZipInfo]:
    """The entries of the package, after its list of contents was found to be of a size that may be read."""
    end = package.rfind(b"PK\x05\x06", max(0, len(package) - 2**16 - 22))
    if end < 0 or len(package) < end + 22:
        raise damaged(name)
    # Packages that need the fields of 64 bits are larger than any template.
    long_form = package[max(0, end - 20) : end].startswith(b"PK\x06\x07")
    if long_form or int.from_bytes(package[end + 12 : end + 16], "little") > MOST_BYTES_OF_CONTENTS:
        raise TemplateError("{name}: too many parts for a template; save it in Word anew", name=name)
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        entries = source.infolist()
    if len(entries) > MOST_PARTS:
        raise TemplateError("{name}: too many parts for a template; save it in Word anew", name=name)
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES_UNPACKED:
        raise TemplateError("{name}: too large for a template ({size} bytes unpacked)", name=name, size=size)
    _check_names(entries, name)
    _check_places(entries, package, name)
    return entries


def _check_names(entries: list[zipfile.ZipInfo], name: str) -> None:
    # `filename` is what Python made of `orig_filename`: cut at a NUL, with the slashes of the system.
    for entry in entries:
        part = entry.orig_filename
        steps = part.removesuffix("/").split("/")
        if any(step in ("", ".", "..") for step in steps) or re.search(r"[\\:\x00-\x1f\x7f]", part):
            raise TemplateError(
                "{name}: the name of the part {part} leads out of the file; save it in Word anew", name=name, part=part
            )
    # Names of parts are told apart without regard to capitals (ECMA-376 Part 2, 6.2.2.3).
    part, count = Counter(entry.filename.casefold() for entry in entries).most_common(1)[0] if entries else ("", 0)
    if count > 1:
        raise TemplateError("{name}: the part {part} is there twice; save it in Word anew", name=name, part=part)


def _check_places(entries: list[zipfile.ZipInfo], package: bytes, name: str) -> None:
    """No two entries may share bytes, which is how a small package unpacks to any size."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        header = package[entry.header_offset : entry.header_offset + 30]
        lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        end = entry.header_offset + 30 + lengths + entry.compress_size
        if entry.header_offset < free or end > len(package) or entry.flag_bits & 1:
            raise damaged(name)
        if entry.compress_type not in _COMPRESSION:
            raise damaged(name)
        free = end


def _parts(package: bytes, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    # Reading stops at the size that the list of contents gives, and a checksum that differs raises.
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        read = {entry.filename: source.read(entry) for entry in entries if not entry.is_dir()}
    if any(len(read[entry.filename]) != entry.file_size for entry in entries if not entry.is_dir()):
        raise zipfile.BadZipFile
    return read


def _types(listed: bytes) -> Callable[[str], str]:
    """What the list of types says of a part; of a list with faults, as much as can be read."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True)
    root = etree.fromstring(listed, parser) if listed and len(listed) <= MOST_BYTES_OF_XML else None
    of_parts, of_suffixes = {}, {}
    for element in root.iter("*") if root is not None else ():
        told = element.get("ContentType", "").partition(";")[0].strip().lower()
        if etree.QName(element).localname == "Override":
            of_parts[unquote(element.get("PartName", "")).lstrip("/").casefold()] = told
        else:
            of_suffixes[element.get("Extension", "").casefold()] = told
    return lambda part: of_parts.get(part.casefold()) or of_suffixes.get(part.rpartition(".")[2].casefold(), "")


def _faults_of(part: str, content: bytes, told: str, name: str, most_xml: int) -> Iterator[TemplateError]:
    suffix = part.rpartition(".")[2].lower()
    # Readers tell XML by its type, its name or its first bytes, whichever they like; in UTF-16 NULs stand between them.
    begins = content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<"
    xml = suffix in _XML or begins or told.endswith(("+xml", "/xml"))
    if xml == (suffix in _SHOWN):
        yield TemplateError(
            "{name}: holds {part}, a macro, an object or another file; remove it and save as .docx",
            name=name,
            part=part,
        )
        return
    if not xml:
        return
    if len(content) > most_xml:
        yield TemplateError(
            "{name}: {part}: too large for a template ({size} bytes)", name=name, part=part, size=len(content)
        )
        return
    encoding = _ENCODING.match(content[:1000].removeprefix(b"\xef\xbb\xbf"))
    declared = encoding is not None and encoding[1].lower() not in _ENCODINGS
    # A document type can define entities that grow without end or read files; Word never writes one.
    if declared or b"<!DOCTYPE" in content.replace(b"\0", b""):
        yield TemplateError(
            "{name}: {part} defines entities or a document type; save it in Word anew", name=name, part=part
        )
        return
    try:
        root = parse(content)
    except etree.XMLSyntaxError:
        yield TemplateError("{name}: {part} is not well-formed; save it in Word anew", name=name, part=part)
        return
    yield from active.faults(root, part, svg=suffix == "svg" or told == "image/svg+xml", name=name)
