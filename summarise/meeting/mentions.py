"""The periods that the sentences of an article mention, each with its role and how far it is to be trusted.

A period takes its role from the nearest word before it that looks back or ahead ("sơ kết … 6 tháng đầu năm, triển khai
nhiệm vụ 6 tháng cuối năm 2022"), else from the section that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from summarise.language import table
from summarise.meeting.dates import dated
from summarise.meeting.passages import Passage
from summarise.meeting.words import any_of, compiled, folded
from summarise.records import Span

Role = Literal["review", "plan"]

# How far a mention is trusted: the name of the meeting over all. One inside a sentence of the body counts only beside
# another period that it adjoins, so its weight alone is below that of having none.
NAME, TITLE, HEADING, EVENT, OPENING, BODY = 150, 70, 50, 45, 30, -5
LOOSE = 10  # the most for one that only its months make the next period
# "sơ kết 3 năm …" gives way to a period with its years: the most it weighs as any other, and what it then weighs less.
MOST_NEAR, NEAR = 100, 30

SECTION_ROLES: dict[str | None, Role | None] = {
    "achievement": "review", "shortcoming": "review", "task": "plan", "award": None, "other": None,
}  # fmt: skip
FOUR_DIGITS = re.compile(r"\d{4}")
WORDS = re.compile(r"\s*(?:[^\W\d_]+\s+){0,4}")  # "kết quả hoạt động 9 tháng"


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written: `stem` without its year, `suffix` the year and what joins it. `months` are its first and
    last month, counted from year 0; without a year they lie in year 0, and None where no months are fixed."""

    stem: str
    suffix: str
    spans: tuple[Span, ...]
    months: tuple[int, int] | None
    role: Role | None
    weight: int
    loose: bool = False  # whether it may be planned for without a word that says so, when it adjoins the one reviewed

    @property
    def text(self) -> str:
        return " ".join(f"{self.stem}{self.suffix}".split())

    @property
    def key(self) -> str:
        return folded(self.stem)

    @property
    def dated(self) -> bool:
        return self.months is not None and self.months[0] >= 12

    @property
    def length(self) -> int | None:
        """Its months, None where they are not fixed."""
        return self.months[1] - self.months[0] + 1 if self.months else None

    @property
    def stretch(self) -> bool:
        """Whether it is one of several years, which hand over in the middle of the last."""
        return self.months is not None and self.months[0] % 12 == 6 and self.months[1] - self.months[0] >= 11

    @property
    def whole(self) -> str:
        """What a stem with years is a stretch of, without them: "nhiệm kỳ" of "nhiệm kỳ 2018 - 2023"; else nothing."""
        years = FOUR_DIGITS.search(self.stem)
        words = self.stem[: years.start()] if years else ""
        return folded(words) if " " in words.strip() else ""

    def starts(self) -> date | None:
        """Its first day, where the year is known."""
        return date(self.months[0] // 12, self.months[0] % 12 + 1, 1) if self.months and self.dated else None

    def ends(self) -> date | None:
        """Its last day, where the year is known."""
        if self.months is None or not self.dated:
            return None
        year, month = divmod(self.months[1] + 1, 12)
        return date(year, month + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    named: bool
    near: bool
    ahead: bool
    school: bool


@cache
def _rules(language: str) -> dict[str, Any]:
    rules, names = table(language, "meeting")["periods"], table(language, "meeting")["dates"]["months"]
    month = any_of(names)
    forms = []
    for form in rules["forms"]:
        year = f"(?P<suffix>{form['year']})?" if "year" in form else "(?P<suffix>)"
        flags = (form.get(flag, False) for flag in ("named", "near", "ahead", "school"))
        stem = form["stem"].replace("{month}", month)
        forms.append(_Form(compiled(rf"(?<!\w)(?P<stem>{stem}){year}(?!\w)"), *flags))
    return {
        "forms": forms,
        "cues": compiled(f"(?P<review>{any_of(rules['review'])})|(?P<plan>{any_of(rules['plan'])})"),
        "apart": compiled(rf"{any_of(rules['apart'])}[\s,(]*$"),
        "since": compiled(rf"{any_of(rules['since'])}\s*$"),
        "follows": compiled(
            rf"\s+(?:[^\W\d_]+\s+)?(?:(?P<review>{any_of(rules['review_after'])})|(?P<plan>{any_of(rules['plan_after'])}))"
        ),
        "opening": compiled(
            rf"^\W*(?:\w{{1,4}}[.)]\s+)?(?:(?:{rules['opening']})\s+|(?:{any_of(rules['plan'])}\s+){{1,3}})?$"
        ),
        "numbers": {**rules["numbers"], **names},
    }


def mentions(passage: Passage, named: tuple[Passage, int] | None, language: str) -> Iterator[Period]:
    """Every period that the passage names. `named` is the passage that announces the meeting, and where the name begins in it."""
    rules = _rules(language)
    text = passage.text
    name = named[1] if named and named[0] is passage else None
    lead = named is not None and passage.start < named[0].start
    # What an interviewer asks heads the answers: "Thưa bà, hướng đi cho năm 2024 là gì?"
    asks = passage.section == "other" and passage.text.rstrip().endswith("?")
    cues = list(rules["cues"].finditer(text))
    taken = list(dated(text, language))
    for form in rules["forms"]:
        for match in form.pattern.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            # "From January to June": the word belongs to the period.
            ranged = match.groupdict().get("since") is not None
            since_then = (ranged or passage.section == "task") and rules["since"].search(text[:start])
            if rules["apart"].search(text[:start]) and not since_then:
                continue
            in_name = name is not None and start >= name
            since = name if name is not None and start >= name else 0  # the name is read by itself
            before = [cue for cue in cues if since <= cue.start() and cue.end() <= start]
            cue = before[-1] if before else rules["follows"].match(text, end)
            if form.named and not (in_name or passage.kind == "title" or (passage.kind == "heading" and cue)):
                continue
            if form.near and not (cue and cue["review"] and WORDS.fullmatch(text, cue.end(), start)):
                continue
            opens = rules["opening"].search(text[:start]) is not None
            if in_name:
                weight = NAME
            elif passage.kind == "title":
                weight = TITLE
            elif passage.kind == "heading":
                weight = HEADING
            elif passage.section == "event" or name is not None or (passage.section is None and cue and lead):
                weight = EVENT
            else:
                weight = OPENING if opens or asks else BODY
            if opens and not cue:
                cue = next((cue for cue in cues if cue.start() >= end), None)
            role: Role | None = ("review" if cue["review"] else "plan") if cue else None
            told = SECTION_ROLES.get(passage.section, role)
            if weight in (OPENING, BODY) or not cue:
                # "Theo báo cáo hoạt động 6 tháng đầu năm, …"
                role = told or (role if (opens or asks) and before else None)
            stem = match["stem"]
            if opens and not form.named and stem.split()[0][1:].islower():
                stem = stem[0].lower() + stem[1:]  # a capital of the sentence, not of the period
            role = "plan" if form.ahead else role
            months = _months(match, form, rules["numbers"])
            ending = weight >= TITLE and months is not None and months[0] % 12 > 0 and months[1] % 12 == 11
            yield Period(
                stem=stem,
                suffix=match["suffix"] or "",
                spans=(passage.span(start, end),),
                months=months,
                role=role,
                weight=min(weight, MOST_NEAR) - NEAR if form.near else weight,
                loose=ending if role == "review" else role is None and weight >= OPENING and told != "review",
            )


def _months(match: re.Match[str], form: _Form, numbers: dict[str, int]) -> tuple[int, int] | None:
    parts = {key: value for key, value in match.groupdict().items() if value}

    def number(key: str) -> int | None:
        value = parts.get(key)
        return None if value is None else int(value) if value.isdecimal() else numbers.get(folded(value))

    since, until = number("from"), number("to")
    if since is not None:
        if until is None:
            return since * 12, since * 12 + 11
        until += since // 100 * 100 if until < 100 else 0  # "2021-22"
        # A school year runs from August; a term or a stretch of years hands over in the middle of its last year.
        return (since * 12 + 7, until * 12 + 6) if form.school else (since * 12 + 6, until * 12 + 5)
    year = (number("year") or 0) if FOUR_DIGITS.fullmatch(parts.get("year", "")) else 0
    quarter, month = number("quarter"), number("month")
    count = (number("quarters") or 0) * 3 or number("count")
    begin, end = number("since"), number("until")
    if quarter:
        first, last = quarter * 3 - 3, quarter * 3 - 1
    elif month:
        first, last = month - 1, month - 1
    elif begin and end:
        first, last = begin - 1, end - 1
    elif "first" in parts:
        first, last = 0, (count or 6) - 1
    elif "last" in parts and (count or "half" in parts):
        first, last = 12 - (count or 6), 11
    else:
        return None
    return (year * 12 + first, year * 12 + last) if 0 <= first <= last < 12 else None
