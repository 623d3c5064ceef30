"""What the page says of a summary: order, tags, doubts, and what was left out."""

from __future__ import annotations

import pytest

from summarise import messages
from summarise.proof.items import Contents, amount, contents
from summarise.proof.left_out import left_out


@pytest.fixture
def shown(made) -> Contents:
    return contents(made.summary, left_out(made.source, made.summary, made.labelled), made.source.text)


def doubts(shown: Contents) -> dict[str, tuple[str, ...]]:
    return {entry.tag: entry.doubts for entry in shown.doubtful}


def test_bullets_stand_by_field_in_the_order_of_the_word_report(shown: Contents) -> None:
    groups = shown.sections["achievement"]
    assert [group.heading for group in groups] == [
        "General assessment and direction",
        "Care for members and workers, and protection of their rights",
    ]
    assert [entry.tag for group in groups for entry in group.entries] == ["AC1", "AC2"]
    assert groups[1].entries[0].text == "Hỗ trợ 250 đoàn viên <i>."


def test_a_section_that_is_one_list_in_the_word_report_is_one_here_and_names_the_fields(shown: Contents) -> None:
    (group,) = shown.sections["award"]
    assert group.heading == ""
    assert group.entries[0].label.startswith("Care for members")


def test_every_doubt_is_said_in_words(shown: Contents) -> None:
    assert doubts(shown) == {
        "ME3": ("concluded from the context, not read",),
        "ME4": ("no place of the article is named for it",),
        "AC1": ("no place of the article is named for it",),
        "SH1": (
            "cut from the article by rules; the model's draft was refused: it lost the figure “3 đơn vị”",
            "the section is uncertain (41 %)",
        ),
        "FI2": ("the number cannot be read with certainty",),
    }


def test_a_span_outside_the_article_is_no_place(shown: Contents) -> None:
    assert shown.facts[1].spans == ()


def test_what_was_left_out_is_told_with_its_label_and_why(shown: Contents, made) -> None:
    assert [(entry.label, entry.spans[0]) for entry in shown.out] == [
        ("event: the title of the article", made.labelled[0].sentence.span),
        ("event: only facts of the meeting were read from it", made.labelled[1].sentence.span),
        ("other: not what a report tells", made.labelled[4].sentence.span),
        ("noise: copyright", made.span("© Bản quyền thuộc trang tin")),
    ]
    assert shown.out[2].detail == "other 0.90 · else noise 0.10"


def test_a_sentence_of_too_little_weight_says_so(made) -> None:
    bare = made.summary.model_copy(update={"tasks": ()})
    labels = {one.text: one.label + ": " + one.reason for one in left_out(made.source, bare, made.labelled)}
    assert labels["Tiếp tục mở 12 lớp tập huấn."] == "task: of too little weight for the report"


def test_without_labels_the_sentences_that_no_bullet_touches_are_left_out_and_nobody_says_why(made) -> None:
    found = left_out(made.source, made.summary, None)
    texts = {one.text: (one.label, one.reason, one.detail) for one in found}
    assert texts["Ban tổ chức cảm ơn các đại biểu."] == ("not taken", "", None)
    assert texts["© Bản quyền thuộc trang tin"] == ("noise", "copyright", None)
    assert not any("250" in text or "tập huấn" in text for text in texts)


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        (None, "–", "–"),
        (5265.0, "5,265", "5.265"),
        (41.7, "41.7", "41,7"),
        (2.3e16, "23,000,000,000,000,000", "23.000.000.000.000.000"),
        (0.1, "0.1", "0,1"),
    ],
)
def test_a_number_is_written_as_people_of_the_language_do(value, english: str, vietnamese: str) -> None:
    assert amount(value) == english
    messages.use("vi")
    assert amount(value) == vietnamese


def test_dates_and_tags_are_those_of_the_language_in_use(made) -> None:
    assert contents(made.summary, (), made.source.text).facts[2].text == "2022-07-08"
    messages.use("vi")
    shown = contents(made.summary, (), made.source.text)
    assert shown.facts[2].text == "08/07/2022"
    assert shown.sections["task"][0].entries[0].tag == "NV1"
