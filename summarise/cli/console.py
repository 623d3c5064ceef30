"""Where words go: results to standard output, progress, warnings and errors to standard error."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from summarise.messages import gettext as _

if TYPE_CHECKING:
    from rich.console import Console


def tell(text: str) -> None:
    """A line of the result."""
    typer.echo(text)


def note(text: str, *, quiet: bool = False) -> None:
    """A line about the work; nothing when `quiet`."""
    if not quiet:
        typer.echo(text, err=True)


def complain(text: str) -> None:
    """A line about what went wrong."""
    typer.echo(_("Error: {message}").format(message=plain(text)), err=True)


def warn(texts: tuple[str, ...], *, name: str, quiet: bool) -> None:
    """The warnings of a summary, a line each."""
    for text in texts:
        note(_("Warning: {name}: {message}").format(name=plain(name), message=plain(_(text))), quiet=quiet)


def plain(text: str) -> str:
    """`text` on one line and without control characters, which could steer a terminal."""
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in text).split())


def errors_console() -> Console:
    """Rich on standard error: colours and movement only on a terminal, none with NO_COLOR."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@contextmanager
def busy(text: str, *, quiet: bool) -> Iterator[None]:
    """Show on a terminal that work goes on."""
    console = errors_console()
    if quiet or not console.is_terminal:
        yield
        return
    from rich.text import Text

    with console.status(Text(plain(text))):
        yield
