"""Whose words a sentence gives: the person whom the article lets say it, and whether that person closed the meeting.

A sentence tells its speaker when it names a person and a verb of saying ("…, đồng chí Lê Văn An yêu cầu …"). What
follows in the same paragraph goes on in that person's words until somebody else speaks or the meeting itself is told
of again; beyond the paragraph only the tasks that follow at once do, since articles give what a leader asks for in
paragraphs of its own, and no list that the article introduces itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from summarise.language import table
from summarise.meeting.names import first_person, names, titles, whole
from summarise.meeting.places import segments
from summarise.meeting.words import any_of, compiled, folded, trimmed
from summarise.records import Article, Section, Sentence, Span

SPOKEN: tuple[Section, ...] = ("achievement", "shortcoming", "task", "other")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name without title and office, where it stands, and whether the words are said to conclude the meeting."""

    name: str
    span: Span
    concludes: bool


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words = table(language, "meeting")["speech"]
    return {name: compiled(any_of(words[name])) for name in ("says", "concludes")}


def find_speakers(
    article: Article, sentences: Sequence[Sentence], sections: Sequence[Section]
) -> tuple[Speaker | None, ...]:
    """For each sentence who says it, None where the article itself does.

    Raises:
        ValueError: there are not as many sections as sentences.
    """
    found: list[Speaker | None] = []
    speaker: Speaker | None = None
    before: Sentence | None = None
    for sentence, section in zip(sentences, sections, strict=True):
        named = _named(article, sentence)
        if named:
            # The one who concluded goes on to do so when the next sentence names him again.
            again = speaker is not None and speaker.concludes and folded(speaker.name).endswith(folded(named.name))
            speaker = replace(speaker, span=named.span) if again and speaker else named
        elif section not in SPOKEN or article.blocks[sentence.block].kind in ("title", "heading"):
            speaker = None
        elif before and before.block != sentence.block:
            speaker = speaker if section == "task" and not _opens_list(article, sentence) else None
        found.append(speaker if section != "noise" else None)
        before = sentence
    return tuple(found)


def _opens_list(article: Article, sentence: Sentence) -> bool:
    """Whether it introduces a list, or stands under such a lead: that list is the article's own."""
    lead = article.text[sentence.lead.start : sentence.lead.end] if sentence.lead else sentence.text
    return lead.rstrip().endswith(":")


def _named(article: Article, sentence: Sentence) -> Speaker | None:
    """The speaker whom the sentence, or what leads its list, names: the first person with a verb of saying after the
    name, or before it where the sentence opens so."""
    rules = _rules(article.language)
    for span in (sentence.span, sentence.lead):
        if span is None:
            continue
        text = article.text[span.start : span.end]
        if not rules["says"].search(text):
            continue
        for start, end in _persons(text, article.language):
            if rules["says"].search(text, end) or rules["says"].match(text.lstrip("-–+• ")):
                where = Span(span.start + start, span.start + end)
                return Speaker(" ".join(text[start:end].split()), where, rules["concludes"].search(text) is not None)
    return None


def _persons(text: str, language: str) -> list[tuple[int, int]]:
    """The persons of a sentence in order: after a word for a person, or at the start of one of its parts."""
    found = {
        (start, end)
        for title in titles(text, 0, len(text), language)
        for start, end in names(text, title.end(), len(text), language)[:1]
        if start == title.end()
    }
    for part in segments(text, 0, len(text)):
        begin, end = trimmed(text, *part)
        if (first := first_person(text, begin, end, language)) and whole(text[slice(*first)]):
            found.add(first)
    return sorted(found)
