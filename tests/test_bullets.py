"""How a clause is trimmed and finished, and when two bullets say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.bullets import finished, holds, points_back, same, trimmed
from summarise.records import Span

TRIMMED = [
    ("Bên cạnh đó, các cấp công đoàn đã tổ chức thăm hỏi 250 đoàn viên;", "tổ chức thăm hỏi 250 đoàn viên"),
    ("Trong 6 tháng cuối năm 2022, các đơn vị tiếp tục bám sát cơ sở.", "các đơn vị tiếp tục bám sát cơ sở"),
    ("Thứ hai, vận động công nhân đi làm đủ ngày công./.", "vận động công nhân đi làm đủ ngày công"),
    (
        "đồng chí Lê Văn Bảo yêu cầu công đoàn các cấp đổi mới nội dung hoạt động",
        "công đoàn các cấp đổi mới nội dung hoạt động",
    ),
    ("kết nạp 161 đoàn viên;", "kết nạp 161 đoàn viên"),
    ("Tuy nhiên, công tác này chưa tốt.", "công tác này chưa tốt"),
    ("(LĐTĐ) Các cấp chăm lo tốt đời sống đoàn viên", "Các cấp chăm lo tốt đời sống đoàn viên"),
    ("trao danh hiệu thi đua cho các công đoàn cơ sở (ảnh trên).", "trao danh hiệu thi đua cho các công đoàn cơ sở"),
    (
        "Báo cáo của Công đoàn ngành trình bày tại hội nghị cho thấy, chất lượng sinh hoạt được nâng lên;",
        "chất lượng sinh hoạt được nâng lên",
    ),
]
# A report is spoken of, and says nothing itself.
LEFT_ALONE = [
    "Báo cáo của nhiều đơn vị chưa nêu rõ nguyên nhân của hạn chế",
    "Báo cáo của một số đơn vị sơ sài, khó cho thấy kết quả thực chất của phong trào",
    "Báo cáo phải nêu rõ nguyên nhân, trách nhiệm của từng đơn vị",
    "Báo cáo cấp ủy, thống nhất với chuyên môn về việc tổ chức hội nghị",
    "Báo cáo tài chính được công khai, đoàn viên thống nhất với kế hoạch thu chi",
    "Báo cáo viên các cấp thống nhất nội dung tuyên truyền",
]


@pytest.mark.parametrize(("clause", "left"), TRIMMED)
def test_openings_and_final_marks_are_dropped(clause: str, left: str) -> None:
    start, end = trimmed(clause, language="vi")
    assert clause[start:end] == left


@pytest.mark.parametrize("clause", LEFT_ALONE)
def test_what_only_looks_like_an_opening_stays(clause: str) -> None:
    assert trimmed(clause, language="vi") == Span(0, len(clause))


@pytest.mark.parametrize(
    ("clause", "language", "said"),
    [
        (
            "“Hai tổ ở xã xa chưa họp được lần nào”, anh Lê Ẩn nói giữa hội trường.",
            "vi",
            "Hai tổ ở xã xa chưa họp được lần nào",
        ),
        ("Tỉnh dành 10 tỷ đồng cho công nhân vay, ông Nhật cho biết.", "vi", "Tỉnh dành 10 tỷ đồng cho công nhân vay"),
        ("“Ai trông trẻ khi mẹ làm ca đêm?”, bà Hà, Phó Chủ tịch, hỏi.", "vi", "Ai trông trẻ khi mẹ làm ca đêm?"),
        (
            "“Minh bạch để tạo niềm tin lâu dài”, ông Bình nói, và 209 cơ sở đã niêm yết thu chi.",
            "vi",
            "“Minh bạch để tạo niềm tin lâu dài”, ông Bình nói, và 209 cơ sở đã niêm yết thu chi",
        ),
        (
            '"We heard of every third closure from the press," she said.',
            "en",
            "We heard of every third closure from the press",
        ),
        (
            '"We want fair pay slips for all," he said, urging unions to negotiate.',
            "en",
            '"We want fair pay slips for all," he said, urging unions to negotiate',
        ),
    ],
)
def test_who_said_it_is_dropped_where_nothing_else_is_told(clause: str, language: str, said: str) -> None:
    start, end = trimmed(clause, language=language)
    assert clause[start:end] == said


def test_who_said_it_stays_beside_a_few_words() -> None:
    assert trimmed("“Thưởng nghiêm minh”, bà Hà nói.", language="vi").start == 0
    assert trimmed("“Phòng ngừa hơn xử lý”, bà Hà nói.", language="vi").start == 1


def test_who_said_it_stays_where_it_holds_a_figure() -> None:
    clause = "“Mỗi xã phải có một tổ tự quản”, ông Lê An, Tổ trưởng Tổ 3, nói."
    assert trimmed(clause, language="vi", figures=[Span(clause.index("3"), clause.index("3") + 1)]).start == 0


@pytest.mark.parametrize(
    ("clause", "language", "pointing"),
    [
        ("Điều này đặc biệt quan trọng trong bối cảnh mới.", "vi", True),
        ("“Đây là nhiệm vụ của các cấp công đoàn”.", "vi", True),
        ("Điều kiện làm việc được cải thiện.", "vi", False),
        ("These results helped unions grow.", "en", True),
        ("This year 300 members joined.", "en", False),
    ],
)
def test_what_points_to_the_sentence_before_is_told(clause: str, language: str, pointing: bool) -> None:
    assert points_back(clause, language=language) is pointing


def test_a_cut_never_reaches_into_a_figure() -> None:
    clause = "Năm 2022, 5.265 sáng kiến được đăng ký thành công"
    start, _ = trimmed(clause, language="vi", figures=[Span(0, 20)])
    assert start == 0


def test_a_bullet_is_one_sentence_with_a_capital_and_a_stop() -> None:
    assert finished("  đẩy mạnh  tuyên truyền , phổ biến pháp luật ; ") == "Đẩy mạnh tuyên truyền, phổ biến pháp luật."
    assert finished("hoàn thành nhiệm vụ./.") == "Hoàn thành nhiệm vụ."
    assert finished("khu vực ngoài nhà nước...") == "Khu vực ngoài nhà nước..."


@given(st.text(alphabet="abĐồ ,;:.-123", max_size=60))
def test_finishing_twice_changes_nothing(text: str) -> None:
    assert finished(finished(text)) == finished(text)


def test_bullets_with_other_figures_never_say_the_same() -> None:
    one = "Kết nạp mới 161 đoàn viên ở khu vực ngoài nhà nước trên địa bàn tỉnh."
    assert same(one, one.replace("mới ", ""), language="vi")
    assert not same(one, one.replace("161", "162"), language="vi")


LONGER = (
    "Báo cáo 6 tháng đầu năm cho thấy, với sự chủ động của từng đơn vị, công tác phối hợp giữa các công đoàn "
    "tiếp tục được duy trì và phát huy hiệu quả."
)


@pytest.mark.parametrize(
    ("shorter", "held"),
    [
        ("Với sự chủ động của từng đơn vị, công tác phối hợp giữa các công đoàn tiếp tục được duy trì, phát huy hiệu quả.", True),
        ("Với sự chủ động của 12 đơn vị, công tác phối hợp giữa các công đoàn tiếp tục được duy trì, phát huy hiệu quả.", False),
        ("Công tác phối hợp được duy trì.", False),
        ("Với sự chủ động của từng đơn vị, phong trào văn nghệ, thể thao giữa các công đoàn tiếp tục được mở rộng.", False),
    ],
)  # fmt: skip
def test_a_longer_bullet_holds_a_shorter_one(shorter: str, held: bool) -> None:
    assert holds(LONGER, shorter, language="vi") is held
