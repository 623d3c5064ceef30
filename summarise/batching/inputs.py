"""Which articles a batch is of: files, folders, patterns, zip archives, and lists of all of these."""

from __future__ import annotations

import glob
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from summarise.errors import InputError, SettingsError, SummariseError
from summarise.messages import mark
from summarise.reading import LIMIT, readable

_READABLE = (".txt", ".text", ".htm", ".html", ".xhtml", ".mht", ".mhtml", ".docx", ".pdf", ".doc", ".rtf", ".odt")
ARCHIVE = ".zip"
SUFFIXES = frozenset((*_READABLE, ARCHIVE))
"""Files of these names are taken from a folder or an archive; a file named itself may have any name."""

# Of all files of an archive, unpacked, as it says itself: thousands of articles, and no bomb.
UNPACKED_LIMIT = 4 * 2**30
UNICODE_NAME = 0x800  # the flag of a zip entry whose name is UTF-8 (APPNOTE.TXT 4.4.4)
_QUOTED = re.compile(r'^\s*"(.+)"\s*$')
_NOTHING = mark("{path}: no article here; known files end in {suffixes}")
LEFTOVERS = (".", "~$", "__MACOSX")  # hidden files, open Word files, what macOS puts into archives


@dataclass(frozen=True, slots=True)
class Input:
    """An article of a batch: a file, or a `member` of a zip archive. `error` says why it can be none."""

    path: str
    member: str | None = None
    error: SummariseError | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return readable(self.path if self.member is None else f"{self.path}/{self.member}")

    @property
    def file_name(self) -> str:
        """Its last part, as reading calls it."""
        return readable(Path(self.path).name if self.member is None else _parts(self.member)[-1])

    def load(self) -> bytes:
        """Its content, at most one byte over the limit of what is read.

        Raises:
            InputError: it cannot be read.
        """
        if self.error is not None:
            raise self.error
        path = Path(self.path)
        try:
            if self.member is not None:
                archive, entries = _archive(self.path)
                with archive.open(entries[self.member]) as file:
                    return file.read(LIMIT + 1)
            if path.is_dir():  # those that can be read were searched
                raise InputError(
                    "{path}: this folder cannot be read; ask for the right to, or leave it out", path=self.name
                )
            if path.exists() and not path.is_file():
                raise InputError("{path}: this is no file; name a file", path=self.name)  # a pipe would never end
            with path.open("rb") as file:
                # Not as much as may come: a buffer of 20 MB for each article of a few KB tears the memory to pieces.
                return file.read(min(LIMIT, os.fstat(file.fileno()).st_size) + 1)
        except FileNotFoundError as error:
            raise InputError("{path}: there is no such file; check the name and the folder", path=self.name) from error
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise InputError("{path}: the file cannot be read ({reason})", path=self.name, reason=reason) from error
        except RuntimeError as error:  # zipfile's word for an entry with a password, or of a method it does not know
            raise InputError(
                "{name}: the file is protected by a password; save it without one", name=self.name
            ) from error
        except (BadZipFile, KeyError, LZMAError, zlib.error, struct.error, EOFError, ValueError) as error:
            raise _damaged(self.name) from error


def find(paths: Iterable[str | Path], *, output: Path) -> tuple[Input, ...]:
    """The articles that `paths` name: files as given, folders with all that is below them, patterns (`*.txt`) that the
    shell has not filled in, zip archives. Each comes once, in the order given and sorted within a folder. Hidden files,
    the leftovers of open Word files (`~$...`) and what lies in `output` are passed over; a path that does not exist is
    kept, for reading to complain of, and so is an archive that cannot be opened or holds no article.

    Raises:
        SettingsError: a folder or a pattern holds no article, or `output` is the folder of the articles itself.
    """
    found: dict[str, Input] = {}
    for path in map(Path, paths):
        kind = _kind(path)
        if kind == stat.S_IFDIR:
            here = _in_folder(path, output)
        elif not kind and glob.has_magic(str(path)):
            here = _matching(path, output)
        else:
            here = [path]
        opened = [article for file in here for article in _opened(file)]
        if not opened:
            raise SettingsError(_NOTHING, path=path, suffixes=", ".join(_READABLE))
        for article in opened:
            found.setdefault(os.path.realpath(article.path) + "/" + (article.member or ""), article)
    return tuple(found.values())


def listed(text: str) -> list[str]:
    """The paths of a list: one a line, or ended by NUL (`find -print0`); empty lines count for nothing, nor do quotes
    around a line (Windows copies paths with them)."""
    if "\0" in text:
        return [path for path in text.split("\0") if path.strip()]
    lines = (line.strip("\r\n") for line in text.split("\n"))
    return [_QUOTED.sub(r"\1", line) for line in lines if line.strip()]


def _kind(path: Path) -> int:
    """S_IFDIR, S_IFREG …; 0 where nothing is there, or nobody may know or can have made what is."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except (OSError, ValueError):
        return 0


def _in_folder(folder: Path, output: Path) -> list[Path]:
    """The articles below a folder, and the folders that cannot be read, for `Input.load` to complain of."""
    if folder.resolve() == output.resolve():
        raise SettingsError("{path} holds the articles; choose another folder for the reports with -o", path=folder)
    skipped = _skipped(folder, output)
    found: list[Path] = []
    unread: list[OSError] = []
    for here, below, names in os.walk(folder, onerror=unread.append):
        below[:] = [name for name in below if not _is_hidden((name,)) and Path(here, name).resolve() != skipped]
        files = (Path(here, name) for name in names if _is_article((name,)))
        found += [file for file in files if _kind(file) == stat.S_IFREG]
    return sorted([*found, *(Path(error.filename) for error in unread)])


def _matching(pattern: Path, output: Path) -> list[Path]:
    """The files that a pattern names, and what is in the folders that it names."""
    base = Path(*takewhile(lambda part: not glob.has_magic(part), pattern.parts))
    skipped = _skipped(base, output)
    found: list[Path] = []
    for path in map(Path, sorted(glob.glob(str(pattern), recursive=True))):  # noqa: PTH207 - may be absolute
        if _is_hidden(path.parts[len(base.parts) :]) or (skipped and path.resolve().is_relative_to(skipped)):
            continue
        found += _in_folder(path, output) if _kind(path) == stat.S_IFDIR else [path]
    return found


def _skipped(folder: Path, output: Path) -> Path | None:
    """The output folder where it lies below `folder`: reports of an earlier run would be read as articles. One that is
    above the articles, or holds them, is not passed over."""
    given, written = folder.resolve(), output.resolve()
    return written if written != given and written.is_relative_to(given) else None


def _is_article(parts: tuple[str, ...]) -> bool:
    return Path(parts[-1]).suffix.lower() in SUFFIXES and not _is_hidden(parts)


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(LEFTOVERS) and part not in (".", "..") for part in parts)


def _opened(path: Path) -> Iterator[Input]:
    """The file, or what is in it if it is an archive."""
    if path.suffix.lower() != ARCHIVE or _kind(path) != stat.S_IFREG:
        yield Input(str(path))
        return
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            names = [(entry, _name(entry)) for entry in entries if not entry.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problem = _damaged(str(path))
        problem.__cause__ = error
        yield Input(str(path), error=problem)
        return
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        yield Input(
            str(path),
            error=InputError(
                "{path}: the archive unpacks to more than {limit} GB; unpack what is needed of it",
                path=path,
                limit=UNPACKED_LIMIT // 2**30,
            ),
        )
        return
    names = [pair for pair in names if _parts(pair[1]) and _is_article(_parts(pair[1]))]
    if not names:
        yield Input(str(path), error=InputError(_NOTHING, path=readable(str(path)), suffixes=", ".join(_READABLE)))
    for _, name in sorted(names, key=lambda pair: pair[1]):
        nested = InputError("{path}: an archive in an archive; unpack it", path=f"{path}/{name}")
        yield Input(str(path), name, error=nested if name.lower().endswith(ARCHIVE) else None)


def _name(entry: ZipInfo) -> str:
    """The name of an entry: without the flag for UTF-8 the standard says code page 437, and many programs write UTF-8."""
    if entry.flag_bits & UNICODE_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


@lru_cache(maxsize=1)
def _archive(path: str) -> tuple[ZipFile, dict[str, ZipInfo]]:
    """An archive that stays open until the next is read: its list is long where it holds thousands."""
    archive = ZipFile(path)
    return archive, {_name(entry): entry for entry in archive.infolist()}


def _parts(member: str) -> tuple[str, ...]:
    return PurePosixPath(member.replace("\\", "/")).parts


def _damaged(name: str) -> InputError:
    return InputError("{name}: the archive is damaged; pack it again", name=name)
