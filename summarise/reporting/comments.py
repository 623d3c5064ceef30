"""Comments in a report: beside each bullet the passage of the article that it comes from, for whoever checks it in Word.

Imported on first use, because it loads python-docx.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from summarise.language import table
from summarise.records import Item, Summary
from summarise.reporting.context import printed
from summarise.reporting.package import packed, parts_of

AUTHOR = "summarise"
INITIALS = "s"

# The form is Vietnamese whatever the article's language.
_LANGUAGE = "vi"
_DASH = re.compile(r"^[-–—•+*]\s+")
# Word knows these styles by these names; a template that lacks them would print comments in the size of its body.
_STYLES = {
    "CommentText": '<w:style {} w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:basedOn w:val="{}"/><w:pPr><w:spacing w:before="0" w:after="0"/><w:ind w:firstLine="0"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>',
    "CommentReference": '<w:style {} w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>',
}


class Commented(NamedTuple):
    """A Word file with comments; `missing` are the bullets, as printed, that no paragraph of it holds."""

    report: bytes
    missing: tuple[str, ...]


def add_comments(report: bytes, summary: Summary, article: str) -> Commented:
    """`report`, the Word file that was made of `summary`, with a comment at each bullet: where in the text `article` it
    comes from, why the model's wording was not taken, and which of its numbers may be read in two ways.

    The comments have no date and equal arguments give equal bytes.
    """
    wording = table(_LANGUAGE, "report")["comments"]
    document = docx.Document(io.BytesIO(report))
    places = _Places(document)
    missing: list[str] = []
    for item in _in_order(summary):
        if not (text := printed(item.text)):
            continue
        if (paragraph := places.take(text)) is None:
            missing.append(text)
            continue
        told = "\n".join(_told(item, summary, article, wording))
        comment = document.add_comment(paragraph.runs, told, author=AUTHOR, initials=INITIALS)
        comment._comment_elm.attrib.pop(qn("w:date"), None)
    _add_styles(document)
    saved = io.BytesIO()
    document.save(saved)
    return Commented(packed(parts_of(saved.getvalue())), tuple(missing))


def _in_order(summary: Summary) -> Iterator[Item]:
    """The bullets in the order of a report's parts, so that of two equal ones each finds its own paragraph."""
    yield from summary.achievements
    yield from summary.awards
    yield from summary.shortcomings
    yield from summary.tasks


class _Places:
    """The paragraphs of a document that can carry a comment; one that is a bullet is given out once."""

    def __init__(self, document: Document) -> None:
        self._bullets: dict[str, list[Paragraph]] = {}
        self._all: list[tuple[str, Paragraph]] = []
        # A text box cannot hold comments.
        for element in document.element.body.xpath(".//w:p[not(ancestor::w:txbxContent)]"):
            paragraph = Paragraph(element, document._body)
            text = _normal(paragraph.text)
            if text and paragraph.runs:
                self._bullets.setdefault(_DASH.sub("", text), []).append(paragraph)
                self._all.append((text, paragraph))

    def take(self, text: str) -> Paragraph | None:
        """The paragraph that prints the bullet `text` alone, else the shortest that holds it, else None."""
        if left := self._bullets.get(_normal(text)):
            return left.pop(0)
        holding = [(len(held), n) for n, (held, _) in enumerate(self._all) if _normal(text) in held]
        return self._all[min(holding)[1]][1] if holding else None


def _told(item: Item, summary: Summary, article: str, wording: dict[str, Any]) -> Iterator[str]:
    """The sentences of a comment."""
    for start, end in item.source:
        # People count from one.
        yield wording["source"].format(start=start + 1, end=end, text=_normal(article[start:end]))
    if not item.source:
        yield wording["no_source"]
    if item.method == "extract" and item.reason:
        code, _, what = item.reason.partition(":")
        reason = wording["reasons"].get(code, wording["other_reason"])
        yield wording["extract"].format(reason=f"{reason} “{_normal(what)}”" if what else reason)
    doubtful = [
        _normal(figure.text)
        for figure in summary.figures
        if figure.value is None
        and any(start <= figure.source.start and figure.source.end <= end for start, end in item.source)
    ]
    if doubtful:
        yield wording["doubtful"].format(figures="; ".join(dict.fromkeys(doubtful)))


def _add_styles(document: Document) -> None:
    styles = document.styles.element
    if not (base := styles.xpath("./w:style[@w:type='paragraph'][@w:default='1']/@w:styleId")):
        base = ["Normal"]
    for name, xml in _STYLES.items():
        if not styles.xpath(f"./w:style[@w:styleId='{name}']"):
            styles.append(parse_xml(xml.format(nsdecls("w"), base[0])))


def _normal(text: str) -> str:
    """On one line and without what no Word file may hold."""
    kept = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn"}
    )
    return " ".join(kept.split())
