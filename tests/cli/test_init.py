"""`summarise init`: with options, on a terminal, with wrong values."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from summarise import office_file
from summarise.cli import main
from summarise.cli.init import init
from summarise.errors import SettingsError
from summarise.office import Office, load_office, user_file
from summarise.presets import LEVELS, Level
from tests.cli.terminal import ROOT, talk

terminal = pytest.mark.skipif(
    importlib.util.find_spec("pty") is None or sys.platform == "win32", reason="pseudo-terminals are those of Unix"
)


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "summarise", "init", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_level_and_a_province_are_enough(tmp_path: Path) -> None:
    done = run("--level", "tinh", "--province", "Cao Bằng", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "summarise.toml\n")
    assert done.stderr == "Left blank (…), to be filled in in summarise.toml: signatory_name, recipients\n"
    office = load_office(tmp_path / "summarise.toml")
    assert office.issuer == ("LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG",)
    assert office.signatory == ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH")
    assert office.recipients[-1] == "Lưu: VT, …"
    assert office.addressees == ()


def test_options_come_before_the_preset(tmp_path: Path) -> None:
    done = run(
        *(
            "--level",
            "tinh",
            "--province",
            "Cao Bằng",
            "--symbol",
            "BC-BCTCĐ",
            "--number",
            "12",
            "--date",
            "2025-07-08",
        ),
        *("--superior", "Ủy ban MTTQ Việt Nam; tỉnh Cao Bằng", "--signatory", "TM. Ban Thường vụ"),
        *("--signatory", "Phó Chủ tịch", "--signatory-name", "Lý Thị Huệ", "--addressees", "Tổng Liên đoàn; Tỉnh ủy"),
        cwd=tmp_path,
    )
    assert done.returncode == 0
    office = load_office(tmp_path / "summarise.toml")
    assert (office.symbol, office.number, str(office.date)) == ("BC-BCTCĐ", 12, "2025-07-08")
    assert office.superior == ("ỦY BAN MTTQ VIỆT NAM", "TỈNH CAO BẰNG")
    assert office.signatory == ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH")
    assert office.signatory_name == "Lý Thị Huệ"
    assert office.addressees == ("Tổng Liên đoàn", "Tỉnh ủy")
    assert office.recipients[0] == "Thường trực Tỉnh ủy (để b/c)"


def test_without_a_level_all_that_was_not_given_is_blank_and_named(tmp_path: Path) -> None:
    done = run("--place", "Cao Bằng", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.strip().endswith(": superior, issuer, name, symbol, signatory, signatory_name, recipients")
    blank = Office(place="Cao Bằng", name="…", signatory_name="…", recipients=("…",))
    assert load_office(tmp_path / "summarise.toml") == blank


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_key_has_a_comment_over_it_in_the_readers_language(tmp_path: Path, language: str) -> None:
    assert run("--level", "tld", "--lang", language, cwd=tmp_path).returncode == 0
    written = (tmp_path / "summarise.toml").read_text("utf-8")
    lines = written.splitlines()
    for key in Office.model_fields:
        (place,) = [n for n, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{key} = ")]
        assert lines[place - 1].startswith("# ")
        assert lines[place - 2] == ""
    assert ("Cơ quan ban hành" in written) == (language == "vi")
    assert tomllib.loads(written)["superior"] == ""


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "summarise.toml").write_text("place = 'Lào Cai'", "utf-8")
    done = run("--level", "tld", cwd=tmp_path)
    assert done.returncode == 2
    assert "summarise.toml exists; --force overwrites it" in done.stderr
    assert load_office(tmp_path / "summarise.toml").place == "Lào Cai"
    assert run("--level", "tld", "--force", cwd=tmp_path).returncode == 0
    assert load_office(tmp_path / "summarise.toml").place == "Hà Nội"


def test_the_users_folder_is_made_and_read_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("--level", "tld", "--user", cwd=tmp_path)
    assert done.returncode == 0
    assert Path(done.stdout.strip()) == user_file()
    assert not list(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    assert load_office().symbol == "BC-TLĐ"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--number", "0"], "summarise init: number must be a whole number of 1 or more"),
        (["--number", "twelve"], "summarise init: number must be a whole number of 1 or more"),
        (["--number", "-1"], "summarise init: number must be a whole number of 1 or more"),
        (["--date", "8/7/2022"], "summarise init: date must be a date as year-month-day"),
        (["--symbol", "BC LĐLĐ"], "summarise init: symbol is BC LĐLĐ; it must be the kind, a hyphen"),
        (["--symbol", "LĐLĐ"], "summarise init: symbol is LĐLĐ"),
        (["--name", "Liên đoàn\nLao động"], "summarise init: name must stand on one line"),
        (["--place", "Cao\nBằng"], "summarise init: place must stand on one line"),
        (["--level", "tld", "-o", "office.txt"], "office.txt: settings are a TOML file"),
        (["-o", "nowhere/summarise.toml"], "there is no folder nowhere"),
        (["--user", "-o", "a.toml"], "--user and -o name two places"),
        (["--level", "huyen"], "'huyen' is not one of"),
        ([], "nobody can be asked here; name the --level or a value"),
    ],
)
def test_a_wrong_value_is_one_line_and_no_file(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    before = sorted(here.iterdir())
    assert main(["init", *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    assert sorted(here.iterdir()) == before


def test_a_wrong_value_is_told_in_vietnamese(tmp_path: Path) -> None:
    done = run("--number", "0", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 2
    assert (
        done.stderr
        == "Lỗi: summarise init: number phải là số nguyên từ 1 trở lên, không đặt trong dấu ngoặc kép, ví dụ 12\n"
    )


def test_letters_that_are_no_text_are_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"summarise", b"init", b"--place", b"Cao B\xff"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("level", LEVELS)
def test_the_file_of_every_level_is_read_back_as_it_was_meant(tmp_path: Path, level: Level) -> None:
    path, _ = init(tmp_path / "summarise.toml", level=level, unit="Giáo dục", province="Cao Bằng")
    assert load_office(path).symbol.startswith("BC-")


def test_quotation_marks_and_control_characters_are_written_so_that_they_are_read(tmp_path: Path) -> None:
    name = "Công đoàn \"Sao Đỏ\" \\ \x07 'một'"
    path, _ = init(tmp_path / "summarise.toml", given={"name": name})
    assert load_office(path).name == name


def test_the_text_of_a_file_is_refused_where_it_would_be_read_otherwise() -> None:
    with pytest.raises(SettingsError, match="number must be"):
        office_file.text({"number": 0}, name="a.toml")


@terminal
def test_on_a_terminal_it_asks_with_the_preset_as_default(tmp_path: Path) -> None:
    answers = ["", "Cao Bằng", "", "", "", "", "", "", "Lý Thị Huệ", "Tổng Liên đoàn Lao động Việt Nam", ""]
    code, shown = talk(["init"], answers, cwd=tmp_path)
    assert code == 0
    assert "Level of the office [tinh]: " in shown
    assert "Issuing body, in capitals [LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG]: " in shown
    office = load_office(tmp_path / "summarise.toml")
    assert office.issuer == ("LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG",)
    assert office.signatory_name == "Lý Thị Huệ"
    assert office.addressees == ("Tổng Liên đoàn Lao động Việt Nam",)
    assert office.recipients[0] == "Thường trực Tỉnh ủy (để b/c)"


@terminal
def test_on_a_terminal_a_wrong_answer_is_asked_again_in_the_readers_language(tmp_path: Path) -> None:
    arguments = ["init", "--level", "cum", "--lang", "vi"]
    answers = [
        "Cụm thi đua số 3",
        "Hải Phòng",
        "-",
        "cụm số 3; khu vực",
        "",
        "BC CTĐ",
        "BC-CĐ",
        "Hải Dương",
        "",
        "",
        "",
        "",
    ]
    code, shown = talk(arguments, answers, cwd=tmp_path)
    assert code == 0
    assert "Tỉnh hoặc thành phố [-]: " in shown
    assert "Lỗi: summarise init: symbol đang là BC CTĐ" in shown
    office = load_office(tmp_path / "summarise.toml")
    assert office.superior == ()
    assert office.issuer == ("CỤM SỐ 3", "KHU VỰC")
    assert (office.symbol, office.place) == ("BC-CĐ", "Hải Dương")
    assert office.signatory[-1] == "CHỦ TỊCH LĐLĐ THÀNH PHỐ HẢI PHÒNG"


@terminal
def test_a_level_may_be_typed_with_its_marks_and_is_asked_again_when_unknown(tmp_path: Path) -> None:
    code, shown = talk(["init"], ["huyện", "TLĐ", *[""] * 9], cwd=tmp_path)
    assert code == 0
    assert "Error: choose one of tld, tinh, nganh, kcn, cdcs, cum" in shown
    assert load_office(tmp_path / "summarise.toml").symbol == "BC-TLĐ"


@terminal
def test_what_options_give_is_not_asked(tmp_path: Path) -> None:
    given = [
        "--level",
        "cdcs",
        "--unit",
        "Trường THPT A",
        "--superior",
        "Công đoàn ngành Giáo dục",
        "--symbol",
        "BC-CĐ",
    ]
    code, shown = talk(["init", *given], ["Hà Nội", *[""] * 7], cwd=tmp_path)
    assert code == 0
    assert "Level" not in shown
    assert "Symbol" not in shown
    assert "Body above" not in shown
    office = load_office(tmp_path / "summarise.toml")
    assert office.superior == ("CÔNG ĐOÀN NGÀNH GIÁO DỤC",)
    assert office.recipients[0] == "Công đoàn ngành Giáo dục (để b/c)"


@terminal
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_an_interrupt_writes_nothing(tmp_path: Path, key: str) -> None:
    code, shown = talk(["init"], ["", key], cwd=tmp_path)
    assert code == 130
    assert "Interrupted; nothing was written." in shown
    assert not list(tmp_path.iterdir())
