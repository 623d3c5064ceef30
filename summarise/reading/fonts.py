"""Text whose fonts say that it is in an encoding from before Unicode: `.VnTime`, `.VnTimeH` (capitals), `VNI-Times`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from summarise.reading.capitals import restored
from summarise.reading.legacy import font_encoding, to_unicode
from summarise.reading.recognition import may_be_bytes, reads_better

# Word keeps characters of fonts that it takes for symbol fonts here.
_SYMBOLS = {0xF000 + code: chr(code) for code in range(0x20, 0x100)}


class FontReader:
    """Reads the lines of a document by their fonts, and counts what it converted.

    A document that has a font of capitals has its capitals; in one without, they are restored as in plain text.
    """

    def __init__(self, fonts: Iterable[str]) -> None:
        """`fonts` are the names of all fonts of the document."""
        found = [font_encoding(font) for font in fonts]
        self.is_needed = any(encoding for encoding, _ in found)
        """Whether there is a font of an old encoding at all."""
        self._has_capitals = any(capitals for _, capitals in found)
        self._sizes: Counter[str] = Counter()
        self._doubtful = False

    def line(self, runs: Iterable[tuple[str, str | None]]) -> str:
        """The text of a line, given as runs of text with the font of each."""
        told = [(text, *font_encoding(font)) for text, font in runs]
        raw, read, sizes = [], [], Counter[str]()
        for (encoding, capitals), group in groupby(told, key=lambda run: run[1:]):
            text = "".join(run[0] for run in group)
            if encoding is not None:
                text = text.translate(_SYMBOLS)
            raw.append(text.upper() if capitals else text)
            if encoding is not None and may_be_bytes(text):
                sizes[encoding] += len(text)
                text, _ = to_unicode(text, encoding)
            read.append(text.upper() if capitals else text)
        whole = "".join(read)
        # Many documents were converted to Unicode and kept the names of their fonts.
        if not sizes or not reads_better(whole, "".join(raw)):
            return "".join(raw)
        self._sizes += sizes
        if "tcvn3" in sizes and not self._has_capitals:
            whole, doubtful = restored(whole)
            self._doubtful = self._doubtful or doubtful
        return whole

    def encoding(self, text: str) -> str | None:
        """The encoding that most of `text`, that of the document, was in; None where most was Unicode."""
        found = [encoding for encoding, size in self._sizes.items() if 2 * size > len(text)]
        return found[0] if found else None

    def repairs(self) -> list[str]:
        """The encodings that were found, and `capitals` where some may be lost."""
        return [*(encoding for encoding, _ in self._sizes.most_common()), *(["capitals"] if self._doubtful else [])]
