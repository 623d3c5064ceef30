"""The way through, for one article; this module alone knows the order of the steps.

read → clean → segment → label → (facts, figures) → condense → check → assemble
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from summarise import bullets, resources
from summarise.cleaning import clean
from summarise.condensing import DEFAULT, Condenser, Passage, load_condenser
from summarise.detail import SALIENT, Detail, Least
from summarise.errors import InputError
from summarise.figures import find_figures, quantities
from summarise.labelling import Labeller, load_labeller
from summarise.meeting import find_meeting, find_speakers
from summarise.phrasing import Bullet, choose, passages
from summarise.reading import from_text, read
from summarise.records import Draft, Item, Labelled, Meeting, Section, Source, SourceRecord, Span, Summary
from summarise.segmenting import segment
from summarise.subject import reports_meeting

LABELLER = "labeller"
REPORTED: tuple[Section, ...] = ("achievement", "shortcoming", "task", "award")
TOGETHER = 16
"""Articles whose clauses are condensed together, so that clauses of like length share a batch of the model."""

Explained = tuple[Summary, tuple[Labelled, ...]]
"""A summary, and the label of every sentence of the article, in order."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """All that a summary holds but its bullets, and what those are to be written from: the passage of each chosen
    sentence, and who says the sentence of a span."""

    source: Source
    language: str
    title: str | None
    meeting: Meeting
    labelled: tuple[Labelled, ...]
    chosen: tuple[Labelled, ...]
    said: Mapping[Span, str]
    passages: tuple[Passage, ...]


class Summariser:
    """Reads articles and gives their summaries; models are loaded when first needed and kept.

    Args:
        model: the condensing model: `embedded`, a name of the registry, a folder, or a hub id.
        offline: never ask a network, not even for a hub id.
        detail: how much the report holds: `short` what it cannot do without, `full` whatever belongs in a section.
        anything: summarise also what does not read as the report of a meeting.
        fast: compute with fewer bits, by the extra `fast`: sooner done, some bullets differ.
        labeller, condenser: stand-ins for the trained ones, for tests and experiments.
    """

    def __init__(
        self,
        *,
        model: str | Path = DEFAULT,
        offline: bool = False,
        detail: Detail = "normal",
        anything: bool = False,
        fast: bool = False,
        labeller: Labeller | None = None,
        condenser: Condenser | None = None,
    ) -> None:
        self._model, self._offline = model, offline
        self._detail, self._anything, self._fast = detail, anything, fast
        self._given_labeller, self._given_condenser = labeller, condenser

    @cached_property
    def labeller(self) -> Labeller:
        """The labeller in use."""
        return self._given_labeller or load_labeller(resources.models() / LABELLER, fast=self._fast)

    @cached_property
    def condenser(self) -> Condenser:
        """The condenser in use."""
        return self._given_condenser or load_condenser(self._model, offline=self._offline, fast=self._fast)

    def summarise(self, article: Source | Path | str) -> Summary:
        """The summary of an article: a file (`Path`), its text (`str`) or a `Source`.

        Raises:
            InputError: the article cannot be read, or is no report of a meeting.
            ModelError: the model cannot be used.
        """
        return self.explain(article)[0]

    def explain(self, article: Source | Path | str) -> Explained:
        """The summary, and the label of every sentence of the article, in order. Raises as `summarise` does."""
        outline = self._outline(article)
        return self._assembled(outline, self.condenser.condense(outline.passages))

    def summarise_all(self, articles: Iterable[Source | Path | str]) -> Iterator[Summary | InputError]:
        """A summary of each, in order; an article that cannot be summarised gives its error, the rest go on."""
        for result in self.explain_all(articles):
            yield result if isinstance(result, InputError) else result[0]

    def explain_all(self, articles: Iterable[Source | Path | str]) -> Iterator[Explained | InputError]:
        """As `explain`, of each in order; an article that cannot be summarised gives its error, the rest go on. `TOGETHER`
        articles are read before the first is answered.

        Raises:
            ModelError: the model cannot be used.
        """
        waiting = iter(articles)
        while window := list(islice(waiting, TOGETHER)):
            outlines = [self._outline_or_error(article) for article in window]
            drafts = iter(
                self.condenser.condense(
                    [passage for outline in outlines if isinstance(outline, _Outline) for passage in outline.passages]
                )
            )
            for outline in outlines:
                if isinstance(outline, InputError):
                    yield outline
                else:
                    yield self._assembled(outline, list(islice(drafts, len(outline.passages))))

    def _outline_or_error(self, article: Source | Path | str) -> _Outline | InputError:
        try:
            return self._outline(article)
        except InputError as error:
            return error

    def _outline(self, article: Source | Path | str) -> _Outline:
        """Everything up to the condensing. Raises as `summarise` does."""
        source = (
            article
            if isinstance(article, Source)
            else from_text(article)
            if isinstance(article, str)
            else read(article)
        )
        cleaned = clean(source)
        if not (self._anything or reports_meeting(cleaned)):
            raise InputError(
                "{name}: this text does not report on a meeting; give an article about a review conference; "
                "summarise report --force reads it all the same",
                name=source.name,
            )
        labelled = self.labeller.label(cleaned, segment(cleaned))
        chosen = select(labelled, language=cleaned.language, least=SALIENT[self._detail])
        if not (self._anything or any(entry.section in REPORTED[:3] for entry in chosen)):
            raise InputError(
                "{name}: no results, shortcomings or tasks of a meeting were found; give the article itself",
                name=source.name,
            )
        sentences, labels = [entry.sentence for entry in labelled], [entry.section for entry in labelled]
        speakers = find_speakers(cleaned, sentences, labels)
        title = next((source.text[b.span.start : b.span.end] for b in cleaned.blocks if b.kind == "title"), None)
        meeting = find_meeting(cleaned, sentences, sections=labels, speakers=speakers)
        reporting = [meeting.organizer, title or ""] if meeting.organizer else []
        return _Outline(
            source=source,
            language=cleaned.language,
            title=title,
            meeting=meeting,
            labelled=labelled,
            chosen=chosen,
            said={
                sentence.span: speaker.name for sentence, speaker in zip(sentences, speakers, strict=True) if speaker
            },
            passages=tuple(
                passages([entry.sentence.text for entry in chosen], language=cleaned.language, reporting=reporting)
            ),
        )

    def _assembled(self, outline: _Outline, drafted: Sequence[Sequence[Draft]]) -> Explained:
        written = choose([entry.sentence.text for entry in outline.chosen], outline.passages, drafted)
        items = _unrepeated(_items(outline, written), outline.language)
        sections = {name: tuple(item for section, item in items if section == name) for name in REPORTED}
        source = outline.source
        warnings = [f"{name} inferred" for name in outline.meeting.inferred]
        if "scanned-pages" in source.repairs:
            warnings.append("some pages are pictures without text and were not read")
        if "capitals" in source.repairs:
            warnings.append("some capital letters may be small ones: the old encoding of the text has none with tones")
        summary = Summary(
            source=SourceRecord(
                name=source.name, sha256=source.sha256, language=outline.language, characters=len(source.text)
            ),
            title=outline.title,
            meeting=outline.meeting,
            achievements=sections["achievement"],
            shortcomings=sections["shortcoming"],
            tasks=sections["task"],
            awards=sections["award"],
            figures=find_figures(outline.chosen, language=outline.language),
            model=self.condenser.record,
            warnings=tuple(warnings),
        )
        return summary, outline.labelled


def _items(outline: _Outline, written: Sequence[Bullet | None]) -> list[tuple[Section, Item]]:
    """Bullets of all chosen sentences, those that say the same merged into one of several sources."""
    found: list[tuple[Section, Item]] = []
    told = {section: bullets.Told(language=outline.language) for section in REPORTED}
    places: dict[Section, list[int]] = {section: [] for section in REPORTED}
    for entry, bullet in zip(outline.chosen, written, strict=True):
        if bullet is None:
            continue
        item = _item(entry, bullet, outline.said.get(entry.sentence.span), outline.language)
        number = told[entry.section].find(item.text)
        if number is None:
            told[entry.section].add(item.text)
            places[entry.section].append(len(found))
            found.append((entry.section, item))
            continue
        place = places[entry.section][number]
        other = found[place][1]
        longer = max(item, other, key=lambda one: len(one.text))
        found[place] = (entry.section, longer.model_copy(update={"source": (*other.source, *item.source)}))
        told[entry.section].replace(number, longer.text)
    return found


def _unrepeated(items: Sequence[tuple[Section, Item]], language: str) -> list[tuple[Section, Item]]:
    """The items without those that a longer one of their section holds as well; it takes their sources."""
    left = dict(enumerate(items))
    for section in REPORTED:
        numbers = [number for number, (its, _) in enumerate(items) if its == section]
        twice = bullets.held_twice([items[number][1].text for number in numbers], language=language)
        for shorter, longer in twice.items():
            item, holder = left.pop(numbers[shorter])[1], left[numbers[longer]][1]
            sources = tuple(sorted((*holder.source, *item.source)))
            left[numbers[longer]] = (section, holder.model_copy(update={"source": sources}))
    return list(left.values())


def select(labelled: Sequence[Labelled], *, language: str, least: Least = SALIENT["normal"]) -> tuple[Labelled, ...]:
    """The sentences that a report needs with a probability of `least`; of a section that has none, the likeliest one."""
    chosen = {
        entry for entry in labelled if entry.section in REPORTED and is_needed(entry, language=language, least=least)
    }
    for section in REPORTED:
        entries = [entry for entry in labelled if entry.section == section]
        if entries and not any(entry in chosen for entry in entries):
            chosen.add(max(entries, key=_worth))
    return tuple(entry for entry in labelled if entry in chosen)


def is_needed(entry: Labelled, *, language: str, least: Least = SALIENT["normal"]) -> bool:
    """Whether a report needs the sentence with a probability of `least`."""
    counted = quantities(entry.sentence.text, language=language)
    return _worth(entry) >= (least.figures if counted else least.words)


def _worth(entry: Labelled) -> float:
    """The probability that a report needs the sentence; whether an award is missed was never annotated."""
    return entry.score * (1.0 if entry.section == "award" else entry.salience)


def _item(entry: Labelled, bullet: Bullet, speaker: str | None, language: str) -> Item:
    return Item(
        text=bullet.text,
        field=entry.field,
        source=(entry.sentence.span,),
        figures=tuple(quantity.text for quantity in quantities(bullet.text, language=language)),
        method=bullet.method,
        score=entry.score,
        reason=bullet.reason,
        speaker=speaker,
    )
