"""The output folder of a batch: one run at a time, and files that appear whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from summarise.batching.manifest import Manifest
from summarise.batching.settings import Format
from summarise.errors import OutputError, SettingsError

MANIFEST = ".summarise.sqlite"
LOCK = ".summarise.lock"
STAGING = ".summarise.parts"
PROBE = ".summarise.probe"
SYNCED = 16
"""Files that are written at once."""
RESERVED = ("batch",)
"""Names that no article gets: `batch.json` is the account of the batch."""

Condition = Literal["missing", "ours", "edited", "foreign"]
"""Of a file's place: nothing there; what we wrote; what we wrote and somebody changed; somebody else's."""

_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Planned:
    """Files of an article that lie ready: their content's digest, and that of the file of ours that each replaces.
    `force`: whatever else stands there by now."""

    input: str
    stem: str
    digest: str | None
    files: Mapping[Format, str]
    before: Mapping[Format, str]
    force: bool = False


class Store:
    """An output folder that is held by this process. See `held`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self._staging = folder / STAGING

    def path(self, stem: str, format: Format) -> Path:
        """Where a file of an article stands."""
        return self.folder / f"{stem}.{format}"

    def condition(self, stem: str, format: Format, known: str | None) -> Condition:
        """What is at the place of a file; `known` is the digest of what we wrote there last."""
        return condition(self.path(stem, format), known)

    def stage(self, files: Sequence[tuple[str, Format, bytes]]) -> None:
        """Write files, by stem and format, where nobody looks, and wait until the disk has them.

        Raises:
            OutputError: there is no room, or the folder is gone or read-only.
        """
        try:
            self._staging.mkdir(exist_ok=True)
            with ThreadPoolExecutor(SYNCED) as pool:  # the disk takes many together as soon as one
                for _ in pool.map(self._write, files):
                    pass
        except OSError as error:
            raise explained(self.folder, error) from error

    def _write(self, file: tuple[str, Format, bytes]) -> None:
        stem, format, content = file
        with self._part(stem, format).open("wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())

    def publish(self, planned: Planned) -> OutputError | None:
        """Let the staged files of an article appear, one by one. From the first that cannot (open in Word, say, or edited
        while the article was worked on) they are withdrawn, and what stands there stays; why, is given as the error."""
        failed: OutputError | None = None
        for format in planned.files:
            failed = failed or self._appear(planned, format)
            if failed is not None:
                self.manifest.withdraw(planned.input, format)
        return failed

    def _appear(self, planned: Planned, format: Format) -> OutputError | None:
        target = self.path(planned.stem, format)
        found = condition(target, planned.before.get(format))
        if found in ("edited", "foreign") and not planned.force:
            return blocked(target, found)
        try:
            self._part(planned.stem, format).replace(target)
        except OSError as error:
            if isinstance(error, PermissionError | IsADirectoryError) and self._takes_files():
                return OutputError(
                    "{path}: no right to write it, or it is open in another program; close it and start the batch again",
                    path=target,
                )
            raise explained(self.folder, error) from error
        return None

    def recover(self) -> None:
        """Finish what the last run was ended at: files that lie ready appear, unless what they replace was edited since,
        and those that cannot are withdrawn."""
        for input in self.manifest.unfinished():
            entry = self.manifest.entry(input)
            assert entry is not None
            with self.manifest.together():
                for format, (wanted, before) in self.manifest.pending(input).items():
                    if not self._has_appeared(entry.stem, format, wanted, before):
                        self.manifest.withdraw(input, format)
                self.manifest.settle(input)
        self.clear()

    def tidy(self) -> None:
        """Remove what was staged, unless it is for the next run to let it appear."""
        with contextlib.suppress(OutputError):
            if not self.manifest.unfinished():
                self.clear()

    def clear(self) -> None:
        """Remove what was staged."""
        shutil.rmtree(self._staging, ignore_errors=True)

    def _has_appeared(self, stem: str, format: Format, wanted: str, before: str | None) -> bool:
        """Whether a file that was about to appear is there, now if it was not."""
        part = self._part(stem, format)
        try:
            if self.condition(stem, format, wanted) == "ours":
                return True
            if self.condition(stem, format, before) not in ("missing", "ours") or digest(part) != wanted:
                return False
            part.replace(self.path(stem, format))
        except OSError:
            return False
        return True

    def _takes_files(self) -> bool:
        """Whether it is one file that cannot be written, not all."""
        probe = self.folder / PROBE
        try:
            probe.touch()
            probe.unlink()
        except OSError:
            return False
        return True

    def _part(self, stem: str, format: Format) -> Path:
        return self._staging / f"{stem}.{format}"


@contextmanager
def held(folder: Path) -> Iterator[Store]:
    """The output folder, made if it is not there, for the length of the block.

    Raises:
        SettingsError: another run is writing to it.
        OutputError: it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            "{path}: this folder cannot be made ({reason})", path=folder, reason=error.strerror
        ) from error
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise SettingsError(
            "{path}: another batch is writing to this folder; wait for it, or choose another folder", path=folder
        ) from error
    except OSError as error:
        raise explained(folder, error) from error
    try:
        manifest = Manifest(folder / MANIFEST)
        try:
            store = Store(folder, manifest)
            store.recover()
            try:
                yield store
            finally:
                store.tidy()
        finally:
            manifest.close()
    finally:
        # While it is held: whoever waits for a file that is gone asks again, but who got it after the release would hold
        # another than the next. It stays where it cannot be removed (Windows, or a folder that is read-only by now).
        with contextlib.suppress(OSError):
            (folder / LOCK).unlink()
        lock.release()


@contextmanager
def preview(folder: Path) -> Iterator[Store]:
    """The output folder as it is, to look at: nothing is written, and nothing must be. It need not be there."""
    manifest = Manifest.copy_of(folder / MANIFEST)
    try:
        yield Store(folder, manifest)
    finally:
        manifest.close()


def explained(folder: Path, error: OSError) -> OutputError:
    """What ends a batch, since no other file could be written either."""
    if error.errno in _FULL:
        return OutputError("{path}: no room left on the disk; free some space and start the batch again", path=folder)
    if not folder.is_dir():
        return OutputError("{path}: the folder is gone; what was in it is lost, start the batch again", path=folder)
    return OutputError(
        "{path}: nothing can be written here ({reason}); change that, or choose another folder",
        path=folder,
        reason=error.strerror or error,
    )


def condition(path: Path, known: str | None) -> Condition:
    """What is at `path`, where we last wrote a file with the digest `known` (None: never)."""
    try:
        found = digest(path)
    except FileNotFoundError:
        return "missing"
    except OSError:  # a folder, or a file that must not be read: not ours in any case
        return "foreign"
    if known is None:
        return "foreign"
    return "ours" if found == known else "edited"


def blocked(path: Path, condition: Condition) -> OutputError:
    """Why a file is not written over what is at its place."""
    if condition == "edited":
        return OutputError(
            "{path}: edited since it was written, and its article or the settings have changed; rename it to have a new one "
            "(--force overwrites every report that was edited)",
            path=path,
        )
    return OutputError(
        "{path}: a file that this batch did not write; rename or move it (--force overwrites every such file, and every "
        "report that was edited)",
        path=path,
    )


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        total = sha256()
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()
