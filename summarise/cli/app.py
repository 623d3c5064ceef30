"""The parser: puts the commands together and says in the reader's language what the parser has to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from summarise import __version__
from summarise.cli import batch, combine, evaluate, init, models, render, report, schema, show, templates, tune
from summarise.cli.console import note, tell
from summarise.errors import SettingsError
from summarise.messages import LANGUAGES, mark
from summarise.messages import gettext as _

# What the parser says of wrong use, as far as users meet it; "{}" stands for what it fills in.
_SAID = tuple(
    (re.compile("(.+)".join(map(re.escape, text.split("{}"))), re.DOTALL), text)
    for text in (
        mark("Missing argument {}."),
        mark("Missing option {}."),
        mark("Missing command."),
        mark("No such command {}. Did you mean {}?"),
        mark("No such command {}."),
        mark("No such option: {} (Possible options: {})"),
        mark("No such option: {}"),
        mark("Option {} requires an argument."),
        mark("Option {} does not take a value."),
        mark("Got unexpected extra argument(s) ({})"),
        mark("Invalid value for {}: Value error, {} is not one of {}"),
        mark("Invalid value for {}: {}"),
    )
)


def run(arguments: Sequence[str]) -> int:
    """Parse the arguments and run the command they name. Returns the exit code.

    Raises:
        SummariseError: as the command; wrong use is told here.
    """
    app = build()
    try:
        code = app(args=list(arguments) or ["--help"], prog_name="summarise", standalone_mode=False)
    except typer.TyperException as error:
        _tell_wrong_use(error)
        return error.exit_code
    except typer.Abort as error:  # a question that was not answered, or Ctrl-C anywhere
        return batch.INTERRUPTED if isinstance(error.__cause__, KeyboardInterrupt) else 1
    # Without arguments the help is shown, yet nothing was done.
    return (int(code or 0)) if arguments else SettingsError.exit_code


def build() -> typer.Typer:
    """The parser, worded in the language in use."""
    app = typer.Typer(
        name="summarise",
        cls=_Group,
        # Plain help: it is drawn at once, on every console, and completion scripts show it as it is.
        rich_markup_mode=None,
        pretty_exceptions_show_locals=False,
        help=_("Write official-style Word reports from articles about trade-union review conferences."),
        epilog=_examples() + "\n\n" + _exit_codes(),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_main)
    _add(app, "report", report.command, _("Write the report of one article."))
    _add(app, "show", show.command, _("Show the bullets of a report and their lines."))
    _add(app, "batch", batch.command, _("Write the reports of many articles."))
    _add(app, "render", render.command, _("Write the report of a summary in JSON."))
    _add(app, "combine", combine.command, _("Write one report of many summaries."))
    _add(app, "init", init.command, _("Write the office's settings, asking for them."))
    _add_group(
        app,
        "templates",
        _("See, copy and check templates."),
        [
            ("list", templates.list_command, _("List them.")),
            ("copy", templates.copy_command, _("Copy a template that ships, to edit it.")),
            ("check", templates.check_command, _("Tell all that is wrong with a template.")),
            ("show", templates.show_command, _("Show the tags and what they mean.")),
        ],
    )
    _add_group(
        app,
        "models",
        _("See and check models."),
        [
            ("list", models.list_command, _("List the models that are known by name.")),
            ("show", models.show_command, _("Show the card of a model.")),
            ("check", models.check_command, _("Check that a local model is whole and is what its card says.")),
            ("tune", tune.command, _("Teach a model from corrected reports.")),
        ],
    )
    _add(app, "evaluate", evaluate.command, _("Measure a model on labelled articles."))
    _add(app, "schema", schema.command, _("Print the JSON Schema of a summary."))
    return app


def _add(app: typer.Typer, name: str, function: Any, text: str) -> None:
    app.command(name, cls=_Command, help=text)(function)


def _add_group(app: typer.Typer, name: str, text: str, commands: Sequence[tuple[str, Any, str]]) -> None:
    group = typer.Typer(name=name, cls=_Group, help=text, rich_markup_mode=None)
    for command, function, about in commands:
        _add(group, command, function, about)
    app.add_typer(group)


def _main(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help=_("Show the version.")),
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="|".join(LANGUAGES),
            show_default=False,
            help=_("The language of messages; without it, SUMMARISE_LANG or that of the system."),
        ),
    ] = None,
) -> None:
    """`--lang` was already obeyed before this parser was built; it is parsed for the help text."""


def _show_version(wanted: bool) -> None:
    if wanted:
        tell(f"summarise {__version__}")
        raise typer.Exit


def _examples() -> str:
    lines = ("report article.txt", "show article.html", "batch articles -o reports")
    return "\b\n" + "\n".join([_("Examples:"), *(f"  summarise {line}" for line in lines)])


def _exit_codes() -> str:
    lines = (
        _("Exit codes:"),
        "  0    " + _("done"),
        "  1    " + _("some or all inputs failed, or a figure missed its bound"),
        "  2    " + _("wrong use, or a wrong setting or summary"),
        "  3    " + _("the model, the template or LibreOffice cannot be used"),
        "  130  " + _("interrupted; what was finished is kept"),
    )
    return "\b\n" + "\n".join(lines)


def _tell_wrong_use(error: typer.TyperException) -> None:
    """The parser's complaint, framed and where possible worded in the language in use."""
    message = error.format_message()
    for pattern, text in _SAID:
        if found := pattern.fullmatch(message):
            message = _(text).format(*found.groups())
            break
    context = getattr(error, "ctx", None)
    if context is not None:
        note(context.get_usage())
        note(_("Try '{command} --help' for help.").format(command=context.command_path) + "\n")
    note(_("Error: {message}").format(message=message))


class _Worded:
    """Words for what Typer says in English only."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def get_params(self, ctx: Any) -> Any:
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            if param.name == "install_completion":
                param.help = _("Install completion for the current shell.")
            elif param.name == "show_completion":
                param.help = _("Show the completion script of the current shell.")
        return params


class _Command(_Worded, TyperCommand):
    pass


class _Group(_Worded, TyperGroup):
    pass
