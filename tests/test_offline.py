"""Nothing goes over the network: the real command in a process in which no socket can be opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import summarise

ROOT = Path(summarise.__file__).parent.parent

# Python imports it before anything else. An attempt is written down, so that no library can pass over it in silence.
BLOCKED = """
import os, socket

def refuse(*args, **kwargs):
    with open(os.environ["ATTEMPTS"], "a") as file:
        file.write(f"{args} {kwargs}\\n")
    raise OSError("no network here")

class Socket(socket.socket):
    __init__ = refuse

socket.socket = Socket
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


@pytest.fixture
def attempts(tmp_path: Path) -> Path:
    """A file that exists once a program of this test has tried to open a socket."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(BLOCKED, "utf-8")
    return tmp_path / "attempts.txt"


def run(*arguments: str, cwd: Path, attempts: Path) -> subprocess.CompletedProcess[str]:
    """The command in English, with nothing that would keep Hugging Face's libraries from the network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    return subprocess.run(
        [sys.executable, "-m", "summarise", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": f"{cwd / 'blocked'}{os.pathsep}{ROOT}", "ATTEMPTS": str(attempts)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_block_holds(tmp_path: Path, attempts: Path) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "blocked"), "ATTEMPTS": str(attempts)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=False)
    assert "no network here" in done.stderr
    assert attempts.exists()


def test_a_report_is_written_without_a_network(tmp_path: Path, attempts: Path, seeds: dict[str, Path]) -> None:
    done = run("report", str(seeds["cao-bang-2022"]), "-o", "bao-cao.docx", cwd=tmp_path, attempts=attempts)
    assert (done.returncode, done.stdout.strip()) == (0, "bao-cao.docx"), done.stderr
    assert (tmp_path / "bao-cao.docx").stat().st_size > 5000
    assert not attempts.exists(), attempts.read_text("utf-8")


def test_a_model_of_the_hub_ends_in_one_line_offline(tmp_path: Path, attempts: Path, seeds: dict[str, Path]) -> None:
    arguments = ["report", str(seeds["cao-bang-2022"]), "-o", "bao-cao.docx", "--offline", "--model"]
    done = run(*arguments, "VietAI/vit5-base-vietnews-summarization", cwd=tmp_path, attempts=attempts)
    assert done.returncode == 3
    assert done.stderr == (
        "Error: VietAI/vit5-base-vietnews-summarization: not on this machine, and --offline forbids fetching it; run once "
        "without --offline, or name a folder\n"
    )
    assert not (tmp_path / "bao-cao.docx").exists()
    assert not attempts.exists(), attempts.read_text("utf-8")


def test_without_a_network_a_model_of_the_hub_is_one_line_too(
    tmp_path: Path, attempts: Path, seeds: dict[str, Path]
) -> None:
    done = run("report", str(seeds["cao-bang-2022"]), "--model", "to-chuc/mo-hinh", cwd=tmp_path, attempts=attempts)
    assert done.returncode == 3
    unknown, error = done.stderr.splitlines()
    assert unknown == "to-chuc/mo-hinh: not in models list, so how well it summarises is unknown"
    assert error.startswith("Error: to-chuc/mo-hinh: cannot be fetched from the hub (")
    assert attempts.exists()
