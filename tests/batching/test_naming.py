"""A name of its own for each article."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.batching.inputs import Input
from summarise.batching.naming import key, names


def named(articles: Iterable[str]) -> list[str]:
    return names([Input(name) for name in articles])


@pytest.mark.parametrize(
    ("articles", "wanted"),
    [
        (["in/cao bằng.txt"], ["cao bằng"]),
        (["2021/a.txt", "2022/a.txt", "b.txt"], ["2021-a", "2022-a", "b"]),
        (["x/a.txt", "x/a.docx"], ["a-txt", "a-docx"]),
        (["x/a.txt", "x/a.docx", "y/a.txt"], ["x-a-txt", "x-a-docx", "y-a-txt"]),
        (["x/Quý 1.txt", "y/QUÝ 1.txt"], ["x-Quý 1", "y-QUÝ 1"]),
        (["p/x/a.txt", "q/x/a.txt"], ["a", "a-2"]),
        (["x/a.txt", "y/a.txt", "x-a.txt"], ["x-a-txt", "y-a-txt", "x-a"]),
        (["a:b?.txt", "CON.txt", "...txt", "x/ nul .txt"], ["ab", "CON_", "article", "nul_"]),
    ],
)
def test_articles_of_one_name_are_told_apart_by_folder_or_ending_or_number(articles, wanted) -> None:
    assert named(articles) == wanted


def test_a_member_of_an_archive_is_named_by_its_folder_there() -> None:
    given = [Input("q1.zip", "a.txt"), Input("q1.zip", "x/a.txt"), Input("q1.zip", "..\\..\\b.txt")]
    assert names(given) == ["q1-a", "x-a", "b"]


def test_a_name_of_an_earlier_run_stays() -> None:
    first, second = Input("2021/a.txt"), Input("2022/a.txt")
    assert names([first]) == ["a"]
    assert names([first, second], earlier={first: "a"}) == ["a", "2022-a"]


def test_a_name_that_is_taken_is_not_given() -> None:
    assert names([Input("2022/BATCH.txt")], taken=["batch"]) == ["2022-BATCH"]


def test_a_long_name_is_cut() -> None:
    (name,) = named(["ệ" * 400 + ".txt"])
    assert len(f"{name}.docx".encode()) <= 255
    assert name.startswith("ệệệ")


parts = st.one_of(
    st.sampled_from(["a", "A", "á", "a\u0301", "a-2", "a-txt", "x-a", "..", "con"]), st.text(min_size=1, max_size=4)
)


@given(
    st.lists(st.tuples(parts, parts, st.sampled_from([".txt", ".docx"])), unique=True, max_size=12),
    st.lists(parts, max_size=3),
)
def test_no_two_files_share_a_name_and_none_leaves_the_folder(articles, taken) -> None:
    found = names([Input("q.zip", f"{folder}/{stem}{suffix}") for folder, stem, suffix in articles], taken=taken)
    assert len({key(name) for name in found}) == len(articles)
    assert not {key(name) for name in found} & {key(name) for name in taken}
    assert not any(set(name) & set('/\\:*?"<>|\0') or name.strip(". ") in ("", ".", "..") for name in found)
