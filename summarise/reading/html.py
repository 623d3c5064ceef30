"""Saved web pages: the text as a browser shows it, one line a block.

Menus, captions and comment forms are text too and stay; the cleaning step tells them from the article.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from summarise.errors import InputError
from summarise.reading.encodings import decode, is_utf8, try_decode
from summarise.reading.lines import row_lines

MEDIA_TYPE = "text/html"

# The tags that a text begins with when it is HTML, after the WHATWG standard "MIME Sniffing", section 7.1.
TAGS = "html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link"
BEGINNING = re.compile(rf"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<!--|<(?:{TAGS})[\s/>])".encode(), re.IGNORECASE)
LOOKED_AT = 1024  # bytes that are enough to see it

CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
DECLARED_IN = 4096  # bytes; the standard says 1024, pages with long scripts before their meta elements ignore that
# Browsers read these labels as their superset (WHATWG standard "Encoding", section 4.2).
SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252"}

# What no browser shows as text of the page.
UNSEEN = frozenset({
    "audio", "canvas", "head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template",
    "title", "video",
})  # fmt: skip
# Elements with `display: block` or a line of their own (WHATWG HTML standard, section 15.3), with rows and cells.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "textarea",
    "tfoot", "th", "thead", "tr", "ul", "xmp",
})  # fmt: skip
WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")  # what collapses; a no-break space does not


def is_html(data: bytes) -> bool:
    """Whether `data`, in any encoding, begin as a page does."""
    start = data[:LOOKED_AT].replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        start = start.removeprefix(mark)
    return BEGINNING.match(start) is not None


def read(data: bytes, *, name: str, encoding: str | None = None) -> tuple[str, str, list[str]]:
    """Text, encoding and repairs of a page; see `encodings.decode` for the encoding.

    Valid UTF-8 goes before the encoding that the page declares: servers and browsers convert pages without
    changing what is written in them.

    Raises:
        InputError: as `decode`, or the page has no text or is nested too deeply to be read whole.
    """
    if encoding is None and not is_utf8(data):
        encoding = _declared(data)
    source, found, repairs = decode(data, name=name, encoding=encoding)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise InputError("{name}: there is no text in the page; save it again from the browser", name=name) from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise InputError("{name}: the page is nested too deeply; copy its text into a text file", name=name)
    return "\n".join(_Lines().of(root)), found, repairs


def _declared(data: bytes) -> str | None:
    """The encoding that the page names, if Python knows it and the page is in it."""
    match = CHARSET.search(data[:DECLARED_IN])
    if match is None:
        return None
    try:
        label = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None
    if label.startswith("utf"):  # a page whose declaration could be found is no UTF-16, and UTF-8 proves itself
        return None
    label = SUPERSETS.get(label, label)
    return label if try_decode(data, label) is not None else None


class _Lines:
    """Collects the lines of a page while its tree is walked; cells of a table are kept apart until their row ends."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.lines: list[str] = []
        self.around: list[list[str]] = []  # the lines outside the cells that are open
        self.rows: list[tuple[int, list[list[str]]]] = []  # with the number of open cells that the row stands in
        self.preformatted = 0

    def of(self, root: Any) -> list[str]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag in UNSEEN:
                    walk.skip_subtree()
                else:
                    self.start(element.tag)
                    self.add(element.text)
            else:
                if element.tag not in UNSEEN:
                    self.end(element.tag)
                self.add(element.tail)
        self.flush()
        return self.lines

    def start(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flush()
        if tag == "tr":
            self.rows.append((len(self.around), []))
        elif tag in {"td", "th"}:
            self.around.append(self.lines)
            self.lines = []
        elif tag == "pre":
            self.preformatted += 1

    def end(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flush()
        if tag == "tr":
            self.lines += row_lines(self.rows.pop()[1])
        elif tag in {"td", "th"}:
            cell, self.lines = self.lines, self.around.pop()
            if self.rows and self.rows[-1][0] == len(self.around):
                self.rows[-1][1].append(cell)
            else:
                self.lines += cell
        elif tag == "pre":
            self.preformatted -= 1

    def add(self, text: str | None) -> None:
        first, *others = (text or "").split("\n") if self.preformatted else [text or ""]
        self.text.append(first)
        for line in others:
            self.flush()
            self.text.append(line)

    def flush(self) -> None:
        line = WHITE_SPACE.sub(" ", "".join(self.text)).strip()
        self.text.clear()
        if line:
            self.lines.append(line)
