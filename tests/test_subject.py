"""What is no report of a meeting is told from what is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise.cleaning import clean
from summarise.reading import from_text
from summarise.subject import reports_meeting

RECIPE = """Cách nấu canh chua cá lóc
Cá lóc làm sạch, cắt khúc, ướp với nước mắm và hành tím trong 20 phút. Phi thơm tỏi, cho cà chua vào xào mềm rồi đổ 1,5 lít nước.
Khi nước sôi, thả cá vào nấu khoảng 10 phút, nêm me chua, đường, muối cho vừa miệng. Tắt bếp, rắc rau ngổ và ngò gai."""
MATCH = """Thắng đậm ở vòng 12, đội chủ nhà vươn lên ngôi đầu
Chiều 14/5, trên sân Lạch Tray, đội chủ nhà thắng 3-0 nhờ cú đúp của tiền đạo số 9 trong hiệp hai. Huấn luyện viên
trưởng nói tại cuộc họp báo rằng cả đội đã thực hiện đúng đấu pháp. Cuối tuần tới họ làm khách ở Nam Định."""
LAW = """LUẬT CÔNG ĐOÀN
Chương I. NHỮNG QUY ĐỊNH CHUNG
Điều 1. Công đoàn
Công đoàn là tổ chức chính trị - xã hội rộng lớn của giai cấp công nhân và của người lao động.
Điều 2. Phạm vi điều chỉnh
Luật này quy định về quyền thành lập, gia nhập và hoạt động công đoàn; Đại hội công đoàn; hội nghị của ban chấp hành.
Điều 3. Đối tượng áp dụng
Luật này áp dụng đối với công đoàn các cấp, đoàn viên công đoàn, người lao động."""
ENGLISH_RECIPE = """Pumpkin soup
Peel the pumpkin and cut it into cubes. Fry an onion in butter, add the cubes and a litre of stock, and let it simmer
for 25 minutes. Blend it, season with nutmeg and serve with bread."""
NOTICE = "Công đoàn Công ty May Hưng Thịnh tổ chức hội nghị sơ kết 6 tháng đầu năm. Đã kết nạp 120 đoàn viên."


@pytest.mark.parametrize("text", [RECIPE, MATCH, LAW, ENGLISH_RECIPE])
def test_other_texts_are_told_apart(text: str) -> None:
    assert not reports_meeting(clean(from_text(text)))


def test_a_notice_of_two_lines_is_a_report() -> None:
    assert reports_meeting(clean(from_text(NOTICE)))


def test_the_sample_articles_are_reports(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        assert reports_meeting(clean(from_text(path.read_text("utf-8"))))
