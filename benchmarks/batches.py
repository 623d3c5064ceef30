"""`summarise batch` in processes of its own, watched from outside: what `killed.py` and `scale.py` share."""

from __future__ import annotations

import io
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import docx

from summarise import contract

HERE = Path(__file__).resolve().parent
MODELS = (sys.executable, "-m", "summarise")
STAND_IN = (sys.executable, str(HERE / "stand_in.py"))
MARK = "BENCHMARK_RUN"
FORMATS = ("docx", "json", "html")
TIMES = "docProps/core.xml"
"""The part of a Word file that says when it was made."""


class Run:
    """A batch that runs: a session of processes, told apart from all others by a mark in their environment."""

    def __init__(self, program: tuple[str, ...], paths: list[Path], out: Path, *options: str) -> None:
        self._mark = secrets.token_hex(8)
        self.began = time.monotonic()
        folders = os.pathsep.join([str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.log = Path(f"{out}.{self._mark}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*program, "batch", *map(str, paths), "-o", str(out), *options],
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=os.environ | {MARK: self._mark, "PYTHONPATH": folders, "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )

    def pids(self) -> list[int]:
        """All of its processes that live, wherever they hang."""
        wanted = f"{MARK}={self._mark}".encode()
        return [pid for pid in processes() if wanted in _read(f"/proc/{pid}/environ").split(b"\0")]

    def workers(self) -> list[int]:
        """The processes that articles are worked on in: those that were forked from another than the first."""
        mine = set(self.pids())
        return [pid for pid in mine if parent(pid) in mine - {self.process.pid}]

    def kill(self) -> None:
        """SIGKILL for all of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wait(self, limit: float = 3600) -> int:
        """The exit code."""
        return self.process.wait(limit)

    def errors(self) -> list[str]:
        """The lines on standard error so far."""
        return self.log.read_text("utf-8", "replace").splitlines()

    def finished(self) -> dict[str, str]:
        """What it said became of each article so far."""
        lines = [line.partition("] ")[2].rpartition(": ") for line in self.errors() if line.startswith("[")]
        return {Path(name).stem: state for name, _, state in lines if state}

    def until(self, articles: int) -> bool:
        """Wait until so many are done; whether it runs still."""
        while self.process.poll() is None:
            if len(self.finished()) >= articles:
                return True
            time.sleep(0.02)
        return False

    def leftovers(self, limit: float = 10) -> list[int]:
        """Its processes that live `limit` seconds after the first has ended."""
        end = time.monotonic() + limit
        while (left := self.pids()) and time.monotonic() < end:
            time.sleep(0.1)
        return left

    def close(self) -> None:
        """End what is left of it, and forget what it said."""
        for pid in self.pids():
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.log.unlink(missing_ok=True)


def processes() -> list[int]:
    """All processes of this machine."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208


def parent(pid: int) -> int:
    """The parent of a process, 0 when it has ended."""
    fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def peak(pid: int) -> float:
    """The most memory that a process has had so far, in MB (10^6 bytes), what it shares with others included."""
    for line in _read(f"/proc/{pid}/status").splitlines():
        if line.startswith(b"VmHWM"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:  # it has ended
        return b""


def _docx(data: bytes) -> object:
    docx.Document(io.BytesIO(data))
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != TIMES}


def _json(data: bytes) -> object:
    contract.loads(data.decode(), name="a summary")
    return data


def _html(data: bytes) -> object:
    if not data.rstrip().endswith(b"</html>"):
        raise ValueError("no end")
    return data


CONTENT: Mapping[str, Callable[[bytes], object]] = {".docx": _docx, ".json": _json, ".html": _html}
"""What the content of a file is; raises when the file is not whole."""


def reports(folder: Path) -> dict[str, Path]:
    """The files of articles that anybody sees in an output folder."""
    return {path.name: path for path in sorted(folder.glob("[!.]*")) if path.name != "batch.json"}
