"""The proof as one HTML page: nothing is fetched, and nothing runs but the page's own script, which it can do without.

All places are worked out here, in code points; the script knows elements only.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from summarise import messages
from summarise.contract import check_same_article
from summarise.messages import gettext as _
from summarise.proof import segments
from summarise.proof.items import HEADINGS, SECTIONS, TAGS, Contents, Entry, contents
from summarise.proof.left_out import left_out
from summarise.records import Labelled, Source, Span, Summary
from summarise.wording import FACTS

LEGEND = (*SECTIONS, "event", "figure")


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as it is shown: `names` are all items that cover it, `kinds` their kinds, `tags` the tags of those that
    begin here."""

    id: str
    text: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    tags: str


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pieces that one link leads from: to the first of the items `names`, which all of them belong to. Bare
    text has none. `tags` are those of the items that begin with it."""

    names: tuple[str, ...]
    kind: str
    tags: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in the article: the id of its first piece there, and the number of the line."""

    target: str
    line: int


def render_proof(
    source: Source, summary: Summary, labelled: Sequence[Labelled] | None = None, *, charts: Sequence[str] = ()
) -> str:
    """The page, in the language in use; the same arguments give the same text.

    `labelled` are the labels of the article's sentences (`Summariser.explain`), which say why something was left out.
    `charts` are drawings in SVG of the figures; the page shows them as pictures, so nothing in them can act on it.

    Raises:
        SettingsError: the summary is of another article.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # nobody else of the package pays for it

    check_same_article(summary, source)
    shown = contents(summary, left_out(source, summary, labelled), source.text)
    lines, places = _article(source.text, shown)
    environment = Environment(
        loader=PackageLoader(__package__ or "", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = (files(__package__ or "").joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    return environment.get_template("page.html.j2").render(
        _=_,
        language=messages.language(),
        policy=_policy(style, script),
        style=style,
        script=script,
        summary=summary,
        title=visible(summary.title or source.name),
        warnings=_warnings(summary),
        contents=shown,
        places=places,
        lines=lines,
        legend=LEGEND,
        sections=SECTIONS,
        headings={kind: _(text) for kind, text in HEADINGS.items()},
        tags={kind: _(text) for kind, text in TAGS.items()},
        charts=[_picture(chart) for chart in charts],
        explained=labelled is not None,
        visible=visible,
    )


def visible(text: str) -> str:
    """`text` with every character that HTML does not allow replaced, one for one."""
    return "".join(
        "\ufffd" if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" else char for char in text
    )


def _article(text: str, shown: Contents) -> tuple[list[tuple[int, tuple[Run, ...]]], dict[str, tuple[Place, ...]]]:
    """The lines of the article in runs, and the places of each entry."""
    entries = {entry.name: entry for entry in shown.every}
    numbered = segments.lines(text)
    cut = segments.split(
        len(text),
        {name: entry.spans for name, entry in entries.items()},
        (offset for _number, span in numbered for offset in span),
    )
    ids = {one.span: f"s{number}" for number, one in enumerate((one for one in cut if one.names), 1)}
    lines = []
    places: dict[str, list[Place]] = {}
    for number, span in numbered:
        inside = segments.within(cut, span)
        lines.append((number, tuple(_run(text, run, entries, ids) for run in segments.runs(inside, _leads))))
        for one in inside:
            for name in one.names:
                if any(one.span.start <= max(span.start, place.start) < one.span.end for place in entries[name].spans):
                    places.setdefault(name, []).append(Place(ids[one.span], number))
    return lines, {name: _first_of_each_line(places.get(name, [])) for name in entries}


def _first_of_each_line(places: Sequence[Place]) -> tuple[Place, ...]:
    """One place a line: a bullet of two sentences in one line needs no two links to it."""
    return tuple({place.line: place for place in reversed(places)}.values())[::-1]


def _leads(name: str) -> bool:
    """Whether an item is one that a link stands for; figures are shown within the link of their bullet."""
    return not name.startswith("figure-")


def _run(text: str, run: Sequence[segments.Segment], entries: Mapping[str, Entry], ids: Mapping[Span, str]) -> Run:
    names = run[0].names
    leading = tuple(name for name in names if _leads(name)) or names
    # What something was taken from is not left out; the list of what is tells of the rest of it.
    tagged = [name for name in leading if entries[name].kind != "out" or entries[leading[0]].kind == "out"]
    pieces = tuple(
        Piece(
            id=ids.get(one.span, ""),
            text=visible(text[slice(*one.span)]),
            names=one.names,
            kinds=tuple(dict.fromkeys(entries[name].kind for name in one.names)),
            tags=_tags(one.span.start, [name for name in one.names if name not in leading], entries),
        )
        for one in run
    )
    kind = entries[leading[0]].kind if leading else ""
    return Run(leading, kind, _tags(run[0].span.start, tagged, entries), pieces)


def _tags(start: int, names: Sequence[str], entries: Mapping[str, Entry]) -> str:
    return " ".join(entries[name].tag for name in names if any(span.start == start for span in entries[name].spans))


def _warnings(summary: Summary) -> list[str]:
    """The warnings, but for those that stand beside the fact they are about."""
    beside = {f"{name} inferred" for name in FACTS}
    return [_(warning) for warning in summary.warnings if warning not in beside]


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which the page can load nothing, send nothing and run nothing but itself."""
    own_style, own_script = (
        base64.b64encode(hashlib.sha256(part.encode("utf-8")).digest()).decode("ascii") for part in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{own_style}'; script-src 'sha256-{own_script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _picture(svg: str) -> dict[str, str]:
    """A drawing as the address of a picture, with what it says of itself (`title`, `desc`) as text."""
    from lxml import etree

    root = etree.fromstring(svg.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
    told = (root.findtext(f"{{*}}{name}") for name in ("title", "desc"))
    return {
        "text": ". ".join(part.strip() for part in told if part and part.strip()),
        "address": "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii"),
    }
