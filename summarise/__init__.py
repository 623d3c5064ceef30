"""Official reports from articles about trade-union review conferences.

    from pathlib import Path
    from summarise import Summariser, render

    summary = Summariser().summarise(Path("seeds/cao-bang-2022.txt"))
    render(summary, Path("bao-cao.docx"))

Everything is loaded on first use (PEP 562): importing the package loads no model and no torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from summarise.errors import SummariseError as SummariseError
    from summarise.pipeline import Summariser as Summariser
    from summarise.proof import render_proof as render_proof
    from summarise.reading import read as read
    from summarise.records import Summary as Summary
    from summarise.reporting import render as render

_HOMES = {
    "Summariser": "summarise.pipeline",
    "SummariseError": "summarise.errors",
    "Summary": "summarise.records",
    "read": "summarise.reading",
    "render": "summarise.reporting",
    "render_proof": "summarise.proof",
}
__all__ = ["SummariseError", "Summariser", "Summary", "read", "render", "render_proof"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
