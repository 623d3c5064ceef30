"""Old Word files: what their fonts say in `.docx`, and `.doc`, `.rtf` and `.odt` by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from summarise import office_suite
from summarise.errors import InputError
from summarise.reading import old_word, read_bytes

REAL = shutil.which("soffice")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of the Unix shell")
ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text" + bytes(60)


def word_file(*runs: tuple[str, str | None], style: str | None = None) -> bytes:
    document = docx.Document()
    if style:
        fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:ascii"), style)
        fonts.set(qn("w:hAnsi"), style)
    paragraph = document.add_paragraph()
    for text, font in runs:
        run = paragraph.add_run(text)
        if font:
            run.font.name = font
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def test_each_run_is_read_by_its_font() -> None:
    data = word_file(
        ("§¹i héi ", ".VnTimeH"),
        ("C«ng ®oµn, ", ".VnTime"),
        ("Ñaïi hoä", "VNI-Times"),
        ("i Coâng ñoaøn, ", "VNI-Times"),
        ("Đại hội Công đoàn lần thứ 2", "Times New Roman"),
    )
    source = read_bytes(data, name="a.docx")
    assert source.text == "ĐẠI HỘI Công đoàn, Đại hội Công đoàn, Đại hội Công đoàn lần thứ 2"
    assert set(source.repairs) == {"tcvn3", "vni"}


def test_the_font_of_a_style_counts() -> None:
    source = read_bytes(word_file(("B¸o c¸o, VN§100", None), style=".VnTime"), name="a.docx")
    assert (source.text, source.encoding, source.repairs) == ("Báo cáo, VNĐ100", "tcvn3", ("tcvn3",))


def test_a_soft_hyphen_is_a_letter_in_such_a_font_only() -> None:
    data = word_file(("ph\xad¬ng h\xadíng", ".VnTime"))
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    assert "\xad" in body
    parts["word/document.xml"] = body.replace("\xad", "</w:t><w:softHyphen/><w:t>").encode()
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert read_bytes(made.getvalue(), name="a.docx").text == "phương hướng"
    assert read_bytes(data, name="a.docx").text == "phương hướng"


def test_unicode_text_that_kept_the_name_of_an_old_font_stays() -> None:
    for text in ("Đại hội Công đoàn", "các bà và các cô, ô tô", "plain"):
        source = read_bytes(word_file((text, ".VnTime")), name="a.docx")
        assert (source.text, source.repairs) == (text, ())


def test_capitals_that_no_font_tells_are_reported() -> None:
    source = read_bytes(word_file(("§éNG Hµ NéI, ñy viªn", ".VnTime")), name="a.docx")
    assert source.text == "ĐỘNG HÀ NỘI, ủy viên"
    assert source.repairs == ("tcvn3", "capitals")


KINDS = [(b"{\\rtf1 x}", ".rtf"), (old_word.OLE + "WordDocument".encode("utf-16-le"), ".doc"), (ODT, ".odt")]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_without_libreoffice_the_message_says_what_to_do(
    data: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_suite, "find", lambda: None)
    with pytest.raises(InputError, match=rf"a: \{kind} files are read by LibreOffice, .* save it as .docx\Z"):
        read_bytes(data, name="a")


@posix
@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_what_libreoffice_makes_is_read_and_nothing_is_left(
    data: bytes, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, scratch, program = tmp_path / "made.docx", tmp_path / "scratch", tmp_path / "soffice"
    made.write_bytes(word_file(("C«ng ®oµn", ".VnTime")))
    scratch.mkdir()
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\ncp "{made}" "$2/article.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setenv(office_suite.VARIABLE, str(program))
    source = read_bytes(data, name="a")
    assert (source.text, source.encoding) == ("Công đoàn", "tcvn3")
    assert source.media_type == old_word.kind(data)
    assert list(scratch.iterdir()) == []
    program.write_text("#!/bin/sh\nexit 0\n")
    with pytest.raises(InputError, match=r"\Aa: LibreOffice cannot read the file, which may be damaged; .*\Z"):
        read_bytes(data, name="a")
    # What LibreOffice puts into the folder of temporary files stays there when it is ended.
    monkeypatch.setenv("TMPDIR", str(scratch))
    program.write_text('#!/bin/sh\necho "$2" > "$TMPDIR/left"\nsleep 60\n')
    monkeypatch.setattr(old_word, "SECONDS", 1.0)
    with pytest.raises(InputError, match=r"\Aa: LibreOffice had not read the file after 1 seconds; .*\Z"):
        read_bytes(data, name="a")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [
        old_word.OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        old_word.OLE + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500) + "WordDocument".encode("utf-16-le"),
    ],
)
def test_a_password_is_told(data: bytes) -> None:
    with pytest.raises(InputError, match="a: the file is protected by a password; save it without one"):
        read_bytes(data, name="a")


def test_a_password_of_an_odt_is_told() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(InputError, match="protected by a password"):
        read_bytes(made.getvalue(), name="a")


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_the_real_libreoffice_keeps_the_fonts(ending: str, tmp_path: Path) -> None:
    if REAL is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "a.docx").write_bytes(
        word_file(
            ("§¹i héi ", ".VnTimeH"), ("c«ng ®oµn, ph\xad¬ng h\xadíng; ", ".VnTime"), ("coâng ñoaøn", "VNI-Times")
        )
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [REAL, profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    source = read_bytes((tmp_path / f"a.{ending}").read_bytes(), name="a")
    assert source.text == "ĐẠI HỘI công đoàn, phương hướng; công đoàn"


ENDED = """
import os, signal, sys
from pathlib import Path
from summarise import office_suite
signal.signal(signal.SIGTERM, lambda *_: (office_suite.end_all(), os._exit(1)))
office_suite.convert(b"a", name="a.doc", to="docx", program=Path(sys.argv[1]), seconds=600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended there without a word")
def test_nothing_outlives_a_process_that_is_ended(tmp_path: Path) -> None:
    hanging, started, scratch = tmp_path / "hanging", tmp_path / "started", tmp_path / "scratch"
    scratch.mkdir()
    hanging.write_text(f"#!/bin/sh\necho $$ > {started}.new && mv {started}.new {started}\nexec sleep 600\n", "utf-8")
    hanging.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-c", ENDED, str(hanging)], env={**os.environ, "TMPDIR": str(scratch)}
    ) as reader:
        while not started.exists() and reader.poll() is None:
            time.sleep(0.05)
        reader.terminate()
    child = int(started.read_text())
    for _ in range(100):  # a dead process is listed until somebody waits for it
        stat = Path("/proc", str(child), "stat")
        if not stat.exists() or " Z " in stat.read_text():
            break
        time.sleep(0.05)
    else:
        pytest.fail("it runs on")
    assert not list(scratch.iterdir())
