"""`summarise show`: each bullet with the line it comes from."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from summarise.cli import main
from summarise.cli.console import plain
from summarise.records import Item, ModelRecord, SourceRecord, Span, Summary


def test_each_bullet_stands_with_its_line(here, script, capsys) -> None:
    assert main(["show", "a.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Hội nghị sơ kết"
    assert "  Date: 2022-07-08 (concluded from the context)" in lines
    assert "  Chaired by: Lý Thị Huệ" in lines
    assert "  Place: not stated" in lines
    assert "     3  - Nâng tỷ lệ nữ lên 31%." in lines
    assert "     4  - Mở 2 lớp tập huấn." in lines
    assert lines[lines.index("Shortcomings") + 1] == "  The article states none."
    assert "     3  - 31% · nữ" in lines


def test_it_speaks_vietnamese(here, script, capsys) -> None:
    assert main(["--lang", "vi", "show", "a.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Tồn tại, hạn chế" in lines
    assert "  Công tác nữ công, gia đình, bình đẳng giới" in lines


def test_a_long_bullet_is_one_line_where_no_terminal_is(here, script, capsys) -> None:
    long = " ".join(["đoàn viên"] * 60)
    (here / "long.txt").write_text(f"Tên\n{long}", "utf-8")
    assert main(["show", "long.txt"]) == 0
    assert f"     2  - {long}\n" in capsys.readouterr().out


def test_a_long_bullet_is_wrapped_under_itself_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from summarise.cli import show

    out = io.StringIO()
    monkeypatch.setattr(
        "rich.console.Console",
        lambda **kwargs: Console(file=out, force_terminal=True, width=40, no_color=True, **kwargs),
    )
    show.display(iter([show.Line("bullet", "một hai ba bốn năm sáu bảy tám chín mười", 7)]))
    rows = [row.split("m", 1)[-1] for row in out.getvalue().splitlines()]
    assert len(rows) == 2
    assert " " * 10 in out.getvalue().splitlines()[1]


def test_what_could_steer_the_terminal_is_taken_out() -> None:
    assert plain("Tên\x1b[31m đỏ\n\tdòng") == "Tên [31m đỏ dòng"


def test_square_brackets_of_an_article_are_no_markup(here, script, capsys) -> None:
    (here / "b.txt").write_text("Tên [bold]\nViệc [/red] một.", "utf-8")
    assert main(["show", "b.txt"]) == 0
    out = capsys.readouterr().out
    assert "Tên [bold]\n" in out
    assert "- Việc [/red] một.\n" in out


def test_a_bullet_without_a_source_has_no_line() -> None:
    from summarise.cli.show import Line, outline

    summary = Summary(
        source=SourceRecord(name="a.txt", sha256="0", language="vi", characters=9),
        achievements=(
            Item(text="một", field="general", source=(), method="extract"),
            Item(text="hai", field="women", source=(Span(4, 5), Span(1, 2)), method="extract"),
        ),
        model=ModelRecord(name="m", revision="1"),
    )
    bullets = [line for line in outline(summary, "a\nb\nc\nd") if line.kind == "bullet"]
    assert bullets == [Line("bullet", "hai", 1), Line("bullet", "một", None)]


def test_why_names_the_label_its_rival_and_the_cues_and_what_was_left_out(here, script, capsys) -> None:
    assert main(["show", "--why", "a.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = lines.index("     4  - Mở 2 lớp tập huấn.") + 1
    assert lines[told].strip() == "task 0.75 · else achievement 0.25 · needed 0.80 · task: “mở”"
    rest = lines[lines.index("Not in the report") :]
    assert rest[1:3] == ["     1  - Hội nghị sơ kết", "          event 0.90 · else other 0.10"]


def test_without_why_nothing_is_explained(here, script, capsys) -> None:
    assert main(["show", "a.txt"]) == 0
    assert "Not in the report" not in capsys.readouterr().out


def test_detail_reaches_the_summariser_and_a_wrong_one_is_named(here, script, capsys) -> None:
    assert main(["show", "--detail", "short", "a.txt"]) == 0
    assert script.details == ["short"]
    assert main(["show", "--detail", "long", "a.txt"]) == 2
    err = capsys.readouterr().err
    assert "long" in err
    assert all(known in err for known in ("short", "normal", "full"))


def test_force_reads_what_is_no_report(here, script, capsys) -> None:
    (here / "menu.txt").write_text("Quán cơm\nthực đơn hôm nay", "utf-8")
    assert main(["show", "menu.txt"]) == 1
    assert main(["show", "--force", "menu.txt"]) == 0
