"""What the pages of a PDF unpack to, before a library unpacks them.

PDFium unpacks a page of any size and builds an object for each of its operators: twenty kilobytes can take gigabytes.
"""

from __future__ import annotations

import re
import zlib

LARGEST_CONTENT = 8 * 2**20
"""Bytes of the content of a page, or of a part of one; a page of text has some ten thousand, a drawn map some million."""

LARGEST_TOGETHER = 64 * 2**20
"""The same of all pages."""

STREAM = re.compile(rb"stream\r?\n")
DICTIONARY = 400  # bytes before a stream that say what it is
FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
# Pictures, fonts, attached files, tables of objects: unpacked when they are needed, or with limits of their own.
OTHER = re.compile(rb"/(?:Image|Length1|FontFile|EmbeddedFile|ObjStm|XRef|ICCBased|Metadata|FunctionType|Predictor)\b")
READ = 2**16  # bytes unpacked at a time


def unpacks_too_far(data: bytes) -> bool:
    """Whether a stream of the file that can be the content of a page is longer than `LARGEST_CONTENT` when unpacked, or all
    of them than `LARGEST_TOGETHER`."""
    together = 0
    for start in STREAM.finditer(data):
        dictionary = data[max(0, start.start() - DICTIONARY) : start.start()].rpartition(b" obj")[2]
        times = len(FLATE.findall(dictionary))
        if times and not OTHER.search(dictionary):
            length = _unpacked(data, start.end(), times)
            together += length
            if length > LARGEST_CONTENT or together > LARGEST_TOGETHER:
                return True
    return False


def _unpacked(data: bytes, start: int, times: int) -> int:
    """The length of the zlib stream at `start`, which is packed so many times, as far as `LARGEST_CONTENT`."""
    packers = [zlib.decompressobj() for _ in range(times)]
    length = 0
    try:
        for place in range(start, len(data), READ):
            pieces = [data[place : place + READ]]
            for packer in packers:
                pieces = [packer.decompress(piece, LARGEST_CONTENT + 1) for piece in pieces]
                if sum(map(len, pieces)) > LARGEST_CONTENT:
                    return LARGEST_CONTENT + 1
            length += sum(map(len, pieces))
            if length > LARGEST_CONTENT or packers[0].eof:
                break
    except zlib.error:
        pass  # damaged from here on, and read no further by the library either
    return length
