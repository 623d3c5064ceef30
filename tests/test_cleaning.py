"""What is told to be noise, title, heading or body, on the real pages of `seeds/`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.cleaning import clean
from summarise.reading import from_text, read
from summarise.records import Article, Block


def block_of(article: Article, words: str) -> Block:
    """The block that holds `words`."""
    at = article.text.index(words)
    return next(block for block in article.blocks if block.span.start <= at < block.span.end)


NOISE = [
    ("bac-giang-2020", "/upload/images/slide/bk5.jpg", "path"),
    ("bac-giang-2020", "congdoanbackan.org.vn", "path"),
    ("bac-giang-2020", "YÊU THƯƠNG VÀ CHIA SẺ", "menu"),
    ("bac-giang-2020", "Cập nhật lúc 14:37", "stamp"),
    ("bac-giang-2020", "Quang cảnh Hội nghị", "caption"),
    ("bac-giang-2020", "Thanh Thủy", "byline"),
    ("cao-bang-2022", "Cụm trưởng Cụm thi đua phát biểu khai mạc", "caption"),
    ("cao-bang-2022", "Lãnh đạo LĐLĐ tỉnh Điện Biên phát biểu", "caption"),
    ("ha-noi-hai-phong-quang-ninh-2022", "22:44 | 27/06/2022", "stamp"),
    ("ha-noi-hai-phong-quang-ninh-2022", "Biểu dương 100 gia đình", "related"),
    ("ha-noi-hai-phong-quang-ninh-2022", "P.Diệp", "byline"),
    ("ha-noi-hai-phong-quang-ninh-2022", "© 2021 Ghi rõ nguồn", "copyright"),
    ("quang-binh-2022", "Một số hình ảnh khen thưởng", "caption"),
    ("quang-binh-2022", "Hiền Chi", "byline"),
    ("quang-binh-2022", "Ý kiến của bạn", "form"),
]


@pytest.mark.parametrize(("seed", "words", "reason"), NOISE)
def test_page_furniture_is_noise_with_its_reason(seeds: dict[str, Path], seed: str, words: str, reason: str) -> None:
    block = block_of(clean(read(seeds[seed])), words)
    assert (block.kind, block.reason) == ("noise", reason)


def test_a_title_printed_again_above_every_picture_is_noise_but_for_the_first(seeds: dict[str, Path]) -> None:
    article = clean(read(seeds["ha-noi-hai-phong-quang-ninh-2022"]))
    title = "Liên đoàn Lao động Hà Nội, Hải Phòng và Quảng Ninh: Phối hợp triển khai toàn diện các mặt công tác"
    kinds = [block.kind for block in article.blocks if article.text[block.span.start : block.span.end] == title]
    assert kinds == ["title", "noise", "noise", "noise", "noise"]


BODY = [
    ("bac-giang-2020", "Trong 02 ngày 12, 13/7/2020"),
    ("bac-giang-2020", "Nhân dịp này, LĐLĐ 7 tỉnh đã trao"),
    ("cao-bang-2022", "Hội nghị cũng đã thẳng thắn nhìn nhận"),
    ("ha-noi-hai-phong-quang-ninh-2022", "Bên cạnh việc đánh giá các kết quả"),
    ("lao-cai-2025", "trao danh hiệu thi đua"),
    ("quang-binh-2022", "Tính đến nay, có 5.265 sáng kiến"),
]


@pytest.mark.parametrize(("seed", "words"), BODY)
def test_what_the_article_says_is_body(seeds: dict[str, Path], seed: str, words: str) -> None:
    assert block_of(clean(read(seeds[seed])), words).kind == "body"


def test_a_heading_between_paragraphs_is_a_heading(seeds: dict[str, Path]) -> None:
    article = clean(read(seeds["ha-noi-hai-phong-quang-ninh-2022"]))
    assert block_of(article, "Phấn đấu vượt chỉ tiêu 1 triệu sáng kiến\n").kind == "heading"


@pytest.mark.parametrize("heading", ["V. Năm 2024", "D/ Quý IV", "Phần 3. Chốt Việc Quý II"])
def test_a_heading_that_names_only_a_period_is_neither_stamp_nor_byline(heading: str) -> None:
    line = " ".join(["Công đoàn cơ sở đã chăm lo cho đoàn viên gặp khó khăn trong cả năm vừa qua"] * 3) + "."
    assert block_of(clean(from_text(f"{line}\n{heading}\n{line}")), heading).kind == "heading"


def test_an_article_without_a_title_has_none(seeds: dict[str, Path]) -> None:
    assert all(block.kind != "title" for block in clean(read(seeds["lao-cai-2025"])).blocks)


def test_language_is_that_of_most_words() -> None:
    assert (
        clean(from_text("Hội nghị đã nghe tham luận “Trade unions in the digital age” của các đơn vị.")).language
        == "vi"
    )
    assert (
        clean(from_text("The conference was held in Hạ Long, and the unions of the province were there.")).language
        == "en"
    )


@given(st.text(alphabet="aăâ Đồ\n.;:-|©“”0123456789>", max_size=300).filter(str.strip))
def test_blocks_cover_every_character_but_white_space_in_order(text: str) -> None:
    article = clean(from_text(text))
    covered = set()
    last = 0
    for block in article.blocks:
        assert last <= block.span.start < block.span.end
        last = block.span.end
        covered |= set(range(*block.span))
    assert all(at in covered or letter.isspace() for at, letter in enumerate(article.text))
