"""From a `Summary` to a report in Word, through a template that the office can edit."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarise import resources
from summarise.consolidated import Consolidated
from summarise.errors import TemplateError
from summarise.language import languages, table
from summarise.office import Office
from summarise.records import Summary
from summarise.reporting.cluster import consolidated_context
from summarise.reporting.context import context
from summarise.writing import write_whole

if TYPE_CHECKING:
    from summarise.reporting.pictures import Picture

__all__ = ["choose_template", "document", "render", "render_consolidated", "template_file", "template_names"]


def render(summary: Summary, output: Path, *, template: str | Path | None = None, office: Office | None = None) -> Path:
    """Write the report of `summary` to `output` and return `output`.

    `template` is the name of a template that ships, or a Word file (`.docx`) with the tags of `templates/README.md`;
    without one the meeting's kind chooses. What depends on the data is worded in the language that the template's
    properties name. Without an `office` its places are left blank (`…`). The same summary, template and office give the
    same bytes.

    Raises:
        TemplateError: the template is missing, damaged, or asks for what there is not.
        OutputError: the report cannot be written.
    """
    write_whole(output, document(summary, template=template, office=office))
    return output


def document(
    summary: Summary,
    *,
    template: str | Path | None = None,
    office: Office | None = None,
    pictures: Sequence[Picture] = (),
) -> bytes:
    """The report of `summary` as `render` writes it, with the pictures where the template asks for them (`bieu_do`).

    Raises:
        TemplateError: as `render`.
    """
    from summarise.reporting import word

    path = template_file(template or choose_template(summary))
    content = word.read(path)
    given = context(summary, office or Office(), language=word.language(content, name=path.name))
    return _filled(content, given, pictures, name=path.name)


def choose_template(summary: Summary) -> str:
    """The name of the template that ships for a meeting of this kind, in the article's language; the Vietnamese one for
    a language without any."""
    language = summary.source.language if summary.source.language in languages() else "vi"
    chosen: dict[str, str] = table(language, "report")["templates"]
    return chosen.get(summary.meeting.kind or "", chosen["other"])


def render_consolidated(
    consolidated: Consolidated,
    output: Path,
    *,
    template: str | Path = "bao-cao-cum",
    office: Office | None = None,
    pictures: Sequence[Picture] = (),
) -> Path:
    """Write one report of many units to `output` and return `output`; otherwise as `render` and `document`.

    Raises:
        TemplateError: the template is missing, damaged, or asks for what there is not.
        OutputError: the report cannot be written.
    """
    from summarise.reporting import word

    path = template_file(template)
    given = consolidated_context(consolidated, office or Office())
    write_whole(output, _filled(word.read(path), given, pictures, name=path.name))
    return output


def _filled(template: bytes, given: dict[str, Any], pictures: Sequence[Picture], *, name: str) -> bytes:
    from summarise.reporting import word

    if not pictures:
        return word.fill(template, given, name=name)
    from summarise.reporting.pictures import put_pictures, values

    return put_pictures(word.fill(template, given | {"bieu_do": values(pictures)}, name=name), pictures)


def template_names() -> tuple[str, ...]:
    """The names of the templates that ship, sorted."""
    # Word keeps a hidden `~$name.docx` beside a file that it has open.
    return tuple(sorted(path.stem for path in resources.templates().glob("*.docx") if not path.name.startswith("~$")))


def template_file(template: str | Path) -> Path:
    """The path of a template that ships, by its name, or of a file.

    Raises:
        TemplateError: it is neither the name of a template nor could it be a file.
    """
    names = template_names()
    if template in names:
        return resources.templates() / f"{template}.docx"
    path = Path(template)
    if path.suffix or path.parent != Path() or path.is_file():
        return path
    if near := difflib.get_close_matches(str(template), names, n=1):
        raise TemplateError("there is no template {name}; did you mean {near}?", name=template, near=near[0])
    raise TemplateError(
        "there is no template {name}; choose {names}, or a file that ends in .docx",
        name=template,
        names=", ".join(names),
    )
