"""Formats that are asked for one after the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from summarise.batching.engine import Here
from summarise.batching.inputs import find
from summarise.batching.run import Batch
from summarise.batching.settings import Format, Settings
from summarise.batching.store import held
from summarise.batching.work import Document, Result


class Echo(Here):
    """An engine whose files are the articles."""

    def answer(self):
        chunk = self._waiting.popleft()
        return chunk, [self._result(document) for document in chunk]

    def _result(self, document: Document) -> Result:
        return Result(document.number, dict.fromkeys(self._settings.formats, document.data))


def run(article: Path, out: Path, *formats: Format) -> list[tuple[str, tuple[str, ...]]]:
    settings = replace(Settings(), formats=formats)
    with held(out) as store, Echo(settings) as engine:
        batch = Batch(find([article], output=out), store=store, settings=settings, digest="same")
        return [(row.state, row.made) for row in batch.run(engine)]


def test_a_file_that_was_left_behind_by_a_change_is_made_again(tmp_path) -> None:
    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text("before")
    assert run(article, out, "docx", "json") == [("done", ("docx", "json"))]
    article.write_text("after")
    assert run(article, out, "docx") == [("done", ("docx",))]
    assert (out / "a.json").read_text() == "before"
    assert run(article, out, "docx", "json") == [("done", ("json",))]
    assert (out / "a.json").read_text() == "after"
    assert run(article, out, "docx", "json") == [("skipped", ())]


def test_a_format_that_is_asked_for_later_is_added(tmp_path) -> None:
    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text("text")
    assert run(article, out, "docx") == [("done", ("docx",))]
    assert run(article, out, "docx", "html") == [("done", ("html",))]
    assert run(article, out, "docx", "html") == [("skipped", ())]


def test_a_report_that_was_edited_and_left_behind_is_not_overwritten(tmp_path) -> None:
    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text("before")
    run(article, out, "docx", "json")
    article.write_text("after")
    run(article, out, "docx")
    (out / "a.json").write_text("edited")
    assert run(article, out, "docx", "json") == [("failed", ())]
    assert (out / "a.json").read_text() == "edited"
