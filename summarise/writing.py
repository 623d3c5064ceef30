"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from summarise.errors import OutputError


def write_whole(path: Path, data: bytes | str | Iterable[str]) -> None:
    """Write `data` (text as UTF-8, line ends as they are; pieces of text one after the other) to `path`, replacing what
    was there in one step.

    Whoever looks at `path` sees the old file or the new one, never a part; a failure leaves the old one and no
    leftovers. A link is followed; an existing file keeps its access rights.

    Raises:
        OutputError: the folder is missing or may not be written to, `path` is a folder, a device or a protected file,
            or the disk is full.
    """
    target = Path(os.path.realpath(path))
    pieces = (data,) if isinstance(data, bytes | str) else data
    # The name is short and not derived from the target's, so that any name the file system allows can be written.
    part = target.parent / f".summarise-{secrets.token_hex(6)}.part"
    try:
        _refuse_what_is_no_file(path, target)
        # Not tempfile: its files are readable by their owner alone, and reports lie in shared folders.
        with part.open("xb") as file:
            for piece in pieces:
                file.write(piece.encode("utf-8") if isinstance(piece, str) else piece)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        raise _explained(path, target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _refuse_what_is_no_file(path: Path, target: Path) -> None:
    if target.is_dir():
        raise OutputError("{path} is a folder; name a file in it", path=path)
    if target.exists() and not target.is_file():
        raise OutputError("{path} is a device, not a file; choose another name", path=path)
    if target.exists() and not os.access(target, os.W_OK):
        raise OutputError("{path} is write-protected; choose another name", path=path)
    if not target.parent.is_dir():
        raise OutputError("{path}: there is no folder {folder}; create it first", path=path, folder=target.parent)


def _explained(path: Path, target: Path, error: OSError) -> OutputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError("{path}: no room left on the disk; free some space or choose another place", path=path)
    if isinstance(error, PermissionError):
        template = "{path}: no right to write in {folder}, or the file is open in another program"
        return OutputError(template, path=path, folder=target.parent)
    return OutputError("{path}: cannot be written ({reason})", path=path, reason=error.strerror or error)
