"""What of a clerk's bullets can be taught, and what is refused."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.mentions import fold
from summarise.tuning.corpus import usable
from summarise.tuning.pairs import COVERED, WORD, Corrected, Pair, kept_words, pair_of, split, subsequence

CLAUSE = (
    "Bên cạnh đó, các cấp công đoàn đã hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng, "
    "góp phần ổn định đời sống;"
)
# Words as articles have them: numbers, document numbers, marks that touch a word, and the same word more than once.
TOKENS = [
    "công",
    "đoàn",
    "Công",
    "36.778",
    "4,5%",
    "07/NQ-TLĐ",
    "“Mái",
    "ấm”,",
    "(LĐLĐ)",
    "hoà",
    "–",
    "a/b",
    "đoàn;",
    "x(y)z",
]
texts = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=14).map(" ".join)


def keys(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(fold(text, language="vi"))]


def ordered(short: list[str], long: list[str]) -> bool:
    left = iter(long)
    return all(word in left for word in short)


def longest_common(one: list[str], other: list[str]) -> int:
    lengths = [0] * (len(other) + 1)
    for word in one:
        before = lengths[:]
        for at, theirs in enumerate(other):
            lengths[at + 1] = before[at] + 1 if word == theirs else max(before[at + 1], lengths[at])
    return lengths[-1]


@given(texts, texts)
def test_the_target_is_an_ordered_part_of_the_words_of_both(source: str, target: str) -> None:
    found = subsequence(source, target, language="vi")
    wanted = keys(target.rstrip(" .;"))
    common = longest_common(keys(source), wanted)
    if found is None:
        assert not wanted or common < COVERED * len(wanted)
    else:
        assert len(keys(found)) == common >= COVERED * len(wanted)
        assert ordered(keys(found), keys(source))
        assert ordered(keys(found), wanted)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_at_all_can_be_given(source: str, target: str) -> None:
    found = subsequence(source, target, language="vi")
    assert found is None or set(found.split()) <= {
        piece for piece in found.split() if all(letter in unicodedata.normalize("NFC", source) for letter in piece)
    }


@given(st.data())
def test_what_is_left_of_a_clause_when_words_are_dropped_comes_back_as_it_was(data: st.DataObject) -> None:
    words = [word for word in CLAUSE.split() if re.fullmatch(r"[^\W_]+", word)]
    kept = [word for word in words if data.draw(st.booleans())]
    target = " ".join(kept)
    assert subsequence(" ".join(words), target, language="vi") == (target or None)


@given(texts)
def test_a_text_is_its_own_subsequence(text: str) -> None:
    whole = text.rstrip(" .;")
    assert subsequence(text, text, language="vi") == whole


def test_the_letters_are_those_of_the_source() -> None:
    source = "HOÀ NHẬP đời sống công nhân"
    assert subsequence(source, "Hòa nhập đời sống công nhân.", language="vi") == source
    decomposed = unicodedata.normalize("NFD", source)
    assert subsequence(decomposed, "Hòa nhập đời sống", language="vi") == "HOÀ NHẬP đời sống"


def test_one_foreign_word_in_seven_may_be_left_out_and_two_may_not() -> None:
    source = "hỗ trợ đoàn viên gặp khó khăn"
    assert subsequence(source, "kịp hỗ trợ đoàn viên gặp khó khăn", language="vi") == source
    assert subsequence(source, "đã kịp hỗ trợ đoàn viên gặp khó khăn", language="vi") is None


def test_a_pair_reads_the_clause_as_a_report_gives_it_to_the_model() -> None:
    bullet = "Hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng."
    pair = pair_of(Corrected(CLAUSE, bullet, "vi"))
    assert isinstance(pair, Pair)
    assert pair.source == CLAUSE[CLAUSE.index("hỗ trợ") : -1]
    assert pair.target == "hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng"


@pytest.mark.parametrize(
    ("bullet", "reason"),
    [
        ("Hỗ trợ kịp thời 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng.", "word"),
        ("Hỗ trợ 36.779 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng.", "number"),
        ("Các cấp công đoàn Cao Bằng hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng.", "name"),
        ("Hỗ trợ 36.778 lượt đoàn viên với tổng số tiền 41,7 tỷ đồng.", "sense"),
        ("Hỗ trợ đoàn viên, góp phần ổn định đời sống.", "sense"),
        ("Hỗ trợ.", "form"),
    ],
)
def test_a_bullet_that_says_what_its_clause_does_not_is_refused(bullet: str, reason: str) -> None:
    assert pair_of(Corrected(CLAUSE, bullet, "vi")) == reason


def test_refused_bullets_are_counted_and_their_clauses_kept_for_rehearsal() -> None:
    bullet = "Hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng."
    other = "Kết nạp 161 đoàn viên mới."
    rows = [
        Corrected(CLAUSE, bullet, "vi"),
        Corrected(CLAUSE.upper(), bullet, "vi"),
        Corrected(other, "Kết nạp 162 đoàn viên mới.", "vi"),
    ]
    pairs, spare, refused = usable(rows)
    assert [pair.corrected for pair in pairs] == rows[:1]
    assert dict(refused) == {"twice": 1, "number": 1}
    assert [clause.clause for clause in spare] == [other]


def pairs_of(*reports: str | None) -> list[Pair]:
    return [
        Pair(Corrected(f"mệnh đề {number}", "ý", "vi", report=report), "mệnh đề", "ý")
        for number, report in enumerate(reports)
    ]


def test_every_fifth_report_is_held_out_whole() -> None:
    pairs = pairs_of(*[name for name in "abcdef" for _ in range(3)])
    learned, held = split(pairs, hold=0.2)
    assert {pair.corrected.report for pair in held} == {"e"}
    assert len(held) == 3
    assert len(learned) == 15


def test_of_few_reports_and_of_files_every_fifth_pair_is_held_out() -> None:
    assert split(pairs_of(*"aabbcc", *"dddd"), hold=0.2)[1] == pairs_of(*"aabbcc", *"dddd")[4::5]
    mixed = pairs_of(*"abcde", *[None] * 10)
    learned, held = split(mixed, hold=0.2)
    assert held == [mixed[4], mixed[9], mixed[14]]
    assert len(learned) + len(held) == len(mixed)


@given(texts, texts)
def test_kept_words_are_words_of_the_source_in_order(source: str, target: str) -> None:
    kept = kept_words(source, target, language="vi")
    assert [source[span.start : span.end] for span in kept if " " in source[span.start : span.end]] == []
    assert kept == sorted(set(kept))
    theirs = iter(target.split())
    for span in kept:
        word = keys(source[span.start : span.end])
        assert any(set(word) & set(keys(other)) for other in theirs)


def test_kept_words_of_a_bullet() -> None:
    bullet = "Hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng."
    kept = kept_words(CLAUSE, bullet, language="vi")
    assert " ".join(CLAUSE[span.start : span.end] for span in kept) == (
        "hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng,"
    )
