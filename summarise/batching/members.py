"""What runs on the nodes of a Ray cluster, for `driver.py`; it does not know Ray."""

from __future__ import annotations

import os
import platform
import tempfile
from dataclasses import replace
from pathlib import Path

from summarise.batching.cluster import fingerprint
from summarise.batching.engine import Answer, Chunk, Lost
from summarise.batching.settings import Settings
from summarise.batching.work import load, process
from summarise.errors import ClusterError, SummariseError


class Member:
    """A worker, in a process of its own. `template` is the content of a template that is a file.

    Errors are given, not raised: Ray would keep the text of what is raised in its records, and that may quote a document.
    """

    def __init__(self, settings: Settings, template: bytes | None) -> None:
        silence()
        self._given, self._settings = settings, settings
        if template is not None:
            self._folder = tempfile.TemporaryDirectory(prefix="summarise-")
            path = Path(self._folder.name) / "template.docx"
            path.write_bytes(template)
            self._settings = replace(settings, template=str(path))

    def load(self, expected: str) -> SummariseError | None:
        """Load the models; `expected` is what `fingerprint` must be."""
        import torch

        torch.set_num_threads(1)
        try:
            if fingerprint(self._given) != expected:
                return ClusterError(
                    "{node}: this program or its models are of another version there; install the same on every node",
                    node=platform.node(),
                )
            load(self._settings)
        except SummariseError as error:
            return error
        return None

    def work(self, chunk: Chunk) -> Answer | SummariseError:
        """What became of the documents of a chunk."""
        try:
            return process(self._settings, chunk)
        except SummariseError as error:
            return error
        except Exception as error:  # noqa: BLE001 - a fault of the program costs the article, not the batch
            return Lost("fault", type(error).__name__)


def silence() -> None:
    """Let nothing that a library prints reach a terminal, or a file of Ray's."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
