"""The trained labeller: windows of the article through the sentence classifier, then the best sequence of sections."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import AutoTokenizer

from summarise.engine import device, require_fast
from summarise.engine.kernels import pack
from summarise.errors import ModelError
from summarise.labelling.agenda import only_discussed
from summarise.labelling.cues import cues, features
from summarise.labelling.cutting import best_cuts
from summarise.labelling.network import FIELDS, SECTIONS, Range, SentenceClassifier
from summarise.labelling.periods import turns_forward
from summarise.labelling.sequence import RELATIONS, Transitions, relations
from summarise.labelling.windows import Window, best_places, marks, parts, texts, windows
from summarise.language import table
from summarise.records import Article, Labelled, Sentence, Span

UNLIMITED = 10**9  # tokens
DISCUSSED = 6.0
"""Nats for the event; the classifier was trained on no list of what was discussed, and is not to outweigh one."""
BREAK = RELATIONS.index("break")
COMMA = re.compile(r",(?=\s)")
PAIRS = (("“", "”"), ("‘", "’"), ("«", "»"), ("(", ")"), ("[", "]"))


@cache
def turning(language: str) -> re.Pattern[str]:
    """What a clause opens with, after a comma, when it may turn to another section."""
    return re.compile(rf"\s*(?:{'|'.join(table(language, 'labelling')['turns'])})(?!\w)", re.IGNORECASE)


def _outside(text: str, at: int) -> bool:
    """Whether no quotation mark or bracket is open at `at`."""
    before = text[:at]
    return before.count('"') % 2 == 0 and all(before.count(left) <= before.count(right) for left, right in PAIRS)


class TrainedLabeller:
    """A loaded classifier with its tokenizer."""

    def __init__(self, classifier: SentenceClassifier, transitions: Transitions, tokenizer: Any) -> None:
        self.classifier, self.transitions, self.tokenizer = classifier, transitions, tokenizer
        self._marks = marks(tokenizer.get_vocab())

    @classmethod
    def load(cls, folder: Path, *, fast: bool = False) -> TrainedLabeller:
        """See `load_labeller`."""
        if fast:
            require_fast()
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            # `windows` cuts what is too long, so nobody is to be warned of it.
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, model_max_length=UNLIMITED)
            classifier = SentenceClassifier.load(folder)
            transitions = Transitions.load(folder)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(
                "{folder}: the labeller cannot be loaded; install the package again", folder=folder
            ) from error
        encoder: Any = classifier.encoder
        encoder.to(device())
        quick: Any = None
        if fast and device() != "cpu":
            encoder.bfloat16()
        elif fast:
            from summarise.engine.quantised import quantised

            trial = [tokenizer(str(table(code, "condensing")["probe"]))["input_ids"] for code in ("vi", "en")]
            quick = quantised(encoder, trial, name=folder.name)
        if quick is None:
            pack(encoder)
        else:
            classifier.encoder = quick
        return cls(classifier, transitions, tokenizer)

    def label(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Labelled, ...]:
        """See `Labeller`: the most probable section and field of each sentence or piece, and its being key."""
        if not sentences:
            return ()
        found = windows(texts(article, sentences), self.tokenizer)
        with torch.inference_mode():
            hidden = [self.classifier([window])[0] for window in found]
            pieces: list[Sentence] = []
            turned: set[int] = set()  # pieces that were cut off because they are of another section
            where: list[tuple[int, Range]] = []
            turn = turning(article.language)
            for number, (window, place) in sorted(best_places(found).items()):
                for piece, (start, end) in self._pieces(sentences[number], found[window], place, hidden[window], turn):
                    if piece.span.start > sentences[number].span.start:
                        turned.add(len(pieces))
                    pieces.append(piece)
                    where.append((window, (0, start, end)))
            told = torch.tensor(features(article, pieces))
            scores = [
                self.classifier.score(hidden[window][None], [place], told[number : number + 1])
                for number, (window, place) in enumerate(where)
            ]
        emissions = torch.cat([score.section for score in scores]).log_softmax(-1)
        fields = torch.cat([score.field for score in scores]).argmax(-1)
        keys = torch.cat([score.key for score in scores]).sigmoid()
        emissions[torch.tensor(only_discussed(article, pieces)), SECTIONS.index("event")] += DISCUSSED
        related = [BREAK if number in turned else kind for number, kind in enumerate(relations(pieces))]
        sections = self.transitions.marginals(emissions, related, turns_forward(article, pieces)).exp()
        return tuple(
            Labelled(
                piece,
                SECTIONS[int(order[0])],
                FIELDS[int(field)],
                round(float(row[order[0]]), 4),
                round(float(key), 4),
                rival=(SECTIONS[int(order[1])], round(float(row[order[1]]), 4)),
                cues=cues(piece.text, article.language),
            )
            for piece, row, order, field, key in zip(
                pieces, sections, sections.argsort(-1, descending=True), fields, keys, strict=True
            )
        )

    def _pieces(
        self, sentence: Sentence, window: Window, place: int, hidden: Tensor, turn: re.Pattern[str]
    ) -> Iterator[tuple[Sentence, tuple[int, int]]]:
        """The sentence, or what it is cut into, each with its tokens in the window."""
        text = sentence.text
        between = parts(window, place, *self._marks)
        commas = [match.end() for match in COMMA.finditer(text)]
        turns = [number for number, end in enumerate(commas, 1) if turn.match(text, end) and _outside(text, end)]
        # Where the tokens tell other commas, or not all of them, nobody knows which is which; a lead is never cut.
        if not turns or len(commas) + 1 != len(between) or text.endswith(":"):
            yield sentence, window.bounds[place]
            return
        starts = [0, *turns]
        chunks = [
            (
                (commas[first - 1] if first else 0, commas[after - 1] if after < len(between) else len(text)),
                (between[first][0], between[after - 1][1]),
            )
            for first, after in zip(starts, [*turns, len(between)], strict=True)
        ]  # letters of the sentence, tokens of the window
        scores = self.classifier.score(hidden[None], [(0, *tokens) for _, tokens in chunks]).section
        cuts = best_cuts(scores.log_softmax(-1), [end - start for _, (start, end) in chunks])
        for first, after in zip([0, *cuts], [*cuts, len(chunks)], strict=True):
            (begin, _), (start, _) = chunks[first]
            (_, end), (_, stop) = chunks[after - 1]
            begin += len(text[begin:end]) - len(text[begin:end].lstrip())
            span = Span(sentence.span.start + begin, sentence.span.start + end)
            lead = sentence.lead if not first else None
            yield replace(sentence, span=span, text=text[begin:end], lead=lead), (start, stop)
