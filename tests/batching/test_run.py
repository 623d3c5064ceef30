"""What a batch does with each article, and that whatever ends it costs nothing that was done."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from itertools import chain
from pathlib import Path

import pytest

from summarise.batching import ledger
from summarise.batching.engine import Lost
from summarise.batching.inputs import Input
from summarise.batching.run import EDITED, UNCHANGED, Batch
from summarise.batching.settings import Settings
from summarise.batching.store import LOCK, MANIFEST, STAGING, held
from summarise.errors import OutputError, SettingsError, SummariseError, TemplateError
from tests.batching.scripted import Office, Scripted


def test_every_article_is_done_or_failed(office: Office) -> None:
    first, second, menu = office.run()
    assert [first.state, second.state, menu.state] == ["done", "done", "failed"]
    assert first.made == ("docx", "json")
    assert first.warnings == ("date inferred",)
    assert str(menu.error) == "c.txt: no meeting"
    assert office.files() == {
        "a.docx": "docx of a.txt: A",
        "a.json": "json of a.txt: A",
        "b.docx": "docx of b.txt: B",
        "b.json": "json of b.txt: B",
    }
    assert not (office.output / STAGING).exists()
    assert not (office.output / LOCK).exists()


def test_a_second_run_does_what_is_new_or_changed_or_missing_or_failed(office: Office) -> None:
    office.write(d="D")
    office.run()
    office.write(b="B2", e="E")
    (office.output / "d.json").unlink()
    engine = Scripted()
    rows = office.run(engine)
    assert [row.state for row in rows] == ["skipped", "done", "failed", "done", "done"]
    assert rows[0].note == UNCHANGED
    assert sorted(chain(*engine.chunks)) == ["b.txt", "c.txt", "d.txt", "e.txt"]
    assert str(rows[2].error) == "c.txt: no meeting"
    assert office.files()["b.docx"] == "docx of b.txt: B2"
    assert office.files()["d.json"] == "json of d.txt: D"


def test_what_was_refused_for_what_it_is_is_not_tried_again(office: Office) -> None:
    office.write(c="thực đơn, chắc chắn")
    first = office.run()[2]
    engine = Scripted()
    row = office.run(engine)[2]
    assert engine.chunks == []
    assert (row.state, str(row.error)) == ("failed", str(first.error))
    assert office.run(engine, force=True)[2].state == "failed"
    assert engine.chunks == [["c.txt"]]
    office.write(c="C")
    assert office.states() == ["skipped", "skipped", "done"]


def test_chunks_are_small_where_time_is_short(office: Office) -> None:
    office.write(**{f"x{number:02}": "X" for number in range(97)})
    engine = Scripted()
    office.run(engine, limit=12.0)
    assert max(map(len, engine.chunks[:2])) == 1  # an article is thought to take two seconds
    assert max(map(len, engine.chunks)) == 6  # and took half a second


@pytest.mark.parametrize("change", [{"digest": "2"}, {"formats": ("docx", "json", "html")}])
def test_other_settings_do_it_again(office: Office, change) -> None:
    office.run()
    assert office.states(Scripted(change.get("formats", ("docx", "json"))), **change) == ["done", "done", "failed"]
    assert office.states(Scripted(), **change) == ["skipped", "skipped", "failed"]


def test_fewer_formats_leave_the_files_of_the_others(office: Office) -> None:
    office.run()
    assert office.states(formats=("docx",)) == ["skipped", "skipped", "failed"]
    assert "a.json" in office.files()


def test_a_report_that_was_edited_is_kept(office: Office) -> None:
    office.run()
    (office.output / "a.docx").write_text("sửa tay", "utf-8")
    (office.output / "a.json").unlink()
    row = office.run()[0]
    assert row.state == "done"  # what was removed is there again
    assert office.files()["a.json"] == "json of a.txt: A"
    assert office.files()["a.docx"] == "sửa tay"
    assert office.run()[0].note == EDITED
    office.write(a="A2")
    row = office.run()[0]
    assert row.state == "failed"
    assert "edited since it was written" in str(row.error)
    assert office.files()["a.docx"] == "sửa tay"
    assert office.run(force=True)[0].state == "done"
    assert office.files()["a.docx"] == "docx of a.txt: A2"


def test_the_account_of_what_is_unchanged_says_what_it_said(office: Office) -> None:
    office.run()
    first = office.account()["a.txt"]
    assert (first["warnings"], first["encoding"]) == (["date inferred"], "utf-8")
    assert office.states()[0] == "skipped"
    again = office.account()["a.txt"]
    assert (again["state"], again["warnings"], again["encoding"]) == ("skipped", ["date inferred"], "utf-8")


def test_force_writes_again_what_was_edited(office: Office) -> None:
    office.run()
    (office.output / "a.docx").write_text("sửa tay", "utf-8")
    assert office.states(force=True) == ["done", "skipped", "failed"]
    assert office.files()["a.docx"] == "docx of a.txt: A"


def test_a_file_of_somebody_else_is_kept(office: Office) -> None:
    office.output.mkdir()
    (office.output / "a.json").write_text("của người khác", "utf-8")
    engine = Scripted()
    row = office.run(engine)[0]
    assert row.state == "failed"
    assert "a.json: a file that this batch did not write" in str(row.error)
    assert "a.txt" not in chain(*engine.chunks)
    assert office.files()["a.json"] == "của người khác"
    assert office.run(force=True)[0].state == "done"


@pytest.mark.parametrize("force", [False, True])
def test_no_article_is_overwritten_by_its_report(office: Office, force: bool) -> None:
    article = office.articles / "D.DOCX"
    article.write_text("D", "utf-8")
    with held(office.articles) as store, pytest.raises(SettingsError, match="holds the articles"):
        Batch([Input(str(article))], store=store, settings=Settings(), digest="1", force=force)
    with held(office.articles) as store:  # a report beside a text is in nobody's way
        Batch([Input(str(office.articles / "a.txt"))], store=store, settings=Settings(), digest="1", force=force)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_that_are_no_utf_8_are_names(office: Office) -> None:
    (office.articles / os.fsdecode(b"b\xe0i.txt")).write_text("BÀI", "utf-8")
    row = office.run()[2]
    assert (Path(row.name).name, row.stem, row.state) == ("b\\udce0i.txt", "bi", "done")
    with held(office.output) as store:
        ledger.write(store)
    assert office.states() == ["skipped", "skipped", "skipped", "failed"]


def test_a_folder_at_the_place_of_a_file_fails_that_article_alone(office: Office) -> None:
    (office.output / "a.docx").mkdir(parents=True)
    assert office.states() == ["failed", "done", "failed"]
    assert office.states(force=True) == ["failed", "skipped", "failed"]


def test_articles_and_reports_can_be_moved_together(office: Office, tmp_path: Path) -> None:
    office.run()
    (tmp_path / "2022").mkdir()
    moved = Office(office.articles.rename(tmp_path / "2022/in"), office.output.rename(tmp_path / "2022/out"))
    assert moved.states() == ["skipped", "skipped", "failed"]


def test_an_article_of_another_folder_gets_another_name(office: Office, tmp_path: Path) -> None:
    office.run()
    other = Office(tmp_path / "2023", office.output)
    other.articles.mkdir()
    other.write(a="A khác")
    assert other.run()[0].stem == "2023-a"
    assert office.files()["a.docx"] == "docx of a.txt: A"
    assert office.files()["2023-a.docx"] == "docx of a.txt: A khác"


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (Lost("slow"), "not finished in 5 s and given up"),
        (Lost("died"), "ended by the system"),
        (Lost("fault", "KeyError"), "a fault of this program (KeyError)"),
    ],
)
def test_an_article_that_cannot_be_finished_costs_the_others_nothing(office: Office, lost, told) -> None:
    office.write(**{f"x{number:02}": "X" for number in range(40)})
    engine = Scripted(lost={"x07.txt": lost})
    rows = office.run(engine, limit=5.0)
    assert [row.name[-7:] for row in rows if row.state == "failed"] == ["n/c.txt", "x07.txt"]
    assert told in str(next(row for row in rows if row.name.endswith("x07.txt")).error)
    assert ["x07.txt"] in engine.chunks
    assert max(map(len, engine.chunks)) > 1


def test_a_small_batch_is_shared_among_the_workers(office: Office) -> None:
    engine = Scripted()
    office.run(engine, jobs=2)
    assert list(map(len, engine.chunks)) == [1, 1, 1]


def test_what_would_fail_for_every_article_ends_the_batch(office: Office) -> None:
    def broken() -> None:
        if len(engine.chunks) == 3:
            raise TemplateError("no tag")

    engine = Scripted(on_answer=broken)
    with office.batch() as batch:
        with pytest.raises(TemplateError):
            list(batch.run(engine))
        batch.close()
    assert "b.docx" in office.files()
    assert office.states() == ["done", "skipped", "failed"]


def test_the_account_names_every_article_once(office: Office) -> None:
    office.run()
    office.write(b="B2", d="D")

    def interrupt() -> None:
        answers.append(len(engine.chunks))
        if len(answers) == 3:  # the last in is answered first: c, d
            raise KeyboardInterrupt

    answers: list[int] = []
    engine = Scripted(on_answer=interrupt)
    with held(office.output) as store:
        batch = office.of(store, formats=("docx", "json"), digest="1")
        with pytest.raises(KeyboardInterrupt):
            list(batch.run(engine))
        batch.close()
        ledger.write(store)
    account = json.loads((office.output / "batch.json").read_text("utf-8"))
    assert account["schema"] == "summarise-batch/1"
    assert account["counts"] == {"done": 1, "skipped": 1, "failed": 2}
    articles = {Path(entry["article"]).name: entry for entry in account["articles"]}
    assert list(articles) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert articles["a.txt"]["reason"] == UNCHANGED
    assert articles["c.txt"]["files"] == []
    assert articles["b.txt"]["reason"].endswith("b.txt: not come to before the batch ended")
    assert articles["d.txt"]["files"] == ["d.docx", "d.json"]


def test_the_account_keeps_what_is_true_of_files_that_stand(office: Office) -> None:
    office.run()
    office.write(b="B2")
    assert office.states(Scripted(("json",)), formats=("json",)) == ["skipped", "done", "failed"]
    with held(office.output) as store:
        store.manifest.run -= 1
        first, second, menu = store.manifest.rows()
    assert (first.made, first.warnings, first.encoding) == (("docx", "json"), ("date inferred",), "utf-8")
    assert second.made == ("json",)  # the report is that of the article as it was
    assert (menu.made, menu.warnings) == ((), ())


class Killed(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("place", ["staged", "intended", "first file", "settled"])
def test_a_batch_that_was_killed_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    from summarise.batching import manifest, store

    office.run()
    office.write(a="A2", b="B2")

    def kill(*_: object, **__: object) -> None:
        raise Killed

    if place == "staged":
        monkeypatch.setattr(manifest.Manifest, "intend", kill)
    elif place == "intended":
        monkeypatch.setattr(store.Store, "publish", kill)
    elif place == "first file":
        replace, seen = Path.replace, []

        def once(self: Path, target: Path) -> Path:
            seen.append(target)
            if len(seen) > 1:
                raise Killed
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", once)
    else:
        monkeypatch.setattr(manifest.Manifest, "settle", kill)
    with pytest.raises(Killed):
        office.run()
    monkeypatch.undo()
    assert {text[-1] for name, text in office.files().items()} <= set("AB2")  # old or new, and whole
    assert office.states() in (["done", "done", "failed"], ["skipped", "done", "failed"], ["done", "skipped", "failed"])
    assert office.files()["a.docx"] == "docx of a.txt: A2"
    assert office.files()["b.json"] == "json of b.txt: B2"
    assert office.states() == ["skipped", "skipped", "failed"]


def test_a_report_that_cannot_be_replaced_blocks_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as one that is open in Word."""
    office.run()
    office.write(a="A2")
    replace = Path.replace

    def open_in_word(self: Path, target: Path) -> Path:
        if target.name == "a.docx":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", open_in_word)
    row = office.run()[0]
    assert "open in another program" in str(row.error)
    assert office.files()["a.json"] == "json of a.txt: A"
    monkeypatch.undo()
    assert office.states() == ["done", "skipped", "failed"]
    assert office.files()["a.json"] == "json of a.txt: A2"
    assert office.files()["a.docx"] == "docx of a.txt: A2"


@pytest.mark.parametrize("then", ["edited", "lost", "removed"])
def test_what_was_about_to_appear_replaces_no_edits(office: Office, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    from summarise.batching import store

    def kill(*_: object, **__: object) -> None:
        raise Killed

    office.run()
    office.write(a="A2")
    monkeypatch.setattr(store.Store, "publish", kill)
    with pytest.raises(Killed):
        office.run()
    monkeypatch.undo()
    if then == "edited":
        (office.output / "a.docx").write_text("sửa tay", "utf-8")
    elif then == "lost":
        shutil.rmtree(office.output / STAGING)
    else:
        (office.output / "a.docx").unlink()
    row = office.run()[0]
    if then == "edited":
        assert "a.docx: edited since it was written" in str(row.error)
        assert office.files()["a.docx"] == "sửa tay"
        assert office.run(force=True)[0].state == "done"
    assert office.files()["a.docx"] == "docx of a.txt: A2"
    assert office.files()["a.json"] == "json of a.txt: A2"
    assert office.states() == ["skipped", "skipped", "failed"]


def test_a_report_that_is_edited_while_the_article_is_worked_on_is_kept(office: Office) -> None:
    office.run()
    office.write(a="A2")
    engine = Scripted(on_answer=lambda: (office.output / "a.docx").write_text("sửa tay", "utf-8") and None)
    assert "edited since it was written" in str(office.run(engine)[0].error)
    assert office.files()["a.docx"] == "sửa tay"
    assert office.files()["a.json"] == "json of a.txt: A"


def test_nothing_staged_is_left_by_a_batch_that_ended(office: Office) -> None:
    def interrupt() -> None:
        if len(engine.chunks) == 3:
            raise KeyboardInterrupt

    engine = Scripted(on_answer=interrupt)
    with pytest.raises(KeyboardInterrupt):
        office.run(engine)
    assert "b.docx" in office.files()
    assert not (office.output / STAGING).exists()


def test_only_one_batch_writes_to_a_folder(office: Office) -> None:
    with held(office.output), pytest.raises(SettingsError, match="another batch is writing"), held(office.output):
        pass
    assert office.states() == ["done", "done", "failed"]


def test_a_damaged_record_is_one_line(office: Office) -> None:
    office.run()
    (office.output / MANIFEST).write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(OutputError, match="the record of this folder"):
        office.run()


def test_the_record_of_another_version_is_one_line(office: Office) -> None:
    office.run()
    with sqlite3.connect(office.output / MANIFEST) as record:
        record.execute("PRAGMA user_version = 99")
    record.close()
    with pytest.raises(OutputError, match="another version"):
        office.run()


def test_a_full_disk_ends_the_batch_with_what_was_done_intact(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    office.write(d="D")
    fsync, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no room left on the disk"):
        office.run()
    monkeypatch.undo()
    done = list(office.files())
    assert len(done) == 2
    assert sorted(office.states()) == ["done", "done", "failed", "skipped"]


def test_no_word_of_an_article_stands_in_the_record(office: Office) -> None:
    office.write(a="Nguyễn Thị Hoa kể", b="Nguyễn Thị Hoa kể thực đơn")
    with office.batch() as batch:
        list(batch.run(Scripted()))
    assert "Hoa" not in (office.output / MANIFEST).read_bytes().decode("utf-8", "replace")


def test_errors_come_back_from_the_record_as_they_were(office: Office) -> None:
    with held(office.output) as store:
        batch = office.of(store, formats=("docx",), digest="1")
        told = {row.name: row.error for row in batch.run(Scripted(("docx",)))}
        (row,) = store.manifest.rows("failed")
    error = told[row.name]
    assert isinstance(error, SummariseError)
    assert isinstance(row.error, SummariseError)
    assert (type(row.error), row.error.template, row.error.values) == (type(error), error.template, error.values)
