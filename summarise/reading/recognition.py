"""Which lines of a text are in an encoding from before Unicode, judged by the words that each reading gives.

Vietnamese is written in syllables of a closed shape (`syllables.py`), and a wrong reading of a byte nearly always breaks
it. So each encoding votes with the words that it changes: how many of them become syllables. A line is taken for
legacy text when nearly all of them do, nearly all its words are syllables then, and most were none before; French,
English and formulas fail one of these, and correct Vietnamese fails the last. What is too short to say so on
its own follows lines of the same document that do.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from summarise.reading.legacy import LEGACY, to_unicode
from summarise.reading.syllables import is_syllable

# Shares and counts of words; measured with benchmarks/conversions.py on articles, news, English and French.
CHANGED_ARE_SYLLABLES = 0.9
WORDS_ARE_SYLLABLES = 0.8
WERE_SYLLABLES = 0.5  # at most, of the words that are changed
TELLING = 3  # different words that are changed: so many coincidences there are not
# Where without one exception all that is changed becomes syllables, the other words may be of any language.
FOREIGN_TELLING = 5
FOREIGN_BEFORE = 0.3
# A whole file whose bytes are in one unknown encoding is Vietnamese sooner than a line of a Unicode file is mojibake.
FILE_CHANGED_ARE_SYLLABLES = 0.85
FILE_WORDS_ARE_SYLLABLES = 0.7

# What stands around words; within a word, such a sign means that it is read wrongly.
_SIGNS = "".join(chr(code) for code in range(0xA1, 0xC0) if not chr(code).isalpha()) + "ªº×÷"
_TOKEN = re.compile(rf"(?:[^\W\d_]|[\u0300-\u036f{_SIGNS}])+")
_ABBREVIATION = re.compile(r"[B-DF-HJ-NP-TV-ZĐ]+")  # capitals without a vowel, such as those of party committees
# Letters that no text has that stands for bytes: a line with one was typed in Unicode.
_UNICODE = re.compile(r"[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u017f-\u0191\u0193-\u02af\u0300-\u1fff]")
_ASCII = re.compile("[A-Za-z]")
_BEYOND = re.compile(r"[\x80-\u2219]")


@dataclass(frozen=True, slots=True)
class Votes:
    """Of the words of a text: all, how many are syllables in a reading, how many it changes, how many of these are
    syllables now and were before, and which became syllables."""

    words: int
    syllables: int
    changed: int
    good: int
    before: int
    telling: frozenset[str]

    def carry(self, *, changed: float, words: float, telling: int) -> bool:
        """Whether the reading is right, with these shares of syllables and as many different words that tell so."""
        if self.is_faultless():
            return True
        return (
            len(self.telling) >= telling
            and self.good >= changed * self.changed
            and self.before <= WERE_SYLLABLES * self.changed
            and self.syllables >= words * self.words
        )

    def is_faultless(self) -> bool:
        """Vietnamese names in a foreign text: without one exception what is changed becomes syllables, most of it from what
        were none."""
        return (
            len(self.telling) >= FOREIGN_TELLING
            and self.good == self.changed
            and self.before <= FOREIGN_BEFORE * self.changed
        )


def votes(text: str, encoding: str) -> Votes:
    """How `text` reads in an encoding."""
    counts: Counter[str] = Counter()
    telling = set()
    for chunk, count in Counter(text.split()).items():
        changed, words, now, before = _chunk(chunk, encoding)
        counts["words"] += count * words
        counts["syllables"] += count * words * now
        if changed and words:
            counts["changed"] += count
            counts["good"] += count * now
            counts["before"] += count * before
            if now and not before and _ASCII.search(chunk):  # not signs that stand alone
                telling.add(chunk.casefold())
    return Votes(
        words=counts["words"],
        syllables=counts["syllables"],
        changed=counts["changed"],
        good=counts["good"],
        before=counts["before"],
        telling=frozenset(telling),
    )


@lru_cache(maxsize=1 << 15)
def _chunk(chunk: str, encoding: str) -> tuple[bool, bool, bool, bool]:
    """Whether an encoding changes what stands between two spaces, whether it holds words, and whether these are syllables
    in the encoding and as they stand."""
    read, _ = to_unicode(chunk, encoding)
    words = _words(read)
    return read != chunk, bool(words), all(map(is_syllable, words)), all(map(is_syllable, _words(chunk) or ["-"]))


def _words(chunk: str) -> list[str]:
    found = (token.strip(_SIGNS) for token in _TOKEN.findall(chunk))
    return [word for word in found if word and not _ABBREVIATION.fullmatch(word)]


def of_bytes(text: str) -> str | None:
    """The encoding of a file that is no Unicode, its bytes given as characters; None where none can be told."""
    lines = [line for line in text.split("\n") if _BEYOND.search(line)]
    found = {encoding: votes("\n".join(lines), encoding) for encoding in LEGACY}
    fitting = {
        encoding: vote
        for encoding, vote in found.items()
        if vote.carry(changed=FILE_CHANGED_ARE_SYLLABLES, words=FILE_WORDS_ARE_SYLLABLES, telling=TELLING)
    }
    if fitting:
        best = max(fitting, key=lambda encoding: _weight(fitting[encoding]))
        return best if reads_best(text, best) else None
    # Lines in several encodings spoil each other's votes: the one that most lines are in.
    strong: Counter[str] = Counter()
    for line in lines:
        encoding = _strongest(line)
        if encoding:
            strong[encoding] += len(line)
    (best, size), *_ = strong.most_common(1) or [("", 0)]
    return best if 2 * strong.total() >= sum(map(len, lines)) and size else None


def reads_best(text: str, encoding: str) -> bool:
    """Whether more words of a text are syllables in this encoding than in every other that reads it differently."""
    here, syllables = to_unicode(text, encoding)[0], votes(text, encoding).syllables
    others = [other for other in LEGACY if other != encoding and to_unicode(text, other)[0] != here]
    return all(votes(text, other).syllables < syllables for other in others)


def of_lines(lines: list[str], *, base: str | None) -> list[str | None]:
    """The encoding of each line, `base` where no other is told: that of the file's bytes, None for Unicode text."""
    able = [may_be_bytes(line) for line in lines]
    found: list[str | None] = [
        _strongest(line, base=base) if yes else None for line, yes in zip(lines, able, strict=True)
    ]
    told = {encoding for encoding in found if encoding}
    if base is None and not told:
        return _names(lines, able)
    if base is None:
        for number, line in enumerate(lines):
            if able[number] and found[number] is None:
                found[number] = next((encoding for encoding in sorted(told) if _weak(line, encoding)), None)
    return [encoding or base for encoding in found]


def of_asked(lines: list[str], encoding: str) -> list[str | None]:
    """The encoding of each line of a Unicode text that the user says is in this one: of all lines that can be, but not of
    those that read worse then; of none where all together do not read better, such as those of a right file among old ones.
    """
    able = [may_be_bytes(line) for line in lines]
    read = [to_unicode(line, encoding)[0] if yes else line for line, yes in zip(lines, able, strict=True)]
    if reads_better("\n".join(lines), "\n".join(read)):
        return [None] * len(lines)
    return [
        encoding if yes and reads_better(new, line) else None for line, new, yes in zip(lines, read, able, strict=True)
    ]


def reads_better(read: str, raw: str) -> bool:
    """Whether at least as many words are syllables in the one reading of a line as in the other."""
    pairs = [(one, other) for one, other in zip(read.split(), raw.split(), strict=False) if one != other]
    return sum(_is_said(one) for one, _ in pairs) >= sum(_is_said(other) for _, other in pairs)


def _is_said(chunk: str) -> bool:
    words = _words(chunk)
    return bool(words) and all(map(is_syllable, words))


def may_be_bytes(line: str) -> bool:
    """Whether a line holds more than ASCII, and no letter that only Unicode has."""
    return _BEYOND.search(line) is not None and not _UNICODE.search(line)


def _names(lines: list[str], able: list[bool]) -> list[str | None]:
    """The lines of a foreign text with Vietnamese names, a few a line: all of them together tell the encoding."""
    may = "\n".join(line for line, yes in zip(lines, able, strict=True) if yes)
    for encoding in LEGACY:
        if votes(may, encoding).is_faultless():
            return [encoding if yes else None for yes in able]
    return [None] * len(lines)


def _strongest(line: str, *, base: str | None = None) -> str | None:
    """The encoding that a line is in without doubt; only one that reads it better than `base` does."""
    found = {encoding: votes(line, encoding) for encoding in LEGACY}
    sure = {
        encoding: vote
        for encoding, vote in found.items()
        if vote.carry(changed=CHANGED_ARE_SYLLABLES, words=WORDS_ARE_SYLLABLES, telling=TELLING)
    }
    if not sure:
        return None
    best = max(sure, key=lambda encoding: _weight(sure[encoding]))
    if base is not None and _share(found[base]) >= WORDS_ARE_SYLLABLES:
        return None
    return best


def _weak(line: str, encoding: str) -> bool:
    """A heading or a list item of few words, in a document that has lines in this encoding for certain."""
    vote = votes(line, encoding)
    return vote.carry(changed=1.0, words=WORDS_ARE_SYLLABLES, telling=1)


def _share(vote: Votes) -> float:
    return vote.syllables / max(1, vote.words)


def _weight(vote: Votes) -> int:
    return 2 * vote.good - vote.changed + vote.syllables
