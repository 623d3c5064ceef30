"""What kind of meeting it is, by the name that the article gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from summarise.language import table
from summarise.meeting.announcement import Announcement
from summarise.meeting.mentions import Period
from summarise.meeting.passages import Passage
from summarise.meeting.words import any_of, compiled
from summarise.records import MeetingKind, Span

NEAR = 700  # characters from the announcement within which another sentence may name the same meeting


@cache
def _rules(language: str) -> dict[str, Any]:
    words = table(language, "meeting")
    kinds = words["kinds"]
    meeting = any_of([*words["announcement"]["meeting"], *words["announcement"]["meeting_of"]])
    session = rf"(?:[\s,]+{any_of(kinds['session'])})"
    return {
        "committee": compiled(
            rf"{meeting}(?:[\s,]+{any_of(kinds['fillers'])})*{session}*\s+(?P<kind>{any_of(kinds['committee'])})"
            rf"|(?P<late>{any_of(kinds['committee'])})\s+{meeting}"
        ),
        "convened": compiled(rf"^{any_of(kinds['committee'])}"),
        "session": compiled(rf"^{meeting}{session}|^{any_of(words['announcement']['meet'])}"),
        "own_name": compiled(rf"{meeting}(?:\s+{any_of(kinds['fillers'])})*\s+(?P<kind>{any_of(kinds['own_names'])})"),
        "words": [(kind, compiled(any_of(forms))) for kind, forms in kinds["words"].items()],
        "committee_kind": kinds["committee_kind"],
        "other_kind": kinds["other_kind"],
        "whole_kind": kinds["whole_kind"],
        "part_kind": kinds["part_kind"],
        "back": compiled(any_of(words["announcement"]["look_back"])),
        "named": compiled(rf"(?P<meeting>{meeting})(?:\s+{any_of(kinds['fillers'])})*"),
    }


def find_kind(
    announced: Announcement | None,
    title: Announcement | None,
    passages: Sequence[Passage],
    period: Period | None,
    language: str,
) -> tuple[MeetingKind, Span] | None:
    """The kind and the words that tell it: those of the announcement, of the title, else of a sentence that names the
    meeting ("hội nghị sơ kết …"), else the period that is looked back on; None where no meeting is named at all."""
    rules = _rules(language)
    names = [(each.passage, each.scope) for each in (announced, title) if each]
    names += [(passage, (0, len(passage.text))) for passage in passages if passage.kind == "title" and not title]
    for number, (passage, scope) in enumerate(names):
        if found := rules["committee"].search(passage.text, *scope):
            return rules["committee_kind"], passage.span(*found.span("kind" if found["kind"] else "late"))
        who = announced.organizer if announced and number == 0 else None
        by_committee = who is not None and rules["convened"].match(passage.text[slice(*who)])
        if who and by_committee and rules["session"].match(passage.text[slice(*scope)]):
            return rules["committee_kind"], passage.span(*who)
    for passage, scope in names:
        own, known = rules["own_name"].search(passage.text, *scope), _first(passage, scope, rules)
        if own and not (known and passage.start + own.start("kind") > known[1].start):
            return rules["other_kind"], passage.span(*own.span("kind"))
        if known:
            return known
    if announced and (known := _first(announced.passage, (0, len(announced.passage.text)), rules)):
        return known  # "… nhìn lại …, tại hội nghị do … tổ chức": the sentence tells it before the name
    for passage in passages:
        if passage.section not in (None, "event"):
            continue
        if announced and abs(passage.start - announced.passage.start) > NEAR:
            continue  # another meeting
        for meeting in rules["named"].finditer(passage.text):
            known = _first(passage, (meeting.end(), len(passage.text)), rules, at_once=True)
            if known:
                return known
        if committee := rules["committee"].search(passage.text) if announced else None:
            return rules["committee_kind"], passage.span(*committee.span("kind" if committee["kind"] else "late"))
    if announced and period and period.months and rules["back"].search(announced.passage.text, *announced.scope):
        year = period.months[1] - period.months[0] >= 11
        return rules["whole_kind" if year else "part_kind"], period.spans[0]
    return (rules["other_kind"], announced.passage.span(*announced.name)) if announced else None


def _first(
    passage: Passage, scope: tuple[int, int], rules: dict[str, Any], *, at_once: bool = False
) -> tuple[MeetingKind, Span] | None:
    found: list[tuple[int, MeetingKind, re.Match[str]]] = []
    for kind, pattern in rules["words"]:
        if match := pattern.search(passage.text, *scope):
            found.append((match.start(), kind, match))
    if not found:
        return None
    start, kind, match = min(found, key=lambda each: each[0])
    if at_once and passage.text[scope[0] : start].strip():
        return None
    return kind, passage.span(*match.span())
