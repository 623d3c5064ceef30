"""A Word template and values to a Word file, by docxtpl. A template is input: it runs in a sandbox and is checked.

Imported on first use, because it loads docxtpl.
"""

from __future__ import annotations

import difflib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from summarise.errors import TemplateError
from summarise.language import languages
from summarise.reporting.layout import settle
from summarise.reporting.package import packed, parts_of

# A template with a crest and a letterhead has some 100 kB; these bounds only stop a file that is something else.
MOST_BYTES = 20 * 2**20
MOST_BYTES_UNPACKED = 200 * 2**20

_LANGUAGE = "vi"

_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_TAG = re.compile(r"\{[{%#]|[}%#]\}")
_ORIGIN = {"created", "modified", "lastModifiedBy", "lastPrinted", "revision"}
# A brace of the data must not pass for a tag that was left over. While the template is filled it stands as a
# noncharacter, which Unicode keeps for such internal use and which no text may hold.
_BRACES = {"{": "\ufdd0", "}": "\ufdd1"}
_TO_STAND_INS = str.maketrans(_BRACES)


def read(path: Path) -> bytes:
    """The bytes of a template file.

    Raises:
        TemplateError: it is missing, cannot be read, or is larger than any template.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TemplateError("{path}: too large for a template ({size} bytes)", path=path, size=size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TemplateError("{path}: there is no such template", path=path) from error
    except OSError as error:
        raise TemplateError("{path}: cannot be read ({reason})", path=path, reason=error.strerror or error) from error


def fill(template: bytes, values: dict[str, Any], *, name: str) -> bytes:
    """The Word file that `template` makes of `values`; `name` is what messages call the template.

    Equal arguments give equal bytes: the file holds neither the time nor the machine it was made on.

    Raises:
        TemplateError: the template is no Word file, has a tag that is wrong, unknown or forbidden, or makes a file that
            Word could not open.
    """
    with _opening(name):
        _check_package(template, name)
        document = _Template(template, values, name)
        document.init_docx()
    document.render(values, _environment())
    settle(document.docx.element.body)
    _forget_origin(document)
    saved = io.BytesIO()
    document.save(saved)
    return _sealed(saved.getvalue(), name)


def language(template: bytes) -> str:
    """The language that the properties of a template name, if there is wording for it; else Vietnamese."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            properties = etree.fromstring(package.read("docProps/core.xml"), etree.XMLParser(resolve_entities=False))
    except (zipfile.BadZipFile, zlib.error, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError):
        return _LANGUAGE  # what is wrong with the file is told when it is filled
    named = properties.findtext("{http://purl.org/dc/elements/1.1/}language") or ""
    code = named.partition("-")[0].lower()
    return code if code in languages() else _LANGUAGE


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl with its faults brought to one class of error, and without its repair of broken XML, which loses text."""

    def __init__(self, template: bytes, values: dict[str, Any], name: str) -> None:
        super().__init__(io.BytesIO(template))
        self._known = sorted(values)
        self._name = name

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        place = part.partname.lstrip("/")
        self._check_tags(src_xml, place, jinja_env)
        with _running(self._name, place):
            filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
            etree.fromstring(filled.encode("utf-8"))
        return filled

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        with _running(self._name, "docProps/core.xml"):
            # Properties are text, not XML; docxtpl would print "&amp;".
            super().render_properties(context, jinja_env.overlay(autoescape=False))

    def fix_tables(self, xml: str) -> Any:
        with _running(self._name, "word/document.xml"):
            return super().fix_tables(xml)

    def _check_tags(self, xml: str, place: str, environment: jinja2.Environment) -> None:
        # One paragraph a line, so that the line of a fault is the paragraph that the person sees in Word.
        source = re.sub(r"(?=<w:p[ >])", "\n", xml)
        try:
            tree = environment.parse(source)
            environment.compile(tree)  # finds unknown filters
        except jinja2.TemplateSyntaxError as error:
            near = " ".join(re.sub("<[^>]+>", "", source.split("\n")[error.lineno - 1]).split())[:80]
            template = "{name}: {place}: {reason}, near “{near}”"
            raise TemplateError(template, name=self._name, place=place, reason=error.message, near=near) from error
        if unknown := sorted(meta.find_undeclared_variables(tree).difference(self._known)):
            raise self._unknown(unknown[0])

    def _unknown(self, tag: str) -> TemplateError:
        near = difflib.get_close_matches(tag, self._known, n=1)
        if near:
            template = "{name}: unknown tag {tag}; did you mean {near}?"
            return TemplateError(template, name=self._name, tag=tag, near=near[0])
        known = ", ".join(self._known)
        return TemplateError("{name}: unknown tag {tag}; the tags are {known}", name=self._name, tag=tag, known=known)


def _environment() -> jinja2.Environment:
    """Jinja without access to Python: docxtpl's own environment would run any code that a template holds."""
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True, finalize=_printable)
    environment.globals.clear()
    return environment


def _printable(value: object) -> object:
    """Text as XML can hold it, with stand-ins for braces; text marked as safe XML stays marked."""
    if isinstance(value, list | dict):
        raise TypeError("a list or group of values cannot be printed; print its parts")
    if not isinstance(value, str):
        return value
    return type(value)("".join(char for char in value if _allowed(char)).translate(_TO_STAND_INS))


def _allowed(char: str) -> bool:
    code = ord(char)
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return char == "\n" or not (noncharacter or unicodedata.category(char) in {"Cc", "Cs"})


@contextmanager
def _opening(name: str) -> Iterator[None]:
    """Whatever the packages raise for a file that is not a whole Word file."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        PackageNotFoundError,
        etree.XMLSyntaxError,
        EOFError,
        LookupError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise TemplateError("{name}: damaged, or not a Word file; save it in Word as .docx", name=name) from error


@contextmanager
def _running(name: str, place: str) -> Iterator[None]:
    """Faults of the template's own code, which can raise whatever Python's operators do."""
    try:
        yield
    except jinja2.exceptions.SecurityError as error:
        template = "{name}: {place}: forbidden in a template: {reason}"
        raise TemplateError(template, name=name, place=place, reason=error) from error
    except jinja2.UndefinedError as error:
        raise TemplateError("{name}: {place}: unknown tag: {reason}", name=name, place=place, reason=error) from error
    except etree.XMLSyntaxError as error:
        raise TemplateError(
            "{name}: {place}: a tag for a whole paragraph or row lacks its p or tr, as in {example}",
            name=name,
            place=place,
            example="{%p for … %}",
        ) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, jinja2.TemplateError) as error:
        raise TemplateError("{name}: {place}: a tag failed: {reason}", name=name, place=place, reason=error) from error


def _check_package(template: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        size = sum(entry.file_size for entry in package.infolist())
    if size > MOST_BYTES_UNPACKED:
        raise TemplateError("{name}: too large for a template ({size} bytes unpacked)", name=name, size=size)


def _forget_origin(document: _Template) -> None:
    """Without dates, editor and revision, which belong to the template; and without docxtpl's empty properties."""
    properties = document.core_properties._element
    for child in list(properties):
        if etree.QName(child).localname in _ORIGIN or not child.text:
            properties.remove(child)


def _sealed(saved: bytes, name: str) -> bytes:
    """The same package, checked, with the braces of the data in their places."""
    parts = parts_of(saved)
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")):
            _check_part(part, content, name)
            for brace, stand_in in _BRACES.items():
                content = content.replace(stand_in.encode(), brace.encode())
            parts[part] = content
    return packed(parts)


def _check_part(part: str, content: bytes, name: str) -> None:
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise TemplateError("{name}: {part} is not well-formed", name=name, part=part) from error
    if part.startswith(("word/", "docProps/")):
        text = "".join(root.itertext()) + " ".join(value for element in root.iter("*") for value in element.values())
        if left := _TAG.search(text):
            around = " ".join(text[max(0, left.start() - 20) : left.end() + 20].split())
            raise TemplateError("{name}: a tag was left in {part}: “{around}”", name=name, part=part, around=around)
    # Word refuses a file with an empty cell, row or table.
    if root.xpath("//w:tc[not(.//w:p)] | //w:tr[not(.//w:tc)] | //w:tbl[not(.//w:tr)]", namespaces=_W):
        raise TemplateError("{name}: the tags leave a table, a row or a cell empty, which Word cannot open", name=name)
