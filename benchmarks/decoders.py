"""The condensers that `benchmarks/model.py` compares: the embedded model decoded otherwise, computed with otherwise, and a
larger one. Each function that gives one takes the folder of a model that was made for it, and leaves it where there is none.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from condensing import free

from summarise import resources
from summarise.condensing import Passage, load_card, load_condenser
from summarise.condensing.seq2seq import DECODING, Seq2SeqCondenser
from summarise.records import Draft

EMBEDDED = resources.models() / "embedded"
VIT5: dict[str, Any] = {
    "vocab_size": 36096,
    "d_model": 768,
    "d_kv": 64,
    "d_ff": 3072,
    "num_layers": 12,
    "num_heads": 12,
}
VIT5_READS = 1024  # tokens


class TokenByToken(Seq2SeqCondenser):
    """Greedy under the constraint with a pass of the decoder for each token; the program takes many tokens a pass."""

    def _by_tokens(self, how: Any, sources: Any) -> bool:
        return True


class CTranslate2:
    """The embedded model in CTranslate2, with its tokenizer alone: no PyTorch is loaded."""

    def __init__(self, folder: Path) -> None:
        from ctranslate2 import Translator
        from tokenizers import Tokenizer

        threads = int(os.environ.get("OMP_NUM_THREADS", 0)) or len(os.sched_getaffinity(0))
        self.card = load_card(EMBEDDED)
        self.tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
        self.translator = Translator(str(folder), device="cpu", intra_threads=threads)

    def condense(self, given: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        texts = [self.card.prefix(passage.task, passage.language) + passage.text for passage in given]
        sources = [one.tokens if len(one) <= self.card.longest else [] for one in self.tokenizer.encode_batch(texts)]
        results = self.translator.translate_batch(
            sources,
            beam_size=1,
            batch_type="tokens",
            max_batch_size=DECODING["bullet"].tokens,
            max_decoding_length=max(map(len, sources)),
        )
        return [self._drafts(result.hypotheses[0]) for result in results]

    def _drafts(self, tokens: Sequence[str]) -> tuple[Draft, ...]:
        text = self.tokenizer.decode([self.tokenizer.token_to_id(token) for token in tokens]).strip()
        return (Draft(text, 1.0),) if text else ()


def embedded(_folder: Path) -> Any:
    return load_condenser(EMBEDDED)


def token_by_token(folder: Path) -> TokenByToken:
    one = embedded(folder)
    return TokenByToken(one.network, one.tokenizer, one.card, one.record.revision)


def four_beams(folder: Path) -> Any:
    DECODING["bullet"] = replace(DECODING["bullet"], beams=4)  # of this process, which measures nothing else
    return embedded(folder)


def bfloat16(folder: Path) -> Any:
    one = embedded(folder)
    one.network.bfloat16()
    return one


def int8(folder: Path) -> Any:
    import torch

    one = embedded(folder)
    torch.ao.quantization.quantize_dynamic(one.network, {torch.nn.Linear}, dtype=torch.qint8, inplace=True)
    return one


def converted(folder: Path, *, kind: str) -> None:
    """The embedded weights for CTranslate2, which asks two things of a BART's settings that Transformers no longer writes."""
    from ctranslate2.converters import TransformersConverter

    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "model")
        shutil.copytree(EMBEDDED, copy)
        settings = json.loads((copy / "config.json").read_text("utf-8"))
        settings |= {"normalize_before": False, "normalize_embedding": True}
        (copy / "config.json").write_text(json.dumps(settings), encoding="utf-8")
        TransformersConverter(str(copy)).convert(str(folder), quantization=kind)


def random_vit5(folder: Path) -> None:
    """ViT5-base's shape with the tokenizer of the embedded model, whose ids are fewer."""
    import torch
    from transformers import AutoTokenizer, T5Config, T5ForConditionalGeneration

    tokenizer = AutoTokenizer.from_pretrained(EMBEDDED)
    torch.manual_seed(0)
    special = {"pad_token_id": tokenizer.pad_token_id, "eos_token_id": tokenizer.eos_token_id}
    config = T5Config(**VIT5, **special, decoder_start_token_id=tokenizer.pad_token_id)
    T5ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "model.toml").write_text(f'name = "vit5"\nlongest = {VIT5_READS}\n', encoding="utf-8")


def vit5(folder: Path) -> Seq2SeqCondenser:
    return free(load_condenser(folder))


def weights(condenser: Any, folder: Path) -> int:
    """Bytes of the weights: as they lie in memory, or in the file of CTranslate2."""
    if isinstance(condenser, CTranslate2):
        return (folder / "model.bin").stat().st_size
    import torch

    buffer = io.BytesIO()
    torch.save(condenser.network.state_dict(), buffer)  # quantised layers list no parameters, but they are saved
    return len(buffer.getvalue())
