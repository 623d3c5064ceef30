"""Features of a sentence by rules."""

from __future__ import annotations

from pathlib import Path

from summarise.cleaning import clean
from summarise.labelling.cues import FEATURES, cues, features
from summarise.reading import from_text
from summarise.records import Cue
from summarise.segmenting import segment

ARTICLE = """Hội nghị sơ kết công tác công đoàn quý I

Các cấp công đoàn đã thăm hỏi, hỗ trợ 1.250 đoàn viên khó khăn.
Nhiệm vụ trọng tâm quý II:
- Tiếp tục chăm lo đoàn viên dịp Tháng Công nhân.

Phát biểu tại hội nghị, ông Trần Văn Hải, Chủ tịch LĐLĐ tỉnh ghi nhận các kết quả.
Cơ sở cũng nên họp đúng lịch."""


def rows() -> list[dict[str, float]]:
    article = clean(from_text(ARTICLE))
    found = features(article, segment(article))
    return [{name: value for name, value in zip(FEATURES, row, strict=True) if value} for row in found]


def test_a_sentence_has_its_own_cues_and_those_of_what_it_stands_under() -> None:
    title, result, heading, task, speech, after = rows()
    assert title["title"] == 1.0
    assert result["own:achievement"] > 0.5
    assert result["number"] == 1.0
    assert heading["own:task"] > 0
    assert task["opens_task"] == task["item"] == 1.0
    assert task["heading:task"] > 0
    assert speech["speech"] == speech["leader"] == 1.0
    assert after["after_leader"] == 1.0


def test_features_lie_between_0_and_1(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        article = clean(from_text(path.read_text("utf-8")))
        sentences = segment(article)
        found = features(article, sentences)
        assert len(found) == len(sentences)
        assert all(len(row) == len(FEATURES) and all(0 <= value <= 1 for value in row) for row in found)


def test_a_cue_is_a_whole_word_and_named_once() -> None:
    found = cues("Tuy nhiên, chưa kịp thời; công việc chưa đều, chưakịp.", "vi")
    assert [cue for cue in found if cue.section == "shortcoming"] == [
        Cue("shortcoming", "tuy nhiên"),
        Cue("shortcoming", "chưa"),
    ]
