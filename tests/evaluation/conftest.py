"""A case small enough to be counted by hand: one passage a line, each with a mistake of another kind, or none."""

from __future__ import annotations

import pytest

from summarise.evaluation import Gold, GoldSpan
from tests.evaluation.made import (
    CLASSES,
    DUES,
    GIFTS,
    HELP,
    MENU,
    MONTH,
    OPENING,
    PRAISE,
    Case,
    bullet,
    labelled,
    summary,
)


@pytest.fixture
def case() -> Case:
    """Right are the help, the gifts, the classes and the menu. The praise has the wrong field, the help loses a figure,
    the dues are labelled as background, the month was dropped by cleaning, the opening is told as a task."""
    article = "\n".join([HELP, PRAISE, DUES, GIFTS, CLASSES, MONTH, OPENING, MENU])
    gold = Gold(
        meeting={},
        spans=(
            GoldSpan(
                quote=HELP,
                label="achievement",
                field="welfare",
                key=True,
                condensed=HELP,
                figures=("36.778", "41,7 tỷ đồng"),
            ),
            GoldSpan(quote=PRAISE, label="achievement", field="emulation"),
            GoldSpan(quote=DUES, label="shortcoming", field="finance", key=True, condensed=DUES),
            GoldSpan(quote=GIFTS, label="award"),
            GoldSpan(quote=CLASSES, label="task", field="propaganda", key=True, condensed=CLASSES, figures=("2 lớp",)),
            GoldSpan(quote=MONTH, label="task", field="welfare", key=True, condensed=MONTH),
            GoldSpan(quote=OPENING, label="event"),
            GoldSpan(quote=MENU, label="noise"),
        ),
    )
    labels = (
        labelled(article, HELP, "achievement", "welfare"),
        labelled(article, PRAISE, "achievement", "general", salience=0.1),
        labelled(article, DUES, "other", "finance", score=0.62),
        labelled(article, GIFTS, "award"),
        labelled(article, CLASSES, "task", "propaganda"),
        labelled(article, OPENING, "task", score=0.97),
    )
    made = summary(
        article,
        achievements=[bullet(article, "Hỗ trợ 36.778 lượt đoàn viên.", HELP)],
        tasks=[bullet(article, CLASSES, CLASSES), bullet(article, "Họp sáng 8/7.", OPENING, score=0.97)],
        awards=[bullet(article, "4 cá nhân nhận bằng khen.", GIFTS)],
    )
    return Case(article, gold, labels, made)
