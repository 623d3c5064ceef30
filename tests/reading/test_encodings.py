"""Bytes → text: every encoding Vietnamese comes in ends as the same text, and nothing is guessed wrongly."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.errors import InputError, SettingsError
from summarise.reading import from_text, read_bytes
from summarise.reading.encodings import TONES, VOWELS

LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS + VOWELS.upper() for tone in TONES}
    | set("bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX")
)
words = st.text(alphabet=st.sampled_from(LETTERS), min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=12).map(" ".join)

WIDE = [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]


def windows_1258(text: str) -> bytes:
    """The letters of windows-1258 carry their tone as a character of its own."""
    encoded = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tone = "".join(part for part in parts if part in TONES and part)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        whole = character.encode("cp1258", "ignore")
        encoded.append(whole or base.encode("cp1258", "ignore") + tone.encode("cp1258"))
    return b"".join(encoded)


@given(texts)
def test_utf_8_is_read_as_it_is(text: str) -> None:
    source = read_bytes(text.encode(), name="a.txt")
    assert (source.text, source.encoding, source.repairs) == (text, "utf-8", ())


@given(texts, st.sampled_from(WIDE))
def test_utf_16_is_read_with_and_without_its_mark(text: str, wide: tuple[str, bytes]) -> None:
    encoding, mark = wide
    marked = read_bytes(mark + text.encode(encoding), name="a.txt")
    assert (marked.text, marked.encoding, marked.repairs) == (text, encoding, ("bom",))
    bare = read_bytes(text.encode(encoding), name="a.txt")
    assert (bare.text, bare.encoding, bare.repairs) == (text, encoding, ())


@given(texts)
def test_decomposed_letters_are_composed(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    source = read_bytes(apart.encode(), name="a.txt")
    assert source.text == text == from_text(apart).text
    assert source.repairs == (("nfc",) if apart != text else ())


@given(texts)
def test_windows_1258_is_read_when_it_is_named(text: str) -> None:
    assert read_bytes(windows_1258(text), name="a.txt", encoding="cp1258").text == text


def test_the_samples_are_found_to_be_windows_1258(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        text = path.read_text("utf-8").replace("ↈ", "*")
        source = read_bytes(windows_1258(text), name=path.name)
        assert (source.text, source.encoding) == (text, "windows-1258")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_samples_are_the_same_text_in_every_unicode_encoding(encoding: str, seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        text = path.read_text("utf-8")
        for form in ("NFC", "NFD"):
            data = unicodedata.normalize(form, text).replace("\n", "\r\n").encode(encoding)
            source = read_bytes(data, name=path.name)
            assert source.text == text
            assert "newlines" in source.repairs


def test_a_clean_utf_8_file_keeps_every_character() -> None:
    text = "\n  • Đồng chí\u00a0 A \t\n\n\u200b…\u2028x\x0c.\n"
    assert read_bytes(text.encode(), name="a.txt").text == text


def test_detection_looks_beyond_a_long_ascii_beginning() -> None:
    text = "x " * 50_000 + "Liên đoàn Lao động tỉnh"
    assert read_bytes(windows_1258(text), name="a.txt").text == text
    assert read_bytes(text.encode(), name="a.txt").text == text


def test_what_reads_like_no_encoding_is_refused_with_advice() -> None:
    western = "Große Übergröße, naïve Façade: 5 ± 2 µm, ½ ¾ ¿qué? §¶".encode("latin-1")
    with pytest.raises(InputError, match=r"the encoding is not clear .*; save the text as UTF-8, or name its encoding"):
        read_bytes(western, name="a.txt")


def test_a_named_encoding_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(InputError, match=r"a.txt: the file is not in ascii \(see byte 1\)"):
        read_bytes("Lê".encode(), name="a.txt", encoding="ascii")


@pytest.mark.parametrize("encoding", ["tcvn-9999", "base64", "\0"])
def test_an_unknown_encoding_is_wrong_use(encoding: str) -> None:
    with pytest.raises(SettingsError, match="no such encoding"):
        read_bytes(b"a", name="a.txt", encoding=encoding)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03" * 9, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"text\0text", b"\x7fELF\x02"]
)
def test_binary_data_are_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match="this is not text"):
        read_bytes(data, name="a.txt")


def test_a_file_that_is_not_what_its_mark_says_is_damaged() -> None:
    with pytest.raises(InputError, match="marked as utf-8 but is damaged"):
        read_bytes(b"\xef\xbb\xbf\xff\xff", name="a.txt")
