"""Bytes → text: which encoding a file is in, judged on the whole of it, and the one form that all text takes.

The order goes from what proves itself to what has to be judged: a byte order mark and strict UTF-8 (Vietnamese in no
other encoding is valid UTF-8 by chance), then UTF-16 without a mark, then windows-1258. What reads like none of them
is refused with a hint rather than guessed: a wrong guess puts wrong letters into names.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import product

from summarise.errors import InputError, SettingsError

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MARK_IS_PART = {"utf-8-sig", "utf-16"}  # the encodings whose decoder takes the mark away itself

# No editor writes these into text; NUL alone, or more of the others than one in a hundred, is a sign of binary data.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROLS_IN_TEXT = 0.01

# The letters of Quốc ngữ: what windows-1258 is for, and what tells the two byte orders of UTF-16 apart.
TONES = (
    "",
    "\N{COMBINING GRAVE ACCENT}",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{COMBINING HOOK ABOVE}",
    "\N{COMBINING TILDE}",
    "\N{COMBINING DOT BELOW}",
)
VOWELS = "aăâeêioôơuưy"
_LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS + VOWELS.upper(), TONES)}
_PUNCTUATION = set("\N{NO-BREAK SPACE}«»©®°²³·×–—‘’“”„†‡•…‰‹›€₫\N{MINUS SIGN}\N{LEFT-TO-RIGHT MARK}")
READABLE = frozenset(_LETTERS | _PUNCTUATION | set("đĐ\t\n\r\f\v") | {chr(code) for code in range(0x20, 0x7F)})
# A name in a foreign language or a stray symbol is no reason to doubt a Vietnamese text.
READABLE_SHARE = 0.98

# The hint in the error message: the encodings of neighbours and of Europe, and how many bytes it is taken from.
HINTS = ["cp1252", "cp1250", "cp1251", "gb18030", "big5", "shift_jis", "euc_kr"]
HINT_FROM = 65536


def decode(data: bytes, *, name: str, encoding: str | None = None) -> tuple[str, str, list[str]]:
    """The text of `data`, the name of its encoding, and `["bom"]` where a byte order mark was taken away.

    `encoding`, a name that Python knows, is used instead of any judgement.

    Raises:
        InputError: the data are binary, in an encoding that cannot be told, or not in `encoding`.
        SettingsError: there is no such encoding.
    """
    if encoding is not None:
        text, found = _as_asked(data, name, encoding), encoding
    else:
        text, found = _detected(data, name)
    if CONTROLS.search(text) and _is_binary(text):
        raise InputError("{name}: this is not text; give a text, HTML, .docx or PDF file", name=name)
    if text.startswith("\ufeff"):
        return text[1:], found, ["bom"]
    taken_by_codec = found.lower().replace("_", "-") in MARK_IS_PART and data.startswith(tuple(BYTE_ORDER_MARKS))
    return text, found, ["bom"] if taken_by_codec else []


def normal(text: str) -> tuple[str, list[str]]:
    """`text` with `\\n` line ends and in NFC (Unicode Standard Annex 15), and what that changed: `newlines`, `nfc`."""
    repairs = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        repairs.append("newlines")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        repairs.append("nfc")
    return text, repairs


def try_decode(data: bytes, encoding: str) -> str | None:
    """The text, or None where the data are not in `encoding` or there is no such encoding."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def is_utf8(data: bytes) -> bool:
    """Whether `data` are valid UTF-8 without control characters (UTF-16 of plain letters is valid, but full of NUL)."""
    text = try_decode(data, "utf-8")
    return text is not None and not CONTROLS.search(text)


def _as_asked(data: bytes, name: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # fails for half of a surrogate pair, which a few encodings let through
        return text
    except UnicodeError as error:
        where = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise InputError(
            "{name}: the file is not in {encoding} (see byte {where}); leave the encoding out to have it detected",
            name=name,
            encoding=encoding,
            where=where,
        ) from error
    except (LookupError, ValueError) as error:
        raise SettingsError(
            "{encoding}: no such encoding; known ones are utf-8, utf-16, windows-1258 …", encoding=encoding
        ) from error


def _detected(data: bytes, name: str) -> tuple[str, str]:
    for mark, marked in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            text = try_decode(data, marked)
            if text is None:
                raise InputError(
                    "{name}: the file is marked as {encoding} but is damaged; save it again as UTF-8",
                    name=name,
                    encoding=marked,
                )
            return text, marked
    if is_utf8(data):
        return data.decode("utf-8"), "utf-8"
    wide = {
        encoding: text for encoding in ("utf-16-le", "utf-16-be") if (text := try_decode(data, encoding)) is not None
    }
    if wide:
        likelier = max(wide, key=lambda encoding: _share_readable(wide[encoding]))
        if _share_readable(wide[likelier]) >= READABLE_SHARE:
            return wide[likelier], likelier
    text = try_decode(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = try_decode(data, "cp1258")
    if text is not None and _reads_as_vietnamese(text):
        return text, "windows-1258"
    if _is_binary(data.decode("latin-1")):
        raise InputError("{name}: this is not text; give a text, HTML, .docx or PDF file", name=name)
    raise InputError(
        "{name}: the encoding is not clear (perhaps {guess}, or a font's own, TCVN3 or VNI); save the text as UTF-8",
        name=name,
        guess=_hint(data),
    )


def _is_binary(text: str) -> bool:
    return "\0" in text or len(CONTROLS.findall(text)) > CONTROLS_IN_TEXT * len(text)


def _share_readable(text: str) -> float:
    """The share of characters that Vietnamese and English text consists of; a mark that nothing carries is none."""
    composed = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return sum(character in READABLE for character in composed) / max(1, len(composed))


def _reads_as_vietnamese(text: str) -> bool:
    """Whether what is not ASCII are Vietnamese letters and punctuation.

    The old font encodings (TCVN3, VNI, VISCII) fail: read as windows-1258 they put signs such as `ª`, `µ`, `¸`, `ø` in
    place of letters. Western text passes only where both code pages have the same characters.
    """
    beyond = re.sub(r"[\t-\r -~]+", "", unicodedata.normalize("NFC", text))
    return _share_readable(beyond) >= READABLE_SHARE


def _hint(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:HINT_FROM], cp_isolation=HINTS).best()
    return best.encoding if best is not None else HINTS[0]
