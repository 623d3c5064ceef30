"""A batch from its articles to its files: what is left to do, done in chunks, and recorded."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from summarise.batching import naming
from summarise.batching.engine import Chunk, Engine, Lost
from summarise.batching.inputs import Input
from summarise.batching.manifest import Entry, Row
from summarise.batching.settings import Format, Settings
from summarise.batching.store import RESERVED, Condition, Planned, Store, blocked
from summarise.batching.work import Document, Result
from summarise.errors import InputError, OutputError, SettingsError, SummariseError
from summarise.messages import mark
from summarise.reading import readable

TOGETHER = 16
"""Articles of a chunk at most, and bytes of them: longer ones are worked on alone."""
BYTES_TOGETHER = 1 << 20
EXPECTED = 2.0
"""Seconds that an article is thought to take before one was worked on."""

UNCHANGED = mark("unchanged")
EDITED = mark("unchanged; the report was edited by hand since and is kept")
NOT_COME_TO = mark("{name}: not come to before the batch ended")


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the batch: `identity` is what the manifest calls it, `stem` the name of its files."""

    number: int
    input: Input
    identity: str
    stem: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with an article: a row that says that nothing is, or its document and the formats to write."""

    row: Row | None = None
    document: Document | None = None
    digest: str = ""
    formats: tuple[Format, ...] = ()


class Batch:
    """One run over `inputs` into the folder of `store`.

    Args:
        digest: of the settings, see `Settings.digest`.
        force: overwrite files that were edited or that are not of this program.
        limit: seconds that an article may take (None: no limit).
        jobs: how many chunks are worked on at once, so that a small batch is shared among them.
        reserved: names that no article may get.

    Raises:
        SettingsError: a file of an article would take the place of an article.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        *,
        store: Store,
        settings: Settings,
        digest: str,
        force: bool = False,
        limit: float | None = None,
        jobs: int = 1,
        reserved: Iterable[str] = (),
    ) -> None:
        self._store, self._settings, self._digest = store, settings, digest
        self._force, self._limit = force, limit
        self._size = min(TOGETHER, max(1, len(inputs) // (4 * jobs)))
        self._worked, self._seconds = 0, 0.0
        self._articles = _articles(inputs, store, reserved)
        _spare(self._articles, store.folder, settings.formats)
        self._open: dict[int, Decision] = {}

    def decide(self) -> Iterator[tuple[Article, Decision]]:
        """What is to be done with each article, in order; nothing is written."""
        for article in self._articles:
            yield article, self._decision(article)

    def run(self, engine: Engine) -> Iterator[Row]:
        """Do all of it, giving what became of each article when it is recorded. Whenever this ends, what was given stands
        in the folder, and the next run does the rest.

        Raises:
            SummariseError: the model, the template, a setting or the folder is at fault, so that nothing more can be done.
        """
        decisions = self.decide()
        again: deque[Chunk] = deque()
        died: set[int] = set()
        working = 0
        more = True
        while True:
            while engine.room > 0 and (again or more):
                if again:
                    chunk = again.popleft()
                else:
                    chunk, settled, more = self._next(decisions)
                    yield from self._told(settled)
                if chunk:
                    engine.submit(chunk, limit=self._limit)
                    working += 1
            if not working:
                return
            chunk, answer = engine.answer()
            working -= 1
            if not isinstance(answer, Lost):
                self._worked += len(answer)
                self._seconds += sum(result.seconds for result in answer)
                yield from self._written(answer)
            elif len(chunk) > 1:  # one of them is to blame: each gets a process and the whole limit for itself
                again.extend((document,) for document in chunk)
            elif answer.reason == "died" and chunk[0].number not in died:  # perhaps the machine was to blame
                died.add(chunk[0].number)
                again.append(chunk)
            else:
                number = chunk[0].number
                yield from self._told([(number, self._failed(number, self._loss(chunk[0], answer)))])

    def close(self) -> None:
        """Record that the articles that were not come to failed for that."""
        told = {row.input for row in self._store.manifest.rows()}
        left = [article for article in self._articles if article.identity not in told]
        with self._store.manifest.together():
            for article in left:
                error = InputError(NOT_COME_TO, name=article.input.name)
                self._store.manifest.tell(article.number, self._failed(article.number, error))

    def _next(self, decisions: Iterator[tuple[Article, Decision]]) -> tuple[Chunk, list[tuple[int, Row]], bool]:
        """Documents for a chunk (perhaps none), articles that are settled without work, and whether there may be more."""
        chunk: list[Document] = []
        settled: list[tuple[int, Row]] = []
        for article, decision in decisions:
            if decision.document is None:
                assert decision.row is not None
                settled.append((article.number, decision.row))
            else:
                self._open[article.number] = decision
                chunk.append(decision.document)
            full = len(chunk) >= self._most() or sum(len(document.data) for document in chunk) >= BYTES_TOGETHER
            if full or len(settled) >= TOGETHER:
                return tuple(chunk), settled, True
        return tuple(chunk), settled, False

    def _most(self) -> int:
        """Articles of the next chunk at most: so many that the time limit of one is far from what they take together."""
        if self._limit is None:
            return self._size
        each = self._seconds / self._worked if self._worked else EXPECTED
        return max(1, min(self._size, int(self._limit / (4 * max(each, 1e-3)))))

    def _decision(self, article: Article) -> Decision:
        try:
            data = article.input.load()
        except InputError as error:
            return Decision(self._failed(article.number, error))
        name = article.input.file_name
        digest = sha256(f"{self._digest} {sha256(data).hexdigest()} {name}".encode()).hexdigest()
        entry = self._store.manifest.entry(article.identity)
        if entry is not None and entry.refused == digest and entry.error is not None and not self._force:
            return Decision(self._failed(article.number, entry.error, refused=digest))
        same = entry is not None and entry.whole and entry.digest == digest
        current = entry.current if same and entry is not None else frozenset()
        found = self._conditions(article, entry)
        if not self._force:
            for format, condition in found.items():
                if condition == "foreign" or (condition == "edited" and format not in current):
                    return Decision(
                        self._failed(article.number, blocked(self._store.path(article.stem, format), condition))
                    )
        redone = ("missing", "edited", "foreign") if self._force else ("missing",)
        formats = tuple(format for format, condition in found.items() if format not in current or condition in redone)
        if not formats:
            note = EDITED if "edited" in found.values() else UNCHANGED
            return Decision(Row(article.identity, article.input.name, article.stem, "skipped", note=note))
        return Decision(document=Document(article.number, name, data), digest=digest, formats=formats)

    def _conditions(self, article: Article, entry: Entry | None) -> dict[Format, Condition]:
        known = entry.files if entry is not None and entry.stem == article.stem else {}
        return {
            format: self._store.condition(article.stem, format, known.get(format)) for format in self._settings.formats
        }

    def _written(self, results: Sequence[Result]) -> Iterator[Row]:
        """Let the files of these results appear: staged, recorded as about to appear, there, recorded as there. Whatever
        ends it in between, `Store.recover` knows what to do."""
        manifest = self._store.manifest
        planned: list[tuple[Result, Planned]] = []
        settled: list[tuple[int, Row]] = []
        for result in results:
            article, decision = self._articles[result.number], self._open.pop(result.number)
            if result.error is not None:
                refused = decision.digest if result.refused else None
                row = self._failed(result.number, result.error, seconds=result.seconds, refused=refused)
                settled.append((result.number, row))
                continue
            digests = {format: sha256(result.files[format]).hexdigest() for format in decision.formats}
            entry = manifest.entry(article.identity)
            before = entry.files if entry is not None and entry.stem == article.stem else {}
            one = Planned(article.identity, article.stem, decision.digest, digests, before, force=self._force)
            planned.append((result, one))
        if planned:
            self._store.stage(
                [(one.stem, format, result.files[format]) for result, one in planned for format in one.files]
            )
            with manifest.together():
                for _, one in planned:
                    manifest.intend(one.input, one.stem, one.digest, one.files)
        with manifest.together():
            for result, one in planned:
                error = self._store.publish(one)
                manifest.settle(one.input)
                settled.append((result.number, self._row(result, one, error)))
            for number, row in settled:
                manifest.tell(number, row)
        for _, row in settled:
            yield row

    def _row(self, result: Result, planned: Planned, error: OutputError | None) -> Row:
        if error is not None:
            return self._failed(result.number, error, seconds=result.seconds)
        return Row(
            planned.input,
            self._articles[result.number].input.name,
            planned.stem,
            "done",
            made=tuple(planned.files),
            warnings=result.warnings,
            encoding=result.encoding,
            seconds=result.seconds,
        )

    def _failed(
        self, number: int, error: SummariseError, *, seconds: float | None = None, refused: str | None = None
    ) -> Row:
        article = self._articles[number]
        return Row(
            article.identity,
            article.input.name,
            article.stem,
            "failed",
            error=error,
            seconds=seconds,
            refused=refused,
        )

    def _told(self, rows: Sequence[tuple[int, Row]]) -> Iterator[Row]:
        if rows:
            with self._store.manifest.together():
                for number, row in rows:
                    self._store.manifest.tell(number, row)
        for _, row in rows:
            yield row

    def _loss(self, document: Document, lost: Lost) -> InputError:
        self._open.pop(document.number, None)
        name = self._articles[document.number].input.name
        if lost.reason == "slow":
            return InputError(
                "{name}: not finished in {limit} s and given up; --time-limit gives it more",
                name=name,
                limit=f"{self._limit:g}",
            )
        if lost.reason == "died":
            return InputError(
                "{name}: the process that worked on it was ended by the system, perhaps for want of memory; give the article "
                "alone, without pictures",
                name=name,
            )
        return InputError(
            "{name}: a fault of this program ({fault}); please report it, with the file if it may be shown",
            name=name,
            fault=lost.detail,
        )


def _articles(inputs: Sequence[Input], store: Store, reserved: Iterable[str]) -> list[Article]:
    identities = [_identity(one, store.folder) for one in inputs]
    known = store.manifest.stems()
    earlier = {one: known.pop(identity) for one, identity in zip(inputs, identities, strict=True) if identity in known}
    taken = (*known.values(), *RESERVED, *reserved)
    stems = naming.names(inputs, earlier=earlier, taken=taken)
    return [
        Article(number, one, identity, stem)
        for number, (one, identity, stem) in enumerate(zip(inputs, identities, stems, strict=True))
    ]


def _spare(articles: Sequence[Article], folder: Path, formats: Iterable[Format]) -> None:
    """See `Batch`; not even `force` is meant to overwrite what is to be read."""
    here = os.path.realpath(folder)
    paths = (Path(article.input.path) for article in articles)
    kept = {naming.key(path.name) for path in paths if os.path.realpath(path.parent) == here}
    if kept and any(naming.key(f"{article.stem}.{format}") in kept for article in articles for format in formats):
        raise SettingsError("{path} holds the articles; choose another folder for the reports with -o", path=folder)


def _identity(article: Input, folder: Path) -> str:
    """The path from the output folder, so that both can be moved together; the absolute one from another drive."""
    path = Path(os.path.realpath(article.path))
    with contextlib.suppress(ValueError):
        path = Path(os.path.relpath(path, os.path.realpath(folder)))
    return readable(path.as_posix() if article.member is None else f"{path.as_posix()}!{article.member}")
