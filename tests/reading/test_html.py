"""Saved pages read as a browser shows them."""

from __future__ import annotations

import html as escaping
from pathlib import Path

import pytest

from summarise.errors import InputError
from summarise.reading import read_bytes


def lines(page: str | bytes) -> list[str]:
    data = page.encode() if isinstance(page, str) else page
    source = read_bytes(data, name="a.html")
    assert source.media_type == "text/html"
    return source.text.split("\n")


def test_blocks_and_line_breaks_are_lines() -> None:
    page = "<div>Sơ kết<p>6 tháng<br>đầu năm</p>2022<ul><li>một<li>- hai</ul><h2>Kết <b>quả</b></h2></div>"
    assert lines(page) == ["Sơ kết", "6 tháng", "đầu năm", "2022", "một", "- hai", "Kết quả"]


def test_what_is_not_shown_is_not_read() -> None:
    page = """<html><head><title>Tên</title><meta charset="utf-8"></head><body><script>var a = "<p>x</p>";</script>
    <style>p {}</style><noscript>Bật JavaScript</noscript><template><p>mẫu</p></template><!-- ẩn -->
    <p>Nội<!-- x --> dung"""
    assert lines(page) == ["Nội dung"]


def test_white_space_collapses_and_entities_are_decoded() -> None:
    assert lines("<p>  Liên\n   đoàn&nbsp;Lao <b> động </b>\t&amp; &#7879; &#x1EC7; &lt;b&gt; </p>") == [
        "Liên đoàn\u00a0Lao động & ệ ệ <b>"
    ]


def test_letters_of_neighbouring_inline_elements_stay_together() -> None:
    assert lines("<p><span>12</span><span>/7</span> đồng chí</p>") == ["12/7 đồng chí"]


def test_preformatted_lines_stay_apart() -> None:
    assert lines("<body><pre>một\nhai <b>ba\nbốn</b></pre><p>năm\nsáu") == ["một", "hai ba", "bốn", "năm sáu"]


def test_a_row_of_a_table_is_a_line() -> None:
    page = "<table><tr><th>TT<th>Nội dung<tr><td>1<td><p>Đoàn viên</p><td><td>33.778</table>"
    assert lines(page) == ["TT\tNội dung", "1\tĐoàn viên\t33.778"]


def test_a_table_that_lays_out_the_page_keeps_its_lines() -> None:
    page = """<table><tr><td>Trang chủ<br>Tin tức<td><p>Tiêu đề<p>Bài viết
    <table><tr><td>a<td>b</table></table>"""
    assert lines(page) == ["Trang chủ", "Tin tức", "Tiêu đề", "Bài viết", "a\tb"]


def test_the_declared_encoding_is_used() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Съезд'
    source = read_bytes(page.encode("cp1251"), name="a.html")
    assert (source.text, source.encoding) == ("Съезд", "cp1251")


def test_valid_utf_8_counts_more_than_a_stale_declaration() -> None:
    assert lines("<meta charset=iso-8859-1><p>Tổng kết") == ["Tổng kết"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_page_is_known_in_every_unicode_encoding(encoding: str) -> None:
    assert lines("<!DOCTYPE html><p>Tổng kết".encode(encoding)) == ["Tổng kết"]


def test_a_page_may_begin_with_an_xml_declaration() -> None:
    assert lines('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html><body><p>Tổng kết') == ["Tổng kết"]


def test_entities_of_a_page_fetch_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>a &x; b'
    assert "bí mật" not in "".join(lines(page))


@pytest.mark.parametrize("page", ["<html></html>", "<!-- -->", "<html><script>x</script><p>&nbsp;</p>"])
def test_a_page_without_text_is_an_error(page: str) -> None:
    with pytest.raises(InputError, match="there is no text in"):
        read_bytes(page.encode(), name="a.html")


def test_a_page_nested_without_end_is_an_error() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        read_bytes(b"<html>" + b"<b>" * 100_000 + b"x", name="a.html")


def test_a_page_saved_as_a_single_file_is_read(seeds: dict[str, Path]) -> None:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    text = seeds["lao-cai-2025"].read_text("utf-8")
    message = MIMEMultipart("related")
    message.attach(MIMEText("".join(f"<p>{escaping.escape(line)}</p>" for line in text.split("\n")), "html", "utf-8"))
    source = read_bytes(message.as_bytes(), name="a.mhtml")
    assert source.media_type == "multipart/related"
    assert source.text.split() == text.split()


def test_a_saved_single_file_without_a_page_is_an_error() -> None:
    with pytest.raises(InputError, match="no page in the saved file"):
        read_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--\n", name="a.mhtml")
