"""The looks of a template: styles that are not there, foreign fonts, pages that are not A4, headings made by hand.

Form: Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục I (paper A4, Times New Roman). What counts is data: `tags.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from summarise.errors import TemplateError
from summarise.reporting import dangers
from summarise.reporting.parts import filled
from summarise.reporting.pieces import LONGEST_NEAR, LONGEST_TAG
from summarise.reporting.tags import Finding

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLES, _THEME = "word/styles.xml", "word/theme/theme1.xml"
_A4 = (210, 297)  # millimetres
_TWIPS = 1440 / 25.4  # twentieths of a point in a millimetre
_NUMBER_TAG = re.compile(r"\{\{[^}]*\}\}(?=\.\s)")
_TAGS = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


def findings(package: Mapping[str, bytes], *, name: str, rules: Mapping[str, Any]) -> Iterator[Finding]:
    """`rules` are the `fonts` that may be used and the pattern of a `heading`."""
    styles = _Styles.of(package)
    missing: set[str] = set()
    fonts: set[str] = set(rules["looks"]["fonts"])
    for part in filled(package):
        root = dangers.parse(package[part])
        for reference in root.iter(f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle"):
            style = reference.get(f"{_W}val", "")
            if style not in styles.elements and style not in missing:
                missing.add(style)
                near = _text(next(reference.iterancestors(f"{_W}p", f"{_W}tbl"), reference))
                template = (
                    "{name}: {part}, near “{near}”: there is no style {style}; choose one that there is, or make it"
                )
                yield Finding("error", TemplateError(template, name=name, part=part, near=near, style=style))
        for run in root.iter(f"{_W}r"):
            font = styles.font(run)
            if font and font not in fonts and "".join(run.itertext(f"{_W}t")).strip():
                fonts.add(font)
                near = _text(next(run.iterancestors(f"{_W}p"), run))
                template = "{name}: {part}, near “{near}”: the font is {font}; official documents are in {wanted}"
                values = {"near": near, "font": font, "wanted": rules["looks"]["fonts"][0]}
                yield Finding("warning", TemplateError(template, name=name, part=part, **values))
        yield from _pages(root, part, name)
        yield from _headings(root, part, name, styles, re.compile(rules["looks"]["heading"]))


@dataclass(frozen=True)
class _Styles:
    """The styles of a template by their id."""

    elements: Mapping[str, etree._Element]
    defaults: etree._Element | None
    theme: etree._Element | None

    @classmethod
    def of(cls, package: Mapping[str, bytes]) -> _Styles:
        root = dangers.parse(package[_STYLES]) if _STYLES in package else etree.Element(f"{_W}styles")
        theme = dangers.parse(package[_THEME]) if _THEME in package else None
        elements = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
        return cls(elements, root.find(f"{_W}docDefaults"), theme)

    def chain(self, style: str | None) -> Iterator[etree._Element]:
        """A style and what it is based on; a ring ends where it began."""
        seen: set[str] = set()
        while style and style in self.elements and style not in seen:
            seen.add(style)
            yield self.elements[style]
            based = self.elements[style].find(f"{_W}basedOn")
            style = based.get(f"{_W}val") if based is not None else None

    def of_paragraph(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if named is not None:
            return self.chain(named.get(f"{_W}val"))
        usual = (key for key, style in self.elements.items() if style.get(f"{_W}default") == "1")
        return self.chain(next((key for key in usual if self.elements[key].get(f"{_W}type") == "paragraph"), None))

    def font(self, run: etree._Element) -> str | None:
        """The font of a run's letters; None where nothing names one."""
        named = run.find(f"{_W}rPr/{_W}rStyle")
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        places = [run, *self.chain(named.get(f"{_W}val") if named is not None else None)]
        places += self.of_paragraph(paragraph) if paragraph is not None else ()
        if self.defaults is not None:
            places.append(self.defaults)
        for place in places:
            path = f"{_W}rPrDefault/{_W}rPr/{_W}rFonts" if place is self.defaults else f"{_W}rPr/{_W}rFonts"
            fonts = place.find(path)
            if fonts is not None and (font := self._named(fonts)):
                return font
        return None

    def _named(self, fonts: etree._Element) -> str | None:
        theme = fonts.get(f"{_W}hAnsiTheme") or fonts.get(f"{_W}asciiTheme")
        if theme and self.theme is not None:
            kind = "majorFont" if theme.startswith("major") else "minorFont"
            latin = self.theme.find(f".//{_A}{kind}/{_A}latin")
            return str(latin.get("typeface")) if latin is not None else None
        font: str | None = fonts.get(f"{_W}hAnsi") or fonts.get(f"{_W}ascii")
        return font


def _pages(root: etree._Element, part: str, name: str) -> Iterator[Finding]:
    for section in root.iter(f"{_W}sectPr"):
        size = section.find(f"{_W}pgSz")
        # Without a size, Word takes the paper of the country it was made in.
        sides = [size.get(f"{_W}{side}", "0") for side in "wh"] if size is not None else ["12240", "15840"]
        width, height = (round(float(side) / _TWIPS) if side.isdigit() else 0 for side in sides)
        if any(abs(have - want) > 1 for have, want in zip(sorted((width, height)), _A4, strict=True)):
            template = "{name}: {part}: a page is {width} × {height} mm, not A4; set the paper to A4 (210 × 297 mm)"
            yield Finding("warning", TemplateError(template, name=name, part=part, width=width, height=height))


def _headings(
    root: etree._Element, part: str, name: str, styles: _Styles, pattern: re.Pattern[str]
) -> Iterator[Finding]:
    """Numbered lines that nothing keeps on one page with what follows."""
    for paragraph in root.iter(f"{_W}p"):
        if next(paragraph.iterancestors(f"{_W}tbl"), None) is not None:
            continue
        whole = "".join(paragraph.itertext(f"{_W}t"))
        # No heading is longer, and the patterns take their time over tags that are not closed.
        if len(whole) > LONGEST_TAG:
            continue
        text = _TAGS.sub("", _NUMBER_TAG.sub("1", whole)).strip()
        if not pattern.fullmatch(text) or text.endswith((".", ";", ":", ",")):
            continue
        kept = [f"{_W}pPr/{_W}keepNext", f"{_W}pPr/{_W}outlineLvl"]
        if not any(
            place.find(path) is not None for place in (paragraph, *styles.of_paragraph(paragraph)) for path in kept
        ):
            template = (
                "{name}: {part}, near “{near}”: a heading without a style of headings; give it one (such as Muc, Khoan)"
            )
            yield Finding("warning", TemplateError(template, name=name, part=part, near=_text(paragraph)))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext(f"{_W}t")).split())[:LONGEST_NEAR]
