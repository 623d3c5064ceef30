"""`summarise init`: the office's `summarise.toml`, from a preset, options and answers."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarise import presets
from summarise.blank import BLANK
from summarise.cli import checks, options
from summarise.cli.batch import INTERRUPTED
from summarise.cli.console import complain, note, plain, tell
from summarise.errors import SettingsError
from summarise.messages import describe, mark
from summarise.messages import gettext as _
from summarise.presets import LEVELS, Answer, Level

if TYPE_CHECKING:
    from summarise.office import Office

_NAME = "summarise init"  # what messages about a value call their place
_NONE = "-"  # typed for an empty value

_LEVELS: dict[Level, str] = {
    "tld": mark("the national confederation"),
    "tinh": mark("the federation of a province or city"),
    "nganh": mark("the union of a sector"),
    "kcn": mark("the union of the industrial zones"),
    "cdcs": mark("a base union"),
    "cum": mark("an emulation cluster"),
}
_UNITS: dict[Level, str] = {
    "nganh": mark("Name of the sector"),
    "cdcs": mark("Name of the unit whose base union it is"),
    "cum": mark("Name of the cluster"),
}
_ANSWERS: dict[Answer, str] = {
    "above": mark("Name of the union directly above"),
    "province": mark("Province or city"),
}
# The keys that are asked for, in this order; number and date change with every report.
_KEYS = {
    "superior": mark("Body above, in capitals"),
    "issuer": mark("Issuing body, in capitals"),
    "name": mark("Issuing body within a sentence"),
    "symbol": mark("Symbol after the number"),
    "place": mark("Place in the line of the date"),
    "signatory": mark("For whom it is signed; position of who signs"),
    "signatory_name": mark("Full name of who signs"),
    "addressees": mark("Addressed to"),
    "recipients": mark("Recipients"),
}
_LISTS = {"superior", "issuer", "signatory", "addressees", "recipients"}
# What the decree prints in capitals, however it was typed.
_CAPITALS = {"superior", "issuer", "signatory"}


def init(
    output: Path,
    *,
    level: Level | None = None,
    unit: str | None = None,
    province: str | None = None,
    given: Mapping[str, Any] | None = None,
    ask: Callable[[str, Any], Any] | None = None,
    force: bool = False,
) -> tuple[Path, tuple[str, ...]]:
    """Write the settings of an office to `output`: what is `given` by key, else what its preset says, else a blank.

    `ask` is called for each key that was not given, with the value it would have, and returns the one to take; without
    it nobody is asked. Returns the path and the keys that hold a blank.

    Raises:
        SettingsError: a value is wrong, or the file is in the way.
        OutputError: the file cannot be written.
    """
    from summarise import office_file
    from summarise.office import FILE_NAME
    from summarise.writing import write_whole

    checks.check_free(output, force=force)
    if output.suffix.lower() != ".toml":
        raise SettingsError("{path}: settings are a TOML file; name it {name}", path=output, name=FILE_NAME)
    values = {key: typed(key, value) for key, value in (given or {}).items() if value not in (None, [])}
    _check(values)
    above = " ".join(_parts(given["superior"])) if given and given.get("superior") else None
    for key in _KEYS:
        if key not in values:
            addressed = bool(values.get("addressees"))
            ready = (
                presets.preset(level, unit=unit, above=above, province=province, addressed=addressed) if level else {}
            )
            value = ready.get(key, [] if key == "addressees" else None)
            values[key] = value if ask is None else ask(key, value)
    office = _check({key: value for key, value in values.items() if value is not None})
    values |= {"number": office.number, "date": office.date}
    content = office_file.text(values, name=str(output))
    write_whole(output, content)
    return output, tuple(key for key in _KEYS if values[key] is None or BLANK in str(values[key]))


def typed(key: str, value: Any) -> Any:
    """What a person typed for a key as the file holds it: lists parted at semicolons, names of bodies in capitals."""
    if key in _LISTS:
        return [part.upper() if key in _CAPITALS else part for part in _parts(value)]
    if key == "number" and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    return _text(value) if isinstance(value, str) else value


def _parts(value: str | list[str]) -> list[str]:
    items = [value] if isinstance(value, str) else value
    return [_text(part) for item in items for part in item.split(";") if part.strip() not in ("", _NONE)]


def _text(value: str) -> str:
    return unicodedata.normalize("NFC", value.strip())


def command(
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE.toml",
            show_default=False,
            help=_("The file to write; without it, summarise.toml in the current folder."),
        ),
    ] = None,
    user: Annotated[
        bool, typer.Option("--user", help=_("Write it to the user's configuration folder, for all folders."))
    ] = False,
    level: Annotated[
        Level | None,
        typer.Option(
            "--level", show_default=False, help=_("The level of the office, which says most of the rest:") + _levels()
        ),
    ] = None,
    province: Annotated[
        str | None,
        typer.Option(
            "--province",
            metavar="TEXT",
            show_default=False,
            help=_("The province or city, with or without the word for it."),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="TEXT",
            show_default=False,
            help=_("The name of the sector, the base union's unit or the cluster."),
        ),
    ] = None,
    superior: Annotated[list[str] | None, _key("superior")] = None,
    issuer: Annotated[list[str] | None, _key("issuer")] = None,
    name: Annotated[str | None, _key("name")] = None,
    symbol: Annotated[str | None, _key("symbol")] = None,
    number: Annotated[str | None, _option("--number", _("The number of the next report"))] = None,
    place: Annotated[str | None, _key("place")] = None,
    date: Annotated[str | None, _option("--date", _("The date of the next report, as year-month-day"))] = None,
    signatory: Annotated[list[str] | None, _key("signatory")] = None,
    signatory_name: Annotated[str | None, _key("signatory_name")] = None,
    addressees: Annotated[list[str] | None, _key("addressees")] = None,
    recipients: Annotated[list[str] | None, _key("recipients")] = None,
    force: Annotated[bool, options.force()] = False,
) -> None:
    given = {
        "superior": superior,
        "issuer": issuer,
        "name": name,
        "symbol": symbol,
        "number": number,
        "place": place,
        "date": date,
        "signatory": signatory,
        "signatory_name": signatory_name,
        "addressees": addressees,
        "recipients": recipients,
    }
    target = _target(output, user=user)
    # Before anything is asked.
    checks.check_free(target, force=force)
    _check({key: typed(key, value) for key, value in given.items() if value not in (None, [])})
    ask = None
    try:
        if sys.stdin is not None and sys.stdin.isatty():
            level, unit, province, given["superior"] = _ask_level(level, unit, province, superior)
            ask = _ask
        elif level is None and not any(given.values()):
            raise SettingsError("nobody can be asked here; name the --level or a value, or run it in a terminal")
        target, blank = init(target, level=level, unit=unit, province=province, given=given, ask=ask, force=force)
    except typer.Abort:
        note("\n" + _("Interrupted; nothing was written."))
        raise typer.Exit(INTERRUPTED) from None
    if blank:
        note(
            _("Left blank (…), to be filled in in {path}: {keys}").format(
                path=plain(str(target)), keys=", ".join(blank)
            )
        )
    tell(str(target))


def _ask_level(
    level: Level | None, unit: str | None, province: str | None, superior: list[str] | None
) -> tuple[Level, str | None, str | None, list[str] | None]:
    """Ask for the level, and for what its preset needs, where they were not given."""
    note(_("Enter takes what stands in brackets, - leaves it empty, ; parts several lines."))
    if level is None:
        for known in LEVELS:
            note(f"  {known:6} {_(_LEVELS[known])}")
        while level is None:
            answer = _without_marks(_prompt(_("Level of the office"), "tinh"))
            level = next((known for known in LEVELS if known == answer), None)
            if level is None:
                note(_("Error: {message}").format(message=_("choose one of {known}").format(known=", ".join(LEVELS))))
    for answer in presets.asks(level):
        if answer == "unit" and unit is None:
            unit = _prompt(_(_UNITS[level]), _NONE)
        elif answer == "above" and superior is None:
            superior = [_prompt(_(_ANSWERS[answer]), _NONE)]
        elif answer == "province" and province is None:
            province = _prompt(_(_ANSWERS[answer]), _NONE)
    unit, province = (None if answer in (None, _NONE) else answer for answer in (unit, province))
    return level, unit, province, None if superior == [_NONE] else superior


def _ask(key: str, value: Any) -> Any:
    """Ask for a key until its value can be taken."""
    nothing = _NONE if key in _LISTS else BLANK
    shown = "; ".join(value) if isinstance(value, list) else value
    while True:
        answer = _prompt(_(_KEYS[key]), shown or nothing)
        taken = value if answer == shown else typed(key, answer)
        if taken in (_NONE, BLANK):
            taken = None
        try:
            _check({} if taken is None else {key: taken})
        except SettingsError as error:
            complain(describe(error))
        else:
            return taken


def _prompt(text: str, default: str) -> str:
    # To standard error, so that standard output holds the result alone.
    return str(typer.prompt(text, default=default, err=True)).strip()


def _without_marks(text: str) -> str:
    """A level as a person would write it, as it is named."""
    letters = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(char for char in letters if not unicodedata.combining(char))


def _check(values: Mapping[str, Any]) -> Office:
    from summarise.office import checked

    return checked(values, name=_NAME)


def _target(output: Path | None, *, user: bool) -> Path:
    from summarise.errors import OutputError
    from summarise.office import FILE_NAME, user_file

    if not user:
        return output or Path(FILE_NAME)
    if output is not None:
        raise SettingsError("--user and -o name two places; leave one of them out")
    path = user_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("{path}: cannot be written ({reason})", path=path, reason=error.strerror or error) from error
    return path


def _levels() -> str:
    return " " + "; ".join(f"{level} ({_(about)})" for level, about in _LEVELS.items())


def _key(key: str) -> Any:
    text = _(_KEYS[key])
    if key in _LISTS:
        text += " " + _("(; parts several lines)")
    return _option(f"--{key.replace('_', '-')}", text)


def _option(name: str, text: str) -> Any:
    return typer.Option(name, show_default=False, metavar="TEXT", help=f"{text}.")
