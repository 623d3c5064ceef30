"""Many articles, one model: which files, which names for their reports, and what became of each."""

from __future__ import annotations

import glob
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarise.errors import OutputError, SettingsError, SummariseError
from summarise.records import Source, Summary

_READABLE = (".txt", ".text", ".htm", ".html", ".xhtml", ".mht", ".mhtml", ".docx", ".pdf")
_TOLD = (".doc", ".rtf", ".odt")  # cannot be read, yet are told as failures with what to do, not left out in silence
SUFFIXES = frozenset((*_READABLE, *_TOLD))
"""Files of these names are taken from a folder; a file named itself may have any name."""


@dataclass(frozen=True, slots=True)
class Job:
    """An article and the files that are made of it."""

    article: Path
    report: Path
    record: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: `error` is None when its files are written."""

    job: Job
    error: SummariseError | None = None
    warnings: tuple[str, ...] = ()


class Summarises(Protocol):
    """What a batch needs of a summariser: results in the order of the sources, errors of single articles as values."""

    def summarise_all(self, sources: Iterable[Source]) -> Iterator[Summary | SummariseError]: ...


def find(paths: Iterable[Path], *, output: Path) -> tuple[Path, ...]:
    """The articles that `paths` name: files as given, folders with all that is below them, patterns (`*.txt`) that the
    shell has not filled in. Each comes once, in the order given and sorted within a folder. Hidden files, the leftovers
    of open Word files (`~$...`) and what lies in `output` are passed over; a path that does not exist is kept, for
    reading to complain of.

    Raises:
        SettingsError: a folder or pattern holds no article, or `output` is the folder of the articles itself.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            here = _in_folder(path, output)
        elif not path.exists() and glob.has_magic(str(path)):
            here = [Path(name) for name in sorted(glob.glob(str(path)))]  # noqa: PTH207 - the pattern may be absolute
        else:
            here = [path]
        if not here:
            raise SettingsError(
                "{path}: no article here; known files end in {suffixes}", path=path, suffixes=", ".join(_READABLE)
            )
        for article in here:
            found.setdefault(article.resolve(), article)
    return tuple(found.values())


def _in_folder(folder: Path, output: Path) -> list[Path]:
    if folder.resolve() == output.resolve():
        raise SettingsError("{path} holds the articles; choose another folder for the reports with -o", path=folder)
    # Reports of an earlier run would be read as articles. An output folder above the articles holds none of them.
    skipped = output.resolve() if output.resolve().is_relative_to(folder.resolve()) else None
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and path.is_file()
        and not (skipped and path.resolve().is_relative_to(skipped))
    )


def plan(articles: Sequence[Path], *, output: Path) -> tuple[Job, ...]:
    """A report and a summary in `output` for each article, of names that differ also where case does not count.

    An article alone of its name gives it to its files. Where several share one, the folder, the ending, or both are
    added (`2022-a`, `a-docx`), whichever first tells all of them apart, and a number where nothing does.
    """
    groups: dict[str, list[Path]] = {}
    for article in articles:
        groups.setdefault(_key(article.stem), []).append(article)
    taken = {key for key, group in groups.items() if len(group) == 1}
    names: dict[Path, str] = {group[0]: group[0].stem for group in groups.values() if len(group) == 1}
    for group in groups.values():
        if len(group) > 1:
            for article, name in zip(group, _told_apart(group, taken), strict=True):
                names[article] = name
                taken.add(_key(name))
    return tuple(
        Job(article, output / f"{names[article]}.docx", output / f"{names[article]}.json") for article in articles
    )


def _told_apart(group: Sequence[Path], taken: set[str]) -> list[str]:
    def folder(path: Path) -> str:
        return f"{path.resolve().parent.name}-{path.stem}"

    def ending(path: Path) -> str:
        return f"{path.stem}-{path.suffix.lstrip('.')}"

    def both(path: Path) -> str:
        return f"{folder(path)}-{path.suffix.lstrip('.')}"

    for naming in (folder, ending, both):
        names = [naming(path) for path in group]
        if len({_key(name) for name in names} - taken) == len(group):
            return names
    names, used = [], Counter(taken)
    for path in group:
        name, number = path.stem, 1
        while used[_key(name)]:
            number += 1
            name = f"{path.stem}-{number}"
        used[_key(name)] += 1
        names.append(name)
    return names


def _key(name: str) -> str:
    """Equal for names that Windows or macOS would take for the same file."""
    return unicodedata.normalize("NFC", name).casefold()


def run(
    jobs: Sequence[Job],
    *,
    summariser: Summarises,
    write: Callable[[Job, Summary], None],
    encoding: str | None = None,
) -> Iterator[Outcome]:
    """Do the jobs, yielding what became of each, in order. The article that fails is one outcome; the others go on.

    Raises:
        SummariseError: the model, the template or a setting is at fault, so that no other job could succeed either.
    """
    from summarise.reading import read

    # Jobs whose article was read (no error) or could not be, ahead of what the summariser has given back.
    waiting: deque[tuple[Job, SummariseError | None]] = deque()

    def readable() -> Iterator[Source]:
        for job in jobs:
            try:
                source = read(job.article, encoding=encoding)
            except SummariseError as error:
                _stop_unless_of_one_article(error)
                waiting.append((job, error))
            else:
                waiting.append((job, None))
                yield source

    for result in summariser.summarise_all(readable()):
        yield from _unreadable(waiting)
        yield _finished(waiting.popleft()[0], result, write)
    yield from _unreadable(waiting)


def _unreadable(waiting: deque[tuple[Job, SummariseError | None]]) -> Iterator[Outcome]:
    """The jobs at the head of the queue that already failed."""
    while waiting and waiting[0][1] is not None:
        job, error = waiting.popleft()
        yield Outcome(job, error)


def _finished(job: Job, result: Summary | SummariseError, write: Callable[[Job, Summary], None]) -> Outcome:
    if isinstance(result, SummariseError):
        _stop_unless_of_one_article(result)
        return Outcome(job, result)
    try:
        write(job, result)
    except OutputError as error:
        return Outcome(job, error)
    return Outcome(job, warnings=result.warnings)


def _stop_unless_of_one_article(error: SummariseError) -> None:
    if error.exit_code != 1:
        raise error
