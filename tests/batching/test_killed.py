"""A batch that is killed and started again: the quick form of `benchmarks/killed.py`, without models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux to find the processes of a run")
def test_a_batch_that_is_killed_goes_on_and_ends_as_one_that_was_not() -> None:
    quick = ["--stand-in", "--kills", "2", "--articles", "8", "--faults", "removed"]
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "killed.py"), *quick], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "| killed | 2 kills" in run.stdout
