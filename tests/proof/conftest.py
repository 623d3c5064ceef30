"""An article made for the page: several items on one character, hostile text, and every kind of doubt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from summarise import messages
from summarise.records import (
    Figure,
    Item,
    Labelled,
    Meeting,
    ModelRecord,
    Section,
    Sentence,
    Source,
    SourceRecord,
    Span,
    Summary,
)

LINES = (
    "Hội nghị sơ kết <b>6 tháng</b>",
    "",
    'Ngày 8/7, Liên đoàn "X" & Y sơ kết công tác 6 tháng đầu năm.',
    "Đã hỗ trợ 250 đoàn viên, xây 38 nhà trị giá 94.217 tỷ đồng; còn 3 đơn vị chưa nộp 👍🏽 kinh phí.",
    "</script><img src=x onerror=alert(1)><!-- \x07 & &amp; 𝔸",
    "Tiếp tục mở 12 lớp tập huấn.",
    "Ban tổ chức cảm ơn các đại biểu.",
    "© Bản quyền thuộc trang tin",
)


class Made:
    """The article, and what was made of it; a quote must stand in it."""

    text = "\n".join(LINES)
    source = Source(
        name='bài "1" <x>.txt', text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), media_type="text/plain"
    )

    def span(self, quote: str) -> Span:
        start = self.text.index(quote)
        return Span(start, start + len(quote))

    def figure(self, quote: str, value: float | None, section: Section, about: str) -> Figure:
        return Figure(
            text=quote, value=value, unit=quote.split()[-1], about=about, section=section, source=self.span(quote)
        )

    @property
    def summary(self) -> Summary:
        help_, rest = self.span("Đã hỗ trợ 250 đoàn viên, xây 38 nhà trị giá 94.217 tỷ đồng"), self.span(LINES[3])
        return Summary(
            source=SourceRecord(
                name=self.source.name, sha256=self.source.sha256, language="vi", characters=len(self.text)
            ),
            title=LINES[0],
            meeting=Meeting(
                kind="sơ kết",
                date="2022-07-08",
                place="nơi không nêu",
                period="6 tháng đầu năm",
                sources={
                    "kind": (self.span("sơ kết"),),
                    "date": (self.span("8/7"),),
                    "period": (self.span("6 tháng đầu năm"), self.span("6 tháng")),
                    "name": (Span(0, 10**6),),
                },
                inferred=("date",),
            ),
            achievements=(
                Item(text="Hỗ trợ 250 đoàn viên <i>.", field="welfare", source=(help_,), method="model"),
                Item(text="Đánh giá chung.", field="general", source=(), method="extract"),
            ),
            # The second covers the first, an award and figures as well; the emoji are two code points.
            shortcomings=(
                Item(
                    text="3 đơn vị chưa nộp kinh phí.",
                    field="finance",
                    source=(rest,),
                    method="extract",
                    score=0.41,
                    reason="figure-lost:3 đơn vị",
                ),
            ),
            tasks=(
                Item(
                    text="Mở 12 lớp tập huấn.",
                    field="women",
                    source=(self.span(LINES[5]), self.span(LINES[4])),
                    method="model",
                ),
            ),
            awards=(
                Item(text="Xây 38 nhà.", field="welfare", source=(self.span("xây 38 nhà trị giá"),), method="model"),
            ),
            figures=(
                self.figure("250 đoàn viên", 250, "achievement", "đoàn viên <u>"),
                self.figure("94.217 tỷ đồng", None, "achievement", "trị giá"),
                self.figure("12 lớp", 12, "task", "lớp tập huấn"),
                self.figure("8/7", 8.7, "event", "ngàytháng" * 9),
            ),
            model=ModelRecord(name="embedded", revision="1"),
            warnings=("date inferred", "some pages are pictures without text and were not read"),
        )

    @property
    def labelled(self) -> tuple[Labelled, ...]:
        sections: dict[int, Section] = {0: "event", 2: "event", 3: "shortcoming", 5: "task", 6: "other"}
        return tuple(
            Labelled(
                Sentence(self.span(LINES[number]), LINES[number], number),
                section,
                "general",
                0.9,
                0.2,
                rival=("noise", 0.1),
            )
            for number, section in sections.items()
        )


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    messages.use("en")
