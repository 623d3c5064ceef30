"""An auditor of bullets that shares nothing with the program: no module of it is imported, no table of it is read.

It is asked for one thing, whether a bullet says what its source does not, and is strict where it can be: a bullet is held
against the words of one source text. `benchmarks/faithfulness.py` runs it over whole corpora, the tests over sources that
Hypothesis makes up.

    word           a word that is not in the source, or not so often (a few function words aside)
    number         digits that are no whole token of the source, or more often than there
    order          the tokens with digits stand in another order than in the source
    unit           a number lost, gained or changed its magnitude or currency
    hedge          … its "gần", "hơn", "khoảng", "tăng" directly before it
    counted        … what it counts: the word after it is none of the next words in the source
    date           a date or period that is not written so in the source, or one end of a range without the other
    document       the number of a document that is not written so in the source
    name           a run of capitals that is no run of the source, or is cut short
    name-order     two such runs that change places
    negation-lost  words of a clause are kept without its negation
    negation-moved a negation that the source lacks, or by other words than there, or a word that went to its other side
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Violation(NamedTuple):
    """What is wrong, and the words of the bullet (of the source, for what was lost)."""

    kind: str
    text: str


class Token(NamedTuple):
    """A word or number without the punctuation around it; `key` for comparing, `clause` the number of its clause.

    `glued` says that only white space stands between it and the token before; `opens` that it begins a sentence, so that
    its capital need not be its own.
    """

    text: str
    key: str
    clause: int
    glued: bool
    opens: bool

    @property
    def numeric(self) -> bool:
        return any(letter.isdigit() for letter in self.text)


class Lists(NamedTuple):
    """Words of a language, as keys."""

    added: frozenset[str]  # may be added to the words of the source
    hedges: frozenset[str]  # change what the number after them says
    bounds: frozenset[str]  # do so after another hedge ("chưa đến"), else only say when or where
    times: frozenset[str]  # say which of several the number after them is, not how many
    sums: frozenset[tuple[str, str]]  # pairs that end with one of `times` and do say how many
    limits: frozenset[str]  # say on which side of a date something is
    joins: frozenset[str]  # those that join two dates into a range
    magnitudes: frozenset[str]  # belong to the number before them
    negations: frozenset[str]
    harmless: frozenset[tuple[str, str]]  # pairs of words in which a negation negates nothing
    light: frozenset[str]  # carry no statement by themselves
    date: re.Pattern[str]  # in keys with single spaces


TONES = "\u0300\u0301\u0303\u0309\u0323"
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
# Inside digits a stop, comma or colon belongs to the number; everywhere else these end a token and a clause.
INNER = r"(?<=\d)[.,:](?=\d)|(?<=[^\W\d_])'(?=[^\W\d_])"
PIECE = re.compile(rf"(?:{INNER}|[^\s.,:;!?…()\[\]{{}}\"'])+|[.,:;!?…()\[\]{{}}\"']")
# A date, a time, a year, a code: no count.
DATED = re.compile(r"\d+[/-].*|\d{1,2}h\d*|(?:19|20)\d\d|.*[^\W\d_].*")
DOCUMENT = re.compile(r"\d{1,5}[a-zđ]?(?:/\d{4})?[-/][A-ZĐƯ]")
QUOTES = {'"', "'"}
FORMS = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "\xa0": " "})


def key(word: str) -> str:
    """The word in small letters with its tone mark last: `hoà` and `hòa` are one word."""
    apart = unicodedata.normalize("NFD", word.casefold())
    marks = "".join(letter for letter in apart if letter in TONES)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if letter not in TONES)) + marks


def keys(listed: str) -> frozenset[str]:
    return frozenset(map(key, listed.split()))


def pairs(listed: str) -> frozenset[tuple[str, str]]:
    return frozenset((key(one), key(other)) for one, other in (pair.split() for pair in listed.split(",")))


def dates(pattern: str) -> re.Pattern[str]:
    """The pattern with its words as keys."""
    return re.compile(re.sub(r"[^\W\d_]{2,}", lambda word: key(word[0]), pattern))


LISTS = {
    "vi": Lists(
        added=keys("và của cho với tại trong về là do để"),
        hedges=keys(
            "gần hơn khoảng trên dưới ngót quá xấp xỉ tăng giảm vượt chưa không ít nhiều tối đa thiểu ước tính"
        ),
        bounds=keys("đến tới nhất đầy đủ"),
        times=keys(
            "ngày tháng năm quý giờ lúc hồi sáng trưa chiều tối đêm số thứ lần khóa khoá kỳ đoạn sn thôn tổ xóm"
        ),
        sums=pairs("trong số,tổng số,con số,định kỳ,mỗi ngày,mỗi tháng,mỗi năm,mỗi quý"),
        limits=keys("từ đến tới trước sau hết"),
        joins=keys("đến tới"),
        magnitudes=keys("nghìn ngàn vạn triệu tỷ tỉ tr đồng vnđ usd"),
        negations=keys("không chưa chẳng chớ đừng"),
        harmless=pairs(
            "không khí,không gian,không những,không chỉ,không ngừng,không quân,không phận,hàng không,trên không"
        ),
        light=keys(
            "và của các cho được với trong là những tại theo từ đến một đã đang sẽ về có ở này đó khi trên do bởi để cùng như"
        ),
        date=dates(
            r"(?<!\S)(?:ngày [0-3]?\d(?:[/.-]\d[\d/.-]*)?(?: tháng \d{1,2})?(?: năm \d{4})?"
            r"|tháng \d{1,2}(?:[/.-]\d+)?(?: năm \d{4})?"
            r"|quý (?:[ivx]+|\d)(?:[/-]\d{4}| năm \d{4})?|năm \d{4}|\d{1,2} tháng (?:đầu|cuối) (?:năm|quý)(?: \d{4})?"
            r"|(?:nhiệm kỳ|giai đoạn|năm học) \d[\d/.-]*|\d{1,2}/\d{4}|\d{1,2}/\d{1,2}(?:/\d{4})?)(?!\S)"
        ),
    ),
    "en": Lists(
        added=keys("and of for with at in the a an"),
        hedges=keys(
            "nearly almost about around approximately roughly over above under below up down than more less fewer least most no"
        ),
        bounds=keys("to"),
        times=keys(f"{MONTHS.replace('|', ' ')} no number year term"),
        sums=pairs("total number"),
        limits=keys("from to until till before after since by"),
        joins=keys("to until till"),
        magnitudes=keys("hundred thousand million billion dong vnd usd dollars"),
        negations=keys("not no never without nor neither none nobody nothing cannot hardly"),
        harmless=pairs("not only,no later,no fewer,no less,no more,not less,not more"),
        light=keys("and of for with at in the a an to by from on was were is are has have had that this it its their"),
        date=dates(
            rf"(?<!\S)(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})(?: \d{{4}})?|(?:{MONTHS}) \d{{1,4}}"
            r"|(?:first|last) (?:two|three|six|nine|\d{1,2}) months(?: of \d{4})?)(?!\S)"
        ),
    ),
}


def audit(bullet: str, sources: Sequence[str], *, language: str) -> tuple[Violation, ...]:
    """What the bullet says that its source does not. Of several sources (bullets that said the same and became one) it
    has to agree with one."""
    said = tokens(bullet)
    found = [_audit(said, tokens(source), LISTS[language]) for source in sources]
    return min(found, key=len)


def _audit(said: list[Token], given: list[Token], lists: Lists) -> tuple[Violation, ...]:
    rules = (_words, _numbers, _dates, _documents, _names, _negations)
    return tuple(violation for rule in rules for violation in rule(said, given, lists))


def tokens(text: str) -> list[Token]:
    """The tokens of a text, with ranges and percentages as one ("5 - 10", "12 %")."""
    text = unicodedata.normalize("NFC", text).translate(FORMS)
    text = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "-", text)
    text = re.sub(r"(?<=\d)\s+%", "%", text)
    found: list[Token] = []
    clause, glued, opens, last = 0, False, True, ""
    for line in text.split("\n"):
        opens = True
        for piece in PIECE.findall(line):
            word = piece.strip("-+*•_/&=<>|~^`#@$€£…")
            if not any(letter.isalnum() for letter in word):
                clause, glued = clause + (piece not in QUOTES), False
                # "TP." and "Th." are no ends of sentences.
                opens = piece != "," and not (piece == "." and len(last) < 3) and (opens or piece not in ")]}'")
                continue
            found.append(Token(word, key(word), clause, glued, opens))
            glued, opens, last = True, False, word
        clause, glued = clause + 1, False
    return found


def _words(said: list[Token], given: list[Token], lists: Lists) -> list[Violation]:
    extra = Counter(token.key for token in said) - Counter(token.key for token in given)
    return [
        Violation("word", token.text)
        for token in said
        if not token.numeric and token.key in extra and token.key not in lists.added
    ]


class Number(NamedTuple):
    """A token with digits and what stands next to it in its clause; `shown` is both as written."""

    shown: str
    text: str
    hedge: tuple[str, ...]
    magnitude: tuple[str, ...]
    after: tuple[str, ...]  # the words that follow the magnitude; none for money, a date, the number of a thing


LEVELS: tuple[tuple[str, Callable[[Number, Number], bool]], ...] = (
    ("order", lambda mine, other: mine.text == other.text),
    ("unit", lambda mine, other: mine.text == other.text and mine.magnitude == other.magnitude),
    ("hedge", lambda mine, other: mine.text == other.text and mine.hedge == other.hedge),
    ("counted", lambda mine, other: mine.text == other.text and (not mine.after or mine.after[0] in other.after)),
)
COUNTED_WITHIN = 4


def _numbers(said: list[Token], given: list[Token], lists: Lists) -> list[Violation]:
    mine, theirs = numbers(said, lists), numbers(given, lists)
    extra = Counter(number.text for number in mine) - Counter(number.text for number in theirs)
    found = [Violation("number", text) for text in extra]
    rest = [number for number in mine if number.text not in extra]
    for kind, alike in LEVELS:
        if (at := _stuck(rest, theirs, alike)) is not None:
            found.append(Violation(kind, at.shown))
            if kind == "order":
                break
    return found


def numbers(found: list[Token], lists: Lists) -> list[Number]:
    result = []
    for n, token in enumerate(found):
        if not token.numeric:
            continue
        first = n
        while first and found[first].glued and found[first - 1].key in lists.hedges | lists.bounds:
            first -= 1
        while first < n and found[first].key in lists.bounds:
            first += 1
        end = n + 1
        while end < len(found) and found[end].glued and found[end].key in lists.magnitudes:
            end += 1
        before = [word.key for word in found[max(0, n - 2) : n]]
        named = token.glued and before[-1:] and before[-1] in lists.times and tuple(before) not in lists.sums
        measured = named or end > n + 1 or DATED.fullmatch(token.text)
        following = [] if measured else found[end : end + COUNTED_WITHIN]
        after = [word.key for word in following if word.clause == token.clause and not word.numeric]
        result.append(
            Number(
                " ".join(word.text for word in found[first : end + 1]),
                token.key,
                tuple(word.key for word in found[first:n]),
                tuple(word.key for word in found[n + 1 : end]),
                tuple(after),
            )
        )
    return result


def _stuck(mine: list[Number], theirs: list[Number], alike: Callable[[Number, Number], bool]) -> Number | None:
    """The first number that finds no fellow after that of the one before it; None when all do."""
    rest = iter(theirs)
    return next((number for number in mine if not any(alike(number, other) for other in rest)), None)


def _line(found: list[Token]) -> str:
    """The keys between single spaces, a bar where a clause ends."""
    parts = []
    for before, token in pairwise([None, *found]):
        if before and before.clause != token.clause:
            parts.append("|")
        parts.append(token.key)
    return f" {' '.join(parts)} "


class Dated(NamedTuple):
    """A date with the word of `limits` before it, empty for none."""

    limit: str
    date: str

    @property
    def bare(self) -> Dated:
        """Without the word before its digits: "ngày 1/3" and "1/3" are one date."""
        return self._replace(date=re.sub(r"^[^\d\s]\S* (?=\d+[/.-]|\d{4})", "", self.date))


def _dates(said: list[Token], given: list[Token], lists: Lists) -> list[Violation]:
    """Each date stands in the source as it is, after the same "từ", "trước" or none, and no range loses an end."""
    source, mine = _line(given), _dated(_line(said), lists)
    theirs = _dated(source, lists)
    there = {form for dated in theirs for form in (dated, dated.bare)}
    known = {dated.date for dated in there}
    wrong = [
        dated
        for dated in mine
        if dated not in there
        # A date may be part of another there ("năm 2022" of "tháng 6 năm 2022"), its beginning with a word of `limits` too.
        and (dated.limit or dated.date in known or f" {dated.date} " not in source)
        and not any(other.limit == dated.limit and other.date.startswith(f"{dated.date} ") for other in there)
    ]
    kept, times = {dated.bare.date for dated in mine}, Counter(dated.bare.date for dated in theirs)
    for start, end in pairwise(theirs):
        ends = {start.bare.date, end.bare.date}
        together = f"{start.date} {end.limit} {end.date} " in source and end.limit in lists.joins
        if together and len(kept & ends) == 1 and max(times[date] for date in ends) == 1:
            wrong.append(start if start.bare.date in kept else end)
    return [Violation("date", unicodedata.normalize("NFC", f"{dated.limit} {dated.date}".strip())) for dated in wrong]


def _dated(line: str, lists: Lists) -> list[Dated]:
    """Every date of a line."""
    found = []
    for date in lists.date.finditer(line):
        before = line[: date.start()].split()[-1:]
        found.append(Dated(before[0] if before and before[0] in lists.limits else "", date[0]))
    return found


def _documents(said: list[Token], given: list[Token], _lists: Lists) -> list[Violation]:
    there = {token.key for token in given}
    return [
        Violation("document", token.text) for token in said if DOCUMENT.match(token.text) and token.key not in there
    ]


def runs(found: list[Token]) -> list[list[Token]]:
    """Capitalised tokens with nothing but spaces between."""
    result: list[list[Token]] = []
    for n, token in enumerate(found):
        if not token.text[0].isupper():
            continue
        if result and token.glued and result[-1][-1] is found[n - 1]:
            result[-1].append(token)
        else:
            result.append([token])
    return result


def _names(said: list[Token], given: list[Token], _lists: Lists) -> list[Violation]:
    whole = set()
    for run in runs(given):
        name = tuple(token.key for token in run)
        whole.add(name)
        if run[0].opens:
            whole.add(name[1:])
    small = {token.key for token in given if token.text[0].islower()}
    found = []
    for run in runs(said):
        name = tuple(token.key for token in run)
        own_capital = run[0] is said[0] and name[0] in small
        if name not in whole and not (own_capital and name[1:] in whole | {()}):
            found.append(Violation("name", " ".join(token.text for token in run)))
    order = [tuple(token.key for token in run) for run in runs(given)]
    once = {name for name in order if order.count(name) == 1 and len(name) > 1}
    places = [order.index(name) for run in runs(said) if (name := tuple(token.key for token in run)) in once]
    return found + [Violation("name-order", " ".join(order[one])) for one, other in pairwise(places) if one > other]


MATCH = 1000  # more than there can be gaps


def aligned(said: Sequence[str], given: Sequence[str]) -> dict[int, int]:
    """Which token of the source each token of the bullet is: as many as possible in order, and of those alignments one
    with the fewest gaps (dynamic programming with affine gaps after Gotoh 1982)."""
    width = len(given) + 1
    best = [[0] * width for _ in range(len(said) + 1)]
    matched = [[-MATCH] * width for _ in range(len(said) + 1)]
    for i, word in enumerate(said, 1):
        for j, other in enumerate(given, 1):
            if word == other:
                matched[i][j] = MATCH + max(matched[i - 1][j - 1], best[i - 1][j - 1] - 1)
            best[i][j] = max(best[i - 1][j], best[i][j - 1], matched[i][j])
    pairs_found: dict[int, int] = {}
    i, j, running = len(said), len(given), False
    while i and j:
        if running or best[i][j] == matched[i][j]:
            pairs_found[i - 1] = j - 1
            running = matched[i][j] == MATCH + matched[i - 1][j - 1]
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return pairs_found


# How far from a negation the word that follows it in the bullet may stand in the source.
NEGATED_WITHIN = 4


def _negations(said: list[Token], given: list[Token], lists: Lists) -> list[Violation]:
    mine, theirs = _negating(said, lists), _negating(given, lists)
    if not mine and not theirs:
        return []
    words, others = [token.key for token in said], [token.key for token in given]
    late = aligned(words, others)
    back = aligned(words[::-1], others[::-1])
    early = {len(words) - 1 - n: len(others) - 1 - at for n, at in back.items()}
    # Where a word stands twice in the source, a bullet that is true by one reading is true.
    return min((_denied(said, given, lists, mine, theirs, source_of) for source_of in (late, early)), key=len)


def _denied(
    said: list[Token], given: list[Token], lists: Lists, mine: set[int], theirs: set[int], source_of: dict[int, int]
) -> list[Violation]:
    kept = set(source_of.values())
    # A negation that was moved with the word it negates is neither lost nor gained.
    moved = {pair for pair in _negated(said, mine) if pair in _negated(given, theirs)}
    found = []
    for n in sorted(theirs - kept):
        fellows = {
            m for m, token in enumerate(given) if token.clause == given[n].clause and token.key not in lists.light
        }
        if kept & (fellows - theirs) and not moved & set(_negated(given, {n})):
            found.append(Violation("negation-lost", " ".join(token.text for token in given[n : n + 3])))
    for n in sorted(mine):
        at, after = source_of.get(n), source_of.get(n + 1)
        followed = n + 1 < len(said) and said[n + 1].clause == said[n].clause
        near = after is not None and at is not None and after - at <= NEGATED_WITHIN
        bound = at is not None and (not followed or (near and given[at].clause == given[after or 0].clause))
        crossed = not any(_sides_kept(said, n, given, m) for m in theirs if given[m].key == said[n].key)
        if crossed or (not bound and not moved & set(_negated(said, {n}))):
            found.append(Violation("negation-moved", " ".join(token.text for token in said[n : n + 3])))
    return found


def _sides_kept(said: list[Token], n: int, given: list[Token], m: int) -> bool:
    """Whether no word of the clause went from one side of the negation to the other."""
    before, after = _around(said, n)
    theirs_before, theirs_after = _around(given, m)
    return not (before & theirs_after - theirs_before or after & theirs_before - theirs_after)


def _around(found: list[Token], n: int) -> tuple[set[str], set[str]]:
    """The words of its clause before and after a token."""
    clause = [m for m, token in enumerate(found) if token.clause == found[n].clause]
    return {found[m].key for m in clause if m < n}, {found[m].key for m in clause if m > n}


def _negated(found: list[Token], at: set[int]) -> list[tuple[str, str]]:
    """The negations at these places with the word that follows each."""
    line = [token.key for token in found]
    return [(line[n], line[n + 1]) for n in at if n + 1 < len(line)]


def _negating(found: list[Token], lists: Lists) -> set[int]:
    """The tokens that negate."""
    line = [token.key for token in found]
    return {
        n
        for n, word in enumerate(line)
        if (word in lists.negations or word.endswith("n't"))
        and tuple(line[n : n + 2]) not in lists.harmless
        and tuple(line[max(0, n - 1) : n + 1]) not in lists.harmless
    }
