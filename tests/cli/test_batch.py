"""`summarise batch`: every article in is a report out or a line that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise import contract
from summarise.cli import main


@pytest.fixture
def articles(here: Path) -> Path:
    folder = here / "in"
    (folder / "x").mkdir(parents=True)
    for name, text in {"b.txt": "B\nViệc.", "menu.txt": "thực đơn", "x/b.txt": "XB\nViệc.", "x/z.txt": ""}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_the_others_are_done_when_some_fail(articles, script, capsys) -> None:
    assert main(["batch", "in", "-o", "out"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("out/in-b.docx")), str(Path("out/x-b.docx"))]
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "in-b.docx",
        "in-b.json",
        "x-b.docx",
        "x-b.json",
    ]
    assert contract.load(Path("out/x-b.json")).title == "XB"
    assert script.loaded == [("embedded", False)]
    lines = err.splitlines()
    assert lines[:4] == [
        f"[{n}/4] {Path('in', name)}: {state}"
        for n, name, state in [
            (1, "b.txt", "done"),
            (2, "menu.txt", "failed"),
            (3, "x/b.txt", "done"),
            (4, "x/z.txt", "failed"),
        ]
    ]
    assert "2 of 4 reports written" in lines
    assert lines[-2:] == [
        f"Error: {Path('in/menu.txt')}: this text does not report on a meeting; "
        "give an article about a review conference",
        f"Error: {Path('in/x/z.txt')}: the file is empty; give one with an article in it",
    ]


def test_all_done_is_0(articles, script, capsys) -> None:
    assert main(["batch", "a.txt", "in/b.txt", "-o", "new/out", "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("new/out/a.docx")), str(Path("new/out/b.docx"))]
    assert err == ""


def test_an_interrupt_keeps_what_is_finished(articles, script, capsys) -> None:
    script.interrupt_at = "menu.txt"
    assert main(["batch", "in", "-o", "out"]) == 130
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("out/in-b.docx"))]
    assert contract.load(Path("out/in-b.json")).title == "B"
    assert "1 of 4 reports written" in err
    assert err.endswith("Interrupted; what was finished is kept.\n")


def test_files_of_an_earlier_run_are_not_overwritten(articles, script, capsys) -> None:
    Path("out").mkdir()
    Path("out/x-b.json").write_text("đã sửa tay", "utf-8")
    assert main(["batch", "in", "-o", "out"]) == 2
    assert "x-b.json exists; --force overwrites it" in capsys.readouterr().err
    assert script.loaded == []
    assert main(["batch", "in", "-o", "out", "--force"]) == 1
    assert contract.load(Path("out/x-b.json")).title == "XB"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["in", "-o", "in"], 2),
        (["in", "-o", "a.txt"], 2),
        (["in", "-o", "a.txt/out"], 2),
        (["in"], 2),
        (["-o", "out"], 2),
        (["in", "-o", "out", "--template", "nope"], 3),
        (["in", "-o", "out", "--model", "nope"], 3),
    ],
)
def test_wrong_use_is_found_before_the_model_is_loaded(articles, script, capsys, arguments, code) -> None:
    assert main(["batch", *arguments]) == code
    assert "Error: " in capsys.readouterr().err
    assert script.loaded == []


def test_a_bad_template_ends_the_batch_with_its_own_code(articles, script, capsys) -> None:
    assert main(["batch", "in", "-o", "out", "--template", "a.txt"]) == 3
    assert capsys.readouterr().err.endswith("Error: a.txt: there is no such template\n")


def test_the_end_is_told_in_vietnamese(articles, script, capsys) -> None:
    assert main(["--lang", "vi", "batch", "in", "-o", "out"]) == 1
    err = capsys.readouterr().err
    assert "đã viết 2 trong 4 báo cáo" in err
    assert f"Lỗi: {Path('in/x/z.txt')}: tệp trống" in err


def test_a_terminal_gets_a_bar(articles, script, capsys, monkeypatch) -> None:
    import rich.console

    from summarise.cli import batch

    monkeypatch.setattr(
        batch, "errors_console", lambda: rich.console.Console(stderr=True, force_terminal=True, width=80, no_color=True)
    )
    assert main(["batch", "in", "-o", "out"]) == 1
    err = capsys.readouterr().err
    assert "4/4" in err
    assert "[1/4]" not in err
