"""What became of every article of an output folder, in SQLite, so that a later run knows what is left to do.

It holds names, digests and reasons, and no word of a document.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from summarise import errors
from summarise.batching.settings import Format
from summarise.errors import OutputError, SummariseError

State = Literal["done", "skipped", "failed"]
VERSION = 1

_TABLES = """
CREATE TABLE IF NOT EXISTS articles (
    input TEXT PRIMARY KEY,      -- its path from the output folder, with the member of an archive
    stem TEXT NOT NULL,          -- the name of its files, without ending
    digest TEXT,                 -- of its content, the settings, the template and the model that the files were made with
    whole INTEGER NOT NULL DEFAULT 0,  -- 0: files of it are about to appear
    run INTEGER, number INTEGER, -- the last run that saw it, and its place there
    name TEXT, state TEXT, reason TEXT, note TEXT, warnings TEXT, encoding TEXT, seconds REAL,
    refused TEXT                 -- what the digest was when the article was refused for what it is
);
CREATE TABLE IF NOT EXISTS files (
    input TEXT NOT NULL, format TEXT NOT NULL, digest TEXT NOT NULL,
    made TEXT,                   -- what the digest of the article was when the file was made
    pending INTEGER NOT NULL DEFAULT 0,  -- 1: it is about to appear
    before TEXT,                 -- and then: the digest of the file of ours that it replaces
    PRIMARY KEY (input, format)
);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of an article: `digest` None if its files were never made, `files` their digests by format, `current`
    the formats of those that were made with `digest`, not with what it was before. `refused` is the digest with which it
    was no article, and `error` what was said then."""

    stem: str
    digest: str | None
    whole: bool
    files: Mapping[Format, str] = field(default_factory=dict)
    current: frozenset[Format] = frozenset()
    refused: str | None = None
    error: SummariseError | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What became of an article in a run; `note` says why nothing was done where that needs saying, `made` are the formats
    of the files that it has, those of an earlier state of it aside. `refused` is its digest if it failed for what it is,
    so that trying again is of no use."""

    input: str
    name: str
    stem: str
    state: State
    made: tuple[Format, ...] = ()
    error: SummariseError | None = None
    note: str | None = None
    warnings: tuple[str, ...] = ()
    encoding: str | None = None
    seconds: float | None = None
    refused: str | None = None


class Manifest:
    """The record of one output folder; to be used by one process at a time (see `store`).

    Every method raises `OutputError` where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._explained():
            self._db = sqlite3.connect(path, isolation_level=None)
            # One process at a time, so a write-ahead log needs no shared memory, and works on a network drive.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise OutputError(
                    "{path}: made by another version of this program; choose another folder for the reports", path=path
                )
            self._db.executescript(_TABLES)
            self._db.execute(f"PRAGMA user_version = {VERSION}")
            self.run: int = 1 + (self._db.execute("SELECT max(run) FROM articles").fetchone()[0] or 0)
            """The number of this run."""

    @classmethod
    def copy_of(cls, path: Path) -> Manifest:
        """A copy in memory, empty where there is no file; the file is only read."""
        copy = cls(Path(":memory:"))
        copy._path = path
        with copy._explained(), TemporaryDirectory() as folder:
            # Opened where it lies, what a killed run left of its log would be written into it.
            for part in path.parent.glob(f"{path.name}*"):
                shutil.copy(part, folder)
            with closing(sqlite3.connect(Path(folder, path.name))) as given:
                given.backup(copy._db)
            copy._db.executescript(_TABLES)
        return copy

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes in the block are made, or none."""
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:  # where the disk is full, SQLite has rolled back already
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def stems(self) -> dict[str, str]:
        """The names that articles have, by input."""
        with self._explained():
            return dict(self._db.execute("SELECT input, stem FROM articles"))

    def entry(self, input: str) -> Entry | None:
        """What is known of an article."""
        with self._explained():
            query = "SELECT stem, digest, whole, refused, reason FROM articles WHERE input = ?"
            found = self._db.execute(query, (input,)).fetchone()
            if found is None:
                return None
            files = self._db.execute("SELECT format, digest, made FROM files WHERE input = ?", (input,)).fetchall()
        return Entry(
            found[0],
            found[1],
            bool(found[2]),
            {format: digest for format, digest, _ in files},
            frozenset(format for format, _, made in files if made == found[1]),
            refused=found[3],
            error=_unpacked(found[4]) if found[3] else None,
        )

    def unfinished(self) -> list[str]:
        """Articles whose files were about to appear when the last run was ended."""
        with self._explained():
            return [row[0] for row in self._db.execute("SELECT input FROM articles WHERE digest NOTNULL AND NOT whole")]

    def intend(self, input: str, stem: str, digest: str | None, files: Mapping[Format, str]) -> None:
        """Files with these digests are about to appear; what is recorded of others stays."""
        with self._explained():
            self._db.execute(
                "INSERT INTO articles (input, stem, digest, whole) VALUES (?1, ?2, ?3, 0) ON CONFLICT (input) DO UPDATE "
                "SET stem = ?2, digest = ?3, whole = 0",
                (input, stem, digest),
            )
            self._db.executemany(
                "INSERT INTO files VALUES (?1, ?2, ?3, ?4, 1, NULL) ON CONFLICT (input, format) DO UPDATE "
                "SET digest = ?3, made = ?4, pending = 1, before = files.digest",
                [(input, name, value, digest) for name, value in files.items()],
            )

    def pending(self, input: str) -> dict[Format, tuple[str, str | None]]:
        """The files that are about to appear: their digests, and those of the files of ours that they replace."""
        query = "SELECT format, digest, before FROM files WHERE input = ? AND pending"
        with self._explained():
            return {format: (digest, before) for format, digest, before in self._db.execute(query, (input,))}

    def withdraw(self, input: str, format: Format) -> None:
        """A file that was about to appear did not: what was there before is ours, as old as it was."""
        of = "WHERE input = ?1 AND format = ?2 AND pending"
        with self._explained():
            self._db.execute(f"DELETE FROM files {of} AND before IS NULL", (input, format))
            self._db.execute(
                f"UPDATE files SET digest = before, made = NULL, pending = 0, before = NULL {of}", (input, format)
            )

    def settle(self, input: str) -> None:
        """The files that were about to appear are there, apart from those that were withdrawn."""
        with self._explained():
            self._db.execute("UPDATE articles SET whole = 1 WHERE input = ?", (input,))
            self._db.execute("UPDATE files SET pending = 0, before = NULL WHERE input = ?", (input,))

    def set_file(self, input: str, format: Format, digest: str) -> None:
        """The file of ours that stands there has this digest."""
        with self._explained():
            self._db.execute(
                "INSERT OR REPLACE INTO files (input, format, digest) VALUES (?, ?, ?)", (input, format, digest)
            )

    def file(self, input: str, format: Format) -> str | None:
        """The digest of the file of ours that stood there last."""
        with self._explained():
            found = self._db.execute("SELECT digest FROM files WHERE input = ? AND format = ?", (input, format))
            row = found.fetchone()
        return row[0] if row else None

    def tell(self, number: int, row: Row) -> None:
        """Record what became of an article in this run; warnings and encoding belong to its files, and stay with them."""
        with self._explained():
            self._db.execute("INSERT OR IGNORE INTO articles (input, stem) VALUES (?, ?)", (row.input, row.stem))
            self._db.execute(
                "UPDATE articles SET stem = ?, run = ?, number = ?, name = ?, state = ?, reason = ?, note = ?, "
                "warnings = CASE WHEN ? = 'done' OR warnings IS NULL THEN ? ELSE warnings END, "
                "encoding = coalesce(?, encoding), seconds = coalesce(?, seconds), refused = ? WHERE input = ?",
                (
                    row.stem,
                    self.run,
                    number,
                    row.name,
                    row.state,
                    _packed(row.error),
                    row.note,
                    row.state,
                    json.dumps(row.warnings, ensure_ascii=False),
                    row.encoding,
                    row.seconds,
                    row.refused,
                    row.input,
                ),
            )

    def rows(self, state: State | None = None) -> Iterator[Row]:
        """What became of the articles of this run, in their order; those of one `state` alone if given."""
        query = (
            "SELECT input, name, stem, state, reason, note, warnings, encoding, seconds FROM articles "
            "WHERE run = ?1 AND (?2 IS NULL OR state = ?2) ORDER BY number"
        )
        with self._explained():
            for input, name, stem, state_, reason, note, warnings, encoding, seconds in self._db.execute(
                query, (self.run, state)
            ):
                made = self._db.execute(
                    "SELECT format FROM files JOIN articles USING (input) WHERE input = ? AND made = articles.digest "
                    "ORDER BY format",
                    (input,),
                )
                yield Row(
                    input,
                    name,
                    stem,
                    state_,
                    made=tuple(format for (format,) in made),
                    error=_unpacked(reason),
                    note=note,
                    warnings=() if state_ == "failed" else tuple(json.loads(warnings)),
                    encoding=None if state_ == "failed" else encoding,
                    seconds=seconds,
                )

    def counts(self) -> dict[State, int]:
        """How many articles of this run became what."""
        with self._explained():
            found = dict(
                self._db.execute("SELECT state, count(*) FROM articles WHERE run = ? GROUP BY state", (self.run,))
            )
        states: Iterable[State] = ("done", "skipped", "failed")
        return {state: found.get(state, 0) for state in states}

    def seconds(self) -> float | None:
        """The mean time of an article in the runs so far, None where there is none."""
        with self._explained():
            found: float | None = self._db.execute("SELECT avg(seconds) FROM articles WHERE seconds > 0").fetchone()[0]
        return found

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise OutputError(
                "{path}: the record of this folder cannot be written ({reason}); free some space or choose another folder",
                path=self._path,
                reason=error,
            ) from error
        except sqlite3.DatabaseError as error:
            raise OutputError(
                "{path}: the record of this folder is damaged; choose another folder, or delete it and give --force, which "
                "overwrites the reports beside it, edited ones too",
                path=self._path,
            ) from error


def _packed(error: SummariseError | None) -> str | None:
    if error is None:
        return None
    values = {name: value if isinstance(value, int | str) else str(value) for name, value in error.values.items()}
    return json.dumps([type(error).__name__, error.template, values])


def _unpacked(text: str | None) -> SummariseError | None:
    if text is None:
        return None
    kind, template, values = json.loads(text)
    found: SummariseError = getattr(errors, kind)(template, **values)
    return found
