"""Where tags stand in a part of a Word file: in paragraphs, which Word cuts into runs, and in attributes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

# A command with a long condition has some 200 characters; the patterns that find tags take time for longer ones.
LONGEST_TAG = 1000
LONGEST_NEAR = 80
CLOSED_BY = {"{{": "}}", "{%": "%}", "{#": "#}"}

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = re.compile(r"\{[{%#]|[}%#]\}")
_PREFIX = re.compile(r"(?:tr|tc|p|r)(?=\s)")
# Word makes curly quotes of straight ones.
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that tags must begin and end in: the text of a paragraph, or an attribute. `holders` are the elements that
    its pieces of text come from, each with the offset where its text begins."""

    text: str
    holders: tuple[tuple[int, etree._Element], ...]
    paragraph: etree._Element | None

    def holder(self, offset: int) -> etree._Element:
        return self.holders[bisect_right(self.holders, offset, key=lambda entry: entry[0]) - 1][1]


@dataclass(frozen=True, slots=True)
class Tag:
    """`kind` is its opening brace with what follows, `prefix` the p, tr, tc or r that says what it stands for."""

    kind: str
    prefix: str
    body: str
    start: int
    end: int
    piece: Piece

    @property
    def text(self) -> str:
        return self.piece.text[self.start : self.end]

    @property
    def word(self) -> str:
        return (re.findall(r"\w+", self.body) or [""])[0] if self.kind == "{%" else ""


def pieces(root: etree._Element) -> Iterator[Piece]:
    """The pieces of a part in the order of its XML, those without any tag left out."""
    for paragraph, entries in groupby(_texts(root), key=lambda entry: entry[0]):
        text, holders = "", []
        for _paragraph, holder, own in entries:
            holders.append((len(text), holder))
            text += own
        if MARK.search(text):
            yield Piece(text, tuple(holders), paragraph if isinstance(paragraph, etree._Element) else None)


def _texts(root: etree._Element) -> Iterator[tuple[Any, etree._Element, str]]:
    """Each text with what it belongs to: its paragraph, or for an attribute something of its own."""
    stack: list[etree._Element] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            if element.tag == f"{_W}p":
                stack.pop()
            continue
        if element.tag == f"{_W}p":
            stack.append(element)
        for name, value in element.items():
            if MARK.search(value):
                yield (id(element), name), element, value
        if element.text and len(element) == 0:
            yield (stack[-1] if stack else id(element)), element, element.text


def tags_of(piece: Piece) -> Iterator[Tag | tuple[int, int, str]]:
    """The tags of a piece; a tuple stands for one that has no end or no beginning."""
    opened: re.Match[str] | None = None
    for mark in MARK.finditer(piece.text):
        if opened is None:
            if mark[0] in CLOSED_BY:
                opened = mark
            else:
                yield mark.start(), mark.end(), "closed"
        elif mark[0] == CLOSED_BY[opened[0]]:
            if mark.end() - opened.start() > LONGEST_TAG:
                yield opened.start(), opened.end(), "long"
            else:
                body = piece.text[opened.end() : mark.start()].translate(_STRAIGHT)
                body = body.removeprefix("-").removesuffix("-")
                prefix = (_PREFIX.match(body) or [""])[0]
                yield Tag(opened[0], prefix, body[len(prefix) :].strip(), opened.start(), mark.end(), piece)
            opened = None
        elif mark[0] in CLOSED_BY:
            yield opened.start(), opened.end(), "opened"
            opened = mark
    if opened is not None:
        yield opened.start(), opened.end(), "opened"


def container(holder: etree._Element) -> etree._Element | None:
    """What holds the run of a text: its paragraph, a link, an inserted piece."""
    run = holder.getparent()
    return run.getparent() if run is not None else None


def near_text(text: str, start: int, end: int) -> str:
    """The visible text around a tag, whole words on one line."""
    room = max(0, LONGEST_NEAR - (end - start)) // 2
    end = min(end, start + LONGEST_NEAR)
    before = text[max(0, start - room) : start]
    after = text[end : end + room]
    if start > room:
        before = before.partition(" ")[2]
    if len(text) > end + room:
        after = after.rpartition(" ")[0]
    return " ".join((before + text[start:end] + after).split())
