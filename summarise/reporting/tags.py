"""The tags of a template as they stand in its paragraphs: which there are, what they ask for, and all that is wrong.

Shared by filling (which stops at the first fault) and by `summarise templates check` (which tells them all). A part is
looked at as its author sees it, a paragraph at a time, and each tag by itself, so that one fault hides no other.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jinja2
from lxml import etree

from summarise.errors import TemplateError
from summarise.reporting import sandbox
from summarise.reporting.expressions import Known, Wrong, read
from summarise.reporting.pieces import (
    CLOSED_BY,
    LONGEST_NEAR,
    LONGEST_TAG,
    Piece,
    Tag,
    container,
    near_text,
    pieces,
    tags_of,
)

MOST_TAGS = 2000
LONGEST_MARGIN = 8  # of the braces of a tag with their spaces

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPENS = {"endfor": "for", "endif": "if", "elif": "if", "else": "if"}
_COMMANDS = ("for", "endfor", "if", "elif", "else", "endif", "set")
# What docxtpl makes attributes of the cell that they stand in. Its patterns take long over many spaces.
_OF_CELLS = re.compile(r"(?:colspan|cellbg) [\w.|'()]{1,100}")
_PLACES = {"p": f"{_W}p", "tr": f"{_W}tr", "tc": f"{_W}tc"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a template; what is only a warning does not keep a report from being made."""

    level: Literal["error", "warning"]
    error: TemplateError


@dataclass
class Scan:
    """One part, looked at in the order in which it is filled. `used` gathers the tags that it asks for."""

    name: str
    part: str
    known: Mapping[str, Any]
    used: set[str] = field(default_factory=set)
    _open: list[tuple[Tag, dict[str, Known]]] = field(default_factory=list)
    _environment: sandbox.Sandbox = field(default_factory=sandbox.environment)

    def findings(self, root: etree._Element) -> Iterator[Finding]:
        self._scopes = [{key: Known(key, value) for key, value in self.known.items()}]
        count = 0
        for piece in pieces(root):
            found: list[Tag] = []
            for tag in tags_of(piece):
                if isinstance(tag, Tag):
                    found.append(tag)
                else:
                    yield self._untidy(piece, *tag)
            count += len(found)
            if count > MOST_TAGS:
                near = near_text(piece.text, 0, 0)
                template = "{name}: {part}, near “{near}”: more than {most} tags; remove some"
                yield Finding("error", TemplateError(template, **self._at(near), most=MOST_TAGS))
                return
            for tag in found:
                yield from self._place(tag, found)
                yield from self._meaning(tag)
        for tag, _scope in self._open:
            yield self._unclosed(tag)

    def _untidy(self, piece: Piece, start: int, end: int, why: str) -> Finding:
        near = near_text(piece.text, start, end)
        if why == "long":
            template = "{name}: {part}, near “{near}”: a tag is longer than {most} characters; shorten it"
            return Finding("error", TemplateError(template, **self._at(near), most=LONGEST_TAG))
        if why == "opened":
            template = "{name}: {part}, near “{near}”: a tag begins that does not end in its paragraph; add {closing}"
            closing = CLOSED_BY[piece.text[start:end]]
            return Finding("error", TemplateError(template, **self._at(near), closing=closing))
        template = "{name}: {part}, near “{near}”: a tag was left: {closing} ends what was not begun; remove it"
        return Finding("error", TemplateError(template, **self._at(near), closing=piece.text[start:end]))

    def _place(self, tag: Tag, others: list[Tag]) -> Iterator[Finding]:
        """Whether the tag stands where docxtpl can put its meaning."""
        near = near_text(tag.piece.text, tag.start, tag.end)
        first, last = tag.piece.holder(tag.start), tag.piece.holder(tag.end - 1)
        if first is not last and container(first) is not container(last):
            template = (
                "{name}: {part}, near “{near}”: the tag {tag} is cut in two by a link or by a change that Word keeps "
                "track of; accept the changes, delete the tag and type it anew"
            )
            yield Finding("error", TemplateError(template, **self._at(near), tag=tag.text))
        if tag.prefix not in _PLACES:
            return
        place = next(tag.piece.holder(tag.start).iterancestors(_PLACES[tag.prefix]), None)
        if place is None:
            template = (
                "{name}: {part}, near “{near}”: {tag} stands for a table row or cell, and there is none; use {example}"
            )
            example = tag.text.replace(tag.prefix, "p", 1)
            yield Finding("error", TemplateError(template, **self._at(near), tag=tag.text, example=example))
        elif tag.prefix == "p" and len(others) > 1:
            template = "{name}: {part}, near “{near}”: {tag} must stand alone in its paragraph; move the other tags"
            yield Finding("error", TemplateError(template, **self._at(near), tag=tag.text))
        elif _has_more(place, tag):
            template = (
                "{name}: {part}, near “{near}”: {tag} replaces all that stands beside it; give it a line of its own"
            )
            yield Finding("warning", TemplateError(template, **self._at(near), tag=tag.text))

    def _meaning(self, tag: Tag) -> Iterator[Finding]:
        if tag.kind == "{#":
            return
        of_cell = tag.kind == "{%" and not tag.prefix and _OF_CELLS.fullmatch(tag.body) is not None
        of_cell = of_cell and len(tag.text) < len(tag.body) + LONGEST_MARGIN
        if tag.kind == "{%" and tag.word not in _COMMANDS and not of_cell:
            yield self._unknown_command(tag)
            return
        if tag.word in ("elif", "else", "endif", "endfor"):
            yield from self._close(tag)
        code = {"elif": f"if {tag.body[4:]}", "if": tag.body, "for": tag.body, "set": tag.body}.get(tag.word, "")
        end = {"elif": "{% endif %}", "if": "{% endif %}", "for": "{% endfor %}"}.get(tag.word, "")
        if of_cell:
            source = f"{{{{ {tag.body.split(' ', 1)[1]} }}}}"
        else:
            source = f"{{{{{tag.body}}}}}" if tag.kind == "{{" else f"{{% {code} %}}{end}" if code else ""
        scope: dict[str, Known] = {}
        try:
            result = read(self._environment, source, self._scopes)
        except jinja2.TemplateSyntaxError as error:
            near = near_text(tag.piece.text, tag.start, tag.end)
            template = "{name}: {part}, near “{near}”: {tag} cannot be understood ({reason}); correct it"
            yield Finding("error", TemplateError(template, **self._at(near), tag=tag.text, reason=error.message))
        except RecursionError:
            yield self._wrong(tag, Wrong("forbidden", "((…))"))
        else:
            scope = result.names
            self.used |= result.used
            yield from (self._wrong(tag, wrong) for wrong in result.wrong)
        if tag.word in ("for", "if"):
            self._open.append((tag, scope))
            self._scopes.append(scope)
        elif tag.word == "set":
            self._scopes[-1].update(scope)

    def _close(self, tag: Tag) -> Iterator[Finding]:
        near = near_text(tag.piece.text, tag.start, tag.end)
        wanted = {_OPENS[tag.word], "for"} if tag.word == "else" else {_OPENS[tag.word]}
        if not any(opened.word in wanted for opened, _scope in self._open):
            template = "{name}: {part}, near “{near}”: {tag} ends or divides what was not begun; remove it"
            yield Finding("error", TemplateError(template, **self._at(near), tag=tag.text))
            return
        while self._open[-1][0].word not in wanted:
            yield self._unclosed(self._open[-1][0])
            self._leave()
        opened = self._open[-1][0]
        if opened.prefix != tag.prefix:
            template = (
                "{name}: {part}, near “{near}”: {tag} belongs to {opened}; write both with the same letter after %"
            )
            yield Finding("error", TemplateError(template, **self._at(near), tag=tag.text, opened=opened.text))
        elif opened.prefix not in _PLACES and opened.piece is not tag.piece:
            template = (
                "{name}: {part}, near “{near}”: {opened} … {tag} spans paragraphs; put each alone in a paragraph and "
                "write {example}"
            )
            example = "{%p " + opened.body.strip() + " %}"
            values = {"opened": opened.text, "tag": tag.text, "example": example}
            yield Finding("error", TemplateError(template, **self._at(near), **values))
        if tag.word.startswith("end"):
            self._leave()

    def _leave(self) -> None:
        tag, _scope = self._open.pop()
        scope = self._scopes.pop()
        # What a condition sets stays; what a loop sets does not.
        if tag.word == "if":
            self._scopes[-1] |= scope

    def _unclosed(self, tag: Tag) -> Finding:
        near = near_text(tag.piece.text, tag.start, tag.end)
        template = "{name}: {part}, near “{near}”: {tag} is not ended; add {closing}"
        closing = f"{{%{tag.prefix} end{tag.word} %}}"
        return Finding("error", TemplateError(template, **self._at(near), tag=tag.text, closing=closing))

    def _unknown_command(self, tag: Tag) -> Finding:
        near = near_text(tag.piece.text, tag.start, tag.end)
        if close := difflib.get_close_matches(tag.word, _COMMANDS, n=1):
            template = "{name}: {part}, near “{near}”: unknown command {tag}; did you mean {close}?"
            return Finding("error", TemplateError(template, **self._at(near), tag=tag.text, close=close[0]))
        template = "{name}: {part}, near “{near}”: forbidden in a template: {tag}; the commands are {commands}"
        values = {"tag": tag.text[:LONGEST_NEAR], "commands": ", ".join(_COMMANDS)}
        return Finding("error", TemplateError(template, **self._at(near), **values))

    def _wrong(self, tag: Tag, wrong: Wrong) -> Finding:
        at = self._at(near_text(tag.piece.text, tag.start, tag.end))
        if wrong.kind == "forbidden":
            template = "{name}: {part}, near “{near}”: forbidden in a template: {what}; take it out"
            return Finding("error", TemplateError(template, **at, what=wrong.what))
        if wrong.kind == "list":
            template = (
                "{name}: {part}, near “{near}”: {what} is a list or group of values; print its parts, as in {example}"
            )
            return Finding("error", TemplateError(template, **at, what=wrong.what, example=wrong.near[0]))
        if wrong.kind == "text":
            template = "{name}: {part}, near “{near}”: {what} is a text, not a list; print it without for"
            return Finding("error", TemplateError(template, **at, what=wrong.what))
        if wrong.kind == "filter" and wrong.near:
            template = "{name}: {part}, near “{near}”: there is no {what} after | or is; did you mean {close}?"
            return Finding("error", TemplateError(template, **at, what=wrong.what, close=wrong.near[0]))
        if wrong.kind == "filter":
            template = "{name}: {part}, near “{near}”: there is no {what} after | or is; there are {known}"
            return Finding("error", TemplateError(template, **at, what=wrong.what, known=", ".join(wrong.known)))
        if wrong.near:
            template = "{name}: {part}, near “{near}”: unknown tag {what}; did you mean {close}?"
            return Finding("error", TemplateError(template, **at, what=wrong.what, close=wrong.near[0]))
        template = "{name}: {part}, near “{near}”: unknown tag {what}; the tags are {known}"
        return Finding("error", TemplateError(template, **at, what=wrong.what, known=", ".join(wrong.known)))

    def _at(self, near: str) -> dict[str, str]:
        return {"name": self.name, "part": self.part, "near": near}


def _has_more(place: etree._Element, tag: Tag) -> bool:
    """Whether text is lost with the paragraph, row or cell that a tag stands for."""
    text = ""
    for piece in place.itertext(f"{_W}t"):
        text += piece
        if len(text) > LONGEST_TAG + LONGEST_NEAR:
            return True
    return bool(text.replace(tag.text, "", 1).strip())
