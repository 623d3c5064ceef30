"""What no template may hold, whatever it prints: packages that unpack without end, parts that run, documents that fetch.

A template is input, and the report made of it is opened by others. Everything here is found before a library opens the
file, in time and memory that grow with its size alone. Form of the package: ECMA-376 Part 2 (Open Packaging
Conventions); of relationships and fields: ECMA-376 Part 1.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from summarise.errors import TemplateError

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
# Relationships that lead to code, to other documents, or to data outside (last step of their type).
_FORBIDDEN = {
    "aFChunk",
    "activeXControlBinary",
    "attachedTemplate",
    "attachedToolbars",
    "control",
    "extensibility",
    "externalLink",
    "frame",
    "mailMergeHeaderSource",
    "mailMergeSource",
    "oleObject",
    "package",
    "recipientData",
    "subDocument",
    "transform",
    "vbaProject",
    "wordVbaData",
    "xslt",
}
_ACTIVE_CONTENT = re.compile("macroEnabled|vba|activeX|oleObject|ms-office.active", re.IGNORECASE)
_WEB = {"http", "https", "mailto"}
# Fields that compute from the document itself; others (DDE, INCLUDETEXT, LINK, DATABASE …) fetch or run something.
_FIELD_NAMES = (
    "ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY CITATION COMMENTS COMPARE CREATEDATE DATE DOCPROPERTY "
    "DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT FORMULA HYPERLINK IF INDEX INFO "
    "KEYWORDS LASTSAVEDBY LISTNUM MERGEFIELD NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE QUOTE REF REVNUM "
    "SAVEDATE SECTION SECTIONPAGES SEQ SET STYLEREF SUBJECT SYMBOL TA TC TIME TITLE TOA TOC USERADDRESS USERINITIALS "
    "USERNAME XE"
)
_FIELDS = set(_FIELD_NAMES.split())
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_O = "{urn:schemas-microsoft-com:office:office}"
_V = "{urn:schemas-microsoft-com:vml}"
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.DOTALL)
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}
# An element that holds or starts something else than a document.
_ELEMENTS = {"altChunk", "control", "mailMerge", "object", "OLEObject", "subDoc", "attachedTemplate", "saveThroughXslt"}


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
    for part, content in parts.items():
        yield from _faults_of(part, content, name, most_xml)


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
        free = end


def _parts(package: bytes, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    # Reading stops at the size that the list of contents gives, and a checksum that differs raises.
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        read = {entry.filename: source.read(entry) for entry in entries if not entry.is_dir()}
    if any(len(read[entry.filename]) != entry.file_size for entry in entries if not entry.is_dir()):
        raise zipfile.BadZipFile
    return read


def _faults_of(part: str, content: bytes, name: str, most_xml: int) -> Iterator[TemplateError]:
    suffix = part.rpartition(".")[2].lower()
    xml = suffix in ("xml", "rels", "svg") or content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
    if not xml:
        if suffix not in _SHOWN:
            yield TemplateError(
                "{name}: holds {part}, a macro, an object or another file; remove it and save as .docx",
                name=name,
                part=part,
            )
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
    if part == "[Content_Types].xml":
        yield from _content_types(root, name)
    elif suffix == "rels":
        yield from _relationships(root, part, name)
    else:
        yield from _elements(root, part, name)


def _content_types(root: etree._Element, name: str) -> Iterator[TemplateError]:
    for element in root:
        if _ACTIVE_CONTENT.search(element.get("ContentType", "")):
            yield TemplateError("{name}: holds macros or active parts; save it in Word as .docx", name=name)
            return


def _relationships(root: etree._Element, part: str, name: str) -> Iterator[TemplateError]:
    folder = posixpath.dirname(posixpath.dirname(part))
    for element in root:
        kind = element.get("Type", "").rpartition("/")[2]
        target = element.get("Target", "")
        outside = element.get("TargetMode", "").lower() == "external"
        if outside and kind == "hyperlink" and _is_web(target):
            continue
        if outside or kind in _FORBIDDEN:
            yield TemplateError(
                "{name}: {part}: refers to {target} ({kind}), which a template may not fetch or run; remove it in Word",
                name=name,
                part=part,
                target=target[:100],
                kind=kind,
            )
        elif posixpath.normpath(posixpath.join("/", folder, target)).count("..") or _leaves(folder, target):
            yield TemplateError(
                "{name}: the name of the part {part} leads out of the file; save it in Word anew",
                name=name,
                part=target[:100],
            )


def _leaves(folder: str, target: str) -> bool:
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path).startswith("..") or "\\" in target or ":" in target


def _is_web(address: str) -> bool:
    # A place within the document itself has no scheme; a path or a share on the network has another or none.
    if address.startswith("#"):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in _WEB and "\\" not in address


def _elements(root: etree._Element, part: str, name: str) -> Iterator[TemplateError]:
    for element in root.iter(f"{_W}*", f"{_O}*", f"{_V}*"):
        local = etree.QName(element).localname
        if local in _ELEMENTS or (element.tag.startswith(_V) and (element.get("src") or element.get("href"))):
            yield TemplateError(
                "{name}: {part}: holds {element}, a link to another file or a program; remove it in Word",
                name=name,
                part=part,
                element=local,
            )
    for instruction in _instructions(root):
        if not _is_safe(instruction):
            yield TemplateError(
                "{name}: {part}: the field {field} can fetch files or run programs; remove it in Word",
                name=name,
                part=part,
                field=" ".join(instruction.split())[:60],
            )


def _is_safe(instruction: str) -> bool:
    name, rest = [*instruction.split(None, 1), "", ""][:2]
    if not name or name.startswith("="):
        return True
    if name.upper() != "HYPERLINK":
        return name.upper() in _FIELDS
    # What is no switch (\h), nor the place, frame or tip that a switch names (\l, \t, \o), is an address.
    tokens = re.findall(r'"[^"]*"|\S+', re.sub(r'\\[lot]\s+(?:"[^"]*"|\S+)', "", rest))
    return all(re.fullmatch(r"\\\w|\\\*|MERGEFORMAT", token) or _is_web(token.strip('"')) for token in tokens)


def _instructions(root: etree._Element) -> Iterator[str]:
    """What each field is told to do. A field can stand within the instruction of another and may be cut into any number
    of runs."""
    open_fields: list[list[str]] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        if element.tag == f"{_W}fldSimple":
            yield element.get(f"{_W}instr", "")
        elif element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                open_fields.append([])
            elif kind in ("separate", "end") and open_fields:
                yield from filter(str.strip, ["".join(open_fields[-1])])
                open_fields[-1] = []
                if kind == "end":
                    open_fields.pop()
        else:
            text = element.text or ""
            if open_fields:
                open_fields[-1].append(text)
            elif text.strip():
                yield text
    for field in open_fields:
        yield from filter(str.strip, ["".join(field)])
