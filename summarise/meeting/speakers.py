"""Whose words a sentence gives: the person whom the article lets say it, and whether that person closed the meeting.

A sentence tells its speaker when a person, named after a word for one ("đồng chí", "ông", "Chairman"), is the subject of
a verb of saying: no other person and no other clause stands between. What follows in the same paragraph goes on in that
person's words until anybody else speaks or the meeting itself is told of again; beyond the paragraph only the tasks that
follow at once do, since articles give what a leader asks for in paragraphs of its own. Where it is not certain, nobody
says it: a notice of conclusions that lacks a line is mended sooner than one with a line of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from summarise.language import table
from summarise.meeting.names import first_name, first_person, name_rules, titles, whole
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
    says = any_of(words["says"])
    return {
        "says": compiled(rf"(?<!{words['no_verb_after']})(?:{says})(?!{words['no_verb_before']})"),
        "concludes": compiled(rf"(?:{any_of(words['concludes'])})(?!{words['no_verb_before']})"),
        "opens": compiled(rf"^\W*(?:{any_of(words['opens'])})[^.;:]*?,\s+$"),
        "others": compiled(rf"^\W*(?:{any_of(words['others'])})"),
        "object": compiled(rf"{any_of(words['object_of'])}\s*$"),
    }


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
            again = speaker is not None and speaker.concludes and _is_same(speaker.name, named.name)
            speaker = replace(speaker, span=named.span) if again and speaker else named
        elif _told_otherwise(article, sentence, section):
            speaker = None
        elif before and before.block != sentence.block:
            speaker = speaker if section == "task" and not _opens_list(article, sentence) else None
        found.append(speaker if section != "noise" else None)
        before = sentence
    return tuple(found)


def _is_same(full: str, short: str) -> bool:
    """Whether a name is the other one, or its last syllables."""
    syllables, last = folded(full).split(), folded(short).split()
    return syllables[-len(last) :] == last


def _told_otherwise(article: Article, sentence: Sentence, section: Section) -> bool:
    """Whether the meeting, or somebody whom the sentence does not name, is told of: the speech is over."""
    rules = _rules(article.language)
    if section not in SPOKEN or article.blocks[sentence.block].kind in ("title", "heading"):
        return True
    return rules["others"].match(sentence.text) is not None


def _opens_list(article: Article, sentence: Sentence) -> bool:
    """Whether it introduces a list, or stands under such a lead: that list is the article's own."""
    lead = article.text[sentence.lead.start : sentence.lead.end] if sentence.lead else sentence.text
    return lead.rstrip().endswith(":")


def _named(article: Article, sentence: Sentence) -> Speaker | None:
    """The speaker whom the sentence, or what leads its list, names; None where another person could be meant."""
    rules = _rules(article.language)
    for span in (sentence.span, sentence.lead):
        if span is None:
            continue
        text = article.text[span.start : span.end]
        persons = _persons(text, article.language)
        for number, (title, start, end) in enumerate(persons):
            until = persons[number + 1][0] if number + 1 < len(persons) else len(text)
            verb = rules["says"].search(text, end, until)
            if verb is None or rules["object"].search(text, 0, title):
                continue
            # "Kết luận hội nghị, đồng chí …": only what opens the sentence right before the person counts with the verb.
            opening = text[:title] if rules["opens"].match(text[:title]) else ""
            concludes = rules["concludes"].search(opening) or rules["concludes"].match(text, verb.start())
            where = Span(span.start + start, span.start + end)
            return Speaker(" ".join(text[start:end].split()), where, concludes is not None)
    return None


def _persons(text: str, language: str) -> list[tuple[int, int, int]]:
    """The persons of a sentence in order: where the word for a person begins, and where the name stands."""
    found = {}
    for title in titles(text, 0, len(text), language):
        named = first_name(text, title.end(), len(text), language)
        # The name may follow an office: "đồng chí Trưởng ban Dân vận Lê Văn Bảo".
        if named and "," not in text[title.end() : named[0]]:
            found[named] = (title.start(), *named)
    for start, end in _after_offices(text, language):
        found.setdefault((start, end), (start, start, end))
    return sorted(found.values())


def _after_offices(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Whole names that follow an office at the start of a part: "Chủ tịch LĐLĐ tỉnh Võ Trọng Khiết nhấn mạnh"."""
    offices = name_rules(language)["offices"]
    for part in segments(text, 0, len(text)):
        begin, end = trimmed(text, *part)
        first = first_person(text, begin, end, language) if offices.match(text[begin:end]) else None
        if first and first[0] > begin and whole(text[slice(*first)]):
            yield first
