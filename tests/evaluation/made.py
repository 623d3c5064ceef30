"""Labels, bullets and summaries made from a line of text, and a case to hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarise.evaluation import Gold
from summarise.evaluation.cases import Located, located
from summarise.records import Item, Labelled, ModelRecord, Section, Sentence, SourceRecord, Span, Summary, WorkField

HELP = "Hỗ trợ 36.778 lượt đoàn viên với 41,7 tỷ đồng."
PRAISE = "Phong trào thi đua sôi nổi."
DUES = "Thu kinh phí công đoàn còn chậm."
GIFTS = "Dịp này, 4 cá nhân nhận bằng khen."
CLASSES = "Mở 2 lớp tập huấn."
MONTH = "Tổ chức tốt Tháng công nhân."
OPENING = "Hội nghị họp sáng 8/7."
MENU = "Trang chủ"


@dataclass(frozen=True)
class Case:
    """An article with its gold, and what the labeller and the product made of it."""

    article: str
    gold: Gold
    labels: tuple[Labelled, ...]
    summary: Summary

    @property
    def spans(self) -> list[Located]:
        return list(located(self.article, self.gold))


def place(article: str, text: str) -> Span:
    start = article.index(text)
    return Span(start, start + len(text))


def labelled(
    article: str,
    text: str,
    section: Section,
    field: WorkField = "general",
    *,
    score: float = 0.9,
    salience: float = 0.9,
) -> Labelled:
    """The sentence `text` of the article with its label."""
    return Labelled(Sentence(place(article, text), text, 0), section, field, score, salience)


def bullet(article: str, text: str, source: str, *, score: float = 1.0) -> Item:
    """A bullet made from the passage `source` of the article; of unknown origin where that is empty."""
    spans = (place(article, source),) if source else ()
    return Item(text=text, field="general", source=spans, method="extract", score=score)


def summary(
    article: str,
    *,
    achievements: Sequence[Item] = (),
    shortcomings: Sequence[Item] = (),
    tasks: Sequence[Item] = (),
    awards: Sequence[Item] = (),
) -> Summary:
    return Summary(
        source=SourceRecord(name="a.txt", sha256="0", language="vi", characters=len(article)),
        achievements=tuple(achievements),
        shortcomings=tuple(shortcomings),
        tasks=tuple(tasks),
        awards=tuple(awards),
        model=ModelRecord(name="m", revision="1"),
    )
