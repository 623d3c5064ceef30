"""`--engine ray`: a cluster of two workers on this machine, one of which is killed."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from summarise.batching import cluster
from summarise.batching.cluster import Cluster
from summarise.batching.engine import Here, Lost
from summarise.batching.inputs import find
from summarise.batching.run import Batch
from summarise.batching.settings import Settings
from summarise.batching.store import held
from summarise.batching.work import Document
from summarise.errors import ClusterError

with_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None or not Path("/proc/self/stat").exists(),
    reason="needs Ray (extra `cluster`), and Linux to find the workers",
)
SETTINGS = Settings()


@pytest.fixture(scope="module")
def articles(seeds: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles: the two shortest samples, each under three names."""
    folder = tmp_path_factory.mktemp("articles")
    for path in sorted(seeds.values(), key=lambda path: path.stat().st_size)[:2]:
        for number in range(3):
            (folder / f"{path.stem}-{number}.txt").write_bytes(path.read_bytes())
    return folder


def workers(under: int) -> list[int]:
    """The processes of Ray that work on a chunk, below the process `under`."""
    parents: dict[int, int] = {}
    working = []
    for entry in Path("/proc").iterdir():
        try:
            pid = int(entry.name)
            parents[pid] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if (entry / "cmdline").read_bytes().startswith(b"ray::Member.work"):
                working.append(pid)
        except (ValueError, OSError):  # no process, or one that has ended
            continue

    def ancestors(pid: int) -> Iterator[int]:
        while pid := parents.get(pid, 0):
            yield pid

    return [pid for pid in working if under in ancestors(pid)]


def content(path: Path) -> object:
    """What a file says: of a Word file its parts, without the times in them."""
    if path.suffix == ".docx":
        with ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}
    return path.read_bytes()


@with_ray
def test_a_killed_worker_loses_no_article_and_changes_no_report(articles, tmp_path, capfd) -> None:
    found = find([articles], output=tmp_path)
    rows, killed = [], []
    with held(tmp_path / "cluster") as store, Cluster(SETTINGS, jobs=2) as engine:
        for row in Batch(found, store=store, settings=SETTINGS, digest="", jobs=2).run(engine):
            rows.append(row)
            if not killed:
                killed = workers(engine._driver.pid)[:1]
                os.kill(killed[0], signal.SIGKILL)
        folder = Path(engine._folder)
        logs = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert killed
    assert sorted((row.stem, row.state, row.error) for row in rows) == sorted(
        (Path(one.path).stem, "done", None) for one in found
    )
    assert not folder.exists()
    said = [line for path in articles.iterdir() for line in path.read_bytes().splitlines() if len(line) > 30]
    assert logs
    assert not [line for line in said if line in logs]
    assert list(Path(os.environ["HOME"]).iterdir()) == []
    assert capfd.readouterr() == ("", "")

    with held(tmp_path / "here") as store:
        alone = list(Batch(found, store=store, settings=SETTINGS, digest="").run(Here(SETTINGS)))
    assert {row.stem for row in alone} == {row.stem for row in rows}
    for row in alone:
        for format in ("docx", "json"):
            name = f"{row.stem}.{format}"
            assert content(tmp_path / "cluster" / name) == content(tmp_path / "here" / name)


@with_ray
def test_a_chunk_over_its_time_is_given_up_and_the_next_is_done(articles) -> None:
    slow = (Document(0, "slow.txt", next(articles.iterdir()).read_bytes()),)
    short = (Document(1, "short.txt", b"short"),)
    with Cluster(SETTINGS, jobs=1) as engine:
        engine.submit(slow, limit=0.01)
        engine.submit(short, limit=100)
        assert engine.room == 0
        assert engine.answer() == (slow, Lost("slow"))
        chunk, answer = engine.answer()
    assert chunk == short
    assert not isinstance(answer, Lost)
    assert [type(result.error).__name__ for result in answer] == ["InputError"]


@with_ray
def test_workers_with_other_models_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(cluster, "fingerprint", lambda settings: "another")
    with pytest.raises(ClusterError, match="of another version"), Cluster(SETTINGS, jobs=1):
        pass


@with_ray
def test_an_address_where_nothing_answers_is_told_at_once() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"^{address}: no Ray cluster answers here"):
            Cluster(SETTINGS, jobs=1, address=address).__enter__()


@with_ray
def test_an_address_that_is_no_cluster_does_not_hold_the_batch_up(monkeypatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(ClusterError, match="gave no worker in 5 s"):
            Cluster(SETTINGS, jobs=1, address=f"127.0.0.1:{silent.getsockname()[1]}").__enter__()


def test_without_ray_it_says_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match="Ray is not installed") as caught:
        Cluster(SETTINGS, jobs=1)
    assert caught.value.exit_code == 3
