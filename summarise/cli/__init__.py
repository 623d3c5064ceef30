"""The command line: one thin module a command, each with a plain function that Python users can call as well.

The annotations of the commands are evaluated when `app.build` makes the parser, which is after the language of the help
texts is chosen: every module here needs `from __future__ import annotations`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from summarise import messages
from summarise.errors import SummariseError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; `arguments` are those of the process where none are given. Returns the exit code.

    What a user can cause ends as one line on standard error; a bug keeps its traceback.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    _write_utf8()
    try:
        language, arguments = messages.choose(arguments, os.environ)
        messages.use(language)
        messages.use_for_libraries(language)
        from summarise.cli.app import run

        return run(arguments)
    except SummariseError as error:
        from summarise.cli.console import complain

        complain(messages.describe(error))
        return error.exit_code


def _write_utf8() -> None:
    """Let no output fail for want of letters: pipes and files get UTF-8 whatever the code page of Windows is; a
    terminal keeps its encoding and shows `?` for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
