"""What can be said of a sentence by rules: the cue phrases in it, and where and in whose speech it stands.

The features go into the classifier beside what its encoder makes of the words; the cues found are also the reason that
`summarise show --why` gives. The phrases lie in `language/<language>/labelling.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from summarise.labelling.periods import turns_forward
from summarise.language import table
from summarise.records import Article, Cue, Section, Sentence

CUED: tuple[Section, ...] = ("achievement", "shortcoming", "task", "award", "event", "other", "noise")
FEATURES: tuple[str, ...] = (
    *(f"{where}:{section}" for where in ("own", "first", "heading", "lead", "before") for section in CUED),
    *("opens_task", "opens_done", "done", "forward", "after_forward", "number", "several_numbers", "quotation"),
    *(
        "in_quotation",
        "speech",
        "leader",
        "delegate",
        "after_leader",
        "after_delegate",
        "title",
        "heading_line",
        "item",
    ),
    *("clause", "short", "long", "no_stop", "first_tenth", "second_tenth", "last_tenth", "middle"),
)
OPENING = 6  # words that a sentence opens with
SPEECH_LASTS = 6  # sentences after the one that names its speaker
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
QUOTED = re.compile(r"^\W*[“\"‘«]")
STOP = re.compile(r"[.!?…;:]\W*$")


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    rules = table(language, "labelling")["cues"]
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?!\w)")
        for name, phrases in rules.items()
    }


def cues(text: str, language: str) -> tuple[Cue, ...]:
    """The cue phrases of `text`, section by section, each phrase once, case-folded."""
    patterns, folded = _patterns(language), _folded(text)
    found: dict[tuple[Section, str], Cue] = {}
    for section in CUED:
        for match in patterns[section].finditer(folded):
            found.setdefault((section, match.group()), Cue(section, match.group()))
    return tuple(found.values())


def features(article: Article, sentences: Sequence[Sentence]) -> list[list[float]]:
    """One row of `FEATURES` a sentence, each between 0 and 1."""
    language = article.language
    patterns = _patterns(language)
    forward = turns_forward(article, sentences)
    own = [_counts(sentence.text, language) for sentence in sentences]
    rows: list[list[float]] = []
    heading: Mapping[Section, float] = {}
    speaker, since = "", SPEECH_LASTS
    turned = quoted = False
    for number, sentence in enumerate(sentences):
        text, folded = sentence.text, _folded(sentence.text)
        kind = article.blocks[sentence.block].kind
        opening = " ".join(re.findall(r"\w+", folded)[:OPENING])
        words = len(text.split())
        place = sentence.span.start / max(1, len(article.text))
        numbers = len(NUMBER.findall(text))
        speaks = patterns["speech"].search(folded) is not None
        found: dict[str, float] = {f"own:{section}": value for section, value in own[number].items()}
        found |= {f"first:{section}": value for section, value in _counts(opening, language).items()}
        found |= {f"heading:{section}": value for section, value in heading.items()}
        if sentence.lead:
            lead = article.text[sentence.lead.start : sentence.lead.end]
            found |= {f"lead:{section}": value for section, value in _counts(lead, language).items()}
        if number:
            found |= {f"before:{section}": value for section, value in own[number - 1].items()}
        flags = {
            "opens_task": patterns["opens_task"].match(opening),
            "opens_done": patterns["done"].search(opening),
            "done": patterns["done"].search(folded),
            "forward": forward[number],
            "after_forward": turned,
            "number": numbers,
            "several_numbers": numbers > 2,
            "quotation": QUOTED.match(text),
            "in_quotation": quoted,
            "speech": speaks,
            "leader": speaks and patterns["leader"].search(folded),
            "delegate": speaks and patterns["delegate"].search(folded),
            "after_leader": since < SPEECH_LASTS and speaker == "leader",
            "after_delegate": since < SPEECH_LASTS and speaker == "delegate",
            "title": kind == "title",
            "heading_line": kind == "heading",
            "item": kind == "item",
            "clause": number
            and sentences[number - 1].block == sentence.block
            and sentences[number - 1].text.endswith(";"),
            "short": words < 8,
            "long": words > 40,
            "no_stop": not STOP.search(text),
            "first_tenth": place < 0.1,
            "second_tenth": 0.1 <= place < 0.2,
            "last_tenth": place > 0.9,
            "middle": 0.4 < place < 0.7,
        }
        found |= {name: 1.0 for name, flag in flags.items() if flag}
        rows.append([found.get(name, 0.0) for name in FEATURES])
        since += 1
        if speaks:
            speaker = "leader" if patterns["leader"].search(folded) else "delegate" if flags["delegate"] else speaker
            since = 0
        if kind in ("heading", "title") or (text.endswith(":") and words <= 30):
            heading = own[number]
        turned = turned or forward[number]
        # Pages mix the marks: what a curly one opens a straight one may close.
        quoted = text.rfind("“") > max(text.rfind("”"), text.rfind('"')) or (quoted and not re.search('[”"]', text))
    return rows


def _folded(text: str) -> str:
    """Case folded, and white space of any kind one blank, as the phrases are written."""
    return " ".join(text.split()).casefold()


def _counts(text: str, language: str) -> dict[Section, float]:
    """How many cue phrases of each section stand in `text`, 0 to 1: none, one is 0.5, two 0.75."""
    patterns, folded = _patterns(language), _folded(text)
    counts: dict[Section, float] = {}
    for section in CUED:
        hits = sum(1 for _ in patterns[section].finditer(folded))
        if hits:
            counts[section] = 1 - 0.5 ** min(hits, 4)
    return counts
