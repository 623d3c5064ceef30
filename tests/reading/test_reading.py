"""Whatever an article was saved as, it is the same article; what cannot be read says so in one line."""

from __future__ import annotations

import contextlib
import html
import os
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summarise import reading
from summarise.errors import InputError
from summarise.reading import from_text, old_word, read, read_bytes

MAGIC = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<!DOCTYPE html>",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"{\\rtf",
    old_word.OLE,
]


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def as_html(text: str) -> bytes:
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    head = '<meta charset="utf-8"><title>x</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{paragraphs}</body></html>".encode()


def test_every_format_of_the_samples_gives_the_same_text(seeds: dict[str, Path]) -> None:
    assert len(seeds) == 5
    for path in seeds.values():
        text = path.read_text("utf-8")
        assert read(path).text == text
        assert from_text(text).text == text
        assert read_bytes(as_docx(text), name="a.docx").text == text
        lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        page = read_bytes(as_html(text), name="a.html").text
        assert page.split() == text.split()
        assert [" ".join(line.split()) for line in page.split("\n")] == lines


def test_the_content_decides_not_the_name(tmp_path: Path, seeds: dict[str, Path]) -> None:
    text = seeds["quang-binh-2022"].read_text("utf-8")
    for number, (data, media_type) in enumerate(
        [(as_docx(text), reading.word.MEDIA_TYPE), (as_html(text), "text/html")]
    ):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(data)
        assert read(path).media_type == media_type


def test_the_source_names_the_file_and_the_bytes_read(seeds: dict[str, Path]) -> None:
    path = seeds["cao-bang-2022"]
    source = read(path)
    assert (source.name, source.media_type) == (path.name, "text/plain")
    assert source.sha256 == sha256(path.read_bytes()).hexdigest() == from_text(source.text).sha256


def test_a_string_that_looks_like_a_page_stays_text() -> None:
    source = from_text("\ufeff<p>Sơ kết</p>\r\n")
    assert (source.text, source.encoding, source.repairs) == ("<p>Sơ kết</p>\n", None, ("bom", "newlines"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a: the file is empty"),
        (b" \r\n\t\n", "a: there is no text in it"),
        (old_word.OLE + b"x" * 600, r"no Word document, or a damaged one; open it in Word and save it as .docx"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "this is not text"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_bytes(data, name="a")


@pytest.mark.parametrize("text", ["", " \n", "\ud800", "a\0b"])
def test_a_string_that_is_no_text_is_an_error(text: str) -> None:
    with pytest.raises(InputError):
        from_text(text)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing.txt: there is no such file; check"):
        read(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="this is a folder; name a file in it"):
        read(tmp_path)


def test_a_file_that_may_not_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"a.txt: the file cannot be read \(Permission denied\)"):
        read(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(reading.LIMIT + 1)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    with pytest.raises(InputError, match=r"a.txt: more than 20 MB"):
        read(path)


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarise.office_suite.find", lambda: None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(bytes.__add__, st.sampled_from(MAGIC), st.binary(max_size=300)))
@example(b"%PDF-1.4\n1 0 obj<<>>endobj trailer<</Root 1 0 R>>")
@example(b"<p>\x00")
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        result = read_bytes(data, name="a").text
    except InputError as error:
        result = str(error)
    assert result.strip()
    assert "\0" not in result


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(bytes.__add__, st.sampled_from(MAGIC), st.binary(max_size=300)))
def test_an_error_is_one_line_that_names_the_file(data: bytes) -> None:
    with contextlib.suppress(InputError):
        read_bytes(data, name="a")
        return
    with pytest.raises(InputError, match=r"\Aa: .+\Z"):
        read_bytes(data, name="a")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_no_utf_8_is_spelled_out(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"H\xe0.txt")
    path.write_text("Hội nghị", "utf-8")
    assert read(path).name == r"H\udce0.txt"
