"""Any Hugging Face seq2seq model as a condenser, decoding under the source constraint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarise.condensing import Passage, Task
from summarise.condensing.alignment import tokens_with_offsets
from summarise.condensing.cards import ModelCard
from summarise.records import Draft, ModelRecord, Span

if TYPE_CHECKING:
    from torch import Tensor

    from summarise.condensing.keeping import Keeper
    from summarise.condensing.lm_head import LMHead
    from summarise.condensing.selecting import Selector
    from summarise.condensing.sources import SourceTokens

Rows = list[list[list[int]]]
"""Of every source the tokens of some texts, the best first."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a task is decoded.

    `beams` of beam search, all of which are drafts (1: `copy_decode`); `bonus`, see `SourceConstraint`, of a model that
    was not trained on clauses; `least`: share of the source's tokens below which a draft does not end; `shortest` and
    `longest`: tokens below which it does not end and after which it is cut off. `tokens` of all sources are decoded
    together. Where sentences are kept or dropped whole, any one is long enough, and at most `sentences` of them are taken.
    """

    beams: int
    tokens: int
    bonus: float
    least: float
    shortest: int = 0
    longest: int = 512
    sentences: int = 512


# The bonus is for models that were not trained to copy. One that was needs none: on held-out pairs ROUGE-L was 0.901 with 3
# and 0.904 with 0, which keeps less (0.85 of the words for 0.88; the clerk 0.76). Least shares were chosen there too.
DECODING: dict[Task, Decoding] = {
    "bullet": Decoding(beams=1, tokens=1000, bonus=3.0, least=0.3),
    "merge": Decoding(beams=1, tokens=1000, bonus=3.0, least=0.2),
    "summary": Decoding(beams=4, tokens=8000, bonus=0.0, least=0.0, shortest=40, longest=100, sentences=2),
}


class Seq2SeqCondenser:
    """A loaded model; `condense` is deterministic. A `selector` chooses the sentences of a summary in the decoder's place,
    a `keeper` adds drafts of its own to the decoder's and has a say in their order."""

    def __init__(
        self,
        network: Any,
        tokenizer: Any,
        card: ModelCard,
        revision: str,
        *,
        selector: Selector | None = None,
        keeper: Keeper | None = None,
        constrained: bool = True,
    ) -> None:
        self.network, self.tokenizer, self.card = network, tokenizer, card
        self.selector, self.keeper = selector, keeper
        self.record = ModelRecord(name=card.name, revision=revision)
        self.constrained = constrained

    @cached_property
    def lm_head(self) -> LMHead | None:
        """See `lm_head_of`."""
        from summarise.condensing.lm_head import lm_head_of

        return lm_head_of(self.network)

    def bonus(self, how: Decoding) -> float:
        """The bonus that is given to this model."""
        return 0.0 if self.card.grain == "clause" else how.bonus

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        """Distinct drafts of every passage, the best first, as many as its task has beams or fewer, and with a keeper some
        more; none for a passage that is longer than the model reads, articles aside: of those the beginning is read."""
        drafts: list[tuple[Draft, ...]] = [()] * len(passages)
        for task, batch in self._batches(passages):
            found = self._decode([passages[number] for number in batch], DECODING[task], task)
            for number, mine in zip(batch, found, strict=True):
                drafts[number] = mine
        return drafts

    def _batches(self, passages: Sequence[Passage]) -> Iterator[tuple[Task, list[int]]]:
        """Numbers of passages of one task, one language where the model is told which, and of like length, so that little
        is padded."""
        room = self.card.longest - 8  # for the prefix and the special tokens
        waiting: dict[tuple[Task, str | None], list[tuple[int, int]]] = {}
        texts = [passage.text for passage in passages]
        lengths = [len(ids) for ids in self.tokenizer(texts, verbose=False)["input_ids"]] if texts else []
        for number, (passage, length) in enumerate(zip(passages, lengths, strict=True)):
            if 3 <= length <= room or passage.task == "summary":
                kind = (passage.task, self.card.codes.get(passage.language))
                waiting.setdefault(kind, []).append((min(length, room), number))
        for (task, _code), entries in waiting.items():
            batch: list[int] = []
            for length, number in sorted(entries):
                if batch and (len(batch) + 1) * length > DECODING[task].tokens:
                    yield task, batch
                    batch = []
                batch.append(number)
            yield task, batch

    def _decode(self, passages: Sequence[Passage], how: Decoding, task: Task) -> list[tuple[Draft, ...]]:
        import torch

        from summarise.condensing.constraint import SourceConstraint
        from summarise.condensing.lm_head import encoded
        from summarise.condensing.sources import source_tokens
        from summarise.condensing.weighing import weigh

        wholes, texts = [], []
        for passage in passages:
            ids, offsets = tokens_with_offsets(self.tokenizer, passage.text)
            wholes.append(source_tokens(passage.text, ids, offsets, passage.joints))
        sources = [whole.beginning(self.card.longest - 8) for whole in wholes]
        for passage, whole, source in zip(passages, wholes, sources, strict=True):
            text = passage.text if source is whole else passage.text[: source.spans[-1].end]
            texts.append(self.card.prefix(task, passage.language) + text)
        language = passages[0].language
        inputs = self._inputs(texts, language)
        longest = min(how.longest, max(len(source.ids) for source in sources))
        with torch.inference_mode():
            if not self.constrained:
                return [self._free(row) for row in self._generated(inputs, how, language, longest, None)]
            if self._by_tokens(how, sources):
                size, eos = len(self._prompt(language)), self.tokenizer.eos_token_id
                constraint = SourceConstraint(
                    sources, eos=eos, prompt=size, bonus=self.bonus(how), least=how.least, shortest=how.shortest
                )
                rows = self._generated(inputs, how, language, longest, constraint)
                paths = [_paths(mine, source) for mine, source in zip(rows, sources, strict=True)]
                return [_drafts(*each) for each in zip(passages, sources, paths, strict=True)]
            states, mask = encoded(self.network, inputs), inputs["attention_mask"]
            if task == "summary" and self.selector is not None:
                rows = self._selected(self.selector, states, mask, sources, wholes, how)
            else:
                rows = self._written(states, mask, sources, how, language, longest)
            paths = [_paths(mine, source) for mine, source in zip(rows, sources, strict=True)]
            if task == "bullet" and self.keeper is not None:
                prompt, eos = self._prompt(language), self.tokenizer.eos_token_id
                paths = weigh(
                    self.network,
                    self.keeper,
                    states,
                    mask,
                    sources,
                    paths,
                    prompt=prompt,
                    eos=eos,
                    lm_head=self.lm_head,
                )
        return [_drafts(*each) for each in zip(passages, sources, paths, strict=True)]

    def _by_tokens(self, how: Decoding, sources: Sequence[SourceTokens]) -> bool:
        """Whether the network's own search is needed, which asks the decoder for every token."""
        return how.beams > 1 and not all(source.whole for source in sources)

    def _inputs(self, texts: Sequence[str], language: str) -> Any:
        """The texts as the encoder reads them."""
        # A model of many languages is told the language by a mark before the source and before what it writes.
        code = self.card.codes.get(language)
        if code is not None:
            self.tokenizer.src_lang = code
        return self.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=self.card.longest,
            return_tensors="pt",
            return_token_type_ids=False,
        ).to(self.network.device)

    def _prompt(self, language: str) -> list[int]:
        """The tokens that the decoder is started with."""
        settings, code = self.network.generation_config, self.card.codes.get(language)
        first = settings.forced_bos_token_id if code is None else self.tokenizer.convert_tokens_to_ids(code)
        return [settings.decoder_start_token_id, *([] if first is None else [first])]

    def _selected(
        self,
        selector: Selector,
        states: Tensor,
        mask: Tensor,
        sources: Sequence[SourceTokens],
        wholes: Sequence[SourceTokens],
        how: Decoding,
    ) -> Rows:
        """What the selector takes of each source, the best choice first."""
        from summarise.condensing.choosing import Bounds
        from summarise.condensing.selecting import select_sentences

        bounds = Bounds(how.longest, how.sentences)
        return select_sentences(selector, states, mask, sources, wholes, beams=how.beams, bounds=bounds)

    def _written(
        self, states: Tensor, mask: Tensor, sources: Sequence[SourceTokens], how: Decoding, language: str, longest: int
    ) -> Rows:
        """What the decoder writes of each source, the best beam first."""
        from summarise.condensing.choosing import Bounds, choose_sentences
        from summarise.condensing.copying import copy_decode
        from summarise.condensing.sources import SourceAutomaton

        prompt, eos = self._prompt(language), self.tokenizer.eos_token_id
        if how.beams > 1:
            bounds = Bounds(how.longest, how.sentences)
            return choose_sentences(
                self.network,
                states,
                mask,
                sources,
                prompt=prompt,
                eos=eos,
                beams=how.beams,
                bounds=bounds,
                lm_head=self.lm_head,
            )
        automaton = SourceAutomaton(sources, least=how.least, shortest=how.shortest)
        bonus = self.bonus(how)
        rows = copy_decode(
            self.network,
            states,
            mask,
            automaton,
            prompt=prompt,
            eos=eos,
            bonus=bonus,
            longest=longest,
            lm_head=self.lm_head,
        )
        return [[row] for row in rows]

    def _generated(self, inputs: Any, how: Decoding, language: str, longest: int, constraint: Any) -> Rows:
        """What `generate` of the network writes of each text, held by the constraint if there is one."""
        from transformers import LogitsProcessorList

        prompt, eos = self._prompt(language), self.tokenizer.eos_token_id
        # A bound of the model's own settings would hold back the end; given both, `generate` warns.
        least = 0 if constraint else how.shortest
        shortest = {"min_new_tokens": least} if least else {"min_length": 0}
        output = self.network.generate(
            **inputs,
            num_beams=how.beams,
            num_return_sequences=how.beams,
            do_sample=False,
            max_new_tokens=longest + len(prompt),
            **shortest,
            no_repeat_ngram_size=0,
            forced_bos_token_id=prompt[1] if len(prompt) > 1 else None,
            forced_eos_token_id=None,
            early_stopping=False,
            logits_processor=LogitsProcessorList([constraint] if constraint else []),
        )
        rows = [row[: row.index(eos)] if eos in row else row for row in output[:, len(prompt) :].tolist()]
        return [rows[at : at + how.beams] for at in range(0, len(rows), how.beams)]

    def _free(self, rows: Sequence[Sequence[int]]) -> tuple[Draft, ...]:
        """Drafts of what was written without the constraint."""
        texts = [self.tokenizer.decode(written, skip_special_tokens=True).strip() for written in rows]
        return _ranked(Draft(text, 0.0) for text in texts)


def _paths(rows: Sequence[Sequence[int]], source: SourceTokens) -> list[list[int]]:
    """The places in the source of what was written under the constraint, in the order of `rows`."""
    from summarise.condensing.sources import path_written

    found = []
    for written in rows:
        try:
            found.append(path_written(written, source))
        except ValueError:  # a beam that ran out of allowed tokens: beam search fills up with such
            continue
    return found


def _drafts(passage: Passage, source: SourceTokens, paths: Sequence[Sequence[int]]) -> tuple[Draft, ...]:
    """Drafts of the tokens at the places of each path, in the order of these."""
    from summarise.condensing.sources import spans_at

    kept = [spans_at(path, source) for path in paths]
    return _ranked(Draft(joined(passage.text, spans), 0.0, spans) for spans in kept)


def _ranked(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Distinct drafts, each with a score that tells its place."""
    distinct: dict[str, Draft] = {}
    for draft in drafts:
        distinct.setdefault(draft.text, draft)
    return tuple(replace(draft, score=1 / place) for place, draft in enumerate(distinct.values(), 1))


def joined(text: str, kept: Sequence[Span]) -> str:
    """The kept slices of `text`, with a space where the source has white space before the later one."""
    result = ""
    for span in kept:
        if result and text[span.start - 1].isspace():
            result += " "
        result += text[span.start : span.end]
    return " ".join(result.split())
