from __future__ import annotations

from pathlib import Path

import pytest

from tests.batching.scripted import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three articles."""
    (tmp_path / "in").mkdir()
    office = Office(tmp_path / "in", tmp_path / "out")
    office.write(a="A", b="B", c="thực đơn")
    return office
