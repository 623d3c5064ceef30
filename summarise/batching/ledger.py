"""`batch.json`: the account of a batch, an entry for each article that it was given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarise.batching.manifest import Row
from summarise.batching.store import Store
from summarise.errors import SummariseError
from summarise.writing import write_whole

SCHEMA = "summarise-batch/1"
NAME = "batch.json"
_HEAD = b'{"schema": "summarise-batch/'


def write(store: Store) -> None:
    """Write the account of the manifest's last run into the folder.

    Raises:
        OutputError: it cannot be written.
    """
    write_whole(store.folder / NAME, _text(store))


def is_account(path: Path) -> bool:
    """Whether a file is an account of a batch; one that cannot be read is none."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEAD)) == _HEAD
    except OSError:
        return False


def _text(store: Store) -> Iterator[str]:
    """JSON a line an article, so that a long one can be searched by line."""
    head = {"schema": SCHEMA, "run": store.manifest.run, "counts": store.manifest.counts()}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "articles": [\n'
    for number, row in enumerate(store.manifest.rows()):
        yield (",\n" if number else "") + json.dumps(_entry(row), ensure_ascii=False)
    yield "\n]}\n"


def _entry(row: Row) -> dict[str, Any]:
    return {
        "article": row.name,
        "state": row.state,
        "files": [f"{row.stem}.{format}" for format in row.made],
        "reason": row.note if row.error is None else _told(row.error),
        "warnings": list(row.warnings),
        "encoding": row.encoding,
        "seconds": row.seconds,
    }


def _told(error: SummariseError) -> str:
    return f"{type(error).__name__}: {error}"
