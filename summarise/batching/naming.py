"""A name of its own for each article of a batch, which its files bear."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from pathvalidate import sanitize_filename

from summarise.batching.inputs import Input

LONGEST = 240
"""Bytes of a name in UTF-8; with an ending they stay below the 255 that file systems allow."""


def key(name: str) -> str:
    """Equal for names that Windows or macOS would take for the same file."""
    return unicodedata.normalize("NFC", name).casefold()


def names(
    articles: Sequence[Input], *, earlier: Mapping[Input, str] | None = None, taken: Iterable[str] = ()
) -> list[str]:
    """A name for each article, in order: what an `earlier` run gave it, else its own without folder and ending.

    Names differ also where case does not count, and from those `taken`. An article alone of its name gets it. Where several
    share one, the folder, the ending, or both are added (`2022-a`, `a-docx`), whichever first tells all of them apart, and
    a number where nothing does. Characters that Windows forbids in names are left out.
    """
    given = dict(earlier or {})
    used = {key(name) for name in (*given.values(), *taken)}
    groups: dict[str, list[Input]] = {}
    for article in articles:
        if article not in given:
            groups.setdefault(key(_stem(article)), []).append(article)
    alone = {stem: group[0] for stem, group in groups.items() if len(group) == 1 and stem not in used}
    for stem, article in alone.items():
        given[article] = _stem(article)
        used.add(stem)
    for stem, group in groups.items():
        if stem not in alone:
            for article, name in zip(group, _told_apart(group, used), strict=True):
                given[article] = name
                used.add(key(name))
    return [given[article] for article in articles]


def _told_apart(group: Sequence[Input], used: set[str]) -> list[str]:
    ways: tuple[Callable[[Input], str], ...] = (_with_folder, _with_ending, _with_both)
    for naming in ways:
        found = [_clean(naming(article)) for article in group]
        if len({key(name) for name in found} - used) == len(group):
            return found
    found, now = [], set(used)
    for article in group:
        stem, number = _stem(article), 1
        name = stem
        while key(name) in now:
            number += 1
            name = f"{stem}-{number}"
        now.add(key(name))
        found.append(name)
    return found


def _path(article: Input) -> PurePath:
    return PurePath(article.path, *([article.member.replace("\\", "/")] if article.member else []))


def _stem(article: Input) -> str:
    return _clean(_path(article).stem)


def _folder(article: Input) -> str:
    parent = _path(article).parent
    # The folder's own name also where the path is relative (`.`); what is an archive has one already.
    return PurePath(parent.name).stem if article.member else Path(article.path).resolve().parent.name


def _with_folder(article: Input) -> str:
    return f"{_folder(article)}-{_path(article).stem}"


def _with_ending(article: Input) -> str:
    return f"{_path(article).stem}-{_path(article).suffix.lstrip('.')}"


def _with_both(article: Input) -> str:
    return f"{_with_folder(article)}-{_path(article).suffix.lstrip('.')}"


def _clean(name: str) -> str:
    """The name as every file system takes it, never empty."""
    # What is stripped later could leave a name that Windows forbids (` CON`).
    text = name.encode("utf-8", "ignore").decode("utf-8").strip(". ")
    allowed = sanitize_filename(text, platform="universal")
    return allowed.encode("utf-8")[:LONGEST].decode("utf-8", "ignore").strip(". ") or "article"
