"""`--pdf` and `--comments` of `summarise report` and `summarise render`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import docx
import pytest

from summarise.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of the Unix shell")

WRITES = 'mkdir -p "$2"; printf "%%PDF-1.7" > "$2/report.pdf"'


@pytest.fixture
def soffice(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice that writes an empty PDF."""
    path = tmp_path_factory.mktemp("stand-in") / "soffice"
    answer(path, WRITES)
    monkeypatch.setenv("SUMMARISE_SOFFICE", str(path))
    return path


def answer(soffice: Path, body: str) -> None:
    soffice.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n{body}\n', "utf-8")
    soffice.chmod(0o755)


def comments(path: Path) -> list[str]:
    return [comment.text for comment in docx.Document(str(path)).comments]


@pytest.fixture
def word(script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Word files as they are."""
    monkeypatch.setattr("summarise.reporting.document", script.document)


@pytest.fixture
def summary(here: Path, script: object) -> Path:
    main(["report", "a.txt", "--json", "s.json"])
    return here / "s.json"


def test_a_pdf_is_written_beside_the_report(here, script, soffice, capsys) -> None:
    assert main(["report", "a.txt", "--pdf", "-q"]) == 0
    assert capsys.readouterr() == ("a.docx\na.pdf\n", "")
    assert (here / "a.pdf").read_bytes() == b"%PDF-1.7"


def test_a_pdf_is_written_of_a_summary(here, summary, soffice, capsys) -> None:
    capsys.readouterr()
    assert main(["render", "s.json", "-o", "b.docx", "--pdf"]) == 0
    assert capsys.readouterr().out == "b.docx\nb.pdf\n"
    assert (here / "b.pdf").exists()


def test_without_libreoffice_no_model_is_loaded(here, script, soffice, capsys) -> None:
    soffice.unlink()
    assert main(["report", "a.txt", "--pdf"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("Error: SUMMARISE_SOFFICE: there is no program")
    assert err.count("\n") == 1
    assert script.loaded == []
    assert not (here / "a.docx").exists()


def test_a_pdf_that_exists_is_kept_and_told_before_the_model_is_loaded(here, script, soffice, capsys) -> None:
    (here / "a.pdf").write_text("cũ", "utf-8")
    assert main(["report", "a.txt", "--pdf"]) == 2
    assert "a.pdf exists" in capsys.readouterr().err
    assert script.loaded == []
    assert main(["report", "a.txt", "--pdf", "--force"]) == 0
    assert (here / "a.pdf").read_bytes() == b"%PDF-1.7"


def test_the_article_itself_is_never_overwritten_by_its_pdf(here, script, soffice, capsys) -> None:
    (here / "b.pdf").write_bytes((here / "a.txt").read_bytes())
    assert main(["report", "b.pdf", "--pdf", "--force"]) == 2
    assert "b.pdf is the input or another output" in capsys.readouterr().err


def test_a_failing_libreoffice_costs_the_pdf_alone(here, script, soffice, capsys) -> None:
    answer(soffice, "exit 1")
    assert main(["report", "a.txt", "--pdf", "--json", "a.json", "-q"]) == 1
    assert "a.docx is written" in capsys.readouterr().err
    assert (here / "a.docx").exists()
    assert (here / "a.json").exists()
    assert not (here / "a.pdf").exists()


def test_a_report_carries_its_sources_as_comments(here, script, word) -> None:
    assert main(["report", "a.txt", "--comments", "--template", "bao-cao-so-ket"]) == 0
    assert comments(here / "a.docx") == [
        "Nguồn (ký tự 18–39): “Nâng tỷ lệ nữ lên 31%.”",
        "Nguồn (ký tự 41–58): “Mở 2 lớp tập huấn.”",
    ]


def test_a_summary_is_rendered_with_comments_from_its_article(here, summary, word) -> None:
    assert main(["render", "s.json", "--comments", "--article", "a.txt"]) == 0
    assert len(comments(here / "s.docx")) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--comments"], 2, "--comments needs --article: the article that s.json is the summary of"),
        (["--comments", "--article", "other.txt"], 2, "other.txt: not the article of this summary, which is a.txt"),
        (["--comments", "--article", "gone.txt"], 1, "gone.txt: there is no such file"),
        (["--comments", "--article", "a.txt", "--encoding", "cp1258"], 2, "characters, while the summary counts"),
        (["--article", "a.txt", "-o", "a.txt"], 2, "a.txt: a report is a Word file"),
    ],
)
def test_an_article_that_is_not_that_of_the_summary_is_refused(here, summary, capsys, arguments, code, message) -> None:
    (here / "other.txt").write_text("Bài khác", "utf-8")
    capsys.readouterr()
    assert main(["render", "s.json", *arguments]) == code
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert not (here / "s.docx").exists()


def test_a_bullet_that_the_template_does_not_print_is_told(here, summary, capsys, word) -> None:
    template = docx.Document()
    template.add_paragraph("BÁO CÁO")
    template.save(str(here / "mau.docx"))
    capsys.readouterr()
    assert main(["render", "s.json", "--comments", "--article", "a.txt", "--template", "mau.docx"]) == 0
    err = capsys.readouterr().err
    assert err.splitlines() == [
        "Warning: s.json: no comment on 2 bullets that the template does not print, “Nâng tỷ lệ nữ lên 31%.” the first"
    ]


def compared(summary: Path) -> None:
    """Give the summary a bullet with two figures that can be compared."""
    text = json.loads(summary.read_text("utf-8"))
    bullet = "Có 12 sáng kiến của Công đoàn Giáo dục và 30 sáng kiến của Công đoàn Y tế."
    text["achievements"] = [{"text": bullet, "field": "emulation", "source": [[0, 1]], "method": "extract"}]
    text["figures"] = [
        {
            "text": f"{value} sáng kiến",
            "value": value,
            "unit": "sáng kiến",
            "about": f"sáng kiến của Công đoàn {name}",
            "section": "achievement",
            "source": [0, 1],
        }
        for name, value in (("Giáo dục", 12), ("Y tế", 30))
    ]
    summary.write_text(json.dumps(text), "utf-8")


def test_figures_that_can_be_compared_are_drawn(here, summary, word) -> None:
    pytest.importorskip("matplotlib")
    compared(summary)
    assert main(["render", "s.json"]) == 0
    made = docx.Document(str(here / "s.docx"))
    (description,) = made.element.body.xpath(".//wp:docPr/@descr")
    assert "Công đoàn Giáo dục: 12 sáng kiến; Công đoàn Y tế: 30 sáng kiến" in description


def test_without_matplotlib_one_line_says_that_charts_are_missing(here, summary, capsys, monkeypatch) -> None:
    monkeypatch.setattr("summarise.charts.available", lambda: False)
    compared(summary)
    capsys.readouterr()
    assert main(["render", "s.json"]) == 0
    out, err = capsys.readouterr()
    assert out == "s.docx\n"
    assert err == "no charts: they need matplotlib, which is not installed (pip install matplotlib)\n"
