"""Text in an encoding from before Unicode → Unicode, line by line, with where each character stood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from summarise.offsets import Offsets
from summarise.reading import recognition
from summarise.reading.capitals import restored
from summarise.reading.legacy import to_unicode


@dataclass(frozen=True, slots=True)
class Converted:
    """Unicode text; `offsets` into the text that was given; `encoding` of most of what was converted and None where
    nothing was; `most`, whether that is most of all lines; `repairs`: the encodings, and `capitals` where some may be lost."""

    text: str
    offsets: Offsets
    encoding: str | None = None
    most: bool = False
    repairs: tuple[str, ...] = ()


def converted(text: str, *, base: str | None = None, forced: str | None = None, is_bytes: bool = False) -> Converted:
    """`text` with its legacy lines in Unicode.

    `base` is the encoding of a file whose bytes are given as characters, None for text that was Unicode; lines that are
    certainly in another one are told. `forced` is what the user names: all lines that can be in it are, whatever their
    words say, where the text `is_bytes`; of Unicode text, see `recognition.of_asked`.
    """
    lines = text.split("\n")
    if forced is not None and not is_bytes:
        found = recognition.of_asked(lines, forced)
    elif forced is not None:
        found = [forced if recognition.may_be_bytes(line) else None for line in lines]
    else:
        found = recognition.of_lines(lines, base=base)
    if not any(found):
        return Converted(text, Offsets())
    sizes: Counter[str] = Counter()
    pieces: list[tuple[int, int, int]] = []
    doubtful = False
    at = 0
    for number, (line, encoding) in enumerate(zip(lines, found, strict=True)):
        if encoding is not None:
            lines[number], offsets = to_unicode(line, encoding)
            if lines[number] != line:
                sizes[encoding] += len(line)
            if encoding == "tcvn3":
                lines[number], lost = restored(lines[number])
                doubtful = doubtful or lost
            pieces += [(at + start, at + end, length) for start, end, length in offsets.pieces()]
        at += len(line) + 1
    told = [encoding for encoding, _ in sizes.most_common()]
    return Converted(
        text="\n".join(lines),
        offsets=Offsets.of_pieces(pieces),
        encoding=told[0] if told else None,
        most=bool(told) and 2 * sizes[told[0]] > len(text),
        repairs=(*told, "capitals") if doubtful else tuple(told),
    )
