"""What belongs to the reporting office and no article can say: names, number, signature, recipients.

It comes from `summarise.toml`. Whatever is not set is printed as the blank `…` for a person to fill in.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from summarise.blank import BLANK
from summarise.errors import SettingsError
from summarise.messages import mark

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FILE_NAME = "summarise.toml"

# The kind of document, a hyphen, the organisation, with further parts where the office has them: BC-LĐLĐ, TTr-CĐCS,
# BC-LĐLĐ-VP (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.3). Either may be the blank.
_SYMBOL = re.compile(r"(?:[^\W\d_]{1,8}|…)-(?:[\w&]+(?:[-.][\w&]+)*|…)")

_TEXT = mark("{name}: {key} must be text in quotation marks")
_LINES = mark("{name}: {key} must be text in quotation marks, or a list of texts in square brackets")
_NUMBER = mark("{name}: {key} must be a whole number of 1 or more, without quotation marks, such as 12")
_DATE = mark("{name}: {key} must be a date as year-month-day, without quotation marks, such as 2022-07-08")
_LETTERS = mark("{name}: {key} holds a character that no file can hold; type it anew")
# Types of errors, Pydantic's and those raised here, and what the person who wrote the value has to put there.
_WRONG = {
    "string_type": _TEXT,
    "string_unicode": _LETTERS,
    "tuple_type": _LINES,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "int_from_float": _NUMBER,
    "greater_than_equal": _NUMBER,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "one_line": mark("{name}: {key} must stand on one line; remove the line break"),
    "symbol": mark("{name}: {key} is {value}; it must be the kind, a hyphen and the office, such as BC-LĐLĐ"),
}


def _lines(value: object) -> object:
    """A single text stands for its lines, so that a one-line name needs no list; empty lines are dropped."""
    if isinstance(value, str):
        value = (value,)
    if isinstance(value, list | tuple):
        parts = [item.splitlines() if isinstance(item, str) else [item] for item in value]
        return tuple(line for part in parts for line in part if not isinstance(line, str) or line.strip())
    return value


def _one_line(value: object) -> object:
    if isinstance(value, str) and len(value.strip().splitlines()) > 1:
        raise PydanticCustomError("one_line", "a line break")
    return value


def _symbol(value: str) -> str:
    if not _SYMBOL.fullmatch(value):
        raise PydanticCustomError("symbol", "no symbol")
    return value


def _no_truth(value: object) -> object:
    """TOML's true is no number, though Python takes it for 1."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "no number")
    return value


def _no_seconds(value: object) -> object:
    """A number is no date, though Pydantic would count it in seconds from 1970."""
    if not isinstance(value, datetime.date | str | None) or (isinstance(value, str) and "-" not in value[1:]):
        raise PydanticCustomError("date_type", "no date")
    return value


Line = Annotated[str, BeforeValidator(_one_line)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]


class Office(BaseModel):
    """The reporting office; its keys are the keys of `summarise.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    superior: Lines = Field(default=(BLANK,), description="lines of the superior body's name; empty if there is none")
    issuer: Lines = Field(default=(BLANK,), description="lines of the issuing body's name, in capitals")
    name: Line | None = Field(default=None, description="the issuing body within a sentence: Liên đoàn Lao động tỉnh …")
    symbol: Annotated[Line, AfterValidator(_symbol)] = Field(
        default=f"BC-{BLANK}", description="the symbol after the number: BC-LĐLĐ"
    )
    number: Annotated[int, Field(ge=1), BeforeValidator(_no_truth)] | None = None
    place: Line | None = None
    date: Annotated[datetime.date, BeforeValidator(_no_seconds)] | None = None
    addressees: Lines = Field(default=(), description="whom the report is addressed to (Kính gửi); none by default")
    signatory: Lines = Field(default=(BLANK,), description="who signs: TM. BAN THƯỜNG VỤ, CHỦ TỊCH")
    signatory_name: Line | None = None
    recipients: Lines = Field(default=(), description="lines of Nơi nhận, without dashes; blanks by default")


def load_office(path: Path | None = None) -> Office:
    """The office of `path`; without one, of `summarise.toml` in the current folder, else of the one in the user's
    configuration folder, else all blanks.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or holds a wrong key or value.
    """
    if path is None:
        path = next((place for place in (Path(FILE_NAME), user_file()) if place.is_file()), None)
    if path is None:
        return Office()
    return checked(_read(path), name=str(path))


def checked(values: Mapping[str, Any], *, name: str) -> Office:
    """The office of the keys and values of a settings file; `name` is what messages call it.

    Raises:
        SettingsError: a key is unknown or its value wrong, with what has to stand there.
    """
    for key in values:
        if key not in Office.model_fields:
            raise _unknown(name, key)
    try:
        return Office.model_validate(values)
    except ValidationError as error:
        raise _wrong(error.errors(include_url=False)[0], name) from error


def user_file() -> Path:
    """The settings file in the user's configuration folder, whether it exists or not."""
    import platformdirs

    return platformdirs.user_config_path("summarise", appauthor=False) / FILE_NAME


def _read(path: Path) -> dict[str, Any]:
    try:
        # Windows editors put a byte order mark first, which TOML does not allow.
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError("{path}: cannot be read ({reason})", path=path, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise SettingsError("{path}: is not UTF-8; save it as UTF-8", path=path) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("{path}: is not valid TOML: {reason}", path=path, reason=error) from error


def _unknown(path: str, key: str) -> SettingsError:
    allowed = ", ".join(Office.model_fields)
    if near := difflib.get_close_matches(key, Office.model_fields, n=1):
        template = "{path}: unknown key {key}; did you mean {near}? The keys are {allowed}"
        return SettingsError(template, path=path, key=key, near=near[0], allowed=allowed)
    return SettingsError("{path}: unknown key {key}; the keys are {allowed}", path=path, key=key, allowed=allowed)


def _wrong(detail: ErrorDetails, name: str) -> SettingsError:
    """What is wrong with a value, in plain words; a line of a list is named as a reader counts: `issuer #1`."""
    key = "".join(f" #{part + 1}" if isinstance(part, int) else str(part) for part in detail["loc"])
    if template := _WRONG.get(detail["type"]):
        value = " ".join(str(detail["input"]).split())
        return SettingsError(template, name=name, key=key, value=value if len(value) <= 40 else value[:39] + "…")
    return SettingsError("{name}: {key} is wrong: {reason}", name=name, key=key, reason=detail["msg"])
