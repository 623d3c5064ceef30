"""Work in processes of this machine, each of which can be given up and replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, Future, wait
from multiprocessing.context import BaseContext
from typing import Any

from pebble import ProcessExpired, ProcessPool

from summarise.batching import preload
from summarise.batching.engine import Answer, Chunk, Lost
from summarise.batching.settings import Settings
from summarise.batching.work import process
from summarise.errors import SummariseError

AHEAD = 1
"""Chunks that wait for a process, so that none waits for a chunk."""
RENEWED = 500
"""Chunks after which a process is replaced, in case a library keeps memory."""


class Processes:
    """An engine of `jobs` worker processes with `threads` threads each.

    Where processes can be forked from one that has loaded the models (Linux), they share its copy of the weights; elsewhere
    each loads its own, from files that the system maps into memory once.
    """

    def __init__(self, settings: Settings, *, jobs: int, threads: int) -> None:
        self._settings, self._jobs = settings, jobs
        self._running: dict[Future[Any], Chunk] = {}
        self._done: list[Future[Any]] = []
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self._pool = ProcessPool(
            max_workers=jobs,
            max_tasks=RENEWED,
            initializer=_start,
            initargs=(threads,),
            context=_context(settings),
        )

    @property
    def room(self) -> int:
        """See `Engine`."""
        return self._jobs + AHEAD - len(self._running)

    def submit(self, chunk: Chunk, *, limit: float | None) -> None:
        """See `Engine`."""
        future = self._pool.schedule(process, args=(self._settings, chunk), timeout=limit)
        self._running[future] = chunk

    def answer(self) -> tuple[Chunk, Answer]:
        """See `Engine`."""
        finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
        future = next(iter(finished))
        chunk = self._running.pop(future)
        return chunk, _answer(future)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _answer(future: Future[Any]) -> Answer:
    try:
        answer: Answer = future.result()
    except SummariseError:
        raise
    except TimeoutError:
        return Lost("slow")
    except ProcessExpired:
        return Lost("died")
    except Exception as error:  # noqa: BLE001 - a fault of the program costs the article, not the batch
        return Lost("fault", type(error).__name__)
    return answer


def _context(settings: Settings) -> BaseContext:
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    if not settings.fast:  # an engine with threads of its own does not survive a fork
        os.environ[preload.VARIABLE] = preload.wanted(settings)
        context.set_forkserver_preload([preload.__name__])
    return context


def _start(threads: int) -> None:
    """What a worker does before its first chunk: it leaves Ctrl-C to the process that started it, and ends with that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    import torch

    torch.set_num_threads(threads)


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
