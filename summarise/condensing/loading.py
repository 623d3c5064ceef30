"""From a name, a folder or a hub id to a condenser: any Hugging Face seq2seq model with safetensors weights."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarise.condensing import hub
from summarise.condensing.cards import (
    KEEPER,
    SELECTOR,
    ModelCard,
    check_weights,
    load_card,
    model_folder,
    reason_of,
    require_summariser,
)
from summarise.errors import ModelError
from summarise.language import table

if TYPE_CHECKING:
    from summarise.condensing.seq2seq import Seq2SeqCondenser

# The tokenizer of PhoBERT and BARTpho-word, which takes text whose syllables are joined to words.
READS_WORDS = "PhobertTokenizer"


def check_model(model: str | Path) -> tuple[ModelCard, str | None]:
    """The card and the revision of a model on this machine, its weights compared with the card: their checksum for a
    folder, the commit for a model of the hub, None for one that has to be fetched. Asks no network.

    Raises:
        ModelError: there is no such model, it is of no use here, or the weights are not those that the card names.
    """
    card = load_card(model)
    require_summariser(card)
    folder = model_folder(model)
    if folder is not None:
        return card, check_weights(folder, card)
    folder = hub.fetched(card)
    if folder is None:
        return card, None
    check_weights(folder, card)
    return card, hub.commit_of(card)


def example(language: str) -> str:
    """A sentence to try a model of `language` on; a Vietnamese one for a language that the program does not know."""
    try:
        return str(table(language, "condensing")["example"])
    except KeyError:
        return str(table("vi", "condensing")["example"])


def load(model: str | Path, *, offline: bool, untuned: bool = False) -> Seq2SeqCondenser:
    """See `load_condenser`. Only safetensors weights are read and no code that comes with a model is run. `untuned`: take
    a model that never learned to summarise as well, to teach it."""
    card = load_card(model)
    require_summariser(card, untuned=untuned)
    folder = model_folder(model)
    if folder is not None or offline:
        # Read when the hub client is imported: with it, a stray look-up fails at once and asks no network.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if folder is not None:
        revision: str | None = check_weights(folder, card)
    else:
        folder, revision = hub.fetched(card), hub.commit_of(card)
        if folder is None and offline:
            raise ModelError(
                "{model}: not on this machine, and --offline forbids fetching it; run once without --offline, or name a "
                "folder",
                model=model,
            )
        if folder is None:
            folder, revision = hub.fetch(card)

    from summarise.condensing.seq2seq import Seq2SeqCondenser

    tokenizer, network = _read(folder, model)
    _require_letters(tokenizer, card)
    _settle(network, tokenizer)
    card = card.model_copy(update={"longest": min(card.longest, _positions(network))})
    return Seq2SeqCondenser(network, tokenizer, card, str(revision), **_heads(folder, network, tokenizer, model))


def load_for_reading(model: str | Path, *, offline: bool, fast: bool = False) -> Seq2SeqCondenser:
    """See `load_condenser`: on the device of this machine, and there as fast as it gives the same result, or with `fast`
    nearly the same."""
    import torch

    from summarise.engine import device, require_fast
    from summarise.engine.kernels import has_bfloat16, pack

    if fast:
        require_fast()
    condenser = load(model, offline=offline)
    network = condenser.network.to(device())
    for head in (condenser.selector, condenser.keeper):
        if head is not None:
            head.to(device())
    if fast and device() != "cpu":
        network.bfloat16()
    # Products of 8 bits change a bullet in six, even where the weights alone have them; bfloat16 changes one in hundreds.
    kind = torch.bfloat16 if fast and has_bfloat16() else torch.float32
    pack(network, keep=network.get_output_embeddings(), kind=kind)
    return condenser


def _read(folder: Path, model: str | Path) -> tuple[Any, Any]:
    """The tokenizer and the network of a folder."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **options)
        network, found = AutoModelForSeq2SeqLM.from_pretrained(
            folder, use_safetensors=True, output_loading_info=True, **options
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise _unloadable(model, reason_of(error)) from error
    if tokenizer.eos_token_id is None or tokenizer.pad_token_id is None:
        raise _unloadable(model, "its tokenizer has no token that ends or fills a text")
    if found["missing_keys"]:
        # They would be random, and nothing would tell.
        raise _unloadable(model, f"no weights for {min(found['missing_keys'])}")
    return tokenizer, network.float().eval()


def _heads(folder: Path, network: Any, tokenizer: Any, model: str | Path) -> dict[str, Any]:
    """The selector and the keeper that lie beside the weights, if they do; in single precision."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from summarise.condensing.keeping import Keeper
    from summarise.condensing.selecting import Selector

    def beside(file: str) -> dict[str, Any] | None:
        path = folder / file
        return {name: values.float() for name, values in load_file(path).items()} if path.is_file() else None

    width = getattr(network.config, "hidden_size", 0)
    found: dict[str, Any] = {}
    try:
        if (weights := beside(SELECTOR)) is not None:
            found["selector"] = Selector.of(weights, width, len(tokenizer))
        if (weights := beside(KEEPER)) is not None:
            found["keeper"] = Keeper.of(weights, width)
        return found
    except (OSError, RuntimeError, ValueError, SafetensorError) as error:
        raise _unloadable(model, reason_of(error)) from error


def _unloadable(model: str | Path, reason: str) -> ModelError:
    return ModelError(
        "{model}: the model cannot be loaded ({reason}); it must be a seq2seq model with safetensors weights",
        model=model,
        reason=reason,
    )


def _require_letters(tokenizer: Any, card: ModelCard) -> None:
    """Raises:
    ModelError: the tokenizer wants segmented words, or loses or changes letters or digits of a language of the model.
    """
    if type(tokenizer).__name__ == READS_WORDS:
        require_summariser(card.model_copy(update={"segmentation": "words"}))
    for language in card.languages or ("vi",):
        try:
            probe = table(language, "condensing")["probe"]
        except KeyError:  # a language that the program does not know: nothing to go by
            continue
        ids = tokenizer(probe, add_special_tokens=False)["input_ids"]
        read = tokenizer.decode(ids, skip_special_tokens=False)
        if _letters(read) != _letters(probe):
            raise ModelError(
                "{model}: its tokenizer loses or changes letters of {language} ({lost}), so it cannot read the articles; "
                "take a model made for the language",
                model=card.name,
                language=language,
                lost=" ".join(sorted(set(_letters(probe)) - set(_letters(read)))) or "?",
            )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text))


def _positions(network: Any) -> int:
    """How many tokens the network can tell apart by place; beyond them it fails. T5 knows no such limit."""
    relative = getattr(network.config, "relative_attention_num_buckets", None) is not None
    return int(1e9 if relative else getattr(network.config, "max_position_embeddings", 1e9))


def _settle(network: Any, tokenizer: Any) -> None:
    """Keep of the settings that a model comes with the ids of its special tokens only. The rest (length penalties, lengths,
    forbidden repetitions) was chosen for free writing of whole summaries.

    A BART writes `<s>` before a text, because its targets began with it. Its files do not always say so, and the words of
    a source do not hold it, so the model is asked: what it puts first is forced where that is its own `<s>`.
    """
    import torch
    from transformers import GenerationConfig

    given = network.generation_config
    begin = given.decoder_start_token_id
    if begin is None:
        begin = given.bos_token_id if given.bos_token_id is not None else tokenizer.pad_token_id
    first = given.forced_bos_token_id
    own = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.cls_token_id
    if first is None and own is not None:
        inputs = tokenizer(table("vi", "condensing")["probe"], return_tensors="pt", return_token_type_ids=False)
        with torch.inference_mode():
            scores = network(**inputs, decoder_input_ids=torch.tensor([[begin]])).logits
        first = own if int(scores[0, -1].argmax()) == own else None
    network.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        decoder_start_token_id=begin,
        forced_bos_token_id=first,
        bos_token_id=given.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
