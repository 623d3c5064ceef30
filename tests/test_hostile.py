"""Texts that nobody writes end as every other, in a summary or in one line; none takes a time that grows with the square.

What is repeated here once took minutes at this length. A step that does so again is seen by the suite as a test that does
not end. `benchmarks/fuzz.py` looks for more.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import Summariser, bullets, reading
from summarise.checking import MOST_MENTIONS, check
from summarise.cleaning import clean
from summarise.condensing import Passage
from summarise.errors import InputError, SummariseError
from summarise.labelling.cues import cues, features
from summarise.reading import fonts, from_text, read_bytes, streams
from summarise.reading.limits import MOST_CHARACTERS
from summarise.records import Article, Draft, Labelled, ModelRecord, Section, Sentence
from summarise.segmenting import LONGEST, segment
from tests.reading.printed import assembled

SECTIONS: tuple[Section, ...] = ("event", "achievement", "shortcoming", "task", "award")
OPENING = "Liên đoàn Lao động tỉnh tổ chức hội nghị sơ kết công tác công đoàn 6 tháng đầu năm 2022. "


class InTurn:
    """A labeller that gives the sections one after the other."""

    def label(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Labelled, ...]:
        features(article, sentences)
        return tuple(
            Labelled(sentence, section, "general", 0.9, 0.9, cues=cues(sentence.text, article.language))
            for sentence, section in zip(sentences, itertools.cycle(SECTIONS), strict=False)
        )


class Repeats:
    """A condenser whose only draft is the clause."""

    record = ModelRecord(name="repeats", revision="1")

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        return [(Draft(passage.text, 0.0),) for passage in passages]


def summarise(text: str) -> None:
    Summariser(labeller=InTurn(), condenser=Repeats(), anything=True).summarise(OPENING + text)


REPEATED = [
    "…", "“", '"', "(", "“a” ", '"a ', "1\t", "12 345,6 ", "12 % ", "năm 2022 ", "ngày 12/6/2022 ",
    "đồng chí Nguyễn Văn An, Chủ tịch, ",
    "ông Sáng chủ trì; ", "tổ chức hội nghị tại tỉnh ", "a; ", "a.", "/a", "họ tên: ", "a", "\u0301", "\u202e",
    "Tin khác\n", "ab\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", REPEATED)
def test_whatever_a_text_is_full_of_it_ends(unit: str) -> None:
    with contextlib.suppress(InputError):  # of too many lines
        summarise(unit * (40_000 // len(unit)))


@given(st.text(alphabet=st.sampled_from('aÀ1 .,;:“”"()…-/%\n\t\u202e\u0301\x85\u2028İßﬁ²٣'), max_size=400))
def test_any_marks_in_any_order_give_a_summary_or_one_line(text: str) -> None:
    said = "one line"
    try:
        summarise(text)
    except SummariseError as error:
        said = str(error)
    assert len(said.splitlines()) == 1


def test_the_longest_text_is_read_and_a_longer_one_is_refused() -> None:
    line = "Công đoàn các cấp đã kết nạp đoàn viên mới.\n"
    text = (line * (MOST_CHARACTERS // len(line) + 1))[: MOST_CHARACTERS - 1]
    assert len(from_text(text).text) == MOST_CHARACTERS - 1
    with pytest.raises(InputError, match="more than 200000 characters, which no article or minutes have"):
        from_text(text + "ab")


@pytest.mark.parametrize("separator", [" ", "\xa0"])
def test_what_runs_on_without_a_stop_is_cut_at_white_space(separator: str) -> None:
    text = separator.join(["công đoàn"] * 2000)
    sentences = segment(clean(from_text(text)))
    assert max(len(sentence.text) for sentence in sentences) <= LONGEST
    assert separator.join(sentence.text for sentence in sentences).split() == text.split()
    assert all(text[slice(*sentence.span)] == sentence.text for sentence in sentences)


def test_thousands_of_lines_are_no_article() -> None:
    with pytest.raises(InputError, match="more than 5000 sentences or lines"):
        summarise("".join(f"Họp lần {number}.\n" for number in range(5001)))


def test_a_word_without_end_is_cut_too() -> None:
    sentences = segment(clean(from_text("a" * 5000)))
    assert "".join(sentence.text for sentence in sentences) == "a" * 5000


def test_a_row_of_figures_without_end_is_compared_with_nothing() -> None:
    text = "Kết quả là " + ", ".join(f"{number} nhà" for number in range(MOST_MENTIONS + 1))
    assert check(Draft(text, 0.0), text, language="vi").reasons == ("too-many",)


def test_an_error_is_one_line_whatever_its_values_hold() -> None:
    assert str(InputError("{name}: bad ({reason}); save it", name="a\nb", reason="x\n y")) == "a b: bad (x y); save it"


words = st.lists(
    st.sampled_from(["đoàn", "viên", "công", "12", "161", "kết", "nạp", "mới", "nhà", "ở"]), max_size=14
).map(" ".join)


@given(st.lists(st.one_of(words.map(lambda text: (False, text)), words.map(lambda text: (True, text))), max_size=25))
def test_the_bullet_that_says_the_same_is_the_one_that_reading_all_of_them_finds(steps: list[tuple[bool, str]]) -> None:
    told = bullets.Told(language="vi")
    texts: list[str] = []
    for is_replacement, text in steps:
        found = next((n for n, other in enumerate(texts) if bullets.same(text, other, language="vi")), None)
        assert told.find(text) == found
        if is_replacement and texts:
            told.replace(len(texts) // 2, text)
            texts[len(texts) // 2] = text
        else:
            told.add(text)
            texts.append(text)


RELATED = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"


@pytest.mark.parametrize("charset", [b'"a\0b"', b"punycode", b"idna", b"rot13", b"\xff", b"undefined"])
def test_an_encoding_that_no_file_is_in_is_not_believed(charset: bytes) -> None:
    part = b"--b\nContent-Type: text/html; charset=" + charset + b"\n\n<p>C\xc3\xb4ng \xc4\x91o\xc3\xa0n</p>"
    assert read_bytes(RELATED + part, name="a").text == "Công đoàn"


def test_messages_in_messages_without_end_are_refused() -> None:
    depth = 10 * sys.getrecursionlimit()
    edges = [b"b", *(b"%d" % number for number in range(depth))]
    data = b"".join(
        b"--%s\nContent-Type: multipart/mixed; boundary=%s\n\n" % pair for pair in itertools.pairwise(edges)
    )
    with pytest.raises(InputError, match="nested too deeply"):
        read_bytes(RELATED + data, name="a")


def test_a_page_of_tags_alone_is_refused() -> None:
    with pytest.raises(InputError, match="more than 500000 tags"):
        read_bytes(b"<html>" + b"<p>a" * 500_001, name="a")


def test_what_is_too_long_is_refused_before_its_words_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*_: object) -> None:
        raise AssertionError("judged")

    monkeypatch.setattr(fonts, "to_unicode", judged)
    monkeypatch.setattr(reading.encodings, "with_line_ends", judged)
    for data in (
        b"<p><font face='.VnTime'>" + b"Li\xaan \xae\xb5n " * 30_000 + b"</font>",
        b"a\r\n" * (MOST_CHARACTERS // 2 + 1),
    ):
        with pytest.raises(InputError, match="more than 200000 characters"):
            read_bytes(data, name="a")


def test_a_page_of_one_endless_line_is_refused_before_its_spaces_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Short:
        def sub(self, _: str, text: str) -> str:
            assert len(text) <= MOST_CHARACTERS
            return text

    monkeypatch.setattr(reading.html, "WHITE_SPACE", Short())
    with pytest.raises(InputError, match="more than 200000 characters"):
        read_bytes(b"<html><body>" + "ế ".encode() * (MOST_CHARACTERS + 1), name="a")
    spaces = "<html><body>Hội nghị" + " " * 3 * MOST_CHARACTERS + "sơ kết"
    monkeypatch.undo()
    assert read_bytes(spaces.encode(), name="a").text == "Hội nghị sơ kết"


def packed(parts: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("megabytes", [20, 210])
def test_a_word_file_that_unpacks_to_far_more_is_refused(megabytes: int) -> None:
    with pytest.raises(InputError, match=r"more than (16|200) MB"):
        read_bytes(packed({"word/document.xml": bytes(megabytes * 2**20)}), name="a")


def test_the_notes_of_a_word_file_are_read_once_however_often_they_are_named() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = "".join(f'<R Type="{kind}" Target="{name}.xml"/>' for name in ("a", "a", "b"))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = f'<footnotes xmlns="{space}"><footnote><p><r><t>%s</t></r></p></footnote></footnotes>'
    parts = {
        "word/document.xml": f'<document xmlns="{space}"><body><p><r><t>Hội nghị</t></r></p></body></document>',
        "word/_rels/document.xml.rels": f"<R>{relations}</R>",
        "word/a.xml": note % "Ghi chú",
        "word/b.xml": note % "Khác",
    }
    assert (
        read_bytes(packed({name: part.encode() for name, part in parts.items()}), name="a").text == "Hội nghị\nGhi chú"
    )


def test_a_zip_in_a_zip_and_an_empty_one_are_no_word_files() -> None:
    for data in (packed({"a.zip": packed({"word/document.xml": b"<a/>"})}), packed({}), b"PK\x05\x06" + bytes(18)):
        with pytest.raises(InputError, match="no Word document"):
            read_bytes(data, name="a")


def test_a_pdf_of_ten_thousand_pages_is_refused_before_it_is_read() -> None:
    with pytest.raises(InputError, match="the PDF has 10000 pages, and at most 500 are read"):
        read_bytes(assembled([b"BT /F 9 Tf 1 0 0 1 50 700 Tm <0041> Tj ET"] * 10_000), name="a")


@pytest.mark.parametrize(("contents", "bytes_each"), [(1, 9 * 2**20), (20, 4 * 2**20)])
def test_a_pdf_whose_pages_unpack_to_far_more_than_text_is_refused(contents: int, bytes_each: int) -> None:
    with pytest.raises(InputError, match="unpack to far more than text"):
        read_bytes(assembled([b"q " * (bytes_each // 2)] * contents), name="a")


def test_pictures_and_fonts_may_unpack_to_much() -> None:
    content = zlib.compress(bytes(9 * 2**20))
    for kind, refused in ((b"/Subtype/Image", False), (b"/Length1 9", False), (b"", True)):
        data = b"1 0 obj<<%s/Filter/FlateDecode>>stream\n%s\nendstream" % (kind, content)
        assert streams.unpacks_too_far(data) == refused


def test_a_text_of_many_pages_ends_at_the_characters_of_the_longest() -> None:
    page = b"BT /F 9 Tf " + b" ".join(b"1 0 0 1 50 %d Tm <%s> Tj" % (800 - 9 * row, b"0041" * 90) for row in range(80))
    with pytest.raises(InputError, match="more than 200000 characters"):
        read_bytes(assembled([page + b" ET"] * 40), name="a")


def test_a_large_file_of_one_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(InputError, match="more than 20 MB"):
        reading.read(path)
