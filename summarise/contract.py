"""The JSON contract `summarise/1`: a summary as a file that people edit and programs read.

Whatever `dumps` writes, `loads` gives back as an equal summary; `schema` is the contract as JSON Schema (2020-12).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from summarise.errors import InputError, SettingsError
from summarise.messages import mark
from summarise.records import SCHEMA, Source, Summary

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


_NUMBER = mark("{name}: {field} must be a whole number")
_SPAN = mark("{name}: {field} must be two whole numbers in square brackets, the first and the last character")
_RANGE = mark("{name}: {field} is too small or too large")
_LIST = mark("{name}: {field} must be a list in square brackets")
_OBJECT = mark("{name}: {field} must be an object in braces")
# Pydantic's error types, and what the person who edited the file has to put there.
_WRONG = {
    "string_type": mark("{name}: {field} must be text in quotation marks"),
    "string_too_short": mark("{name}: {field} must not be empty"),
    "string_pattern_mismatch": mark("{name}: {field} must be a date as year-month-day, such as 2022-07-08"),
    "value_error": mark("{name}: {field} must be a day of the calendar as year-month-day, such as 2022-07-08"),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "missing_argument": _SPAN,
    "unexpected_positional_argument": _SPAN,
    "too_long": _SPAN,
    "named_tuple_type": _SPAN,
    "less_than_equal": _RANGE,
    "greater_than_equal": _RANGE,
    "float_type": mark("{name}: {field} must be a number"),
    "float_parsing": mark("{name}: {field} must be a number"),
    "tuple_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
}


def dumps(summary: Summary) -> str:
    """The summary as JSON text: keys in the order of the records, two spaces of indent, letters as they are, and a
    line end at the end. Write it as UTF-8."""
    text = json.dumps(summary.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
    # A pair of offsets goes on one line; a line end within a string is escaped, so only pairs can match.
    return re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text) + "\n"


def loads(text: str, *, name: str) -> Summary:
    """The summary that `text` holds; `name` is what messages call it.

    Raises:
        SettingsError: the text is not JSON, of another version of the contract, or a field of it is wrong.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(
            "{name}: line {line}, column {column}: this is not JSON; undo the last edit there, or write it anew with "
            "summarise report --json",
            name=name,
            line=error.lineno,
            column=error.colno,
        ) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError("{name}: this JSON is not a summary", name=name) from error
    found = data.get("schema") if isinstance(data, dict) else None
    if found is None:
        raise SettingsError(
            '{name}: this JSON is not a summary: "schema": "{known}" is missing', name=name, known=SCHEMA
        )
    if found != SCHEMA:
        raise SettingsError(
            "{name}: the summary is of version {found}, this program reads {known}; use the program that wrote it",
            name=name,
            found=_short(found),
            known=SCHEMA,
        )
    try:
        return Summary.model_validate(data)
    except ValidationError as error:
        raise _wrong(error.errors(include_url=False)[0], name) from error


def load(path: Path) -> Summary:
    """The summary in the file `path` (UTF-8, with or without a byte order mark).

    Raises:
        InputError: there is no such file, or it cannot be read.
        SettingsError: as `loads`.
    """
    try:
        return loads(path.read_text("utf-8-sig"), name=str(path))
    except UnicodeDecodeError as error:
        raise SettingsError("{path}: is not UTF-8; save it as UTF-8", path=path) from error
    except FileNotFoundError as error:
        raise InputError("{path}: there is no such file; check the name and the folder", path=path) from error
    except OSError as error:
        raise InputError("{path}: the file cannot be read ({reason})", path=path, reason=error.strerror) from error


def check_same_article(summary: Summary, source: Source) -> None:
    """Raises:
    SettingsError: `source` is not the article that `summary` was made of, so that its offsets would point elsewhere.
    """
    if source.sha256 != summary.source.sha256:
        raise SettingsError(
            "{name}: not the article of this summary, which is {article} as it was then; give that file, unchanged",
            name=source.name,
            article=summary.source.name,
        )
    if len(source.text) != summary.source.characters:
        raise SettingsError(
            "{name}: read as {found} characters, while the summary counts {characters}; give the --encoding it was "
            "read with",
            name=source.name,
            found=len(source.text),
            characters=summary.source.characters,
        )


def schema() -> dict[str, Any]:
    """The contract as JSON Schema."""
    described = Summary.model_json_schema()
    # `loads` refuses a file that does not say its version, so the field is required though the record has a default.
    described["required"] = ["schema", *described["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def _wrong(detail: ErrorDetails, name: str) -> SettingsError:
    """The first thing that is wrong with a field, in plain words; the kinds are Pydantic's error types."""
    field, kind, context = _place(detail["loc"]), detail["type"], detail.get("ctx", {})
    if not field:
        return SettingsError("{name}: {reason}", name=name, reason=context.get("error", detail["msg"]))
    if kind == "missing":
        return SettingsError("{name}: {field} is missing", name=name, field=field)
    if kind == "extra_forbidden":
        return SettingsError(
            "{name}: {field} is not a field of a summary; remove it or correct its name", name=name, field=field
        )
    if kind == "literal_error":
        return SettingsError(
            "{name}: {field} is {value}; it must be one of {known}",
            name=name,
            field=field,
            value=_short(detail["input"]),
            known=context["expected"],
        )
    template = _WRONG.get(kind)
    if template is None:
        return SettingsError("{name}: {field} is wrong: {reason}", name=name, field=field, reason=detail["msg"])
    return SettingsError(template, name=name, field=field)


def _place(location: tuple[int | str, ...]) -> str:
    """`("tasks", 2, "text")` as a reader counts: `tasks #3, text`."""
    return "".join(f" #{part + 1}" if isinstance(part, int) else f", {part}" for part in location).removeprefix(", ")


def _short(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 40 else shown[:39] + "…"
