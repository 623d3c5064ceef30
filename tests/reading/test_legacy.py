"""Vietnamese from before Unicode: read right where it is that, and left alone where it is not."""

from __future__ import annotations

import contextlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarise.errors import InputError
from summarise.reading import from_text, legacy, read_bytes
from summarise.reading.capitals import restored
from summarise.reading.conversion import converted
from summarise.reading.encodings import is_utf8
from summarise.reading.syllables import is_syllable

TEXT = (
    "Liên đoàn Lao động tỉnh tổ chức hội nghị sơ kết công tác 6 tháng đầu năm, phương hướng nhiệm vụ 6 tháng cuối năm"
)
TCVN3 = "Liªn ®oµn Lao ®éng tØnh tæ chøc héi nghÞ s¬ kÕt c«ng t¸c 6 th¸ng ®Çu n¨m, ph\xad¬ng h\xadíng nhiÖm vô 6 th¸ng cuèi n¨m"
VNI = (
    "Lieân ñoaøn Lao ñoäng tænh toå chöùc hoäi nghò sô keát coâng taùc 6 thaùng ñaàu naêm, phöông höôùng nhieäm vuï 6 thaùng "
    "cuoái naêm"
)

# All letters with marks in the order of the alphabet and of the tones, and how VNI writes their letter and mark
# (VNI Software's own table), and the codes of TCVN 5712:1993 VN3 and of RFC 1456.
SMALL = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâđêôơư"
IN_TCVN3 = bytes.fromhex(
    "B5B6B7B8B9BBBCBDBEC6C7C8C9CACBCCCECFD0D1D2D3D4D5D6D7D8DCDDDEDFE1E2E3E4E5E6E7E8E9EAEBECEDEEEFF1F2F3F4F5F6F7F8F9"
    "FAFBFCFDFEA8A9AEAAABACAD"
)
IN_VISCII = bytes.fromhex(
    "E0E4E3E1D5A2C6C7A1A3A5A6E7A4A7E8EBA8E9A9ABACADAAAEECEFEEEDB8F2F6F5F3F7B0B1B2AFB5B6B7DEBEFEF9FCFBFAF8D7D8E6D1F1"
    "CFD6DBFDDCE5E2F0EAF4BDDF"
)
# fmt: off
IN_VNI = [
    "aø", "aû", "aõ", "aù", "aï", "aè", "aú", "aü", "aé", "aë", "aà", "aå", "aã", "aá", "aä",
    "eø", "eû", "eõ", "eù", "eï", "eà", "eå", "eã", "eá", "eä", "ì", "æ", "ó", "í", "ò",
    "oø", "oû", "oõ", "où", "oï", "oà", "oå", "oã", "oá", "oä", "ôø", "ôû", "ôõ", "ôù", "ôï",
    "uø", "uû", "uõ", "uù", "uï", "öø", "öû", "öõ", "öù", "öï", "yø", "yû", "yõ", "yù", "î",
    "aê", "aâ", "ñ", "eâ", "oâ", "ô", "ö",
]
# fmt: on


def in_vni(text: str) -> str:
    table = dict(zip(SMALL, IN_VNI, strict=True))
    table |= {letter.upper(): raw.upper() for letter, raw in table.items()}
    return "".join(table.get(letter, letter) for letter in text)


def in_tcvn3(text: str) -> str:
    table = dict(zip(SMALL, map(chr, IN_TCVN3), strict=True)) | dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
    return "".join(table.get(letter) or table.get(letter.lower(), letter) for letter in text)


def test_every_letter_of_the_tables_is_read() -> None:
    assert legacy.to_unicode(legacy.as_bytes(IN_TCVN3), "tcvn3")[0] == SMALL
    assert legacy.to_unicode(legacy.as_bytes(bytes(range(0xA1, 0xA8))), "tcvn3")[0] == "ĂÂÊÔƠƯĐ"
    assert legacy.to_unicode(legacy.as_bytes(IN_VISCII), "viscii")[0] == SMALL
    assert legacy.to_unicode("".join(IN_VNI), "vni")[0] == SMALL
    assert legacy.to_unicode("".join(IN_VNI).upper(), "vni")[0] == SMALL.upper()
    capitals = {letter for code, letter in legacy.letters("viscii").items()} | {"À", "Á", "Â", "Ã", "È", "É", "Ê"}
    assert set(SMALL.upper()) <= capitals | set("ÌÍÒÓÔÕÙÚÝ")


def test_a_letter_that_carries_a_tone_is_not_read_before_it() -> None:
    assert legacy.to_unicode("ôù ôø ôû ôõ ôï oâ oá ÖÙ Öù", "vni")[0] == "ớ ờ ở ỡ ợ ô ố Ứ Ứ"


@given(st.text(st.sampled_from(SMALL + SMALL.upper() + "bcdghklmnpqrstvx 0123,.")))
def test_text_in_vni_comes_back(text: str) -> None:
    read, offsets = legacy.to_unicode(in_vni(text), "vni")
    assert read == text
    for place, letter in enumerate(read):
        start, end = offsets.original(place, place + 1)
        assert in_vni(text)[start:end] == in_vni(letter)


def test_the_samples_are_recognised_and_read(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        text = path.read_text("utf-8").replace("ↈ", "*").replace("©", "(c)")
        source = read_bytes(in_vni(text).encode("cp1252"), name="a.txt")
        assert (source.text, source.encoding, source.repairs) == (text, "vni", ("vni",))
        source = read_bytes(in_tcvn3(text).encode("cp1252"), name="a.txt")
        assert source.text.casefold() == text.casefold()
        assert source.encoding == "tcvn3"
        assert source.repairs[0] == "tcvn3"


@pytest.mark.parametrize(("raw", "encoding"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_one_paragraph_in_a_unicode_file_is_read(raw: str, encoding: str) -> None:
    before, after = "Đồng chí Chủ tịch phát biểu.", "Hội nghị kết thúc lúc 11 giờ. © 2022"
    for text in (f"{before}\n{raw}\n{after}", unicodedata.normalize("NFD", before) + f"\r\n{raw}\r\n{after}"):
        source = from_text(text)
        assert source.text == f"{before}\n{TEXT}\n{after}"
        assert encoding in source.repairs


def test_a_short_heading_follows_the_paragraphs_that_tell() -> None:
    assert from_text(f"{TCVN3}\nB¸o c¸o\n{TCVN3}").text.split("\n")[1] == "Báo cáo"
    assert from_text("Công đoàn cơ sở\nB¸o c¸o\n").text.split("\n")[1] == "B¸o c¸o"


def test_a_paragraph_of_tcvn3_in_a_windows_1258_file_is_read(seeds: dict[str, Path]) -> None:
    text = seeds["cao-bang-2022"].read_text("utf-8")
    parts = [unicodedata.normalize("NFD", letter) if letter not in "ăâđêôơưĂÂĐÊÔƠƯ" else letter for letter in text]
    rest = "".join(
        unicodedata.normalize("NFC", p[0] + "".join(m for m in p[1:] if m in "\u0302\u0306\u031b"))
        + "".join(m for m in p[1:] if m not in "\u0302\u0306\u031b")
        for p in parts
    )
    data = rest.encode("cp1258") + b"\n" + TCVN3.encode("cp1252")
    source = read_bytes(data, name="a.txt")
    assert source.text == f"{text}\n{TEXT}"
    assert source.encoding == "windows-1258"
    assert {"windows-1258", "tcvn3"} <= set(source.repairs)


FOREIGN = [
    "© 2022 Acme® – all rights reserved. The sample is 10 µm thick, ±2 µm, at 20 °C; 1ª edición, 2º piso.",
    "L'élève a été reçu à l'École où l'on côtoie des maîtres très âgés : « ça va ? », dit-il, déjà prêt.",
    "Größe und Übermaß: 5 µs × 3 = 15 µs, ½ ¼ ¾; naïve façade, señor, mañana, não, coração, smörgåsbord.",
    "x × y ÷ z, a ¬ b, «c», ´d´, ¸e¸, ªf º, §1 ¶2, 10 − 2 = 8, ø = 5 mm, æøå ÆØÅ",
    "if (a ¬= b) { µ := λx.x; } // ¬p ∨ q",
    "Cô bé và bà cô đi chợ; ô tô, à ơi, bò già, cá, tàu hoả, hò kéo lưới, là và cà",
    "la mà cà, ô tô, bé và bà, cô bà, hò, già, ra, ý là thì",
]


@pytest.mark.parametrize("text", FOREIGN)
@pytest.mark.parametrize("times", [1, 40])
def test_other_languages_signs_and_formulas_stay_as_they_are(text: str, times: int) -> None:
    whole = "\n".join([text] * times)
    source = from_text(whole)
    assert (source.text, source.repairs) == (whole, ())


def test_correct_text_is_never_converted(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        text = path.read_text("utf-8")
        assert not converted(text).repairs
        assert all(not converted(line).repairs for line in text.split("\n"))


def test_names_in_a_foreign_text_are_read() -> None:
    english = (
        "The VGCL presidents NguyÔn §×nh Khang and TrÇn Thanh H¶i met workers in §ång Nai, B×nh D\xad¬ng and Hµ Néi."
    )
    right = "The VGCL presidents Nguyễn Đình Khang and Trần Thanh Hải met workers in Đồng Nai, Bình Dương and Hà Nội."
    assert from_text(english).text == right
    assert read_bytes(english.encode("latin-1"), name="a.txt").text == right


@pytest.mark.parametrize("name", ["tcvn3", "TCVN3", "abc", "TCVN-5712", "tcvn5712:1993", "Tcvn_3"])
def test_a_named_encoding_is_taken_at_its_word(name: str) -> None:
    assert read_bytes(b"B\xb8o c\xb8o", name="a.txt", encoding=name).text == "Báo cáo"
    assert read_bytes("B¸o c¸o\nĐã đúng".encode(), name="a.txt", encoding=name).text == "Báo cáo\nĐã đúng"


@pytest.mark.parametrize(
    ("name", "data"), [("VNI-Windows", b"B\x61\xf9o"), ("viscii", b"B\xe1o"), ("RFC1456", b"B\xe1o")]
)
def test_other_names_are_known(name: str, data: bytes) -> None:
    source = read_bytes(data, name="a.txt", encoding=name)
    assert source.text == "Báo"
    assert source.encoding in {"vni", "viscii"}


def test_a_named_encoding_turns_recognition_off() -> None:
    assert read_bytes(TCVN3.encode(), name="a.txt", encoding="utf-8").text == TCVN3


def test_a_page_in_an_old_encoding_is_read_with_and_without_fonts() -> None:
    for head in ("", "<meta charset=iso-8859-1>", "<meta charset=windows-1258>", "<meta charset=x-user-defined>"):
        page = f"<html><head>{head}</head><body><p>{TCVN3}</p><p>{TCVN3}</p></body></html>".encode("latin-1")
        assert read_bytes(page, name="a.html").text == f"{TEXT}\n{TEXT}"
    page = f'<p style="font-family: VNI-Times, serif">{VNI}</p><p>Đã đúng</p><font face=".VnTimeH">§¹i héi</font>'
    source = read_bytes(page.encode(), name="a.html")
    assert source.text == f"{TEXT}\nĐã đúng\nĐẠI HỘI"
    assert source.repairs == ("vni", "tcvn3")


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("ĐộNG Hà NộI", "ĐỘNG HÀ NỘI"),
        ("HộI NGHị Sơ KếT", "HỘI NGHỊ Sơ KẾT"),
        ("LĐLĐ Hà Nội", "LĐLĐ Hà Nội"),
        ("Hà LĐLĐ", "Hà LĐLĐ"),
        ("Hội nghị kết thúc. ở đó, ủy ban họp.", "Hội nghị kết thúc. Ở đó, ủy ban họp."),
        ("TP. ủy ban", "TP. ủy ban"),
        ("- ủng hộ;", "- ủng hộ;"),
    ],
)
def test_capitals_are_restored_where_they_must_be(line: str, right: str) -> None:
    text, doubtful = restored(line)
    assert text == right
    assert len(text) == len(line)
    assert doubtful or line == right


def test_lost_capitals_are_reported() -> None:
    assert "capitals" in read_bytes((TCVN3 + ", ñy viªn").encode("latin-1"), name="a.txt").repairs
    assert "capitals" not in read_bytes(TCVN3.encode("latin-1"), name="a.txt").repairs


@pytest.mark.parametrize("word", ["nghiêng", "gì", "giếng", "quyết", "Ủy", "HOÀ", "hòa", "uống", "yêu", "a", "đẹp"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["", "cat", "đep", "ghà", "kà", "ngê", "ố̉", "âm̀ỉ", "strength", "ệố", "x", "đẻp"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(st.characters(min_codepoint=1, max_codepoint=0x17F), max_size=60))
def test_any_text_is_read_or_refused_and_places_lead_back(text: str) -> None:
    for data in (text.encode(), text.encode("latin-1", "ignore")):
        try:
            source = read_bytes(data, name="a")
        except InputError:
            continue
        if source.offsets is not None:
            assert all(0 <= source.offsets.original(at, at + 1)[0] < len(data) for at in range(len(source.text)))


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_a_right_file_stays_right_whatever_old_encoding_is_asked_for(encoding: str) -> None:
    text = "Nhà báo Hà Văn Tá\nông Lã Á\nbà Hoà, Thanh Hoá\n" + TEXT
    source = read_bytes(text.encode(), name="a", encoding=encoding)
    assert (source.text, source.encoding, source.repairs) == (text, "utf-8", ())
    old = read_bytes(f"{TCVN3}\nNhà báo Hà".encode(), name="a", encoding="tcvn3")
    assert (old.text, old.encoding) == (f"{TEXT}\nNhà báo Hà", "tcvn3")


@given(
    st.lists(
        st.sampled_from(
            [
                *sorted({*TEXT.lower().split()} - {"phương"}),
                "bố",
                "mẹ",
                "hồ",
                "tải",
                "phép",
                "chở",
                "lý",
                "toà",
                "H.",
                "12",
            ]
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["tcvn3", "vni", "viscii"]),
)
def test_a_file_of_a_few_words_is_read_right_or_not_at_all(words: list[str], encoding: str) -> None:
    text = " ".join(words)
    viscii = {letter: chr(code) for letter, code in zip(SMALL, IN_VISCII, strict=True)}
    data = {
        "tcvn3": lambda: in_tcvn3(text),
        "vni": lambda: in_vni(text),
        "viscii": lambda: "".join(viscii.get(letter, letter) for letter in text),
    }[encoding]().encode("latin-1")
    assume(not is_utf8(data))  # as phương alone in VISCII
    with contextlib.suppress(InputError):
        assert read_bytes(data, name="a").text == text
