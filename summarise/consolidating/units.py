"""What a unit is called: short, as reports name it, from the facts of its meeting."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from summarise.consolidated import Level
from summarise.language import languages, table
from summarise.mentions import fold
from summarise.records import Summary

# A longer name would fill the head of a column with words that tell nothing ("và các đơn vị trực thuộc …").
LONGEST = 80
ABBREVIATION = re.compile(r"\s*\(\w{1,12}\)")


def language_of(summary: Summary) -> str:
    """The language whose tables are read for a summary: its own, Vietnamese where there are none."""
    return summary.source.language if summary.source.language in languages() else "vi"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name; `key` is equal for two ways of writing the same one."""

    name: str
    key: str
    level: Level | None


def read_unit(summary: Summary) -> Unit | None:
    """The unit that a summary reports on: who organised the meeting, else the unit that the name of the meeting or the
    title names. None where all of them leave open which one it is ("LĐLĐ tỉnh")."""
    language = language_of(summary)
    meeting = summary.meeting
    if (name := _shortened(meeting.organizer or "", language)) and tells(name, language):
        return make_unit(name, language=language)
    for text in (meeting.organizer, meeting.name, summary.title):
        if found := re.search(table(language, "consolidating")["within"], _contracted(text or "", language)):
            return make_unit(found[0], language=language)
    return None


def make_unit(name: str, *, language: str = "vi") -> Unit:
    """The unit of a name, which is taken as it is."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return Unit(name, _key(name, language), _level(_contracted(name, language).casefold(), language))


def _key(name: str, language: str) -> str:
    """A name in one spelling: one place of the tone mark, no dashes and stops, one form of what a unit's kind is called."""
    text = fold(_contracted(name, language).casefold(), language=language)
    text = " ".join(re.sub(r"[-.,]", " ", text).split())
    for pattern, replacement in table(language, "consolidating")["spellings"]:
        text = re.sub(pattern, replacement, text)
    return " ".join(text.split())


@cache
def _short_forms(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    forms = sorted(table(language, "consolidating")["short"], key=lambda pair: -len(pair[0]))
    return tuple((re.compile(rf"\b{re.escape(long)}\b", re.IGNORECASE), short) for long, short in forms)


def _contracted(text: str, language: str) -> str:
    """`text` with short forms in place of long ones, and without the short form that stands in brackets behind."""
    text = ABBREVIATION.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
    for pattern, short in _short_forms(language):
        text = pattern.sub(short, text)
    return text


def _shortened(text: str, language: str) -> str:
    """The organizer without its organ and without what follows its name; empty where too much is left for a name."""
    words = table(language, "consolidating")
    text = re.sub(words["ends"], "", _contracted(text, language), flags=re.IGNORECASE).strip(" ,:-–")
    organs = "|".join(map(re.escape, sorted(words["organs"], key=len, reverse=True)))
    text = re.sub(rf"^(?:(?:{organs})\b[\s,]*)+", "", text, flags=re.IGNORECASE)
    text = text[:1].upper() + text[1:]
    return text if len(text) <= LONGEST else ""


def tells(name: str, language: str) -> bool:
    """Whether a name is one unit's own: it has a word with a capital besides those that name the kind of unit."""
    kinds = frozenset(table(language, "consolidating")["kinds"])
    return any(word[0].isupper() and word.casefold() not in kinds for word in re.findall(r"[^\W\d_]+", name))


def _level(key: str, language: str) -> Level | None:
    for level, pattern in table(language, "consolidating")["levels"]:
        if re.search(pattern, key):
            found: Level = level
            return found
    return None
