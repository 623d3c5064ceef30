"""`--html`: the page that shows the report beside the article."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from summarise import contract
from summarise.cli import main
from summarise.cli.render import render
from summarise.cli.report import report
from summarise.errors import SettingsError


def page_of(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def test_the_page_is_written_beside_the_report(here, script, capsys) -> None:
    assert main(["report", "a.txt", "--html", "a.html", "--quiet"]) == 0
    assert capsys.readouterr() == ("a.docx\n", "")
    page = page_of(here / "a.html")
    assert page.get_element_by_id("task-1").find_class("text")[0].text == "Nâng tỷ lệ nữ lên 31%."
    assert page.get_element_by_id("out-1").find_class("detail")[0].text == "event: the title of the article"
    assert "event 0.90" in page.get_element_by_id("out-1").text_content()


def test_the_page_speaks_the_language_that_was_asked_for(here, script) -> None:
    assert main(["report", "a.txt", "--html", "a.html", "--lang", "vi"]) == 0
    assert page_of(here / "a.html").get("lang") == "vi"


def test_without_the_option_there_is_no_page(here, script) -> None:
    assert main(["report", "a.txt"]) == 0
    assert not list(here.glob("*.html"))


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("old.html", "old.html exists; --force overwrites it"),
        ("gone/a.html", "there is no folder gone"),
        ("a.txt", "a.txt is the input or another output"),
        ("a.docx", "a.docx is the input or another output"),
        ("a.json", "a.json is the input or another output"),
    ],
)
def test_a_wrong_page_is_found_before_the_model_is_loaded(here, script, capsys, page, message) -> None:
    (here / "old.html").write_text("cũ", "utf-8")
    assert main(["report", "a.txt", "--json", "a.json", "--html", page]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert script.loaded == []
    assert not (here / "a.docx").exists()
    assert (here / "old.html").read_text("utf-8") == "cũ"


def test_force_overwrites_the_page(here, script) -> None:
    (here / "old.html").write_text("cũ", "utf-8")
    assert main(["report", "a.txt", "--html", "old.html", "--force"]) == 0
    assert len(page_of(here / "old.html").xpath('//*[@class="line"]')) == 3


def test_a_summary_is_proved_against_its_article_without_a_model(here, script, capsys) -> None:
    main(["report", "a.txt", "--json", "s.json"])
    edited = (here / "s.json").read_text("utf-8").replace("Mở 2 lớp tập huấn.", "Mở hai lớp.", 1)
    (here / "s.json").write_text(edited, "utf-8")
    script.loaded.clear()
    assert main(["render", "s.json", "--html", "s.html", "--article", "a.txt"]) == 0
    page = page_of(here / "s.html")
    bullet = page.get_element_by_id("task-2").find_class("text")[0]
    assert bullet.text == "Mở hai lớp."
    assert page.get_element_by_id(bullet.get("href")[1:]).text == "Mở 2 lớp tập huấn."
    assert script.loaded == []
    assert (here / "s.docx").exists()


def test_another_article_is_refused_and_nothing_is_written(here, script, capsys) -> None:
    main(["report", "a.txt", "--json", "s.json", "--quiet"])
    (here / "b.txt").write_text("Hội nghị sơ kết\n\nNâng tỷ lệ nữ lên 32%.\nMở 2 lớp tập huấn.\n", "utf-8")
    capsys.readouterr()
    assert main(["render", "s.json", "--html", "s.html", "--article", "b.txt"]) == 2
    assert capsys.readouterr().err == (
        "Error: b.txt: not the article of this summary, which is a.txt as it was then; give that file, unchanged\n"
    )
    assert not (here / "s.html").exists()
    assert not (here / "s.docx").exists()


def test_an_article_read_otherwise_is_refused(here, script) -> None:
    (here / "old.txt").write_bytes("Hội nghị sơ kết\n\nThu nộp 31% đó.\n".encode())
    report("old.txt", output=Path("o.docx"), record=Path("o.json"))
    with pytest.raises(SettingsError, match="give the --encoding"):
        render(Path("o.json"), page=Path("o.html"), article=Path("old.txt"), encoding="latin-1", force=True)
    assert render(Path("o.json"), page=Path("o.html"), article=Path("old.txt"), force=True) == Path("o.docx")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--html", "s.html"], "--html needs --article: the article that s.json is the summary of"),
        (["--article", "a.txt"], "--article a.txt is of no use without --html"),
        (["--html", "s.json", "--article", "a.txt"], "s.json is the input or another output"),
        (["--html", "a.txt", "--article", "a.txt", "--force"], "a.txt is the input or another output"),
        (["--html", "s.docx", "--article", "a.txt"], "s.docx is the input or another output"),
        (["--html", "old.html", "--article", "a.txt"], "old.html exists"),
    ],
)
def test_what_cannot_be_rendered_is_one_line(here, script, capsys, arguments, message) -> None:
    report("a.txt", record=Path("s.json"))
    (here / "old.html").touch()
    assert main(["render", "s.json", *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert not (here / "s.docx").exists()


def test_a_missing_article_is_told(here, script, capsys) -> None:
    report("a.txt", record=Path("s.json"))
    assert main(["render", "s.json", "--html", "s.html", "--article", "gone.txt"]) == 1
    assert "gone.txt: there is no such file" in capsys.readouterr().err


def test_the_plain_functions_take_the_page(here, script) -> None:
    report("a.txt", page=Path("a.html"), record=Path("a.json"))
    with pytest.raises(SettingsError, match="exists"):
        render(Path("a.json"), page=Path("a.html"), article=Path("a.txt"), output=Path("b.docx"))
    assert contract.load(here / "a.json").source.name == "a.txt"
