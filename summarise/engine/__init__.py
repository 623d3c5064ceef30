"""What computes the networks: the device, and whether the faster engine of the extra `fast` is there."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from summarise.errors import SettingsError

__all__ = ["device", "has_fast", "require_fast"]


def has_fast() -> bool:
    """Whether the extra `fast` is installed."""
    return find_spec("ctranslate2") is not None


def require_fast() -> None:
    """Raises:
    SettingsError: the extra `fast` is not installed.
    """
    if not has_fast():
        raise SettingsError(
            "the faster engine is not installed; run {command}, or leave the option out",
            command='pip install "summarise[fast]"',
        )


@cache
def device() -> str:
    """`cuda` where PyTorch finds such a GPU that works, else `cpu`; told once a process."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
