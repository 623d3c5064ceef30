"""Work on the machines of a Ray cluster, or on a cluster of its own on this machine (extra `cluster`).

Ray's actors are used, not its data sets. A data set is a plan that runs as a whole: Ray Data ends no single task at a time
limit (`execution_no_progress_timeout_s` fails all of it), starts a task whose process died again until it succeeds, and of
a task that raises (`max_errored_blocks`) drops the articles without saying which. An actor is a process that can be given
a chunk, watched, killed and replaced, so that a chunk that is lost comes back to `Batch`, which gives its articles out one by
one, and no more chunks are under way than there is room for: all as with the processes of one machine.

Articles go out as bytes and files come back as bytes, so no folder is shared; a template that is a file goes with them. Every
node needs this package in the same version, with the same models; a node that has others is refused, since its reports
would differ. Ray itself runs under a process of its own (`driver.py`): what it prints reaches no terminal, what it does with
signals is not felt here, and whatever it hangs in can be ended.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from summarise.batching.engine import Answer, Chunk
from summarise.batching.settings import Settings
from summarise.errors import ClusterError, SummariseError

AHEAD = 1
"""Chunks that wait for a worker, so that none waits for a chunk."""
CONNECTING = 45.0
"""Seconds in which a cluster must answer, or start on this machine."""
LOADING = 300.0
"""Seconds in which its first worker must have loaded the models."""
ENDING = 15.0
"""Seconds that Ray gets to end itself; then it is ended."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the driver is told once. `template` is the content of a template that is a file, `fingerprint` what
    `fingerprint` must be on every node, `folder` where a cluster on this machine keeps its files."""

    settings: Settings
    template: bytes | None
    fingerprint: str
    jobs: int
    address: str | None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk with a number, to be given up after `limit` seconds of work (None: never)."""

    number: int
    chunk: Chunk
    limit: float | None


class Cluster:
    """An engine of `jobs` workers, one core each, on the cluster at `address` (`auto`: the one that this machine is part
    of), or on a cluster on this machine that ends with the batch.

    Raises:
        ClusterError: Ray is not installed.
    """

    def __init__(self, settings: Settings, *, jobs: int, address: str | None = None) -> None:
        if importlib.util.find_spec("ray") is None:
            raise ClusterError("--engine ray: Ray is not installed; install it with pip install 'summarise[cluster]'")
        self._jobs, self._address = jobs, address
        path = Path(settings.template) if settings.template else None
        self._order = Order(
            settings=settings,
            template=path.read_bytes() if path and path.is_file() else None,
            fingerprint=fingerprint(settings),
            jobs=jobs,
            address=address,
        )
        self._chunks: dict[int, Chunk] = {}
        self._submitted = 0
        self._pipe: Connection

    @property
    def room(self) -> int:
        """See `Engine`."""
        return self._jobs + AHEAD - len(self._chunks)

    def submit(self, chunk: Chunk, *, limit: float | None) -> None:
        """See `Engine`."""
        self._submitted += 1
        self._chunks[self._submitted] = chunk
        try:
            self._pipe.send(Task(self._submitted, chunk, limit))
        except OSError as error:
            raise self._gone() from error

    def answer(self) -> tuple[Chunk, Answer]:
        """See `Engine`."""
        number, answer = self._received()
        return self._chunks.pop(number), answer

    def __enter__(self) -> Cluster:
        from summarise.batching import driver

        # Ray makes sockets in it, whose paths must be short; macOS gives temporary folders long ones.
        self._folder = tempfile.mkdtemp(prefix="summarise-ray-", dir="/tmp" if os.name == "posix" else None)
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._driver = context.Process(target=driver.drive, args=(theirs, replace(self._order, folder=self._folder)))
        self._driver.start()
        theirs.close()
        try:
            for limit in (CONNECTING, LOADING):
                if not self._pipe.poll(limit):
                    self._driver.kill()
                    raise self._silent(limit)
                self._received()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._driver.join(ENDING)
        if self._driver.exitcode is None:
            self._driver.kill()  # Ray's processes end with it
            self._driver.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _received(self) -> tuple[int, Answer]:
        try:
            received: tuple[int, Answer] | SummariseError = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._gone() from error
        if isinstance(received, SummariseError):
            raise received
        return received

    def _silent(self, limit: float) -> ClusterError:
        if self._address is None:
            return ClusterError(
                "the Ray cluster on this machine did not start in {limit} s; without --engine ray none is needed",
                limit=f"{limit:g}",
            )
        return ClusterError(
            "{address}: the Ray cluster gave no worker in {limit} s; check the address, and that a core of it is free",
            address=self._address,
            limit=f"{limit:g}",
        )

    def _gone(self) -> ClusterError:
        return ClusterError("the connection to the Ray cluster is lost; start the batch again, it does the rest")


def fingerprint(settings: Settings) -> str:
    """Equal on two machines that make the same files of an article.

    Raises:
        ModelError: the model is not there, or damaged.
    """
    from summarise.condensing import check_model

    return replace(settings, template=None).digest(revision=check_model(settings.model)[1])
