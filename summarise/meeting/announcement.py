"""The sentence that announces the meeting: who called it, what it is called, where it was held.

Articles do it in three forms:
    <when>, <at where>, <organiser> convened <meeting …>          active
    <meeting …> convened by <organiser> <when> <at where>         by
    <meeting …> was held <when> <at where>                        passive
    <meeting …> of <organiser>                                    of
    <organiser> <looks back on> <a period>                        back
and, in titles and news in brief, <organiser> <reviews …>, with no meeting named; that, too, where a clause of the
sentence says so ("…, where <organiser> <reviews …>").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from summarise.language import table
from summarise.meeting.dates import days
from summarise.meeting.passages import Passage
from summarise.meeting.places import CLAUSE_END, Range, after_verb, before_verb, segments
from summarise.meeting.words import any_of, compiled, trimmed

LONGEST_ORGANIZER = 180  # characters; what is longer was not understood
MOST = 8  # matches of a rule read in one sentence; more make a list of headings, and each costs a look back
ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
STOP = re.compile(r"[,(“\"]")


@dataclass(frozen=True, slots=True)
class Announcement:
    """Ranges of the passage; `score` tells how sure it is that this is the meeting that the article reports."""

    passage: Passage
    name: Range
    verb: Range
    organizer: Range | None
    place: Range | None
    score: float

    def written(self, part: Range) -> str:
        return " ".join(self.passage.text[slice(*part)].split())

    @property
    def scope(self) -> Range:
        """The name with what follows it in its clause: "hội nghị lần thứ 9, đánh giá …, bàn …"."""
        end = CLAUSE_END.search(self.passage.text, self.name[1])
        return self.name[0], end.start() if end else len(self.passage.text)


@cache
def _rules(language: str) -> dict[str, re.Pattern[str]]:
    words, people = table(language, "meeting")["announcement"], table(language, "meeting")["people"]
    meeting, review, adverbs = any_of(words["meeting"]), any_of(words["review"]), any_of(words["before_verb"])
    committee = table(language, "meeting")["kinds"]["committee"]
    head = rf"(?:{meeting}|{review})"
    return {
        "active": compiled(
            rf"(?P<verb>{any_of(words['convene'])})\s+(?:{any_of(words['fillers'])}\s+)*(?P<name>[\"“]?{head})"
            rf"|(?P<both>{any_of(words['meet'])})"
        ),
        "by": compiled(
            rf"(?P<name>{head})(?:(?!{meeting})[^.;]){{0,240}}?{any_of(words['by'])}\s+(?P<organizer>\S[^;]{{1,180}}?)"
            rf"\s+(?:{adverbs}\s+)*(?P<verb>{any_of(words['by_verb'])})"
        ),
        "passive": compiled(rf"(?P<name>{head})(?:(?!{meeting})[^.;]){{0,240}}?(?P<verb>{any_of(words['passive'])})"),
        "of": compiled(
            rf"(?P<name>{any_of(words['meeting_of'])})(?P<between>(?:(?!{meeting}|{any_of(words['convene'])})[^.;:]){{0,200}}?)"
            rf"\s+(?:{any_of(words['of'])}\s+(?=(?:{words['article']})?\s*(?P<body>{any_of(words['bodies'])}|{words['named_body']}))"
            rf"|(?={any_of(committee)}\s+{words['named_body']}))"
        ),
        "back": compiled(rf"(?P<name>{any_of(words['look_back'])})(?=\s[^.;:]{{0,60}}?{words['period']})"),
        "meets": compiled(any_of(words["meet"])),
        "documents": compiled(any_of(words["documents"])),
        "report": compiled(rf"{any_of(words['reports'])}\s+$"),
        "chaired": compiled(rf"(?P<verb>{any_of(people['chair'])})\s+(?P<name>{any_of(words['meeting_of'])})"),
        "launch": compiled(rf"(?P<name>{any_of(words['launch'])})"),
        "bare": compiled(rf"(?P<name>{review})"),
        # With regard to case: "Ban Tổ chức" is a body, "đã tổ chức" a verb.
        "adverb": re.compile(rf"[\s,]+{adverbs}$"),
        "with": compiled(rf"[\s,]+{any_of(words['with'])}"),
        "article": compiled(rf"^(?:{words['article']})\s+"),
        "not_organizers": compiled(rf"^{any_of(words['not_organizers'])}"),
        "clause": compiled(rf"{any_of(words['clauses'])}\s+"),
        "colon": compiled(r":\s+"),
        "agent": compiled(rf"{any_of(words['agent'])}\s+"),
        "meeting": compiled(meeting),
        "named_body": compiled(words["named_body"]),
        "recently": compiled(any_of(words["recently"])),
        "ends": re.compile(rf"[\s,]{any_of(words['name_ends'])}"),
        "body_ends": re.compile(rf"[\s,]{any_of(words['body_ends'])}"),
        "review": compiled(review),
        "head": compiled(rf"(?:{meeting}|{review})(?:\s+{review})?"),
    }


def find_announcements(passages: Sequence[Passage], language: str) -> tuple[Announcement, ...]:
    """The surest announcement outside the title, and after it the other readings of its sentence and those of the sentences
    right before and behind, which may tell what it leaves out; none where no sentence is one."""
    found = [
        (order, each)
        for order, passage in enumerate(passages)
        if passage.kind != "title"
        for each in _all(passage, language, order=order)
    ]
    found = sorted((each for each in found if each[1].score > 0), key=lambda each: -each[1].score)
    return tuple(each for order, each in found if abs(order - found[0][0]) <= 1)


def find_title(passages: Sequence[Passage], language: str) -> Announcement | None:
    """What the title says of the meeting, in the same form."""
    found = [each for passage in passages if passage.kind == "title" for each in _all(passage, language, order=0)]
    return max(found, key=lambda each: each.score, default=None)


def is_name(text: str, language: str) -> bool:
    """Whether it calls a meeting something: more than one word ("họp", "met") that only says that there was one, and no
    verb where reviewing is a verb alone ("reviews first half of 2024")."""
    words = table(language, "meeting")["announcement"]
    verbs = words["look_back"] if words["review_is_a_name"] else [*words["look_back"], *words["review"]]
    verb = compiled(any_of(verbs)).match(text)
    return " " in text.strip() and not verb


def _all(passage: Passage, language: str, *, order: int) -> Iterator[Announcement]:
    """Every reading of the passage as an announcement. Later sentences tell of other meetings more often."""
    rules = _rules(language)
    text = passage.text
    readings: list[tuple[float, Range, int, Range | None]] = []
    for match in islice(rules["by"].finditer(text), MOST):
        readings.append((2, match.span("verb"), match.start("name"), match.span("organizer")))
    for match in islice(rules["active"].finditer(text), MOST):
        verb = match.span("verb" if match["verb"] else "both")
        name = match.start("name" if match["verb"] else "both")
        readings.append((2, verb, name, before_verb(text, verb[0], language)[0]))
    for match in islice(rules["passive"].finditer(text), MOST):
        readings.append((1, match.span("verb"), match.start("name"), _agent(text, match.end(), rules)))
    for match in islice(rules["of"].finditer(text), MOST):
        # "hội nghị thực hiện Nghị quyết của …": the resolution is theirs, not the meeting.
        # "Cũng tại hội nghị, … từ nguồn của …": something else is told, at the meeting.
        if (
            not match["between"].startswith(",")
            and not rules["documents"].search(match["between"])
            and not rules["report"].search(text[: match.start()])
        ):
            owner = match.end(), _end_of_body(text, match.end(), rules)
            readings.append((0.5, (owner[1], owner[1]), match.start("name"), owner))
    for match in islice(rules["chaired"].finditer(text), MOST):
        readings.append((0.5, match.span("verb"), match.start("name"), None))
    for match in islice(rules["bare"].finditer(text), MOST):
        readings.append((0, match.span(), match.start(), before_verb(text, match.start(), language)[0]))
    for match in islice(rules["back"].finditer(text), MOST):
        readings.append((0, match.span(), match.start(), before_verb(text, match.start(), language)[0]))
    for match in islice(rules["launch"].finditer(text), MOST):
        readings.append((-1, match.span(), match.start(), before_verb(text, match.start(), language)[0]))
    told = days(text, language)
    timed = bool(told)
    for bonus, verb, name, subject in readings:
        organizer = _organizer(text, subject, rules)
        place = before_verb(text, min(verb[0], name), language)[1] or after_verb(text, verb[1], language)
        place = place or (after_verb(text, name, language) if name < verb[0] else None)
        if not (organizer if bonus >= 0 else organizer and timed and place) and (bonus <= 0 or not (timed and place)):
            continue  # the sentence only mentions a meeting
        score = bonus + 2 * timed + 2 * bool(organizer) + bool(place) - order * 0.1
        score += bool(rules["recently"].search(text)) + bool(rules["review"].search(text, name))
        score += {"event": 3, "other": 0, None: 0}.get(passage.section, -4)
        named = _name(text, name, verb, rules)
        if verb[0] == name and any(verb[1] <= day.start < named[1] for day in told):
            # "họp ngày 18/11/2020": a verb and when, no name. In a name, a day belongs to what is reviewed.
            day = min(day.start for day in told if day.start >= verb[1])
            named = (name, verb[1]) if len(text[verb[1] : day].split()) <= 1 else named
        elif (head := rules["head"].match(text, name)) and any(
            len(text[head.end() : day.start].split()) <= 2 for day in told if head.end() <= day.start < named[1]
        ):
            # "hội nghị ngày 7/7/2023 của …", "hội nghị sơ kết sáng ngày 7/7"
            named = (name, head.end())
        yield Announcement(passage, named, verb, organizer, place, score)


def _name(text: str, start: int, verb: Range, rules: dict[str, re.Pattern[str]]) -> Range:
    found = (rules["ends"].search(text, start + 1), CLAUSE_END.search(text, start))
    ends = [end.start() for end in found if end]
    ends += [verb[0]] if start < verb[0] else []
    start, end = trimmed(text, start, min(ends, default=len(text)))
    article = rules["article"].match(text[start:end])
    return start + (article.end() if article else 0), end


def _organizer(text: str, subject: Range | None, rules: dict[str, re.Pattern[str]]) -> Range | None:
    """The subject without partners, adverbs and an aside at its end; None where it is nobody that convenes."""
    if subject is None:
        return None
    start, end = subject
    if (partner := rules["with"].search(text, start, end)) and partner.start() > start:
        end = partner.start()
    end = _without_adverbs(text, start, end, rules)
    start, end = _body(text, *trimmed(text, start, end), rules)
    if (goes_on := rules["body_ends"].search(text, start, end)) and goes_on.start() > start:
        end = _without_adverbs(text, start, goes_on.start(), rules)
    article = rules["article"].match(text[start:end])
    start += article.end() if article else 0
    written = text[start:end]
    if not written or len(written) > LONGEST_ORGANIZER or rules["not_organizers"].match(written):
        return None
    if not rules["named_body"].match(written) or re.search(r"[;!?“”\"]\s", written):
        return None
    if rules["meeting"].search(written):
        return None  # "… dự hội nghị": another sentence stands between the body and the verb
    return start, end


def _without_adverbs(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]]) -> int:
    for pattern in (rules["adverb"], ASIDE, rules["adverb"]):
        while (found := pattern.search(text[start:end])) and found.start() > 0:
            end = start + found.start()
    return end


def _agent(text: str, start: int, rules: dict[str, re.Pattern[str]]) -> Range | None:
    """Who is told behind the verb: "was held … by the Federation"."""
    end = CLAUSE_END.search(text, start)
    found = rules["agent"].search(text, start, end.start() if end else len(text))
    return (found.end(), _end_of_body(text, found.end(), rules)) if found else None


def _body(text: str, start: int, end: int, rules: dict[str, re.Pattern[str]]) -> Range:
    """From where the subject names a body: after the word that begins a clause ("…, nơi Công đoàn …"), a colon, or after a comma
    behind what is none. The range as it is where it names none."""
    clauses = [clause.end() for name in ("clause", "colon") for clause in rules[name].finditer(text, start, end)]
    commas = [begin for begin, _ in segments(text, start, end)]
    for at in (*clauses[::-1], *commas):
        begin = trimmed(text, at, end)[0]
        article = rules["article"].match(text[begin:end])
        if rules["named_body"].match(text[begin + (article.end() if article else 0) : end]):
            return begin, end
    return start, end


def body_at(text: str, start: int, language: str) -> Range | None:
    """The body whose name begins at `start`."""
    rules = _rules(language)
    article = rules["article"].match(text[start:])
    start += article.end() if article else 0
    if not rules["named_body"].match(text[start:]):
        return None
    return trimmed(text, start, _end_of_body(text, start, rules))


def _end_of_body(text: str, start: int, rules: dict[str, re.Pattern[str]]) -> int:
    """Where the name of a body that begins at `start` ends: at a comma, a bracket or what ends names of meetings."""
    ends = (rules["ends"], rules["body_ends"], rules["meets"], CLAUSE_END, STOP)
    found = (each.search(text, start) for each in ends)
    return min((end.start() for end in found if end), default=len(text))
