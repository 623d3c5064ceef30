from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from summarise.cli import main
from summarise.cli.templates import PARTS
from summarise.resources import templates

NAME = "bao-cao-so-ket"


def faulty(path: Path, *changes: tuple[str, str]) -> Path:
    with zipfile.ZipFile(templates() / f"{NAME}.docx") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            for old, new in changes:
                content = content.replace(old, new)
            target.writestr(name, content)
    return path


def test_a_template_is_copied_to_be_edited(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "copy", NAME]) == 0
    assert capsys.readouterr().out == f"{NAME}.docx\n"
    assert (here / f"{NAME}.docx").read_bytes() == (templates() / f"{NAME}.docx").read_bytes()
    assert main(["templates", "check", f"{NAME}.docx"]) == 0


def test_a_copy_overwrites_nothing_unless_it_is_told_to(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mau.docx").write_text("mine")
    assert main(["templates", "copy", NAME, "-o", "mau.docx"]) == 2
    assert (here / "mau.docx").read_text() == "mine"
    assert main(["templates", "copy", NAME, "-o", "mau.docx", "--force"]) == 0
    assert zipfile.is_zipfile(here / "mau.docx")
    assert main(["templates", "copy", NAME, "-o", "mau.doc"]) == 2
    assert "end its name in .docx" in capsys.readouterr().err
    assert main(["templates", "copy", "khong-co"]) == 3
    err = capsys.readouterr().err
    assert "there is no template khong-co; choose " in err
    assert NAME in err


def test_faults_are_told_a_line_each_and_give_an_exit_code(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(here / "mau.docx", ("{{ dia_danh }}", "{{ dia_dan }}"), ("{{ ky_ten }}", "{{ ky_tem }}"))
    assert main(["templates", "check", "mau.docx"]) == 3
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "mau.docx: 2 errors, 2 warnings"
    assert lines[0].startswith("error: mau.docx: body, near “{{ dia_dan }}, {{ ngay_thang }}”: unknown tag dia_dan;")
    assert [line.split(":")[0] for line in lines] == ["error", "error", "warning", "warning"]


def test_faults_are_told_in_vietnamese(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(here / "mau.docx", ("{{ dia_danh }}", "{{ dia_dan }}"))
    assert main(["templates", "check", "mau.docx", "--lang", "vi"]) == 3
    assert "lỗi: mau.docx: thân văn bản, gần “{{ dia_dan }}, {{ ngay_thang }}”" in capsys.readouterr().out


def test_warnings_alone_are_no_failure(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(here / "mau.docx", ("{{ ky_ten }}", "Nguyễn Văn A"))
    assert main(["templates", "check", "mau.docx"]) == 0
    assert "mau.docx: 0 errors, 1 warning" in capsys.readouterr().out


def test_faults_are_told_to_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(here / "mau.docx", ("{{ dia_danh }}", "{{ dia_dan }}"))
    assert main(["templates", "check", "mau.docx", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["template"] == "mau.docx"
    assert [(entry["part"], entry["near"]) for entry in told["errors"]] == [
        ("word/document.xml", "{{ dia_dan }}, {{ ngay_thang }}")
    ]
    assert told["warnings"][0]["message"].startswith("mau.docx: dia_danh is never printed")


def test_a_file_that_is_no_template_is_one_fault(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "check", "a.txt"]) == 3
    assert capsys.readouterr().out.splitlines()[0].startswith("error: a.txt: damaged, or not a Word file")
    assert main(["templates", "check", "gone.docx"]) == 3
    assert "gone.docx: there is no such template" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "meaning"), [("en", "name of the signatory"), ("vi", "họ tên người ký")])
def test_the_tags_are_shown_with_meaning_use_and_example(
    here: Path, capsys: pytest.CaptureFixture[str], language: str, meaning: str
) -> None:
    faulty(here / "mau.docx", ("{{ ky_ten }}", "Nguyễn Văn A"))
    assert main(["templates", "show", "mau.docx", "--lang", language]) == 0
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert meaning in rows["ky_ten"]
    assert "Họ và tên" in rows["ky_ten"]
    yes = {"en": " yes ", "vi": " có "}[language]
    assert yes not in rows["ky_ten"]
    assert yes in rows["dia_danh"]
    assert "\x1b" not in "".join(rows.values())


def test_parts_of_a_file_are_called_as_people_call_them() -> None:
    for part in (
        "word/document.xml",
        "word/header2.xml",
        "word/footer1.xml",
        "word/footnotes.xml",
        "docProps/core.xml",
    ):
        assert sum(pattern.fullmatch(part) is not None for pattern, _name in PARTS) == 1
