"""The facts of the meeting, told by the sentences that articles announce one with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarise.cleaning import clean
from summarise.meeting import find_meeting
from summarise.records import Article, Block, BlockKind, Meeting, Section, Sentence, Source, Span
from summarise.segmenting import segment

MARKS: dict[str, BlockKind] = {"# ": "title", "## ": "heading", "~ ": "noise"}


def article(lines: str, language: str = "vi") -> tuple[Article, tuple[Sentence, ...]]:
    """An article of one block a line: `# ` marks the title, `## ` a heading, `~ ` noise, nothing a sentence."""
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for line in lines.split("\n"):
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        text = line.removeprefix(mark)
        if text.strip():
            blocks.append(Block(Span(at, at + len(text)), MARKS.get(mark, "body"), "mark" if mark == "~ " else None))
        texts.append(text)
        at += len(text) + 1
    whole = "\n".join(texts)
    sentences = tuple(
        Sentence(block.span, whole[block.span.start : block.span.end], number)
        for number, block in enumerate(blocks)
        if block.kind != "noise"
    )
    return Article(Source("line", whole, "0" * 64, "text/plain"), language, tuple(blocks)), sentences


def meeting(lines: str, *, language: str = "vi", sections: list[Section] | None = None) -> Meeting:
    return find_meeting(*article(lines, language), sections=sections)


def facts(lines: str, **options: Any) -> dict[str, Any]:
    found = meeting(lines, **options)
    return {name: value for name, value in found.model_dump(exclude={"sources"}).items() if value}


CAO_BANG = (
    "Sáng ngày 08/7/2022, tại tỉnh Cao Bằng, Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc tổ chức"
    " Hội nghị sơ kết hoạt động công tác 6 tháng đầu năm, phương hướng nhiệm vụ công tác 6 tháng cuối năm 2022."
)


def test_an_announcement_tells_when_where_who_and_what() -> None:
    assert facts(CAO_BANG) == {
        "kind": "sơ kết",
        "name": CAO_BANG[CAO_BANG.index("Hội nghị") : -1],
        "date": "2022-07-08",
        "place": "tỉnh Cao Bằng",
        "organizer": "Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc",
        "period": "6 tháng đầu năm 2022",
        "next_period": "6 tháng cuối năm 2022",
    }


def test_every_fact_names_the_characters_it_was_read_from() -> None:
    found = meeting(CAO_BANG)
    read = {name: [CAO_BANG[start:end] for start, end in spans] for name, spans in found.sources.items()}
    assert read["date"] == ["08/7/2022"]
    assert read["place"] == ["tỉnh Cao Bằng"]
    assert read["organizer"] == ["Cụm thi đua LĐLĐ 7 tỉnh biên giới phía Bắc"]
    assert read["period"] == ["6 tháng đầu năm", "2022"]
    assert read["kind"] == ["sơ kết"]


def test_an_article_that_announces_nothing_tells_nothing() -> None:
    assert facts("Công nhân phấn khởi trở lại làm việc sau Tết. Giá xăng tăng 5% từ ngày 1/7/2022.") == {}


def test_no_sentence_at_all_tells_nothing() -> None:
    assert facts("") == {}


def test_as_many_sections_are_needed_as_sentences() -> None:
    with pytest.raises(ValueError, match="1 sections for 2 sentences"):
        meeting("Một câu.\nHai câu.", sections=["event"])


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("Sáng ngày 08/7/2022", "2022-07-08"),
        ("Ngày 8 tháng 7 năm 2022", "2022-07-08"),
        ("Chiều 8.7.2022", "2022-07-08"),
        ("Ngày 8-7-2022", "2022-07-08"),
        ("Trong 02 ngày 12, 13/7/2020", "2020-07-12"),
        ("Trong 2 ngày 11 và 12-7-2024", "2024-07-11"),
        ("Từ ngày 12 đến 13/7/2023", "2023-07-12"),
        ("Thực hiện Kế hoạch số 12/KH-LĐLĐ ngày 3/2/2023, sáng ngày 10/7/2023", "2023-07-10"),
        ("Sáng 30/2/2023", None),
        ("Mới đây", None),
        ("Sáng nay", None),
    ],
)
def test_a_date_is_read_in_the_forms_that_articles_write(when: str, expected: str | None) -> None:
    found = meeting(f"{when}, LĐLĐ tỉnh Lâm Đồng tổ chức hội nghị giao ban công tác công đoàn.")
    assert (found.date, found.inferred) == (expected, ())


@pytest.mark.parametrize(
    ("stamp", "when", "expected"),
    [
        ("Thứ sáu, 15/07/2016 | 16:42", "Sáng 15/7", "2016-07-15"),
        ("Cập nhật lúc 14:37 - 06/01/2021", "Chiều 30-12", "2020-12-30"),
        ("28/12/2022", "Sáng nay, 28/12", "2022-12-28"),
        ("12/01/2024", "Sáng hôm qua, 11/1", "2024-01-11"),
        ("10 - 01 - 2020", "Chiều nay", "2020-01-10"),
        ("01/03/2024", "Sáng hôm qua", "2024-02-29"),
        ("LÊ AN | 09/07/2024 17:25", "Ngày 9.7", "2024-07-09"),
        ("27/06/2022", "Mới đây", None),
    ],
)
def test_the_stamp_of_the_page_gives_the_year_that_the_sentence_leaves_out(
    stamp: str, when: str, expected: str | None
) -> None:
    found = meeting(f"~ {stamp}\n{when}, LĐLĐ tỉnh Hà Nam tổ chức hội nghị giao ban.")
    assert (found.date, found.inferred) == (expected, ("date",) if expected else ())


@pytest.mark.parametrize(
    ("when", "periods", "expected"),
    [
        ("28/12", "tổng kết năm 2022, triển khai nhiệm vụ năm 2023", "2022-12-28"),
        ("5/1", "tổng kết năm 2022, triển khai nhiệm vụ năm 2023", "2023-01-05"),
        ("28/12", "triển khai nhiệm vụ năm 2023", "2022-12-28"),
        ("8/7", "sơ kết 6 tháng đầu năm 2022", "2022-07-08"),
        ("3/1", "giao ban quý IV/2022", "2023-01-03"),
        ("27/5", "tổng kết năm học 2022-2023", "2023-05-27"),
        ("8/7", "sơ kết công tác 6 tháng đầu năm", None),
    ],
)
def test_without_a_stamp_the_period_fixes_the_year(when: str, periods: str, expected: str | None) -> None:
    found = meeting(f"Sáng {when}, LĐLĐ tỉnh tổ chức hội nghị {periods}.")
    assert (found.date, "date" in found.inferred) == (expected, expected is not None)


@pytest.mark.parametrize(
    "text",
    [
        "Mới đây, LĐLĐ tỉnh tổ chức hội nghị giao ban. Tính đến ngày 24/6/2022, LĐLĐ tỉnh có 5.852 sáng kiến.",
        "LĐLĐ tỉnh vừa tổ chức hội nghị sơ kết 3 năm thực hiện Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị.",
        "Vừa qua, LĐLĐ tỉnh tổ chức hội nghị tổng kết Quyết định số 15/2020/QĐ-TTg ngày 24/4/2020.",
    ],
)
def test_the_date_of_a_document_or_a_limit_is_not_the_day_of_the_meeting(text: str) -> None:
    assert meeting(text).date is None


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        (
            "Ngày 6/12/2019, tại thành phố Đông Hà, tỉnh Quảng Trị, LĐLĐ tỉnh tổ chức hội nghị.",
            "thành phố Đông Hà, tỉnh Quảng Trị",
        ),
        ("Ngày 4/4/2017, tại hội trường LĐLĐ tỉnh, LĐLĐ tỉnh tổ chức giao ban.", "hội trường LĐLĐ tỉnh"),
        ("Sáng 10/7/2023 tại Hội trường UBND huyện, LĐLĐ huyện tổ chức hội nghị sơ kết.", "Hội trường UBND huyện"),
        (
            "Ngày 9/6/2023, LĐLĐ tỉnh tổ chức hội nghị sơ kết tại TP. Mỹ Tho, tỉnh Tiền Giang.",
            "TP. Mỹ Tho, tỉnh Tiền Giang",
        ),
        ("Hội nghị sơ kết do LĐLĐ tỉnh Nghệ An tổ chức ngày 24/11/2023 tại thành phố Vinh.", "thành phố Vinh"),
        ("Tin vui đến ở thị xã Đồng Xoài ngày 9/6/2023, khi Công đoàn ngành tổng kết năm.", "thị xã Đồng Xoài"),
        (
            "Bảy giờ tối 9/6/2023, ba mươi người ngồi lại ở nhà ăn ký túc xá. LĐLĐ huyện họp sơ kết quý II.",
            "nhà ăn ký túc xá",
        ),
        ("Địa điểm: Phòng họp số 2. Ngày 9/6/2023, LĐLĐ huyện họp sơ kết quý II.", "Phòng họp số 2"),
        (
            "Ngày 9/6/2023, LĐLĐ huyện họp sơ kết quý II. Hội nghị được tổ chức tại Trường Cao đẳng Nghề với 9 đại biểu.",
            "Trường Cao đẳng Nghề",
        ),
        (
            "Ngày 9/6/2023, LĐLĐ huyện họp sơ kết quý II. Địa điểm là nhà xe trên đường Lê Lợi, ai cũng đứng.",
            "nhà xe trên đường Lê Lợi",
        ),
        (
            "Ngày 9/6/2023, LĐLĐ huyện họp sơ kết quý II. Hội trường UBND xã Tân An kín chỗ.",
            "Hội trường UBND xã Tân An",
        ),
        ("Địa điểm: phòng giao ban số 1. Ngày 9/6/2023, LĐLĐ huyện họp sơ kết quý II.", "phòng giao ban số 1"),
        ("Ngày 9/6/2023, LĐLĐ tỉnh tổ chức hội nghị sơ kết. Phát biểu tại hội nghị, bà An cảm ơn.", None),
    ],
)
def test_the_place_is_the_whole_phrase_after_at(sentence: str, place: str | None) -> None:
    assert meeting(sentence).place == place


def test_the_sentence_that_sets_the_scene_tells_the_day_unless_two_days_are_told() -> None:
    scene = "Bảy giờ tối 9/6/2023, ba mươi người ngồi lại ở nhà ăn."
    assert meeting(f"{scene}\nLĐLĐ huyện họp sơ kết quý II.").date == "2023-06-09"
    assert meeting(f"{scene}\nNgày 2/6/2023, ai cũng bận.\nLĐLĐ huyện họp sơ kết quý II.").date is None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Hội nghị ngày 9/6/2023 của CĐCS Dệt Huế không có hoa.", "2023-06-09"),
        ("8g00, 9/6/2023, hội trường. CĐCS Dệt Huế tổ chức.", "2023-06-09"),
        ("Hội nghị ngày 9/6/2023 do bà Hà Thị Tư chủ trì. Ngày 2/6/2023, ai cũng bận.", None),
    ],
)
def test_the_one_day_that_is_told_of_the_event_is_that_of_the_meeting(told: str, day: str | None) -> None:
    assert meeting(told, sections=["event"]).date == day


@pytest.mark.parametrize(
    ("stamp", "when", "day"),
    [
        ("Wed, 24 December 2014", "on Sunday", "2014-12-21"),
        ("Wed, 24 December 2014", "on Sunday 14 December", "2014-12-14"),
        ("Friday, 10/5/2018", "on Thursday", "2018-10-04"),
        ("Saturday, 05/10/2018 (GMT+7)", "on October 3", "2018-10-03"),
        ("Posted by An Le, secretary, 18 July 2023", "on Saturday 15 July", "2023-07-15"),
    ],
)
def test_english_days_are_counted_from_the_day_of_the_page(stamp: str, when: str, day: str) -> None:
    told = f"The Federation of Labour of Ca Mau held a conference in Hue {when}."
    assert meeting(f"# Unions meet\n## {stamp}\n{told}", language="en").date == day


def test_who_held_it_may_stand_behind_the_verb() -> None:
    found = meeting(
        "A meeting to review the first quarter of 2010 was held at the Trade Union Hall on April 8, 2010 by the Ca Mau"
        " Federation of Labour.",
        language="en",
    )
    assert (found.organizer, found.place) == ("Ca Mau Federation of Labour", "Trade Union Hall")


def test_work_that_somebody_is_to_do_announces_no_meeting() -> None:
    told = "# Hội nghị Ban Chấp hành LĐLĐ tỉnh Hà Nam\nBan Tổ chức mời Sở Tài chính họp trong tháng 8 bàn phụ cấp."
    assert meeting(told, sections=["event", "task"]).organizer == "Ban Chấp hành LĐLĐ tỉnh Hà Nam"


def test_minutes_tell_the_facts_by_labels() -> None:
    found = meeting(
        "# Minutes of the third session\nDate and venue: 24 July 2014, from 8.00 a.m., Room 12, Hue."
        " Convened by: Executive Committee of the Water Workers' Union. In the chair: Ms Do Thi Lien.",
        language="en",
    )
    assert (found.date, found.place) == ("2014-07-24", "Room 12")
    assert found.organizer == "Executive Committee of the Water Workers' Union"


@pytest.mark.parametrize(
    ("sentence", "organizer"),
    [
        ("Ngày 5/7/2022, LĐLĐ huyện Ba Vì phối hợp với Phòng LĐTBXH tổ chức hội nghị sơ kết.", "LĐLĐ huyện Ba Vì"),
        (
            "Ngày 5/7/2022, Công đoàn phường Tân Đông (TP HCM) đã long trọng tổ chức hội nghị.",
            "Công đoàn phường Tân Đông",
        ),
        ("Ngày 5/7/2022, Ban Thường vụ LĐLĐ tỉnh họp đánh giá quý II.", "Ban Thường vụ LĐLĐ tỉnh"),
        ("(BĐ) - LĐLĐ thị xã An Nhơn vừa tổ chức hội nghị sơ kết.", "LĐLĐ thị xã An Nhơn"),
        (
            "Mới đây, tại Hải Phòng, LĐLĐ 3 tỉnh: Hà Nội, Hải Phòng và Quảng Ninh tổ chức hội nghị.",
            "LĐLĐ 3 tỉnh: Hà Nội, Hải Phòng và Quảng Ninh",
        ),
        (
            "Tại hội nghị tổng kết năm 2022 do Công đoàn ngành Y tế tổ chức mới đây, nhiều ý kiến nêu.",
            "Công đoàn ngành Y tế",
        ),
        ("Ngày 5/7/2022, tại Huế, các đại biểu đã tiến hành sơ kết.", None),
        ("Chuyện ấy được kể ngày 5/7/2022, khi Công đoàn ngành Than sơ kết nửa năm.", "Công đoàn ngành Than"),
        ("Ngày 5/7/2022, ông dự hội nghị tổng kết năm 2022 của LĐLĐ tỉnh Phú Thọ tại Việt Trì.", "LĐLĐ tỉnh Phú Thọ"),
        ("Đó là hội nghị sơ kết mà Công đoàn ngành Y tế tổ chức ngày 5/7/2022.", "Công đoàn ngành Y tế"),
        ("Huế, ngày 5/7/2022 - Cụm thi đua số 4, gồm 14 đơn vị, hôm nay họp sơ kết.", "Cụm thi đua số 4"),
        ("Ngày 5/7/2022, chuyến xe ấy đưa chị tới hội nghị sơ kết tại Huế.", None),
        ("Ngày 5/7/2022 có hội nghị sơ kết 3 năm thực hiện Nghị quyết 10c của Tổng Liên đoàn.", None),
        (
            "Hội nghị tổng kết năm 2021 của CĐCS Công ty Dệt Sông Mây họp chiều thứ Bảy, 15/1/2022 tại nhà ăn.",
            "CĐCS Công ty Dệt Sông Mây",
        ),
        (
            "Chuyện ấy được kể tại hội nghị Ban Chấp hành LĐLĐ tỉnh Hà Nam mở rộng, họp trong tuần qua.",
            "Ban Chấp hành LĐLĐ tỉnh Hà Nam mở rộng",
        ),
        (
            "Đó là hội nghị tổng kết năm 2024 được LĐLĐ huyện Ba Vì tổ chức sáng 20/12 tại thị trấn.",
            "LĐLĐ huyện Ba Vì",
        ),
        (
            "14 giờ ngày 10/1/2019, hội trường kín chỗ: CĐCS Bệnh viện Sông Hiếu tổng kết năm 2018.",
            "CĐCS Bệnh viện Sông Hiếu",
        ),
        ("Chiều 18/7/2024, ngay tại nhà ăn, CĐCS đã chốt sổ 6 tháng đầu năm 2024.", "CĐCS"),
        ("Chiều 18/7/2024, tại Huế, ông Lê An nhìn lại chặng đường đã đi.", None),
        ("Hội nghị ngày 9/6/2023 của Công đoàn ngành Dệt Huế không có hoa.", "Công đoàn ngành Dệt Huế"),
        ("Chuyện lộ ra ở buổi tổng kết năm 2018 của CĐCS Dệt Huế ngày 21/12 tại hội trường.", "CĐCS Dệt Huế"),
        ("CĐCS Dệt Huế (CĐDH) ngày 9/6/2023 tổ chức hội nghị sơ kết.", "CĐCS Dệt Huế"),
        ("Huế, ngày 27 tháng 6 năm 2023 – CĐCS Dệt Huế (CĐDH) hôm nay tổ chức hội nghị sơ kết.", "CĐCS Dệt Huế"),
        ("CĐCS Dệt Huế vừa hoàn tất hội nghị tổng kết năm 2018 tại Huế.", "CĐCS Dệt Huế"),
        ("Thông tin chung: CĐCS Dệt Huế tổ chức; 8 giờ ngày 9/6/2023; 60 đại biểu.", "CĐCS Dệt Huế"),
        ("# Báo cáo sơ kết hoạt động quý I năm 2023 của CĐCS Dệt Huế\nMọi việc đều xong.", "CĐCS Dệt Huế"),
        (
            "BIÊN BẢN Hội nghị Ban Chấp hành CĐCS Dệt Huế lần thứ 9\nThời gian: ngày 9/6/2023.",
            "Ban Chấp hành CĐCS Dệt Huế",
        ),
    ],
)
def test_the_organizer_is_who_convened(sentence: str, organizer: str | None) -> None:
    assert meeting(sentence).organizer == organizer


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Hội nghị sơ kết hoạt động", "sơ kết"),
        ("Hội nghị giao ban, triển khai nhiệm vụ", "giao ban"),
        ("Hội nghị đánh giá kết quả, triển khai nhiệm vụ", "triển khai"),
        ("Hội nghị Ban Chấp hành lần thứ 12, tổng kết năm", "ban chấp hành"),
        ("hội nghị lần thứ mười một BCH, sơ kết quý", "ban chấp hành"),
        ("Hội nghị người lao động, tổng kết phong trào", "khác"),
        ("hội nghị chuyên đề về tài chính", "khác"),
    ],
)
def test_the_kind_follows_the_name_that_the_article_gives(name: str, kind: str) -> None:
    assert meeting(f"Ngày 5/7/2022, LĐLĐ tỉnh tổ chức {name}.").kind == kind


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("nhìn lại chín tháng đầu năm 2024", "sơ kết"),
        ("nhìn lại năm 2024", "tổng kết"),
        ("nhìn lại quý I/2024 tại buổi giao ban", "giao ban"),
    ],
)
def test_without_a_name_the_period_that_is_looked_back_on_tells_the_kind(told: str, kind: str) -> None:
    assert meeting(f"Ngày 5/7/2024, tại Huế, Công đoàn ngành Y tế {told}.").kind == kind


@pytest.mark.parametrize(
    ("told", "kind"),
    [("met to take stock of 2020", "tổng kết"), ("met to review the first nine months of 2023", "sơ kết")],
)
def test_in_english_the_period_tells_the_kind(told: str, kind: str) -> None:
    said = f"On January 12, 2024, the Federation of Labour of Ca Mau {told}."
    assert meeting(said, language="en").kind == kind


def test_a_sentence_beside_the_announcement_may_name_the_kind() -> None:
    assert (
        meeting(
            "Bà Hà Thị Tư mở đầu hội nghị lần thứ mười Ban Chấp hành LĐLĐ tỉnh Hà Nam bằng câu ấy.\n"
            "Hội nghị họp ngày 18/11/2020 tại Huế."
        ).kind
        == "ban chấp hành"
    )
    assert (
        meeting(
            "Câu ấy được bỏ vào thùng phiếu trước hội nghị tổng kết năm 2023.\n"
            "Hội nghị do Công đoàn Công ty Thủy sản Mỹ An tổ chức chiều 22/12/2023 tại nhà ăn."
        ).kind
        == "tổng kết"
    )


def test_the_sentence_beside_the_announcement_may_name_who_convened() -> None:
    found = meeting(
        "Đồng chí Hoàng Thị Lao mở đầu hội nghị lần thứ mười Ban Chấp hành LĐLĐ tỉnh Hà Nam khóa XV bằng câu ấy.\n"
        "Hội nghị do đồng chí chủ trì, họp ngày 18/11/2020 tại phòng họp tầng 3 để nhìn lại nửa đầu nhiệm kỳ."
    )
    assert (found.organizer, found.date) == ("Ban Chấp hành LĐLĐ tỉnh Hà Nam khóa XV", "2020-11-18")


def test_a_place_before_the_day_is_where_the_meeting_was() -> None:
    told = "Đà Nẵng - {}LĐLĐ thành phố tổ chức hội nghị sơ kết quý I/2024."
    found = meeting(told.format("Ngày 9.4.2024, "))
    assert (found.place, found.inferred) == ("Đà Nẵng", ("place",))
    assert meeting(told.format("")).place is None


def test_a_committee_that_meets_for_the_ninth_time_holds_its_session() -> None:
    assert (
        meeting("Sáng 20/7/2021, Ban Chấp hành LĐLĐ tỉnh tổ chức Hội nghị lần thứ 9 nhằm đánh giá kết quả.").kind
        == "ban chấp hành"
    )


@pytest.mark.parametrize(
    ("sentence", "chairs"),
    [
        ("Đồng chí Lý Thị Huệ, Chủ tịch LĐLĐ tỉnh Cao Bằng, Cụm trưởng chủ trì Hội nghị.", ["Lý Thị Huệ"]),
        (
            "Đồng chí Nguyễn Văn Cảnh, Chủ tịch LĐLĐ tỉnh Bắc Giang; đồng chí Nguyễn Mạnh Cương, Cụm phó đồng chủ trì.",
            ["Nguyễn Văn Cảnh", "Nguyễn Mạnh Cương"],
        ),
        (
            "Các đồng chí: Hoàng Đình Thuận, Cụm trưởng; Lê Thị Bích Hường, Chủ tịch LĐLĐ tỉnh Hà Tĩnh đồng chủ trì.",
            ["Hoàng Đình Thuận", "Lê Thị Bích Hường"],
        ),
        (
            "Ông Lê Anh Tuấn - Giám đốc và bà Trần Thị Cô - Chủ tịch Công đoàn điều hành hội nghị.",
            ["Lê Anh Tuấn", "Trần Thị Cô"],
        ),
        (
            "Chủ trì hội nghị có các đồng chí: A Thuận, Chủ tịch; K’Bril, Phó Chủ tịch; Siu H’Nhung, Phó Chủ tịch.",
            ["A Thuận", "K’Bril", "Siu H’Nhung"],
        ),
        ("Hội nghị diễn ra dưới sự chủ trì của đồng chí Hoàng Liên, Chủ tịch LĐLĐ tỉnh.", ["Hoàng Liên"]),
        ("Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết chủ trì.", ["Võ Trọng Khiết"]),
        (
            "Dự hội nghị có đồng chí Lê Văn Bảo, Trưởng ban; đồng chí Hà Thị Tư, Chủ tịch LĐLĐ chủ trì hội nghị.",
            ["Hà Thị Tư"],
        ),
        (
            "Hội nghị do đồng chí Phạm Tiến Nam, Chủ tịch LĐLĐ tỉnh và các đồng chí Thường trực LĐLĐ tỉnh chủ trì.",
            ["Phạm Tiến Nam"],
        ),
        ("Cuộc họp diễn ra dưới sự điều hành của Chủ tịch Công đoàn ngành Đỗ Thị Mai Lan.", ["Đỗ Thị Mai Lan"]),
        ("Ông Vũ Văn Tiến, Chủ tịch Công đoàn Công ty, điều hành; 40 tổ trưởng có mặt.", ["Vũ Văn Tiến"]),
        ("Điều hành hội nghị có bà Trần Thị Bông, Chủ tịch và ông Katơr Sinh.", ["Trần Thị Bông", "Katơr Sinh"]),
        ("Chủ trì phiên họp, bà Lương Thị Hạnh, Bí thư, cảm ơn các đơn vị.", ["Lương Thị Hạnh"]),
        ("Ngồi ghế chủ tọa là Chủ tịch Liên đoàn Lý Văn Sang, khách mời có ông Tạ Quang Minh.", ["Lý Văn Sang"]),
        ("Chủ trì: đ/c K' Brum, Chủ tịch. Thư ký: đ/c Lê Thị Út.", ["K' Brum"]),
        ("Chủ trì: đ/c Lê Văn Sơn; Thư ký: đ/c Lê Thị Út.", ["Lê Văn Sơn"]),
        ("Đoàn chủ tịch hội nghị gồm ông Hà Văn Thắng và bà Lò Thị Panh.", ["Hà Văn Thắng", "Lò Thị Panh"]),
        ("Các đồng chí Lê Văn An, Hà Thị Tư, Phó Chủ tịch LĐLĐ tỉnh, chủ trì hội nghị.", ["Lê Văn An", "Hà Thị Tư"]),
        (
            "Chủ tịch Công đoàn Khu kinh tế Hải Phòng Phạm Thu Nga mở đầu như thế khi chủ trì hội nghị.",
            ["Phạm Thu Nga"],
        ),
        (
            "Chủ trì hội nghị là ông Lê Văn Thuần - Chủ tịch LĐLĐ tỉnh - cùng hai Phó Chủ tịch Hà Mai Khôi và Tạ Văn Sỹ.",
            ["Lê Văn Thuần", "Hà Mai Khôi", "Tạ Văn Sỹ"],
        ),
        ("Chủ tọa: Vụ này tòa đã xử, công ty nhận lại người.", []),
        ("Ông Trần Văn Bình, Phó Giám đốc điều hành, phát biểu.", []),
        ("LĐLĐ tỉnh chủ trì, phối hợp với các sở.", []),
        ("Chủ tịch Công đoàn Hà Thị Tư điều phối, giám đốc trả lời.", ["Hà Thị Tư"]),
        ("Ông Lê Văn Thuần, Chủ tịch, giữ ghế chủ tọa, bên dưới là đại biểu.", ["Lê Văn Thuần"]),
        ("Điều hành từ điểm cầu chính là ông Lê Văn Thuần, Chủ tịch LĐLĐ quận.", ["Lê Văn Thuần"]),
        ("Đồng chí Lê Văn Thuần dự và chủ trì hội nghị.", ["Lê Văn Thuần"]),
        ("Hội nghị được chủ trì bởi ông Lê Văn Thuần.", ["Lê Văn Thuần"]),
        ("Đồng chí Ka’ Rin, Chủ tịch, đồng chủ trì.", ["Ka’ Rin"]),
        (
            "Ông Lê Văn Thuần, Chủ tịch LĐLĐ tỉnh Bà Rịa - Vũng Tàu và bà Hà Thị Tư, Cụm phó, chủ trì hội nghị.",
            ["Lê Văn Thuần", "Hà Thị Tư"],
        ),
        (
            "Phó Chủ tịch Mặt trận tỉnh, Chủ tịch LĐLĐ tỉnh Cà Mau Lê Văn Thuần, Cụm trưởng và bà Hà Thị Tư chủ trì.",
            ["Lê Văn Thuần", "Hà Thị Tư"],
        ),
    ],
)
def test_chairs_are_the_names_of_those_who_presided(sentence: str, chairs: list[str]) -> None:
    assert list(meeting(sentence).chairs) == chairs


def test_a_chair_told_by_the_last_syllable_is_known_from_the_full_name_elsewhere() -> None:
    found = meeting("Bà Đỗ Thị Sáng, Chủ tịch, yêu cầu.\nLời trên được bà Sáng đưa ra khi chủ trì hội nghị giao ban.")
    assert found.chairs == ("Đỗ Thị Sáng",)
    assert "chairs" in found.inferred


def test_a_chair_told_by_a_pronoun_is_the_one_person_called_so_before() -> None:
    found = meeting("Máy của bà Đỗ Thị Sáng, Chủ tịch, rung lên.\nSáng sau, bà đọc tin nhắn khi chủ trì buổi giao ban.")
    assert found.chairs == ("Đỗ Thị Sáng",)
    assert "chairs" in found.inferred
    assert not meeting("Bà Đỗ Thị Sáng và bà Lê Thị Tám đến.\nSáng sau, bà nói khi chủ trì buổi giao ban.").chairs
    told = "Đồng chí Đỗ Thị Sáng, Chủ tịch, đến.\nHội nghị do đồng chí chủ trì, họp ngày 9/1/2020 tại Huế."
    assert meeting(told).chairs == ("Đỗ Thị Sáng",)


@pytest.mark.parametrize(
    ("sentence", "chairs"),
    [
        ("Chairwoman Hồ Thị Lụa presided over it and answered questions.", ["Hồ Thị Lụa"]),
        ("The meeting was chaired by its president Tran Van Long and attended by 90 delegates.", ["Tran Van Long"]),
        ("With president Kieu Van Long and her deputy Ton Nu An in the chair, it sat.", ["Kieu Van Long", "Ton Nu An"]),
        ("In the chair: Ms Do Thi Lien, President; secretary of the session: Mr Cao Van Tu.", ["Do Thi Lien"]),
        ("The session, chaired by VGCL President Lê Văn Khoa, was streamed.", ["Lê Văn Khoa"]),
        ("The meeting was chaired by the union’s chairman, Tran Van Long, with a guest.", ["Tran Van Long"]),
        ("Tran Van Long, president since 2015, steered the discussion.", ["Tran Van Long"]),
        ("It met in the Town Hall, Mr Alan Marsh in the chair as usual.", ["Alan Marsh"]),
        ("Co-convenors Rosa Diaz and Alan Marsh chaired the meeting.", ["Rosa Diaz", "Alan Marsh"]),
        ("Attending the conference were Mr. Le Minh Tam and officials of Quang Nam.", []),
        ("The union chair asked members in Quang Nam to wait.", []),
    ],
)
def test_english_articles_tell_who_presided(sentence: str, chairs: list[str]) -> None:
    assert list(meeting(sentence, language="en").chairs) == chairs


def test_a_chair_told_by_a_syllable_that_two_names_share_stays_unknown() -> None:
    assert not meeting("Bà Đỗ Thị Sáng nói.\nÔng Lê Sáng nói.\nĐó là khi bà Sáng chủ trì hội nghị.").chairs


def test_guests_stand_as_written_one_by_one() -> None:
    found = meeting(
        "Dự và chỉ đạo Hội nghị có đồng chí Vũ Thị Giáng Hương, Trưởng Ban Tuyên giáo; lãnh đạo LĐLĐ 7 tỉnh."
    )
    assert found.attendees == ("đồng chí Vũ Thị Giáng Hương, Trưởng Ban Tuyên giáo", "lãnh đạo LĐLĐ 7 tỉnh")


@pytest.mark.parametrize(
    ("name", "period", "next_period"),
    [
        ("sơ kết quý I, triển khai nhiệm vụ quý II năm 2017", "quý I năm 2017", "quý II năm 2017"),
        ("sơ kết 6 tháng đầu năm 2019, nhiệm vụ 6 tháng cuối năm", "6 tháng đầu năm 2019", "6 tháng cuối năm"),
        ("giao ban quý IV, triển khai nhiệm vụ quý I năm 2018", "quý IV", "quý I năm 2018"),
        ("giao ban 9 tháng đầu năm, nhiệm vụ quý IV/2023", "9 tháng đầu năm 2023", "quý IV/2023"),
        ("tổng kết năm học 2018 - 2019, nhiệm vụ năm học 2019 - 2020", "năm học 2018 - 2019", "năm học 2019 - 2020"),
        (
            "tổng kết phong trào giai đoạn 2011 - 2015, nhiệm vụ giai đoạn 2016 - 2020",
            "giai đoạn 2011 - 2015",
            "giai đoạn 2016 - 2020",
        ),
        ("tổng kết 10 năm chương trình Mái ấm Công đoàn", "10 năm", None),
        ("đánh giá kết quả thực hiện nhiệm vụ năm 2021", "năm 2021", None),
        ("người lao động năm 2024", None, None),
        ("sơ kết 9 tháng năm 2021, tính việc quý IV", "9 tháng năm 2021", "quý IV"),
        ("sơ kết nửa nhiệm kỳ 2016 - 2021", "nửa nhiệm kỳ 2016 - 2021", None),
        ("sơ kết nửa đầu 2021, nhiệm vụ nửa cuối 2021", "nửa đầu 2021", "nửa cuối 2021"),
        ("sơ kết 6 tháng 2021, nhiệm vụ nửa năm còn lại", "6 tháng 2021", "nửa năm còn lại"),
        ("sơ kết ba quý đầu năm 2021, nhiệm vụ quý cuối năm", "ba quý đầu năm 2021", "quý cuối năm"),
        ("giao ban quý một năm 2021, nhiệm vụ quý hai năm 2021", "quý một năm 2021", "quý hai năm 2021"),
        ("sơ kết học kỳ I năm học 2021-2022, nhiệm vụ học kỳ II", "học kỳ I năm học 2021-2022", "học kỳ II"),
        ("tổng kết năm tài chính 2021, hướng tới năm tài chính 2022", "năm tài chính 2021", "năm tài chính 2022"),
        (
            "đánh giá kết quả hoạt động 9 tháng, bàn ba tháng cuối năm 2021",
            "9 tháng năm 2021",
            "ba tháng cuối năm 2021",
        ),
        (
            "sơ kết nửa đầu nhiệm kỳ 2016 - 2021, nửa nhiệm kỳ còn lại",
            "nửa đầu nhiệm kỳ 2016 - 2021",
            "nửa nhiệm kỳ còn lại",
        ),
        (
            "xem xét tình hình 6 tháng đầu năm 2020 và chuyện 6 tháng cuối năm 2020",
            "6 tháng đầu năm 2020",
            "6 tháng cuối năm 2020",
        ),
    ],
)
def test_the_name_tells_the_period_reviewed_and_the_one_planned(
    name: str, period: str | None, next_period: str | None
) -> None:
    found = meeting(f"Vừa qua, LĐLĐ tỉnh tổ chức hội nghị {name}.")
    assert (found.period, found.next_period) == (period, next_period)


@pytest.mark.parametrize(
    ("told", "period", "next_period"),
    [
        ("July–December 2016 and set tasks for January–June 2017", "July–December 2016", "January–June 2017"),
        ("Q3 2016 and set tasks for Q4 2016", "Q3 2016", "Q4 2016"),
        ("the 2015-16 school year and plan the 2016-17 school year", "2015-16 school year", "2016-17 school year"),
        ("nine months of 2016 and set tasks for the final quarter", "nine months of 2016", "final quarter"),
        ("the first three quarters of 2016", "first three quarters of 2016", None),
        ("financial year 2016", "financial year 2016", None),
    ],
)
def test_english_periods_are_read_in_their_forms(told: str, period: str, next_period: str | None) -> None:
    found = meeting(f"On 5 May 2017 the Federation of Labour of Ca Mau met to review {told}.", language="en")
    assert (found.period, found.next_period) == (period, next_period)


def test_after_a_year_the_next_year_is_planned_though_its_first_quarter_is_nearer() -> None:
    found = meeting(
        "Ngày 9/1/2019, LĐLĐ tỉnh tổng kết năm 2018 tại Huế.\nBà hẹn quý I phải xong đại hội.\nBà muốn năm 2019 thêm 9 tổ.",
        sections=["event", "task", "task"],
    )
    assert found.next_period == "năm 2019"


def test_a_question_of_the_interviewer_names_the_period_that_is_planned() -> None:
    found = meeting(
        "Ngày 9/1/2019, LĐLĐ tỉnh tổng kết giai đoạn 2014 - 2018 tại Huế.\n"
        "PV: Vậy hướng đi cho giai đoạn 2019 - 2023 là gì, thưa ông?",
        sections=["event", "other"],
    )
    assert found.next_period == "giai đoạn 2019 - 2023"


def test_a_year_that_another_line_writes_completes_a_period() -> None:
    found = meeting("# Giao ban công tác tháng 8/2025\nSáng 28/8, LĐLĐ tỉnh tổ chức giao ban công tác tháng 8.")
    assert found.period == "tháng 8/2025"


def test_what_the_name_leaves_open_the_body_tells_by_its_sections() -> None:
    found = meeting(
        "Ngày 5/10/2023, LĐLĐ tỉnh tổ chức hội nghị giao ban quý III/2023.\n"
        "Quý IV/2023, toàn ngành kết nạp 500 đoàn viên.",
        sections=["event", "task"],
    )
    assert found.next_period == "quý IV/2023"


def test_a_heading_with_the_period_that_adjoins_names_the_next_one() -> None:
    told = "Ngày 5/10/2021, LĐLĐ tỉnh tổng kết giai đoạn 2016 - 2020 tại Huế.\n## 3. {}\nMỗi nơi thêm một lớp học."
    assert meeting(told.format("Giai đoạn 2021 - 2025")).next_period == "giai đoạn 2021 - 2025"
    assert meeting(told.format("Giai đoạn 2026 - 2030")).next_period is None


def test_a_period_that_is_only_compared_with_is_not_taken() -> None:
    assert facts("Doanh thu tăng 4,1% so với năm 2022.").get("period") is None


def test_what_a_report_tells_in_its_opening_words_is_the_period_reviewed() -> None:
    found = meeting(
        "Ngày 9/7/2024, tại Huế, LĐLĐ tỉnh tổ chức hội nghị để bàn việc cho 6 tháng cuối năm.\n"
        "Theo báo cáo hoạt động công đoàn 6 tháng đầu năm 2024, kinh tế hồi phục chậm."
    )
    assert (found.period, found.next_period) == ("6 tháng đầu năm 2024", "6 tháng cuối năm")


def test_the_months_that_are_left_are_the_next_period() -> None:
    found = meeting("Ngày 9/7/2023, LĐLĐ tỉnh sơ kết nửa nhiệm kỳ; từ nay đến năm 2028, mỗi xã có một tổ.")
    assert found.next_period == "từ nay đến năm 2028"


def test_noise_is_not_read() -> None:
    assert facts(CAO_BANG, sections=["noise"]) == {}


def test_clauses_of_one_sentence_are_read_together(seeds: dict[str, Path]) -> None:
    found = clean(Source("bac-giang", seeds["bac-giang-2020"].read_text("utf-8"), "0" * 64, "text/plain"))
    assert find_meeting(found, segment(found)).chairs == ("Nguyễn Văn Cảnh", "Nguyễn Mạnh Cương")


def test_an_english_announcement_tells_the_same_facts() -> None:
    assert facts(
        "~ 28/12/2022, 09:15\n"
        "(QNO) - The health sector trade union of Quang Nam province organized a conference on December 27 to wrap"
        " up its activities in 2022 and launch the working plan for 2023.\n"
        "Ms. Le Thi Ba, its chairwoman, chaired the meeting.",
        language="en",
    ) == {
        "kind": "tổng kết",
        "date": "2022-12-27",
        "organizer": "health sector trade union of Quang Nam province",
        "chairs": ("Le Thi Ba",),
        "period": "2022",
        "next_period": "2023",
        "inferred": ("date",),
    }


def test_a_page_in_english_gives_the_day_that_the_sentence_calls_yesterday() -> None:
    found = meeting(
        "~ Society | Update: July, 10/2015 - 09:05\nThe Federation of Labour held a conference in Hue yesterday.",
        language="en",
    )
    assert found.date == "2015-07-09"


@pytest.mark.parametrize("when", ["On July 8, 2022", "On 8 July 2022", "On 08/07/2022"])
def test_english_dates_are_read_in_their_forms(when: str) -> None:
    found = meeting(
        f"{when}, in Cao Bang City, the Federation of Labour held a conference to review its work.", language="en"
    )
    assert (found.date, found.place, found.organizer) == ("2022-07-08", "Cao Bang City", "Federation of Labour")


PIECES = st.sampled_from(
    ["Sáng 15/7", "ngày 31/2/2022", "hôm qua", "on July 8", "LĐLĐ tỉnh Hà Nam", "Ban Chấp hành"]
) | (
    st.sampled_from(
        ["tổ chức", "hội nghị", "họp", "sơ kết", "triển khai nhiệm vụ", "6 tháng đầu năm", "quý II", "năm 2022"]
    )
    | st.sampled_from(
        ["tại hội trường", "do", "năm học 2021-2022", "nửa đầu nhiệm kỳ", "đồng chí", "Chủ tịch", "Lê Văn An"]
    )
    | st.sampled_from(
        ["chủ trì", "và", "Dự hội nghị có", "held a meeting", "in", "chaired", "\n~ 1/1/2023\n", "\n# ", "\n"]
    )
    | st.sampled_from(",;.:()“")
)
TEXTS = st.text(max_size=300) | st.lists(PIECES | st.text(max_size=4), max_size=40).map(" ".join)


@given(TEXTS, st.sampled_from(["vi", "en"]))
@example("do chủ trì", "vi")
def test_whatever_the_text_facts_stand_in_it_where_their_sources_say(text: str, language: str) -> None:
    read, sentences = article(text, language)
    found = find_meeting(read, sentences)

    def source(fact: str) -> str:
        spans = found.sources[fact]
        assert all(0 <= start < end <= len(read.text) for start, end in spans)
        return " ".join(" ".join(read.text[start:end].split()) for start, end in spans).casefold()

    known = {name for name, value in found.model_dump(exclude={"sources", "inferred"}).items() if value}
    assert set(found.sources) == known
    for fact in ("name", "place", "organizer"):
        if value := getattr(found, fact):
            assert value.casefold() in source(fact)
    for fact in ("chairs", "attendees"):
        for value in getattr(found, fact):
            assert value.casefold() in source(fact)
    for fact in ("period", "next_period"):
        if value := getattr(found, fact):
            assert set(value.casefold().split()) <= {*source(fact).split(), "năm"}
    if found.date:
        assert date.fromisoformat(found.date)


def test_in_english_to_review_is_a_verb_and_names_no_meeting() -> None:
    told = (
        "Cao Bang trade unions review first half of 2024\n\n"
        "On July 8, 2024, the Federation of Labour of Cao Bang province reviewed its activities in the first half of 2024."
    )
    assert "name" not in facts(told, language="en")
