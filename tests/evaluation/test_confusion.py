"""The confusion matrix and its scores, counted by hand."""

from __future__ import annotations

import pytest

from summarise.evaluation import FIELDS, SECTIONS, Gold, GoldSpan, Scores
from summarise.evaluation.cases import located
from summarise.evaluation.confusion import confusion, fields, sections
from tests.evaluation.made import Case, labelled


def test_every_passage_counts_once_under_the_label_it_was_given(case: Case) -> None:
    got = confusion(SECTIONS, list(sections(case.spans, case.labels)))
    assert {pair: count for pair, count in got.counts.items() if count} == {
        ("achievement", "achievement"): 2,
        ("shortcoming", "other"): 1,
        ("award", "award"): 1,
        ("task", "task"): 1,
        ("task", "noise"): 1,  # nothing of it came to the labeller
        ("event", "task"): 1,
        ("noise", "noise"): 1,
    }
    assert list(got.row("task").values()) == [0, 0, 1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("label", "scores"),
    [
        ("achievement", Scores(1, 1, 1, 2)),
        ("shortcoming", Scores(None, 0, 0, 1)),
        ("task", Scores(1 / 2, 1 / 2, 1 / 2, 2)),
        ("award", Scores(1, 1, 1, 1)),
        ("event", Scores(None, 0, 0, 1)),
        ("noise", Scores(1 / 2, 1, 2 / 3, 1)),
        ("other", Scores(0, None, 0, 0)),
    ],
)
def test_precision_recall_and_f1_of_a_label(case: Case, label: str, scores: Scores) -> None:
    got = confusion(SECTIONS, list(sections(case.spans, case.labels)))
    assert got.scores(label) == scores
    assert got.by_label()[label] == scores


def test_a_passage_without_a_field_given_costs_recall_and_no_precision(case: Case) -> None:
    got = confusion(FIELDS, list(fields(case.spans, case.labels)))
    assert got.by_label() == {
        "welfare": Scores(1, 1 / 2, 2 / 3, 2),  # the month was dropped
        "propaganda": Scores(1, 1, 1, 1),
        "emulation": Scores(None, 0, 0, 1),
        "finance": Scores(None, 0, 0, 1),  # labelled as background, which has no field
        "general": Scores(0, None, 0, 0),
    }


def test_a_field_counts_in_the_wrong_section_too(case: Case) -> None:
    labels = [labelled(case.article, case.gold.spans[0].quote, "task", "welfare")]
    assert list(fields(case.spans[:1], labels)) == [("welfare", "welfare")]


def test_a_passage_takes_the_label_of_what_shares_most_characters_with_it() -> None:
    article = "Thăm hỏi 20 đoàn viên, thưởng 3 người. Sang năm làm tốt hơn."
    gold = Gold(
        meeting={},
        spans=(
            GoldSpan(quote="Thăm hỏi 20 đoàn viên, thưởng 3 người.", label="achievement"),
            GoldSpan(quote="Sang năm làm tốt hơn.", label="task"),
        ),
    )
    spans = list(located(article, gold))
    cut = [labelled(article, "Thăm hỏi 20 đoàn viên,", "achievement"), labelled(article, "thưởng 3 người.", "award")]
    assert list(sections(spans, cut)) == [("achievement", "achievement"), ("task", "noise")]
    whole = [labelled(article, article, "event")]
    assert list(sections(spans, whole)) == [("achievement", "event"), ("task", "event")]


def test_of_two_pieces_that_share_as_much_the_first_counts() -> None:
    article = "abcd"
    spans = list(located(article, Gold(meeting={}, spans=(GoldSpan(quote="abcd", label="other"),))))
    assert list(sections(spans, [labelled(article, "ab", "task"), labelled(article, "cd", "award")])) == [
        ("other", "task")
    ]


def test_without_passages_there_are_no_scores() -> None:
    got = confusion(SECTIONS, [])
    assert got.by_label() == {}
    assert got.scores("task") == Scores(None, None, None, 0)
