"""The process that Ray runs under, for `cluster.py`: tasks come in through a pipe, answers go out through it.

It ends when the other end of the pipe is closed, in whatever way that came about, and Ray's processes end with it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import shutil
import signal
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from summarise.batching import members
from summarise.batching.cluster import ENDING, Order, Task
from summarise.batching.engine import Lost
from summarise.errors import ClusterError, SummariseError

CONNECTED = READY = (0, ())
"""What is sent when there is a cluster, and when its first worker can take a task."""
MOST_DEATHS = 3
"""Workers that die in a row before one is ready."""

_TICK = 0.05  # seconds; how late a task or a time limit is noticed
_ANSWERING = 10.0  # seconds in which an address must take a connection
_OBJECTS = 256 * 2**20  # bytes of shared memory, many times what is ever under way; Ray's own choice is a third of all


@dataclass
class _Member:
    """A worker, and what it is at: `task` None while it loads the models, `promise` None while it has nothing to do."""

    actor: Any
    promise: Any
    task: Task | None = None
    deadline: float | None = None


def drive(pipe: Connection, order: Order) -> None:
    """Do the tasks that come through `pipe` until it is closed. Sent back are `CONNECTED`, `READY`, and an answer with the number
    of its task for each; an error ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the batch, which closes the pipe
    members.silence()
    inbox: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, inbox), daemon=True).start()
    try:
        _connect(order)
        pipe.send(CONNECTED)
        _Members(order, pipe, inbox).work()
    except SummariseError as error:
        with contextlib.suppress(OSError):
            pipe.send(error)
    except OSError:  # nobody listens any more
        pass
    finally:
        import ray

        ray.shutdown()
        shutil.rmtree(order.folder, ignore_errors=True)


def _receive(pipe: Connection, inbox: queue.SimpleQueue[Task | None]) -> None:
    """Empty the pipe at all times, so that the other end never waits for this one while this one waits for it."""
    try:
        while True:
            inbox.put(pipe.recv())
    except (EOFError, OSError):
        inbox.put(None)
    time.sleep(ENDING)
    os._exit(1)


def _connect(order: Order) -> None:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    quiet: dict[str, Any] = {"log_to_driver": False, "configure_logging": False, "logging_level": "CRITICAL"}
    if order.address is not None:
        _check_address(order.address)
        import ray

        try:
            ray.init(address=order.address, **quiet)
        except Exception as error:
            raise ClusterError(
                "{address}: this Ray cluster cannot be used ({reason}); check the address, that `ray start` was run on this "
                "machine, and that Python and Ray are the same there",
                address=order.address,
                reason=str(error).strip().partition("\n")[0],
            ) from error
        return
    # A cluster that nobody else can reach: on the loopback address, with a password that is stored nowhere.
    os.environ |= {
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
    }
    os.environ.pop("RAY_ADDRESS", None)
    import ray

    ray.init(
        address="local",
        num_cpus=order.jobs,
        num_gpus=0,
        object_store_memory=_OBJECTS,
        include_dashboard=False,
        _temp_dir=order.folder,
        **quiet,
    )


def _check_address(address: str) -> None:
    """Ray itself would try for minutes."""
    if address == "auto":
        return
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=_ANSWERING).close()
    except (OSError, ValueError) as error:
        raise ClusterError(
            "{address}: no Ray cluster answers here; check the address (HOST:PORT) and that the cluster runs",
            address=address,
        ) from error


class _Members:
    """The workers and their tasks."""

    def __init__(self, order: Order, pipe: Connection, inbox: queue.SimpleQueue[Task | None]) -> None:
        import ray

        self._order, self._pipe, self._inbox = order, pipe, inbox
        # Whether a lost chunk is tried again is for `Batch` to say, never for Ray.
        self._kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(members.Member)
        self._waiting: deque[Task] = deque()
        self._announced = False
        self._deaths = 0
        self._members = [self._started() for _ in range(order.jobs)]

    def work(self) -> None:
        """Do tasks until the pipe is closed."""
        import ray

        while self._fetched():
            for member in self._members:
                if member.promise is None and self._waiting:
                    self._give(member, self._waiting.popleft())
            under_way = {member.promise: at for at, member in enumerate(self._members) if member.promise is not None}
            finished, _ = ray.wait(list(under_way), timeout=_TICK) if under_way else ([], [])
            for promise in finished:
                self._finish(under_way[promise])
            for at, member in enumerate(self._members):
                if member.deadline is not None and time.monotonic() > member.deadline:
                    self._replace(at)
                    self._answer(member, Lost("slow"))

    def _fetched(self) -> bool:
        """Take tasks from the inbox, waiting for one when there is nothing else to wait for; whether to go on."""
        idle = not self._waiting and all(member.promise is None for member in self._members)
        try:
            while True:
                task = self._inbox.get(block=idle)
                if task is None:
                    return False
                self._waiting.append(task)
                idle = False
        except queue.Empty:
            return True

    def _started(self) -> _Member:
        actor = self._kind.remote(self._order.settings, self._order.template)
        return _Member(actor, actor.load.remote(self._order.fingerprint))

    def _give(self, member: _Member, task: Task) -> None:
        member.task, member.promise = task, member.actor.work.remote(task.chunk)
        member.deadline = time.monotonic() + task.limit if task.limit else None

    def _replace(self, at: int) -> None:
        import ray

        ray.kill(self._members[at].actor)
        self._members[at] = self._started()

    def _finish(self, at: int) -> None:
        import ray
        from ray.exceptions import RayError

        member = self._members[at]
        try:
            answer = ray.get(member.promise)
        except RayError:
            self._replace(at)
            if member.task is not None:
                self._answer(member, Lost("died"))
                return
            self._deaths += 1
            if self._deaths < MOST_DEATHS:
                return
            raise ClusterError(
                "the workers of the Ray cluster die when they start; install this program on every node as it is here, with "
                "memory of half a gigabyte a worker"
            ) from None
        if isinstance(answer, SummariseError):
            raise answer
        self._deaths = 0
        member.promise = None
        if member.task is not None:
            self._answer(member, answer)
        elif not self._announced:
            self._pipe.send(READY)
            self._announced = True

    def _answer(self, member: _Member, answer: Any) -> None:
        assert member.task is not None
        self._pipe.send((member.task.number, answer))
        member.task = member.deadline = None
