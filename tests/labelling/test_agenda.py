"""Lists of what a meeting talked about."""

from __future__ import annotations

import pytest

from summarise.cleaning import clean
from summarise.labelling.agenda import only_discussed
from summarise.reading import from_text
from summarise.segmenting import segment


def discussed(text: str) -> list[str]:
    article = clean(from_text(text))
    sentences = segment(article)
    marked = only_discussed(article, sentences)
    return [sentence.text for sentence, yes in zip(sentences, marked, strict=True) if yes]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "Hội nghị đã thảo luận các nội dung như: công tác nữ công; việc thu kinh phí công đoàn; tình hình nợ lương.",
            ["công tác nữ công;", "việc thu kinh phí công đoàn;", "tình hình nợ lương."],
        ),
        ("Hội nghị thảo luận và thống nhất các nội dung: công tác nữ công; việc thu kinh phí công đoàn.", []),
        ("Hội nghị trao đổi các nội dung: tăng cường tuyên truyền; hỗ trợ công đoàn cơ sở.", []),
        ("Việc thu kinh phí công đoàn còn chậm; công tác nữ công được quan tâm.", []),
        (
            "At the conference delegates discussed these issues: the collection of dues; activities of women at work.",
            ["the collection of dues;", "activities of women at work."],
        ),
    ],
)
def test_subjects_are_told_from_tasks(text: str, subjects: list[str]) -> None:
    assert discussed(text) == subjects


def test_a_subject_is_no_task_whatever_the_classifier_says() -> None:
    from summarise import resources
    from summarise.labelling import load_labeller

    article = clean(
        from_text(
            "Tại hội nghị, các đại biểu thảo luận tập trung vào các nội dung như: việc triển khai thực hiện Quy định 212; "
            "hoạt động công tác nữ công, phát triển đoàn viên."
        )
    )
    found = load_labeller(resources.models() / "labeller").label(article, segment(article))
    assert {entry.section for entry in found} == {"event"}
