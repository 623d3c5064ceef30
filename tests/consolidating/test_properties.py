"""Whatever the summaries hold: nothing is lost, nothing is told twice, and a total is a sum of what counts the same."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from summarise.consolidated import Consolidated, Contribution
from summarise.consolidating import consolidate
from summarise.records import Figure, Summary
from tests.consolidating.made import figure, item, summary

SECTIONS = ("achievement", "shortcoming", "task", "award")
ORGANIZERS = (
    None,
    "LĐLĐ tỉnh Cao Bằng",
    "Liên đoàn Lao động tỉnh Cao Bằng",
    "LĐLĐ tỉnh Lào Cai",
    "LĐLĐ huyện Quỳ Hợp",
    "Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc",
)
ABOUTS = (
    "đoàn viên",
    "nhà mái ấm công đoàn",
    "đoàn viên kết nạp mới",
    "kết nạp mới đoàn viên",
    "tỷ lệ đoàn viên nữ ưu tú",
)
LINES = (
    "Thăm hỏi 250 đoàn viên có hoàn cảnh khó khăn.",
    "Thăm hỏi 260 đoàn viên có hoàn cảnh khó khăn.",
    "Tổ chức đối thoại định kỳ tại các doanh nghiệp trên địa bàn.",
    "Chưa tổ chức đối thoại định kỳ tại các doanh nghiệp trên địa bàn.",
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    value, about = draw(st.sampled_from((3, 5, 12))), draw(st.sampled_from(ABOUTS))
    hedge, unit = draw(st.sampled_from((None, "gần", "dưới"))), draw(st.sampled_from(("đoàn viên", "nhà", "%", None)))
    return figure(
        f"{hedge or ''} {value} {unit or ''}".strip(),
        draw(st.sampled_from((value, value, None))),
        unit,
        about,
        section=draw(st.sampled_from(SECTIONS)),
        hedge=hedge,
    )


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    lines = st.lists(st.sampled_from(LINES), max_size=4, unique=True)
    return summary(
        draw(st.sampled_from(ORGANIZERS)),
        achievements=tuple(map(item, draw(lines))),
        tasks=tuple(map(item, draw(lines))),
        figures=tuple(draw(st.lists(figures(), max_size=5))),
        period=draw(st.sampled_from((None, "năm 2021", "năm 2022"))),
    )


def of(given_summaries: list[Summary], order: list[int]) -> Consolidated:
    return consolidate([Contribution(f"bai-{at}.json", given_summaries[at]) for at in order])


@given(st.lists(summaries(), max_size=5))
def test_every_bullet_is_told_exactly_once(several: list[Summary]) -> None:
    made = of(several, list(range(len(several))))
    for section in ("achievements", "shortcomings", "tasks", "awards"):
        told = Counter((origin.source.sha256, origin.spans) for one in getattr(made, section) for origin in one.origins)
        items = Counter((one.source.sha256, item.source) for one in several for item in getattr(one, section))
        assert told == items


@given(st.lists(summaries(), max_size=5))
def test_every_figure_stands_in_exactly_one_amount(several: list[Summary]) -> None:
    made = of(several, list(range(len(several))))
    told = Counter(
        (origin.source.sha256, origin.spans[0])
        for row in made.rows
        for amount in row.amounts
        for origin in amount.origins
    )
    assert told == Counter((one.source.sha256, figure.source) for one in several for figure in one.figures)


@given(st.lists(summaries(), max_size=5))
def test_a_total_is_the_sum_of_exact_amounts_of_one_unit_period_and_level(several: list[Summary]) -> None:
    made = of(several, list(range(len(several))))
    for row in made.rows:
        if row.total is None:
            continue
        added = [amount for amount in row.amounts if not made.members[amount.member].whole]
        values = [amount.figure.value for amount in added]
        assert len(added) >= 2
        assert len({amount.member for amount in added}) == len(added)
        assert None not in values
        assert row.total.value == sum(Decimal(str(value)) for value in values)
        assert {amount.figure.unit for amount in added} <= {row.unit}
        assert row.unit != "%"
        assert {amount.figure.hedge for amount in added} <= {None, "gần"}
        assert row.total.estimated == any(amount.figure.hedge for amount in added)
        assert len({made.members[amount.member].level for amount in added}) == 1
        assert all(made.members[amount.member].named for amount in added)
        sources = {origin.source for amount in row.amounts for origin in amount.origins}
        periods = {one.meeting.period for one in several if one.source in sources and row.section != "task"}
        assert len(periods) <= 1


@given(st.data())
def test_the_order_of_the_summaries_changes_no_total(data: st.DataObject) -> None:
    several = data.draw(st.lists(summaries(), min_size=2, max_size=5))
    order = data.draw(st.permutations(range(len(several))))

    def totals(made: Consolidated) -> Counter[tuple[object, ...]]:
        return Counter(
            (row.section, row.unit, row.total.value, row.total.estimated, len(row.amounts))
            for row in made.rows
            if row.total
        )

    assert totals(of(several, list(range(len(several))))) == totals(of(several, list(order)))
