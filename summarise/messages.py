"""What the program says, in the reader's language.

English is the language of the source. A translation is a gettext catalogue, `summarise.po` in
`locale/<language>/LC_MESSAGES`, and compiled to `.mo` with `pybabel compile -d summarise/locale -D summarise`.
Nothing is translated until `use` is called, so the library speaks English to Python users.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from summarise.errors import SettingsError, SummariseError

DOMAIN = "summarise"
FOLDER = Path(__file__).resolve().parent / "locale"
LANGUAGES = ("en", "vi")

_current: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: str) -> None:
    """Say everything in `language` (one of `LANGUAGES`) from now on."""
    global _current
    _current = _gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=language == "en")


def language() -> str:
    """The language in use: one of `LANGUAGES`."""
    return _current.info().get("language", "en")


def mark(text: str) -> str:
    """`text` itself: names a text that is translated later, so that the catalogue is known to need it."""
    return text


def gettext(text: str) -> str:
    """`text` in the language in use; itself where the catalogue has no entry."""
    return _current.gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The form for `number` in the language in use."""
    return _current.ngettext(one, many, number)


def describe(error: SummariseError) -> str:
    """The error as one line in the language in use."""
    return " ".join(gettext(error.template).format(**error.values).split())


def use_for_libraries(language: str) -> None:
    """Let libraries that translate through the process's default domain (Typer: headings of the help) speak `language`
    too. It changes the environment of the process, so only the command line calls it."""
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain(DOMAIN, str(FOLDER))
    _gettext.textdomain(DOMAIN)


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The language asked for, and the arguments without `--lang`, which may stand anywhere.

    `--lang` counts most, then the variable SUMMARISE_LANG, then the locale, then the display language of Windows.

    Raises:
        SettingsError: `--lang` or SUMMARISE_LANG names a language there is no catalogue for.
    """
    asked, rest = _take_option(arguments)
    name = "--lang"
    if asked is None:
        asked, name = environment.get("SUMMARISE_LANG"), "SUMMARISE_LANG"
    if not asked:
        return "vi" if _locale(environment).lower().startswith("vi") else "en", rest
    if asked not in LANGUAGES:
        raise SettingsError(
            "{name}: there are no messages in '{value}'; choose one of {known}",
            name=name,
            value=asked,
            known=", ".join(LANGUAGES),
        )
    return asked, rest


def _take_option(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The value of the last `--lang` before a `--`, and all other arguments. A `--lang` without a value is left to the
    parser to complain of."""
    found: str | None = None
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            return found, [*rest, argument, *left]
        if argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
        elif argument != "--lang":
            rest.append(argument)
        elif (value := next(left, None)) is not None:
            found = value
        else:
            rest.append(argument)
    return found, rest


def _locale(environment: Mapping[str, str]) -> str:
    """The locale of messages by the rules of POSIX (LC_ALL, LC_MESSAGES, LANG), else the language of Windows."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return environment[name]
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""
