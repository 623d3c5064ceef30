"""A small random model, and material made of the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise import resources
from summarise.cleaning import clean
from summarise.reading import read
from summarise.segmenting import segment


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BART with random weights and the embedded tokenizer, without a card."""
    import torch
    from transformers import AutoTokenizer, BartConfig, BartForConditionalGeneration

    folder = tmp_path_factory.mktemp("tiny")
    tokenizer = AutoTokenizer.from_pretrained(resources.models() / "embedded")
    torch.manual_seed(1)
    config = BartConfig(
        vocab_size=len(tokenizer), d_model=32, encoder_layers=3, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, pad_token_id=1, bos_token_id=0,
        eos_token_id=2, decoder_start_token_id=2, forced_eos_token_id=2,
    )  # fmt: skip
    BartForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def clauses(seeds: dict[str, Path]) -> list[str]:
    """Sentences of the sample articles that are short enough to be learned fast."""
    found = [sentence.text for path in seeds.values() for sentence in segment(clean(read(path)))]
    return [text for text in dict.fromkeys(found) if 6 <= len(text.split()) <= 30]
