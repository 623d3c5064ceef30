"""Summaries written by hand from the sample articles, as a careful reader would make them."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from summarise.office import Office
from summarise.records import (
    Figure,
    Item,
    Meeting,
    MeetingKind,
    ModelRecord,
    Section,
    SourceRecord,
    Span,
    Summary,
    WorkField,
)

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MODEL = ModelRecord(name="embedded", revision="0" * 64)


class Reader:
    """Makes items and figures of one article; a quote must stand in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = (SEEDS / name).read_text("utf-8")

    def span(self, quote: str) -> Span:
        start = self.text.index(quote)
        return Span(start, start + len(quote))

    def item(self, quote: str, field: WorkField = "general", text: str | None = None) -> Item:
        method = "extract" if text is None else "model"
        return Item(text=text or quote, field=field, source=(self.span(quote),), method=method)

    def figure(self, text: str, unit: str | None, about: str, section: Section = "achievement") -> Figure:
        return Figure(text=text, value=None, unit=unit, about=about, section=section, source=self.span(text))

    def source(self) -> SourceRecord:
        digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        return SourceRecord(name=self.name, sha256=digest, language="vi", characters=len(self.text))


@pytest.fixture
def quang_binh() -> Summary:
    """Results, tasks, awards and figures; no shortcomings."""
    read = Reader("quang-binh-2022.txt")
    kind: MeetingKind = "ban chấp hành"
    return Summary(
        source=read.source(),
        title="Tiếp tục đổi mới nội dung, phương thức hoạt động và hướng mạnh về cơ sở",
        meeting=Meeting(
            kind=kind,
            name="hội nghị Ban Chấp hành lần thứ 12, khóa XVIII (mở rộng) triển khai nhiệm vụ công đoàn năm 2023",
            date="2022-12-28",
            organizer="Ban Thường vụ Liên đoàn Lao động (LĐLĐ) tỉnh",
            chairs=("Phạm Tiến Nam, Chủ tịch LĐLĐ tỉnh", "các đồng chí Thường trực LĐLĐ tỉnh"),
            attendees=("Lê Văn Bảo, Ủy viên Ban Thường vụ, Trưởng ban Dân vận Tỉnh ủy",),
            period="năm 2022",
            next_period="năm 2023",
            inferred=("date",),
        ),
        achievements=(
            read.item(
                "Triển khai chương trình “1 triệu sáng kiến-nỗ lực vượt khó, sáng tạo, quyết tâm chiến thắng đại "
                "dịch Covid-19”, nhiều công đoàn cơ sở đã thành lập “Tổ hỗ trợ sáng kiến” để nắm bắt, hỗ trợ, "
                "hướng dẫn NLĐ cập nhật sáng kiến trên cổng thông tin điện tử của Tổng LĐLĐ Việt Nam;",
                "emulation",
            ),
            read.item(
                "Tính đến nay, có 5.265 sáng kiến tham gia chương trình, vượt 31% chỉ tiêu kế hoạch thực hiện "
                "trong toàn bộ chương trình (4.000 sáng kiến).",
                "emulation",
                "có 5.265 sáng kiến tham gia chương trình, vượt 31% chỉ tiêu kế hoạch (4.000 sáng kiến)",
            ),
            read.item(
                "đã tổ chức thăm hỏi, hỗ trợ 33.778 ĐV, NLĐ có hoàn cảnh khó khăn với tổng số tiền gần 23 tỷ đồng;",
                "welfare",
                "Thăm hỏi, hỗ trợ 33.778 ĐV, NLĐ có hoàn cảnh khó khăn với tổng số tiền gần 23 tỷ đồng.",
            ),
            read.item("hỗ trợ xây dựng 38 nhà mái ấm công đoàn;", "welfare"),
            read.item(
                "giải quyết cho 250 ĐV có hoàn cảnh khó khăn vay Quỹ “Đoàn viên Công đoàn nghèo” để kinh doanh, "
                "sản xuất phát triển kinh tế.",
                "welfare",
            ),
            read.item(
                "Năm 2022, LĐLĐ tỉnh và các cấp công đoàn (CĐ) đã xây dựng kế hoạch, chỉ đạo triển khai thực hiện "
                "hiệu quả chủ đề hoạt động “Chăm lo việc làm, đời sống cho người lao động (NLĐ); phấn đấu hoàn "
                "thành cao nhất các mục tiêu, nhiệm vụ của Nghị quyết Đại hội Công đoàn các cấp và Đại hội XII "
                "Công đoàn Việt Nam” phù hợp với tình hình thực tiễn và đúng theo sự chỉ đạo của Tổng LĐLĐ Việt "
                "Nam."
            ),
        ),
        tasks=(
            read.item("tiếp tục đổi mới nội dung, phương thức hoạt động, hướng mạnh về cơ sở;"),
            read.item(
                "thực hiện tốt chức năng chăm lo, đại diện, bảo vệ quyền, lợi ích hợp pháp, chính đáng của đoàn "
                "viên, người lao động.",
                "welfare",
            ),
            read.item("tổ chức tốt “Tết sum vầy 2023”.", "welfare"),
            read.item(
                "chuẩn bị và tổ chức tốt Đại hội Công đoàn các cấp, nhiệm kỳ 2023-2028.",
                "organisation",
            ),
        ),
        awards=(
            read.item(
                "Dịp này, LĐLĐ tỉnh được Tổng LĐLĐ Việt Nam tặng cờ đơn vị xuất sắc trong phong trào thi đua năm 2022;",
                "emulation",
            ),
            read.item("1 cá nhân được Thủ tướng Chính phủ tặng bằng khen;", "emulation"),
        ),
        figures=(
            read.figure("33.778", "ĐV, NLĐ", "ĐV, NLĐ có hoàn cảnh khó khăn được thăm hỏi, hỗ trợ"),
            read.figure("gần 23 tỷ đồng", "tỷ đồng", "tổng số tiền thăm hỏi, hỗ trợ"),
            read.figure("38 nhà", "nhà", "nhà mái ấm công đoàn được hỗ trợ xây dựng"),
            read.figure("250 ĐV", "ĐV", "ĐV được vay Quỹ “Đoàn viên Công đoàn nghèo”"),
            read.figure("5.265 sáng kiến", "sáng kiến", "sáng kiến tham gia chương trình"),
            read.figure("31%", "%", "vượt chỉ tiêu kế hoạch"),
            read.figure("1 cá nhân", "cá nhân", "được Thủ tướng Chính phủ tặng bằng khen", "award"),
            read.figure("lần thứ 12", None, "hội nghị Ban Chấp hành", "event"),
        ),
        model=MODEL,
    )


@pytest.fixture
def cao_bang() -> Summary:
    """Shortcomings, an article that ends with `./.`, no title, no figures, one of the tasks long."""
    read = Reader("cao-bang-2022.txt")
    return Summary(
        source=read.source(),
        meeting=Meeting(
            kind="sơ kết",
            date="2022-07-08",
            place="tỉnh Cao Bằng",
            organizer="Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc",
            chairs=("Lý Thị Huệ",),
            period="6 tháng đầu năm 2022",
            next_period="6 tháng cuối năm 2022",
        ),
        achievements=(
            read.item(
                "Hoạt động Chương trình “Tết sum vầy - Xuân bình an”, hoạt động “Tháng Công nhân”, “Tháng hành "
                "động về An toàn vệ sinh lao động” năm 2022 được các cấp Công đoàn trong Cụm tổ chức với nhiều "
                "hình thức đa dạng, phong phú.",
                "welfare",
            ),
        ),
        shortcomings=(
            read.item(
                "Công tác tuyên truyền, giáo dục phổ biến pháp luật cho đoàn viên, người lao động trong các doanh "
                "nghiệp đôi khi chưa kịp thời;",
                "propaganda",
            ),
            read.item(
                "việc thu kinh phí công đoàn trong các doanh nghiệp ngoài khu vực nhà nước còn hạn chế.", "finance"
            ),
        ),
        tasks=(
            read.item(
                "tiếp tục tập trung tuyên truyền và thực hiện có hiệu quả Nghị quyết 02/NQ-TW ngày 12/6/2021 của "
                "Bộ Chính trị về đổi mới tổ chức và hoạt động của Công đoàn Việt Nam trong tình hình mới và Chuẩn "
                "bị tốt kế hoạch tổ chức Đại hội Công đoàn các cấp, tiến tới Đại hội XIII Công đoàn Việt Nam "
                "nhiệm kỳ 2023 - 2028./.",
                "propaganda",
            ),
        ),
        model=MODEL,
    )


@pytest.fixture
def silent() -> Summary:
    """An article of which nothing but its existence is known."""
    source = SourceRecord(name="bai-viet.txt", sha256="0" * 64, language="vi", characters=10)
    return Summary(source=source, model=MODEL)


@pytest.fixture
def office() -> Office:
    return Office(
        superior=("TỔNG LIÊN ĐOÀN LAO ĐỘNG", "VIỆT NAM"),
        issuer=("LIÊN ĐOÀN LAO ĐỘNG", "TỈNH QUẢNG BÌNH"),
        name="Liên đoàn Lao động tỉnh Quảng Bình",
        symbol="BC-LĐLĐ",
        number=7,
        place="Quảng Bình",
        date=datetime.date(2023, 1, 5),
        addressees=("Tổng Liên đoàn Lao động Việt Nam",),
        signatory=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
        recipients=("Thường trực Tỉnh ủy (để b/c)", "Các đ/c UV BCH LĐLĐ tỉnh", "Lưu: VT, VP"),
    )
