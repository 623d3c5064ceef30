"""The faults: which there are, why, and which come first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarise import messages
from summarise.evaluation import WORST, Fault
from summarise.evaluation.worst import find_faults, worst
from summarise.records import Labelled
from tests.evaluation.made import CLASSES, DUES, GIFTS, HELP, MONTH, OPENING, Case, bullet, labelled, summary


def faults(case: Case) -> list[Fault]:
    return list(find_faults("a", case.spans, case.summary, case.labels, language="vi"))


def test_each_kind_of_fault_is_found_once_and_the_surest_is_the_worst(case: Case) -> None:
    assert [(fault.certainty, fault.reason(), fault.text) for fault in worst(faults(case))] == [
        (1.0, "missing: set aside as noise", MONTH),
        (0.97, "told as task, the gold has event", "Họp sáng 8/7."),
        (0.62, "missing: labelled other (0.62)", DUES),
        (0.0, "figures lost (41,7 tỷ đồng): left out of its bullet", HELP),
    ]


def test_faults_are_found_in_order_of_the_article(case: Case) -> None:
    assert [fault.text for fault in faults(case)] == [HELP, DUES, MONTH, "Họp sáng 8/7."]


def with_label(case: Case, text: str, entry: Labelled) -> Case:
    """The case with another label of the sentence `text`."""
    return replace(case, labels=(*(old for old in case.labels if old.sentence.text != text), entry))


def one(case: Case, text: str) -> Fault:
    """The only fault of a text."""
    (fault,) = [fault for fault in faults(case) if fault.text == text]
    return fault


def test_a_passage_that_was_thought_not_to_be_needed(case: Case) -> None:
    entry = labelled(case.article, DUES, "shortcoming", score=0.8, salience=0.25)
    fault = one(with_label(case, DUES, entry), DUES)
    assert fault.reason() == "missing: not salient (0.20)"
    assert fault.certainty == pytest.approx(0.8)
    assert (fault.gold, fault.given) == ("shortcoming", "shortcoming")


def test_a_passage_with_figures_is_needed_sooner_than_one_of_words(case: Case) -> None:
    made = case.summary.model_copy(update={"achievements": ()})
    case = replace(case, summary=made)
    for text, section in ((HELP, "achievement"), (DUES, "shortcoming")):
        case = with_label(case, text, labelled(case.article, text, section, score=0.8, salience=0.5))
    assert one(case, HELP).reason() == "missing: no bullet came of it"
    assert one(case, DUES).reason() == "missing: not salient (0.40)"


def test_a_needed_passage_of_which_no_bullet_was_written(case: Case) -> None:
    entry = labelled(case.article, DUES, "shortcoming", score=0.8, salience=0.9)
    fault = one(with_label(case, DUES, entry), DUES)
    assert (fault.reason(), fault.certainty) == ("missing: no bullet came of it", 0)


def test_a_bullet_that_says_too_little(case: Case) -> None:
    entry = labelled(case.article, DUES, "shortcoming")
    made = case.summary.model_copy(update={"shortcomings": (bullet(case.article, "Còn chậm.", DUES),)})
    fault = one(replace(with_label(case, DUES, entry), summary=made), DUES)
    assert (fault.reason(), fault.certainty) == ("missing: left out of its bullet", 0)


def test_a_passage_told_in_the_wrong_section_is_one_fault(case: Case) -> None:
    entry = labelled(case.article, DUES, "task", score=0.7)
    made = case.summary.model_copy(update={"tasks": (bullet(case.article, DUES, DUES, score=0.7),)})
    case = replace(with_label(case, DUES, entry), summary=made)
    fault = one(case, DUES)
    assert (fault.reason(), fault.certainty) == ("told as task, the gold has shortcoming", 0.7)


def test_a_figure_in_a_piece_that_was_labelled_otherwise_has_that_reason(case: Case) -> None:
    first, second = "Hỗ trợ 36.778 lượt đoàn viên", "với 41,7 tỷ đồng."
    labels = (
        labelled(case.article, first, "achievement"),
        labelled(case.article, second, "other", score=0.55),
        *case.labels[1:],
    )
    fault = one(replace(case, labels=labels), HELP)
    assert fault.reason() == "figures lost (41,7 tỷ đồng): labelled other (0.55)"
    assert (fault.certainty, fault.figures) == (0.55, ("41,7 tỷ đồng",))


def test_figures_with_one_reason_are_one_fault(case: Case) -> None:
    said = "Hỗ trợ lượt đoàn viên với đồng."
    made = case.summary.model_copy(update={"achievements": (bullet(case.article, said, HELP),)})
    fault = one(replace(case, summary=made), HELP)
    assert fault.reason() == "figures lost (36.778; 41,7 tỷ đồng): left out of its bullet"


def test_an_award_told_as_an_achievement_is_no_fault_and_what_no_passage_has_is_one(case: Case) -> None:
    strange = bullet(case.article, "chuyện khác hẳn", "")
    made = summary(case.article, achievements=[bullet(case.article, GIFTS, GIFTS)], tasks=[strange])
    found = [fault for fault in faults(replace(case, summary=made)) if fault.kind == "told"]
    assert [(fault.text, fault.reason()) for fault in found] == [
        ("chuyện khác hẳn", "told as task, no passage of the gold has it")
    ]


def test_a_refused_article_lacks_all_that_is_key(case: Case) -> None:
    found = list(find_faults("a", case.spans, None, (), language="vi"))
    assert [fault.text for fault in found] == [HELP, DUES, CLASSES, MONTH]
    assert {(fault.reason(), fault.certainty) for fault in found} == {("missing: the article was refused", 0)}


def test_ten_are_kept_and_equals_stay_in_order() -> None:
    many = [
        Fault(f"{number:02}", "missing", "label", "task", "other", 0.9 if number == 7 else 0.5, OPENING)
        for number in range(15)
    ]
    assert WORST == 10
    assert [fault.case for fault in worst(many)] == ["07", "00", "01", "02", "03", "04", "05", "06", "08", "09"]


def test_a_reason_is_told_in_the_language_in_use(case: Case) -> None:
    try:
        messages.use("vi")
        assert [fault.reason(messages.gettext) for fault in worst(faults(case))] == [
            "thiếu: bị loại ra khi làm sạch bài",
            "viết vào mục task, nhãn chuẩn là event",
            "thiếu: bị gán nhãn other (0.62)",
            "mất số liệu (41,7 tỷ đồng): bị lược khỏi ý đã viết",
        ]
    finally:
        messages.use("en")
