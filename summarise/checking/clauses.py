"""Clauses: what a draft keeps of one must still say yes or no, planned or done, and make a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summarise.checking.texts import DOER, Kept, Text
from summarise.mentions import phrase_from, phrase_to, phrases

# The share of a draft's words that must stand in the order of the source. Clerks move a word or two to the front
# ("41 cuộc thi được tổ chức" → "Tổ chức 41 cuộc thi"): 99% of those bullets keep 70% in order; a shuffle does not.
IN_ORDER = 0.7
# How far from a negation or "đã" the word that follows it in the draft may stand in the source.
BOUND_WITHIN = 4
# Fewer words make no statement; the shortest bullet that clerks wrote for 1,713 clauses has four.
FEWEST_WORDS = 4
CIRCUMSTANCE = 8  # words of a draft that only tells when, where or how
OWNED_WITHIN = 8  # words from what makes a noun of a verb to its owner
REPEATED = 3
# Marks with nothing between them: what stood there was left out.
NOTHING_BETWEEN = re.compile(r"[,;:(]\s*[,;:)]")
# What a closing mark may close. Pages mix the marks: a quotation that begins with “ may end with a straight one, and the
# other way round.
CLOSES = {")": "(", "]": "[", "}": "{", "»": "«", "”": '“"', '"': '“"'}
OPENS = frozenset("".join(CLOSES.values()))


def negations(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """A clause that says no, or tells of a deficit, is kept with that word or not at all; and the draft says no only of
    what the source does."""
    negating = phrases(said.language, "checking", "negations")
    for found in given.find("negations", "deficits", but="no_negations"):
        clause = {n for n, word in enumerate(given.words) if word.clause == given.words[found.start].clause}
        if not kept.kept.issuperset(found) and kept.kept & (clause - set(found)) - _function_words(given):
            yield f"negation-lost:{given.keys[found.start]}"
    for found in given.find("no_negations"):
        # "no fewer than" negates nothing as a whole; its rest, or "không" alone, would.
        if phrase_from(given.words, found.start, negating) and kept.kept & {*found} and not kept.kept.issuperset(found):
            yield f"negation-lost:{given.keys[found.start]}"
    for found in said.find("negations", "deficits", but="no_negations"):
        near = BOUND_WITHIN if phrase_from(said.words, found.start, negating) else len(given.words)
        if not _bound(said, given, kept, found, near):
            yield f"negation-gained:{said.keys[found.start]}"
    for found in said.find("negations", but="no_negations"):
        if not any(_sides_kept(said, found, given, other) for other in given.find("negations", but="no_negations")):
            yield f"negation-moved:{said.keys[found.start]}"


def _sides_kept(said: Text, found: range, given: Text, other: range) -> bool:
    """Whether the negation is the other, and no word of its clause went from one side of it to the other: "không thể là"
    says another thing than "thể không là"."""
    (before, after), (theirs_before, theirs_after) = _around(said, found), _around(given, other)
    crossed = (before & theirs_after - theirs_before) | (after & theirs_before - theirs_after)
    return said.keys[slice(found.start, found.stop)] == given.keys[slice(other.start, other.stop)] and not crossed


def _around(text: Text, found: range) -> tuple[set[str], set[str]]:
    """The words of its clause before and after a phrase."""
    clause = [n for n, word in enumerate(text.words) if word.clause == text.words[found.start].clause]
    return {text.keys[n] for n in clause if n < found.start}, {text.keys[n] for n in clause if n >= found.stop}


def _function_words(text: Text) -> set[int]:
    return {n for found in text.find("insertable") for n in found}


def _bound(said: Text, given: Text, kept: Kept, found: range, near: int) -> bool:
    """Whether a word of the draft goes with the word after it as in the source: in one clause and near it. One that was
    moved must stand between the same words as there."""
    clause = said.words[found.start].clause
    before, after = found.start - 1, found.stop
    follows = after < len(said.words) and said.words[after].clause == clause
    if not all(n in kept.source_of for n in (*found, after)[: len(found) + follows]):
        preceded = before >= 0 and said.words[before].clause == clause
        return _together(given, said.keys[found.start - preceded : found.stop + follows])
    if not follows:
        return True
    marker, word = kept.source_of[found.stop - 1], kept.source_of[after]
    return word - marker <= near and given.words[marker].clause == given.words[word].clause


def _together(text: Text, keys: list[str]) -> bool:
    """Whether the words stand side by side in one clause of the text."""
    return any(
        text.keys[n : n + len(keys)] == keys and text.words[n].clause == text.words[n + len(keys) - 1].clause
        for n in range(len(text.keys) - len(keys) + 1)
    )


def plans(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """The rule of plans, as the package says it."""
    numbers = {given.at(quantity.span.end - 1) for quantity in given.quantities}
    done = {kept.source_of.get(n) for found in said.find("done") for n in found}
    for found in given.find("aims", "plans"):
        if kept.kept.issuperset(found):
            continue
        scope = {n for n in range(found.stop, len(given.words)) if given.parts[n] == given.parts[found.start]}
        aim = phrase_from(given.words, found.start, phrases(given.language, "checking", "aims")) > 0
        if scope & done or (aim and scope & numbers & kept.kept):
            yield f"plan-lost:{given.keys[found.start]}"
    for found in given.find("purposes"):
        # "Để hoàn thành chỉ tiêu, LĐLĐ thảo luận": the purpose goes with its word, or it reads as a statement beside another.
        part = {n for n in range(found.stop, len(given.words)) if given.words[n].clause == given.words[0].clause}
        if not found.start and not kept.kept.issuperset(found) and kept.kept & part and kept.kept - part:
            yield f"plan-lost:{given.keys[0]}"
    for found in said.find("done"):
        if not _bound(said, given, kept, found, BOUND_WITHIN):
            yield f"done-gained:{said.keys[found.start]}"


def fused(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """Where words of two clauses meet without a break, the second must not begin with a number nor hold a negation or
    deficit: it would be told of what the first is about. Nor may the break alone be what was dropped."""
    denying = [found.start for found in said.find("negations", "deficits", but="no_negations")]
    numbers = {said.at(quantity.span.start) for quantity in said.quantities}
    for n in range(1, len(said.words)):
        one, other = kept.source_of.get(n - 1), kept.source_of.get(n)
        clause = said.words[n].clause
        if one is None or other is None or said.words[n - 1].clause != clause:
            continue
        telling = n in numbers or any(m >= n and said.words[m].clause == clause for m in denying)
        apart = given.words[one].clause != given.words[other].clause
        # Neighbours of the source whose mark alone is gone were two statements.
        if apart and (telling or other == one + 1) and not _together(given, said.keys[n - 1 : n + 1]):
            yield f"fused:{said.keys[n]}"


def broken(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """Words of a date or of a term of office are kept as one of the draft: "năm 2022" without its number is no "năm". Its numbers
    are judged by themselves."""
    within = {
        n
        for mention in said.mentions
        if mention.kind not in ("number", "speech")
        for n in range(said.at(mention.span.start), said.at(mention.span.end - 1) + 1)
    }
    loose = {
        there for n, there in kept.source_of.items() if n not in within and not any(map(str.isdigit, said.keys[n]))
    }
    for mention in given.mentions:
        if mention.kind in ("date", "range", "term"):
            first, last = given.at(mention.span.start), given.at(mention.span.end - 1)
            if loose & {*range(first, last + 1)}:
                yield f"{mention.kind}:{mention.text}"


def subjects(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """Statements side by side ("Hà Nội có 5, Hải Phòng có 3") keep their names: a number whose name was dropped would be
    read as the neighbour's. Abbreviations are no names here, they mostly name what is counted (ĐV, NLĐ)."""
    breaks = {found.start for found in given.find("conjunctions")}
    statements: list[tuple[set[int], int]] = []
    for quantity in given.quantities:
        number = given.at(quantity.span.start)
        start = number
        while start and start not in breaks and given.words[start - 1].clause == given.words[number].clause:
            start -= 1
        proper = {n for n in range(start, number) if given.words[n].text.istitle()}
        named = {n for n in proper if {n - 1, n + 1} & proper}  # "Hà Nội"; a single capital may only begin a sentence
        if named:
            statements.append((named, number))
    for named, number in statements:
        others = any(theirs & kept.kept for theirs, _ in statements if theirs != named)
        if number in kept.kept and not named & kept.kept and others:
            yield f"subject-lost:{given.keys[min(named)]}"


def nominals(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """What makes a noun of a verb stays where the noun's owner stays: "sự chủ động của đơn vị" is no "chủ động của đơn vị"."""
    owners = {found.start for found in given.find("owners")}
    for found in given.find("nominals"):
        after = range(found.stop, min(found.stop + OWNED_WITHIN, len(given.words)))
        owner = next((n for n in after if n in owners), None)
        if owner is None or found.start in kept.kept or owner not in kept.kept:
            continue
        if kept.kept & set(range(found.stop, owner)):
            yield f"nominal-lost:{given.keys[found.start]}"


def predicates(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """What is told of a topic that a clause opens with ("phong trào", "công tác") stands behind its passive ("được đẩy
    mạnh"): a draft that ends before that has no verb. After a comma the passive is told besides."""
    first, last = min(kept.kept, default=0), max(kept.kept, default=0)
    if not phrase_from(given.words, first, phrases(given.language, "checking", "topics")):
        return
    for found in given.find("passives"):
        if found.start > first:
            beside = given.words[found.start - 1].clause != given.words[found.start].clause
            if last < found.start and not beside:
                yield f"dangling:{said.keys[-1]}"
            return


def form(said: Text, given: Text, kept: Kept) -> Iterator[str]:
    """The draft is a clause: not too short, in order, without repetition, with both ends."""
    if len(said.words) < FEWEST_WORDS:
        yield "too-short"
    if len(said.words) > len(given.words):
        yield "too-long"
    if kept.in_order < IN_ORDER:
        yield "order"
    theirs = Counter(zip(*(given.keys[n:] for n in range(REPEATED)), strict=False))
    for phrase, times in Counter(zip(*(said.keys[n:] for n in range(REPEATED)), strict=False)).items():
        if times > max(1, theirs[phrase]):
            yield f"repeated:{phrase[0]}"
    length = phrase_to(said.words, len(said.words), phrases(said.language, "checking", "dangling"))
    if length and not _ends(given, said.keys[-2:]):
        yield f"dangling:{said.keys[-length]}"
    if phrase_from(said.words, 0, phrases(said.language, "checking", "dangling_start")):
        yield f"dangling:{said.keys[0]}"
    first = kept.source_of.get(0, 0)
    if _after_gloss(given, first) or _inside_circumstance(given, first) or _behind_the_doer(given, first):
        yield f"dangling:{said.keys[0]}"
    alone = phrase_from(said.words, 0, phrases(said.language, "checking", "circumstances"))
    if alone and len(said.words) <= CIRCUMSTANCE < len(given.words) and "," not in said.text:
        yield f"dangling:{said.keys[0]}"  # "Trong tình hình mới.": when and where, and nothing that happened
    if said.text.rstrip()[-1] in ",;:-–(":
        yield f"dangling:{said.text.rstrip()[-1]}"
    if nothing := NOTHING_BETWEEN.search(said.text):
        yield f"dangling:{nothing[0][0]}"
    opened: list[str] = []
    for mark in said.text:
        if opened and opened[-1] in CLOSES.get(mark, ""):
            opened.pop()
        elif mark in CLOSES or mark in OPENS:  # a mark that closes nothing stays as well
            opened.append(mark)
    if opened:
        yield "unbalanced"


def _after_gloss(text: Text, at: int) -> bool:
    """Whether a bracket closes right before the word: what it explains goes on there ("Liên đoàn Lao động (LĐLĐ) các
    tỉnh"), unless the text begins with it. A bracket that was never opened ends the letter of a list ("b) ")."""
    before = text.text[: text.starts[at]].rstrip() if at else ""
    return before.endswith(")") and before[: max(0, before.rfind("("))].strip() != ""


def _inside_circumstance(text: Text, at: int) -> bool:
    """Whether the word goes on in the phrase that the text opens with, behind what makes a circumstance of it ("trong bối
    cảnh dịch bệnh được kiểm soát, …"): without that it is told as a result."""
    opened = phrase_from(text.words, 0, phrases(text.language, "checking", "subordinating"))
    return bool(opened) and at > 0 and text.words[at].clause == text.words[0].clause != text.words[-1].clause


def _behind_the_doer(text: Text, at: int) -> bool:
    """Whether the word goes on in what names the doer of what a topic is told of ("phong trào do công đoàn phát động khơi
    dậy …"): at the beginning of a bullet it would be told of nobody. A particle before it makes it the verb of the clause."""
    if at >= len(text.words):
        return False
    clause = text.words[at].clause
    topics, particles = text.find("topics"), text.find("particles", "passives", "done")
    return any(
        found.stop < at <= found.stop + DOER
        and text.words[found.start].clause == clause
        and any(topic.stop <= found.start and text.words[topic.start].clause == clause for topic in topics)
        and not any(found.stop <= particle.start <= at for particle in particles)
        for found in text.find("agents", but="no_agents")
    )


def _ends(text: Text, keys: list[str]) -> bool:
    """Whether a clause of the text ends with these words ("hay chưa."), no colon or bracket saying that it goes on."""
    for n in range(len(text.keys) - len(keys) + 1):
        after = text.text[text.words[n + len(keys) - 1].span.end :].lstrip('”"’» ')
        if text.keys[n : n + len(keys)] == keys and after[:1] in {"", ".", ",", ";", "!", "?", "…", ")"}:
            return True
    return False
