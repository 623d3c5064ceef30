"""The bullets of two sources of one unit: the same one once, different ones both."""

from __future__ import annotations

import pytest

from tests.consolidating.made import item, summary, together

UNIT = "LĐLĐ tỉnh Cao Bằng"
HELP = "Thăm hỏi, hỗ trợ 1.250 đoàn viên có hoàn cảnh khó khăn với tổng số tiền gần 2 tỷ đồng."
WORDS = "Công tác tuyên truyền pháp luật tại các doanh nghiệp được thực hiện kịp thời."


def texts(one: str, other: str, **facts: str) -> list[str]:
    first = summary(UNIT, achievements=(item(one),))
    second = summary(UNIT, achievements=(item(other),), **facts)  # type: ignore[arg-type]
    return [statement.text for statement in together(first, second).achievements]


def test_a_bullet_that_both_have_is_told_once_with_both_sources() -> None:
    first, second = (summary(UNIT, achievements=(item(HELP, at=at),)) for at in (3, 40))
    (statement,) = together(first, second).achievements
    assert statement.text == HELP
    assert [origin.source for origin in statement.origins] == [first.source, second.source]
    assert [origin.spans[0].start for origin in statement.origins] == [3, 40]


@pytest.mark.parametrize(
    "other",
    [
        HELP.replace("1.250", "1.300"),
        HELP.replace("gần", "hơn"),
        WORDS.replace("được thực hiện", "chưa được thực hiện"),
    ],
)
def test_another_number_hedge_or_negation_is_another_statement(other: str) -> None:
    one = WORDS if "pháp luật" in other else HELP
    assert texts(one, other) == [one, other]


def test_figures_that_differ_keep_bullets_apart() -> None:
    one, other = item(HELP, figures=("1.250 đoàn viên",)), item(HELP, figures=("gần 2 tỷ đồng",))
    made = together(summary(UNIT, achievements=(one,)), summary(UNIT, achievements=(other,)))
    assert len(made.achievements) == 2


def test_what_a_unit_did_in_two_periods_is_told_twice() -> None:
    assert texts(WORDS, WORDS, period="năm 2021") == [WORDS, WORDS]


def test_two_writings_of_a_period_are_one() -> None:
    first = summary(UNIT, achievements=(item(WORDS),), period="quý III/2025")
    second = summary(UNIT, achievements=(item(WORDS),), period="quý 3 năm 2025")
    assert len(together(first, second).achievements) == 1


def test_two_units_may_say_the_same() -> None:
    made = together(*(summary(unit, achievements=(item(WORDS),)) for unit in (UNIT, "LĐLĐ tỉnh Lào Cai")))
    assert [statement.member for statement in made.achievements] == [0, 1]


def test_statements_stand_by_field_then_by_unit() -> None:
    first = summary(UNIT, tasks=(item("Thu kinh phí công đoàn.", "finance"), item("Chăm lo Tết.", "welfare")))
    second = summary("LĐLĐ tỉnh Lào Cai", tasks=(item("Chăm lo Tháng Công nhân.", "welfare"),))
    made = together(first, second)
    assert [(one.field, one.member) for one in made.tasks] == [("welfare", 0), ("welfare", 1), ("finance", 0)]
