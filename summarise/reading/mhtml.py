"""Web pages that a browser saved as a single file (MHTML, RFC 2557): the page is the first HTML part of a message."""

from __future__ import annotations

import re

from summarise.errors import InputError
from summarise.reading import html
from summarise.reading.encodings import Decoded

MEDIA_TYPE = "multipart/related"

HEADERS = re.compile(rb"(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
LOOKED_AT = 4096  # bytes, in which the headers have to end


def is_mhtml(data: bytes) -> bool:
    headers = HEADERS.match(data[:LOOKED_AT])
    return headers is not None and b"mime-version:" in headers[0].lower() and b"multipart/related" in headers[0].lower()


def read(data: bytes, *, name: str, encoding: str | None = None) -> Decoded:
    """The text of the page; see `html.read`.

    Raises:
        InputError: as `html.read`, or there is no page in the file.
    """
    from email import message_from_bytes

    try:
        parts = message_from_bytes(data).walk()
        page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    except RecursionError as error:
        raise html.nested_too_deeply(name) from error
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        raise InputError("{name}: there is no page in the saved file; save it again from the browser", name=name)
    return html.read(content, name=name, encoding=encoding, declared=page.get_content_charset())
