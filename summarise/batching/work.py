"""The work itself: the content of articles in, the content of their files out. Every engine runs this function."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from summarise.batching.settings import Format, Settings
from summarise.detail import Detail
from summarise.errors import InputError, OfficeSuiteError, SummariseError

if TYPE_CHECKING:
    from summarise.pipeline import Explained, Summariser
    from summarise.records import Source


@dataclass(frozen=True, slots=True)
class Document:
    """An article as bytes. `number` is its place in the batch, `name` what messages call it."""

    number: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What was made of a document: its files, or why there are none. `refused`: it was read, and is no report of a
    meeting. `encoding` is what its text was found to be in, `seconds` its share of the time that its chunk took."""

    number: int
    files: Mapping[Format, bytes] = field(default_factory=dict)
    error: SummariseError | None = None
    refused: bool = False
    warnings: tuple[str, ...] = ()
    encoding: str | None = None
    seconds: float = 0.0


def process(settings: Settings, documents: Sequence[Document]) -> tuple[Result, ...]:
    """The results of `documents`, in order. The models are loaded once a process; clauses of all documents are condensed
    together. What is wrong with one document is its result.

    Raises:
        SummariseError: the model, the template or a setting is at fault, so that no document could succeed.
    """
    from summarise import reading

    summariser = _summariser(settings.model, settings.offline, settings.detail, settings.fast)
    began = time.perf_counter()
    found: dict[int, Result] = {}
    sources: list[tuple[Document, Source]] = []
    for document in documents:
        try:
            sources.append(
                (document, reading.read_bytes(document.data, name=document.name, encoding=settings.encoding))
            )
        except (InputError, OfficeSuiteError) as error:  # LibreOffice reads old Word files alone
            found[document.number] = Result(document.number, error=error)
    explained = summariser.explain_all(source for _, source in sources)
    for (document, source), result in zip(sources, explained, strict=True):
        found[document.number] = _result(document.number, source, result, settings)
    seconds = round((time.perf_counter() - began) / max(1, len(documents)), 3)
    return tuple(replace(found[document.number], seconds=seconds) for document in documents)


def load(settings: Settings) -> None:
    """Load the models that `process` works with.

    Raises:
        ModelError: they cannot be used.
    """
    summariser = _summariser(settings.model, settings.offline, settings.detail, settings.fast)
    _ = summariser.labeller, summariser.condenser


@lru_cache(maxsize=1)
def _summariser(model: str, offline: bool, detail: Detail, fast: bool) -> Summariser:
    from summarise.pipeline import Summariser

    return Summariser(model=model, offline=offline, detail=detail, fast=fast)


def _result(number: int, source: Source, result: Explained | InputError, settings: Settings) -> Result:
    if isinstance(result, InputError):
        return Result(number, error=result, refused=True, encoding=source.encoding)
    from summarise import contract, files

    summary, labelled = result
    made: dict[Format, bytes] = {}
    if "docx" in settings.formats:
        made["docx"], _ = files.report(
            summary,
            template=settings.template,
            office=settings.office,
            comments=source if settings.comments else None,
        )
    if "json" in settings.formats:
        made["json"] = contract.dumps(summary).encode()
    if "html" in settings.formats:
        made["html"] = files.page(source, summary, labelled).encode()
    return Result(number, made, warnings=summary.warnings, encoding=source.encoding)
