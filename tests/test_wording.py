"""Every value and every reason has its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import getsource
from typing import get_args

import pytest

from summarise import checking, cleaning, messages
from summarise.language import table
from summarise.records import Meeting, Section, WorkField
from summarise.wording import FACTS, FIELDS, SECTIONS, passed_over, refused


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    messages.use("en")


def test_every_section_field_and_fact_has_a_name() -> None:
    assert set(SECTIONS) == set(get_args(Section))
    assert set(FIELDS) == set(get_args(WorkField))
    assert set(FACTS) == set(Meeting.model_fields) - {"sources", "inferred"}


def test_every_reason_of_the_check_can_be_told() -> None:
    told = re.findall(r"^    ([a-z][a-z:,A-Z -]*?)   ", checking.__doc__ or "", re.MULTILINE)
    codes = {code.split(":")[0] for line in told for code in line.split(", ")}
    assert len(codes) >= 30
    assert [code for code in sorted(codes | {"no-draft"}) if refused(f"{code}:x") == f"{code}:x"] == []


def test_every_reason_of_cleaning_can_be_told() -> None:
    reasons = set(re.findall(r'(?:return|reason =) "([a-z]+)"', getsource(cleaning))) - {
        "title",
        "heading",
        "item",
        "body",
    }
    for language in ("vi", "en"):
        rules = table(language, "noise")
        reasons |= {*rules["anywhere"], *rules["opens"]}
    assert {"stamp", "repeat", "caption", "related"} <= reasons
    messages.use("vi")  # in English a reason may be its own name
    assert [reason for reason in sorted(reasons) if passed_over(reason) == reason] == []


def test_a_reason_names_what_it_is_about_in_the_language_in_use() -> None:
    assert refused("figure-lost:99,2%") == "it lost the figure “99,2%”"
    messages.use("vi")
    assert refused("figure-lost:99,2%") == "làm mất số liệu “99,2%”"


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert refused("new-rule:x") == "new-rule:x"
    assert passed_over("new-rule") == "new-rule"
