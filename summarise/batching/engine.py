"""Where the work is done: `Engine` is the seam between a batch and the processes or machines that it runs on."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from summarise.batching.settings import Settings
from summarise.batching.work import Document, Result, process
from summarise.errors import SummariseError

Chunk = tuple[Document, ...]
"""Documents that are worked on together."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A chunk without results: it took longer than the limit, its process died (out of memory, killed), or a fault of the
    program ended it. `detail` names the fault without a word of the document."""

    reason: Literal["slow", "died", "fault"]
    detail: str = ""


Answer = Sequence[Result] | Lost


class Engine(Protocol):
    """Works on chunks, several at once. Used as a context manager: leaving it ends all work at once."""

    @property
    def room(self) -> int:
        """How many more chunks it takes at the moment."""

    def submit(self, chunk: Chunk, *, limit: float | None) -> None:
        """Take a chunk, to be given up after `limit` seconds of work (None: never)."""

    def answer(self) -> tuple[Chunk, Answer]:
        """Wait for a chunk that was submitted to be done.

        Raises:
            SummariseError: the model, the template or a setting is at fault.
        """

    def __enter__(self) -> Engine: ...

    def __exit__(self, *_: object) -> None: ...


class Here:
    """An engine that works in this process, one chunk at a time; a limit cannot be kept."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: deque[Chunk] = deque()

    @property
    def room(self) -> int:
        """See `Engine`."""
        return 1 - len(self._waiting)

    def submit(self, chunk: Chunk, *, limit: float | None) -> None:
        """See `Engine`."""
        self._waiting.append(chunk)

    def answer(self) -> tuple[Chunk, Answer]:
        """See `Engine`."""
        chunk = self._waiting.popleft()
        try:
            return chunk, process(self._settings, chunk)
        except SummariseError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of the program costs the article, not the batch
            return chunk, Lost("fault", type(error).__name__)

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
