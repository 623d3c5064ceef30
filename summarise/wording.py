"""What the values of the records are called, for people: sections, fields, facts of the meeting, reasons.

English texts that whoever shows them translates (`messages.gettext`); `why`, `refused` and `passed_over` give them in the
language in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.messages import gettext as _
from summarise.messages import mark

if TYPE_CHECKING:
    from summarise.records import Labelled

FIELDS = {
    "welfare": mark("Care for members and workers, and protection of their rights"),
    "labour-relations": mark("Labour relations, collective agreements, safety at work"),
    "propaganda": mark("Information, education, culture and sports"),
    "emulation": mark("Emulation, initiatives and commendation"),
    "organisation": mark("Members, organisation and officers"),
    "women": mark("Women workers, family and gender equality"),
    "inspection": mark("Inspection, supervision, complaints"),
    "finance": mark("Union finance"),
    "general": mark("General assessment and direction"),
}
FACTS = {
    "kind": mark("Kind"),
    "name": mark("Name"),
    "date": mark("Date"),
    "place": mark("Place"),
    "organizer": mark("Organiser"),
    "chairs": mark("Chaired by"),
    "attendees": mark("Attended by"),
    "period": mark("Period"),
    "next_period": mark("Next period"),
    "concluded_by": mark("Concluded by"),
}
SECTIONS = {
    "achievement": mark("achievement"),
    "shortcoming": mark("shortcoming"),
    "task": mark("task"),
    "award": mark("award"),
    "event": mark("event"),
    "noise": mark("noise"),
    "other": mark("other"),
}

_NOT_SAID = mark("it said what the sentence does not say: {detail}")
_CHANGED = mark("it changed what belongs to {detail}")
_NEGATION = mark("it lost or moved a negation: {detail}")
_PLAN = mark("it told a plan as done, or the other way round: {detail}")
_JOINED = mark("it joined or cut words so that they mean something else: {detail}")
_SHAPE = mark("it was no whole clause")
_ORDER = mark("its words stood in another order, or twice")
# The codes of `checking` before their colon; a clerk needs to know what kind of fault it was, not which rule found it.
_REFUSED = {
    "no-draft": mark("there was none"),
    "empty": mark("it was too short"),
    "too-short": mark("it was too short"),
    "too-long": mark("it was longer than the sentence"),
    "too-many": mark("there was more in it than can be compared"),
    "source": _SHAPE,
    "cut": _SHAPE,
    "dangling": _SHAPE,
    "unbalanced": _SHAPE,
    "figure-lost": mark("it lost the figure {detail}"),
    "order": _ORDER,
    "repeated": _ORDER,
    **dict.fromkeys(("word", "number", "date", "document", "term", "name", "quote"), _NOT_SAID),
    **dict.fromkeys(("range", "mark", "hedge", "direction", "limit", "bound", "unit"), _CHANGED),
    **dict.fromkeys(("negation-lost", "negation-gained", "negation-moved"), _NEGATION),
    **dict.fromkeys(("plan-lost", "done-gained"), _PLAN),
    **dict.fromkeys(("fused", "part-lost", "subject-lost", "nominal-lost"), _JOINED),
}
# The reasons of `cleaning`; those that are tables of `noise.toml` have the table's name.
_FURNITURE = {
    "copyright": mark("copyright"),
    "form": mark("form for comments"),
    "counter": mark("counter of visits"),
    "share": mark("buttons of the page"),
    "advert": mark("advertisement or contact"),
    "tags": mark("keywords"),
    "caption": mark("caption of a picture"),
    "related": mark("links to other articles"),
    "stamp": mark("date of publication"),
    "path": mark("address of a page"),
    "marks": mark("signs without words"),
    "menu": mark("menu"),
    "byline": mark("name of the author or source"),
    "repeat": mark("said before"),
}


def why(entry: Labelled) -> str:
    """The label of a sentence, how sure it is, and the phrases that speak for it or for the next best label."""
    parts = [f"{_(SECTIONS[entry.section])} {entry.score:.2f}"]
    if entry.rival and entry.rival[1] >= 0.01:
        parts.append(
            _("else {section} {score}").format(section=_(SECTIONS[entry.rival[0]]), score=f"{entry.rival[1]:.2f}")
        )
    if entry.section in ("achievement", "shortcoming", "task"):
        parts.append(_("needed {salience}").format(salience=f"{entry.salience:.2f}"))
    for section in (entry.section, *((entry.rival[0],) if entry.rival else ())):
        phrases = [f"“{cue.text}”" for cue in entry.cues if cue.section == section]
        if phrases:
            parts.append(f"{_(SECTIONS[section])}: {', '.join(phrases)}")
    return " · ".join(parts)


def refused(reason: str) -> str:
    """Why the model's draft of a bullet was not taken (`Item.reason`); the code itself where it is not known here."""
    code, _colon, detail = reason.partition(":")
    template = _REFUSED.get(code)
    return reason if template is None else _(template).format(detail=f"“{detail}”")


def passed_over(reason: str) -> str:
    """Why a line was taken for furniture of the page (`Block.reason`); the code itself where it is not known here."""
    template = _FURNITURE.get(reason)
    return reason if template is None else _(template)
