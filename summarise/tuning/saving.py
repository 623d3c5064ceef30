"""A tuned model as a folder that `--model` takes: it appears whole, or not at all."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarise.condensing import ModelCard
from summarise.condensing.cards import CARD, digest
from summarise.errors import OutputError, SettingsError


def check_folder(folder: Path, *, force: bool, model: str | Path) -> None:
    """Raises:
    SettingsError: a model cannot be written to `folder` without harm: what it would lie in is missing, it is there and
        `force` is not given, it is the model that is tuned, or it holds something else than a model.
    """
    if not folder.resolve().parent.is_dir():
        raise SettingsError(
            "{path}: there is no folder {folder}; create it first", path=folder, folder=folder.resolve().parent
        )
    if not folder.exists():
        return
    if folder.resolve() == Path(model).resolve():
        raise SettingsError("{path} is the model that is tuned; choose another folder with -o", path=folder)
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / CARD).is_file()):
        raise SettingsError("{path} holds something else than a model; choose another folder with -o", path=folder)
    if not force:
        raise SettingsError("{path} exists; --force overwrites it, -o chooses another folder", path=folder)


def save(folder: Path, *, network: Any, heads: Mapping[str, Any], tokenizer: Any, card: ModelCard) -> None:
    """Write the weights as they are, those of `heads` (by file; None: there is none) in half precision, the tokenizer and
    the card, completed with size and checksum of the weights.

    Everything is written to a hidden folder beside `folder`, which then takes its name; a model that was there is removed
    when the new one is in its place.

    Raises:
        OutputError: it cannot be written.
    """
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    target = folder.resolve()
    part, old = (target.parent / f".summarise-{secrets.token_hex(6)}.{kind}" for kind in ("part", "old"))
    try:
        part.mkdir()
        network.save_pretrained(part)
        tokenizer.save_pretrained(part)
        for name, head in heads.items():
            if head is not None:
                save_file(head.half().state_dict(), part / name)
        weights = sorted(part.glob("*.safetensors"))
        for path in weights:
            path.chmod(0o644)  # safetensors gives them to their owner alone, and models lie in shared folders
        size = sum(path.stat().st_size for path in weights)
        whole = card.model_copy(update={"size": f"{size / 1e6:.0f} MB", "sha256": digest(part)})
        (part / CARD).write_text(as_toml(whole), "utf-8", newline="\n")
        if target.exists():
            target.rename(old)
        part.rename(target)
    except (OSError, SafetensorError) as error:
        if old.exists() and not target.exists():
            old.rename(target)
        reason = getattr(error, "strerror", None) or error
        raise OutputError("{path}: cannot be written ({reason})", path=folder, reason=reason) from error
    finally:
        for leftover in (part, old):
            shutil.rmtree(leftover, ignore_errors=True)


def as_toml(card: ModelCard) -> str:
    """The card as `model.toml`; what it does not say is left out. Text, numbers and lists of TOML are written as in JSON."""
    plain: list[str] = []
    tables: list[str] = []
    for name, value in card.model_dump(mode="json", exclude_defaults=True).items():
        if not isinstance(value, dict):
            plain.append(f"{name} = {_value(value)}")
        elif value:
            tables += ["", f"[{name}]", *(f"{_key(key)} = {_value(inner)}" for key, inner in value.items())]
    return "\n".join(plain + tables) + "\n"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
