"""A model that answers by script, so that the commands can be tested without one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

import summarise.condensing
import summarise.reporting
from summarise import messages
from summarise.batching import work
from summarise.errors import InputError, ModelError, SummariseError, TemplateError
from summarise.records import (
    Cue,
    Figure,
    Item,
    Labelled,
    Meeting,
    ModelRecord,
    Sentence,
    Source,
    SourceRecord,
    Span,
    Summary,
)


@dataclass
class Script:
    """What the scripted summariser was asked, and from which article on it is interrupted."""

    loaded: list[tuple[str, bool]] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    interrupt_at: str | None = None
    document: Callable[..., bytes] = summarise.reporting.document
    """The Word writer that it stands in for."""


def summary_of(source: Source) -> Summary:
    """Each line after the first that is a title is a task, in its own words."""
    title, *lines = source.text.splitlines()
    spans = [Span(start := source.text.index(line), start + len(line)) for line in lines if line]
    return Summary(
        source=SourceRecord(name=source.name, sha256=source.sha256, language="vi", characters=len(source.text)),
        title=title,
        meeting=Meeting(kind="sơ kết", date="2022-07-08", chairs=("Lý Thị Huệ",), inferred=("date",)),
        tasks=tuple(
            Item(text=source.text[span.start : span.end], field="women", source=(span,), method="extract")
            for span in spans
        ),
        figures=tuple(
            Figure(text="31%", value=31, unit="%", about="nữ", section="task", source=span)
            for span in spans
            if "31%" in source.text[span.start : span.end]
        ),
        model=ModelRecord(name="scripted", revision="1"),
        warnings=("date inferred",),
    )


def labels_of(source: Source, summary: Summary) -> Iterator[Labelled]:
    """The title is an event, every bullet a task by what it opens with."""
    title = Span(0, len(source.text.splitlines()[0]))
    yield Labelled(Sentence(title, source.text[: title.end], 0), "event", "general", 0.9, 0.2, rival=("other", 0.1))
    for number, item in enumerate(summary.tasks):
        cue = Cue("task", item.text.split()[0].casefold())
        sentence = Sentence(item.source[0], item.text, number + 1)
        yield Labelled(sentence, "task", "women", 0.75, 0.8, rival=("achievement", 0.25), cues=(cue,))


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """Put the scripted summariser, model list and Word writer in place of the real ones."""
    plan = Script()

    class Summariser:
        def __init__(
            self,
            *,
            model: str | Path = "embedded",
            offline: bool = False,
            detail: str = "normal",
            anything: bool = False,
            fast: bool = False,
        ) -> None:
            plan.loaded.append((str(model), offline))
            plan.details.append(detail)
            self.anything = anything

        def summarise(self, source: Source) -> Summary:
            plan.asked.append(source.name)
            if source.name == plan.interrupt_at:
                raise KeyboardInterrupt
            if "thực đơn" in source.text and not self.anything:
                raise InputError(
                    "{name}: this text does not report on a meeting; give an article about a review conference",
                    name=source.name,
                )
            return summary_of(source)

        def explain(self, source: Source) -> tuple[Summary, tuple[Labelled, ...]]:
            summary = self.summarise(source)
            return summary, tuple(labels_of(source, summary))

        def explain_all(
            self, sources: Iterable[Source]
        ) -> Iterator[tuple[Summary, tuple[Labelled, ...]] | SummariseError]:
            for source in sources:
                try:
                    yield self.explain(source)
                except InputError as error:
                    yield error

    def revision(model: str | Path) -> tuple[None, str]:
        return load_card(model), "1"

    def load_card(model: str | Path) -> None:
        if model != "embedded":
            raise ModelError("no model {model}: name one of {names}", model=model, names="embedded")

    def document(summary: Summary, *, template: str | None = None, **_: object) -> bytes:
        if template and template.endswith(".txt"):
            raise TemplateError("{path}: there is no such template", path=template)
        return f"{template or 'chosen'}: {summary.title}".encode()

    module = ModuleType("summarise.pipeline")
    module.Summariser = Summariser  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "summarise.pipeline", module)
    monkeypatch.setattr(summarise.condensing, "load_card", load_card)
    monkeypatch.setattr(summarise.condensing, "check_model", revision)
    monkeypatch.setattr(summarise.reporting, "document", document)
    monkeypatch.setattr(summarise.reporting, "template_names", lambda: ("bao-cao-so-ket", "other"))
    work._summariser.cache_clear()
    yield plan
    work._summariser.cache_clear()


@pytest.fixture(autouse=True)
def english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command line changes the language and the environment of its process; here the process goes on."""
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    messages.use("en")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder with one article."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Hội nghị sơ kết\n\nNâng tỷ lệ nữ lên 31%.\nMở 2 lớp tập huấn.\n", "utf-8")
    return tmp_path
