"""What belongs to the reporting office and no article can say: names, number, signature, recipients.

It comes from `summarise.toml`. Whatever is not set is printed as the blank `…` for a person to fill in.
"""

from __future__ import annotations

import datetime
import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from summarise.errors import SettingsError

BLANK = "…"
FILE_NAME = "summarise.toml"


def _lines(value: object) -> object:
    """A single text stands for its lines, so that a one-line name needs no list; empty lines are dropped."""
    if isinstance(value, str):
        value = value.splitlines()
    if isinstance(value, list | tuple):
        return tuple(line for line in value if not isinstance(line, str) or line.strip())
    return value


Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]


class Office(BaseModel):
    """The reporting office; its keys are the keys of `summarise.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    superior: Lines = Field(default=(BLANK,), description="lines of the superior body's name; empty if there is none")
    issuer: Lines = Field(default=(BLANK,), description="lines of the issuing body's name, in capitals")
    name: str | None = Field(default=None, description="the issuing body within a sentence: Liên đoàn Lao động tỉnh …")
    symbol: str = Field(default=f"BC-{BLANK}", description="the symbol after the number: BC-LĐLĐ")
    number: Annotated[int, Field(ge=1)] | None = None
    place: str | None = None
    date: datetime.date | None = None
    addressees: Lines = Field(default=(), description="whom the report is addressed to (Kính gửi); none by default")
    signatory: Lines = Field(default=(BLANK,), description="who signs: TM. BAN THƯỜNG VỤ, CHỦ TỊCH")
    signatory_name: str | None = None
    recipients: Lines = Field(default=(), description="lines of Nơi nhận, without dashes; blanks by default")


def load_office(path: Path | None = None) -> Office:
    """The office of `path`; without one, of `summarise.toml` in the current folder, else of the one in the user's
    configuration folder, else all blanks.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or holds a wrong key or value.
    """
    if path is None:
        path = next((place for place in _places() if place.is_file()), None)
    if path is None:
        return Office()
    values = _read(path)
    for key in values:
        if key not in Office.model_fields:
            raise _unknown(path, key)
    try:
        return Office.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SettingsError(
            "{path}: {key}: {reason}", path=path, key=".".join(map(str, first["loc"])), reason=first["msg"]
        ) from error


def _places() -> tuple[Path, Path]:
    import platformdirs

    return Path(FILE_NAME), platformdirs.user_config_path("summarise", appauthor=False) / FILE_NAME


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


def _unknown(path: Path, key: str) -> SettingsError:
    allowed = ", ".join(Office.model_fields)
    if near := difflib.get_close_matches(key, Office.model_fields, n=1):
        template = "{path}: unknown key {key}; did you mean {near}? The keys are {allowed}"
        return SettingsError(template, path=path, key=key, near=near[0], allowed=allowed)
    return SettingsError("{path}: unknown key {key}; the keys are {allowed}", path=path, key=key, allowed=allowed)
