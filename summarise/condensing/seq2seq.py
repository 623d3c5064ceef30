"""Any Hugging Face seq2seq model as a condenser, decoding under the source constraint."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from summarise.condensing import Passage
from summarise.condensing.cards import ModelCard, check_model, model_folder
from summarise.errors import ModelError
from summarise.records import Draft, ModelRecord, Span

BEAMS = 2
BATCH_TOKENS = 1000  # source tokens decoded together, all beams counted once; measured fastest of 1000 and 2400
# A draft shorter than this share of its source has nearly always lost a fact: clerks keep 0.7-0.9 of a clause.
LEAST_KEPT = 0.5


def load(model: str | Path, *, offline: bool) -> Seq2SeqCondenser:
    """See `load_condenser`. Only safetensors weights are read and no code that comes with a model is run."""
    card, revision = check_model(model)
    folder = model_folder(model)
    local = folder is not None or offline
    if local:
        # Read when the hub client is imported: with it, a stray look-up fails at once and asks no network.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    where = str(folder) if folder is not None else str(card.hub)
    options: dict[str, Any] = {"local_files_only": local, "trust_remote_code": False}
    if folder is None:
        options["revision"] = revision
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, **options)
        network = AutoModelForSeq2SeqLM.from_pretrained(where, use_safetensors=True, **options)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            "{model}: the model cannot be loaded ({reason}); it must be a seq2seq model with safetensors weights",
            model=model,
            reason=reason,
        ) from error
    if not tokenizer.is_fast:
        raise ModelError("{model}: its tokenizer gives no character offsets (no fast tokenizer)", model=model)
    return Seq2SeqCondenser(network.float().eval(), tokenizer, card, revision)


class Seq2SeqCondenser:
    """A loaded model; `condense` is deterministic."""

    def __init__(self, network: Any, tokenizer: Any, card: ModelCard, revision: str) -> None:
        self.network, self.tokenizer, self.card = network, tokenizer, card
        self.record = ModelRecord(name=card.name, revision=revision)

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        """Up to `BEAMS` distinct drafts a passage; none for a passage that is longer than the model reads."""
        drafts: list[tuple[Draft, ...]] = [()] * len(passages)
        for batch in self._batches(passages):
            for number, found in zip(batch, self._decode([passages[number] for number in batch]), strict=True):
                drafts[number] = found
        return drafts

    def _batches(self, passages: Sequence[Passage]) -> Iterator[list[int]]:
        """Numbers of passages of like length, so that little is padded."""
        lengths = (
            [len(ids) for ids in self.tokenizer([passage.text for passage in passages])["input_ids"]]
            if passages
            else []
        )
        room = self.card.longest - 8
        order = sorted((length, number) for number, length in enumerate(lengths) if 3 <= length <= room)
        batch: list[int] = []
        for length, number in order:
            if batch and (len(batch) + 1) * length > BATCH_TOKENS:
                yield batch
                batch = []
            batch.append(number)
        if batch:
            yield batch

    def _decode(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        import torch
        from transformers import LogitsProcessorList

        from summarise.condensing.constraint import SourceConstraint, source_tokens, spans_written

        bare = self.tokenizer(
            [passage.text for passage in passages], add_special_tokens=False, return_offsets_mapping=True
        )
        sources = [
            source_tokens(passage.text, ids, offsets, passage.joints)
            for passage, ids, offsets in zip(passages, bare["input_ids"], bare["offset_mapping"], strict=True)
        ]
        inputs = self.tokenizer(
            [self.card.prefix.format(language=passage.language) + passage.text for passage in passages],
            padding=True,
            return_tensors="pt",
            return_token_type_ids=False,
        )
        eos = self.tokenizer.eos_token_id
        settings = self.network.generation_config
        prompt = 2 if getattr(settings, "forced_bos_token_id", None) is not None else 1
        longest = max(len(source.ids) for source in sources) + prompt + 1
        with torch.inference_mode():
            output = self.network.generate(
                **inputs,
                num_beams=BEAMS,
                num_return_sequences=BEAMS,
                do_sample=False,
                max_new_tokens=longest,
                min_length=0,
                no_repeat_ngram_size=0,
                forced_eos_token_id=None,
                early_stopping=False,
                logits_processor=LogitsProcessorList(
                    [SourceConstraint(sources, eos=eos, prompt=prompt, least=LEAST_KEPT)]
                ),
            )
        rows = output[:, prompt:].tolist()
        found: list[tuple[Draft, ...]] = []
        for number, (passage, source) in enumerate(zip(passages, sources, strict=True)):
            drafts: dict[str, Draft] = {}
            for beam in range(number * BEAMS, (number + 1) * BEAMS):
                written = rows[beam][: rows[beam].index(eos)] if eos in rows[beam] else rows[beam]
                try:
                    kept = spans_written(written, source)
                except ValueError:  # a beam that ran out of allowed tokens: beam search fills up with such
                    continue
                text = joined(passage.text, kept)
                drafts.setdefault(text, Draft(text, 1 / (1 + len(drafts)), kept))
            found.append(tuple(drafts.values()))
        return found


def joined(text: str, kept: Sequence[Span]) -> str:
    """The kept slices of `text`, with a space where the source has white space before the later one."""
    result = ""
    for span in kept:
        if result and text[span.start - 1].isspace():
            result += " "
        result += text[span.start : span.end]
    return " ".join(result.split())
