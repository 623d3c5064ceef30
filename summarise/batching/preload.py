"""Imported once by the process that the workers are forked from, so that they share its copy of the models.

What is to be loaded stands in the environment (`VARIABLE`), the one thing that process is given. If it cannot be loaded,
the first worker says so: it tries again.
"""

from __future__ import annotations

import json
import os

from summarise.batching import work
from summarise.batching.settings import Settings
from summarise.errors import SummariseError

VARIABLE = "SUMMARISE_PRELOAD"


def wanted(settings: Settings) -> str:
    """The value of `VARIABLE` for `settings`."""
    return json.dumps({"model": settings.model, "offline": settings.offline, "detail": settings.detail})


def _load() -> None:
    import torch

    # Threads do not outlive a fork, and a library that counts on them would wait for ever.
    torch.set_num_threads(1)
    if torch.cuda.is_available():  # a GPU cannot be shared by forking
        return
    try:
        work.load(Settings(**json.loads(os.environ[VARIABLE])))
    except SummariseError:
        return


if VARIABLE in os.environ:
    _load()
