"""Which articles a batch is of: files, folders, patterns, zip archives, and lists of all of these."""

from __future__ import annotations

import glob
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from summarise.errors import InputError, SettingsError, SummariseError
from summarise.reading import LIMIT

_READABLE = (".txt", ".text", ".htm", ".html", ".xhtml", ".mht", ".mhtml", ".docx", ".pdf", ".doc", ".rtf", ".odt")
ARCHIVE = ".zip"
SUFFIXES = frozenset((*_READABLE, ARCHIVE))
"""Files of these names are taken from a folder or an archive; a file named itself may have any name."""

# Of all files of an archive, unpacked, as it says itself: thousands of articles, and no bomb.
UNPACKED_LIMIT = 4 * 2**30
UNICODE_NAME = 0x800  # the flag of a zip entry whose name is UTF-8 (APPNOTE.TXT 4.4.4)
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
        return self.path if self.member is None else f"{self.path}/{self.member}"

    @property
    def file_name(self) -> str:
        """Its last part, as reading calls it."""
        return Path(self.path).name if self.member is None else _parts(self.member)[-1]

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
    kept, for reading to complain of, and so is an archive that cannot be opened.

    Raises:
        SettingsError: a folder, a pattern or an archive holds no article, or `output` is the folder of the articles itself.
    """
    found: dict[str, Input] = {}
    for path in map(Path, paths):
        if path.is_dir():
            here = _in_folder(path, output)
        elif not path.exists() and glob.has_magic(str(path)):
            here = [Path(name) for name in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - may be absolute
        else:
            here = [path]
        opened = [article for file in here for article in _opened(file)]
        if not opened:
            raise SettingsError(
                "{path}: no article here; known files end in {suffixes}", path=path, suffixes=", ".join(_READABLE)
            )
        for article in opened:
            found.setdefault(os.path.realpath(article.path) + "/" + (article.member or ""), article)
    return tuple(found.values())


def listed(text: str) -> list[str]:
    """The paths of a list: one a line, or ended by NUL (`find -print0`); empty lines count for nothing."""
    lines = (line.strip("\r\n") for line in text.split("\0" if "\0" in text else "\n"))
    return [line for line in lines if line.strip()]


def _in_folder(folder: Path, output: Path) -> list[Path]:
    if folder.resolve() == output.resolve():
        raise SettingsError("{path} holds the articles; choose another folder for the reports with -o", path=folder)
    # Reports of an earlier run would be read as articles. An output folder above the articles holds none of them.
    skipped = output.resolve() if output.resolve().is_relative_to(folder.resolve()) else None
    return sorted(
        path
        for path in folder.rglob("*")
        if _is_article(path.relative_to(folder).parts)
        and path.is_file()
        and not (skipped and path.resolve().is_relative_to(skipped))
    )


def _is_article(parts: tuple[str, ...]) -> bool:
    hidden = any(part.startswith(LEFTOVERS) and part not in (".", "..") for part in parts)
    return Path(parts[-1]).suffix.lower() in SUFFIXES and not hidden


def _opened(path: Path) -> Iterator[Input]:
    """The file, or what is in it if it is an archive."""
    if path.suffix.lower() != ARCHIVE or not path.is_file():
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
    for _, name in sorted(names, key=lambda pair: pair[1]):
        if not _parts(name) or not _is_article(_parts(name)):
            continue
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
