"""Who acts in a clause: another body than the one reported on stays in the bullet."""

from __future__ import annotations

import pytest

from summarise.agents import other_agent
from summarise.condensing import load_condenser
from summarise.phrasing import by_rules, choose, passages
from summarise.records import Span

REPORTING = ("LĐLĐ tỉnh Sơn Bình", "LĐLĐ tỉnh Sơn Bình sơ kết công tác 6 tháng đầu năm")


@pytest.mark.parametrize(
    ("clause", "agent"),
    [
        ("LĐLĐ huyện Đông Hà vận động 96 triệu đồng dựng nhà công vụ.", "LĐLĐ huyện Đông Hà"),
        ("Còn Công đoàn ngành Giáo dục tặng 120 suất quà cho học sinh nghèo.", "Công đoàn ngành Giáo"),
        (
            "Qua thương lượng, Công đoàn Công ty TNHH May Phúc An nâng được bữa ăn ca.",
            "Công đoàn Công ty TNHH May Phúc An",
        ),
        ("liên đoàn lao động thị xã Bình Minh đã thành lập 12 công đoàn cơ sở", "liên đoàn lao động thị xã Bình Minh"),
    ],
)
def test_another_body_is_found(clause: str, agent: str) -> None:
    found = other_agent(clause, REPORTING, language="vi")

    assert found is not None
    assert clause[found.start : found.end] == agent


@pytest.mark.parametrize(
    "clause",
    [
        "LĐLĐ tỉnh Sơn Bình vận động 96 triệu đồng.",
        "LĐLĐ tỉnh vận động 96 triệu đồng.",
        "Công đoàn cơ sở được củng cố ở 12 đơn vị.",
        "Công đoàn Việt Nam tặng 200 suất quà.",
        "LĐLĐ huyện Đông Hà cho biết nợ đọng còn 3 tỷ đồng.",
        "Vận động LĐLĐ huyện Đông Hà góp 96 triệu đồng.",
    ],
)
def test_no_other_body_acts(clause: str) -> None:
    assert other_agent(clause, REPORTING, language="vi") is None


def test_english_clauses_have_none() -> None:
    assert other_agent("Dong Ha District union raised 96 million VND.", ("Son Binh union",), language="en") is None


CLAUSE = (
    "Bên cạnh đó, LĐLĐ huyện Đông Hà đã vận động 96 triệu đồng và 700 ngày công của đoàn viên dựng 4 dãy nhà công vụ."
)


def test_the_bullet_names_another_body_and_not_the_one_reported_on() -> None:
    condenser = load_condenser()

    for reporting, begins in (
        (REPORTING, "LĐLĐ huyện Đông Hà"),
        (("LĐLĐ huyện Đông Hà",), "Vận động"),
        ((), "Vận động"),
    ):
        given = passages([CLAUSE], language="vi", reporting=reporting)
        (bullet,) = choose([CLAUSE], given, condenser.condense(given))

        assert bullet is not None
        assert bullet.method == "model"
        assert bullet.text.startswith(begins)


def test_rules_alone_keep_it_too() -> None:
    agent = other_agent(CLAUSE, REPORTING, language="vi")

    assert by_rules(CLAUSE, "vi", agent).startswith("LĐLĐ huyện Đông Hà đã vận động")
    assert by_rules(CLAUSE, "vi").startswith("Vận động")
    assert agent == Span(13, 31)
