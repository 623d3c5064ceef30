"""What can be found wrong before a model is loaded."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import SettingsError, TemplateError

if TYPE_CHECKING:
    from summarise.records import Source

STDIN = "-"


def read_article(article: str | Path, *, encoding: str | None = None) -> Source:
    """The article of a path, or of standard input for `-`.

    Raises:
        InputError: it cannot be read.
    """
    from summarise import reading

    if str(article) == STDIN:
        return reading.read_bytes(sys.stdin.buffer.read(), name="stdin", encoding=encoding)
    return reading.read(Path(article), encoding=encoding)


def default_report(source: str | Path) -> Path:
    """The report's name where none is given: that of the input with `.docx`, in the current folder, and never the input
    itself; `report.docx` for standard input."""
    if str(source) == STDIN:
        return Path("report.docx")
    name = Path(source).stem
    report = Path(f"{name}.docx")
    return Path(f"{name}-report.docx") if report.resolve() == Path(source).resolve() else report


def check_report(report: Path) -> None:
    """Raises:
    SettingsError: the name is not that of a Word file.
    """
    if report.suffix.lower() != ".docx":
        raise SettingsError("{path}: a report is a Word file; end its name in .docx", path=report)


def check_template_name(template: Path) -> None:
    """Raises:
    SettingsError: the name is not that of a Word file.
    """
    if template.suffix.lower() != ".docx":
        raise SettingsError("{path}: a template is a Word file; end its name in .docx", path=template)


def check_free(path: Path, *, force: bool, inputs: Iterable[str | Path] = ()) -> None:
    """Raises:
    SettingsError: `path` cannot be written without harm: its folder is missing, it is a folder or one of the
        `inputs`, or it exists and `force` is not given.
    """
    if not path.parent.is_dir():
        raise SettingsError("{path}: there is no folder {folder}; create it first", path=path, folder=path.parent)
    if path.is_dir():
        raise SettingsError("{path} is a folder; name a file in it", path=path)
    if any(str(source) != STDIN and Path(source).resolve() == path.resolve() for source in inputs):
        raise SettingsError("{path} is the input or another output; choose another name", path=path)
    if path.exists() and not force:
        raise SettingsError("{path} exists; --force overwrites it, another name leaves it", path=path)


def check_pdf() -> None:
    """Raises:
    OfficeSuiteError: LibreOffice, which makes PDF files, is not installed.
    """
    from summarise.reporting.pdf import find_soffice

    find_soffice()


def check_template(template: str | None) -> None:
    """Raises:
    TemplateError: `template` is neither the name of a template that ships nor a file; None is whatever fits the meeting.
    """
    if template is None:
        return
    from summarise.reporting import template_names

    names = template_names()
    if template not in names and not Path(template).is_file():
        raise TemplateError(
            "there is no template {name}; choose {names}, or a file that ends in .docx",
            name=template,
            names=", ".join(names),
        )


def check_model(model: str, *, untuned: bool = False) -> None:
    """Raises:
    ModelError: there is no such model, or it is of no use (`untuned`: not even to be taught). Its weights are not
        looked at.
    """
    from summarise.condensing.cards import load_card, require_summariser

    require_summariser(load_card(model), untuned=untuned)
