"""Where templates and models are: in the installed package, else in the checkout beside it. Nothing else searches."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def templates() -> Path:
    """The folder of the templates that ship."""
    return _folder("templates")


def models() -> Path:
    """The folder of the models that ship, with `registry.toml`."""
    return _folder("models")
