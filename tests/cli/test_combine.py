"""`summarise combine`, as a process: one report of all units, or none and the reason."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import docx
import pytest

import summarise
from summarise import contract
from summarise.cli.combine import chart, find, name_units
from summarise.consolidated import Series
from summarise.errors import SettingsError
from summarise.records import Figure, Summary
from tests.consolidating.made import figure, item
from tests.consolidating.made import summary as made

ROOT = Path(summarise.__file__).parent.parent


def houses(number: int) -> Figure:
    return figure(f"{number} nhà", number, "nhà", "nhà mái ấm công đoàn")


def unit(place: str, number: int) -> Summary:
    return made(
        f"LĐLĐ tỉnh {place}", achievements=(item(f"Hỗ trợ xây {number} nhà mái ấm."),), figures=(houses(number),)
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with the summaries of two units, and one without a name."""
    monkeypatch.chdir(tmp_path)
    for name, summary in {"b": unit("Lào Cai", 5), "a": unit("Cao Bằng", 38), "c": made("LĐLĐ tỉnh")}.items():
        (tmp_path / f"{name}.json").write_text(contract.dumps(summary), "utf-8")
    return tmp_path


def combine(*arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarise", "--lang", language, "combine", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def heads(report: Path) -> list[str]:
    return [cell.text for cell in docx.Document(str(report)).tables[-1].rows[0].cells]


def cells(report: Path) -> list[str]:
    return [cell.text for cell in docx.Document(str(report)).tables[-1].rows[2].cells]


def test_the_units_stand_in_the_order_given_with_their_total(here: Path) -> None:
    done = combine("b.json", "a.json", "-o", "cum.docx")
    assert (done.returncode, done.stdout, done.stderr) == (0, "cum.docx\n", "")
    assert heads(here / "cum.docx")[3:] == ["LĐLĐ tỉnh Lào Cai", "LĐLĐ tỉnh Cao Bằng", "Tổng cộng"]
    assert cells(here / "cum.docx") == ["1", "Nhà mái ấm công đoàn", "nhà", "5", "38", "43"]


def test_a_folder_is_taken_with_all_its_summaries(here: Path) -> None:
    done = combine(".", "-o", "cum.docx")
    assert done.returncode == 0
    assert heads(here / "cum.docx")[3:] == ["LĐLĐ tỉnh Cao Bằng", "LĐLĐ tỉnh Lào Cai", "… (c)", "Tổng cộng"]
    assert done.stderr.startswith("Warning: cum.docx: c.json: the unit cannot be read; name it with --unit c.json=NAME")


def test_warnings_are_told_in_vietnamese_and_not_when_quiet(here: Path) -> None:
    assert "không đọc được tên đơn vị" in combine("c.json", "-o", "cum.docx", language="vi").stderr
    done = combine("c.json", "-o", "cum.docx", "--force", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_unit_can_be_named(here: Path) -> None:
    done = combine("c.json", "a.json", "-o", "cum.docx", "--unit", "c.json=LĐLĐ tỉnh Bắc Kạn")
    assert (done.returncode, done.stderr) == (0, "")
    assert heads(here / "cum.docx")[3] == "LĐLĐ tỉnh Bắc Kạn"


BAD = {
    "edited.json": '{"schema": "summarise/1", ',
    "other.json": "[1, 2]",
    "future.json": '{"schema": "summarise/9"}',
}


def test_a_bad_file_ends_it_all_and_every_one_is_named(here: Path) -> None:
    for name, text in BAD.items():
        (here / name).write_text(text, "utf-8")
    done = combine("a.json", *BAD, "gone.json", "-o", "cum.docx")
    assert done.returncode == 2
    assert not (here / "cum.docx").exists()
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:4]] == [*BAD, "gone.json"]
    assert lines[4].startswith("Error: no report is written, since a unit would be missing")
    assert "Traceback" not in done.stderr


def test_bad_files_are_left_out_when_asked_and_told(here: Path) -> None:
    (here / "other.json").write_text("{}", "utf-8")
    done = combine("other.json", "a.json", "-o", "cum.docx", "--skip-bad")
    assert done.returncode == 0
    assert (
        done.stderr == 'Warning: left out: other.json: this JSON is not a summary: "schema": "summarise/1" is missing\n'
    )
    assert "LĐLĐ tỉnh Cao Bằng" in heads(here / "cum.docx")


def test_bad_files_alone_make_no_report(here: Path) -> None:
    (here / "other.json").write_text("{}", "utf-8")
    assert combine("other.json", "-o", "cum.docx", "--skip-bad").returncode == 2
    assert not (here / "cum.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["a.json", "-o", "old.docx"], 2, "old.docx exists; --force overwrites it"),
        (["a.json", "-o", "cum.txt"], 2, "end its name in .docx"),
        (["a.json", "-o", "nowhere/cum.docx"], 2, "there is no folder nowhere"),
        (["a.json", "-o", "cum.docx", "--template", "nope"], 3, "there is no template nope"),
        (["a.json", "-o", "cum.docx", "--unit", "a.json"], 2, "write the file, = and the name"),
        (["a.json", "-o", "cum.docx", "--unit", "b.json=X"], 2, "b.json is none of the summaries given"),
        (["empty", "-o", "cum.docx"], 2, "there is no summary (.json) here"),
        (["a.json"], 2, "Missing option"),
        (["-o", "cum.docx"], 2, "Missing argument"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(here: Path, arguments: list[str], code: int, message: str) -> None:
    (here / "empty").mkdir()
    (here / "old.docx").write_text("old", "utf-8")
    done = combine(*arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (here / "cum.docx").exists()
    assert (here / "old.docx").read_text("utf-8") == "old"


def test_a_template_for_one_article_is_refused(here: Path) -> None:
    done = combine("a.json", "-o", "cum.docx", "--template", "bao-cao-so-ket")
    assert done.returncode == 3
    assert "this template is for summarise report" in done.stderr
    assert not (here / "cum.docx").exists()


def test_each_file_counts_once_and_originals_are_passed_over(here: Path) -> None:
    for name in ("a.original.json", "alone.original.json", ".hidden.json", "note.txt"):
        (here / name).write_text("{}", "utf-8")
    found = find([Path("b.json"), Path(), Path("./a.json")])
    assert [path.name for path in found] == ["b.json", "a.json", "alone.original.json", "c.json"]
    assert [path.name for path in find([Path("[ab].json")])] == ["a.json", "b.json"]


def test_a_name_that_two_files_have_must_be_told_with_its_folder(here: Path) -> None:
    paths = []
    for folder in ("x", "y"):
        (here / folder).mkdir()
        paths.append(Path(folder, "a.json"))
        paths[-1].write_text("{}", "utf-8")
    with pytest.raises(SettingsError, match=r"several files are named a\.json"):
        name_units(["a.json=LĐLĐ tỉnh A"], paths)
    assert name_units(["y/a.json=LĐLĐ tỉnh A"], paths) == {paths[1]: "LĐLĐ tỉnh A"}


def test_summaries_with_a_byte_order_mark_are_read(here: Path) -> None:
    text = (here / "a.json").read_text("utf-8")
    (here / "a.json").write_text(json.dumps(json.loads(text)), "utf-8-sig")
    assert combine("a.json", "-o", "cum.docx").returncode == 0


def test_a_chart_names_its_period_and_who_is_missing() -> None:
    series = Series("nhà", "nhà", "năm 2021", ("A", "B"), (Decimal(3), Decimal(5)), ("3", "5"), (False, True), ("C",))
    made = chart(series)
    assert made.title == "nhà (năm 2021)"
    assert (made.labels, made.values, made.hedged) == (("A", "B"), (3, 5), (False, True))
    assert made.description.endswith("Không có số liệu: C.")
    assert chart(dataclasses.replace(series, period=None)).title == "nhà"


def test_an_edited_unit_is_printed_with_its_amount(here: Path) -> None:
    about = "tiền hỗ trợ đoàn viên khó khăn"
    for name, text, value in (("a", "800 triệu đồng", 800), ("b", "23 tỷ đồng", 23)):
        edited = made(f"LĐLĐ tỉnh {name}", figures=(figure(text, value, "triệu đồng", about),))
        (here / f"{name}.json").write_text(contract.dumps(edited), "utf-8")
    for first, second in (("a", "b"), ("b", "a")):
        assert combine(f"{first}.json", f"{second}.json", "-o", "cum.docx", "--force").returncode == 0
        amounts = {"a": "800", "b": "23 tỷ đồng"}
        assert cells(here / "cum.docx")[2:5] == ["triệu đồng", amounts[first], amounts[second]]
