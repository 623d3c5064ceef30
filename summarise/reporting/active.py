"""What in the XML of a Word file makes whoever opens it run or fetch something: relationships, objects, fields, scripts.

Form of relationships and fields: ECMA-376 Part 1; of add-ins and web video: [MS-OWEXML], [MS-DOCX]; of pictures in
SVG: W3C SVG 1.1 and 2.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from summarise.errors import TemplateError

# Relationships that lead to code, to other documents, or to data outside (last step of their type, in small letters).
_FORBIDDEN = {
    "activexcontrolbinary",
    "afchunk",
    "attachedtemplate",
    "attachedtoolbars",
    "control",
    "extensibility",
    "externallink",
    "frame",
    "mailmergeheadersource",
    "mailmergesource",
    "oleobject",
    "package",
    "recipientdata",
    "subdocument",
    "transform",
    "vbaproject",
    "webextension",
    "webextensiontaskpanes",
    "wordvbadata",
    "xslt",
}
_ACTIVE_CONTENT = re.compile("macroEnabled|vba|activeX|oleObject|ms-office.active|webextension", re.IGNORECASE)
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
_ADDRESSES = {"althref", "href", "src"}
_ADD_IN = "{http://schemas.microsoft.com/office/webextensions/"
_SVG = "{http://www.w3.org/2000/svg}"
# Word's other form of the same file: nothing in it has the names that are looked for here.
_STRICT = "http://purl.oclc.org/ooxml/"
# An element that holds or starts something else than a document.
_ELEMENTS = {"altChunk", "control", "mailMerge", "object", "OLEObject", "subDoc", "attachedTemplate", "saveThroughXslt"}

_SCRIPTS = {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"}
# What stands in the picture itself.
_WITHIN = re.compile(r"#|data:image/(?:png|jpe?g|gif)[;,]|$", re.IGNORECASE)
_FETCHING = re.compile(r"\\|@import|image(?:-set)?\(|src\(", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?\s*([^\s\"')]*)", re.IGNORECASE)


def faults(root: etree._Element, part: str, *, svg: bool, name: str) -> Iterator[TemplateError]:
    """What the part named `part` would run or fetch; `svg` for a picture in SVG."""
    if part == "[Content_Types].xml":
        yield from _content_types(root, name)
    elif part.lower().endswith(".rels"):
        yield from _relationships(root, part, name)
    else:
        yield from _elements(root, part, name)
        if svg or root.tag.startswith(_SVG):
            yield from _picture(root, part, name)


def _content_types(root: etree._Element, name: str) -> Iterator[TemplateError]:
    for element in root.iter("*"):
        if _ACTIVE_CONTENT.search(element.get("ContentType", "")):
            yield TemplateError("{name}: holds macros or active parts; save it in Word as .docx", name=name)
            return


def _relationships(root: etree._Element, part: str, name: str) -> Iterator[TemplateError]:
    folder = posixpath.dirname(posixpath.dirname(part))
    for element in root.iter("*"):
        if element.get("Type", "").strip().startswith(_STRICT):
            yield _strict(part, name)
            return
        kind = element.get("Type", "").strip().rpartition("/")[2]
        target = element.get("Target", "")
        outside = element.get("TargetMode", "").lower() == "external"
        if outside and kind == "hyperlink" and _is_web(target):
            continue
        if outside or kind.lower() in _FORBIDDEN:
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
    for element in root.iter("*"):
        if element.tag.startswith(f"{{{_STRICT}"):
            yield _strict(part, name)
            return
        if (held := _held(element)) is not None:
            yield _holds(held, part, name)
    for instruction in _instructions(root):
        if not _is_safe(instruction):
            yield TemplateError(
                "{name}: {part}: the field {field} can fetch files or run programs; remove it in Word",
                name=name,
                part=part,
                field=" ".join(instruction.split())[:60],
            )


def _held(element: etree._Element) -> str | None:
    """What an element holds that is no document: another file, a program, a page of the web."""
    local = element.tag.rpartition("}")[2]
    attributes = {key.rpartition("}")[2] for key in element.attrib}
    held = (
        (local in _ELEMENTS and element.tag.startswith((_W, _O, _V)))
        or (bool(attributes & _ADDRESSES) and element.tag.startswith(_V))
        or local == "webVideoPr"
        or "embeddedHtml" in attributes
        or element.tag.startswith(_ADD_IN)
    )
    return local if held else None


def _picture(root: etree._Element, part: str, name: str) -> Iterator[TemplateError]:
    """What a picture in SVG holds beside the picture. Browsers, and what turns a report into a page, would run it."""
    for instruction in root.itersiblings(etree.PI, preceding=True):
        yield _holds(f"?{instruction.target}", part, name)
    for element in root.iter("*"):
        local = etree.QName(element).localname
        if local.lower() in _SCRIPTS:
            yield _holds(local, part, name)
        if local == "style" and _fetches("".join(element.itertext())):
            yield _holds("style", part, name)
        for key, value in element.items():
            attribute = etree.QName(key).localname.lower()
            leads = attribute in ("href", "src", "base") and not _WITHIN.match(value.strip())
            changes = attribute == "attributename" and value.strip().lower().rpartition(":")[2] in ("href", "src")
            if attribute.startswith("on") or leads or changes or ("}" not in key and _fetches(value)):
                yield _holds(f"{local} {attribute}", part, name)


def _fetches(style: str) -> bool:
    """Whether a style asks for something outside its file. What CSS lets one spell otherwise (`\\75rl(`) counts too."""
    return _FETCHING.search(style) is not None or not all(map(_WITHIN.match, _URL.findall(style)))


def _holds(element: str, part: str, name: str) -> TemplateError:
    return TemplateError(
        "{name}: {part}: holds {element}, a link to another file or a program; remove it in Word",
        name=name,
        part=part,
        element=element[:60],
    )


def _strict(part: str, name: str) -> TemplateError:
    return TemplateError(
        "{name}: {part}: written as “Strict Open XML Document”; save it in Word as “Word Document (*.docx)”",
        name=name,
        part=part,
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
