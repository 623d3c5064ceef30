"""`summarise batch`: every article in is a report out or a line that says why not."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from summarise import contract
from summarise.batching.store import STAGING
from summarise.cli import batch_account, main
from summarise.cli.combine import find


@pytest.fixture
def articles(here: Path) -> Path:
    folder = here / "in"
    (folder / "x").mkdir(parents=True)
    for name, text in {"b.txt": "B\nViệc.", "menu.txt": "thực đơn", "x/b.txt": "XB\nViệc.", "x/z.txt": ""}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`summarise batch` in this process, where the scripted summariser is."""
    monkeypatch.setattr("summarise.cli.batch.LIMIT", 0.0)

    def run(*arguments: str) -> int:
        return main(["batch", *arguments, "--jobs", "1", "--time-limit", "0"])

    return run


def test_the_others_are_done_when_some_fail(articles, script, run, capsys) -> None:
    assert run("in", "-o", "out") == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("out/in-b.docx")), str(Path("out/x-b.docx"))]
    assert sorted(path.name for path in Path("out").iterdir() if path.name[0] != ".") == [
        "batch.json",
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
    assert [line.split() for line in lines[4:7]] == [["done", "2"], ["skipped", "0"], ["failed", "2"]]
    assert lines[-3].startswith("Warning: 2 articles have warnings; see ")
    assert lines[-2:] == [
        f"Error: {Path('in/menu.txt')}: this text does not report on a meeting; "
        "give an article about a review conference",
        f"Error: {Path('in/x/z.txt')}: the file is empty; give one with an article in it",
    ]


def test_all_done_is_0(articles, script, run, capsys) -> None:
    assert run("a.txt", "in/b.txt", "-o", "new/out", "--quiet") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("new/out/a.docx")), str(Path("new/out/b.docx"))]
    assert err == ""


def test_a_second_run_has_nothing_to_do(articles, script, run, capsys) -> None:
    run("a.txt", "in/b.txt", "-o", "out", "--quiet")
    capsys.readouterr()
    assert run("a.txt", "in/b.txt", "-o", "out") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "[2/2] in/b.txt: skipped" in err
    assert len(script.loaded) == 1
    assert len(script.asked) == 2


def test_an_interrupt_keeps_what_is_finished(articles, script, run, capsys) -> None:
    script.interrupt_at = "menu.txt"
    assert run("in", "-o", "out") == 130
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(Path("out/in-b.docx"))]
    assert contract.load(Path("out/in-b.json")).title == "B"
    account = json.loads(Path("out/batch.json").read_text("utf-8"))["articles"]
    assert account[2]["reason"] == f"InputError: {Path('in/x/b.txt')}: not come to before the batch ended"
    assert re.search(r"^failed +0\nnot come to +3$", err, re.MULTILINE)
    assert not Path("out", STAGING).exists()
    assert err.endswith("Interrupted; what was finished is kept, and the same command does the rest.\n")
    script.interrupt_at = None
    assert run("in", "-o", "out") == 1
    out, _ = capsys.readouterr()
    assert out.splitlines() == [str(Path("out/x-b.docx"))]


def test_an_interrupt_before_the_first_article_has_the_same_code(articles, run, monkeypatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("summarise.cli.batch.find", interrupt)
    assert run("in", "-o", "out") == 130


def test_files_of_others_are_not_overwritten(articles, script, run, capsys) -> None:
    Path("out").mkdir()
    Path("out/x-b.json").write_text("đã sửa tay", "utf-8")
    assert run("in", "-o", "out") == 1
    assert (
        f"{Path('in/x/b.txt')}: {Path('out/x-b.json')}: a file that this batch did not write" in capsys.readouterr().err
    )
    assert Path("out/x-b.json").read_text("utf-8") == "đã sửa tay"
    assert run("in", "-o", "out", "--force") == 1
    assert contract.load(Path("out/x-b.json")).title == "XB"


def test_formats_are_chosen(articles, script, run, capsys) -> None:
    assert run("a.txt", "-o", "out", "--format", "html, json") == 0
    out, _ = capsys.readouterr()
    assert out.splitlines() == [str(Path("out/a.html"))]
    assert "<html" in Path("out/a.html").read_text("utf-8")
    assert not Path("out/a.docx").exists()


def test_a_list_names_the_articles(articles, script, run, capsys, monkeypatch) -> None:
    Path("list.txt").write_text("a.txt\nin/b.txt\n", "utf-8")
    assert run("--files-from", "list.txt", "-o", "out", "-q") == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"in/x/b.txt\0a.txt\0")))
    assert run("-", "-o", "out", "-q") == 0
    assert capsys.readouterr().out.splitlines() == [str(Path("out", name)) for name in ("a.docx", "b.docx", "x-b.docx")]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_an_article_whose_name_is_no_utf_8_is_an_article(articles, script, run, capsys) -> None:
    named = os.fsdecode(b"in/H\xe0 N\xf4i.txt")  # as a program from before Unicode left it
    Path("in/b.txt").rename(named)
    assert run("in", "-o", "out") == 1
    out, err = capsys.readouterr()
    assert str(Path("out/H Ni.docx")) in out.splitlines()
    assert r"in/H\udce0 N\udcf4i.txt: done" in err
    assert contract.load(Path("out/H Ni.json")).title == "B"
    assert run("in", "-o", "out") == 1
    assert r"in/H\udce0 N\udcf4i.txt: skipped" in capsys.readouterr().err
    account = json.loads(Path("out/batch.json").read_text("utf-8"))["articles"]
    assert [one["state"] for one in account if "udce0" in one["article"]] == ["skipped"]


def test_an_archive_is_opened(articles, script, run, capsys) -> None:
    with ZipFile("q1.zip", "w") as archive:
        archive.write("a.txt", "../../a.txt")
        archive.write("in/b.txt", "thư mục/b.txt")
    assert run("q1.zip", "-o", "out", "-q") == 0
    assert [Path(line).name for line in capsys.readouterr().out.splitlines()] == ["a.docx", "b.docx"]


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(articles, script, run, capsys) -> None:
    before = sorted(Path().rglob("*"))
    assert run("a.txt", "in", "-o", "out", "--dry-run") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == f"a.txt: text/plain, utf-8 → {Path('out/a.docx')}, {Path('out/a.json')}"
    assert f"{Path('in/x/z.txt')}: failed, the file is empty; give one with an article in it" in out
    assert "4 articles would be worked on, in about 9 s" in err  # one is empty
    assert "template by the meeting's kind, model embedded; nothing was written" in err
    assert sorted(Path().rglob("*")) == before
    run("a.txt", "-o", "out", "-q")
    capsys.readouterr()
    assert run("a.txt", "-o", "out", "--dry-run") == 0
    assert "a.txt: skipped, unchanged" in capsys.readouterr().out


def test_a_dry_run_goes_on_where_libreoffice_cannot_be_started(articles, script, run, capsys, monkeypatch) -> None:
    monkeypatch.setenv("SUMMARISE_SOFFICE", "/nowhere/soffice")
    Path("in/a.rtf").write_bytes(rb"{\rtf1 Hoi nghi}")
    assert run("in/a.rtf", "a.txt", "-o", "out", "--dry-run") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{Path('in/a.rtf')}: failed, ")
    assert "a.json" in second


def test_what_nothing_was_done_of_has_no_rate(articles, script, run, capsys) -> None:
    run("a.txt", "-o", "out")
    assert "reports a minute; all of it: " in capsys.readouterr().err
    run("a.txt", "-o", "out")
    assert "0 s; all of it: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "told"), [(7.4, "7 s"), (99.4, "99 s"), (200, "3 min"), (5970, "1 h 40 min"), (36000, "10 h 0 min")]
)
def test_a_length_of_time_is_told_as_a_person_says_it(seconds, told) -> None:
    assert batch_account.duration(seconds) == told


def test_an_article_is_not_overwritten_by_the_report_of_all(articles, script, run, capsys) -> None:
    Path("in/chung.docx").write_bytes(b"")
    assert run("in", "-o", "out", "--combine", "in/chung.docx", "--force") == 2
    assert "is the input or another output" in capsys.readouterr().err
    assert Path("in/chung.docx").read_bytes() == b""


def test_one_report_of_all_is_written_at_the_end(articles, script, run, capsys, monkeypatch) -> None:
    asked = []
    notices: list[SimpleNamespace] = []

    def combine(summaries, *, output, quiet):
        asked.append([path.name for path in summaries])
        output.write_text("chung", "utf-8")
        return output, SimpleNamespace(notices=notices)

    monkeypatch.setattr("summarise.cli.combine.combine", combine)
    assert run("a.txt", "in/b.txt", "-o", "out", "--combine", "out/b.docx", "-q") == 0
    assert capsys.readouterr().out.splitlines() == [
        str(Path("out", name)) for name in ("a.docx", "in-b.docx", "b.docx")
    ]
    assert asked == [["a.json", "in-b.json"]]
    notices.append(SimpleNamespace(template="name it with --unit {file}=NAME", values={"file": "a.json"}))
    assert run("a.txt", "in/b.txt", "-o", "out", "--combine", "out/b.docx") == 0
    assert "summarise combine out -o out/b.docx --unit FILE=NAME --force" in capsys.readouterr().err.replace("\\", "/")
    assert Path("out/b.docx").read_text("utf-8") == "chung"
    Path("in/b.txt").write_text("B2\nViệc.", "utf-8")
    assert run("a.txt", "in/b.txt", "-o", "out", "--combine", "out/b.docx", "-q") == 0
    assert asked[1] == ["a.json", "in-b.json"]  # as given, whatever was done again
    Path("out/in-b.json").write_text("{", "utf-8")
    assert run("a.txt", "in/b.txt", "-o", "out", "--combine", "out/b.docx", "-q") == 1
    assert "left out of out/b.docx: out/in-b.json: " in capsys.readouterr().err.replace("\\", "/")
    assert asked[-1] == ["a.json"]
    Path("out/a.json").write_text("{", "utf-8")
    assert run("a.txt", "in/b.txt", "-o", "out", "--combine", "out/b.docx", "-q") == 2
    assert len(asked) == 4
    Path("out/b.docx").write_text("sửa tay", "utf-8")
    assert run("a.txt", "in/b.txt", "-o", "out", "--combine", "out/b.docx", "-q") == 2
    assert "edited since it was written, or of somebody else" in capsys.readouterr().err
    assert Path("out/b.docx").read_text("utf-8") == "sửa tay"


def test_the_account_of_a_batch_is_no_summary_to_combine(articles, script, run) -> None:
    assert run("a.txt", "in/b.txt", "-o", "out", "-q") == 0
    assert Path("out/batch.json").exists()
    assert find([Path("out")]) == (Path("out/a.json"), Path("out/b.json"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["in", "-o", "in"], 2),
        (["in", "-o", "a.txt"], 2),
        (["in", "-o", "a.txt/out"], 2),
        (["in"], 2),
        (["-o", "out"], 2),
        (["--files-from", "none.txt", "-o", "out"], 2),
        (["in", "-o", "out", "--format", "pdf"], 2),
        (["in", "-o", "out", "--format", ""], 2),
        (["in", "-o", "out", "--combine", "all.docx", "--format", "docx"], 2),
        (["in", "-o", "out", "--combine", "all.txt"], 2),
        (["in", "-o", "out", "--jobs", "0"], 2),
        (["in", "-o", "out", "--template", "nope"], 3),
        (["in", "-o", "out", "--model", "nope"], 3),
    ],
)
def test_wrong_use_is_found_before_the_model_is_loaded(articles, script, capsys, arguments, code) -> None:
    assert main(["batch", *arguments]) == code
    assert "Error: " in capsys.readouterr().err
    assert script.loaded == []
    assert not Path("out/batch.json").exists()


def test_a_bad_template_ends_the_batch_with_its_own_code(articles, script, run, capsys) -> None:
    assert run("in", "-o", "out", "--template", "a.txt") == 3
    assert capsys.readouterr().err.endswith("Error: a.txt: there is no such template\n")


def test_the_end_is_told_in_vietnamese(articles, script, capsys, run) -> None:
    assert main(["--lang", "vi", "batch", "in", "-o", "out", "--jobs", "1", "--time-limit", "0"]) == 1
    err = capsys.readouterr().err
    assert re.search(r"^xong +2$", err, re.MULTILINE)
    assert f"Lỗi: {Path('in/x/z.txt')}: tệp trống" in err


def test_a_terminal_gets_a_bar(articles, script, run, capsys, monkeypatch) -> None:
    import rich.console

    from summarise.cli import batch

    monkeypatch.setattr(
        batch, "errors_console", lambda: rich.console.Console(stderr=True, force_terminal=True, width=80, no_color=True)
    )
    assert run("in", "-o", "out") == 1
    err = capsys.readouterr().err
    assert "4/4" in err
    assert "[1/4]" not in err


def test_the_bar_tells_the_rate_since_the_start_and_the_time_that_is_left(monkeypatch) -> None:
    import rich.console

    from summarise.batching.manifest import Row
    from summarise.cli import batch

    screen = io.StringIO()
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr(
        batch,
        "errors_console",
        lambda: rich.console.Console(
            file=screen, force_terminal=True, width=60, no_color=True, get_time=lambda: now[0]
        ),
    )
    with batch._progress(100, quiet=False) as advance:
        for number in range(30):
            advance(Row(str(number), f"{number}.txt", str(number), "skipped"))
        now[0] = 20.0
        for number in range(10):  # a chunk
            advance(Row(str(number), "dài" * 30, str(number), "done"))
    assert "40/100 30 a minute, 2 min left" in screen.getvalue()
