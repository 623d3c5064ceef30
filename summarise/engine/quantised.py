"""Encoders in CTranslate2, with weights and products of 8 bits: the extra `fast`.

An encoder is converted when it is first asked for, into the user's cache, under the digest of its weights; what comes out is
compared with what it is made of, and used only where the two agree. Converting takes seconds; two processes that ask at once
wait for each other, and a folder is there whole or not at all.
"""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import filelock
import numpy
import platformdirs
import torch
from ctranslate2.converters.transformers import BertLoader
from ctranslate2.converters.utils import fuse_linear
from ctranslate2.specs import common_spec, transformer_spec
from torch import Tensor, nn
from transformers.modeling_outputs import BaseModelOutput

from summarise.messages import gettext as _

FORM = "1"  # of what is kept; another number has everything converted anew
MEAN, LEAST = 0.99, 0.90
"""Cosine of the last states with those of single precision: mean, and of the worst token of the trial. The shipped
labeller has 0.998 and 0.98. The condenser has 0.979, and then a bullet in six is another one."""
KEPT = "kept.json"
WAIT = 300  # seconds for another process to convert the same

_log = logging.getLogger(__name__)


class QuantisedEncoder(nn.Module):
    """Stands in for an encoder of Transformers on the CPU; reading only."""

    def __init__(self, folder: Path, config: Any) -> None:
        super().__init__()
        self.config, self.device = config, torch.device("cpu")
        self.width = int(config.hidden_size)
        self._encoder: Any = ctranslate2.Encoder(
            str(folder),
            device="cpu",
            compute_type="int8_float32",
            inter_threads=1,
            intra_threads=torch.get_num_threads(),
        )

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> BaseModelOutput:
        """The last states, (rows, tokens, width), zeros where the mask is 0."""
        read = attention_mask.bool()
        rows = [ids[kept].tolist() for ids, kept in zip(input_ids, read, strict=True)]
        found = torch.from_numpy(numpy.array(self._encoder.forward_batch(rows).last_hidden_state))
        if read.all():
            return BaseModelOutput(last_hidden_state=found)
        lengths = read.sum(1, keepdim=True)
        states = found.new_zeros((*read.shape, self.width))
        states[read] = found[torch.arange(found.shape[1]) < lengths]
        return BaseModelOutput(last_hidden_state=states)


def quantised(encoder: nn.Module, trial: Sequence[Sequence[int]], *, name: str) -> QuantisedEncoder | None:
    """The encoder in CTranslate2; None, with a warning, where that cannot be had: it is of another shape than
    BERT's, does not come out alike on the texts of `trial` (token ids), or the cache cannot be written.

    Args:
        name: what a warning calls the model.
    """
    try:
        folder = _cached(encoder, trial)
        return QuantisedEncoder(folder, encoder.config)
    except (OSError, RuntimeError, ValueError, filelock.Timeout) as error:
        _log.warning(
            _("{model}: the faster engine cannot be used ({reason}); the ordinary one is").format(
                model=name, reason=error
            )
        )
        return None


def cache() -> Path:
    """Where converted encoders are kept; it can be deleted at any time."""
    return platformdirs.user_cache_path("summarise", appauthor=False) / "fast"


def digest(encoder: nn.Module) -> str:
    """SHA-256 of the weights with their names and of the settings."""
    found = hashlib.sha256(json.dumps(encoder.config.to_dict(), sort_keys=True, default=str).encode())  # type: ignore[operator, union-attr]
    for name, weights in encoder.state_dict().items():
        found.update(name.encode())
        found.update(weights.contiguous().numpy().tobytes())
    return found.hexdigest()


def _cached(encoder: nn.Module, trial: Sequence[Sequence[int]]) -> Path:
    """The folder of the converted encoder, made where it is not there whole."""
    _require_bert(encoder)
    folder = cache() / f"{digest(encoder)[:32]}-{ctranslate2.__version__}-{FORM}"
    if _whole(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder.with_name(f"{folder.name}.lock"), timeout=WAIT):
        if _whole(folder):  # made while this process waited
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="part-") as part:
            made = Path(part, "model")
            made.mkdir()
            _convert(copy.deepcopy(encoder), made)  # quantising writes into the weights that it is given
            _compare(encoder, QuantisedEncoder(made, encoder.config), trial)
            sums = {path.name: _sum(path) for path in sorted(made.iterdir())}
            (made / KEPT).write_text(json.dumps(sums), "utf-8")
            made.replace(folder)
    return folder


def _whole(folder: Path) -> bool:
    try:
        sums = json.loads((folder / KEPT).read_text("utf-8"))
        return bool(sums) and all(_sum(folder / name) == value for name, value in sums.items())
    except (OSError, ValueError, AttributeError):
        return False


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare(encoder: nn.Module, other: QuantisedEncoder, trial: Sequence[Sequence[int]]) -> None:
    """Raises:
    ValueError: the states of the two are not alike.
    """
    alike = []
    with torch.inference_mode():
        for text in trial:
            given = {"input_ids": torch.tensor([text]), "attention_mask": torch.ones(1, len(text), dtype=torch.long)}
            alike.append(
                torch.cosine_similarity(encoder(**given).last_hidden_state, other(**given).last_hidden_state, dim=-1)
            )
    found = torch.cat(alike, 1)
    if not (found.mean() >= MEAN and found.min() >= LEAST):  # also where it is not a number
        raise ValueError(f"its results differ: cosine {found.mean():.3f}, at least {found.min():.3f}")


def _require_bert(encoder: nn.Module) -> None:
    """Raises:
    ValueError: the network is of another shape.
    """
    if type(encoder).__name__ != "BertModel" or encoder.config.hidden_act != "gelu":  # type: ignore[union-attr]
        raise ValueError(f"networks of the shape {type(encoder).__name__} are not converted")


def _convert(encoder: nn.Module, folder: Path) -> None:
    """Writes a folder that CTranslate2 loads. The tokens of its vocabulary are their numbers: texts are given as ids."""
    config: Any = encoder.config
    inner = transformer_spec.TransformerEncoderSpec(
        config.num_hidden_layers,
        config.num_attention_heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    whole = transformer_spec.TransformerEncoderModelSpec(inner, pooling_layer=False)
    whole.encoder.scale_embeddings = False
    _bert(encoder, whole.encoder)
    whole.register_vocabulary([str(number) for number in range(config.vocab_size)])
    whole.config.unk_token = "0"
    whole.config.layer_norm_epsilon = config.layer_norm_eps
    whole.validate()
    whole.optimize(quantization="int8")
    whole.save(str(folder))


def _bert(encoder: Any, spec: Any) -> None:
    put = BertLoader()
    put.set_embeddings(spec.embeddings[0], encoder.embeddings.word_embeddings)
    put.set_embeddings(spec.embeddings[1], encoder.embeddings.token_type_embeddings)
    put.set_position_encodings(spec.position_encodings, encoder.embeddings.position_embeddings)
    put.set_layer_norm(spec.layernorm_embedding, encoder.embeddings.LayerNorm)
    for to, layer in zip(spec.layer, encoder.encoder.layer, strict=True):
        attention, given = layer.attention.output, layer.attention.self
        _attention(put, to.self_attention, (given.query, given.key, given.value), attention.dense, attention.LayerNorm)
        put.set_linear(to.ffn.linear_0, layer.intermediate.dense)
        put.set_linear(to.ffn.linear_1, layer.output.dense)
        put.set_layer_norm(to.ffn.layer_norm, layer.output.LayerNorm)


def _attention(put: BertLoader, to: Any, parts: Sequence[nn.Linear], out: nn.Linear, norm: nn.LayerNorm) -> None:
    """Query, key and value as one layer, and what comes behind."""
    split = [common_spec.LinearSpec() for _part in parts]
    for spec, part in zip(split, parts, strict=True):
        put.set_linear(spec, part)
    fuse_linear(to.linear[0], split)
    put.set_linear(to.linear[1], out)
    put.set_layer_norm(to.layer_norm, norm)
