"""Where sentences and clauses begin and end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.cleaning import clean
from summarise.reading import from_text, read
from summarise.segmenting import segment


def cut(text: str) -> list[str]:
    return [sentence.text for sentence in segment(clean(from_text(text)))]


WHOLE = [
    "Đ/c Nguyễn Văn A, Th.S Luật, làm việc tại TP. Hồ Chí Minh và Q. 1 từ năm 2020.",
    "Đã có 1.979 đề tài, trị giá 94.217 tỷ đồng, tính đến ngày 24/6.",
    "Thực hiện Nghị quyết số 07/NQ-TLĐ ngày 15/1/2020 của Ban Chấp hành.",
    "Các chương trình “Tết sum vầy; Xuân gắn kết” được tổ chức rộng khắp.",
    "Chăm lo cho đoàn viên (thăm hỏi; tặng quà) dịp Tết được duy trì.",
    "Hội nghị kết thúc tốt đẹp./.",
    "Mr. Nguyen of Co. Ltd. 12 attended on behalf of the U.S. partner.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_abbreviations_numbers_and_brackets_do_not_split(text: str) -> None:
    assert cut(text) == [text]


def test_a_sentence_ends_before_a_capital_a_number_or_a_quotation() -> None:
    text = "Công tác này được đẩy mạnh. Đã kết nạp 161 đoàn viên. 3 đơn vị dẫn đầu… “Tết sum vầy” được tổ chức! Xong."
    assert cut(text) == [
        "Công tác này được đẩy mạnh.",
        "Đã kết nạp 161 đoàn viên.",
        "3 đơn vị dẫn đầu…",
        "“Tết sum vầy” được tổ chức!",
        "Xong.",
    ]


def test_a_list_after_a_colon_splits_into_clauses_that_keep_their_lead() -> None:
    text = "Nhiệm vụ trọng tâm là: Tiếp tục bám sát cơ sở; tăng cường kiểm tra; đôn đốc thu kinh phí."
    sentences = segment(clean(from_text(text)))
    assert [sentence.text for sentence in sentences] == [
        "Nhiệm vụ trọng tâm là:",
        "Tiếp tục bám sát cơ sở;",
        "tăng cường kiểm tra;",
        "đôn đốc thu kinh phí.",
    ]
    assert [sentence.lead for sentence in sentences] == [None] + [sentences[0].span] * 3


def test_a_colon_without_a_list_does_not_split() -> None:
    assert len(cut("Báo cáo nêu rõ: 96% văn bản được xử lý trên môi trường mạng.")) == 1


def test_marks_of_a_list_are_left_out() -> None:
    text = "Kết quả như sau:\n- Kết nạp 161 đoàn viên.\n1. Thành lập 3 công đoàn cơ sở.\na) Hỗ trợ 38 nhà."
    assert cut(text)[1:] == ["Kết nạp 161 đoàn viên.", "Thành lập 3 công đoàn cơ sở.", "Hỗ trợ 38 nhà."]


def test_noise_gives_no_sentence(seeds: dict[str, Path]) -> None:
    said = " ".join(sentence.text for sentence in segment(clean(read(seeds["bac-giang-2020"]))))
    assert "NƯỚC LÀ TÀI NGUYÊN" not in said
    assert "Cập nhật lúc" not in said


@given(st.text(alphabet='aăĐồ “”"().;:-1\n', max_size=300).filter(str.strip))
def test_each_sentence_equals_its_slice_and_none_overlap(text: str) -> None:
    article = clean(from_text(text))
    last = 0
    for sentence in segment(article):
        assert article.text[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert last <= sentence.span.start < sentence.span.end
        last = sentence.span.end


def test_every_letter_of_the_body_stands_in_a_sentence(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        article = clean(read(path))
        covered = {at for sentence in segment(article) for at in range(*sentence.span)}
        for block in article.blocks:
            if block.kind == "body":
                missing = [at for at in range(*block.span) if at not in covered and article.text[at].isalpha()]
                assert not missing, article.text[missing[0] - 20 : missing[0] + 20]


def test_a_semicolon_between_two_quotations_lists_them() -> None:
    text = (
        "Với chủ đề “An toàn lao động”; “Công nhân sáng tạo”, các đơn vị phát động Tháng Công nhân; tặng quà công nhân."
    )
    assert [sentence.text for sentence in segment(clean(from_text(text)))] == [
        "Với chủ đề “An toàn lao động”; “Công nhân sáng tạo”, các đơn vị phát động Tháng Công nhân;",
        "tặng quà công nhân.",
    ]


def test_a_clause_that_points_back_stays_with_what_it_points_to() -> None:
    text = "Kết nạp 320 đoàn viên; trong đó 95 người ở khu vực tư nhân; thành lập 4 công đoàn cơ sở."
    assert [sentence.text for sentence in segment(clean(from_text(text)))] == [
        "Kết nạp 320 đoàn viên; trong đó 95 người ở khu vực tư nhân;",
        "thành lập 4 công đoàn cơ sở.",
    ]
