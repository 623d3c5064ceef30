"""The encodings of Vietnamese before Unicode: their letters, and text in them → Unicode.

    tcvn3         TCVN 5712:1993, third set (VN3), called ABC: the fonts .Vn…; lower-case letters with a tone only, since
                  its capitals have a font of their own (.Vn…H)
    vni           VNI for Windows: a letter, and a second character for its hat and tone
    viscii        VISCII 1.1, RFC 1456
    windows-1258  Microsoft code page 1258: a letter with its hat, and a second character for its tone

A text in one of them is given as windows-1252 shows its bytes, one character a byte: that is how such text looks in a
Unicode document (`Liªn ®oµn`), and `as_bytes` makes it of a file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product

from summarise.offsets import Offsets

LEGACY = ("tcvn3", "vni", "viscii", "windows-1258")

# What people and programs call them, with the hyphens and underscores taken away.
_ALIASES = {
    "tcvn": "tcvn3",
    "tcvn3": "tcvn3",
    "tcvn5712": "tcvn3",
    "tcvn57121993": "tcvn3",
    "tcvn57123": "tcvn3",
    "vn3": "tcvn3",
    "abc": "tcvn3",
    "vni": "vni",
    "vniwin": "vni",
    "vniwindows": "vni",
    "viscii": "viscii",
    "viscii11": "viscii",
    "viscii1.1": "viscii",
    "rfc1456": "viscii",
    "windows1258": "windows-1258",
    "cp1258": "windows-1258",
    "1258": "windows-1258",
}

_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_VISCII = {
    0x02: "Ẳ",
    0x05: "ẴẪ",
    0x14: "Ỷ",
    0x19: "Ỹ",
    0x1E: "Ỵ",
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ",
    0x90: "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
    0xA0: "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    0xE0: "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
# The letters of TCVN3 that have no capital: those with a tone.
TONED = frozenset("".join(letters for start, letters in _TCVN3.items() if start > 0xAE))

# VNI: letters that are a character of their own, and marks with the letters that can carry them. ơ and ư come first:
# they are letters that carry a tone as well (ôù is ớ), so that ô must not be read before what follows it.
_VNI_ALONE = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_TONES = "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}\N{COMBINING DOT BELOW}"
_VNI_MARKS = [  # carried by; the mark without a tone; its tones (acute, grave, hook, tilde, dot); the marks
    ("aeouyôö", "", _TONES, "ùøûõï"),
    ("i", "", _TONES[:2], "ùø"),  # beside í and ì
    ("aeo", "\N{COMBINING CIRCUMFLEX ACCENT}", _TONES, "áàåãä"),
    ("aeo", "\N{COMBINING CIRCUMFLEX ACCENT}", ("",), "â"),
    ("a", "\N{COMBINING BREVE}", _TONES, "éèúüë"),
    ("a", "\N{COMBINING BREVE}", ("",), "ê"),
]

# Text that was copied out of a PDF shows the soft hyphen and the middle dot (ư and ã in TCVN3) as mathematical signs, which
# look the same. Between figures they are what they are.
_SIGNS = {"\N{MINUS SIGN}": "\N{SOFT HYPHEN}", "\N{BULLET OPERATOR}": "\N{MIDDLE DOT}"}
_IN_WORDS = re.compile("(?<=[^\\W\\d_])[{0}](?!\\d)|(?<!\\d)[{0}](?=[^\\W\\d_])".format("".join(_SIGNS)))


def named(name: str) -> str | None:
    """The one of `LEGACY` that `name` means, whatever its case and hyphens; None where it means none of them."""
    return _ALIASES.get(re.sub(r"[\s_:()-]", "", name.lower()))


def as_bytes(data: bytes) -> str:
    """One character for each byte, that of windows-1252 where it has one."""
    return data.decode("latin-1").translate(_shown())


def font_encoding(font: str | None) -> tuple[str | None, bool]:
    """The encoding that a font is made for, and whether it shows capitals; None for any other font."""
    name = (font or "").strip().strip("'\"")
    if re.match(r"\.vn|.*tcvn3", name, re.IGNORECASE):
        return "tcvn3", name.endswith("H")
    if re.match(r"vni[- ]", name, re.IGNORECASE):
        return "vni", False
    return None, False


def to_unicode(text: str, encoding: str) -> tuple[str, Offsets]:
    """`text`, which is in one of `LEGACY`, in Unicode, and where its characters stood. Characters that the encoding does
    not have stay as they are."""
    if encoding != "vni":
        if encoding == "tcvn3":
            text = _IN_WORDS.sub(lambda match: _SIGNS[match[0]], text)
        return text.translate(letters(encoding)), Offsets()
    table, pattern = _vni()
    found = list(pattern.finditer(text))
    offsets = Offsets.of_pieces((match.start(), match.end(), 1) for match in found if len(match[0]) > 1)
    return pattern.sub(lambda match: table[match[0]], text), offsets


@cache
def letters(encoding: str) -> dict[int, str]:
    """The letters of an encoding of single characters, by the character that stands for them."""
    if encoding == "windows-1258":
        codes = {code: bytes([code]).decode("cp1258", "ignore") for code in range(0x80, 0x100)}
    else:
        rows = _TCVN3 if encoding == "tcvn3" else _VISCII
        codes = {start + step: letter for start, row in rows.items() for step, letter in enumerate(row)}
    table = {code: letter for code, letter in codes.items() if letter and letter != chr(code)}
    # The controls of Latin-1 mean the same: a decoder may have left them where windows-1252 has other signs.
    return table | {ord(_shown()[code]): letter for code, letter in table.items() if code in _shown()}


@cache
def _shown() -> dict[int, str]:
    codes = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return {code: shown for code, shown in codes.items() if shown}


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    """The letters of VNI by the one or two characters that stand for them, and what finds them, the longer ones first.
    A mark may be small after a capital."""
    table = dict(_VNI_ALONE)
    for carriers, hat, tones, marks in _VNI_MARKS:
        for carrier, (tone, mark) in product(carriers + carriers.upper(), zip(tones, marks, strict=True)):
            letter = unicodedata.normalize("NFC", _VNI_ALONE.get(carrier, carrier) + hat + tone)
            table |= {carrier + mark: letter} | ({carrier + mark.upper(): letter} if carrier.isupper() else {})
    return table, re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
