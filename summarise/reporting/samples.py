"""What there is to print, tried without an article: sample values for every tag, and their shape.

The samples are in `language/vi/sample.toml`, the meaning of the tags in `language/vi/tags.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from summarise.blank import BLANK
from summarise.language import table
from summarise.office import Office
from summarise.records import Summary
from summarise.reporting.context import context, office_values

# The form is Vietnamese whatever the article's language.
_LANGUAGE = "vi"


@dataclass(frozen=True)
class Kind:
    """What one kind of report prints, and the `command` that makes it. `full` has a value for every tag, with every list
    filled; `reports` are the values of reports as different as they come, one with everything and one with nearly nothing
    among them."""

    name: str
    command: str
    full: Mapping[str, Any]
    reports: tuple[Mapping[str, Any], ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of reports, the usual one first; a template is checked for the kind that it suits best."""
    return (_of_an_article(), _of_many_units())


def _of_an_article() -> Kind:
    sample = table(_LANGUAGE, "sample")
    summary = Summary.model_validate(sample["summary"])
    silent = Summary.model_validate({key: sample["summary"][key] for key in ("schema", "source", "model")})
    values = context(summary, Office.model_validate(sample["office"])) | {"bieu_do": sample["charts"]}
    several = context(summary, Office.model_validate(sample["office"] | sample["addressees"]))
    # No report has one addressee and several.
    full = {tag: value or several[tag] for tag, value in values.items()}
    return Kind("article", "summarise report", full, (values, several, context(silent, Office())))


def _of_many_units() -> Kind:
    sample = table(_LANGUAGE, "sample")
    wording = table(_LANGUAGE, "report")
    several = office_values(Office.model_validate(sample["office"] | sample["addressees"]), wording)
    one = office_values(Office.model_validate(sample["office"]), wording)
    values = sample["combined"] | {"bieu_do": sample["charts"]}
    full = {tag: value or several[tag] for tag, value in one.items()} | values
    nothing = {
        tag: value if tag == "so_phan" else [] if isinstance(value, list) else False if value is True else BLANK
        for tag, value in values.items()
    }
    return Kind(
        "combined", "summarise combine", full, (one | values, several | values | {"bang_ngang": False}, one | nothing)
    )


def meanings(kind: Kind) -> dict[str, dict[str, str]]:
    """What the tags of a kind mean, by their paths."""
    listed = rules()
    of_kind = listed["tags"] | (listed["combined"] if kind.name == "combined" else {})
    return {path: of_kind[path] for path in paths(kind.full)}


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with what they could hold besides: members for empty lists, and parts that only some reports have. Where
    no kind of report has these values, None (nothing is known) for lists and groups."""
    for kind in kinds():
        if kind.full.keys() == values.keys():
            return {
                tag: {**kind.full[tag], **value} if isinstance(value, dict) else kind.full[tag]
                for tag, value in values.items()
            }
    return {tag: None if isinstance(value, list | dict) else value for tag, value in values.items()}


def rules() -> dict[str, Any]:
    """The list of tags with their meanings, and what a template is expected to print and to look like."""
    return table(_LANGUAGE, "tags")


def paths(values: Mapping[str, Any]) -> dict[str, Any]:
    """The tags of `values` with an example each: parts of groups with a dot, members of lists with `[]`."""
    found: dict[str, Any] = {}
    for tag, value in values.items():
        found |= dict(_paths(tag, value))
    return found


def _paths(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _paths(f"{path}.{key}", part)
        return
    yield path, value
    if isinstance(value, list) and value:
        yield from _paths(f"{path}[]", value[0])
