"""Worker processes: the same results as here, and an end to what takes too long or dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarise.batching.engine import Chunk, Here, Lost
from summarise.batching.processes import Processes
from summarise.batching.settings import Settings
from summarise.batching.work import Document, Result, process
from summarise.errors import ModelError

SEEDS = Path(__file__).parent.parent.parent / "seeds"
JSON = Settings(formats=("json",))


def works(pid: int) -> bool:
    """Whether a process is there and is more than a name that nobody has asked about yet."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return sys.platform != "linux"  # elsewhere nothing tells the dead
    except ProcessLookupError:
        return False


def document(number: int, data: bytes | None = None) -> Document:
    return Document(number, "bài.txt", (SEEDS / "quang-binh-2022.txt").read_bytes() if data is None else data)


def children(process: int) -> Iterator[int]:
    """All processes below one, where the system says so."""
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            yield int(entry.parent.name)
            yield from children(int(entry.parent.name))


def end(*_: object) -> None:
    os._exit(1)


@pytest.fixture(scope="module")
def expected() -> Result:
    (result,) = process(JSON, [document(0)])
    return result


def test_a_worker_gives_what_is_given_here(expected: Result) -> None:
    chunks: list[Chunk] = [(document(0), document(1, "Thực đơn hôm nay".encode())), (document(2),)]
    found = {}
    with Processes(JSON, jobs=2, threads=1) as engine:
        for chunk in chunks:
            engine.submit(chunk, limit=None)
        for _ in chunks:
            chunk, answer = engine.answer()
            assert not isinstance(answer, Lost)
            found |= {result.number: result for result in answer}
    assert found[0].files == found[2].files == expected.files
    assert found[0].encoding == "utf-8"
    assert "does not report on a meeting" in str(found[1].error)
    assert [result.number for result in process(JSON, chunks[0])] == [0, 1]


def test_an_article_that_takes_too_long_is_given_up_and_the_next_is_done(expected: Result) -> None:
    with Processes(JSON, jobs=1, threads=1) as engine:
        engine.submit((document(0),), limit=0.01)
        assert engine.answer()[1] == Lost("slow")
        engine.submit((document(1),), limit=None)
        (result,) = engine.answer()[1]
        assert result.files == expected.files


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for LibreOffice")
def test_what_a_worker_is_at_is_cleared_up_when_it_is_given_up(tmp_path: Path, monkeypatch) -> None:
    office = tmp_path / "soffice"
    office.write_text(f'#!/bin/sh\necho "$$ $PWD" > "{tmp_path}/told"\nexec sleep 600\n', "utf-8")
    office.chmod(0o755)
    # What a worker sees is what the process it is forked from saw when that was started.
    command = (
        "import sys\n"
        "from summarise.batching.processes import Processes\n"
        "from summarise.batching.settings import Settings\n"
        "from summarise.batching.work import Document\n"
        "if __name__ == '__main__':\n"
        "    with Processes(Settings(formats=('json',)), jobs=1, threads=1) as engine:\n"
        "        engine.submit((Document(0, 'a.rtf', b'{\\\\rtf1 H}'),), limit=1.0)\n"
        "        print(engine.answer()[1].reason)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(command, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "SUMMARISE_SOFFICE": str(office), "PYTHONPATH": str(SEEDS.parent)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == ("slow\n", "")
    pid, _, folder = (tmp_path / "told").read_text("utf-8").strip().partition(" ")
    assert not Path(folder).exists()
    deadline = time.monotonic() + 30
    while works(int(pid)):
        assert time.monotonic() < deadline, "an orphan"
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list processes")
def test_a_worker_that_is_killed_costs_its_chunk_alone(expected: Result) -> None:
    with Processes(JSON, jobs=1, threads=1) as engine:
        engine.submit((document(0),), limit=None)
        engine.answer()
        engine.submit(tuple(document(number) for number in range(20)), limit=None)
        time.sleep(0.3)
        worker = max(children(os.getpid()))  # forked last
        os.kill(worker, signal.SIGKILL)
        assert engine.answer()[1] == Lost("died")
        engine.submit((document(1),), limit=None)
        (result,) = engine.answer()[1]
        assert result.files == expected.files


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list processes")
def test_a_worker_that_is_killed_while_it_waits_costs_nothing(expected: Result) -> None:
    with Processes(JSON, jobs=1, threads=1) as engine:
        engine.submit((document(0),), limit=None)
        engine.answer()
        os.kill(max(children(os.getpid())), signal.SIGKILL)
        time.sleep(0.5)
        engine.submit((document(1),), limit=None)
        engine.submit((document(2),), limit=None)
        answers = [engine.answer()[1] for _ in range(2)]
    for answer in answers:
        assert not isinstance(answer, Lost)
        assert answer[0].files == expected.files


def test_a_fault_of_the_program_costs_its_chunk_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise KeyError("Nguyễn Thị Hoa")

    monkeypatch.setattr("summarise.batching.engine.process", fault)
    with Here(JSON) as engine:
        engine.submit((document(0),), limit=None)
        assert engine.answer()[1] == Lost("fault", "KeyError")


def test_workers_that_cannot_start_end_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarise.batching.processes._start", end)
    with pytest.raises(ModelError, match="end when they start"), Processes(JSON, jobs=1, threads=1) as engine:  # noqa: PT012 - either may
        engine.submit((document(0),), limit=None)
        engine.answer()


def test_a_model_that_cannot_be_used_ends_the_batch() -> None:
    for engine in (Processes(Settings(model="/nowhere"), jobs=1, threads=1), Here(Settings(model="/nowhere"))):
        with engine:
            engine.submit((document(0),), limit=None)
            with pytest.raises(ModelError, match="/nowhere"):
                engine.answer()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked up as Linux lists them")
def test_workers_end_with_the_batch_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "summarise", "batch", str(SEEDS), "-o", str(tmp_path / "out"), "--jobs", "2"]
    batch = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert batch.stderr is not None
    batch.stderr.readline()  # the first article is done
    below = list(children(batch.pid))
    batch.kill()
    batch.wait()
    batch.stderr.close()
    assert len(below) >= 3
    deadline = time.monotonic() + 30
    while any(Path("/proc", str(pid)).exists() for pid in below):
        assert time.monotonic() < deadline, "orphans"
        time.sleep(0.1)
