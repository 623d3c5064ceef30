"""The parts of a Word file that are filled, those that are not, and the tags in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from summarise.errors import TemplateError
from summarise.reporting import dangers
from summarise.reporting.pieces import MARK
from summarise.reporting.tags import Finding, Scan

_FILLED = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml")
_PROPERTIES = "docProps/core.xml"
# The properties that docxtpl fills.
_FILLED_PROPERTIES = {"creator", "description", "identifier", "language", "subject", "title"}


def findings(
    package: Mapping[str, bytes], known: Mapping[str, Any], *, name: str, used: set[str] | None = None
) -> Iterator[Finding]:
    """What is wrong with the tags of a package that `dangers.check` let pass, where `known` is what there is to print.
    The tags asked for are added to `used`, as paths (`ket_qua[].so`)."""
    used = set() if used is None else used
    names = filled(package)
    for part in sorted(package, key=lambda part: (part not in names, names[:1] != [part], part)):
        if part not in names and not (part.startswith(("word/", "docProps/")) and part.endswith(".xml")):
            continue
        root = dangers.parse(package[part])
        if part in names:
            yield from Scan(name, part, known, used).findings(root)
        elif part == _PROPERTIES:
            yield from _properties(root, part, known, name=name, used=used)
        else:
            yield from _left(root, part, name)


def filled(package: Mapping[str, bytes]) -> list[str]:
    """The names of the parts that are filled, the body first."""
    if "[Content_Types].xml" not in package:
        return []
    types = dangers.parse(package["[Content_Types].xml"])
    found = [
        (_FILLED.index(ending), element.get("PartName", "").lstrip("/"))
        for element in types.iter("*")
        for ending in _FILLED
        if element.get("ContentType", "").endswith(f"wordprocessingml.{ending}")
    ]
    return [part for _order, part in sorted(found) if part in package]


def _properties(
    root: etree._Element, part: str, known: Mapping[str, Any], *, name: str, used: set[str]
) -> Iterator[Finding]:
    for element in root.iterchildren("*"):
        if etree.QName(element).localname in _FILLED_PROPERTIES:
            yield from Scan(name, part, known, used).findings(element)
        else:
            yield from _left(element, part, name)


def _left(root: etree._Element, part: str, name: str) -> Iterator[Finding]:
    """Tags where none are filled: they would stand in the report as they are."""
    text = "".join(root.itertext()) + " ".join(value for element in root.iter("*") for value in element.values())
    if left := MARK.search(text):
        around = " ".join(text[max(0, left.start() - 20) : left.end() + 20].split())
        template = "{name}: a tag was left in {part}: “{around}”; remove it there"
        yield Finding("error", TemplateError(template, name=name, part=part, around=around))
