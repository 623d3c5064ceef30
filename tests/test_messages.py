"""Every message has its Vietnamese, and the language is the one that was asked for."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from summarise import errors, messages
from summarise.errors import InputError, SettingsError

PACKAGE = Path(messages.__file__).parent
VIETNAMESE = PACKAGE / "locale" / "vi" / "LC_MESSAGES"
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)}
# `_` and `gettext` translate where they stand, `mark` names what is translated later.
TRANSLATORS = {"_", "gettext", "mark"}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    messages.use("en")


class Call(NamedTuple):
    """A call of a plain name: the name, its first two arguments with what each can be, and where it stands."""

    name: str
    arguments: list[list[ast.expr]]
    place: str


def calls() -> Iterator[Call]:
    for path in sorted(PACKAGE.rglob("*.py")):
        syntax = ast.parse(path.read_text("utf-8"))
        # A text may go through a variable; all that a name is given anywhere in the module count.
        given: dict[str, list[ast.expr]] = {}
        for node in ast.walk(syntax):
            for target in node.targets if isinstance(node, ast.Assign) else []:
                if isinstance(target, ast.Name):
                    given.setdefault(target.id, []).append(node.value)
        for node in ast.walk(syntax):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                values = [given.get(arg.id, []) if isinstance(arg, ast.Name) else [arg] for arg in node.args[:2]]
                yield Call(node.func.id, values, f"{path.relative_to(PACKAGE)}:{node.lineno}")


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: a literal, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def wanted() -> dict[str, str]:
    """The texts that need a translation, with one place where each stands."""
    found: dict[str, str] = {}
    for call in calls():
        count = 2 if call.name == "ngettext" else 1
        if call.name in TRANSLATORS | ERRORS | {"ngettext"}:
            for text in (text for values in call.arguments[:count] for node in values for text in literals(node)):
                found.setdefault(text, call.place)
    for path in sorted(PACKAGE.rglob("*.j2")):
        with path.open("rb") as file:
            for line, _name, text, _comments in babel_extract(file, ["_"], [], {}):
                found.setdefault(str(text), f"{path.relative_to(PACKAGE)}:{line}")
    return found


def catalogue() -> dict[str, tuple[str, ...]]:
    with (VIETNAMESE / "summarise.po").open("rb") as file:
        return translations(read_po(file))


def translations(catalog: object) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for message in catalog:  # type: ignore[attr-defined]
        for text in message.id if isinstance(message.id, tuple | list) else [message.id]:
            value = message.string
            found[text] = tuple(value) if isinstance(value, tuple | list) else (value,)
    found.pop("", None)
    return found


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_message_has_a_vietnamese_translation() -> None:
    known = catalogue()
    missing = {text: place for text, place in wanted().items() if not any(known.get(text, ()))}
    assert missing == {}


def test_the_texts_of_pages_are_wanted_too() -> None:
    assert wanted()["label of the gold"].startswith("evaluation/page.html.j2:")


def test_every_template_of_an_error_can_be_looked_up() -> None:
    made_up = [
        f"{call.place}: {call.name}"
        for call in calls()
        if call.name in ERRORS
        for value in call.arguments[0]
        if isinstance(value, ast.JoinedStr | ast.BinOp)
    ]
    assert made_up == []


def test_a_translation_fills_in_the_values_of_its_original() -> None:
    different = {
        text: form for text, forms in catalogue().items() for form in forms if form and fields(form) != fields(text)
    }
    assert different == {}


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (VIETNAMESE / "summarise.mo").open("rb") as file:
        assert translations(read_mo(file)) == catalogue()


def test_the_catalogue_has_no_doubtful_entry() -> None:
    with (VIETNAMESE / "summarise.po").open("rb") as file:
        catalog = read_po(file)
    assert [message.id for message in catalog if message.fuzzy and message.id] == []
    assert not catalog.obsolete


def test_the_language_in_use_is_known() -> None:
    assert messages.language() == "en"
    for language in messages.LANGUAGES:
        messages.use(language)
        assert messages.language() == language


def test_an_error_is_told_in_the_language_in_use() -> None:
    error = InputError("{name}: the file is empty; give one with an article in it", name="a.txt")
    assert messages.describe(error) == "a.txt: the file is empty; give one with an article in it"
    messages.use("vi")
    assert messages.describe(error).startswith("a.txt: tệp trống")


def test_an_error_is_told_on_one_line() -> None:
    assert (
        messages.describe(SettingsError("{path}: wrong: {reason}", path="a", reason="one\n  two"))
        == "a: wrong: one two"
    )


def test_what_has_no_translation_is_told_in_english() -> None:
    messages.use("vi")
    assert messages.gettext("no such message") == "no such message"
    assert messages.gettext("") == ""


@pytest.mark.parametrize(
    ("arguments", "environment", "language", "rest"),
    [
        (["report", "a.txt"], {}, "en", ["report", "a.txt"]),
        (["--lang", "vi", "report"], {}, "vi", ["report"]),
        (["report", "a.txt", "--lang=vi"], {}, "vi", ["report", "a.txt"]),
        (["--lang", "en", "show"], {"SUMMARISE_LANG": "vi", "LANG": "vi_VN.UTF-8"}, "en", ["show"]),
        ([], {"SUMMARISE_LANG": "vi", "LANG": "en_US.UTF-8"}, "vi", []),
        ([], {"SUMMARISE_LANG": "", "LANG": "vi_VN.UTF-8"}, "vi", []),
        ([], {"LC_ALL": "C", "LANG": "vi_VN.UTF-8"}, "en", []),
        ([], {"LC_MESSAGES": "vi_VN", "LANG": "en_US.UTF-8"}, "vi", []),
        ([], {"LANG": "fr_FR.UTF-8"}, "en", []),
        (["show", "--", "--lang", "vi"], {}, "en", ["show", "--", "--lang", "vi"]),
        (["show", "--lang"], {}, "en", ["show", "--lang"]),
    ],
)
def test_the_option_counts_before_the_variable_before_the_locale(
    arguments: list[str], environment: dict[str, str], language: str, rest: list[str]
) -> None:
    assert messages.choose(arguments, environment) == (language, rest)


@pytest.mark.parametrize(("arguments", "environment"), [(["--lang", "fr"], {}), ([], {"SUMMARISE_LANG": "tiếng Việt"})])
def test_a_language_without_messages_is_refused(arguments: list[str], environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="choose one of en, vi"):
        messages.choose(arguments, environment)
