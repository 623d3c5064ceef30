"""Work in processes of this machine, each of which can be given up and replaced."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from types import FrameType
from typing import Any

from pebble import ProcessExpired, ProcessPool

from summarise import office_suite
from summarise.batching import preload
from summarise.batching.engine import Answer, Chunk, Lost
from summarise.batching.settings import Settings
from summarise.batching.work import load, process
from summarise.errors import ModelError, SummariseError

AHEAD = 1
"""Chunks that wait for a process, so that none waits for a chunk."""
RENEWED = 500
"""Chunks after which a process is replaced, in case a library keeps memory."""
RESTARTS = 3
"""Times in a row that all processes may end before one of them has worked."""

_LOOKING = 1.0  # seconds after which it is looked whether there are still processes


class Processes:
    """An engine of `jobs` worker processes with `threads` threads each.

    Where processes can be forked from one that has loaded the models (Linux), they share its copy of the weights; elsewhere
    each loads its own, from files that the system maps into memory once.
    """

    work = staticmethod(process)
    """What they do."""

    def __init__(self, settings: Settings, *, jobs: int, threads: int) -> None:
        self._settings, self._jobs = settings, jobs
        self._threads, self._restarts = threads, 0
        self._running: dict[Future[Any], tuple[Chunk, float | None]] = {}
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self._context = _context(settings)
        self._pool = self._started()

    @property
    def room(self) -> int:
        """See `Engine`."""
        return self._jobs + AHEAD - len(self._running)

    def submit(self, chunk: Chunk, *, limit: float | None) -> None:
        """See `Engine`."""
        while True:
            try:
                future = self._pool.schedule(self.work, args=(self._settings, chunk), timeout=limit)
            except RuntimeError:  # all processes ended while none was at work
                self._restart()
            else:
                self._running[future] = chunk, limit
                return

    def answer(self) -> tuple[Chunk, Answer]:
        """See `Engine`."""
        while True:
            finished, _ = wait(self._running, _LOOKING, FIRST_COMPLETED)
            future = next((one for one in finished if not isinstance(one.exception(), BrokenProcessPool)), None)
            if future is not None:
                self._restarts = 0
                return self._running.pop(future)[0], _answer(future)
            if finished or not self._pool.active:
                self._restart()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _started(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._jobs,
            max_tasks=RENEWED,
            initializer=_start,
            initargs=(self._threads, self._settings),
            context=self._context,
        )

    def _restart(self) -> None:
        """Start other processes, for what the ones that ended had not begun: a pool of pebble's works no more once a process
        of it dies while none is at work.

        Raises:
            ModelError: they end again and again.
        """
        self._restarts += 1
        if self._restarts > RESTARTS:
            raise ModelError(
                "the processes that articles are worked on in end when they start, perhaps for want of memory; try fewer with "
                "--jobs, or none with --jobs 1 --time-limit 0"
            )
        self.__exit__()
        self._pool = self._started()
        running, self._running = self._running, {}
        for future, (chunk, limit) in running.items():
            if future.done() and not isinstance(future.exception(), BrokenProcessPool):
                self._running[future] = chunk, limit
            else:
                self.submit(chunk, limit=limit)


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
    os.environ[preload.VARIABLE] = preload.wanted(settings)
    context.set_forkserver_preload([preload.__name__])
    return context


def _start(threads: int, settings: Settings) -> None:
    """What a worker does before its first chunk: it leaves Ctrl-C to the process that started it, ends with that, and loads
    the models, which is no part of the time that an article may take."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    given_up = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, lambda number, frame: _end(given_up, number, frame))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    import torch

    torch.set_num_threads(threads)
    with contextlib.suppress(SummariseError):  # the first chunk comes to it too, and can tell
        load(settings)


def _end_with(parent: Any) -> None:
    parent.join()
    office_suite.end_all()
    os._exit(1)


def _end(given_up: Any, number: int, frame: FrameType | None) -> None:
    """What the pool does with a worker that it gives up, but nothing that this one started outlives it."""
    office_suite.end_all()
    if callable(given_up):
        given_up(number, frame)
    os._exit(1)
