"""What a unit is called, from the facts of its meeting."""

from __future__ import annotations

import pytest

from summarise.consolidating.units import make_unit, read_unit
from tests.consolidating.made import summary

READ = [
    ("LĐLĐ tỉnh Cao Bằng", "LĐLĐ tỉnh Cao Bằng", "province"),
    ("Liên đoàn Lao động (LĐLĐ) tỉnh Cao Bằng", "LĐLĐ tỉnh Cao Bằng", "province"),
    ("Ban Thường vụ Liên đoàn Lao động tỉnh Lào Cai", "LĐLĐ tỉnh Lào Cai", "province"),
    (
        "Ban Chấp hành Tổng Liên đoàn Lao động Việt Nam khóa XIII",
        "Tổng LĐLĐ Việt Nam",
        "whole",
    ),
    ("cụm thi đua 7 tỉnh trung du và miền núi phía Bắc", "Cụm thi đua 7 tỉnh trung du và miền núi phía Bắc", "whole"),
    ("LĐLĐ 3 tỉnh, thành phố: Hà Nội và Hải Phòng", "LĐLĐ 3 tỉnh, thành phố: Hà Nội và Hải Phòng", "whole"),
    ("Công đoàn các KCN tỉnh Hưng Yên", "Công đoàn các KCN tỉnh Hưng Yên", "local"),
    ("LĐLĐ huyện Quỳ Hợp phối hợp với UBND huyện", "LĐLĐ huyện Quỳ Hợp", "local"),
    ("Công đoàn Cao su Việt Nam", "Công đoàn Cao su Việt Nam", "industry"),
    ("Công đoàn cơ sở Công ty May Sông Hồng", "CĐCS Công ty May Sông Hồng", "base"),
]


@pytest.mark.parametrize(("organizer", "name", "level"), READ)
def test_the_organizer_is_shortened_to_the_units_name(organizer: str, name: str, level: str) -> None:
    unit = read_unit(summary(organizer))
    assert unit is not None
    assert (unit.name, unit.level) == (name, level)


@pytest.mark.parametrize(
    "organizer", [None, "Ban Thường vụ Liên đoàn Lao động (LĐLĐ) tỉnh", "LĐLĐ tỉnh", "Công đoàn ngành", "các đơn vị"]
)
def test_an_organizer_that_could_be_any_is_no_name(organizer: str | None) -> None:
    assert read_unit(summary(organizer)) is None


def test_the_meetings_name_or_the_title_names_the_unit_where_the_organizer_does_not() -> None:
    named = summary("LĐLĐ tỉnh", name="hội nghị Ban Chấp hành Liên đoàn Lao động tỉnh Quảng Bình lần thứ 12")
    titled = summary(None, title="LĐLĐ thành phố Cần Thơ tổng kết năm 2022")
    assert [unit and unit.name for unit in map(read_unit, (named, titled))] == [
        "LĐLĐ tỉnh Quảng Bình",
        "LĐLĐ thành phố Cần Thơ",
    ]


def test_two_writings_of_a_name_have_one_key() -> None:
    assert make_unit("Liên đoàn Lao động tỉnh Cao Bằng").key == make_unit("LĐLĐ  tỉnh CAO BẰNG").key
    assert make_unit("LĐLĐ tỉnh Cao Bằng").key != make_unit("LĐLĐ thành phố Cao Bằng").key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LĐLĐ tỉnh Hòa Bình", "LĐLĐ tỉnh Hoà Bình"),
        ("LĐLĐ tỉnh Khánh Hòa", "Liên đoàn Lao động tỉnh Khánh Hoà"),
        ("LĐLĐ thành phố Đà Nẵng", "LĐLĐ TP Đà Nẵng"),
        ("LĐLĐ TP. Đà Nẵng", "LĐLĐ TP.Đà Nẵng"),
        ("LĐLĐ thành phố Đà Nẵng", "LĐLĐ Đà Nẵng"),
        ("LĐLĐ TP.HCM", "Liên đoàn Lao động thành phố Hồ Chí Minh"),
        ("LĐLĐ tỉnh Bà Rịa - Vũng Tàu", "LĐLĐ tỉnh Bà Rịa – Vũng Tàu"),
        ("LĐLĐ tỉnh Thừa Thiên Huế", "LĐLĐ tỉnh Thừa Thiên - Huế"),
        ("LĐLĐ Cao Bằng", "LĐLĐ tỉnh Cao Bằng"),
    ],
)
def test_two_spellings_of_a_unit_have_one_key(one: str, other: str) -> None:
    assert make_unit(one).key == make_unit(other).key


def test_a_city_within_a_province_is_another_unit() -> None:
    keys = {make_unit(f"LĐLĐ {name}").key for name in ("tỉnh Cao Bằng", "thành phố Cao Bằng", "huyện Cao Bằng")}
    assert len(keys) == 3


def test_a_language_without_tables_is_read_by_the_vietnamese_ones() -> None:
    unit = read_unit(summary("LĐLĐ tỉnh Cao Bằng", language="xx"))
    assert unit is not None
    assert unit.name == "LĐLĐ tỉnh Cao Bằng"
