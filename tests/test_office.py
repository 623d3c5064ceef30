from __future__ import annotations

import datetime
from pathlib import Path

import platformdirs
import pytest
from pydantic import ValidationError

from summarise import messages
from summarise.blank import BLANK
from summarise.errors import SettingsError
from summarise.office import Office, load_office

CAO_BANG = """
superior = "TỔNG LIÊN ĐOÀN LAO ĐỘNG\\nVIỆT NAM"
issuer = ["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH CAO BẰNG"]
name = "Liên đoàn Lao động tỉnh Cao Bằng"
symbol = "BC-LĐLĐ"
number = 12
place = "Cao Bằng"
date = 2022-07-08
signatory = ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]
recipients = ["Tổng LĐLĐ Việt Nam (để b/c)", "Lưu: VT, VP"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_office_without_settings_is_all_blanks_and_names_nobody() -> None:
    office = Office()
    for key in Office.model_fields:
        assert getattr(office, key) in (None, (), (BLANK,), f"BC-{BLANK}")


def test_the_file_of_the_current_folder_is_read(folder: Path) -> None:
    (folder / "summarise.toml").write_text(CAO_BANG, "utf-8")
    office = load_office()
    assert office.superior == ("TỔNG LIÊN ĐOÀN LAO ĐỘNG", "VIỆT NAM")
    assert office.issuer == ("LIÊN ĐOÀN LAO ĐỘNG", "TỈNH CAO BẰNG")
    assert office.date == datetime.date(2022, 7, 8)
    assert office.number == 12


def test_the_current_folder_comes_before_the_configuration_folder(folder: Path) -> None:
    configured = platformdirs.user_config_path("summarise", appauthor=False)
    configured.mkdir(parents=True)
    (configured / "summarise.toml").write_text('place = "Lào Cai"', "utf-8")
    assert load_office().place == "Lào Cai"
    (folder / "summarise.toml").write_text('place = "Cao Bằng"', "utf-8")
    assert load_office().place == "Cao Bằng"


@pytest.mark.usefixtures("folder")
def test_without_a_file_the_office_is_blank() -> None:
    assert load_office() == Office()


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_bytes(b"\xef\xbb\xbf" + CAO_BANG.encode())
    assert load_office(tmp_path / "office.toml").place == "Cao Bằng"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'isuer = "X"', "unknown key isuer; did you mean issuer"),
        (b"xyz = 1", "unknown key xyz; the keys are superior, issuer"),
        (b"number = 0", "number must be a whole number of 1 or more"),
        (b'number = "twelve"', "number must be a whole number"),
        (b"number = 1.5", "number must be a whole number"),
        (b"number = true", "number must be a whole number"),
        (b"issuer = 1", "issuer must be text in quotation marks, or a list"),
        (b"issuer = [1]", "issuer #1 must be text in quotation marks"),
        (b"place = 1", "place must be text in quotation marks"),
        (b"date = 'tomorrow'", "date must be a date as year-month-day"),
        (b"date = 20220708", "date must be a date as year-month-day"),
        (b"date = 2022-07-08T10:00:00", "date must be a date as year-month-day"),
        (b"date = 'next-month'", "date must be a date as year-month-day"),
        (b'name = "a\\nb"', "name must stand on one line"),
        (b"signatory_name = '''a\nb'''", "signatory_name must stand on one line"),
        ('symbol = "LĐLĐ"'.encode(), "symbol is LĐLĐ; it must be the kind, a hyphen and the office"),
        ('symbol = "BC LĐLĐ"'.encode(), "symbol is BC LĐLĐ"),
        ('symbol = "BC–LĐLĐ"'.encode(), "symbol is BC–LĐLĐ"),
        (b'symbol = ""', "symbol is ; it must be"),
        (b"place = \n", "is not valid TOML.*line 1"),
        ("place = 'Cao Bằng'".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "summarise.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=message) as caught:
        load_office(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"number = 0", b"issuer = 1", b"place = []", b"date = 1", b"name = 'a'\nplace = {}", b"recipients = [[1]]"],
)
def test_what_is_wrong_with_a_value_is_told_in_vietnamese(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "summarise.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_office(path)
    messages.use("vi")
    told = messages.describe(caught.value)
    messages.use("en")
    assert " phải là " in told
    assert not {"must", "should", "input", "valid"} & set(told.casefold().split())


@pytest.mark.parametrize(
    "symbol", ["BC-LĐLĐ", "TTr-CĐCS", "BC-…", "…-…", "BC-LĐLĐ-VP", "TB-TLĐ-ToC", "BC-CĐKCN&KKT", "QyĐ-CĐN2"]
)
def test_a_symbol_may_have_any_organisation(symbol: str) -> None:
    assert Office(symbol=symbol).symbol == symbol


def test_a_line_break_parts_lines_wherever_lines_are_meant() -> None:
    office = Office(issuer=("LIÊN ĐOÀN LAO ĐỘNG\nTỈNH CAO BẰNG", ""), place="Cao Bằng\n")
    assert office.issuer == ("LIÊN ĐOÀN LAO ĐỘNG", "TỈNH CAO BẰNG")
    assert office.place == "Cao Bằng"


def test_a_file_that_was_asked_for_and_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_office(tmp_path / "nowhere.toml")


def test_an_office_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Office().place = "Cao Bằng"  # type: ignore[misc]
