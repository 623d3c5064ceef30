"""The figures of quality, on cases small enough to be counted by hand."""

from __future__ import annotations

import pytest

from summarise.evaluation import Gold, GoldSpan, compare
from summarise.records import Item, Meeting, ModelRecord, SourceRecord, Span, Summary

WELFARE = "Các cấp công đoàn đã hỗ trợ 36.778 lượt đoàn viên với 41,7 tỷ đồng."
PRAISE = "Phong trào thi đua sôi nổi."
GIFTS = "Dịp này, 4 cá nhân nhận bằng khen."
TASK = "Quý II, tổ chức tốt Tháng công nhân."
MENU = "Trang chủ"
ARTICLE = "\n".join([WELFARE, PRAISE, GIFTS, TASK, MENU])

GOLD = Gold(
    meeting={
        "kind": "sơ kết",
        "date": "2022-07-08",
        "place": "tỉnh Cao Bằng",
        "chairs": ("Lý Thị Huệ",),
        "period": None,
    },
    spans=(
        GoldSpan(
            quote=WELFARE,
            label="achievement",
            key=True,
            condensed="Hỗ trợ 36.778 lượt đoàn viên với 41,7 tỷ đồng.",
            figures=("36.778", "41,7 tỷ đồng"),
        ),
        GoldSpan(quote=PRAISE, label="achievement"),
        GoldSpan(quote=GIFTS, label="award"),
        GoldSpan(quote=TASK, label="task", key=True, condensed="Tổ chức tốt Tháng công nhân."),
        GoldSpan(quote=MENU, label="noise"),
    ),
)


def item(text: str, source: str | None = None) -> Item:
    """A bullet cut from the passage `source` of the article; without one, of unknown origin."""
    start = ARTICLE.index(source) if source else 0
    spans = (Span(start, start + len(source)),) if source else ()
    return Item(text=text, field="general", source=spans, method="extract")


def summary(
    *, achievements: tuple[Item, ...] = (), tasks: tuple[Item, ...] = (), meeting: Meeting | None = None
) -> Summary:
    return Summary(
        source=SourceRecord(name="a.txt", sha256="0", language="vi", characters=len(ARTICLE)),
        meeting=meeting or Meeting(),
        achievements=achievements,
        tasks=tasks,
        model=ModelRecord(name="m", revision="1"),
    )


def test_a_summary_like_the_gold_is_perfect() -> None:
    got = compare(
        ARTICLE,
        GOLD,
        summary(
            achievements=(item("Hỗ trợ 36.778 lượt đoàn viên với 41,7 tỷ đồng.", WELFARE),),
            tasks=(item("Tổ chức tốt Tháng công nhân.", TASK),),
            meeting=Meeting(kind="sơ kết", date="2022-07-08", place="Tỉnh  Cao Bằng", chairs=("Lý Thị Huệ",)),
        ),
    )
    assert (got.precision, got.key_recall, got.figure_recall, got.unsupported, got.meeting) == (1, 1, 1, 0, 1)
    assert (got.rouge1, got.rouge2, got.rougeL, got.items) == (1, 1, 1, 2)
    body = len(WELFARE + PRAISE + GIFTS + TASK)
    assert got.ratio == pytest.approx((46 + 28) / body)


def test_no_summary_scores_nothing() -> None:
    got = compare(ARTICLE, GOLD, None)
    assert (got.precision, got.key_recall, got.figure_recall, got.rouge1, got.meeting, got.items) == (0,) * 6


def test_silence_is_right_where_the_gold_has_nothing_either() -> None:
    got = compare(ARTICLE, Gold(meeting={}, spans=()), summary())
    assert (got.precision, got.key_recall, got.figure_recall, got.meeting) == (1, 1, 1, 1)


def test_a_bullet_in_the_wrong_section_is_not_precise_and_covers_nothing() -> None:
    got = compare(ARTICLE, GOLD, summary(tasks=(item(WELFARE, WELFARE),)))
    assert (got.precision, got.key_recall, got.figure_recall) == (0, 0, 0)


def test_awards_and_what_is_not_key_count_as_achievements() -> None:
    got = compare(ARTICLE, GOLD, summary(achievements=(item(GIFTS, GIFTS), item(PRAISE, PRAISE))))
    assert got.precision == 1


def test_a_bullet_belongs_to_the_passage_that_most_of_its_source_lies_in() -> None:
    across = f"{WELFARE}\n{PRAISE}"
    gold = GOLD.model_copy(update={"spans": (GOLD.spans[0], GOLD.spans[1].model_copy(update={"label": "other"}))})
    assert compare(ARTICLE, gold, summary(achievements=(item("x", across),))).precision == 1


def test_a_bullet_without_offsets_belongs_to_the_passage_of_its_words() -> None:
    assert compare(ARTICLE, GOLD, summary(tasks=(item("tổ chức Tháng công nhân"),))).precision == 1
    assert compare(ARTICLE, GOLD, summary(tasks=(item("chuyện khác hẳn"),))).precision == 0


def test_a_reference_is_covered_by_six_tenths_of_its_content_words() -> None:
    gold = Gold(
        meeting={}, spans=(GoldSpan(quote=TASK, label="task", key=True, condensed="một hai ba bốn của năm sáu"),)
    )
    # "một" and "của" are function words, so five words count.
    assert compare(ARTICLE, gold, summary(tasks=(item("hai ba bốn"),))).key_recall == 1
    assert compare(ARTICLE, gold, summary(tasks=(item("hai ba của một"),))).key_recall == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [("36.778 lượt", 0.5), ("36.7781 lượt", 0), ("136.778", 0), ("36.778,5", 0), ("với 41,7  Tỷ đồng", 0.5)],
)
def test_a_figure_is_kept_only_as_a_whole_number(text: str, kept: float) -> None:
    assert compare(ARTICLE, GOLD, summary(achievements=(item(text, WELFARE),))).figure_recall == kept


def test_numbers_and_names_that_the_article_lacks_are_counted() -> None:
    invented = item("Hỗ trợ 36.779 lượt đoàn viên tại Hà Nội với 41,7 tỷ đồng.", WELFARE)
    assert compare(ARTICLE, GOLD, summary(achievements=(invented,))).unsupported == 3


@pytest.mark.parametrize(
    ("meeting", "share"),
    [
        (Meeting(date="2022-07-09"), 0),
        (Meeting(place="Cao Bằng"), 0.25),
        (Meeting(place="Nhà Văn hóa, tỉnh Cao Bằng"), 0.25),
        (Meeting(chairs=("bà LÝ THỊ HUỆ", "Trần Văn Thuật")), 0.25),
        (Meeting(kind="sơ kết", date="2022-07-08", period="quý I"), 0.5),
    ],
)
def test_each_fact_of_the_meeting_counts_the_same(meeting: Meeting, share: float) -> None:
    assert compare(ARTICLE, GOLD, summary(meeting=meeting)).meeting == share


def test_a_period_is_right_when_it_has_the_words_of_the_gold() -> None:
    gold = Gold(meeting={"period": "6 tháng đầu năm 2022"}, spans=())
    assert compare("", gold, summary(meeting=Meeting(period="trong 6 tháng đầu năm 2022"))).meeting == 1
    assert compare("", gold, summary(meeting=Meeting(period="6 tháng đầu năm"))).meeting == 0


def test_a_quote_that_stands_twice_is_found_at_its_own_place() -> None:
    article = "Kết quả tốt. Sau đó. Kết quả tốt."
    gold = Gold(
        meeting={},
        spans=(
            GoldSpan(quote="Kết quả tốt.", label="other"),
            GoldSpan(quote="Kết quả tốt.", label="task"),
        ),
    )
    second = Item(text="x", field="general", source=(Span(21, 33),), method="extract")
    assert compare(article, gold, summary(tasks=(second,))).precision == 1
