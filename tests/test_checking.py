"""Whether a draft says nothing but what its source says."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.checking import check
from summarise.figures import quantities
from summarise.mentions import WORD
from summarise.records import Draft

WELFARE = (
    "Trong 6 tháng đầu năm 2022, các cấp công đoàn tỉnh Bắc Giang đã thăm hỏi, hỗ trợ 33.778 lượt đoàn viên, người lao "
    "động có hoàn cảnh khó khăn, với tổng số tiền gần 23 tỷ đồng."
)
WELFARE_BULLET = (
    "Thăm hỏi, hỗ trợ 33.778 lượt đoàn viên, người lao động có hoàn cảnh khó khăn, tổng số tiền gần 23 tỷ đồng."
)
SHORTCOMING = (
    "Công tác tuyên truyền được đẩy mạnh, song việc thu kinh phí công đoàn ở một số doanh nghiệp còn chậm; nội dung "
    "sinh hoạt chưa phong phú."
)
PLAN = "Phấn đấu đến hết năm 2025 toàn tỉnh sẽ kết nạp 3.500 đoàn viên trở lên, thành lập ít nhất 15 CĐCS."


def reasons(text: str, source: str, *, language: str = "vi", whole: str | None = None) -> tuple[str, ...]:
    return check(Draft(text=text, score=1.0), source, language=language, whole=whole).reasons


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (WELFARE_BULLET, WELFARE),
        ("Việc thu kinh phí công đoàn ở một số doanh nghiệp còn chậm; nội dung sinh hoạt chưa phong phú.", SHORTCOMING),
        ("Phấn đấu đến hết năm 2025 kết nạp 3.500 đoàn viên trở lên, thành lập ít nhất 15 CĐCS.", PLAN),
        (
            "Tổ chức 41 cuộc thi trực tuyến, thu hút 52.680 lượt người dự thi.",
            "Tuyên truyền pháp luật có đổi mới, 41 cuộc thi trực tuyến được tổ chức, thu hút 52.680 lượt người dự thi;",
        ),
        (
            "Tập trung tuyên truyền Nghị quyết 02/NQ-TW ngày 12/6/2021 của Bộ Chính trị.",
            "các đơn vị cần tiếp tục tập trung tuyên truyền và thực hiện có hiệu quả Nghị quyết 02/NQ-TW ngày 12/6/2021 "
            "của Bộ Chính trị về đổi mới tổ chức;",
        ),
        (
            "Khơi dậy lòng yêu nước, sáng tạo của đoàn viên.",
            "Các phong trào do công đoàn phát động đã khơi dậy lòng yêu nước, sáng tạo của đoàn viên",
        ),
        (
            "Chuyển sang hình thức trực tuyến với 41 buổi.",
            "Công tác tuyên truyền vì lý do dịch bệnh chuyển sang hình thức trực tuyến với 41 buổi.",
        ),
        (
            "Công đoàn ngành trao 200 suất quà cho đoàn viên.",
            "Từ nguồn kinh phí do các doanh nghiệp ủng hộ Công đoàn ngành trao 200 suất quà cho đoàn viên.",
        ),
        ("Thành lập 3 công đoàn cơ sở.", "Trong quý đã thành lập 3 công đoàn (CĐ) cơ sở;"),
        (
            "Sở Nội vụ chấp thuận kéo dài hợp đồng cho 103 giáo viên.",
            "Công đoàn đã kiến nghị và được Sở Nội vụ chấp thuận kéo dài hợp đồng cho 103 giáo viên.",
        ),
        (
            "Cửa gió số 4 có thêm xe chở người.",
            "Sau kiến nghị tại đối thoại tháng 7, cửa gió số 4 có thêm xe chở người.",
        ),
        (
            "Có 11 chỉ tiêu đạt và vượt, 4 chỉ tiêu đang phấn đấu.",
            "Đến nay đã có 11 chỉ tiêu đạt và vượt, 4 chỉ tiêu đang phấn đấu ở mức cao;",
        ),
        (
            "Xử lý 12 vụ ngừng việc ở Bắc Giang.",
            "Công đoàn đã xử lý 12 vụ ngừng việc ở Bắc Giang trong thời gian ngắn;",
        ),
        (
            "Chương trình “Tết sum vầy” được tổ chức với nhiều hình thức.",
            "Hoạt động Chương trình “Tết sum vầy” được các cấp công đoàn tổ chức với nhiều hình thức đa dạng.",
        ),
    ],
)
def test_an_honest_bullet_passes(text: str, source: str) -> None:
    assert reasons(text, source) == ()


def test_an_honest_english_bullet_passes() -> None:
    source = "The union also helped set up 14 grassroots unions and admitted nearly 9,150 new members, 57 per cent of the target."
    bullet = "Set up 14 unions and admitted nearly 9,150 new members, 57 per cent of the target."
    assert reasons(bullet, source, language="en") == ()
    assert reasons(bullet.replace("nearly ", ""), source, language="en") == ("hedge:nearly 9,150 new members",)


def test_white_space_normal_form_the_place_of_tone_marks_and_a_full_stop_do_not_matter() -> None:
    source = "Các cấp công đoàn đã ký kết 12 bản thoả ước lao động tập thể."
    bullet = unicodedata.normalize("NFD", "Ký kết 12  bản thỏa ước lao động tập thể")
    assert reasons(bullet, source) == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("33.778", "33.779", "number:33.779"),
        ("33.778", "778", "number:778"),
        ("33.778", "33", "number:33"),
        ("gần 23", "23", "hedge:gần 23 tỷ đồng"),
        ("33.778", "gần 33.778", "hedge:33.778 lượt"),
        ("23 tỷ đồng", "23 đồng", "unit:gần 23 tỷ đồng"),
        ("33.778 lượt đoàn", "33.778 đoàn", "unit:33.778 lượt"),
        (", tổng số tiền gần 23 tỷ đồng", "", "figure-lost:gần 23 tỷ đồng"),
        ("33.778 lượt", "2022 lượt", "number:2022"),
        ("đoàn viên", "đoàn viên Lạng Sơn", "name:Lạng Sơn"),
        ("đoàn viên", "đoàn viên Bắc", "name:Bắc"),
        ("khó khăn", "khó khăn nhất", "word:nhất"),
        ("khó khăn", "không khó khăn", "negation-gained:không"),
        ("gần 23 tỷ đồng.", "gần 23 tỷ đồng với", "dangling:với"),
        ("33.778 lượt", "tăng 33.778 lượt", "direction:33.778 lượt"),
        ("33.778", "(33.778", "unbalanced"),
        ("khó khăn, tổng", "khó khăn, , tổng", "dangling:,"),
    ],
)
def test_a_corrupted_bullet_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    assert old in WELFARE_BULLET
    assert reason in reasons(WELFARE_BULLET.replace(old, new, 1), WELFARE)


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        ("Tặng quà cho 05 gia đình", "Nâng tổng số sáng kiến lên 5.265 sáng kiến", "number:05"),
        ("Trao 2022 suất quà cho đoàn viên", "Ngày 8/7/2022 trao 150 suất quà cho đoàn viên", "number:2022"),
        (
            "Thực hiện Nghị quyết 02/NQ-TW của Bộ Chính trị",
            "Thực hiện Nghị quyết 07/NQ-TW của Bộ Chính trị",
            "document:02/NQ-TW",
        ),
        (
            "Hoàn thành trước ngày 12/6/2021 mọi nhiệm vụ",
            "Hoàn thành trước ngày 21/6/2021 mọi nhiệm vụ",
            "date:ngày 12/6/2021",
        ),
        (
            "Tiến tới Đại hội nhiệm kỳ 2023 thành công",
            "Tiến tới Đại hội nhiệm kỳ 2023 - 2028 thành công tốt đẹp",
            "term:nhiệm kỳ 2023",
        ),
        (
            "Triển khai chương trình “Tết sum” cho đoàn viên",
            "Triển khai chương trình “Tết sum vầy” cho đoàn viên",
            "quote:“Tết sum”",
        ),
        (
            "Đồng chí Vũ Thị Huệ chủ trì hội nghị",
            "Đồng chí Vũ Thị Giáng và đồng chí Lý Thị Huệ chủ trì hội nghị",
            "name:Vũ Thị Huệ",
        ),
        ("Đồng chí Chủ tịch LĐLĐ tỉnh phát biểu", "Đồng chí Phó Chủ tịch LĐLĐ tỉnh phát biểu", "name:Chủ"),
        (
            "Triển khai 01 triệu sáng kiến đến đoàn viên",
            "Triển khai Chương trình “01 triệu sáng kiến” đến đoàn viên",
            "number:01",
        ),
        ("Việc thu kinh phí công đoàn ở một số doanh nghiệp", SHORTCOMING, "negation-lost:chậm"),
        ("Công tác tuyên truyền còn chậm; nội dung chưa phong phú", SHORTCOMING, "fused:còn"),
        (
            "Công tác tuyên truyền chưa phong phú ở doanh nghiệp",
            "Công tác tuyên truyền được đẩy mạnh ở doanh nghiệp; nội dung sinh hoạt chưa phong phú.",
            "negation-gained:chưa",
        ),
        (
            "Công tác tuyên truyền nội dung sinh hoạt chưa phong phú",
            "Công tác tuyên truyền được đẩy mạnh; nội dung sinh hoạt chưa phong phú.",
            "fused:nội",
        ),
        ("Nội dung sinh hoạt công đoàn phong phú", SHORTCOMING, "negation-lost:chưa"),
        ("Toàn tỉnh kết nạp 3.500 đoàn viên trở lên, thành lập ít nhất 15 CĐCS", PLAN, "plan-lost:phấn"),
        ("Phấn đấu kết nạp 3.500 đoàn viên, thành lập ít nhất 15 CĐCS", PLAN, "bound:3.500 đoàn viên"),
        (
            "Các đơn vị đã hoàn thành việc thành lập tổ công đoàn",
            "Đề nghị các đơn vị đã có kế hoạch sớm hoàn thành việc thành lập tổ công đoàn",
            "done-gained:đã",
        ),
        ("Thu kinh phí công đoàn đạt 31% kế hoạch", "Thu kinh phí công đoàn chỉ đạt 31% kế hoạch", "limit:31%"),
        ("Trong 3 năm qua đào tạo 120 cán bộ", "Trong 2 - 3 năm qua đào tạo 120 cán bộ", "date:3 năm qua"),
        ("4 năm tù về tội tổ chức đánh bạc", "3 - 4 năm tù về tội tổ chức đánh bạc", "date:4 năm"),
        ("Thành lập 3 công đoàn cơ sở", "thành lập 3 công đoàn cấp trên cơ sở", "unit:3 công đoàn cấp trên"),
        ("Số vụ ngừng việc tăng 5 vụ", "Số vụ ngừng việc trong năm giảm 5 vụ", "word:tăng"),
        (
            "Có 5.390 lượt chị đăng ký, 6.214 lượt chị được công nhận",
            "Có 6.214 lượt chị đăng ký, 5.390 lượt chị được công nhận",
            "order",
        ),
        (
            "Chăm lo cho đoàn viên, chăm lo cho đoàn viên",
            "Chăm lo cho đoàn viên và người lao động, chăm lo tốt đời sống cho đoàn viên",
            "repeated:chăm",
        ),
        (
            "Phát động khơi dậy lòng yêu nước, sáng tạo của đoàn viên",
            "Các phong trào do công đoàn phát động đã khơi dậy lòng yêu nước, sáng tạo của đoàn viên",
            "dangling:phát",
        ),
        (
            "Nâng mức ăn giữa ca lên 38.000 đồng/suất cho 4.870 lao động",
            "Công đoàn Tổng công ty đã đề xuất nâng mức ăn giữa ca lên 38.000 đồng/suất cho 4.870 lao động",
            "plan-lost:đề",
        ),
        (
            "Đã sửa đổi 5 điều của thỏa ước lao động tập thể",
            "LĐLĐ tỉnh đã kiến nghị sửa đổi 5 điều của thỏa ước lao động tập thể",
            "plan-lost:kiến",
        ),
        ("Nâng mức ăn giữa ca từ năm 2022", "Đề xuất nâng mức ăn giữa ca từ năm 2022", "plan-lost:đề"),
        (
            "Tổ chức 5 hội thi trong quý III",
            "LĐLĐ tỉnh tạm dừng tổ chức 5 hội thi trong quý III",
            "negation-lost:tạm",
        ),
        (
            "Doanh nghiệp làm thêm vượt 60 giờ một tháng",
            "Một bộ phận doanh nghiệp còn làm thêm vượt 60 giờ một tháng",
            "part-lost:một",
        ),
        (
            "LĐLĐ các tỉnh Bắc Giang kết nạp mới 5.120 đoàn viên",
            "LĐLĐ các tỉnh Bắc Giang, Bắc Ninh và Thái Nguyên kết nạp mới 5.120 đoàn viên",
            "subject-lost:bắc",
        ),
        (
            "Có 11 chỉ tiêu đạt và vượt, 4 chỉ tiêu",
            "Đến nay đã có 11 chỉ tiêu đạt và vượt, 4 chỉ tiêu đang phấn đấu",
            "dangling:tiêu",
        ),
        (
            "Hỗ trợ 12 hộ dân bị lũ ở Thừa Thiên – huế",
            "Công đoàn hỗ trợ 12 hộ dân bị lũ ở Thừa Thiên –Huế",
            "name:huế",
        ),
        ("Hỗ trợ đoàn viên khó", "Hỗ trợ đoàn viên", "too-long"),
        ("Hỗ trợ đoàn", "Hỗ trợ đoàn viên khó khăn", "too-short"),
        ("…", "Hỗ trợ đoàn viên khó khăn", "empty"),
        ("Và hỗ trợ đoàn viên khó khăn", "Thăm hỏi và hỗ trợ đoàn viên khó khăn", "dangling:và"),
        ("Người lao đoàn viên hỗ trợ được động", "Đoàn viên được hỗ trợ người lao động", "order"),
    ],
)
def test_what_a_source_does_not_say_is_refused_with_the_reason(text: str, source: str, reason: str) -> None:
    assert reason in reasons(text, source)


def test_a_figure_for_comparison_may_be_left_out() -> None:
    source = "Kết nạp 7.120 đoàn viên, cùng kỳ năm trước là 6.940, thành lập 22 CĐCS."
    assert reasons("Kết nạp 7.120 đoàn viên, thành lập 22 CĐCS.", source) == ()


def test_a_source_that_is_no_slice_of_the_article_or_cuts_it_is_refused() -> None:
    article = f"Hội nghị sơ kết\n{WELFARE}\nHết."
    assert reasons(WELFARE_BULLET, WELFARE, whole=article) == ()
    assert "source" in reasons(WELFARE_BULLET, WELFARE, whole="Một bài khác.")
    cut = "3.778 lượt đoàn viên, người lao động có hoàn cảnh khó khăn"
    assert reasons(cut, cut, whole=article) == ("cut",)
    unhedged = "23 tỷ đồng được chi cho đoàn viên"
    assert reasons(unhedged, unhedged, whole=f"Năm 2022 có gần {unhedged}.") == ("cut",)


NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
# Words that do not begin the text, a sentence, a quotation or an item of a list.
WITHIN = re.compile(r"(?<![.!?:;…\"“(\n-] )(?<!^)\b[^\W\d_]\w+")


def sentences() -> list[str]:
    paths = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
    pieces = [piece for path in paths for piece in re.split(r"(?<=[.;])\s+|\n", path.read_text("utf-8"))]
    return [piece.strip() for piece in pieces if len(piece.split()) > 7]


SENTENCES = sentences()
OTHER_WORDS = [match[0] for sentence in SENTENCES for match in WORD.finditer(sentence)]


def unsupported(text: str, source: str) -> list[str]:
    folded = re.sub(r"\s+", " ", source).lower()
    numbers = set(NUMBER.findall(source))
    wrong = [number for number in NUMBER.findall(text) if number not in numbers]
    return wrong + [name for name in WITHIN.findall(text) if name[0].isupper() and name.lower() not in folded]


@given(
    st.sampled_from(SENTENCES),
    st.randoms(use_true_random=False),
    st.sampled_from(["skip", "shuffle", "swap", "cut", "add"]),
)
def test_whatever_passes_has_no_number_and_no_name_that_its_source_lacks(
    sentence: str, chance: random.Random, how: str
) -> None:
    pieces = sentence.split()
    kept = [piece for piece in pieces if chance.random() < 0.85] or pieces
    at = chance.randrange(len(kept))
    if how == "shuffle":
        chance.shuffle(kept)
    elif how == "swap":
        kept[at] = chance.choice(OTHER_WORDS)
    elif how == "cut":
        kept[at] = kept[at][chance.randrange(len(kept[at])) :]
    elif how == "add":
        kept.insert(at, chance.choice(OTHER_WORDS))
    text = " ".join(kept)
    if not reasons(text, sentence):
        assert unsupported(text, sentence) == []
        assert all(quantity.text in re.sub(r"\s+", " ", sentence) for quantity in quantities(text, language="vi"))


@given(st.sampled_from([s for s in SENTENCES if NUMBER.search(s)]), st.randoms(use_true_random=False))
def test_a_sentence_with_another_digit_never_passes(sentence: str, chance: random.Random) -> None:
    digits = [n for n, letter in enumerate(sentence) if letter.isdecimal()]
    at = chance.choice(digits)
    other = str((int(sentence[at]) + chance.randrange(1, 10)) % 10)
    assert reasons(sentence[:at] + other + sentence[at + 1 :], sentence) != ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_checked(text: str, source: str) -> None:
    for language in ("vi", "en"):
        found = reasons(text, source, language=language, whole=source)
        assert all(re.fullmatch(r"[a-z-]+(?::.+)?", reason, re.DOTALL) for reason in found)


def test_statements_side_by_side_keep_their_names() -> None:
    source = "Tính đến nay, thành phố Hà Nội có 51.500 sáng kiến, thành phố Hải Phòng có 18.500 sáng kiến."
    lost = "51.500 sáng kiến, thành phố Hải Phòng có 18.500 sáng kiến."
    whole = "Thành phố Hà Nội có 51.500 sáng kiến, thành phố Hải Phòng có 18.500 sáng kiến."
    assert check(Draft(lost, 0.0), source, language="vi").reasons == ("subject-lost:hà",)
    assert check(Draft(whole, 0.0), source, language="vi").passed


@pytest.mark.parametrize(
    ("bullet", "passed"),
    [
        ('Tổ chức tốt “Tháng Công nhân" ở 12 đơn vị.', True),
        ('Tổ chức tốt "Tháng Công nhân” ở 12 đơn vị.', True),
        ('Tổ chức tốt "Tháng Công nhân" ở 12 đơn vị.', True),
        ("Tổ chức tốt “Tháng Công nhân ở 12 đơn vị.", False),
        ('Tổ chức tốt Tháng Công nhân" ở 12 đơn vị.', False),
        ("Tổ chức tốt (Tháng Công nhân” ở 12 đơn vị.", False),
    ],
)
def test_a_quotation_may_end_with_another_kind_of_mark_than_it_began(bullet: str, passed: bool) -> None:
    assert ("unbalanced" not in check(Draft(bullet, 1.0), bullet, language="vi").reasons) == passed


def test_the_mark_between_two_statements_is_not_dropped_alone() -> None:
    source = "Công đoàn cơ sở sửa đổi quy chế chi tiêu nội bộ; phụ cấp trực của nhân viên được trả đủ."
    assert check(Draft(source, 1.0), source, language="vi").passed
    glued = source.replace(";", "")
    assert any(reason.startswith("fused") for reason in check(Draft(glued, 1.0), source, language="vi").reasons)


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        # figures of different kinds that change places
        (
            "Ban hành Kế hoạch số 12/KH-LĐLĐ thực hiện Chỉ thị số 05-CT/TW.",
            "Ban hành Kế hoạch số 05-CT/TW thực hiện Chỉ thị số 12/KH-LĐLĐ.",
            "order",
        ),
        (
            "Quý II kết nạp đoàn viên mới, quý I tổ chức đại hội điểm.",
            "Quý I kết nạp đoàn viên mới, quý II tổ chức đại hội điểm.",
            "order",
        ),
        (
            "Anh Nguyễn Văn An và chị Trần Thị Hằng ở Hà Nội được khen.",
            "Chị Trần Thị Hằng và anh Nguyễn Văn An ở Hà Nội được khen.",
            "order",
        ),
        # what qualifies a time
        (
            "Hoàn thành đại hội ngày 20/11 tại cơ sở",
            "Hoàn thành đại hội trước ngày 20/11 tại cơ sở",
            "limit:ngày 20/11",
        ),
        (
            "Hoàn thành đại hội trước năm 2025 tại cơ sở",
            "Hoàn thành đại hội trước ngày 1 tháng 6 năm 2025 tại cơ sở",
            "limit:năm 2025",
        ),
        (
            "Số vụ ngừng việc giảm 12% năm 2021",
            "Số vụ ngừng việc giảm 12% so với năm 2021",
            "limit:năm 2021",
        ),
        ("Nhận đơn đến 31/8/2022 tại cơ sở", "Nhận đơn từ ngày 1/8/2022 đến 31/8/2022 tại cơ sở", "date:31/8/2022"),
        (
            "Họp vào ngày 23 tháng 7 năm tại cơ sở",
            "Họp vào ngày 23 tháng 7 năm 2023 tại cơ sở",
            "date:ngày 23 tháng 7 năm 2023",
        ),
        # what is not how many
        ("Kiểm tra bếp ăn mỗi 2 lần ở cơ sở", "Kiểm tra bếp ăn mỗi tháng 2 lần ở cơ sở", "hedge:2 lần"),
        (
            "Kết nạp đoàn viên đạt 57% công đoàn ngành giao",
            "Kết nạp đoàn viên đạt 57%, do công đoàn ngành giao",
            "unit:57%",
        ),
        # names
        ("Tháng của Nẵng có 5 hoạt động", "Tháng của TP. Đà Nẵng có 5 hoạt động", "name:Nẵng"),
        ("Bí thư Tỉnh ủy phát biểu chỉ đạo", "Phó Bí thư Tỉnh ủy phát biểu chỉ đạo", "name:Bí"),
        # negations
        (
            "Tiền lương được trả không để chậm, doanh nghiệp cam kết",
            "Không để tiền lương được trả chậm, doanh nghiệp cam kết",
            "negation-moved:không",
        ),
        ("Những chăm lo Tết mà còn hỗ trợ nhà ở", "Không những chăm lo Tết mà còn hỗ trợ nhà ở", "negation-lost:không"),
    ],
)
def test_what_changes_places_or_loses_its_qualifier_is_refused(text: str, source: str, reason: str) -> None:
    assert reason in reasons(text, source)


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        (
            "In 2023 the union admitted members, in 2022 it held congresses.",
            "In 2022 the union admitted members, in 2023 it held congresses.",
            "order",
        ),
        (
            "The unions reported no strike before June 2015.",
            "The unions reported no strike before 1 June 2015.",
            "limit:June 2015",
        ),
        (
            "Fees were 57 per cent members of the plan.",
            "Fees were 57 per cent of the plan, said members.",
            "unit:57 per cent",
        ),
        ("Giang’s unions have 238 members.", "Bắc Giang’s unions have 238 members.", "name:Giang’s"),
        (
            "Officials are in charge of than five unions.",
            "Officials are in charge of no fewer than five unions.",
            "negation-lost:no",
        ),
        (
            "Mr Lê Văn Nam met Ms Trần Thị Hoa at noon.",
            "Ms Trần Thị Hoa met Mr Lê Văn Nam at noon.",
            "order",
        ),
    ],
)
def test_an_english_figure_or_name_that_changes_is_refused(text: str, source: str, reason: str) -> None:
    assert reason in reasons(text, source, language="en")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        # a word before the digits of a date, the day or the year of a date
        ("Hoàn thành đại hội trước 20/11/2022.", "Hoàn thành đại hội trước ngày 20/11/2022."),
        ("Hội nghị họp ngày 1 tháng 6.", "Hội nghị họp ngày 1 tháng 6 năm 2025."),
        ("Công đoàn sơ kết năm 2025.", "Công đoàn sơ kết tháng 6 năm 2025."),
        ("Số liệu chốt hết ngày 31/10.", "Số liệu chốt đến hết ngày 31/10."),
        # a date, a range, a document left out; the same year twice
        ("Toàn ngành vận động 3,2 tỷ đồng.", "Từ tháng 10/2016 đến 9/2017, toàn ngành vận động 3,2 tỷ đồng."),
        ("Kết nạp 120 đoàn viên năm 2022.", "Theo kế hoạch năm 2022, kết nạp 120 đoàn viên năm 2022."),
        # a share keeps its noun without the words before it
        ("Đạt 95% kế hoạch năm của tỉnh.", "Đạt 95% tổng số kế hoạch năm của tỉnh."),
        # words that only begin a sentence
        ("Cao Bằng có 5 công đoàn cơ sở.", "Tại Cao Bằng có 5 công đoàn cơ sở."),
        ("Ban Thường vụ ban hành kế hoạch.", "Trong quý, Ban Thường vụ ban hành kế hoạch do ban nữ công soạn."),
        ("TP. Đà Nẵng tổ chức diễn tập.", "Công an TP. Đà Nẵng tổ chức diễn tập."),
        # a word next to a negation that goes, one elsewhere that moves
        ("Đơn vị không để xảy ra tai nạn.", "Đơn vị không để cho xảy ra tai nạn lao động."),
        (
            "Tổ chức 41 cuộc thi, không phát sinh chi phí.",
            "Đã có 41 cuộc thi được tổ chức, không phát sinh chi phí.",
        ),
        # a quotation may overlap with what a number counts
        ("Trao 6 “Ngôi nhà nhân ái” ở cơ sở.", "Trao 6 “Ngôi nhà nhân ái” ở cơ sở với tinh thần tình nguyện."),
    ],
)
def test_what_clerks_leave_out_of_dates_names_and_shares_passes(text: str, source: str) -> None:
    assert reasons(text, source) == ()


def test_a_purpose_at_the_beginning_does_not_lose_its_word() -> None:
    source = "Để phấn đấu hoàn thành chỉ tiêu kết nạp, các đơn vị thảo luận giải pháp hỗ trợ cơ sở."
    lost = "Hoàn thành chỉ tiêu kết nạp, các đơn vị thảo luận giải pháp hỗ trợ cơ sở."
    assert "plan-lost:để" in check(Draft(lost, 1.0), source, language="vi").reasons
    for whole in (source, "Các đơn vị thảo luận giải pháp hỗ trợ cơ sở.", "Hoàn thành chỉ tiêu kết nạp."):
        assert not [r for r in check(Draft(whole, 1.0), source, language="vi").reasons if r == "plan-lost:để"]
    english = "To reach every factory, the unions opened 12 mobile offices in five zones."
    assert (
        "plan-lost:to"
        in check(
            Draft("Reach every factory, the unions opened 12 mobile offices in five zones.", 1.0),
            english,
            language="en",
        ).reasons
    )


def test_a_draft_that_tells_only_when_where_or_how_is_refused() -> None:
    source = "Các đơn vị đã tập trung thực hiện các biện pháp phòng, chống dịch trong tình hình mới."
    assert "dangling:trong" in check(Draft("Trong tình hình mới.", 1.0), source, language="vi").reasons
    assert not check(
        Draft("Thực hiện các biện pháp phòng, chống dịch trong tình hình mới.", 1.0), source, language="vi"
    ).reasons
    english = "The unions opened 12 mobile offices for migrant workers in the five industrial zones."
    assert "dangling:in" in check(Draft("In the five industrial zones.", 1.0), english, language="en").reasons


CIRCUMSTANCE = (
    "Trong bối cảnh dịch bệnh cơ bản được kiểm soát, Công đoàn tỉnh trao 1.200 suất quà cho đoàn viên khó khăn."
)


@pytest.mark.parametrize(
    ("draft", "source", "language", "reason"),
    [
        ("Dịch bệnh cơ bản được kiểm soát, trao 1.200 suất quà.", CIRCUMSTANCE, "vi", "dangling:dịch"),
        ("Trong bối cảnh dịch bệnh cơ bản được kiểm soát, trao 1.200 suất quà.", CIRCUMSTANCE, "vi", None),
        ("Trao 1.200 suất quà cho đoàn viên khó khăn.", CIRCUMSTANCE, "vi", None),
        ("Fewer orders, the union signed 12 agreements.", "Despite fewer orders, the union signed 12 agreements.", "en",
         "dangling:fewer"),
    ],
)  # fmt: skip
def test_what_is_told_as_a_circumstance_is_not_told_as_a_result(
    draft: str, source: str, language: str, reason: str | None
) -> None:
    reasons = check(Draft(draft, 1.0), source, language=language).reasons
    assert [each for each in reasons if each.startswith("dangling")] == ([reason] if reason else [])


def test_a_noun_made_of_a_verb_keeps_what_makes_it_one() -> None:
    source = "Với sự tích cực, chủ động của từng đơn vị, công tác phối hợp tiếp tục được duy trì."
    lost = "Chủ động của từng đơn vị, công tác phối hợp tiếp tục được duy trì."
    assert "nominal-lost:sự" in check(Draft(lost, 1.0), source, language="vi").reasons
    for whole in (source, "Công tác phối hợp tiếp tục được duy trì."):
        assert not check(Draft(whole, 1.0), source, language="vi").reasons


TOPIC = (
    "Hoạt động “Tết sum vầy”, hoạt động “Tháng Công nhân” năm 2022 được các cấp công đoàn tổ chức với nhiều hình thức."
)


@pytest.mark.parametrize(
    ("draft", "source", "passed"),
    [
        ("Hoạt động “Tết sum vầy”, hoạt động “Tháng Công nhân” năm 2022.", TOPIC, False),
        ("Hoạt động “Tết sum vầy” năm 2022 được các cấp công đoàn tổ chức.", TOPIC, True),
        ("Công tác phối hợp giữa các đơn vị.", "Công tác phối hợp giữa các đơn vị được duy trì.", False),
        ("Phong trào thu hút 500 đoàn viên.", "Phong trào thu hút 500 đoàn viên, được tỉnh khen.", True),
        ("Các đơn vị kết nạp nhiều đoàn viên.", "Các đơn vị kết nạp nhiều đoàn viên được giới thiệu.", True),
    ],
)
def test_what_is_told_of_a_topic_stays_with_it(draft: str, source: str, passed: bool) -> None:
    dangling = [reason for reason in check(Draft(draft, 1.0), source, language="vi").reasons if "dangling" in reason]
    assert bool(dangling) != passed
