"""Offices by their level: what two or three answers say of the head and the foot of a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import presets
from summarise.blank import BLANK
from summarise.office import checked
from summarise.presets import LEVELS, Level, preset

ANSWERS = {"unit": "Giáo dục", "above": "Công đoàn ngành Giáo dục", "province": "Cao Bằng"}
# Every key that a preset says; the others are the office's own.
KEYS = {"superior", "issuer", "name", "symbol", "place", "signatory", "recipients"}


def told(level: Level) -> dict[str, str]:
    return {name: ANSWERS[name] for name in presets.asks(level)}


@pytest.mark.parametrize("level", LEVELS)
def test_the_answers_asked_for_say_everything_but_the_archive(level: Level) -> None:
    values = preset(level, **told(level))
    assert set(values) == KEYS
    *others, archive = values.pop("recipients")
    assert archive == "Lưu: VT, …"
    assert BLANK not in str(values) + str(others)
    assert checked(values, name="a.toml").symbol == values["symbol"]


@pytest.mark.parametrize("level", LEVELS)
def test_what_was_not_told_is_blank_and_still_settings(level: Level) -> None:
    values = preset(level)
    if presets.asks(level):
        assert BLANK in values["issuer"] or BLANK in values["superior"]
    assert f"{BLANK} {BLANK}" not in str(values)
    assert not any("{" in text for value in values.values() for text in value)
    checked(values, name="a.toml")


@pytest.mark.parametrize("level", LEVELS)
def test_nobody_signs_for_another(level: Level) -> None:
    assert not any(line.startswith(("KT.", "TL.", "TUQ.")) for line in preset(level)["signatory"])
    assert preset(level)["signatory"][0].startswith("TM. ")


@pytest.mark.parametrize("level", LEVELS)
def test_names_at_the_head_are_in_capitals(level: Level) -> None:
    values = preset(level, **told(level))
    for text in (values["superior"], values["issuer"], *values["signatory"]):
        assert text == text.upper()


def test_a_province_is_enough_for_its_federation() -> None:
    assert preset("tinh", province="Cao Bằng") == {
        "superior": "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
        "issuer": "LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG",
        "name": "Liên đoàn Lao động tỉnh Cao Bằng",
        "symbol": "BC-LĐLĐ",
        "place": "Cao Bằng",
        "signatory": ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"],
        "recipients": [
            "Tổng LĐLĐ Việt Nam (để b/c)",
            "Thường trực Tỉnh ủy (để b/c)",
            "Các đ/c UV BCH LĐLĐ tỉnh Cao Bằng",
            "Các ban LĐLĐ tỉnh Cao Bằng",
            "Các công đoàn cấp trên trực tiếp cơ sở, CĐCS trực thuộc",
            "Lưu: VT, …",
        ],
    }


@pytest.mark.parametrize(
    ("typed", "name", "place"),
    [
        ("Cao Bằng", "tỉnh Cao Bằng", "Cao Bằng"),
        ("tỉnh Cao Bằng", "tỉnh Cao Bằng", "Cao Bằng"),
        ("TỈNH CAO BẰNG", "tỉnh Cao Bằng", "Cao Bằng"),
        ("cao bằng", "tỉnh Cao Bằng", "Cao Bằng"),
        ("thành phố Hải Phòng", "thành phố Hải Phòng", "Hải Phòng"),
        ("Hải Phòng", "thành phố Hải Phòng", "Hải Phòng"),
        ("TP. Hải Phòng", "thành phố Hải Phòng", "Hải Phòng"),
        ("tp.Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Thừa Thiên Huế", "tỉnh Thừa Thiên Huế", "Thừa Thiên Huế"),
        ("tỉnh", "…", "…"),
        ("", "…", "…"),
        ("…", "…", "…"),
    ],
)
def test_a_province_may_be_typed_in_many_ways(typed: str, name: str, place: str) -> None:
    values = preset("tinh", province=typed)
    assert values["name"] == f"Liên đoàn Lao động {name}"
    assert values["issuer"] == f"LIÊN ĐOÀN LAO ĐỘNG {name.upper()}"
    assert values["place"] == place


def test_a_city_reports_to_the_committee_of_a_city() -> None:
    assert "Thường trực Thành ủy (để b/c)" in preset("tinh", province="Hải Phòng")["recipients"]


@pytest.mark.parametrize(
    ("level", "typed", "issuer"),
    [
        ("nganh", "ngành Giáo dục", "CÔNG ĐOÀN NGÀNH GIÁO DỤC"),
        ("nganh", "Công đoàn ngành y tế", "CÔNG ĐOÀN NGÀNH Y TẾ"),
        ("cdcs", "CĐCS Trường THPT Chu Văn An", "CÔNG ĐOÀN CƠ SỞ TRƯỜNG THPT CHU VĂN AN"),
        ("cum", "Cụm thi đua LĐLĐ 7 tỉnh", "CỤM THI ĐUA LĐLĐ 7 TỈNH"),
    ],
)
def test_a_unit_may_be_named_with_the_words_that_the_preset_writes(level: Level, typed: str, issuer: str) -> None:
    assert preset(level, unit=typed)["issuer"] == issuer


def test_the_union_above_is_named_as_it_was_told() -> None:
    values = preset("cdcs", above="Công đoàn ngành Giáo dục")
    assert (values["superior"], values["recipients"][0]) == (
        "CÔNG ĐOÀN NGÀNH GIÁO DỤC",
        "Công đoàn ngành Giáo dục (để b/c)",
    )
    values = preset("cdcs", above="CÔNG ĐOÀN NGÀNH GIÁO DỤC")
    assert (values["superior"], values["recipients"][0]) == (
        "CÔNG ĐOÀN NGÀNH GIÁO DỤC",
        "Công đoàn cấp trên trực tiếp (để b/c)",
    )


def test_whom_the_report_is_addressed_to_is_not_named_again() -> None:
    assert preset("tinh", province="Cao Bằng", addressed=True)["recipients"][0] == "Thường trực Tỉnh ủy (để b/c)"


@given(st.sampled_from(LEVELS), st.text(), st.text(), st.text())
def test_any_answers_make_settings(level: Level, unit: str, above: str, province: str) -> None:
    values = preset(level, unit=unit, above=above, province=province)
    assert all("\n" not in text for text in (values["issuer"], values["name"], values["place"]))
    checked(values, name="a.toml")
