"""Plain text: every character of the file is a character of the text."""

from __future__ import annotations

from summarise.reading.encodings import Decoded, decode

MEDIA_TYPE = "text/plain"


def read(data: bytes, *, name: str, encoding: str | None = None) -> Decoded:
    """See `encodings.decode`."""
    return decode(data, name=name, encoding=encoding)
