"""LibreOffice, where it is installed: reports as PDF, and old Word files as `.docx`.

LibreOffice runs without a window, with a profile of its own in a temporary folder: it touches no settings, no open
window and no list of recent files of the user, and two can run at once. It is forbidden macros and whatever lies
outside the file.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from summarise.errors import OfficeSuiteError

VARIABLE = "SUMMARISE_SOFFICE"

_PROGRAMS = ("soffice", "libreoffice")
_WINDOWS = ("LibreOffice", "LibreOffice 7", "LibreOffice 5")
# A file may link pictures of another place; nothing is fetched from there.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501 - one item a line, as LibreOffice writes them


_running: dict[subprocess.Popen[bytes], Path] = {}  # with the folder of each


class ConversionError(Exception):
    """LibreOffice made no file; `str(error)` is the last line it said, or its exit code. The callers say it to the user."""


class ConversionTimeoutError(ConversionError):
    """LibreOffice had not finished in time and was ended."""


def find() -> Path | None:
    """The program that starts LibreOffice: what SUMMARISE_SOFFICE names, else on the PATH, else in the places where its
    installers put it; None where there is none.

    Raises:
        OfficeSuiteError: SUMMARISE_SOFFICE names no program.
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
    return next((place for place in _places() if place.is_file()), None)


def convert(
    content: bytes, *, name: str, to: str, program: Path, seconds: float, options: tuple[str, ...] = ()
) -> bytes:
    """A file's content in another format. `name` is a plain file name with the ending of what the file is; `to` is
    LibreOffice's name of the new format, `ending` or `ending:filter`; `seconds` is how long it may take before it is ended
    with all that it started; `options` are more arguments.

    Raises:
        OfficeSuiteError: LibreOffice cannot be started.
        ConversionError: it made no file.
    """
    # On Windows a program that was just ended may hold a file of its profile a moment longer.
    with tempfile.TemporaryDirectory(prefix="summarise-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        given, made = folder / name, (folder / "out" / name).with_suffix("." + to.partition(":")[0])
        given.write_bytes(content)
        code, said = _run(
            [
                str(program),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nodefault",
                *options,
                "--convert-to",
                to,
                "--outdir",
                str(made.parent),
                str(given),
            ],
            folder=folder,
            seconds=seconds,
        )
        # LibreOffice ends with 0 also when it could not read or write a file.
        result = made.read_bytes() if made.is_file() else b""
    if code or not result:
        raise ConversionError((said.strip().splitlines()[-1:] or [f"exit code {code}"])[0])
    return result


def _run(command: list[str], *, folder: Path, seconds: float) -> tuple[int, str]:
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
                # What it leaves when it is ended goes with the folder.
                env=os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)),
                # A group of its own, so that it can be ended with its children.
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            template = "{path}: cannot be started ({reason}); install LibreOffice again, or name another in {name}"
            reason = error.strerror or error
            raise OfficeSuiteError(template, path=command[0], reason=reason, name=VARIABLE) from error
        _running[process] = folder
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise ConversionTimeoutError(f"not finished after {round(seconds)} seconds") from error
        finally:
            _end(process)
            del _running[process]
        said.seek(0)
        return code, said.read().decode("utf-8", "replace")


def end_all() -> None:
    """End all that `convert` has under way in other threads or below a signal, and remove what it was given: for a process
    that is about to end without unwinding."""
    for process, folder in list(_running.items()):
        _kill(process)  # without waiting: what the signal interrupted may be waiting already
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it left running; Ctrl-C comes here too."""
    _kill(process)
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


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
