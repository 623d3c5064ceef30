"""Which summaries are of one unit."""

from __future__ import annotations

import time

import pytest

from summarise.records import Summary
from tests.consolidating.made import figure, item, summary, together

LINES = (
    "Thăm hỏi, tặng quà đoàn viên có hoàn cảnh khó khăn dịp Tết Nguyên đán.",
    "Tổ chức đối thoại định kỳ tại các doanh nghiệp trên địa bàn tỉnh.",
    "Phát động phong trào thi đua lao động giỏi, lao động sáng tạo.",
    "Kiểm tra việc chấp hành Điều lệ Công đoàn ở các cấp công đoàn.",
)


def event(organizer: str | None, **facts: str | None) -> Summary:
    return summary(organizer, achievements=tuple(map(item, LINES)), **facts)  # type: ignore[arg-type]


def test_members_stand_in_the_order_given() -> None:
    units = ["LĐLĐ tỉnh Lào Cai", "LĐLĐ tỉnh Cao Bằng", "LĐLĐ tỉnh An Giang"]
    assert [member.name for member in together(*map(summary, units)).members] == units


def test_summaries_of_one_unit_are_one_member() -> None:
    made = together(
        summary("LĐLĐ tỉnh Cao Bằng"), summary("LĐLĐ tỉnh Lào Cai"), summary("Liên đoàn Lao động tỉnh Cao Bằng")
    )
    assert [(member.name, len(member.sources)) for member in made.members] == [
        ("LĐLĐ tỉnh Cao Bằng", 2),
        ("LĐLĐ tỉnh Lào Cai", 1),
    ]


def test_an_unnamed_article_on_the_same_meeting_belongs_to_its_unit() -> None:
    made = together(event(None), event("LĐLĐ tỉnh Cao Bằng"))
    assert [member.name for member in made.members] == ["LĐLĐ tỉnh Cao Bằng"]
    assert [len(statement.origins) for statement in made.achievements] == [2] * len(LINES)
    assert made.notices == ()


def test_an_unnamed_article_of_another_date_is_not_of_that_meeting() -> None:
    made = together(event(None, date="2022-07-01"), event("LĐLĐ tỉnh Cao Bằng", date="2022-07-08"))
    assert len(made.members) == 2


def test_an_unnamed_article_that_could_be_of_two_units_is_of_neither() -> None:
    made = together(event("LĐLĐ tỉnh Cao Bằng"), event("LĐLĐ tỉnh Lào Cai"), event(None))
    assert [member.named for member in made.members] == [True, True, False]


def test_two_units_that_report_the_same_are_kept_apart_told_and_never_added() -> None:
    given = [
        summary(
            f"LĐLĐ {name}",
            achievements=tuple(map(item, LINES)),
            figures=(figure("38 nhà", 38, "nhà", "nhà mái ấm công đoàn"),),
        )
        for name in ("tỉnh Cao Bằng", "thành phố Cao Bằng")
    ]
    made = together(*given)
    assert len(made.members) == 2
    assert "report nearly the same" in str(made.notices[0])
    assert [row.total for row in made.rows] == [None]
    assert "may be one" in str(made.notices[-1])


def test_the_unit_that_the_user_names_counts() -> None:
    made = together(event("LĐLĐ tỉnh"), event("LĐLĐ tỉnh Lào Cai"), names=("LĐLĐ tỉnh Cao Bằng",))
    assert [member.name for member in made.members] == ["LĐLĐ tỉnh Cao Bằng", "LĐLĐ tỉnh Lào Cai"]


def test_a_unit_that_cannot_be_read_has_the_name_of_its_file_and_is_told() -> None:
    made = together(summary("LĐLĐ tỉnh"))
    (member,) = made.members
    assert (member.name, member.named) == ("bai-0", False)
    assert "--unit bai-0.json=NAME" in str(made.notices[0])


def test_periods_that_differ_are_told() -> None:
    made = together(summary("LĐLĐ tỉnh An Giang", period="năm 2021"), summary("LĐLĐ tỉnh Lào Cai", period="năm 2022"))
    assert made.period is None
    assert "năm 2021; năm 2022" in str(made.notices[0])
    assert together(summary("LĐLĐ tỉnh An Giang"), summary("LĐLĐ tỉnh Lào Cai")).period == "6 tháng đầu năm 2022"


def test_two_writings_of_a_period_are_one() -> None:
    periods = ("quý III/2025", "quý 3 năm 2025", "Quý 3/2025")
    units = ("LĐLĐ tỉnh An Giang", "LĐLĐ tỉnh Lào Cai", "LĐLĐ tỉnh Sơn La")
    made = together(*(summary(unit, period=period) for unit, period in zip(units, periods, strict=True)))
    assert (made.period, made.notices) == ("quý III/2025", ())
    again = together(*(event(unit, period=period) for unit, period in zip((None, units[0]), periods, strict=False)))
    assert len(again.members) == 1


def test_a_unit_has_the_level_that_one_of_its_names_tells() -> None:
    for names in (("LĐLĐ Cao Bằng", "LĐLĐ tỉnh Cao Bằng"), ("LĐLĐ tỉnh Cao Bằng", "LĐLĐ Cao Bằng")):
        (member,) = together(*map(summary, names)).members
        assert (member.name, member.level) == (names[0], "province")


@pytest.mark.parametrize("named", [False, True])
def test_many_summaries_with_many_bullets_are_told_apart_soon(named: bool) -> None:
    texts = [f"Việc thứ {at} của công đoàn được triển khai ở khu vực {at % 7} trên địa bàn tỉnh." for at in range(61)]
    given = [
        summary(
            f"LĐLĐ tỉnh {chr(65 + at // 26)}{at % 26}" if named else None,
            achievements=tuple(item(text if number == 0 else f"{text} {at}") for number, text in enumerate(texts)),
        )
        for at in range(100)
    ]
    start = time.process_time()
    assert len(together(*given).members) == 100
    assert time.process_time() - start < 20
