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
from summarise.reading.encodings import Decoded, decode, try_decode
from summarise.reading.fonts import FontReader
from summarise.reading.legacy import named
from summarise.reading.limits import MOST_CHARACTERS, too_long
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

FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
MOST_TAGS = 500_000  # a large page has ten thousand; each takes some hundred bytes of memory

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
SPACES = " \t\n\r\f"  # what collapses; a no-break space does not
WHITE_SPACE = re.compile(rf"[{SPACES}]+")


def is_html(data: bytes) -> bool:
    """Whether `data`, in any encoding, begin as a page does."""
    start = data[:LOOKED_AT].replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        start = start.removeprefix(mark)
    return BEGINNING.match(start) is not None


def read(data: bytes, *, name: str, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of a page; see `encodings.decode` for the encoding. `declared` is what the page was sent as.

    Valid UTF-8 goes before the encoding that the page declares: servers and browsers convert pages without
    changing what is written in them. Pages in an old font often declare a Western encoding, or none.

    Raises:
        InputError: as `decode`, or the page has no text or is nested too deeply to be read whole.
    """
    page = decode(data, name=name, encoding=encoding, declared=_known(declared, data) or _declared(data))
    if page.text.count("<") > MOST_TAGS:
        raise InputError(
            "{name}: more than {limit} tags in the page, which no article has; copy its text into a text file",
            name=name,
            limit=MOST_TAGS,
        )
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = lxml_html.document_fromstring(page.text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise InputError("{name}: there is no text in the page; save it again from the browser", name=name) from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise nested_too_deeply(name)
    fonts = FontReader(font for element in root.iter() if (font := _font(element)))
    text = "\n".join(_Lines(None, name).of(root))
    if page.asked or not fonts.is_needed:
        return page._replace(text=text)
    if len(text) > MOST_CHARACTERS:  # what words say is judged of an article alone
        raise too_long(name)
    text = "\n".join(_Lines(fonts, name).of(root))
    # The fonts say what the bytes are; the rest is what their readers took for Western.
    found = fonts.encoding(text) or (page.encoding if not page.is_bytes else "cp1252")
    return page._replace(text=text, encoding=found, is_bytes=False, repairs=[*page.repairs, *fonts.repairs()])


def nested_too_deeply(name: str) -> InputError:
    """What to say of a page that no parser reads to its innermost element."""
    return InputError("{name}: the page is nested too deeply; copy its text into a text file", name=name)


def _declared(data: bytes) -> str | None:
    """The encoding that the page names, if Python knows it and the page is in it."""
    match = CHARSET.search(data[:DECLARED_IN])
    return _known((match[1] or match[2]).decode("ascii", "replace"), data) if match is not None else None


def _known(label: str | None, data: bytes) -> str | None:
    if label is None:
        return None
    if (legacy := named(label)) is not None:
        return legacy
    try:
        label = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if label.startswith("utf"):  # a page whose declaration could be found is no UTF-16, and UTF-8 proves itself
        return None
    label = SUPERSETS.get(label, label)
    return label if try_decode(data, label) is not None else None


def _font(element: Any) -> str | None:
    """The font that an element sets, by the first name of its list."""
    if not isinstance(element.tag, str):
        return None
    names = element.get("face") if element.tag == "font" else None
    if match := FAMILY.search(element.get("style") or ""):
        names = match[1]
    return names.split(",")[0].strip().strip("'\"") if names else None


class _Lines:
    """Collects the lines of a page while its tree is walked; cells of a table are kept apart until their row ends."""

    def __init__(self, fonts: FontReader | None, name: str) -> None:
        self.fonts, self.name = fonts, name
        self.open: list[str | None] = [None]  # the font of each open element
        self.text: list[tuple[str, str | None]] = []  # with its font
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
                    self.open.append(_font(element) or self.open[-1] if self.fonts else None)
                    self.add(element.text)
            else:
                if element.tag not in UNSEEN:
                    self.open.pop()
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
        self.text.append((first, self.open[-1]))
        for line in others:
            self.flush()
            self.text.append((line, self.open[-1]))

    def flush(self) -> None:
        text = self.fonts.line(self.text) if self.fonts else "".join(text for text, _ in self.text)
        # Before the spaces are folded, which takes some sixty bytes for each word between them.
        if len(text) > MOST_CHARACTERS and len(text) - sum(map(text.count, SPACES)) > MOST_CHARACTERS:
            raise too_long(self.name)
        line = WHITE_SPACE.sub(" ", text).strip()
        self.text.clear()
        if line:
            self.lines.append(line)
