from __future__ import annotations

import datetime
from pathlib import Path

import platformdirs
import pytest
from pydantic import ValidationError

from summarise.errors import SettingsError
from summarise.office import BLANK, Office, load_office

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
        (b"number = 0", "number: "),
        (b'number = "twelve"', "number: "),
        (b"issuer = [1]", r"issuer\.0: "),
        (b"date = 'tomorrow'", "date: "),
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


def test_a_file_that_was_asked_for_and_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_office(tmp_path / "nowhere.toml")


def test_an_office_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Office().place = "Cao Bằng"  # type: ignore[misc]
