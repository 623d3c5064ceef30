from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from summarise.errors import OutputError
from summarise.writing import write_whole


def test_bytes_and_text_are_written_as_they_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.bin", b"\x00\r\n")
    write_whole(tmp_path / "b.txt", "Công đoàn\r\ncơ sở\n")
    assert (tmp_path / "a.bin").read_bytes() == b"\x00\r\n"
    assert (tmp_path / "b.txt").read_bytes() == "Công đoàn\r\ncơ sở\n".encode()


def test_an_existing_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.docx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640


def test_others_may_read_a_new_file_as_the_umask_says(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "whole", b"")
    assert (tmp_path / "whole").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_the_longest_file_name_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("a" * 255), b"x")
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / ("a" * 256), b"x")


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_no_leftovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    (tmp_path / "report.docx").write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        raise fault

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((OutputError, KeyboardInterrupt)) as caught:
        write_whole(tmp_path / "report.docx", b"new")
    if isinstance(fault, OSError):
        assert "no room left on the disk" in str(caught.value)
        assert caught.value.__cause__ is fault
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]
    assert (tmp_path / "report.docx").read_bytes() == b"old"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no folder .*nowhere"):
        write_whole(tmp_path / "nowhere" / "report.docx", b"")


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        write_whole(tmp_path, b"")


def test_a_device_is_not_replaced() -> None:
    if not Path(os.devnull).exists():
        pytest.skip("no device of that name")
    with pytest.raises(OutputError, match="is a device"):
        write_whole(Path(os.devnull), b"")


def test_a_folder_without_the_right_to_write_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_args: object, **_kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OutputError, match="no right to write in"):
        write_whole(tmp_path / "report.docx", b"")


def test_a_protected_file_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "signed.docx").write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="write-protected"):
        write_whole(tmp_path / "signed.docx", b"new")
    assert (tmp_path / "signed.docx").read_bytes() == b"old"
