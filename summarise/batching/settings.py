"""What the reports of a batch depend on beside the articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, get_args

from summarise import resources
from summarise.charts import available
from summarise.detail import Detail
from summarise.errors import SettingsError
from summarise.office import Office

Format = Literal["docx", "json", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
LABELLER = "labeller"


@dataclass(frozen=True, slots=True)
class Settings:
    """How every article is summarised and what is written of it; see the options of the command. `office` is what
    belongs to the reporting office, the same for all."""

    formats: tuple[Format, ...] = ("docx", "json")
    template: str | None = None
    model: str = "embedded"
    offline: bool = False
    encoding: str | None = None
    detail: Detail = "normal"
    comments: bool = False
    fast: bool = False
    office: Office = field(default_factory=Office)

    def digest(self, *, revision: str | None) -> str:
        """SHA-256 (hexadecimal) of all that makes the files of an article what they are, apart from which of them are
        written: two runs of one digest give the same files for the same article. `revision` is the model's.

        Raises:
            OSError: the template or the labeller cannot be read.
        """
        given = asdict(self) | {"office": self.office.model_dump(mode="json"), "revision": revision}
        del given["formats"], given["offline"]
        given["program"] = _version()
        given["charts"] = available()
        given["labeller"] = _of_file(resources.models() / LABELLER / "model.safetensors")
        ours = sorted(resources.templates().glob("*.docx"))
        own = Path(self.template) if self.template else None
        if own is not None and own.is_file():
            given["template"], ours = None, [own]  # what it holds counts, not where it lies
        given["templates"] = [_of_file(path) for path in ours]
        return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def formats(text: str) -> tuple[Format, ...]:
    """The formats that a list with commas names, each once, in the order of `FORMATS`.

    Raises:
        SettingsError: one of them is not known, or none is named.
    """
    wanted = [name.strip().lower() for name in text.split(",")]
    unknown: Sequence[str] = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise SettingsError(
            "--format {text}: {name} is no format; choose of {names}, with commas between",
            text=text,
            name=unknown[0] or "''",
            names=", ".join(FORMATS),
        )
    return tuple(name for name in FORMATS if name in wanted)


def _version() -> str:
    try:
        return version("summarise")
    except PackageNotFoundError:  # run from its source, without being installed
        return "source"


def _of_file(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
