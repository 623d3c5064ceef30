"""Decoding with the source as a draft writes what decoding token by token writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarise import resources
from summarise.condensing import Passage, load_condenser
from summarise.phrasing import cut
from summarise.units import find_joints

CLAUSES = [
    "Bên cạnh đó, các cấp công đoàn đã hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng;",
    "Kết nạp 161 đoàn viên, thành lập 5 công đoàn cơ sở, đạt 131% chỉ tiêu cả năm.",
    "Đồng chí đề nghị công đoàn cơ sở, công đoàn cấp trên cơ sở tiếp tục rà soát, nắm chắc tình hình đoàn viên.",
    "Tuy nhiên, một số công đoàn cơ sở chưa chủ động, việc thu đoàn phí còn chậm, còn 12/31 đơn vị nợ kinh phí.",
]


@pytest.mark.parametrize("bonus", [0.0, 3.0])
@pytest.mark.parametrize("least", [0.0, 0.5])
def test_it_is_greedy_decoding_under_the_constraint(shaped_model: Path, bonus: float, least: float) -> None:
    compare(shaped_model, CLAUSES, bonus, least)


def test_so_it_is_with_the_embedded_model() -> None:
    compare(resources.models() / "embedded", CLAUSES, 3.0, 0.5)


def test_the_scores_of_some_tokens_are_those_of_the_whole_vocabulary(shaped_model: Path) -> None:
    same_scores(shaped_model)


def test_so_are_those_of_the_embedded_model() -> None:
    same_scores(resources.models() / "embedded")


def same_scores(folder: Path) -> None:
    import torch
    from transformers.modeling_outputs import BaseModelOutput

    from summarise.condensing.lm_head import decoded, lm_head_of
    from summarise.condensing.loading import load

    network = load(folder, offline=True).network  # as it was saved: nothing packed
    head = lm_head_of(network)
    assert head is not None
    encoded, mask = torch.randn(2, 5, head.weight.shape[1]), torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    given, ids = torch.tensor([[2, 9, 11], [2, 30, 31]]), torch.tensor([[4, 8, 15, 16], [23, 42, 108, 1]])
    with torch.inference_mode():
        found = head.scores(decoded(network, encoded, mask, given), ids)
        wanted = network(
            encoder_outputs=BaseModelOutput(last_hidden_state=encoded), attention_mask=mask, decoder_input_ids=given
        ).logits
    assert found.shape == (2, 3, 4)
    torch.testing.assert_close(found, wanted.gather(2, ids.unsqueeze(1).expand(2, 3, 4)), rtol=1e-4, atol=1e-4)


def test_a_head_that_is_no_plain_product_is_asked_as_a_whole(shaped_model: Path) -> None:
    import torch

    from summarise.condensing.lm_head import lm_head_of
    from summarise.condensing.loading import load

    class Capped(torch.nn.Linear):
        def forward(self, states: torch.Tensor) -> torch.Tensor:
            return torch.tanh(super().forward(states))

    network = load(shaped_model, offline=True).network
    network.get_output_embeddings().register_forward_hook(lambda layer, given, made: torch.tanh(made))
    assert lm_head_of(network) is None
    network.get_output_embeddings().__class__ = Capped
    assert lm_head_of(network) is None


def compare(folder: Path, clauses: list[str], bonus: float, least: float) -> None:
    import torch
    from transformers import LogitsProcessorList

    from summarise.condensing.alignment import tokens_with_offsets
    from summarise.condensing.constraint import SourceConstraint
    from summarise.condensing.copying import copy_decode
    from summarise.condensing.lm_head import encoded, lm_head_of
    from summarise.condensing.sources import SourceAutomaton, path_written, source_tokens

    condenser = load_condenser(folder, offline=True)
    network, tokenizer = condenser.network, condenser.tokenizer
    network.eval()
    sources = [
        source_tokens(clause, *tokens_with_offsets(tokenizer, clause), find_joints(clause, language="vi"))
        for clause in clauses
    ]
    inputs = tokenizer(clauses, padding=True, return_tensors="pt", return_token_type_ids=False)
    start = network.generation_config.decoder_start_token_id
    eos = tokenizer.eos_token_id
    longest = max(len(source.ids) for source in sources)
    with torch.inference_mode():
        whole, quick = (
            copy_decode(
                network,
                encoded(network, inputs),
                inputs["attention_mask"],
                SourceAutomaton(sources, least=least),
                prompt=[start],
                eos=eos,
                bonus=bonus,
                longest=longest + 1,
                lm_head=lm_head,
            )
            for lm_head in (None, lm_head_of(network))
        )
        slow = network.generate(
            **inputs,
            num_beams=1,
            do_sample=False,
            max_new_tokens=longest + 1,
            forced_bos_token_id=None,
            logits_processor=LogitsProcessorList([SourceConstraint(sources, eos=eos, bonus=bonus, least=least)]),
        )[:, 1:].tolist()
    assert quick == whole
    assert quick == [row[: row.index(eos)] if eos in row else row for row in slow]
    for row, source in zip(quick, sources, strict=True):
        assert path_written(row, source)


@pytest.mark.skipif("not __import__('torch').cuda.is_available()", reason="no CUDA GPU")
def test_a_gpu_writes_the_same() -> None:
    from summarise.condensing.loading import load

    passages = [Passage(cut(clause, "vi"), "vi") for clause in CLAUSES]
    there: Any = load_condenser(offline=True)
    assert there.network.device.type == "cuda"
    assert there.condense(passages) == load("embedded", offline=True).condense(passages)


def test_a_text_is_cut_off_where_it_gets_too_long() -> None:
    from summarise.condensing import seq2seq

    condenser: Any = load_condenser(offline=True)
    condenser.keeper = None  # whose drafts are as long as they should be
    clause = cut(CLAUSES[0], "vi")
    drafts = condenser._decode(
        [Passage(clause, "vi")], seq2seq.Decoding(beams=1, tokens=1000, bonus=3.0, least=0.5, longest=4), "bullet"
    )
    assert 0 < len(drafts[0][0].text.split()) <= 4
