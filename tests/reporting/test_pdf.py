"""PDF through LibreOffice: a stand-in that answers by script, and the real one where it is installed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from summarise import office_suite
from summarise.errors import OfficeSuiteError, OutputError
from summarise.records import Summary
from summarise.reporting import render
from summarise.reporting.pdf import find_soffice, write_pdf

# What SUMMARISE_SOFFICE named is unset for each test; the real program is looked for before.
REAL = shutil.which("soffice")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of the Unix shell")

# The last arguments are: --outdir FOLDER FILE.
OPENING = """#!/bin/sh
for argument; do file=$argument; done
printf '%s\\n' "$@" > "{log}"
while [ "$1" != --outdir ]; do shift; done
mkdir -p "$2"
"""


@pytest.fixture
def soffice(tmp_path: Path) -> Callable[[str], Path]:
    """A program in place of LibreOffice; its body knows the folder as "$2" and the Word file as "$file"."""

    def make(body: str) -> Path:
        path = tmp_path / "stand-in" / "soffice"
        path.parent.mkdir(exist_ok=True)
        path.write_text(OPENING.format(log=tmp_path / "arguments") + body + "\n", "utf-8")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "Báo cáo quý 1.docx"
    path.write_bytes(b"a Word file")
    return path


WRITES = 'printf "%%PDF-1.7 of " > "$2/report.pdf"; cat "$file" >> "$2/report.pdf"'


@posix
def test_what_libreoffice_makes_is_written_and_nothing_else_is_left(
    soffice: Callable[[str], Path], report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    output = tmp_path / "báo cáo.pdf"
    assert write_pdf(report, output, soffice=soffice(WRITES)) == output
    assert output.read_bytes() == b"%PDF-1.7 of a Word file"
    assert list(scratch.iterdir()) == []
    (profile,) = [line for line in (tmp_path / "arguments").read_text().splitlines() if "UserInstallation" in line]
    assert profile.startswith(f"-env:UserInstallation={scratch.as_uri()}/")


@posix
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('echo "Error: source file could not be loaded" >&2; exit 1', "source file could not be loaded"),
        ("exit 81", "exit code 81"),
        ("exit 0", "exit code 0"),
        ('echo "no PDF" > "$2/report.pdf"', "made no PDF"),
        (f"{WRITES}; exit 1", "made no PDF"),
    ],
)
def test_a_failure_of_libreoffice_is_one_line_and_leaves_the_report(
    soffice: Callable[[str], Path], report: Path, tmp_path: Path, body: str, message: str
) -> None:
    output = tmp_path / "report.pdf"
    output.write_bytes(b"an older one")
    with pytest.raises(OutputError) as caught:
        write_pdf(report, output, soffice=soffice(body))
    assert message in str(caught.value)
    assert f"{report} is written" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert output.read_bytes() == b"an older one"
    assert report.read_bytes() == b"a Word file"


@posix
def test_a_libreoffice_that_hangs_is_ended_with_its_children(
    soffice: Callable[[str], Path], report: Path, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    program = soffice(f'sleep 600 & echo $! > "{child}"; wait')
    with pytest.raises(OutputError, match="had not finished after 2 seconds"):
        write_pdf(report, tmp_path / "report.pdf", soffice=program, seconds=2)
    assert not (tmp_path / "report.pdf").exists()
    assert gone(int(child.read_text()))


@posix
def test_what_libreoffice_leaves_running_is_ended_too(
    soffice: Callable[[str], Path], report: Path, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    write_pdf(report, tmp_path / "report.pdf", soffice=soffice(f'{WRITES}; sleep 600 & echo $! > "{child}"'))
    assert gone(int(child.read_text()))


def gone(process: int) -> bool:
    """Whether the process ends soon; one that is dead but not yet collected by the system has ended."""
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.is_file() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_program_that_cannot_be_started_is_told(report: Path, tmp_path: Path) -> None:
    with pytest.raises(OfficeSuiteError, match="cannot be started"):
        write_pdf(report, tmp_path / "report.pdf", soffice=tmp_path / "gone")


@posix
def test_the_variable_counts_before_the_path(
    soffice: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = soffice("")
    monkeypatch.setenv("PATH", str(program.parent))
    assert find_soffice() == program
    other = tmp_path / "libreoffice"
    shutil.copy(program, other)
    monkeypatch.setenv("SUMMARISE_SOFFICE", str(other))
    assert find_soffice() == other
    monkeypatch.setenv("SUMMARISE_SOFFICE", str(tmp_path / "gone"))
    with pytest.raises(OfficeSuiteError, match=r"there is no program .*gone"):
        find_soffice()


def test_the_usual_places_are_searched_and_none_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    place = tmp_path / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    monkeypatch.setattr(office_suite, "_places", lambda: iter([place]))
    with pytest.raises(OfficeSuiteError, match="LibreOffice, which is not installed here; install it") as caught:
        find_soffice()
    assert caught.value.exit_code == 3
    place.parent.mkdir(parents=True)
    place.touch()
    assert find_soffice() == place


@pytest.mark.parametrize(
    ("system", "part"), [("linux", "libreoffice"), ("darwin", "LibreOffice.app"), ("win32", "soffice.com")]
)
def test_each_system_has_its_places(system: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ProgramFiles", "C:/Program Files")
    monkeypatch.setattr(sys, "platform", system)
    assert any(part in str(place) for place in office_suite._places())


def test_the_real_libreoffice_makes_a_tagged_pdf_of_the_same_text(tmp_path: Path, quang_binh: Summary) -> None:
    if REAL is None:
        pytest.skip("LibreOffice is not installed")
    import pypdfium2

    report = render(quang_binh, tmp_path / "báo cáo.docx")
    path = write_pdf(report, tmp_path / "báo cáo.pdf", soffice=Path(REAL))
    content = path.read_bytes()
    assert b"/MarkInfo" in content
    assert b"/Lang(vi-VN)" in content
    with pypdfium2.PdfDocument(path) as document:
        assert document.get_metadata_dict()["Title"].startswith("Báo cáo kết quả hoạt động công đoàn")
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    # Figures only: without Times New Roman the letters with marks may come from several fonts, in an order of their own.
    assert "33.778" in text
    assert "28/12/2022" in text
