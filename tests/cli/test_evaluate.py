"""`summarise evaluate`: the tables, the files, and the bounds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarise.cli import main

ROOT = Path(__file__).parent.parent.parent


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
    head, one, two, mean = (line.split() for line in out.split("\n\n")[0].splitlines())
    assert head[:3] == ["case", "precision", "key_recall"]
    assert one[:4] == ["one", "1.000", "1.000", "1.000"]
    assert two[:4] == ["two", "0.000", "0.000", "0.000"]
    assert mean[:4] == ["MEAN", "0.500", "0.500", "0.500"]
    assert "two: two.txt: this text does not report on a meeting" in err


def test_under_the_table_stand_the_labels_and_the_worst_items(cases, script, capsys) -> None:
    assert main(["evaluate", "cases"]) == 0
    _figures, matrix, labels, fields, worst = capsys.readouterr().out.split("\n\n")
    assert matrix.splitlines()[0].startswith("Section labels: how many passages")
    assert matrix.splitlines()[1].split() == ["achievement", "shortcoming", "task", "award", "event", "noise", "other"]
    assert matrix.splitlines()[4].split() == ["task", "0", "0", "1", "0", "0", "0", "0"]
    assert [line.split() for line in labels.splitlines()] == [
        ["label", "precision", "recall", "F1", "passages"],
        ["task", "1.000", "1.000", "1.000", "1"],
    ]
    assert fields == "Fields of work\nThe cases name no field."
    assert worst.splitlines() == [
        "Worst items, first what the labeller was surest of",
        "0.00  two: missing: the article was refused | Mở 2 lớp.",
    ]


def test_an_undefined_score_is_a_dash_and_a_bullet_cannot_steer_the_terminal(cases, script, capsys) -> None:
    (cases / "one.txt").write_text("Tên\nMở 2 lớp.\nThăm \x1b[31m đỏ.", "utf-8")
    gold = json.loads((cases / "one.gold.json").read_text("utf-8"))
    gold["spans"] = [
        {**gold["spans"][0], "field": "women"},
        {"quote": "Thăm \x1b[31m đỏ.", "label": "achievement", "field": "welfare"},
    ]
    (cases / "one.gold.json").write_text(json.dumps(gold), "utf-8")
    assert main(["evaluate", "cases"]) == 0
    _figures, _matrix, labels, fields, worst = capsys.readouterr().out.split("\n\n")
    assert labels.splitlines()[1].split() == ["achievement", "–", "0.000", "0.000", "1"]
    assert [line.split()[0] for line in fields.splitlines()[2:]] == ["welfare", "women"]
    assert worst.splitlines()[1] == "1.00  one: told as task, the gold has achievement | Thăm [31m đỏ."


def test_it_speaks_vietnamese(cases, script, capsys, here) -> None:
    assert main(["--lang", "vi", "evaluate", "cases", "--html", "p.html"]) == 0
    out = capsys.readouterr().out
    for text in ("nhãn", "độ chính xác", "độ phủ", "Lĩnh vực công tác", "thiếu: bài bị từ chối | Mở 2 lớp."):
        assert text in out
    assert '<html lang="vi">' in (here / "p.html").read_text("utf-8")


def test_everything_is_written_as_a_page(cases, script, here) -> None:
    assert main(["evaluate", "cases", "--html", "p.html", "--json", "f.json"]) == 0
    page = (here / "p.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Evaluation: cases</title>" in page
    assert "two: two.txt: this text does not report on a meeting" in page
    assert (here / "f.json").exists()
    assert sorted(path.name for path in here.iterdir()) == ["a.txt", "cases", "f.json", "p.html"]


def test_the_files_do_not_replace_others_nor_each_other(cases, script, here, capsys) -> None:
    (here / "p.html").write_text("old", "utf-8")
    assert main(["evaluate", "cases", "--html", "p.html"]) == 2
    assert "p.html exists; --force overwrites it" in capsys.readouterr().err
    assert main(["evaluate", "cases", "--html", "f", "--json", "f"]) == 2
    assert main(["evaluate", "cases", "--html", "nowhere/p.html"]) == 2
    assert script.loaded == []
    assert (here / "p.html").read_text("utf-8") == "old"
    assert main(["evaluate", "cases", "--html", "p.html", "--force"]) == 0
    assert (here / "p.html").read_text("utf-8") != "old"


# The whole program but for its models: a sentence is what its first word says, and a bullet repeats its sentence.
STAND_INS = """
import sys
from summarise import pipeline
from summarise.cli import main
from summarise.records import Draft, Labelled, ModelRecord

SECTIONS = {"Hỗ": "achievement", "Mở": "task", "Thu": "other"}

class Labeller:
    def label(self, article, sentences):
        found = [(sentence, SECTIONS.get(sentence.text.split()[0], "event")) for sentence in sentences]
        return tuple(Labelled(sentence, section, "welfare", 0.9, 0.9) for sentence, section in found)

class Condenser:
    record = ModelRecord(name="copy", revision="1")
    def condense(self, passages):
        return [(Draft(passage.text, 0.0),) for passage in passages]

pipeline.load_labeller = lambda folder, fast=False: Labeller()
pipeline.load_condenser = lambda model, **options: Condenser()
sys.exit(main(sys.argv[1:]))
"""
LINES = {
    "Liên đoàn Lao động tỉnh tổ chức hội nghị sơ kết công tác công đoàn 6 tháng đầu năm 2022.": "event",
    "Hỗ trợ 36.778 lượt đoàn viên, người lao động khó khăn.": "achievement",
    "Thu kinh phí công đoàn ở một số đơn vị còn chậm.": "shortcoming",
    "Mở 2 lớp tập huấn cho cán bộ công đoàn cơ sở.": "task",
}


def test_a_process_of_its_own_evaluates_the_pipeline_and_writes_the_page(tmp_path: Path) -> None:
    spans = [
        {"quote": line, "label": label, "key": label != "event", "condensed": line if label != "event" else ""}
        for line, label in LINES.items()
    ]
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "một.txt").write_text("\n".join(LINES), "utf-8")
    (tmp_path / "cases" / "một.gold.json").write_text(json.dumps({"meeting": {}, "spans": spans}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", STAND_INS, "evaluate", "cases", "--json", "f.json", "--html", "p.html"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.90  một: missing: labelled other (0.90) | Thu kinh phí công đoàn" in done.stdout
    figures = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert figures["cases"]["một"]["key_recall"] == pytest.approx(2 / 3)
    assert figures["confusion"]["shortcoming"]["other"] == 1
    assert figures["sections"]["task"]["f1"] == 1
    assert "Thu kinh phí công đoàn ở một số đơn vị còn chậm." in (tmp_path / "p.html").read_text("utf-8")


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
