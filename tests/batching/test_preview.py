"""What `--dry-run` reads of a folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from summarise.batching.manifest import Manifest, Row

# Changes more than SQLite keeps in memory, so that some of it stands in the file already, and dies.
KILLED = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE articles SET stem = 'torn'")
db.executemany("INSERT INTO articles (input, stem) VALUES (?, 'torn')", [(str(n),) for n in range(2000)])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_record_that_a_killed_run_was_writing_is_read_as_before_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    record = Manifest(path)
    record.tell(0, Row("a.txt", "a.txt", "a", "done"))
    record.close()
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)]).returncode == -signal.SIGKILL
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert f"{path.name}-wal" in before
    copy = Manifest.copy_of(path)
    assert copy.stems() == {"a.txt": "a"}
    copy.close()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
