"""The command as a process: help, language, exit codes, output streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import summarise
from summarise.cli import main
from summarise.cli.app import build

ROOT = Path(summarise.__file__).parent.parent
GROUPS = {"templates": ["list", "copy", "check", "show"], "models": ["list", "show", "check", "tune"]}
COMMANDS = ["report", "show", "batch", "render", "combine", "init", "evaluate", "schema"]
COMMANDS += [f"{group} {name}" for group, names in GROUPS.items() for name in names]


def run(*arguments: str, cwd: Path, code: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in English unless the environment says otherwise."""
    program = ["-c", code] if code else ["-m", "summarise", *arguments]
    return subprocess.run(
        [sys.executable, *program],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_help_shows_commands_examples_and_exit_codes(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    for text in ("report", "batch", "evaluate", "--lang", "summarise report article.txt", "  130  interrupted"):
        assert text in done.stdout


def test_help_is_vietnamese_throughout(tmp_path: Path) -> None:
    done = run("report", "--help", "--lang", "vi", cwd=tmp_path)
    for text in ("Cách dùng: summarise report", "Đối số:", "Tùy chọn:", "[bắt buộc]", "[mặc định: embedded]"):
        assert text in done.stdout
    for text in ("Usage", "Options:", "Arguments:", "Show this message", "default"):
        assert text not in done.stdout


@pytest.mark.parametrize("variable", ["SUMMARISE_LANG", "LC_ALL"])
def test_the_language_follows_the_environment(tmp_path: Path, variable: str) -> None:
    done = run(
        "report", "gone.txt", cwd=tmp_path, **{variable: "vi" if variable == "SUMMARISE_LANG" else "vi_VN.UTF-8"}
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Lỗi: gone.txt: không có tệp này")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_command_has_help(command: str, language: str, capsys) -> None:
    assert main([*command.split(), "--help", "--lang", language]) == 0
    assert command.split()[-1] in capsys.readouterr().out


def test_no_short_help_is_cut_off(capsys) -> None:
    for language in ("en", "vi"):
        for group in ([], ["templates"], ["models"]):
            assert main([*group, "--help", "--lang", language]) == 0
            assert "..." not in capsys.readouterr().out.replace("COMMAND [ARGS]...", "")


def test_version(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"summarise {summarise.__version__}\n")


def test_the_schema_is_json_in_utf_8_whatever_the_code_page(tmp_path: Path) -> None:
    done = run("schema", cwd=tmp_path, PYTHONIOENCODING="cp1252", LC_ALL="C")
    assert done.returncode == 0
    assert "sơ kết" in json.dumps(json.loads(done.stdout), ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_no_console_encoding_breaks_the_output(tmp_path: Path, encoding: str) -> None:
    done = run("--help", "--lang", "vi", cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "Viết báo cáo" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["repot"], "Error: No such command 'repot'. Did you mean 'report'?"),
        (["report"], "Error: Missing argument 'ARTICLE'."),
        (["report", "a", "b"], "Error: Got unexpected extra argument(s) (b)"),
        (["report", "a", "--colour"], "Error: No such option: --colour"),
        (["report", "a", "--template"], "Error: Option '--template' requires an argument."),
        (["batch", "a"], "Error: Missing option '-o' / '--output'."),
        (["models"], "Error: Missing command."),
        (["--lang", "fr"], "Error: --lang: there are no messages in 'fr'; choose one of en, vi"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(capsys, arguments: list[str], message: str) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["repot"], "Lỗi: Không có lệnh 'repot'. Có phải ý bạn là 'report'?"),
        (["report"], "Lỗi: Thiếu đối số 'ARTICLE'."),
        (["report", "a", "b"], "Lỗi: Thừa đối số (b)"),
        (["report", "a", "--colour"], "Lỗi: Không có tùy chọn --colour"),
        (["report", "a", "--template"], "Lỗi: Tùy chọn '--template' cần một giá trị."),
        (["batch", "a"], "Lỗi: Thiếu tùy chọn '-o' / '--output'."),
        (["models"], "Lỗi: Thiếu lệnh."),
    ],
)
def test_wrong_use_is_told_in_vietnamese(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run(*arguments, cwd=tmp_path, SUMMARISE_LANG="vi")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == message


def test_without_arguments_the_help_is_shown(capsys) -> None:
    assert main([]) == 2
    assert "Exit codes:" in capsys.readouterr().out


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from summarise.cli import main; main(['report', '--help']); "
        "heavy = {'torch', 'transformers', 'docx', 'docxtpl', 'lxml', 'rich.console', 'pypdfium2', 'jinja2', 'matplotlib'}; "
        "print('loaded:', *sorted(heavy & set(sys.modules)))"
    )
    assert run(cwd=tmp_path, code=code).stdout.endswith("loaded:\n")


def test_a_bug_keeps_its_traceback_but_shows_no_text_of_the_article(tmp_path: Path) -> None:
    code = """
import sys
from summarise import contract
from summarise.cli import main

def broken():
    article = "nội dung " + "bí mật"
    raise RuntimeError("a bug")

contract.schema = broken
sys.exit(main(["schema"]))
"""
    done = run(cwd=tmp_path, code=code)
    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert "a bug" in done.stderr
    assert "nội dung bí mật" not in done.stderr


def test_bugs_never_show_the_values_of_variables() -> None:
    assert build().pretty_exceptions_show_locals is False


def test_the_templates_are_listed(capsys) -> None:
    assert main(["templates", "list"]) == 0
    assert "bao-cao-so-ket" in capsys.readouterr().out.split()
