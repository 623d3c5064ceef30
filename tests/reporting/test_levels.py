"""The head and the foot of a report for an office of each level, as its preset makes them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from summarise.office import checked
from summarise.presets import LEVELS, Level, asks, preset
from summarise.records import Summary
from summarise.reporting import render
from summarise.reporting.header import ISSUER, SIGNATORY, SUPERIOR, SYMBOL
from tests.reporting.test_render import (
    test_gaps_and_rules_are_neither_empty_paragraphs_nor_typed_lines as check_gaps_and_rules,
)
from tests.reporting.test_render import test_recipients_end_with_the_archive as check_recipients
from tests.reporting.test_render import texts

# Answers with the longest names that a level has to bear.
ANSWERS: dict[Level, dict[str, str]] = {
    "tld": {},
    "tinh": {"province": "Thành phố Hồ Chí Minh"},
    "nganh": {"unit": "Nông nghiệp và Phát triển nông thôn", "province": "Bà Rịa - Vũng Tàu"},
    "kcn": {"province": "Bà Rịa - Vũng Tàu"},
    "cdcs": {
        "unit": "Công ty TNHH Một thành viên Cao su Dầu Tiếng",
        "above": "Công đoàn các Khu công nghiệp tỉnh Bình Dương",
        "province": "Bình Dương",
    },
    "cum": {"unit": "LĐLĐ 7 tỉnh biên giới phía Bắc", "province": "Thành phố Hồ Chí Minh"},
}
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.fixture(params=LEVELS)
def level(request: pytest.FixtureRequest) -> Level:
    return request.param


@pytest.fixture
def made(level: Level, quang_binh: Summary, tmp_path: Path) -> Path:
    answers = ANSWERS[level]
    assert set(answers) == set(asks(level))
    values = preset(level, addressed=True, **answers) | {"addressees": ["Tổng Liên đoàn"], "date": "2025-12-29"}
    return render(quang_binh, tmp_path / "report.docx", office=checked(values, name=level))


@pytest.fixture
def report(made: Path) -> Document:
    return docx.Document(str(made))


def test_the_lines_of_names_fit_their_columns(report: Document) -> None:
    columns = {"CoQuanChuQuan": SUPERIOR, "CoQuanBanHanh": ISSUER, "SoKyHieu": SYMBOL, "KyQuyen": SIGNATORY}
    for style, column in columns.items():
        assert all(column.holds(line) for line in texts(report, style))


def test_the_head_names_the_body_above_unless_there_is_none(report: Document, level: Level) -> None:
    assert bool(texts(report, "CoQuanChuQuan")) == (level != "tld")
    assert texts(report, "CoQuanBanHanh") != []


@pytest.mark.parametrize("check", [check_recipients, check_gaps_and_rules])
def test_the_form_is_that_of_the_decree(report: Document, check: Callable[[Document], None]) -> None:
    check(report)


def test_number_place_date_and_signature_have_their_form(report: Document) -> None:
    assert re.fullmatch(r"Số:\s*/BC-[A-ZĐ]+", *texts(report, "SoKyHieu"))
    (line,) = texts(report, "DiaDanh")
    assert re.fullmatch(r"[^,]+, ngày 29 tháng 12 năm 2025", line.replace("\u00a0", " "))
    signatory = [line.replace("\u00a0", " ") for line in texts(report, "KyQuyen")]
    assert signatory[0].startswith("TM. ")
    assert not any(line.startswith("KT.") for line in signatory)


def test_a_page_as_it_is_set_keeps_every_line_of_the_head_whole(made: Path, report: Document, tmp_path: Path) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("LibreOffice and pdftotext are not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = tmp_path / "report.pdf"
    shown = subprocess.run(
        [reader, "-layout", "-l", "1", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout.replace("\u00a0", " ")
    head = shown[: shown.index("BÁO CÁO")].splitlines()
    lines = [STATE, *texts(report, "CoQuanChuQuan"), *texts(report, "CoQuanBanHanh")]
    place, day = texts(report, "DiaDanh")[0].split(", ")
    for line in (*lines, place + ",", day):
        assert any(line.replace("\u00a0", " ") in printed for printed in head), line
