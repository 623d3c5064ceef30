"""Bytes → text: which encoding a file is in, judged on the whole of it, and the one form that all text takes.

The order goes from what proves itself to what has to be judged: a byte order mark and strict UTF-8 (Vietnamese in no
other encoding is valid UTF-8 by chance), then UTF-16 without a mark, then the encodings from before Unicode, which
`recognition.py` tells by their words. What reads like none of them is refused with a hint rather than guessed: a wrong
guess puts wrong letters into names.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import product
from typing import NamedTuple

from summarise.errors import InputError, SettingsError
from summarise.offsets import Offsets
from summarise.reading.legacy import as_bytes, named, to_unicode
from summarise.reading.recognition import of_bytes, reads_best

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MARK_IS_PART = {"utf-8-sig", "utf-16"}  # the encodings whose decoder takes the mark away itself

# What Python knows and no file is in: escapes of programs, and host names, whose decoders take the square of the length.
NOT_FOR_FILES = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}

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
# In UTF-16 of the wrong byte order no character is one of these either; legacy text that went through Unicode has all.
LATIN = frozenset(chr(code) for code in range(0xA0, 0x100))
# A name in a foreign language or a stray symbol is no reason to doubt a Vietnamese text.
READABLE_SHARE = 0.98

# What composing can change: a character that others join, and these. No character below U+0300 and no letter of Latin
# Extended Additional joins the one before it; nor does the punctuation, which is no part of a word.
COMPOSING = re.compile("(?:^|[\0-\u02ff\u1e00-\u1eff\u2010-\u206f])[^\0-\u02ff\u1e00-\u1eff\u2010-\u206f]+", re.DOTALL)

# The hint in the error message: the encodings of neighbours and of Europe, and how many bytes it is taken from.
HINTS = ["cp1252", "cp1250", "cp1251", "gb18030", "big5", "shift_jis", "euc_kr"]
HINT_FROM = 65536


class Decoded(NamedTuple):
    """A file as characters.

    `encoding` names how its bytes became text. Where `is_bytes`, they did not yet: the text is as `legacy.as_bytes` gives
    it, and `encoding` is one of `legacy.LEGACY`, or None where it has to be told from the words. `asked` is the encoding
    that the user named instead of any judgement. `repairs` is `["bom"]` where a byte order mark was taken away;
    `offsets` lead back to the file's characters.
    """

    text: str
    encoding: str | None
    repairs: list[str]
    offsets: Offsets = Offsets()
    is_bytes: bool = False
    asked: str | None = None


def decode(data: bytes, *, name: str, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of `data`.

    `encoding`, a name that Python knows or one of `legacy.LEGACY`, is used instead of any judgement; `declared` is what a
    page says of itself, which is believed where its bytes can be read so.

    Raises:
        InputError: the data are binary, or not in `encoding`.
        SettingsError: there is no such encoding.
    """
    found: str | None
    legacy = named(encoding or declared or "")
    is_bytes = False
    if encoding is not None and legacy not in (None, "windows-1258"):
        # A legacy text that went through Unicode is Unicode; its bytes are what looks like one.
        unicode = _unicode(data, name)
        text, found, is_bytes = (*unicode, False) if unicode else (as_bytes(data), legacy, True)
    elif encoding is not None:
        text, found = _as_asked(data, name, encoding), encoding
    elif unicode := _unicode(data, name):
        text, found = unicode
    elif declared is not None and legacy is None:
        text, found = _as_asked(data, name, declared), declared
    else:
        text, found, is_bytes = as_bytes(data), legacy, True
    if CONTROLS.search(text) and _is_binary(text):
        raise InputError("{name}: this is not text; give a text, HTML, .docx or PDF file", name=name)
    asked = (legacy or encoding) if encoding is not None else None
    if text.startswith("\ufeff"):
        return Decoded(text[1:], found, ["bom"], Offsets.of_pieces([(0, 1, 0)]), is_bytes, asked)
    taken_by_codec = (
        found and found.lower().replace("_", "-") in MARK_IS_PART and data.startswith(tuple(BYTE_ORDER_MARKS))
    )
    return Decoded(text, found, ["bom"] if taken_by_codec else [], Offsets(), is_bytes, asked)


def encoding_of(text: str, *, name: str) -> str:
    """The encoding, one of `legacy.LEGACY`, of bytes given as characters.

    Raises:
        InputError: it cannot be told.
    """
    if found := of_bytes(text):
        return found
    if _reads_as_vietnamese(to_unicode(text, "windows-1258")[0]) and reads_best(text, "windows-1258"):
        return "windows-1258"
    raise InputError(
        "{name}: the encoding is not clear (perhaps {guess}, or that of an old font); save the text as UTF-8, or name its "
        "encoding",
        name=name,
        guess=_hint(text),
    )


def with_line_ends(text: str) -> tuple[str, Offsets]:
    """`text` with `\\n` line ends."""
    if "\r" not in text:
        return text, Offsets()
    pieces = ((match.start(), match.end(), 1) for match in re.finditer("\r\n", text))
    return text.replace("\r\n", "\n").replace("\r", "\n"), Offsets.of_pieces(pieces)


def composed(text: str) -> tuple[str, Offsets]:
    """`text` in NFC (Unicode Standard Annex 15)."""
    if unicodedata.is_normalized("NFC", text):
        return text, Offsets()
    pieces = []
    for match in COMPOSING.finditer(text):
        length = len(unicodedata.normalize("NFC", match[0]))
        if length != len(match[0]):
            pieces.append((match.start(), match.end(), length))
    return unicodedata.normalize("NFC", text), Offsets.of_pieces(pieces)


def try_decode(data: bytes, encoding: str) -> str | None:
    """The text, or None where the data are not in `encoding` or there is no such encoding for files."""
    try:
        return None if codecs.lookup(encoding).name in NOT_FOR_FILES else data.decode(encoding)
    except (LookupError, ValueError):  # a name with NUL in it, too
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
            "{encoding}: no such encoding; known ones are utf-8, utf-16, windows-1258, tcvn3, vni, viscii …",
            encoding=encoding,
        ) from error


def _unicode(data: bytes, name: str) -> tuple[str, str] | None:
    """Text and encoding where the bytes prove to be Unicode, None otherwise."""
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
        likelier = max(wide, key=lambda encoding: _share_readable(wide[encoding], LATIN))
        if _share_readable(wide[likelier], LATIN) >= READABLE_SHARE:
            return wide[likelier], likelier
    text = try_decode(data, "utf-8")
    return (text, "utf-8") if text is not None else None


def _is_binary(text: str) -> bool:
    return "\0" in text or len(CONTROLS.findall(text)) > CONTROLS_IN_TEXT * len(text)


def _share_readable(text: str, others: frozenset[str] = frozenset()) -> float:
    """The share of characters that Vietnamese and English text consists of, or that are among `others`; a mark that
    nothing carries is none."""
    composed = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return sum(character in READABLE or character in others for character in composed) / max(1, len(composed))


def _reads_as_vietnamese(text: str) -> bool:
    """Whether what is not ASCII are Vietnamese letters and punctuation.

    The old font encodings (TCVN3, VNI, VISCII) fail: read as windows-1258 they put signs such as `ª`, `µ`, `¸`, `ø` in
    place of letters. Western text passes only where both code pages have the same characters.
    """
    beyond = re.sub(r"[\t-\r -~]+", "", unicodedata.normalize("NFC", text))
    return _share_readable(beyond) >= READABLE_SHARE


def _hint(text: str) -> str:
    from charset_normalizer import from_bytes

    data = text[:HINT_FROM].encode("cp1252", "replace")
    best = from_bytes(data, cp_isolation=HINTS).best()
    return best.encoding if best is not None else HINTS[0]
