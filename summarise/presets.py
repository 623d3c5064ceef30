"""An office by its level: most of `summarise.toml` from two or three answers.

What the levels are and what they print is told by `language/vi/office.toml`. Whatever was not told is the blank `…`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, get_args

from summarise.blank import BLANK
from summarise.language import table

Level = Literal["tld", "tinh", "nganh", "kcn", "cdcs", "cum"]
LEVELS: tuple[Level, ...] = get_args(Level)
Answer = Literal["unit", "above", "province"]

# Reports are Vietnamese whatever the article's language.
_LANGUAGE = "vi"


def asks(level: Level) -> tuple[Answer, ...]:
    """What has to be told of an office of `level`, in the order to ask for it."""
    return tuple(_table()["levels"][level]["asks"])


def preset(
    level: Level,
    *,
    unit: str | None = None,
    above: str | None = None,
    province: str | None = None,
    addressed: bool = False,
) -> dict[str, Any]:
    """The settings of an office of `level` as `summarise.toml` holds them.

    `unit` is the name of the sector, the base union or the cluster, `above` that of the union above it, `province` the
    province or city, with or without the word for it. `addressed`: the report names whom it is addressed to, so that
    they are not named again among the recipients.
    """
    rules = _table()["levels"][level]
    values = {
        **_province(province or ""),
        "unit": _unit(unit or "", rules.get("drop", ())),
        "above": _above(above or ""),
    }
    # A name that is known in capitals alone can head the report all the same.
    capitals = {key.upper(): value.upper() for key, value in values.items()} | {
        "ABOVE": _clean(above or "").upper() or BLANK
    }
    filled = {key: _filled(rules[key], values | capitals) for key in ("superior", "issuer", "name", "symbol", "place")}
    recipients = [*([] if addressed or "reports_to" not in rules else [rules["reports_to"]]), *rules["recipients"]]
    return {
        **filled,
        "signatory": [_filled(line, values | capitals) for line in rules["signatory"]],
        "recipients": [_filled(line, values | capitals) for line in recipients],
    }


def _table() -> dict[str, Any]:
    return table(_LANGUAGE, "office")


def _filled(text: str, values: dict[str, str]) -> str:
    """The text with its values; a blank beside a blank is one."""
    return re.sub(rf"{BLANK}(?: {BLANK})+", BLANK, text.format(**values))


def _province(text: str) -> dict[str, str]:
    """The province or city in a sentence, in the line of the date, and its Party committee."""
    rules = _table()["provinces"]
    found = re.fullmatch(
        rf"(?:(?P<province>{rules['written_province']})|(?P<city>{rules['written_city']}))?\s*(?P<name>.*)",
        _clean(text),
        re.IGNORECASE,
    )
    name = _capitalised(found["name"]) if found else ""
    if not found or not name or name == BLANK:
        return {"province": BLANK, "place": BLANK, "committee": BLANK}
    city = found["city"] or (not found["province"] and name in rules["cities"])
    whole = rules["in_full"].get(name) if city else None
    return {
        "province": whole or f"{rules['city'] if city else rules['province']} {name}",
        "place": whole or name,
        "committee": rules["city_committee"] if city else rules["province_committee"],
    }


def _unit(text: str, drop: tuple[str, ...]) -> str:
    text = _clean(text)
    for words in drop:
        text = re.sub(rf"^{words}\s+", "", text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:] or BLANK


def _above(text: str) -> str:
    text = _clean(text)
    return _table()["above"]["unnamed"] if not text or text.isupper() else text[:1].upper() + text[1:]


def _capitalised(name: str) -> str:
    """A name typed all in small letters or all in capitals with the capitals of a name."""
    return name.title() if name.isupper() or name.islower() else name


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
