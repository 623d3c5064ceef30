"""`summarise templates`: what ships to fill in, a copy of it to edit, and what is wrong with an edited one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarise import messages
from summarise.cli import checks, options
from summarise.cli.console import plain, tell
from summarise.errors import SummariseError, TemplateError
from summarise.messages import gettext as _
from summarise.messages import mark, ngettext

if TYPE_CHECKING:
    from summarise.reporting.tags import Finding

# Parts of a Word file as people call them; the number tells several headers apart.
PARTS = (
    (re.compile(r"word/document\d*\.xml"), mark("body")),
    (re.compile(r"word/header(\d*)\.xml"), mark("header {number}")),
    (re.compile(r"word/footer(\d*)\.xml"), mark("footer {number}")),
    (re.compile(r"word/footnotes\d*\.xml"), mark("footnotes")),
    (re.compile(r"docProps/core\.xml"), mark("properties of the file")),
)
LEVELS = {"error": mark("error"), "warning": mark("warning")}
USUAL = "bao-cao-so-ket"
LONGEST_EXAMPLE = 60
# A table in a file or a pipe is not folded to the width of some terminal.
WIDE = 200


def list_command() -> None:
    from summarise.reporting import template_names
    from summarise.reporting.samples import rules

    said = rules()["templates"]
    for name in template_names():
        tell(f"{name:20} {said[name][messages.language()]}" if name in said else name)


def copy(name: str, *, output: Path | None = None, force: bool = False) -> Path:
    """Copy the template `name` that ships, to edit it; returns the path of the copy.

    Raises:
        SummariseError: there is no such template, or the copy cannot be written.
    """
    from summarise.reporting import template_file, template_names
    from summarise.writing import write_whole

    if name not in template_names():
        raise TemplateError("there is no template {name}; choose {names}", name=name, names=", ".join(template_names()))
    source = template_file(name)
    target = output or Path(source.name)
    checks.check_template_name(target)
    checks.check_free(target, force=force, inputs=[source])
    write_whole(target, source.read_bytes())
    return target


def copy_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("A template that ships (see: templates list)."))],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE.docx",
            show_default=False,
            help=_("The copy to write; without it, the template's name in the current folder."),
        ),
    ] = None,
    force: Annotated[bool, options.force()] = False,
) -> None:
    tell(str(copy(name, output=output, force=force)))


def check_command(
    template: Annotated[
        str,
        typer.Argument(
            metavar="FILE", show_default=False, help=_("A template of your own, or the name of one that ships.")
        ),
    ],
    machine: Annotated[bool, typer.Option("--json", help=_("Print what was found as JSON."))] = False,
) -> None:
    from summarise.reporting import template_file
    from summarise.reporting.inspection import inspect

    path = template_file(template)
    findings = inspect(path)
    errors = sum(finding.level == "error" for finding in findings)
    if machine:
        tell(json.dumps(as_json(path, findings), ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            tell(f"{_(LEVELS[finding.level])}: {plain(messages.describe(worded(finding.error)))}")
        warnings = len(findings) - errors
        tell(
            _("{name}: {errors}, {warnings}").format(
                name=path.name,
                errors=ngettext("{count} error", "{count} errors", errors).format(count=errors),
                warnings=ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
            )
        )
    if errors:
        raise typer.Exit(TemplateError.exit_code)


def show_command(
    template: Annotated[
        str, typer.Argument(metavar="[NAME|FILE]", help=_("A template: the tags that it uses are marked."))
    ] = USUAL,
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from summarise.reporting import template_file

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (_("tag"), _("used"), _("meaning"), _("example")):
        table.add_column(heading, overflow="fold")
    for row in rows(template_file(template)):
        table.add_row(*row)
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)


def rows(path: Path) -> list[tuple[str, str, str, str]]:
    """Each tag as it is written, whether the template in `path` uses it, what it means, and an example.

    Raises:
        TemplateError: the template is missing, damaged, or holds what none may.
    """
    from summarise.reporting import samples
    from summarise.reporting.inspection import used

    kind, asked = used(path)
    examples = samples.paths(kind.full)
    found = []
    for tag, entry in samples.meanings(kind).items():
        example = examples[tag]
        said = _("(a list)") if isinstance(example, list) else str(example).strip() or _("(room to write)")
        if len(said) > LONGEST_EXAMPLE:
            said = f"{said[:LONGEST_EXAMPLE].rstrip()} …"
        # Members of a list stand below it, under the name that loops usually give them.
        written = "  " * tag.count("[]") + entry.get("written", tag)
        found.append((written, _("yes") if tag in asked else "", entry[messages.language()], said))
    return found


def as_json(path: Path, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """What was found, for programs: texts in the language in use, parts by their names in the file."""
    told: dict[str, Any] = {"template": str(path), "errors": [], "warnings": []}
    for finding in findings:
        values = finding.error.values
        entry = {"part": values.get("part"), "near": values.get("near"), "message": messages.describe(finding.error)}
        told[f"{finding.level}s"].append(entry)
    return told


def worded(error: SummariseError) -> SummariseError:
    """The same error, the part of the file called as people call it."""
    key = "part" if "part" in error.values else "place"
    for pattern, text in PARTS:
        if found := pattern.fullmatch(str(error.values.get(key, ""))):
            called = _(text).format(number=found[1] if found.groups() else "").strip()
            return TemplateError(error.template, **{**error.values, key: called})
    return error
