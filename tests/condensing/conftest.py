"""Small random models of the shapes that public ones have, each with a tokenizer of its kind learned from the samples."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarise.language import table

SIZES = {"d_model": 32, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
         "decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32}  # fmt: skip
T5_SIZES = {"d_model": 32, "d_kv": 16, "d_ff": 32, "num_layers": 1, "num_heads": 2}


def unigrams(lines: list[str], special: list[str], unknown: str) -> list[tuple[str, float]]:
    """A vocabulary of SentencePiece's kind, the special tokens first."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(
        lines, trainers.UnigramTrainer(vocab_size=600, special_tokens=special, unk_token=unknown, show_progress=False)
    )
    return [(piece, score) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]


def sentencepiece(lines: list[str], **ids: int) -> bytes:
    """A SentencePiece model as such, for tokenizers that are kept as one."""
    from sentencepiece import SentencePieceTrainer

    written = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=written,
        vocab_size=600,
        character_coverage=1.0,
        minloglevel=2,
        **ids,
    )
    return written.getvalue()


def vit5(folder: Path, lines: list[str]) -> None:
    """T5 with a fast tokenizer of SentencePiece's kind."""
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    tokenizer = T5Tokenizer(vocab=unigrams(lines, ["<pad>", "</s>", "<unk>"], "<unk>"), extra_ids=2)
    tokenizer.save_pretrained(folder)
    config = T5Config(
        vocab_size=len(tokenizer) + 40, decoder_start_token_id=0, **T5_SIZES
    )  # more rows than tokens, as there
    T5ForConditionalGeneration(config).save_pretrained(folder)


def mt5(folder: Path, lines: list[str]) -> None:
    """mT5 with `spiece.model` and no `tokenizer.json`, as on the hub."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    config = MT5Config(vocab_size=640, decoder_start_token_id=0, tokenizer_class="T5Tokenizer", **T5_SIZES)
    MT5ForConditionalGeneration(config).save_pretrained(folder)
    (folder / "spiece.model").write_bytes(sentencepiece(lines, pad_id=0, eos_id=1, unk_id=2, bos_id=-1))
    settings = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "additional_special_tokens": None}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")


def bartpho(folder: Path, lines: list[str]) -> None:
    """mBART with BARTpho's tokenizer, which tells no offsets."""
    from sentencepiece import SentencePieceProcessor
    from transformers import MBartConfig, MBartForConditionalGeneration

    model = sentencepiece(lines)
    pieces = SentencePieceProcessor(model_proto=model)
    (folder / "sentencepiece.bpe.model").write_bytes(model)
    names = [pieces.id_to_piece(number) for number in range(3, pieces.get_piece_size())]
    (folder / "dict.txt").write_text("".join(f"{name} 1\n" for name in names), "utf-8")
    config = MBartConfig(
        vocab_size=len(names) + 5, decoder_start_token_id=2, tokenizer_class="BartphoTokenizer", **SIZES
    )
    MBartForConditionalGeneration(config).save_pretrained(folder)


def mbart50(folder: Path, lines: list[str]) -> None:
    """mBART that is told the language, with the card that says so."""
    from transformers import MBart50Tokenizer, MBartConfig, MBartForConditionalGeneration

    tokenizer = MBart50Tokenizer(vocab=unigrams(lines, ["<unk>", "<s>", "</s>"], "<unk>"), src_lang="en_XX")
    tokenizer.save_pretrained(folder)
    config = MBartConfig(vocab_size=len(tokenizer), decoder_start_token_id=2, **SIZES)
    MBartForConditionalGeneration(config).save_pretrained(folder)
    card = 'name = "mbart50"\nlanguages = ["vi", "en"]\ncodes = { vi = "vi_VN", en = "en_XX" }\n'
    (folder / "model.toml").write_text(card, "utf-8")


def pegasus(folder: Path, lines: list[str]) -> None:
    """PEGASUS: few positions, and settings for free writing."""
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PegasusTokenizer

    tokenizer = PegasusTokenizer(vocab=unigrams(lines, ["<pad>", "</s>", "<unk>", "<mask_2>"], "<unk>"), offset=3)
    tokenizer.save_pretrained(folder)
    config = PegasusConfig(vocab_size=len(tokenizer), max_position_embeddings=256, **SIZES)
    model = PegasusForConditionalGeneration(config)
    model.generation_config.update(length_penalty=0.6, no_repeat_ngram_size=2, num_beams=8, max_length=20)
    model.save_pretrained(folder)


def bart(folder: Path, lines: list[str]) -> None:
    """BART with byte pairs: a letter with a mark may be several tokens."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizer

    trained = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained.train_from_iterator(lines, vocab_size=400, special_tokens=special, show_progress=False)
    parts = json.loads(trained.to_str())["model"]
    tokenizer = BartTokenizer(vocab=parts["vocab"], merges=[tuple(pair) for pair in parts["merges"]])
    tokenizer.save_pretrained(folder)
    config = BartConfig(vocab_size=len(tokenizer), decoder_start_token_id=2, **SIZES)
    model = BartForConditionalGeneration(config)
    model.generation_config.update(forced_bos_token_id=0)
    model.save_pretrained(folder)


SHAPES: dict[str, Callable[[Path, list[str]], None]] = {
    function.__name__: function for function in (vit5, mt5, bartpho, mbart50, pegasus, bart)
}


@pytest.fixture(scope="session")
def folder_of(seeds: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes the folder of a shape, once."""
    made: dict[str, Path] = {}
    lines = [line for path in seeds.values() for line in path.read_text("utf-8").splitlines() if line.strip()]
    lines += [table(language, "condensing")["probe"] for language in ("vi", "en")] * 3

    def make(shape: str) -> Path:
        import torch

        if shape not in made:
            folder = tmp_path_factory.mktemp("models") / shape
            folder.mkdir()
            torch.manual_seed(1)
            SHAPES[shape](folder, lines)
            made[shape] = folder
        return made[shape]

    return make


@pytest.fixture(params=list(SHAPES))
def shaped_model(request: pytest.FixtureRequest, folder_of: Callable[[str], Path]) -> Path:
    """The folder of a random model, of each shape in turn."""
    return folder_of(request.param)


@pytest.fixture(scope="session")
def tokenizer_of(folder_of: Callable[[str], Path]) -> Callable[[str], Any]:
    """Gives the tokenizer of a shape, as it is loaded, once."""
    loaded: dict[str, Any] = {}

    def load(shape: str) -> Any:
        from transformers import AutoTokenizer

        if shape not in loaded:
            loaded[shape] = AutoTokenizer.from_pretrained(folder_of(shape), local_files_only=True)
        return loaded[shape]

    return load
