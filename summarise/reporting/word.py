"""A Word template and values to a Word file, by docxtpl. A template is input: it runs in a sandbox and is checked.

Imported on first use, because it loads docxtpl.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from lxml import etree

from summarise.errors import TemplateError
from summarise.language import languages
from summarise.reporting import dangers, parts, pieces, samples, sandbox
from summarise.reporting.layout import settle
from summarise.reporting.package import packed, parts_of

_LANGUAGE = "vi"

_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}

_ORIGIN = {"created", "modified", "lastModifiedBy", "lastPrinted", "revision"}
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def read(path: Path) -> bytes:
    """The bytes of a template file.

    Raises:
        TemplateError: it is missing, cannot be read, or is larger than any template.
    """
    try:
        size = path.stat().st_size
        if size > dangers.MOST_BYTES:
            raise TemplateError("{path}: too large for a template ({size} bytes)", path=path, size=size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TemplateError("{path}: there is no such template", path=path) from error
    except OSError as error:
        raise TemplateError("{path}: cannot be read ({reason})", path=path, reason=error.strerror or error) from error


@lru_cache(maxsize=4)
def _require_safe(template: bytes, name: str) -> None:
    """`dangers.check`, once for the bytes that many reports are made with."""
    dangers.check(template, name=name)


def fill(template: bytes, values: dict[str, Any], *, name: str) -> bytes:
    """The Word file that `template` makes of `values`; `name` is what messages call the template.

    Equal arguments give equal bytes: the file holds neither the time nor the machine it was made on.

    Raises:
        TemplateError: the template is no Word file, holds what can run or fetch something, has a tag that is wrong,
            unknown or forbidden, or makes a file that Word could not open.
    """
    _require_safe(template, name)
    document = opened(template, name=name)
    package = dangers.parts(template)
    if (error := _wrong_tag(package, samples.known(values), name)) is not None:
        for kind in samples.kinds():
            if kind.full.keys() != values.keys() and _wrong_tag(package, kind.full, name) is None:
                raise TemplateError("{name}: this template is for {command}", name=name, command=kind.command)
        raise error
    with _opening(name):
        document.render(values, document.sandbox)
        settle(document.docx.element.body)
        _forget_origin(document)
        saved = io.BytesIO()
        document.save(saved)
    return _sealed(saved.getvalue(), name)


def _wrong_tag(package: Mapping[str, bytes], known: Mapping[str, Any], name: str) -> TemplateError | None:
    """The first fault of the tags of a template, where `known` is what there is to print."""
    found = parts.findings(package, known, name=name)
    return next((finding.error for finding in found if finding.level == "error"), None)


def language(template: bytes, *, name: str) -> str:
    """The language that the properties of a template name, if there is wording for it; else Vietnamese.

    Raises:
        TemplateError: the template is no Word file, or holds what can run or fetch something.
    """
    _require_safe(template, name)
    properties = dangers.parts(template).get("docProps/core.xml")
    if properties is None:
        return _LANGUAGE
    named = etree.fromstring(properties).findtext("{http://purl.org/dc/elements/1.1/}language") or ""
    code = named.partition("-")[0].lower()
    return code if code in languages() else _LANGUAGE


def opened(template: bytes, *, name: str) -> _Template:
    """The template that `dangers.check` let pass, opened.

    Raises:
        TemplateError: it is no Word file, or lacks parts that Word files have.
    """
    with _opening(name):
        document = _Template(template, name)
        document.init_docx()
    return document


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl with its faults brought to one class of error, and without its repair of broken XML, which loses text."""

    def __init__(self, template: bytes, name: str) -> None:
        super().__init__(io.BytesIO(template))
        self.sandbox = sandbox.environment()
        self._name = name

    def patch_xml(self, src_xml: str) -> str:
        with _running(self._name, "word/document.xml"):
            # A part can be filled many times over; its patterns take the time of printing it four times.
            self.sandbox.spend(characters=4 * len(src_xml))
            patched: str = super().patch_xml(src_xml)
        return patched

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        with _running(self._name, part.partname.lstrip("/")):
            filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
            etree.fromstring(filled.encode("utf-8"))
        return filled

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        with _running(self._name, "docProps/core.xml"):
            # Properties are text, not XML; docxtpl would print "&amp;".
            super().render_properties(context, jinja_env.overlay(autoescape=False))

    def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
        """docxtpl would fill them anew for each section, what was filled included."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type == _FOOTNOTES:
                with _running(self._name, part.partname.lstrip("/")):
                    xml = self.patch_xml(part.blob.decode("utf-8"))
                    part._blob = self.render_xml_part(xml, part, context, jinja_env).encode("utf-8")

    def fix_tables(self, xml: str) -> Any:
        with _running(self._name, "word/document.xml"):
            return super().fix_tables(xml)


@contextmanager
def _opening(name: str) -> Iterator[None]:
    """Whatever the packages raise for a file that is not a whole Word file, when they open it or when they save it."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        ArithmeticError,
        AttributeError,
        PackageNotFoundError,
        etree.XMLSyntaxError,
        EOFError,
        LookupError,
        NotImplementedError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise dangers.damaged(name) from error


@contextmanager
def _running(name: str, place: str) -> Iterator[None]:
    """Faults of the template's own code, which can raise whatever Python's operators do."""
    try:
        yield
    except sandbox.TooMuchError as error:
        template = "{name}: {place}: the template repeats or prints too much for a report; shorten its loops"
        raise TemplateError(template, name=name, place=place) from error
    except (MemoryError, RecursionError, SyntaxError) as error:
        template = "{name}: {place}: the tags are nested too deep or too many; simplify them"
        raise TemplateError(template, name=name, place=place) from error
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


def _forget_origin(document: _Template) -> None:
    """Without dates, editor and revision, which belong to the template; and without docxtpl's empty properties."""
    properties = document.core_properties._element
    for child in list(properties):
        if not isinstance(child.tag, str) or etree.QName(child).localname in _ORIGIN or not child.text:
            properties.remove(child)


def _sealed(saved: bytes, name: str) -> bytes:
    """The same package, checked, with the braces of the data in their places."""
    sealed = parts_of(saved)
    for part, content in sealed.items():
        if part.endswith((".xml", ".rels")):
            _check_part(part, content, name)
            for brace, stand_in in sandbox.BRACES.items():
                content = content.replace(stand_in.encode(), brace.encode())
            sealed[part] = content
    whole = packed(sealed)
    # What one part of a template hides from this check another could put together when it is filled.
    dangers.check(whole, name=name, most_xml=dangers.MOST_BYTES_OF_A_REPORT)
    return whole


def _check_part(part: str, content: bytes, name: str) -> None:
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise TemplateError("{name}: {part} is not well-formed", name=name, part=part) from error
    if part.startswith(("word/", "docProps/")):
        text = "".join(root.itertext()) + " ".join(value for element in root.iter("*") for value in element.values())
        if left := pieces.MARK.search(text):
            around = " ".join(text[max(0, left.start() - 20) : left.end() + 20].split())
            raise TemplateError("{name}: a tag was left in {part}: “{around}”", name=name, part=part, around=around)
    # Word refuses a file with an empty cell, row or table.
    if root.xpath("//w:tc[not(.//w:p)] | //w:tr[not(.//w:tc)] | //w:tbl[not(.//w:tr)]", namespaces=_W):
        raise TemplateError("{name}: the tags leave a table, a row or a cell empty, which Word cannot open", name=name)
