"""Statements: whether a thing was done or only asked for, of how many it is told, and what is told of a number. A draft that
drops the words which say so says more than its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from summarise.checking.texts import DOER, Kept, Text
from summarise.mentions import names, phrase_to, phrases
from summarise.records import Span

# How far behind "đề xuất", "tạm dừng" the first kept word of what was proposed or stopped may stand.
UNDONE_WITHIN = 3
PART = 2  # words behind "một số" that are kept of what it is a part of
COUNTED = 4  # words that say what a number counts
TOLD_WITHIN = 3  # words in which what is told of a number begins


def undone(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """What was asked for or foreseen is not told as done ("đề xuất nâng mức ăn ca"), nor what was refused or stopped as going
    on ("tạm dừng tổ chức 5 hội thi"). Where such a word is a noun ("các kiến nghị"), or its doer is named, it may go."""
    over = {found.start for found in given.find("passives", "done")}
    doers = [found.start for found in given.find("agents", but="no_agents")]
    nouns = phrases(given.language, "checking", "nouns_after")
    for name, code in (("asked", "plan-lost"), ("turns", "negation-lost")):
        for found in given.find(name, but="no_turns"):
            follows = [n for n in _clause(given, found.start) if n >= found.stop and n in kept.kept]
            if kept.kept.issuperset(found) or not follows or follows[0] - found.stop > UNDONE_WITHIN:
                continue
            counted = found.start > 0 and given.keys[found.start - 1][0].isdigit()
            noun = counted or phrase_to(given.words, found.start, nouns)
            named = any(0 < found.start - doer < DOER for doer in doers)
            if not noun and not named and over.isdisjoint(range(found.stop, follows[0] + 1)):
                yield f"{code}:{given.keys[found.start]}"


def parts(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """What is told of a part ("một số doanh nghiệp") is not told of all."""
    for found in given.find("partitives"):
        whole = range(found.stop, found.stop + PART)
        if (
            not kept.kept.issuperset(found)
            and kept.kept.issuperset(whole)
            and {*whole} <= {*_clause(given, found.start)}
        ):
            yield f"part-lost:{given.keys[found.start]}"


def listed(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """Of names side by side ("Bắc Giang, Bắc Ninh và Thái Nguyên") all stay or none, where a number is told of them."""
    numbers = {given.at(quantity.span.start) for quantity in given.quantities} & kept.kept
    for run in _lists(given):
        there = [{*range(given.at(name.start), given.at(name.end - 1) + 1)} <= kept.kept for name in run]
        last = given.parts[given.at(run[-1].start)]
        if any(there) and not all(there) and any(given.parts[number] == last for number in numbers):
            name = run[there.index(False)]
            yield f"subject-lost:{given.text[slice(*name)].split()[0].casefold()}"


def unfinished(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """A number that a clause begins with keeps what is told of it ("4 chỉ tiêu đang phấn đấu"): without that, the clause
    before would tell of it."""
    tellers = {found.start for found in given.find("tellers", "passives", "done", "negations")}
    for quantity in given.quantities:
        first, last = given.at(quantity.span.start), given.at(quantity.span.end - 1)
        clause = _clause(given, first)
        mine = [n for n in clause if n in kept.kept]
        if first != clause[0] or first not in kept.kept or first == min(kept.kept):
            continue
        rest = [n for n in clause if n > mine[-1]]
        whole = mine == [*range(first, mine[-1] + 1)]
        told = tellers & {*range(last + 1, mine[-1] + 1)}
        if whole and not told and mine[-1] - last <= COUNTED and tellers & {*rest[:TOLD_WITHIN]}:
            yield f"dangling:{given.keys[mine[-1]]}"


def _clause(text: Text, at: int) -> range:
    """The numbers of the words of a word's clause."""
    first = last = at
    while first and text.words[first - 1].clause == text.words[at].clause:
        first -= 1
    while last + 1 < len(text.words) and text.words[last + 1].clause == text.words[at].clause:
        last += 1
    return range(first, last + 1)


def _lists(text: Text) -> Iterator[list[Span]]:
    """Runs of names of two words or more, no abbreviations and no offices, with nothing between them but what joins a list."""
    joins = "|".join(" ".join(phrase) for phrase in phrases(text.language, "checking", "joins"))
    between = re.compile(rf"\s*(?:,|,?\s(?:{joins})\b)\s*", re.IGNORECASE) if joins else None
    offices = phrases(text.language, "checking", "offices")
    proper = [
        mention.span
        for mention in names(text.text, language=text.language)
        if len(mention.text.split()) > 1
        and all(word.istitle() for word in mention.text.split())
        and (mention.text.split()[0].casefold(),) not in offices
    ]
    run = proper[:1]
    for one, other in pairwise(proper):
        if between and between.fullmatch(text.text, one.end, other.start):
            run.append(other)
            continue
        if len(run) > 1:
            yield run
        run = [other]
    if len(run) > 1:
        yield run
