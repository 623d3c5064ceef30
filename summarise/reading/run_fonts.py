"""The font of a run of a Word document: its own, or that of its style, of the paragraph's style, or of the document
(ECMA-376 part 1, 17.7.2). Themes are left out: no old font is part of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from summarise.reading.fonts import FontReader

# The namespace of Word's XML, transitional and strict.
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# What most characters of an old encoding are taken from first.
_SCRIPTS = ("hAnsi", "ascii")
_DEEPEST = 20  # styles that a style may be based on, one on the other; Word's own limit is lower


def tag_of(element: Any) -> str:
    """The tag without its namespace; empty for comments, processing instructions and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def space_of(element: Any) -> str:
    return str(etree.QName(element).namespace)


def attribute(element: Any, name: str) -> str | None:
    return next((value for space in WORD if (value := element.get(f"{{{space}}}{name}")) is not None), None)


class RunFonts:
    """The fonts of a document; `reader` reads its lines by them."""

    def __init__(self, roots: Sequence[Any], styles: Sequence[Any]) -> None:
        """`roots` are all parts that name fonts, `styles` those that define styles."""
        self.reader = FontReader(_names(roots))
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        self._usual: str | None = None  # the style of paragraphs that name none
        if not self.reader.is_needed:
            return
        for root in styles:
            for element in root:
                if tag_of(element) == "docDefaults":
                    self._default = next(
                        (font for inner in element.iter() if tag_of(inner) == "rPr" and (font := _font(inner))), None
                    )
                elif tag_of(element) == "style" and (name := attribute(element, "styleId")):
                    self._styles[name] = element
                    if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true"}:
                        self._usual = name

    def of(self, run: Any, paragraph: Any) -> str | None:
        """The name of the run's font; None also where no font of the document matters."""
        if not self.reader.is_needed:
            return None
        properties = _child(run, "rPr")
        font = _font(properties) or self._of_style(_named_style(properties, "rStyle"))
        return font or self._of_style(_named_style(_child(paragraph, "pPr"), "pStyle") or self._usual) or self._default

    def _of_style(self, name: str | None) -> str | None:
        for _ in range(_DEEPEST):
            style = self._styles.get(name or "")
            if style is None:
                return None
            if font := _font(_child(style, "rPr")):
                return font
            name = _named_style(style, "basedOn")
        return None


def _names(roots: Sequence[Any]) -> Iterator[str]:
    for root in roots:
        for space in WORD:
            for element in root.iter(f"{{{space}}}rFonts"):
                yield from (name for script in _SCRIPTS if (name := attribute(element, script)))


def _font(properties: Any) -> str | None:
    fonts = _child(properties, "rFonts")
    if fonts is None:
        return None
    return next((name for script in _SCRIPTS if (name := attribute(fonts, script))), None)


def _named_style(parent: Any, tag: str) -> str | None:
    element = _child(parent, tag)
    return attribute(element, "val") if element is not None else None


def _child(parent: Any, tag: str) -> Any:
    return next((child for child in parent if tag_of(child) == tag), None) if parent is not None else None
