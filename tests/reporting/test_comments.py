"""Comments in Word beside the bullets, each with the passage of the article that the bullet comes from."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from summarise import checking
from summarise.language import table
from summarise.records import Figure, Item, Span, Summary
from summarise.reporting import document
from summarise.reporting.comments import add_comments

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture
def article(quang_binh: Summary) -> str:
    return (SEEDS / quang_binh.source.name).read_text("utf-8")


def anchored(report: bytes) -> list[tuple[str, str]]:
    """The text of each paragraph that a comment is at, with that of the comment."""
    made = docx.Document(io.BytesIO(report))
    found = []
    for start in made.element.body.iter(qn("w:commentRangeStart")):
        paragraph = next(start.iterancestors(qn("w:p")))
        comment = made.comments.get(int(start.get(qn("w:id"))))
        assert comment is not None
        found.append(("".join(t.text or "" for t in paragraph.iter(qn("w:t"))), comment.text))
    return found


def shortcomings(summary: Summary, *items: Item) -> Summary:
    return summary.model_copy(update={"shortcomings": items})


def item(text: str, *source: Span, **fields: str) -> Item:
    return Item.model_validate({"text": text, "field": "general", "source": source, "method": "extract", **fields})


def test_every_bullet_has_its_source_beside_it(quang_binh: Summary, article: str) -> None:
    read = tuple(figure.model_copy(update={"value": 1.0}) for figure in quang_binh.figures)
    quang_binh = quang_binh.model_copy(update={"figures": read})
    made = add_comments(document(quang_binh), quang_binh, article)
    assert made.missing == ()
    found = dict(anchored(made.report))
    assert len(found) == 6 + 4 + 2
    bullet = "- Thăm hỏi, hỗ trợ 33.778 ĐV, NLĐ có hoàn cảnh khó khăn với tổng số tiền gần 23 tỷ đồng."
    span = quang_binh.achievements[2].source[0]
    quote = "đã tổ chức thăm hỏi, hỗ trợ 33.778 ĐV, NLĐ có hoàn cảnh khó khăn với tổng số tiền gần 23 tỷ đồng;"
    assert found[bullet] == f"Nguồn (ký tự {span.start + 1}–{span.end}): “{quote}”"


def test_nothing_but_the_comments_is_added(quang_binh: Summary, article: str) -> None:
    plain = document(quang_binh)
    made = add_comments(plain, quang_binh, article).report
    before, after = (docx.Document(io.BytesIO(one)) for one in (plain, made))
    assert [p.text for p in before.paragraphs] == [p.text for p in after.paragraphs]
    assert [p.style.name for p in before.paragraphs] == [p.style.name for p in after.paragraphs]
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments.xml"}
        assert new.read("docProps/core.xml") == old.read("docProps/core.xml")


def test_the_same_input_gives_the_same_bytes_without_dates(quang_binh: Summary, article: str) -> None:
    first = add_comments(document(quang_binh), quang_binh, article).report
    assert first == add_comments(document(quang_binh), quang_binh, article).report
    comments = docx.Document(io.BytesIO(first)).comments
    assert {(one.author, one.initials, one.timestamp) for one in comments} == {("summarise", "s", None)}
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_comment_is_printed_small_where_the_template_has_no_style_for_it(quang_binh: Summary, article: str) -> None:
    made = docx.Document(io.BytesIO(add_comments(document(quang_binh), quang_binh, article).report))
    assert made.styles["annotation text"].font.size.pt == 10
    assert made.comments.get(0).paragraphs[0].style.name == "annotation text"


def test_several_sources_stand_below_each_other_and_none_is_said(silent: Summary) -> None:
    summary = shortcomings(silent, item("Thu kinh phí chậm", Span(0, 3), Span(4, 7)), item("Câu của người sửa"))
    found = anchored(add_comments(document(summary), summary, "một hai ba").report)
    assert [told for _, told in found] == [
        "Nguồn (ký tự 1–3): “một”\nNguồn (ký tự 5–7): “hai”",
        "Câu này không ghi nguồn trong bài viết.",
    ]


def test_why_the_model_was_not_followed_and_what_is_doubtful_are_said(silent: Summary) -> None:
    figure = Figure(
        text="94.217 tỷ đồng", value=None, unit="tỷ đồng", about="trị giá", section="shortcoming", source=Span(4, 8)
    )
    summary = shortcomings(
        silent,
        item("Tổng trị giá 94.217 tỷ đồng", Span(0, 10), reason="figure-lost:89 công trình"),
        item("Chưa kịp thời", Span(0, 3), reason="brand-new-code"),
    ).model_copy(update={"figures": (figure,)})
    first, second = (told for _, told in anchored(add_comments(document(summary), summary, "một hai ba").report))
    assert "không qua được kiểm tra: mất số liệu “89 công trình”." in first
    assert first.endswith("Số liệu cần đối chiếu, có thể đọc theo nhiều cách: 94.217 tỷ đồng.")
    assert "không nói đúng như bài viết" in second
    assert "cần đối chiếu" not in second


def test_every_reason_of_the_check_has_words() -> None:
    listed = (checking.__doc__ or "").split("language; what follows")[1].split("The rule of plans")[0]
    codes = {
        code.split(":")[0]
        for line in re.findall(r"^    (\S.*?)(?:   |$)", listed, re.MULTILINE)
        for code in re.findall(r"^[a-z-]+(?::[A-Z])?|(?<=, )[a-z-]+(?::[A-Z])?", line)
    }
    assert {"too-short", "figure-lost", "order", "unbalanced"} <= codes
    assert codes <= set(table("vi", "report")["comments"]["reasons"])


def test_two_equal_bullets_have_a_comment_each(silent: Summary) -> None:
    twice = (item("Tăng cường tuyên truyền", Span(0, 3)), item("Tăng cường tuyên truyền", Span(4, 7)))
    summary = shortcomings(silent, twice[0]).model_copy(update={"tasks": (twice[1],)})
    found = anchored(add_comments(document(summary), summary, "một hai ba").report)
    assert [told.split("“")[1] for _, told in found] == ["một”", "hai”"]


def test_a_bullet_within_other_text_has_its_comment_there_and_one_not_printed_is_named(quang_binh: Summary) -> None:
    made = docx.Document()
    made.add_paragraph("Đã làm: Hỗ trợ xây dựng 38 nhà mái ấm công đoàn. Đã trao đủ.")
    made.add_paragraph("Một đoạn khác.")
    saved = io.BytesIO()
    made.save(saved)
    one = quang_binh.achievements[3]
    other = quang_binh.achievements[2]
    summary = quang_binh.model_copy(update={"achievements": (one, other), "tasks": (), "awards": ()})
    result = add_comments(saved.getvalue(), summary, "x" * summary.source.characters)
    assert [text for text, _ in anchored(result.report)] == [
        "Đã làm: Hỗ trợ xây dựng 38 nhà mái ấm công đoàn. Đã trao đủ."
    ]
    assert result.missing == (other.text,)


def test_an_article_may_hold_what_a_word_file_may_not(silent: Summary) -> None:
    text = "a\x00b\u202e </w:t> {{ x }} & “c”"
    summary = shortcomings(silent, item("Chưa kịp thời", Span(0, len(text)))).model_copy(
        update={"source": silent.source.model_copy(update={"characters": len(text)})}
    )
    ((_, told),) = anchored(add_comments(document(summary), summary, text).report)
    assert told.endswith("“ab </w:t> {{ x }} & “c””")
