"""`summarise.toml` as it is written: every key with a comment over it, in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit

from summarise.blank import BLANK
from summarise.errors import SettingsError
from summarise.messages import gettext as _
from summarise.messages import mark
from summarise.office import Office, checked

_HEAD = (
    mark("The office whose reports are written: what stands at their head and foot, which no article can say."),
    mark(
        "Text stands in quotation marks, several lines as a list in square brackets. … is left to be filled in by hand."
    ),
)
_ABOUT = {
    "superior": mark(
        'The body above, in capitals; "" if there is none. A name that is too long is broken between its parts.'
    ),
    "issuer": mark("The body that issues the report, in capitals."),
    "name": mark("The same body within a sentence."),
    "symbol": mark("The symbol after the number: the kind of document, a hyphen, the office."),
    "number": mark("The number of the report; without it, room is left to write it in."),
    "place": mark("The place in the line of the date."),
    "date": mark("The date of the report, as year-month-day; without it, it is left to be filled in."),
    "addressees": mark("Whom the report is addressed to; [] for nobody."),
    "signatory": mark("For whom the report is signed, and the position of who signs."),
    "signatory_name": mark("The full name of who signs."),
    "recipients": mark("Who receives the report, a text for each, without dashes; the archive last."),
}
# What a key that is not set looks like, behind a comment sign.
_EXAMPLES = {"number": "12", "date": "2025-07-08"}
# The blank of a key whose value has a form.
_BLANKS = {"symbol": Office.model_fields["symbol"].default}


def text(values: Mapping[str, Any], *, name: str) -> str:
    """The file that holds `values`, a value for each key of an office; one that is missing or None stands as the blank, a
    number or a date as a comment. `name` is what messages call the file.

    Raises:
        SettingsError: a value is wrong.
    """
    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(_(line)))
    for key in Office.model_fields:
        document.add(tomlkit.nl())
        document.add(tomlkit.comment(_(_ABOUT[key])))
        value = values.get(key)
        if value is None and key in _EXAMPLES:
            document.add(tomlkit.comment(f"{key} = {_EXAMPLES[key]}"))
        else:
            document.add(key, _item(_BLANKS.get(key, BLANK) if value is None else value))
    written = tomlkit.dumps(document)
    # What was written is what will be read.
    if checked(tomllib.loads(written), name=name) != checked(_set(values), name=name):
        raise SettingsError("{name}: a value cannot be written; type it anew without special characters", name=name)
    return written


def _set(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _BLANKS.get(key, BLANK) if values.get(key) is None else values[key]
        for key in Office.model_fields
        if values.get(key) is not None or key not in _EXAMPLES
    }


def _item(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return tomlkit.item(value)
    lines = tomlkit.array()
    lines.extend(value)
    # A line for each of many, so that they can be moved about.
    return lines.multiline(len(value) > 2)
