"""What the template of a report of many units may print: a `Consolidated` and an `Office` as a plain dictionary.

As `context.py` for one article: numbering, blanks and the ends of sentences are settled here, wording is in the template
or in `language/vi/report.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from summarise.blank import BLANK
from summarise.consolidated import Consolidated, Member, Row, Statement
from summarise.language import table
from summarise.office import Office
from summarise.records import Figure, Meeting
from summarise.reporting.context import (
    ROMAN,
    capital,
    closed,
    date_text,
    figure_row,
    office_values,
    part_numbers,
    period_text,
    plain,
    printed,
)

_LANGUAGE = "vi"

# Columns of units that a page holds beside the others: upright so many, lengthways so many.
UPRIGHT_UNITS = 4
MOST_UNITS = 10


def consolidated_context(consolidated: Consolidated, office: Office) -> dict[str, Any]:
    """The values of all tags. Texts are single lines in NFC; lists are empty where no source says anything."""
    wording = table(_LANGUAGE, "report")
    names = [_name(member, wording["combined"]) for member in consolidated.members]
    results = _fields(consolidated.achievements, names, wording["headings"])
    if awards := _by_unit(consolidated.awards, names):
        results.append({"so": len(results) + 1, "tieu_de": wording["awards"]["heading"], "don_vi": awards})
    units, shared = (
        [
            _held(member, name, wording)
            for member, name in zip(consolidated.members, names, strict=True)
            if member.whole == whole
        ]
        for whole in (False, True)
    )
    parts = ["dac_diem", *(["ket_qua"] if results else []), *(["hoat_dong_chung"] if shared else [])]
    own = office_values(office, wording)
    return {
        **own,
        # Only the office can say which cluster these units are: no article does for all of them.
        "ten_cum": own["ten_co_quan"] if _is_cluster(own["ten_co_quan"], wording["combined"]) else BLANK,
        "ky_bao_cao": period_text(consolidated.period),
        "ky_toi": period_text(consolidated.next_period),
        "so_phan": part_numbers((*parts, "danh_gia", "nhiem_vu", "de_xuat")),
        "don_vi": units,
        "ten_don_vi": closed("; ".join(unit["ten"] for unit in units)) if units else BLANK,
        "ket_qua": results,
        "hoat_dong_chung": shared,
        "han_che": _by_unit(consolidated.shortcomings, names),
        "nhiem_vu": _fields(consolidated.tasks, names, wording["headings"] | wording["task_headings"]),
        "bang_so_lieu": _tables(consolidated, names, wording),
        "bieu_do": [],  # filled by whoever has pictures
        "bang_ngang": len(names) > UPRIGHT_UNITS,
        "ghi_chu": _notes(consolidated, wording["combined"]["notes"]),
    }


def _is_cluster(name: str, wording: dict[str, Any]) -> bool:
    return name.casefold().startswith(tuple(wording["cluster"]))


def _name(member: Member, wording: dict[str, Any]) -> str:
    return plain(member.name if member.named else wording["unnamed"].format(name=member.name))


def _held(member: Member, name: str, wording: dict[str, Any]) -> dict[str, Any]:
    """A unit with the meetings that its sources report; one of which another source tells more is not told again."""
    meetings = [_facts(meeting, wording) for meeting in member.meetings]
    told = [
        facts
        for at, facts in enumerate(meetings)
        if not any(
            facts.items() < other.items() or (facts == other and fellow < at) for fellow, other in enumerate(meetings)
        )
    ]
    return {"ten": name, "hoi_nghi": [line for facts in told if (line := _line_of(facts, wording))] or [BLANK]}


def _facts(meeting: Meeting, wording: dict[str, Any]) -> dict[str, str]:
    """What is known of a meeting, each fact as it is printed."""
    facts = {
        "name": plain(meeting.name or wording["kinds"].get(meeting.kind) or ""),
        "date": date_text(meeting.date, wording, "short_date") if meeting.date else "",
        "place": plain(meeting.place or ""),
        "period": plain(meeting.period or ""),
    }
    marks = dict.fromkeys(meeting.inferred, f" {wording['inferred']}")
    return {fact: text + marks.get(fact, "") for fact, text in facts.items() if text}


def _line_of(facts: dict[str, str], wording: dict[str, Any]) -> str:
    forms = wording["combined"]["meeting"]
    parts = [forms[fact].format(facts[fact]) for fact in forms if fact in facts]
    return capital(closed(", ".join(parts))) if parts else ""


def _fields(statements: Sequence[Statement], names: Sequence[str], headings: dict[str, str]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for field, heading in headings.items():
        if units := _by_unit([one for one in statements if one.field == field], names):
            groups.append({"so": len(groups) + 1, "tieu_de": heading, "don_vi": units})
    return groups


def _by_unit(statements: Sequence[Statement], names: Sequence[str]) -> list[dict[str, Any]]:
    """Each unit with its sentences, so that its name stands once."""
    units = []
    for at, name in enumerate(names):
        if sentences := [text for one in statements if one.member == at and (text := printed(one.text))]:
            units.append({"ten": name, "y": sentences})
    return units


def _tables(consolidated: Consolidated, names: Sequence[str], wording: dict[str, Any]) -> list[dict[str, Any]]:
    """The table of figures, parted where the page does not hold all units; the total stands in the last part. A part
    holds the rows that one of its units has an amount of, numbered as in the whole; the last holds all totals."""
    # Parts of one size: a last one of two units would be mostly its first columns.
    size = -(-len(names) // -(-len(names) // MOST_UNITS)) if names else 1
    parts = [range(start, min(start + size, len(names))) for start in range(0, len(names), size)]
    return [
        made
        for number, part in enumerate(parts, 1)
        if (
            made := _table(
                consolidated,
                part,
                names,
                wording,
                total=number == len(parts) and any(row.total for row in consolidated.rows),
                number=number,
            )
        )["nhom"]
    ]


def _table(
    consolidated: Consolidated,
    part: range,
    names: Sequence[str],
    wording: dict[str, Any],
    *,
    total: bool,
    number: int,
) -> dict[str, Any]:
    groups: list[dict[str, Any]] = []
    for section, name in wording["figures"].items():
        rows = [row for row in consolidated.rows if row.section == section]
        lines = [
            {"so": at, **_line(row, consolidated, part, wording["combined"])}
            for at, row in enumerate(rows, 1)
            if set(part) & set(row.members) or (total and row.total)
        ]
        if lines:
            groups.append({"ten": name, "dong": lines})
    return {
        "so": number,
        "don_vi": [names[at] for at in part],
        "tong": total,
        "so_cot": len(part) + 2 + total,
        "nhom": [{"so": ROMAN[at], **group} for at, group in enumerate(groups)],
    }


def _line(row: Row, consolidated: Consolidated, part: range, wording: dict[str, Any]) -> dict[str, Any]:
    indicator, period = capital(plain(row.indicator)) or BLANK, plain(row.period or "")
    usual = (consolidated.next_period if row.section == "task" else consolidated.period) or ""
    if period and period.casefold() != usual.casefold():
        indicator = wording["indicator"].format(indicator=indicator, period=period)
    return {
        "chi_tieu": indicator,
        "don_vi": _row_unit(row),
        "o": [_cell(row, at, wording) for at in part],
        "tong": _total(row, wording),
    }


def _cell(row: Row, member: int, wording: dict[str, Any]) -> str:
    unit = _row_unit(row)
    amounts = [_amount(amount.figure, unit) for amount in row.amounts if amount.member == member]
    if len(amounts) > 1:
        return str(wording["conflict"].format(amounts=wording["between"].join(amounts)))
    return amounts[0] if amounts else str(wording["nothing"])


def _row_unit(row: Row) -> str:
    """The unit of a row, as its first amount words it where the two do not disagree."""
    figure = row.amounts[0].figure
    unit, told = plain(figure.unit or ""), _told_unit(figure)
    return unit if unit and told not in unit and unit not in told else figure_row(figure)["don_vi"]


def _amount(figure: Figure, unit: str) -> str:
    """The number of a figure, with its own unit where that is not the row's: a person may have corrected the text."""
    number, told = figure_row(figure)["so_lieu"], _told_unit(figure)
    words = told.casefold().split()
    return number if words == unit.casefold().split()[: len(words)] else f"{number} {told}"


def _told_unit(figure: Figure) -> str:
    """The unit that stands in the text of a figure; empty where there is none."""
    text = plain(figure.text)
    return text.removeprefix(figure_row(figure)["so_lieu"]).strip()


def _total(row: Row, wording: dict[str, Any]) -> str:
    if row.total is None:
        return str(wording["nothing"])
    amount = number_text(row.total.value)
    return str(wording["estimate"].format(amount=amount)) if row.total.estimated else amount


def number_text(value: Decimal) -> str:
    """A number as Vietnamese writes it: 1.234,5."""
    marks = table(_LANGUAGE, "figures")
    whole, _, decimals = f"{value:,f}".partition(".")
    whole, decimals = whole.replace(",", marks["group"]), decimals.rstrip("0")
    return f"{whole}{marks['decimal']}{decimals}" if decimals else whole


def _notes(consolidated: Consolidated, notes: dict[str, str]) -> list[str]:
    """What has to be said under the table."""
    said = {
        "total": len(consolidated.members) > 1 and bool(consolidated.rows),
        "estimate": any(row.total and row.total.estimated for row in consolidated.rows),
        "conflict": any(row.conflicting for row in consolidated.rows),
        "whole": any(member.whole for member in consolidated.members)
        and any(not member.whole for member in consolidated.members),
    }
    return [notes[name] for name, holds in said.items() if holds and consolidated.rows]
