"""`summarise evaluate`: the table, the file, and the bounds."""

from __future__ import annotations

import json

import pytest

from summarise.cli import main


@pytest.fixture
def cases(here):
    folder = here / "cases"
    folder.mkdir()
    gold = {
        "meeting": {"date": "2022-07-08"},
        "spans": [{"quote": "Mở 2 lớp.", "label": "task", "key": True, "condensed": "Mở 2 lớp.", "figures": ["2 lớp"]}],
    }
    for name, text in {"one": "Tên\nMở 2 lớp.", "two": "thực đơn\nMở 2 lớp."}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
        (folder / f"{name}.gold.json").write_text(json.dumps(gold), "utf-8")
    return folder


def test_the_table_has_a_row_a_case_and_the_mean(cases, script, capsys) -> None:
    assert main(["evaluate", "cases"]) == 0
    out, err = capsys.readouterr()
    head, one, two, mean = (line.split() for line in out.splitlines())
    assert head[:3] == ["case", "precision", "key_recall"]
    assert one[:4] == ["one", "1.000", "1.000", "1.000"]
    assert two[:4] == ["two", "0.000", "0.000", "0.000"]
    assert mean[:4] == ["MEAN", "0.500", "0.500", "0.500"]
    assert "two: two.txt: this text does not report on a meeting" in err


def test_the_figures_are_written_as_json(cases, script, here) -> None:
    assert main(["evaluate", "cases", "--json", "f.json"]) == 0
    figures = json.loads((here / "f.json").read_text("utf-8"))
    assert figures["mean"]["key_recall"] == 0.5
    assert set(figures["cases"]) == {"one", "two"}
    assert main(["evaluate", "cases", "--json", "f.json"]) == 2


@pytest.mark.parametrize(
    ("bounds", "code", "message"),
    [
        (["--min", "key_recall=0.5", "--max", "unsupported=0"], 0, ""),
        (["--min", "key_recall=0.6"], 1, "key_recall 0.500 < 0.6"),
        (["--min", "key_recall=0.5", "--max", "items=0"], 1, "items 0.500 > 0"),
        (["--min", "recall=1"], 2, "recall=1: there is no such figure; choose one of precision"),
        (["--max", "items"], 2, "items: write the bound as FIGURE=VALUE"),
        (["--max", "items=few"], 2, "items=few: write the bound"),
    ],
)
def test_a_missed_bound_fails_and_a_wrong_one_is_told(cases, script, capsys, bounds, code, message) -> None:
    assert main(["evaluate", "cases", *bounds]) == code
    assert message in capsys.readouterr().err


def test_wrong_cases_are_found_before_the_model_is_loaded(cases, script, capsys) -> None:
    (cases / "two.gold.json").write_text("{", "utf-8")
    assert main(["evaluate", "cases"]) == 2
    assert main(["evaluate", "nowhere"]) == 2
    assert script.loaded == []
