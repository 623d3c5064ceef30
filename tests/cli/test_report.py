"""`summarise report` and `summarise render`: files that are written, and those that are left alone."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from summarise import contract
from summarise.cli import main
from summarise.cli.report import report
from summarise.errors import SettingsError


def test_a_report_is_written_under_the_articles_name(here, script, capsys) -> None:
    assert main(["report", "a.txt"]) == 0
    assert (here / "a.docx").read_text("utf-8") == "chosen: Hội nghị sơ kết"
    out, err = capsys.readouterr()
    assert out == "a.docx\n"
    assert err == "Warning: a.txt: date inferred\n"


def test_quiet_leaves_only_the_result(here, script, capsys) -> None:
    assert main(["report", "a.txt", "--quiet"]) == 0
    assert capsys.readouterr() == ("a.docx\n", "")


def test_the_summary_is_written_as_json_when_asked(here, script) -> None:
    assert main(["report", "a.txt", "--json", "a.json", "-o", "b.docx", "--template", "other"]) == 0
    assert contract.load(here / "a.json").tasks[0].text == "Nâng tỷ lệ nữ lên 31%."
    assert (here / "b.docx").read_text("utf-8").startswith("other: ")


def test_the_model_and_offline_reach_the_summariser(here, script) -> None:
    assert main(["report", "a.txt", "--offline"]) == 0
    assert script.loaded == [("embedded", True)]


def test_standard_input_is_read(here, script, monkeypatch, capsys) -> None:
    data = io.TextIOWrapper(io.BytesIO("Hội nghị\nViệc một.".encode("cp1258", errors="replace")))
    monkeypatch.setattr(sys, "stdin", data)
    assert main(["report", "-", "--encoding", "cp1258"]) == 0
    assert capsys.readouterr().out == "report.docx\n"


def test_the_report_of_a_word_file_here_has_another_name(here, script, monkeypatch) -> None:
    (here / "a.docx").write_text("không phải Word", "utf-8")
    assert main(["report", "a.docx"]) == 0
    assert (here / "a.docx").read_text("utf-8") == "không phải Word"
    assert (here / "a-report.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt", "-o", "old.docx"], "old.docx exists; --force overwrites it"),
        (["a.txt", "--json", "old.json"], "old.json exists; --force overwrites it"),
        (["a.txt", "-o", "gone/a.docx"], "there is no folder gone"),
        (["a.txt", "-o", "b.pdf"], "b.pdf: a report is a Word file"),
        (["a.txt", "-o", "dir.docx"], "dir.docx is a folder"),
        (["a.txt", "--json", "a.txt", "--force"], "a.txt is the input or another output"),
        (["a.txt", "--json", "a.docx", "--force"], "a.docx is the input or another output"),
    ],
)
def test_a_wrong_output_is_found_before_the_model_is_loaded(here, script, capsys, arguments, message) -> None:
    (here / "old.docx").write_text("cũ", "utf-8")
    (here / "old.json").write_text("cũ", "utf-8")
    (here / "dir.docx").mkdir()
    assert main(["report", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Error: ")
    assert message in err
    assert err.count("\n") == 1
    assert script.loaded == []
    assert (here / "old.docx").read_text("utf-8") == "cũ"


def test_force_overwrites(here, script) -> None:
    (here / "a.docx").write_text("cũ", "utf-8")
    assert main(["report", "a.txt", "--force"]) == 0
    assert (here / "a.docx").read_text("utf-8") != "cũ"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["gone.txt"], 1, "gone.txt: there is no such file"),
        (["empty.txt"], 1, "empty.txt: the file is empty"),
        (["menu.txt"], 1, "menu.txt: this text does not report on a meeting"),
        (["."], 1, "."),
        (["a.txt", "--template", "nope"], 3, "there is no template nope; choose bao-cao-so-ket, other"),
        (["a.txt", "--model", "nope"], 3, "no model nope"),
    ],
)
def test_what_is_at_fault_is_one_line_and_an_exit_code(here, script, capsys, arguments, code, message) -> None:
    (here / "empty.txt").write_bytes(b"")
    (here / "menu.txt").write_text("Trang chủ\nthực đơn", "utf-8")
    assert main(["report", *arguments]) == code
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert not list(here.glob("*.docx"))


def test_a_wrong_office_file_is_told_before_the_model_is_loaded(here, script, capsys) -> None:
    (here / "summarise.toml").write_text("oops", "utf-8")
    assert main(["report", "a.txt"]) == 2
    assert "summarise.toml" in capsys.readouterr().err
    assert script.loaded == []


def test_errors_are_told_in_vietnamese_when_asked(here, script, capsys) -> None:
    assert main(["report", "gone.txt", "--lang", "vi"]) == 1
    assert capsys.readouterr().err.startswith("Lỗi: gone.txt: không có tệp này")


def test_an_interrupt_ends_with_130(here, script) -> None:
    script.interrupt_at = "a.txt"
    assert main(["report", "a.txt"]) == 130


def test_the_plain_function_raises_and_returns(here: Path, script) -> None:
    path, summary = report("a.txt", output=Path("b.docx"))
    assert (path, summary.title) == (Path("b.docx"), "Hội nghị sơ kết")
    with pytest.raises(SettingsError):
        report("a.txt", output=Path("b.docx"))


def test_an_edited_summary_is_rendered_without_a_model(here, script, capsys) -> None:
    main(["report", "a.txt", "--json", "s.json"])
    text = (here / "s.json").read_text("utf-8").replace("Hội nghị sơ kết", "Tên đã sửa")
    (here / "s.json").write_text(text, "utf-8-sig")
    script.loaded.clear()
    assert main(["render", "s.json"]) == 0
    assert (here / "s.docx").read_text("utf-8") == "chosen: Tên đã sửa"
    assert script.loaded == []


def test_a_wrong_summary_is_not_rendered(here, script, capsys) -> None:
    (here / "s.json").write_text(json.dumps({"schema": "summarise/9"}), "utf-8")
    assert main(["render", "s.json"]) == 2
    assert 'version "summarise/9"' in capsys.readouterr().err
    assert main(["render", "gone.json"]) == 1
    assert not (here / "s.docx").exists()
