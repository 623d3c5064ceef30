"""Hostile inputs for `benchmarks/fuzz.py`: real articles in every format, and what may happen to a file.

Input number n of a seed is always the same, so a failure can be made again anywhere.
"""

from __future__ import annotations

import html
import io
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from speed import SEEDS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "reading"))
from printed import A4, assembled, pdf, set_in_column

Mutation = Callable[[random.Random], bytes]
MEGABYTE = 2**20
LENGTHS = (10, 300, 300, 2_000, 2_000, 5_000, 5_000, 20_000, 60_000, 190_000, 250_000)
# What steps look for, and what no step expects, alone or as a line: each is repeated until a text is full of it.
TOKENS = [
    "“", "”", "(", ")", "[", '"', "“a” ", '"a ', "(a) ", "…", ". ", "A. ", "a; ", "a: b; ", "1. a;\n", "- a\n",
    "a.b/c-", "/a", "_", " ",
    "\xa0", "1", "1,", "1 2 ", "1\t", "12 345,6 ", "1.234.567.", "12 % ", "1 tỷ 86 triệu ", "ngày 12/6/2022 ",
    "năm 2022 ", "đến ", "gần ",
    "6 tháng đầu năm 2022, ", "hội nghị sơ kết ", "tổ chức hội nghị ", "của Công đoàn ", "tại tỉnh ", "Nguyễn Văn An ",
    "ông Sáng chủ trì; ",
    "đồng chí Nguyễn Văn An, Chủ tịch, ", "đồng chí A chủ trì hội nghị. ", "dự hội nghị có đồng chí ",
    "phát biểu: “Đồng chí tốt.” ", "họ tên: ",
    "Tin khác\n", "I. Kết quả\n", "ngày 5/7\n", "ab\n", "Họp Công đoàn\n", "1\t2\t3\t4\t5\n", "a, ", "a", "a-", "- ",
    "1/", "<p>", "</p>", "&lt;", "&#0;",
    "<!--", "{", "\\", "%PDF-", "PK\x03\x04", "\u202e", "\u200f", "\u200d", "\u0301", "a\u0301\u0323", "\ufeff",
    "\ufffd", "\u2028", "\x85", "\x0c", "𝟗", "İ", "ß", "ﬁ", "٣",
    "²", "½", "🎉", "한", "ế",
]  # fmt: skip
INSERTED = [
    "\0", "\x01", "\x1a", "\x1b", "\x7f", "\u202e", "\u200f", "\u200b", "\u00ad", "\u0300", "\u0323", "\ufeff",
    "\ufffe", "\U0010ffff",
    "\r", "\r\r\n", "\n\n", "\t", "\u2028", "“", '"', "(", ";", ":", "…", "0", "İ", "<", "&", "]]>",
]  # fmt: skip
ENCODINGS = [
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258", "cp1252", "latin-1", "gb18030", "utf-7",
    "cp037",
]  # fmt: skip


@cache
def articles() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))


@cache
def files() -> dict[str, tuple[bytes, ...]]:
    """The articles in every format that is read."""
    makers = {"txt": str.encode, "html": as_html, "mhtml": as_mhtml, "docx": as_docx, "pdf": as_pdf}
    return {kind: tuple(make(text) for text in articles()) for kind, make in makers.items()}


def as_html(text: str, charset: str = "utf-8") -> bytes:
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    return f'<!DOCTYPE html><html><head><meta charset="{charset}"></head><body>{body}</body></html>'.encode()


def as_mhtml(text: str) -> bytes:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related", boundary="----edge")
    message.attach(MIMEText(as_html(text).decode(), "html", "utf-8"))
    return message.as_bytes().replace(b"Content-Type: multipart", b"From: <Saved>\nContent-Type: multipart", 1)


def as_docx(text: str) -> bytes:
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_pdf(text: str) -> bytes:
    lines = list(set_in_column(filter(str.strip, text.split("\n")), left=70, width=450, top=770, size=11))
    pages = [lines[start : start + 45] for start in range(0, len(lines), 45)]
    return pdf([[line._replace(base=770 - 15.4 * number) for number, line in enumerate(page)] for page in pages])


def any_file(rng: random.Random) -> bytes:
    return rng.choice(rng.choice(list(files().values())))


def untouched(rng: random.Random) -> bytes:
    return any_file(rng)


def truncated(rng: random.Random) -> bytes:
    data = any_file(rng)
    return data[: rng.randrange(len(data))] if rng.random() < 0.8 else data[rng.randrange(len(data)) :]


def bits_flipped(rng: random.Random) -> bytes:
    data = bytearray(any_file(rng))
    for _ in range(rng.choice((1, 1, 3, 10, 100, 1000))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def blocks_moved(rng: random.Random) -> bytes:
    """Pieces lost, doubled, put elsewhere, overwritten with noise or zeros, or taken from another file."""
    data, other = any_file(rng), any_file(rng)
    for _ in range(rng.randint(1, 6)):
        data = _one_block_moved(data, other, rng) or b" "
    return data


def _one_block_moved(data: bytes, other: bytes, rng: random.Random) -> bytes:
    start, place, how = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1), rng.randrange(5)
    end = min(len(data), start + rng.choice((1, 4, 64, 1000, 20_000)))
    if how == 0:
        return data[:place] + data[start:end] + data[place:]
    if how == 1:
        return data[:place] + other[start:end] + data[place:]
    middle = (b"", rng.randbytes(end - start), bytes(end - start))[how - 2]
    return data[:start] + middle + data[end:]


def characters_put_in(rng: random.Random) -> bytes:
    """Marks that turn or hide text, controls, NULs and halves of surrogate pairs, in any format that is text."""
    text = list(rng.choice(articles()))
    for _ in range(rng.choice((1, 5, 50, 2000))):
        text.insert(rng.randrange(len(text)), rng.choice([*INSERTED, chr(rng.randrange(0xD800, 0xE000))]))
    changed = "".join(text)
    clean = changed.encode("utf-8", "replace").decode()
    how = rng.randrange(5)
    if how == 0:
        return changed.encode("utf-8", "surrogatepass")
    if how == 1:
        return changed.encode(rng.choice(("utf-16", "utf-16-le", "utf-16-be")), "surrogatepass")
    return (str.encode, as_html, as_pdf)[how - 2](clean)


def encoding_lies(rng: random.Random) -> bytes:
    text = rng.choice(articles())
    data = text.encode(rng.choice(ENCODINGS), "replace")
    if rng.random() < 0.5:
        head = f'<html><head><meta charset="{rng.choice([*ENCODINGS, "x", "base64", "rot13", "idna", "unicode_escape"])}"></head>'
        return head.encode() + data
    return rng.choice((b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"+/v8")) + data


def token_repeated(rng: random.Random) -> bytes:
    """A text full of one or two things, in one line or many, with the beginning of an article before it."""
    tokens = rng.sample(TOKENS, rng.choice((1, 1, 2, 3)))
    length = rng.choice(LENGTHS)
    unit = "".join(tokens)
    filling = unit * (length // len(unit) + 1)
    if rng.random() < 0.3:
        filling = filling.replace(" ", "\n")
    text = rng.choice(articles())[: rng.choice((0, 600, 3000))] + filling[:length]
    make = rng.choice((str.encode, str.encode, as_html, as_docx if length < 10_000 else str.encode))
    try:
        return make(text)
    except ValueError:  # what XML cannot hold
        return text.encode()


def words_shuffled(rng: random.Random) -> bytes:
    words = rng.choice(articles()).split(" ")
    chosen = rng.choices([*words, *TOKENS], k=rng.choice((50, 1000, 20_000)))
    return (rng.choice((" ", "\n", "")).join(chosen)).encode()


def nested_deeply(rng: random.Random) -> bytes:
    tags = rng.choices(
        ["div", "table", "tr", "td", "p", "b", "ul", "li", "a", "pre", "svg", "template", "x"], k=rng.randint(1, 4)
    )
    depth = rng.choice((10, 250, 300, 5000, 100_000))
    opened = "".join(f"<{tag}>" for tag in tags) * (depth // len(tags))
    closed = "".join(f"</{tag}>" for tag in reversed(tags)) * (depth // len(tags)) if rng.random() < 0.5 else ""
    if rng.random() < 0.7:
        return f"<!DOCTYPE html><html><body>{opened}{rng.choice(articles())}{closed}".encode()
    word = "".join(
        f"<w:{tag}>" for tag in rng.choices(["sdt", "ins", "tbl", "tr", "tc", "p", "r", "txbxContent"], k=depth)
    )
    return docx_of(f"{WORD}<w:body>{word}<w:p><w:r><w:t>hội nghị</w:t></w:r></w:p></w:body></w:document>".encode())


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def docx_of(document: bytes, more: dict[str, bytes] | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        for name, data in (more or {}).items():
            package.writestr(name, data)
    return written.getvalue()


def inside_the_zip(rng: random.Random) -> bytes:
    """A document whose parts are changed before they are packed, so that the archive itself is sound."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rng.choice(files()["docx"]))) as package, zipfile.ZipFile(written, "w") as changed:
        for entry in package.infolist():
            data = bytearray(package.read(entry))
            if rng.random() < 0.4 and data:
                for _ in range(rng.choice((1, 5, 100))):
                    data[rng.randrange(len(data))] = rng.choice(b"<>&/\"'=:; aw\0\xff0")
            if rng.random() > 0.1:
                changed.writestr(entry.filename, bytes(data), rng.choice((0, 8, 12, 14)))
    return written.getvalue()


def archives(rng: random.Random) -> bytes:
    """Zips in zips, bombs, thousands of entries, entries that overlap, sizes that lie, and archives of nothing."""
    how = rng.randrange(7)
    if how == 0:
        data = any_file(rng)
        for level in range(rng.choice((1, 3, 30))):
            data = docx_of(data, {f"{level}.zip": data} if level < 8 else None)
        return data
    if how == 1:
        return docx_of(WORD.encode() + rng.choice((b" ", b"<w:p/>", b"a")) * rng.choice((MEGABYTE, 30 * MEGABYTE // 6)))
    if how == 2:
        return docx_of(b"<a/>", {f"{number}/" * rng.choice((1, 20)): b"x" for number in range(rng.choice((10, 3000)))})
    if how == 3:
        return rng.choice((b"PK\x05\x06" + bytes(18), b"PK\x05\x06", b"PK\x03\x04" + bytes(30), docx_of(b"")))
    data = bytearray(rng.choice(files()["docx"]))
    places = [at for at in range(len(data) - 46) if data[at : at + 4] == b"PK\x01\x02"]
    for place in rng.sample(places, rng.randint(1, len(places))):
        if how == 4:  # the sizes that the directory tells
            struct.pack_into(
                "<II", data, place + 20, rng.choice((0, 2**31, 2**32 - 1, 900)), rng.choice((0, 1, 2**31, 2**32 - 2))
            )
        elif how == 5:  # all entries at one place
            struct.pack_into("<I", data, place + 42, rng.choice((0, 0, 1000, len(data), 2**32 - 1)))
        else:  # method, flags, lengths of name and extra field
            struct.pack_into(
                "<HH", data, place + 8, rng.choice((0, 1, 8, 2048, 65535)), rng.choice((0, 8, 9, 12, 14, 93, 99))
            )
            struct.pack_into("<HH", data, place + 28, rng.choice((0, 5, 65535)), rng.choice((0, 4, 65535)))
    return bytes(data)


def bombs(rng: random.Random) -> bytes:
    """A little data that unpacks to very much, as Word file and as page of a PDF."""
    size = rng.choice((50, 250, 600)) * MEGABYTE
    if rng.random() < 0.5:
        return docx_of(WORD.encode() + b" " * size)
    return assembled([rng.choice((b" ", b"0 0 m ", b"BT /F 9 Tf <0041> Tj ET ")) * (size // 40)])


def entities(rng: random.Random) -> bytes:
    lines = ['<!DOCTYPE a [<!ENTITY a0 "hội nghị ">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, rng.choice((3, 12)))]
    text = "".join(lines) + f"]><html><body><p>&a{len(lines) - 1};</p>"
    return text.encode() if rng.random() < 0.5 else docx_of(b'<?xml version="1.0"?>' + text.encode())


def boundaries(rng: random.Random) -> bytes:
    data = rng.choice(files()["mhtml"])
    new = rng.choice((b"", b"-", b"\0", b" ", b"x" * 5000, b"----edge--", b"=?utf-8?q?edge?="))
    for old in (b"----edge", b"base64", b"text/html", b"utf-8"):
        if rng.random() < 0.5:
            data = data.replace(old, new, rng.choice((1, 2, -1)))
    if rng.random() < 0.2:
        head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        return head + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * rng.choice((5, 500, 20_000)) + data
    return data


def inside_the_pdf(rng: random.Random) -> bytes:
    """Pages of wild operators, references that lead anywhere, page trees in a circle, thousands of pages."""
    how = rng.randrange(4)
    if how == 0:
        operators = [b"BT", b"ET", b"/F 10 Tf", b"<0048006F0061>Tj", b"1 0 0 1 50 700 Tm", b"0 -14 Td", b"[<0041>-5000<0042>]TJ",
                     b"q", b"Q",
                     b"9e9 0 0 -1 0 0 cm", b"0 0 0 0 0 0 Tm", b"1e38 Tf", b"-3 Tr", b"T*", b"<D800>Tj", b"<DC00>Tj",
                     b"<0000>Tj", b"nan", b"<FFFF>Tj"]  # fmt: skip
        return assembled(
            [b" ".join(rng.choices(operators, k=rng.choice((10, 1000, 20_000)))) for _ in range(rng.randint(1, 5))]
        )
    if how == 1:
        page = b"BT /F 10 Tf 1 0 0 1 50 700 Tm <00480061> Tj ET"
        return assembled([page if rng.random() < 0.8 else b""] * rng.choice((2, 400, 499, 2000, 10_000)))
    data = rng.choice(files()["pdf"])
    if how == 2:
        for _ in range(rng.randint(1, 4)):
            number = b"%d 0 R" % rng.randrange(12)
            data = data.replace(number, b"%d 0 R" % rng.choice((0, 1, 2, 3, 6, 7, 99)), rng.choice((1, -1)))
        return data.replace(b"/Count ", rng.choice((b"/Count ", b"/Count -", b"/Count 9999")))
    return data.replace(b"/DW 500", rng.choice((b"/DW 0", b"/DW -500", b"/DW 99999999", b"/DW 1"))).replace(
        b"/MediaBox[0 0 %d %d]" % A4,
        rng.choice((b"", b"/MediaBox[0 0 0 0]", b"/MediaBox[9 9 -9 1e9]", b"/Rotate 90/MediaBox[0 0 9 9]")),
    )


def magic_and_noise(rng: random.Random) -> bytes:
    start = rng.choice(
        (
            b"",
            b"%PDF-1.7\n",
            b"PK\x03\x04",
            b"<html>",
            b"{\\rtf1",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"MIME-Version: 1.0\n",
            b"\x1f\x8b",
            b"\x89PNG",
        )
    )
    return start + rng.randbytes(rng.choice((0, 1, 10, 1000, 50_000)))


def very_large(rng: random.Random) -> bytes:
    """At and over the limit of bytes: one line, digits, a table, sentences, noise, a page of the web."""
    size = rng.choice((MEGABYTE, 19 * MEGABYTE, 20 * MEGABYTE, 21 * MEGABYTE, 200 * MEGABYTE))
    units = (
        b"a",
        b"1234567890",
        b"1\t2\t3\n",
        "ế ".encode(),
        articles()[0].encode(),
        b"<td>1</td>",
        b"\0",
        b"\xb5\xb8",
        "“".encode(),
    )
    unit = rng.choice(units)
    data = rng.choice((b"", b"<html><body>", b"%PDF-1.4\n")) + unit * (size // len(unit))
    return data + zlib.compress(b"end")[: rng.choice((0, 5))]


MUTATIONS: dict[Mutation, int] = {
    untouched: 20, truncated: 120, bits_flipped: 160, blocks_moved: 160, characters_put_in: 90, encoding_lies: 60,
    token_repeated: 110,
    words_shuffled: 40, nested_deeply: 40, inside_the_zip: 60, archives: 45, bombs: 3, entities: 10, boundaries: 30,
    inside_the_pdf: 35,
    magic_and_noise: 15, very_large: 2,
}  # fmt: skip
"""Each kind with how often it is drawn, in thousandths."""


def mutated(seed: int, number: int) -> tuple[str, bytes, random.Random]:
    """Input `number`: its kind, its bytes, and the generator for what is drawn after it."""
    rng = random.Random(f"{seed}:{number}")
    kind = rng.choices([*MUTATIONS], [*MUTATIONS.values()])[0]
    return kind.__name__.replace("_", " "), kind(rng), rng
