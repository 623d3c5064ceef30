"""Decoding with the source as a draft writes what decoding token by token writes."""

from __future__ import annotations

from pathlib import Path

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


def compare(folder: Path, clauses: list[str], bonus: float, least: float) -> None:
    import torch
    from transformers import LogitsProcessorList

    from summarise.condensing.alignment import tokens_with_offsets
    from summarise.condensing.constraint import SourceConstraint
    from summarise.condensing.copying import copy_decode
    from summarise.condensing.sources import SourceAutomaton, source_tokens, spans_written

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
        quick = copy_decode(
            network,
            inputs,
            SourceAutomaton(sources, least=least),
            prompt=[start],
            eos=eos,
            bonus=bonus,
            longest=longest + 1,
        )
        slow = network.generate(
            **inputs,
            num_beams=1,
            do_sample=False,
            max_new_tokens=longest + 1,
            forced_bos_token_id=None,
            logits_processor=LogitsProcessorList([SourceConstraint(sources, eos=eos, bonus=bonus, least=least)]),
        )[:, 1:].tolist()
    assert quick == [row[: row.index(eos)] if eos in row else row for row in slow]
    for row, source in zip(quick, sources, strict=True):
        assert spans_written(row, source)


def test_a_text_is_cut_off_where_it_gets_too_long() -> None:
    from summarise.condensing import seq2seq

    condenser = load_condenser(offline=True)
    clause = cut(CLAUSES[0], "vi")
    drafts = condenser._decode(  # type: ignore[attr-defined]
        [Passage(clause, "vi")], seq2seq.Decoding(beams=1, tokens=1000, bonus=3.0, least=0.5, longest=4), "bullet"
    )
    assert 0 < len(drafts[0][0].text.split()) <= 4
