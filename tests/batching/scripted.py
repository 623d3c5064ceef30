"""A batch with an engine that answers by script."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarise.batching import ledger
from summarise.batching.engine import Answer, Chunk, Lost
from summarise.batching.inputs import find
from summarise.batching.manifest import Row
from summarise.batching.run import Batch
from summarise.batching.settings import Format, Settings
from summarise.batching.store import Store, held
from summarise.batching.work import Document, Result
from summarise.errors import InputError


def made(document: Document, formats: Sequence[Format]) -> Result:
    """A file repeats the article; `thực đơn` is no article."""
    text = document.data.decode()
    if "thực đơn" in text:
        error = InputError("{name}: no meeting", name=document.name)
        return Result(document.number, error=error, refused="chắc chắn" in text, seconds=0.5)
    files = {format: f"{format} of {document.name}: {text}".encode() for format in formats}
    return Result(document.number, files, warnings=("date inferred",), encoding="utf-8", seconds=0.5)


@dataclass
class Scripted:
    """An engine of two places that answers the last chunk first, and loses the chunks that hold an article as `lost`
    says."""

    formats: tuple[Format, ...] = ("docx", "json")
    lost: dict[str, Lost] = field(default_factory=dict)
    chunks: list[list[str]] = field(default_factory=list)
    on_answer: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.waiting: deque[Chunk] = deque()

    @property
    def room(self) -> int:
        return 2 - len(self.waiting)

    def submit(self, chunk: Chunk, *, limit: float | None) -> None:
        self.chunks.append([document.name for document in chunk])
        self.waiting.append(chunk)

    def answer(self) -> tuple[Chunk, Answer]:
        self.on_answer()
        chunk = self.waiting.pop()
        for document in chunk:
            if document.name in self.lost:
                return chunk, self.lost[document.name]
        return chunk, [made(document, self.formats) for document in chunk]

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        self.waiting.clear()


@dataclass
class Office:
    """A folder of articles and one of reports."""

    articles: Path
    output: Path

    def write(self, **articles: str) -> None:
        for name, text in articles.items():
            (self.articles / f"{name}.txt").write_text(text, "utf-8")

    @contextmanager
    def batch(self, *, formats: tuple[Format, ...] = ("docx", "json"), digest: str = "1", **options) -> Iterator[Batch]:
        with held(self.output) as store:
            yield self.of(store, formats=formats, digest=digest, **options)

    def of(self, store: Store, *, formats: tuple[Format, ...], digest: str, **options) -> Batch:
        found = find([self.articles], output=self.output)
        return Batch(found, store=store, settings=Settings(formats=formats), digest=digest, **options)

    def run(self, engine: Scripted | None = None, **options) -> list[Row]:
        """What becomes of the articles, in their order."""
        formats = options.get("formats", ("docx", "json"))
        with self.batch(**options) as batch:
            return sorted(batch.run(engine or Scripted(formats)), key=lambda row: row.name)

    def states(self, engine: Scripted | None = None, **options) -> list[str]:
        return [row.state for row in self.run(engine, **options)]

    def account(self) -> dict[str, dict[str, Any]]:
        """What `batch.json` would say of the last run, by article."""
        with held(self.output) as store:
            store.manifest.run -= 1
            ledger.write(store)
        whole = json.loads((self.output / ledger.NAME).read_text("utf-8"))
        (self.output / ledger.NAME).unlink()
        return {Path(one["article"]).name: one for one in whole["articles"]}

    def files(self) -> dict[str, str]:
        """The files that are no business of the batch's own."""
        return {
            path.name: path.read_text("utf-8")
            for path in sorted(self.output.iterdir())
            if not path.name.startswith(".")
        }
