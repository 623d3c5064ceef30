"""`summarise`, whose workers label by rules and copy every clause instead of running the models; all else is as it is.

    python benchmarks/stand_in.py batch ARTICLES... -o DIR [any option of `summarise batch`]

For `scale.py` and `killed.py`, where what is measured lies around the models: 10,000 articles take minutes, not hours. Only
the engine is another one; no option or variable of the program leads here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from summarise.batching import preload, work
from summarise.batching.processes import Processes
from summarise.batching.settings import Settings
from summarise.batching.work import Document, Result
from summarise.cli import batch, main
from summarise.condensing import Passage
from summarise.labelling.cues import cues
from summarise.pipeline import REPORTED, Summariser
from summarise.records import Article, Draft, Labelled, ModelRecord, Sentence


class ByRules:
    """A labeller that takes the section of the first cue phrase: no findings without one."""

    def label(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Labelled, ...]:
        return tuple(self._labelled(sentence, article.language) for sentence in sentences)

    def _labelled(self, sentence: Sentence, language: str) -> Labelled:
        found = [cue.section for cue in cues(sentence.text, language) if cue.section in REPORTED]
        return Labelled(sentence, found[0] if found else "other", "general", 0.9, 0.9)


class Copies:
    """A condenser whose bullets are the clauses themselves."""

    record = ModelRecord(name="stand-in", revision="1")

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        return [(Draft(passage.text, 0.0),) for passage in passages]


def process(settings: Settings, documents: Sequence[Document]) -> tuple[Result, ...]:
    """As `work.process`, with the stand-ins."""
    work._summariser = _summariser  # in a worker, which does nothing else
    return work.process(settings, documents)


def _summariser(*_: object) -> Summariser:
    return Summariser(labeller=ByRules(), condenser=Copies())


class StandIns(Processes):
    """The processes of this machine, with another function."""

    work = staticmethod(process)

    def __init__(self, settings: Settings, *, jobs: int, threads: int) -> None:
        super().__init__(settings, jobs=jobs, threads=threads)
        os.environ.pop(preload.VARIABLE, None)  # no models to load


def _engine(given: Settings, *, jobs: int, **_: object) -> StandIns:
    return StandIns(given, jobs=jobs, threads=1)


if __name__ == "__main__":
    batch.engine = _engine
    sys.exit(main())
