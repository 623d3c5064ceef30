"""Imported once by the process that the workers are forked from, so that they share its copy of the models.

What is to be loaded stands in the environment (`VARIABLE`), the one thing that process is given. If it cannot be loaded,
the first worker says so: it tries again.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarise.batching.settings import Settings

VARIABLE = "SUMMARISE_PRELOAD"

_LOOKING = 0.1  # seconds


def wanted(settings: Settings) -> str:
    """The value of `VARIABLE` for `settings`."""
    return json.dumps(
        {"model": settings.model, "offline": settings.offline, "detail": settings.detail, "fast": settings.fast}
    )


def _load() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started
    given = json.loads(os.environ[VARIABLE])
    if given["fast"]:  # an engine with threads of its own does not survive a fork
        return
    # Else asking for a GPU would keep every fork from using it.
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"
    import torch

    from summarise.batching import work
    from summarise.batching.settings import Settings
    from summarise.errors import SummariseError

    # Threads do not outlive a fork, and a library that counts on them would wait for ever.
    torch.set_num_threads(1)
    if torch.cuda.is_available():  # a GPU cannot be shared by forking
        return
    with suppress(SummariseError):
        work.load(Settings(**given))


@contextmanager
def _ended_with_parent() -> Iterator[None]:
    """Within it, this process ends soon after the one that started it. It would else go on to fork the workers that were
    asked for, which find nothing to work with. Threads do not go well with forks, so there is none afterwards."""
    parent, loaded = os.getppid(), threading.Event()

    def watch() -> None:
        while not loaded.wait(_LOOKING):
            if os.getppid() != parent:
                os._exit(1)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        loaded.set()
        watching.join()


if VARIABLE in os.environ:
    with _ended_with_parent():
        _load()
