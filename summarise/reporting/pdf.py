"""A Word file as PDF, by LibreOffice where it is installed.

LibreOffice runs without a window, with a profile of its own in a temporary folder: it touches no settings, no open
window and no list of recent files of the user, and two can run at once. It is forbidden macros and whatever lies
outside the file. The PDF is tagged (screen readers), has bookmarks of the headings, embeds its fonts, and holds no
comments: those are for whoever checks the Word file.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from summarise.errors import OfficeSuiteError, OutputError
from summarise.writing import write_whole

VARIABLE = "SUMMARISE_SOFFICE"
# A report takes 2 to 10 seconds, the first start on a cold disk up to a minute.
SECONDS = 180.0

_PROGRAMS = ("soffice", "libreoffice")
_WINDOWS = ("LibreOffice", "LibreOffice 7", "LibreOffice 5")
_FILTER = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "DisplayPDFDocumentTitle": {"type": "boolean", "value": "true"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "ExportNotes": {"type": "boolean", "value": "false"},
}
# A template may link pictures of another place; nothing is fetched from there.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501 - one item a line, as LibreOffice writes them


def find_soffice() -> Path:
    """The program that starts LibreOffice: what SUMMARISE_SOFFICE names, else on the PATH, else in the places where its
    installers put it.

    Raises:
        OfficeSuiteError: there is none, or SUMMARISE_SOFFICE names no program.
    """
    if named := os.environ.get(VARIABLE):
        if program := shutil.which(named):
            return Path(program)
        raise OfficeSuiteError(
            "{name}: there is no program {path}; name LibreOffice's soffice, or unset it", name=VARIABLE, path=named
        )
    for name in _PROGRAMS:
        if program := shutil.which(name):
            return Path(program)
    for place in _places():
        if place.is_file():
            return place
    raise OfficeSuiteError(
        "a PDF is made by LibreOffice, which is not installed here; install it (or name its soffice in {name}), "
        "or leave out --pdf and save the report as PDF in Word",
        name=VARIABLE,
    )


def write_pdf(report: Path, output: Path, *, soffice: Path | None = None, seconds: float = SECONDS) -> Path:
    """Write the Word file `report` as PDF to `output` and return `output`; `report` stays as it is.

    `soffice` is LibreOffice's program, by default what `find_soffice` finds; `seconds` is how long it may take before
    it is ended with all that it started.

    Raises:
        OfficeSuiteError: LibreOffice is not installed, or cannot be started.
        OutputError: LibreOffice failed or took too long, or `output` cannot be written.
    """
    program = soffice or find_soffice()
    # On Windows a program that was just ended may hold a file of its profile a moment longer.
    with tempfile.TemporaryDirectory(prefix="summarise-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        # A plain name: some file systems and LibreOffice disagree about composed letters.
        copy, made = folder / "report.docx", folder / "out" / "report.pdf"
        shutil.copyfile(report, copy)
        code, said = _run(
            [
                str(program),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nodefault",
                "--convert-to",
                f"pdf:writer_pdf_Export:{json.dumps(_FILTER)}",
                "--outdir",
                str(made.parent),
                str(copy),
            ],
            folder=folder,
            seconds=seconds,
            report=report,
            output=output,
        )
        # LibreOffice ends with 0 also when it could not read or write a file.
        content = made.read_bytes() if made.is_file() else b""
    if code or not content.startswith(b"%PDF"):
        reason = said.strip().splitlines()[-1:] or [f"exit code {code}"]
        template = "{path}: LibreOffice made no PDF ({reason}); {report} is written, save it as PDF in Word"
        raise OutputError(template, path=output, reason=reason[0], report=report)
    write_whole(output, content)
    return output


def _run(command: list[str], *, folder: Path, seconds: float, report: Path, output: Path) -> tuple[int, str]:
    """The exit code of `command` and what it said on standard error."""
    # What it says goes to a file: a pipe would stay open as long as any of its children.
    with (folder / "said").open("w+b") as said:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=folder,
                # A group of its own, so that it can be ended with its children.
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            template = "{path}: cannot be started ({reason}); install LibreOffice again, or name another in {name}"
            reason = error.strerror or error
            raise OfficeSuiteError(template, path=command[0], reason=reason, name=VARIABLE) from error
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            template = (
                "{path}: LibreOffice had not finished after {seconds} seconds and was ended; {report} is written, "
                "save it as PDF in Word"
            )
            raise OutputError(template, path=output, seconds=round(seconds), report=report) from error
        finally:
            _end(process)
        said.seek(0)
        return code, said.read().decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it left running; Ctrl-C comes here too."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _places() -> Iterator[Path]:
    """Where the installers of LibreOffice put it when they do not put it on the PATH."""
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
            if root := os.environ.get(variable):
                # soffice.com waits for the work to be done; soffice.exe may not.
                yield from (Path(root, name, "program", "soffice.com") for name in _WINDOWS)
        return
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield root / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
        return
    yield from (Path("/usr/lib/libreoffice/program/soffice"), Path("/usr/lib64/libreoffice/program/soffice"))
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    yield Path("/usr/local/bin/soffice")
