"""Which figures stand side by side, and which of them are added."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarise.figures import quantities
from summarise.records import Figure, Section, Summary
from tests.consolidating.made import figure, item, only_row, summary, together

HOUSES = "nhà mái ấm công đoàn"


def unit(place: str, *figures: Figure, **facts: str | None) -> Summary:
    return summary(f"LĐLĐ tỉnh {place}", figures=figures, **facts)  # type: ignore[arg-type]


def houses(number: int, **more: str) -> Figure:
    return figure(f"{number} nhà", number, "nhà", HOUSES, **more)  # type: ignore[arg-type]


def reasons(*summaries: Summary) -> str:
    return "\n".join(map(str, together(*summaries).notices))


def test_the_same_indicator_unit_and_period_are_one_row_and_one_total() -> None:
    row = only_row(together(unit("An Giang", houses(38)), unit("Lào Cai", houses(5)), unit("Bắc Kạn", houses(2))))
    assert [amount.figure.text for amount in row.amounts] == ["38 nhà", "5 nhà", "2 nhà"]
    assert row.total is not None
    assert (row.total.value, row.total.estimated) == (Decimal(45), False)


def test_decimals_are_added_exactly() -> None:
    about = "tổng số tiền thăm hỏi đoàn viên khó khăn"
    given = [figure(f"0,{n} tỷ đồng", n / 10, "tỷ đồng", about) for n in (1, 2)]
    row = only_row(together(unit("An Giang", given[0]), unit("Lào Cai", given[1])))
    assert row.total is not None
    assert row.total.value == Decimal("0.3")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đoàn viên được kết nạp mới", "kết nạp mới đoàn viên"),
        ("Đoàn viên kết nạp mới", "số ĐV được kết nạp mới"),
        ("tổng số công đoàn cơ sở thành lập mới", "CĐCS thành lập mới"),
    ],
)
def test_the_same_words_in_another_order_or_spelling_are_the_same_indicator(one: str, other: str) -> None:
    given = [figure("161", 161, None, about) for about in (one, other)]
    assert only_row(together(unit("An Giang", given[0]), unit("Lào Cai", given[1]))).total is not None


@pytest.mark.parametrize(
    "other",
    [
        figure("5 nhà", 5, "nhà", "nhà mái ấm công đoàn sửa chữa"),
        figure("5 căn nhà", 5, "căn nhà", HOUSES),
        houses(5, section="award"),
    ],
    ids=["indicator", "unit", "section"],
)
def test_what_counts_another_thing_is_a_row_of_its_own(other: Figure) -> None:
    made = together(unit("An Giang", houses(38)), unit("Lào Cai", other))
    assert [(len(row.amounts), row.total) for row in made.rows] == [(1, None), (1, None)]


@pytest.mark.parametrize("period", ["năm 2022", "6 tháng đầu năm 2021", None])
def test_figures_of_another_or_an_unknown_period_are_never_added(period: str | None) -> None:
    made = together(unit("An Giang", houses(38)), unit("Lào Cai", houses(5), period=period))
    assert [(len(row.amounts), row.total) for row in made.rows] == [(1, None), (1, None)]


def test_two_writings_of_a_period_are_one() -> None:
    given = [unit("An Giang", houses(3), period="quý III/2025"), unit("Lào Cai", houses(5), period="quý 3 năm 2025")]
    assert only_row(together(*given)).total is not None


def test_a_period_without_a_year_is_of_the_year_of_the_meeting() -> None:
    def of(place: str, date: str | None) -> Summary:
        return unit(place, houses(3), period="quý I", date=date)

    assert len(together(of("An Giang", "2025-04-02"), of("Lào Cai", "2025-04-10")).rows) == 1
    assert len(together(of("An Giang", "2025-04-02"), of("Lào Cai", "2024-04-10")).rows) == 2
    assert len(together(of("An Giang", None), of("Lào Cai", None)).rows) == 2


def test_targets_are_of_the_period_to_come() -> None:
    given = [unit(place, houses(5, section="task"), period=None) for place in ("An Giang", "Lào Cai")]
    row = only_row(together(*given))
    assert row.period == "6 tháng cuối năm 2022"
    assert row.total is not None


@pytest.mark.parametrize("about", ["đoàn viên", "CĐCS", "người", "công đoàn cơ sở"])
def test_a_bare_noun_is_compared_with_none(about: str) -> None:
    given = [unit(place, figure(f"161 {about}", 161, about, about)) for place in ("An Giang", "Lào Cai")]
    assert [len(row.amounts) for row in together(*given).rows] == [1, 1]


@pytest.mark.parametrize("about", ["kế hoạch", "dự toán năm", "số bản ký"])
def test_the_end_of_a_clause_is_compared_with_none(about: str) -> None:
    given = [unit(place, figure("58%", 58, "%", about)) for place in ("An Giang", "Lào Cai")]
    assert [len(row.amounts) for row in together(*given).rows] == [1, 1]


def bulleted(place: str, text: str, written: str, value: int, noun: str) -> Summary:
    at = text.index(written)
    one = Figure(
        text=written, value=value, unit=noun, about=noun, section="achievement", source=(at, at + len(written))
    )
    return summary(f"LĐLĐ tỉnh {place}", achievements=(item(text),), figures=(one,))


def test_the_words_before_the_number_complete_a_bare_noun() -> None:
    row = only_row(
        together(
            bulleted("An Giang", "Thành lập 3 CĐCS, kết nạp mới 161 đoàn viên.", "161 đoàn viên", 161, "đoàn viên"),
            bulleted("Lào Cai", "Kết nạp mới được 200 đoàn viên.", "200 đoàn viên", 200, "đoàn viên"),
        )
    )
    assert row.indicator == "kết nạp mới đoàn viên"
    assert row.total is not None
    assert row.total.value == 361


def test_different_acts_on_one_thing_are_not_added() -> None:
    given = [
        bulleted(
            "An Giang", "Xây dựng 12 nhà mái ấm công đoàn.", "12 nhà mái ấm công đoàn", 12, "nhà mái ấm công đoàn"
        ),
        bulleted("Lào Cai", "Sửa chữa 12 nhà mái ấm công đoàn.", "12 nhà mái ấm công đoàn", 12, "nhà mái ấm công đoàn"),
    ]
    assert [row.total for row in together(*given).rows] == [None, None]


# What is never added -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (figure("31%", 31, "%", "đoàn viên tham gia học tập nghị quyết"), "shares, averages"),
        (figure("5 lần/năm", 5, "lần/năm", "khám sức khỏe định kỳ cho công nhân"), "shares, averages"),
        (figure("7 triệu đồng", 7, "triệu đồng", "tiền thưởng Tết bình quân của công nhân"), "shares, averages"),
        (figure("500.000 đồng/suất", 500_000, "đồng/suất", "giá trị quà Tết cho công nhân"), "shares, averages"),
        (figure("7 nhà", 7, "nhà", "số nhà mái ấm tăng so với cùng kỳ"), "shares, averages"),
        (figure("27/31 đơn vị", None, "đơn vị", "đơn vị hoàn thành nhiệm vụ xuất sắc"), "bound or cannot be read"),
        (figure("94.217 tỷ đồng", None, "tỷ đồng", "giá trị sản phẩm gắn biển công trình"), "bound or cannot be read"),
        (figure("ít nhất 7 nhà", 7, "nhà", HOUSES, hedge="ít nhất"), "bound or cannot be read"),
        (figure("7 nhà", 9, "nhà", HOUSES), "bound or cannot be read"),
        (figure("7 nhà", float("nan"), "nhà", HOUSES), "bound or cannot be read"),
        (figure("7 nhà", float("inf"), "nhà", HOUSES), "bound or cannot be read"),
        (figure(f"1{'0' * 40} nhà", 1e40, "nhà", HOUSES), "bound or cannot be read"),
    ],
)
def test_what_does_not_add_up_stands_side_by_side_without_a_total(one: Figure, reason: str) -> None:
    given = unit("An Giang", one), unit("Lào Cai", one)
    row = only_row(together(*given))
    assert len(row.amounts) == 2
    assert row.total is None
    assert reason in reasons(*given)


@pytest.mark.parametrize("hedge", ["gần", "hơn", "trên", "khoảng"])
def test_a_total_of_an_estimate_is_an_estimate(hedge: str) -> None:
    estimate = figure(f"{hedge} 7 nhà", 7, "nhà", HOUSES, hedge=hedge)
    row = only_row(together(unit("An Giang", estimate), unit("Lào Cai", houses(5))))
    assert row.total is not None
    assert (row.total.value, row.total.estimated) == (12, True)


def test_the_figure_of_a_cluster_is_shown_and_not_added() -> None:
    cluster = summary("Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc", figures=(houses(100),))
    row = only_row(together(cluster, unit("An Giang", houses(3)), unit("Lào Cai", houses(5))))
    assert len(row.amounts) == 3
    assert row.total is not None
    assert row.total.value == 8
    assert only_row(together(cluster, unit("An Giang", houses(3)))).total is None


def test_a_unit_is_not_added_to_one_that_it_may_be_part_of() -> None:
    given = unit("Hưng Yên", houses(3)), summary("Công đoàn các KCN tỉnh Hưng Yên", figures=(houses(2),))
    assert only_row(together(*given)).total is None
    assert "may be part of the other" in reasons(*given)


def test_a_unit_without_a_name_is_not_added() -> None:
    given = unit("Hưng Yên", houses(3)), summary(None, figures=(houses(2),))
    assert only_row(together(*given)).total is None
    assert "has no name yet" in reasons(*given)


def told(place: str, text: str, *, section: Section = "achievement", **facts: str | None) -> Summary:
    """The summary of a unit with one bullet and the figures that are read in it."""
    figures = tuple(
        figure(one.text, one.value, one.unit, one.about, section=section, hedge=one.hedge, at=one.span.start)
        for one in quantities(text, language="vi")
    )
    items = {"achievements" if section == "achievement" else "tasks": (item(text),)}
    return summary(f"LĐLĐ tỉnh {place}", figures=figures, **items, **facts)  # type: ignore[arg-type]


RECRUITED = "Kết nạp mới 300 đoàn viên khu vực ngoài nhà nước."


def totals(*summaries: Summary) -> list[Decimal]:
    return [row.total.value for row in together(*summaries).rows if row.total]


@pytest.mark.parametrize(
    "same",
    [
        "Kết nạp mới được 50 đoàn viên khu vực ngoài nhà nước.",
        "Thành lập 3 CĐCS, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước, tăng 5% so với cùng kỳ.",
        "6 tháng đầu năm 2022, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
    ],
)
def test_what_is_said_in_the_same_words_is_added(same: str) -> None:
    assert totals(told("An Giang", RECRUITED), told("Lào Cai", same)) == [350]


@pytest.mark.parametrize(
    "other",
    [
        "Hiện có 50 đoàn viên khu vực ngoài nhà nước.",
        "Có 50 đoàn viên khu vực ngoài nhà nước.",
        "Trong quý I/2022, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "Năm 2022, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "Trong tháng 5, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "Kết nạp mới 50 đoàn viên khu vực ngoài nhà nước trong quý I.",
        "Kết nạp mới 50 đoàn viên khu vực ngoài nhà nước (tháng 5).",
        "Kết nạp mới 50 đoàn viên khu vực ngoài nhà nước mỗi tháng.",
        "Lũy kế từ đầu nhiệm kỳ, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "Luỹ kế kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "So với cùng kỳ năm trước, kết nạp mới thêm 50 đoàn viên khu vực ngoài nhà nước.",
        "Trong đó, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "Chưa kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
        "Dịp Tháng Công nhân, kết nạp mới 50 đoàn viên khu vực ngoài nhà nước.",
    ],
)
def test_a_stock_a_part_and_another_period_are_not_added(other: str) -> None:
    assert totals(told("An Giang", RECRUITED), told("Lào Cai", other)) == []


@pytest.mark.parametrize(
    "text", ["Hiện có {} đoàn viên khu vực ngoài nhà nước.", "Có {} đoàn viên khu vực ngoài nhà nước."]
)
def test_words_that_say_nothing_of_what_was_done_must_be_the_same(text: str) -> None:
    assert totals(told("An Giang", text.format(30)), told("Lào Cai", text.format(50))) == [80]


@pytest.mark.parametrize("text", ["Lũy kế có {} đoàn viên khu vực ngoài nhà nước.", f"Quý I/2022, {RECRUITED}"])
def test_running_totals_and_other_periods_are_added_to_none(text: str) -> None:
    assert totals(told("An Giang", text.format(30)), told("Lào Cai", text.format(50))) == []


def test_a_figure_that_no_bullet_tells_is_not_added() -> None:
    stray = summary("LĐLĐ tỉnh Lào Cai", achievements=(item("Chăm lo Tết."),), figures=(houses_at(40),))
    other = summary("LĐLĐ tỉnh An Giang", achievements=(item("Chăm lo Tết."),), figures=(houses_at(40),))
    assert totals(stray, other) == []
    assert "cannot be read with certainty" in reasons(stray, other)


def houses_at(at: int) -> Figure:
    return figure("5 nhà", 5, "nhà", HOUSES, at=at)


@pytest.mark.parametrize("bound", ["trở lên", "trở xuống", "trở đi"])
def test_a_bound_behind_the_number_is_not_added(bound: str) -> None:
    tasks = [f"Kết nạp mới {n} đoàn viên khu vực ngoài nhà nước {bound}." for n in (300, 200)]
    given = [told(place, text, section="task") for place, text in zip(("An Giang", "Lào Cai"), tasks, strict=True)]
    assert totals(*given) == []
    assert "bound" in reasons(*given)


@pytest.mark.parametrize(
    "one",
    [
        figure("23 tỷ đồng", 23, "triệu đồng", "tiền hỗ trợ đoàn viên khó khăn"),
        figure("23 đồng", 23, "tỷ đồng", "tiền hỗ trợ đoàn viên khó khăn"),
        figure("23 tỷ đồng", 23, None, "tiền hỗ trợ đoàn viên khó khăn"),
        figure("ít nhất 7 nhà", 7, "nhà", HOUSES),
        figure("7 nhà trở lên", 7, "nhà", HOUSES),
    ],
)
def test_a_figure_whose_text_disagrees_with_it_is_not_added(one: Figure) -> None:
    assert totals(unit("An Giang", one), unit("Lào Cai", one)) == []


@pytest.mark.parametrize(
    "names",
    [
        ("Công đoàn Điện lực miền Bắc", "Công đoàn Điện lực Cao Bằng"),
        ("Toàn khu vực Tây Nguyên", "Kon Tum"),
        ("Công đoàn Công Thương Việt Nam", "Công đoàn Tổng công ty Thuốc lá Việt Nam"),
        ("Công đoàn Tổng công ty May", "Công đoàn Tập đoàn Dệt May"),
    ],
)
def test_units_that_may_be_part_of_one_another_are_not_added(names: tuple[str, str]) -> None:
    made = together(*(summary(figures=(houses(5),)) for _ in names), names=names)
    assert [row.total for row in made.rows] == [None]
    assert "may be part of the other" in str(made.notices[-1])


# Two newspapers ------------------------------------------------------------------------------------------------------


def test_two_sources_that_agree_are_counted_once() -> None:
    row = only_row(together(unit("An Giang", houses(38)), unit("An Giang", houses(38)), unit("Lào Cai", houses(5))))
    assert [len(amount.origins) for amount in row.amounts] == [2, 1]
    assert row.total is not None
    assert row.total.value == 43


def test_two_sources_that_differ_are_both_kept_told_and_not_added() -> None:
    given = unit("An Giang", houses(38)), unit("An Giang", houses(40)), unit("Lào Cai", houses(5))
    row = only_row(together(*given))
    assert row.conflicting
    assert [amount.figure.text for amount in row.amounts] == ["38 nhà", "40 nhà", "5 nhà"]
    assert row.total is None
    assert "sources of LĐLĐ tỉnh An Giang differ (38 nhà; 40 nhà)" in reasons(*given)


def test_two_amounts_of_one_source_leave_open_which_is_meant() -> None:
    made = together(unit("An Giang", houses(38), houses(40)), unit("Lào Cai", houses(5)))
    assert [len(row.amounts) for row in made.rows] == [1, 1, 1]


def test_two_sources_that_word_one_amount_in_two_ways_are_counted_once() -> None:
    given = [
        told("An Giang", RECRUITED),
        told("An Giang", f"Toàn tỉnh đã {RECRUITED.lower()}"),
        told("Lào Cai", RECRUITED),
    ]
    row = only_row(together(*given))
    assert [len(amount.origins) for amount in row.amounts] == [2, 1]
    assert row.total is not None
    assert row.total.value == 600


def test_a_source_without_a_bullet_on_it_may_differ_from_one_with() -> None:
    other = quantities(RECRUITED.replace("300", "320"), language="vi")[0]
    bare = unit("An Giang", figure(other.text, other.value, other.unit, other.about))
    given = told("An Giang", RECRUITED), bare, told("Lào Cai", RECRUITED)
    row = only_row(together(*given))
    assert row.conflicting
    assert row.total is None


def test_two_amounts_of_a_unit_in_other_words_leave_open_which_is_meant() -> None:
    stock = "Hiện có 9.000 đoàn viên khu vực ngoài nhà nước."
    made = together(told("An Giang", RECRUITED), told("An Giang", stock), told("Lào Cai", RECRUITED))
    assert [row.total for row in made.rows] == [None, None, None]


# Charts --------------------------------------------------------------------------------------------------------------


def test_rows_that_can_be_drawn_are_series() -> None:
    estimate = figure("gần 7 nhà", 7, "nhà", HOUSES, hedge="gần")
    doubtful = figure("27/31 đơn vị", None, "đơn vị", "đơn vị hoàn thành nhiệm vụ xuất sắc")
    made = together(unit("An Giang", estimate, doubtful), unit("Lào Cai", houses(5), doubtful))
    (series,) = made.series
    assert series.indicator == HOUSES
    assert series.members == ("LĐLĐ tỉnh An Giang", "LĐLĐ tỉnh Lào Cai")
    assert (series.values, series.hedged) == ((Decimal(7), Decimal(5)), (True, False))
    assert (series.period, series.missing) == (None, ())


def test_a_series_tells_who_is_missing_and_leaves_out_the_whole() -> None:
    cluster = summary("Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc", figures=(houses(100),))
    made = together(cluster, unit("An Giang", houses(3)), unit("Lào Cai", houses(5)), unit("Sơn La"), summary(None))
    (series,) = made.series
    assert series.members == ("LĐLĐ tỉnh An Giang", "LĐLĐ tỉnh Lào Cai")
    assert series.missing == ("LĐLĐ tỉnh Sơn La",)


def test_a_series_of_another_period_than_the_reports_says_which() -> None:
    places = {"An Giang": "năm 2021", "Lào Cai": "năm 2021", "Sơn La": "năm 2022", "Hà Giang": "năm 2022"}
    made = together(*(unit(place, houses(3), period=period) for place, period in places.items()))
    assert [series.period for series in made.series] == ["năm 2021", "năm 2022"]


@pytest.mark.parametrize(
    "other",
    [
        summary("Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc", figures=(houses(100),)),
        summary(None, figures=(houses(5),)),
        unit("Lào Cai", figure("dưới 7 nhà", 7, "nhà", HOUSES, hedge="dưới")),
        unit("Lào Cai", figure("5 nhà", 50, "nhà", HOUSES)),
        unit("Lào Cai", figure("5 nhà", -5, "nhà", HOUSES)),
        unit("Lào Cai", figure("5 nhà", float("inf"), "nhà", HOUSES)),
    ],
    ids=["whole", "unnamed", "bound", "stale", "negative", "infinite"],
)
def test_a_row_without_a_total_is_not_drawn(other: Summary) -> None:
    made = together(unit("An Giang", houses(3)), other)
    assert [row.total for row in made.rows] == [None]
    assert made.series == ()
