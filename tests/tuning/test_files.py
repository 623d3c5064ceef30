"""Pairs in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise.errors import InputError
from summarise.tuning.files import read_pairs
from summarise.tuning.pairs import Corrected

ROW = '{"source": "Kết nạp 161 đoàn viên mới.", "target": "Kết nạp 161 đoàn viên."}'
PAIR = Corrected("Kết nạp 161 đoàn viên mới.", "Kết nạp 161 đoàn viên.", "vi")


def test_json_lines_are_read_with_what_they_leave_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        f'{ROW}\n\n{{"source": "a", "target": "b", "language": "en", "task": "merge", "note": 1}}\n', "utf-8-sig"
    )
    assert read_pairs(path) == [PAIR, Corrected("a", "b", "en", "merge")]


@pytest.mark.parametrize(("comma", "encoding"), [(",", "utf-8"), (";", "utf-8-sig")])
def test_a_table_is_read_however_a_spreadsheet_separates_it(tmp_path: Path, comma: str, encoding: str) -> None:
    path = tmp_path / "a.CSV"
    rows = [f"Source{comma}Target", f'"Kết nạp 161 đoàn viên mới."{comma}"Kết nạp 161 đoàn viên."']
    path.write_text("\r\n".join(rows), encoding)
    assert read_pairs(path) == [PAIR]


def test_a_cell_may_hold_a_line_end_and_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('source,target\n"Kết nạp 161\nđoàn viên, mới.",Kết nạp.\n', "utf-8")
    assert read_pairs(path)[0].clause == "Kết nạp 161\nđoàn viên, mới."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{ROW}\nnhầm", "line 2: this is not JSON"),
        ('["a"]', "line 1: source and target must both be there"),
        ('{"source": "Kết nạp.", "target": " "}', "line 1: source and target must both be there"),
        ('{"source": "a", "target": "b", "language": "fr"}', "line 1: fr is not known; choose one of en, vi"),
        ('{"source": "a", "target": "b", "task": "summary"}', "summary is not known; choose one of bullet, merge"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        read_pairs(path)


def test_a_table_without_the_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("câu,ý\na,b\n", "utf-8")
    with pytest.raises(InputError, match="line 2: source and target"):
        read_pairs(path)


def test_a_missing_file_and_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_pairs(tmp_path / "a.jsonl")
    (tmp_path / "b.csv").write_bytes("source,target\nKết nạp,Kết nạp".encode("cp1258", "replace") + b"\xd2")
    with pytest.raises(InputError, match="not UTF-8"):
        read_pairs(tmp_path / "b.csv")
