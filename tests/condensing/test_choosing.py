"""Choosing sentences finds what search token by token under the source constraint would find."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from summarise import resources
from summarise.condensing import Passage, load_condenser
from summarise.records import Span
from summarise.units import sentence_joints

SENTENCES = [
    "Các cấp công đoàn hỗ trợ 36.778 lượt đoàn viên.",
    "Các cấp công đoàn kết nạp 161 đoàn viên.",
    "“Hội nghị bàn nhiệm vụ quý IV.”",
    "Các đơn vị đăng ký thi đua.",
]
TEXT = " ".join(SENTENCES)
CHOICES = [list(taken) for size in range(1, 5) for taken in combinations(SENTENCES, size)]


def test_the_likeliest_choices_come_first(shaped_model: Path) -> None:
    compare(shaped_model)


def test_so_they_do_with_the_embedded_model() -> None:
    compare(resources.models() / "embedded")


def compare(folder: Path) -> None:
    import torch

    from summarise.condensing.choosing import Bounds, choose_sentences
    from summarise.condensing.lm_head import encoded, lm_head_of

    condenser: Any = load_condenser(folder, offline=True)
    network, tokenizer = condenser.network, condenser.tokenizer
    sources = [source(tokenizer, SENTENCES), source(tokenizer, SENTENCES[:2])]
    inputs = tokenizer([TEXT, " ".join(SENTENCES[:2])], padding=True, return_tensors="pt", return_token_type_ids=False)
    prompt = [network.generation_config.decoder_start_token_id]
    with torch.inference_mode():
        states, mask, eos = encoded(network, inputs), inputs["attention_mask"], tokenizer.eos_token_id
        found, few = choose_sentences(
            network,
            states,
            mask,
            sources,
            prompt=prompt,
            eos=eos,
            beams=16,
            bounds=Bounds(),
            lm_head=lm_head_of(network),
        )
        assert len(found) == len(CHOICES)
        assert len({tuple(taken) for taken in found}) == len(CHOICES)
        assert len(few) == 3
        slow = [chance(network, inputs, sources[0], prompt, tokenizer.eos_token_id, taken) for taken in found]
    assert sum(map(math.exp, slow)) == pytest.approx(1, abs=1e-3)
    for better, worse in pairwise(slow):
        assert better >= worse - 1e-3


def source(tokenizer: Any, sentences: list[str]) -> Any:
    from summarise.condensing.alignment import tokens_with_offsets
    from summarise.condensing.sources import source_tokens

    text = " ".join(sentences)
    spans = [Span(text.index(sentence), text.index(sentence) + len(sentence)) for sentence in sentences]
    found = source_tokens(text, *tokens_with_offsets(tokenizer, text), sentence_joints(spans))
    assert found.whole
    return found


def chance(network: Any, inputs: Any, source: Any, prompt: list[int], eos: int, taken: list[int]) -> float:
    """The log-probability of writing `taken` and the end under the constraint, token by token."""
    import torch

    from summarise.condensing.constraint import SourceConstraint

    constraint = SourceConstraint([source], eos=eos, bonus=0.0)
    given = torch.tensor([[*prompt, *taken]])
    logits = network(
        input_ids=inputs["input_ids"][:1], attention_mask=inputs["attention_mask"][:1], decoder_input_ids=given
    ).logits[0]
    total = 0.0
    for number, token in enumerate([*taken, eos]):
        total += constraint(given[:, : number + 1], torch.log_softmax(logits[number : number + 1], -1))[0, token].item()
    return total


def test_a_choice_is_no_longer_than_asked() -> None:
    import torch

    from summarise.condensing.choosing import Bounds, choose_sentences
    from summarise.condensing.lm_head import encoded

    condenser: Any = load_condenser(offline=True)
    network, tokenizer = condenser.network, condenser.tokenizer
    read = source(tokenizer, SENTENCES)
    inputs = tokenizer([TEXT], return_tensors="pt", return_token_type_ids=False)
    with torch.inference_mode():
        states, mask = encoded(network, inputs), inputs["attention_mask"]
        (found,) = choose_sentences(network, states, mask, [read], prompt=[2], eos=2, beams=16, bounds=Bounds(25))
    assert found
    assert all(len(taken) <= 25 for taken in found)
    with torch.inference_mode():
        (two,) = choose_sentences(
            network, states, mask, [read], prompt=[2], eos=2, beams=16, bounds=Bounds(sentences=2)
        )
    assert len(two) == 10


def test_a_summary_is_made_of_whole_sentences_also_where_an_article_is_cut_off() -> None:
    sentences = SENTENCES * 12
    text = " ".join(sentences)
    starts = [sum(len(before) + 1 for before in sentences[:number]) for number in range(len(sentences))]
    whole = [Span(at, at + len(sentence)) for at, sentence in zip(starts, sentences, strict=True)]
    (drafts,) = load_condenser(offline=True).condense([Passage(text, "vi", sentence_joints(whole), task="summary")])
    assert drafts
    for draft in drafts:
        assert draft.kept
        assert {span.start for span in draft.kept} <= {span.start for span in whole}
        assert {span.end for span in draft.kept} <= {span.end for span in whole}


def test_of_nothing_nothing_is_chosen() -> None:
    empty = Passage("", "vi", sentence_joints([]), task="summary")
    one = Passage("Kết nạp 161 đoàn viên.", "vi", sentence_joints([Span(0, 22)]), task="summary")
    nothing, (draft,) = load_condenser(offline=True).condense([empty, one])
    assert not nothing
    assert draft.text == one.text
