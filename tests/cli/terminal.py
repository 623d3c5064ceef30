"""The command on a terminal: a pseudo-terminal that answers its questions one after another."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import summarise

ROOT = Path(summarise.__file__).parent.parent
LONGEST_WAIT = 60.0


def talk(arguments: Sequence[str], answers: Sequence[str], *, cwd: Path, **environment: str) -> tuple[int, str]:
    """Run the command in `cwd` and type each answer once a question (`…: ` at the end of what it wrote) stands there.

    Returns the exit code and all that was shown.
    """
    import pty

    program, terminal = pty.fork()
    if program == 0:
        # What is started in the background ignores Ctrl-C, and hands that on.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(cwd)
        env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "LC_ALL": "C.UTF-8", **environment}
        os.execve(sys.executable, [sys.executable, "-m", "summarise", *arguments], env)
    shown, seen, left, end = b"", 0, list(answers), time.monotonic() + LONGEST_WAIT
    with contextlib.closing(os.fdopen(terminal, "r+b", buffering=0)) as screen:
        while time.monotonic() < end:
            ready, _, _ = select.select([screen], [], [], 0.2)
            try:
                new = screen.read(65536) if ready else b""
            except OSError:  # Linux: the program closed its end
                break
            if ready and not new:
                break
            shown += new
            if not ready and left and len(shown) > seen and shown.endswith(b": "):
                seen = len(shown)
                screen.write(left.pop(0).encode() + b"\n")
    _, status = os.waitpid(program, 0)
    return os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n")
