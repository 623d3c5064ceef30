"""Whose words a sentence gives."""

from __future__ import annotations

import pytest

from summarise.cleaning import clean
from summarise.meeting import find_speakers
from summarise.reading import from_text
from summarise.records import Section
from summarise.segmenting import segment

ARTICLE = """Sáng 28/12, Liên đoàn Lao động tỉnh tổ chức hội nghị tổng kết.
Trong năm, các cấp công đoàn kết nạp 250 đoàn viên.
Kết luận hội nghị, đồng chí Lê Văn Bảo, Chủ tịch LĐLĐ tỉnh yêu cầu các cấp tiếp tục hướng về cơ sở. Công tác kiểm tra còn chậm.
Trước mắt, cần chăm lo tốt Tết Nguyên đán cho người lao động.
Năm 2023, LĐLĐ tỉnh đề ra các nhiệm vụ sau:
- Kết nạp 300 đoàn viên.
"""
SECTIONS: tuple[Section, ...] = ("event", "achievement", "task", "shortcoming", "task", "task", "task")


def speakers(text: str, sections: tuple[Section, ...]) -> list[tuple[str, str | None]]:
    article = clean(from_text(text))
    sentences = segment(article)
    found = find_speakers(article, sentences, sections)
    for speaker in found:
        assert speaker is None or article.text[speaker.span.start : speaker.span.end] == speaker.name
    return [
        (sentence.text[:9], speaker.name if speaker else None)
        for sentence, speaker in zip(sentences, found, strict=True)
    ]


def test_a_speech_goes_on_in_its_paragraph_and_with_the_tasks_that_follow() -> None:
    assert speakers(ARTICLE, SECTIONS) == [
        ("Sáng 28/1", None),
        ("Trong năm", None),
        ("Kết luận ", "Lê Văn Bảo"),
        ("Công tác ", "Lê Văn Bảo"),
        ("Trước mắt", "Lê Văn Bảo"),
        ("Năm 2023,", None),
        ("Kết nạp 3", None),
    ]


def test_who_concludes_goes_on_to_do_so() -> None:
    text = "Phát biểu kết luận, đồng chí Hà Thị Tư ghi nhận kết quả. Đồng chí Hà Thị Tư cũng lưu ý công tác nữ công."
    article = clean(from_text(text))
    sentences = segment(article)
    found = find_speakers(article, sentences, ("event", "task"))
    assert [speaker.concludes for speaker in found if speaker] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "Công đoàn tỉnh yêu cầu các đơn vị báo cáo trước ngày 15.",
        "Đồng chí Lê Văn Bảo dự hội nghị và trao 20 suất quà.",
    ],
)
def test_a_body_that_asks_and_a_person_who_says_nothing_are_no_speakers(text: str) -> None:
    assert speakers(text, ("task",)) == [(text[:9], None)]


def test_english() -> None:
    text = "Chairman Nguyen Van An concluded that unions must recruit 300 members."
    article = clean(from_text(text + " The unions and their members said that it was the best year of the federation."))
    sentences = segment(article)
    found = find_speakers(article, sentences, ("task", "event"))
    assert found[0] is not None
    assert found[0].name == "Nguyen Van An"
    assert found[0].concludes


@pytest.mark.parametrize(
    ("text", "name", "concludes"),
    [
        (
            "Dưới sự chủ trì của đồng chí Hà Văn Bình, đồng chí Trần Văn Cường đã phát biểu kết luận hội nghị.",
            "Trần Văn Cường",
            True,
        ),
        (
            "Sau khi nghe đồng chí Hà Văn Bình báo cáo, đồng chí Trần Văn Cường kết luận, yêu cầu tiếp tục.",
            "Trần Văn Cường",
            True,
        ),
        ("Đồng chí Lê Thị Hoa đề nghị các cấp triển khai Kết luận số 79-KL/TW.", "Lê Thị Hoa", False),
        ("Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết nhấn mạnh các cấp cần chăm lo Tết.", "Võ Trọng Khiết", False),
    ],
)
def test_the_subject_of_the_verb_of_saying_speaks(text: str, name: str, concludes: bool) -> None:
    article = clean(from_text(text))
    sentences = segment(article)
    (speaker,) = find_speakers(article, sentences, ("task",))
    assert speaker is not None
    assert (speaker.name, speaker.concludes) == (name, concludes)


def test_what_others_say_is_not_the_leaders() -> None:
    text = (
        "Kết luận hội nghị, đồng chí Hoàng Văn Lan yêu cầu hướng về cơ sở. Đồng chí An đề nghị hỗ trợ kinh phí. "
        "Các đại biểu đề nghị Tổng Liên đoàn xem xét. Hội nghị thống nhất kết nạp 500 đoàn viên."
    )
    said = speakers(text, ("task",) * 4)
    assert [name for _, name in said] == ["Hoàng Văn Lan", "An", None, None]


def test_a_law_that_many_talks_were_about_says_nothing() -> None:
    text = "Luật Công đoàn và Kết luận số 79-KL/TW được phổ biến với 47 buổi nói chuyện."
    assert speakers(text, ("achievement",)) == [(text[:9], None)]
