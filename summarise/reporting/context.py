"""What a template may print: a `Summary` and an `Office` as a plain dictionary, without any knowledge of Word.

The keys are the tags of `templates/README.md`: Vietnamese without marks, because whoever edits a template in Word types
them. Numbering, blanks and the ends of sentences are settled here; wording is in the template or in
`language/<language>/report.toml`, where the language is the template's, whatever the article's. Form: Nghị định
30/2020/NĐ-CP, Phụ lục I, Mục II (padding of numbers and dates, ends of the
lines of Kính gửi and Nơi nhận) and Phụ lục III (the mark that ends a document).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from summarise.blank import BLANK
from summarise.language import languages, table
from summarise.office import Office
from summarise.records import Figure, Item, Meeting, Summary
from summarise.reporting import header
from summarise.reporting.one_page import one_page

# Room for the number to be written in by hand: spaces that do not break and do not collapse.
_ROOM = "\u00a0" * 6
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
# "./." closes a whole document; an article that ends with it must not close the report in the middle.
_END_MARK = re.compile(r"\.\s*/\s*\.")
_BULLET = re.compile(r"^[-–—•+*]\s+")
_CLOSED = re.compile(r"[.…?!][”’\"')»\]]*$")
# Everything up to the last digit is the number with its hedge, the rest its unit.
_AMOUNT = re.compile(r"^(.*\d)\s*(.*)$")


def context(summary: Summary, office: Office, *, language: str = "vi") -> dict[str, Any]:
    """The values of all tags, worded in `language`. Texts are single lines in NFC; lists are empty where the article
    says nothing."""
    wording = table(language, "report")
    results = _results(summary, wording)
    task_headings = wording["headings"] | wording["task_headings"]
    facts = _facts(summary.meeting, wording)
    return {
        **office_values(office, wording),
        "tieu_de_bai": plain(summary.title or ""),
        "ky_bao_cao": period_text(summary.meeting.period),
        "ky_toi": period_text(summary.meeting.next_period),
        "hoi_nghi": {fact: closed(text) for fact, text in facts.items()} | {"ten": closed(capital(facts["ten"]))},
        "trong_cau": facts,
        "ten_hoi_nghi": capital(facts["ten"]),
        "so_phan": part_numbers(
            ("hoi_nghi", *(("ket_qua",) if results else ()), "han_che", "nhiem_vu", "kien_nghi"),
        ),
        "ket_qua": results,
        "han_che": _sentences(summary.shortcomings),
        "nhiem_vu": _groups(summary.tasks, task_headings, wording),
        "chi_tieu": _sentences(item for item in summary.tasks if item.figures),
        "nhiem_vu_khac": _groups([item for item in summary.tasks if not item.figures], task_headings, wording),
        "ket_luan": _conclusion(summary, wording),
        "chu_toa": plain(summary.meeting.chairs[0]) if len(summary.meeting.chairs) == 1 else BLANK,
        "mot_trang": _one_page(summary),
        "bang_so_lieu": _figures(summary, wording["figures"]),
        "bieu_do": [],  # filled by whoever has pictures
    }


def office_values(office: Office, wording: dict[str, Any]) -> dict[str, Any]:
    addressees = _plain_all(office.addressees)
    named = _plain_all(office.recipients) or wording["recipients"]
    # "As above" points to the addressees, in whatever language the office wrote it.
    above = {table(language, "report")["as_above"].casefold() for language in languages()}
    lines = [line.removeprefix("- ").rstrip(";.") for line in named]
    others = [line for line in lines if line.casefold() not in above]
    recipients = [wording["as_above"], *others] if addressees else others
    number = f"{office.number:02d}" if office.number else _ROOM
    return {
        "co_quan_chu_quan": header.name_lines(_plain_all(office.superior), header.SUPERIOR),
        "co_quan_ban_hanh": header.name_lines(_plain_all(office.issuer), header.ISSUER),
        "ten_co_quan": plain(office.name or ""),
        "so_van_ban": number,
        "ky_hieu": header.symbol(number, plain(office.symbol)),
        "duoi_ky_hieu": plain(office.symbol).partition("-")[2] or BLANK,
        "dia_danh": header.unbroken(plain(office.place or BLANK)),
        "ngay_thang": header.unbroken(
            date_text(office.date.isoformat() if office.date else None, wording, "long_date")
        ),
        "kinh_gui": addressees[0] if len(addressees) == 1 else "",
        "kinh_gui_ds": _list_lines(addressees) if len(addressees) > 1 else [],
        "noi_nhan": _list_lines(recipients),
        "noi_nhan_khac": _list_lines(others),
        "ky_quyen": header.name_lines(_plain_all(office.signatory), header.SIGNATORY),
        "ky_ten": plain(office.signatory_name or BLANK),
    }


def _facts(meeting: Meeting, wording: dict[str, Any]) -> dict[str, str]:
    """The facts of the meeting as they stand within a sentence, without a stop; `…` for what is not known."""

    def told(fact: str, text: str | None) -> str:
        if not text:
            return BLANK
        mark = f" {wording['inferred']}" if fact in meeting.inferred else ""
        return _open(plain(text)) + mark

    kind = wording["kinds"].get(meeting.kind)
    date = date_text(meeting.date, wording, "short_date") if meeting.date else None
    return {
        "ten": told("name", meeting.name) if meeting.name else told("kind", kind),
        "thoi_gian": told("date", date),
        "dia_diem": told("place", meeting.place),
        "don_vi_to_chuc": told("organizer", meeting.organizer),
        "chu_tri": told("chairs", "; ".join(meeting.chairs)),
        "thanh_phan": told("attendees", "; ".join(meeting.attendees)),
        "ky_bao_cao": told("period", meeting.period),
        "ket_luan": told("concluded_by", meeting.concluded_by),
    }


def _results(summary: Summary, wording: dict[str, Any]) -> list[dict[str, Any]]:
    groups = _groups(summary.achievements, wording["headings"], wording)
    if awards := _sentences(summary.awards):
        groups.append(_group(len(groups) + 1, wording["awards"]["heading"], awards, wording))
    return groups


def _groups(items: Sequence[Item], headings: dict[str, str], wording: dict[str, Any]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for field, heading in headings.items():
        if sentences := _sentences(item for item in items if item.field == field):
            groups.append(_group(len(groups) + 1, heading, sentences, wording))
    return groups


def _group(number: int, heading: str, sentences: list[str], wording: dict[str, Any]) -> dict[str, Any]:
    return {"so": number, "chu": _letter(number, wording), "tieu_de": heading, "y": sentences}


def _letter(number: int, wording: dict[str, Any]) -> str:
    """`a`, `b`, `c` in the order of the language; after the last, the number itself."""
    letters = wording["letters"]
    return letters[number - 1] if number <= len(letters) else str(number)


def _conclusion(summary: Summary, wording: dict[str, Any]) -> dict[str, Any]:
    """What the person who concluded the meeting said; where the article names none, what its chairs said."""
    meeting = summary.meeting
    leaders = {meeting.concluded_by} if meeting.concluded_by else set(meeting.chairs)
    said = {
        section: _sentences(item for item in items if item.speaker in leaders)
        for section, items in (
            ("danh_gia", (*summary.achievements, *summary.shortcomings)),
            ("nhiem_vu", summary.tasks),
        )
    }
    only = next(iter(leaders)) if len(leaders) == 1 and any(said.values()) else None
    tasks = [{"chu": _letter(number, wording), "y": text} for number, text in enumerate(said["nhiem_vu"], 1)]
    return {
        "nguoi": plain(meeting.concluded_by or only or ""),
        "danh_gia": said["danh_gia"],
        "nhiem_vu": tasks,
    }


def _one_page(summary: Summary) -> dict[str, Any]:
    chosen = one_page(summary)
    return {
        "ket_qua": _sentences(chosen.achievements),
        "han_che": _sentences(chosen.shortcomings),
        "nhiem_vu": _sentences(chosen.tasks),
        "so_lieu": [{"so": number, **figure_row(figure)} for number, figure in enumerate(chosen.figures, 1)],
    }


def _figures(summary: Summary, names: dict[str, str]) -> list[dict[str, Any]]:
    """The groups of the table of figures, numbered I, II …; within a group the figures stand in the article's order. What
    is due in the next period names it, since the title names the other."""
    groups: list[dict[str, Any]] = []
    for section, name in names.items():
        rows = [figure_row(figure) for figure in summary.figures if figure.section == section]
        if rows:
            numbered = [{"so": number, **row} for number, row in enumerate(rows, 1)]
            coming = f" {period_text(summary.meeting.next_period)}" if section == "task" else ""
            groups.append({"so": ROMAN[len(groups)], "ten": f"{name}{coming}".strip(), "dong": numbered})
    return groups


def figure_row(figure: Figure) -> dict[str, str]:
    """Number and unit in columns of their own, both as written: nothing is converted or computed."""
    text, unit = plain(figure.text), plain(figure.unit or "")
    amount, rest = match.groups() if (match := _AMOUNT.match(text)) else (text, "")
    if rest in unit:
        whole = unit
    elif unit in rest:
        whole = rest
    else:
        whole = f"{rest} {unit}"
    return {"chi_tieu": capital(plain(figure.about)) or BLANK, "don_vi": whole or BLANK, "so_lieu": amount}


def part_numbers(parts: Iterable[str]) -> dict[str, str]:
    return dict(zip(parts, ROMAN, strict=False))


def _sentences(items: Iterable[Item]) -> list[str]:
    return [sentence for item in items if (sentence := printed(item.text))]


def printed(text: str) -> str:
    """A bullet as it is printed after its dash: a capital first, one stop last; empty for a text without letters."""
    text = _BULLET.sub("", plain(text))
    return capital(closed(text)) if any(map(str.isalnum, text)) else ""


def closed(text: str) -> str:
    text = text.rstrip(" ;,:")
    return text if _CLOSED.search(text) else f"{text}."


def _open(text: str) -> str:
    return text.rstrip(" ;,:.")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _list_lines(lines: Sequence[str]) -> list[str]:
    """`- …;` for every line but the last, which ends with a stop of its own even after a blank."""
    return [f"- {line};" for line in lines[:-1]] + [f"- {line.removesuffix('.')}." for line in lines[-1:]]


def period_text(text: str | None) -> str:
    """The period for headings, where a year must not stand alone on the second line."""
    return re.sub(r" (?=\d+$)", "\u00a0", plain(text or ""))


def date_text(iso: str | None, wording: dict[str, Any], form: str) -> str:
    """A date in the form of that name, all blanks without one. In Vietnamese the day and the months 1 and 2 have two
    digits, so that none can be made into another; the other months have not. English names its months."""
    if iso is None:
        blank = str(wording[form]).format(day=BLANK, month=BLANK, year=BLANK)
        return BLANK if set(blank.split()) == {BLANK} else blank
    year, month, day = map(int, iso.split("-"))
    if months := wording.get("months"):
        return str(wording[form]).format(day=day, month=months[month - 1] if 0 < month < 13 else month, year=year)
    return str(wording[form]).format(day=f"{day:02d}", month=f"{month:02d}" if month < 3 else month, year=year)


def _plain_all(lines: Iterable[str]) -> list[str]:
    return [text for line in lines if (text := plain(line))]


def plain(text: str) -> str:
    """One line of NFC text without control characters and without the mark that ends a document."""
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    kept = "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return " ".join(_END_MARK.sub(".", kept).split())
