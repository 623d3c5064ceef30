"""Which articles a batch is of: files, folders, patterns, archives and lists."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from summarise.batching import inputs
from summarise.batching.inputs import Input, find, listed
from summarise.errors import InputError, SettingsError
from summarise.reading import LIMIT

OUT = Path("out")


def write(path: Path, text: str = "Hội nghị sơ kết") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def archive(path: Path, members: dict[str, str | bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def paths(found: tuple[Input, ...]) -> list[Path]:
    return [Path(one.path) for one in found]


def test_a_folder_gives_its_articles_in_order_with_those_below_it(tmp_path: Path) -> None:
    wanted = [write(tmp_path / name) for name in ("2022/b.txt", "a.HTML", "c.docx")]
    for name in (".hidden/x.txt", ".x.txt", "~$c.docx", "image.png", "notes.json"):
        write(tmp_path / name)
    assert paths(find([tmp_path], output=tmp_path / "out")) == sorted(wanted)


def test_an_article_named_twice_comes_once(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt")
    assert paths(find([article, tmp_path, tmp_path / "." / "a.txt"], output=OUT)) == [article]


def test_a_file_named_itself_may_have_any_ending(tmp_path: Path) -> None:
    assert paths(find([write(tmp_path / "a.news")], output=OUT)) == [tmp_path / "a.news"]


def test_a_pattern_that_the_shell_left_is_filled_in(tmp_path: Path) -> None:
    articles = [write(tmp_path / name) for name in ("a.txt", "b.txt", "x/c.txt")]
    write(tmp_path / "c.html")
    assert paths(find([tmp_path / "*.txt"], output=OUT)) == articles[:2]
    assert paths(find([tmp_path / "**" / "*.txt"], output=OUT)) == articles


def test_a_pattern_passes_over_leftovers_and_reports_and_searches_folders(tmp_path: Path) -> None:
    articles = [write(tmp_path / name) for name in ("a.docx", "quý 1/b.docx", "quý 1/c.txt")]
    for name in ("~$a.docx", "out/a.docx", "quý 1/~$b.docx"):
        write(tmp_path / name)
    out = tmp_path / "out"
    assert paths(find([tmp_path / "**" / "*.docx"], output=out)) == articles[:2]
    assert paths(find([tmp_path / "*"], output=out)) == articles
    assert paths(find([tmp_path / "*.docx"], output=tmp_path)) == articles[:1]


def test_a_folder_that_cannot_be_read_is_an_article_that_fails(tmp_path: Path, monkeypatch) -> None:
    article = write(tmp_path / "a.txt")
    write(tmp_path / "closed/b.txt")
    scandir = os.scandir

    def closed(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = find([tmp_path], output=OUT)
    assert paths(found) == [article, tmp_path / "closed"]
    with pytest.raises(InputError, match="closed: this folder cannot be read"):
        found[1].load()


def test_a_name_that_no_file_can_have_is_an_article_that_fails() -> None:
    (found,) = find(["Sáng ngày 08/7/2022 " * 20], output=OUT)
    with pytest.raises(InputError, match=r"cannot be read|no such file"):
        found.load()


def test_the_reports_of_an_earlier_run_are_no_articles(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt")
    write(tmp_path / "out" / "a.docx")
    assert paths(find([tmp_path], output=tmp_path / "out")) == [article]


def test_articles_below_the_output_folder_are_found(tmp_path: Path) -> None:
    article = write(tmp_path / "in" / "a.txt")
    assert paths(find([tmp_path / "in"], output=tmp_path)) == [article]


def test_reports_do_not_go_among_the_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    with pytest.raises(SettingsError, match="holds the articles"):
        find([tmp_path], output=tmp_path)


def test_a_folder_without_articles_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no article here"):
        find([tmp_path], output=OUT)


def test_files_that_cannot_be_read_are_told_and_not_passed_over(tmp_path: Path) -> None:
    old = write(tmp_path / "cũ.doc")
    found = find([tmp_path, tmp_path / "missing.txt"], output=OUT)
    assert paths(found) == [old, tmp_path / "missing.txt"]
    with pytest.raises(InputError, match="no such file"):
        found[1].load()


def test_an_archive_gives_the_articles_in_it(tmp_path: Path) -> None:
    packed = archive(
        tmp_path / "quý 1.zip",
        {"b.txt": "B", "a/Hải Phòng.txt": "HP", "ảnh.png": b"", "__MACOSX/a.txt": "", ".x/a.txt": ""},
    )
    found = find([tmp_path], output=OUT)
    assert [one.member for one in found] == ["a/Hải Phòng.txt", "b.txt"]
    assert [one.load() for one in found] == [b"HP", b"B"]
    assert found[0].name == f"{packed}/a/Hải Phòng.txt"
    assert found[0].file_name == "Hải Phòng.txt"


def test_names_in_an_archive_without_the_flag_for_utf_8_are_read(tmp_path: Path) -> None:
    packed = archive(tmp_path / "a.zip", {"Hà Nội.txt": "HN"})
    data = packed.read_bytes()
    packed.write_bytes(data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00"))  # the flags of both headers
    (found,) = find([packed], output=OUT)
    assert found.member == "Hà Nội.txt"
    assert found.load() == b"HN"


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"PK\x03\x04" + b"x" * 40])
def test_a_damaged_archive_is_an_input_that_fails(tmp_path: Path, damage) -> None:
    packed = archive(tmp_path / "a.zip", {"a.txt": "A" * 1000})
    packed.write_bytes(damage(packed.read_bytes()))
    (found,) = find([packed], output=OUT)
    with pytest.raises(InputError, match="damaged"):
        found.load()


def test_a_damaged_member_fails_alone(tmp_path: Path) -> None:
    packed = archive(tmp_path / "a.zip", {"a.txt": os.urandom(3000), "b.txt": "B"})
    data = bytearray(packed.read_bytes())
    data[200] ^= 0xFF
    packed.write_bytes(data)
    bad, good = find([packed], output=OUT)
    with pytest.raises(InputError, match="damaged"):
        bad.load()
    assert good.load() == b"B"


def test_an_archive_in_an_archive_is_told(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"a.txt": "A"}).read_bytes()
    (found,) = find([archive(tmp_path / "outer.zip", {"inner.zip": inner})], output=OUT)
    with pytest.raises(InputError, match="an archive in an archive"):
        found.load()


def test_an_archive_without_an_article_is_an_input_that_fails(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip", {"a.jpg": b"", ".x.txt": ""})
    archive(tmp_path / "b.zip", {"a.txt": "A"})
    empty, article = find([tmp_path], output=OUT)
    with pytest.raises(InputError, match="no article here"):
        empty.load()
    assert article.load() == b"A"


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = archive(tmp_path / "a.zip", {f"{number}.txt": bytes(10**6) for number in range(4)})
    monkeypatch.setattr(inputs, "UNPACKED_LIMIT", 3 * 10**6)
    (found,) = find([packed], output=OUT)
    with pytest.raises(InputError, match="unpacks to more than"):
        found.load()


def test_no_more_is_unpacked_of_a_member_than_is_read_of_a_file(tmp_path: Path) -> None:
    (found,) = find([archive(tmp_path / "a.zip", {"a.txt": bytes(LIMIT + 10)})], output=OUT)
    assert len(found.load()) == LIMIT + 1


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="this is no file"):
        Input(str(tmp_path / "a.txt")).load()


def test_a_list_has_a_path_a_line_or_between_nuls() -> None:
    assert listed("a b.txt\r\n\n  \nthư mục/c.txt\n") == ["a b.txt", "thư mục/c.txt"]
    assert listed('"C:\\ba i.txt"\r\n"a" b\n') == ["C:\\ba i.txt", '"a" b']  # as Windows copies a path
    assert listed("a\nb.txt\0c.txt\0") == ["a\nb.txt", "c.txt"]
