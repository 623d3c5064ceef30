"""Encoders of 8 bits: made once, whole or not at all, and refused where they differ."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from summarise import engine, resources
from summarise.cleaning import clean
from summarise.condensing import Passage, load_condenser
from summarise.errors import SettingsError
from summarise.labelling import load_labeller
from summarise.reading import from_text
from summarise.segmenting import segment

needs_fast = pytest.mark.skipif(not engine.has_fast(), reason="the extra fast is not installed")
TEXT = [5, 60, 700, 8, 9, 1000, 11, 12]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from summarise.engine import quantised

    monkeypatch.setattr(quantised, "cache", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def encoder():
    """BERT with random weights."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    sizes = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128}
    return BertModel(BertConfig(vocab_size=1200, **sizes), add_pooling_layer=False).eval()


def converted(cache: Path) -> list[Path]:
    return sorted(path for path in cache.iterdir() if path.is_dir()) if cache.exists() else []


@needs_fast
def test_it_gives_nearly_the_same_states_padded_or_not(encoder, cache: Path) -> None:
    import torch

    from summarise.engine.quantised import quantised

    before = {name: weights.clone() for name, weights in encoder.state_dict().items()}
    other = quantised(encoder, [TEXT], name="small")
    assert other is not None
    assert all(torch.equal(weights, before[name]) for name, weights in encoder.state_dict().items())
    ids = torch.tensor([TEXT, [*TEXT[:5], 0, 0, 0]])
    mask = torch.tensor([[1] * 8, [1] * 5 + [0] * 3])
    with torch.inference_mode():
        wanted = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        found = other(input_ids=ids, attention_mask=mask).last_hidden_state
    alike = torch.cosine_similarity(wanted, found, dim=-1)[mask.bool()]
    assert alike.min() > 0.99
    assert alike.mean() < 1.0
    assert not found[~mask.bool()].any()


@needs_fast
def test_it_is_converted_once(encoder, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from summarise.engine import quantised

    assert quantised.quantised(encoder, [TEXT], name="small")
    [folder] = converted(cache)
    monkeypatch.setattr(quantised, "_convert", None)
    assert quantised.quantised(encoder, [TEXT], name="small")
    assert converted(cache) == [folder]


@needs_fast
def test_a_damaged_one_is_made_anew(encoder, cache: Path) -> None:
    from summarise.engine.quantised import quantised

    assert quantised(encoder, [TEXT], name="small")
    [folder] = converted(cache)
    weights = folder / "model.bin"
    whole = weights.read_bytes()
    weights.write_bytes(whole[: len(whole) // 2])
    assert quantised(encoder, [TEXT], name="small")
    assert weights.stat().st_size == len(whole)


@needs_fast
def test_two_that_ask_at_once_get_one(encoder, cache: Path) -> None:
    from summarise.engine.quantised import quantised

    found: list[object] = []
    asking = [threading.Thread(target=lambda: found.append(quantised(encoder, [TEXT], name="small"))) for _ in range(3)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(found) == 3
    assert None not in found
    assert len(converted(cache)) == 1


@needs_fast
def test_one_that_differs_is_refused_with_a_warning_and_not_kept(
    encoder, cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from summarise.engine import quantised

    monkeypatch.setattr(quantised, "MEAN", 1.01)
    with caplog.at_level(logging.WARNING):
        assert quantised.quantised(encoder, [TEXT], name="small") is None
    assert "small: the faster engine cannot be used" in caplog.text
    assert converted(cache) == []


@needs_fast
def test_a_network_of_another_shape_is_left_as_it_is(cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    from summarise.condensing.loading import load
    from summarise.engine.quantised import quantised

    with caplog.at_level(logging.WARNING):
        assert quantised(load("embedded", offline=True).network.get_encoder(), [TEXT], name="embedded") is None
    assert "BartEncoder" in caplog.text
    assert converted(cache) == []


@needs_fast
def test_a_cache_that_cannot_be_written_is_told(
    encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from summarise.engine import quantised

    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr(quantised, "cache", lambda: tmp_path / "file" / "cache")
    with caplog.at_level(logging.WARNING):
        assert quantised.quantised(encoder, [TEXT], name="small") is None
    assert "cannot be used" in caplog.text


@needs_fast
def test_the_shipped_models_say_nearly_the_same_with_it(seeds: dict[str, Path], cache: Path) -> None:
    article = clean(from_text(next(iter(seeds.values())).read_text("utf-8")))
    sentences = segment(article)
    folder = resources.models() / "labeller"
    wanted = [(entry.sentence.text, entry.section) for entry in load_labeller(folder).label(article, sentences)]
    quick = load_labeller(folder, fast=True)
    assert type(quick.classifier.encoder).__name__ == "QuantisedEncoder"  # type: ignore[attr-defined]
    found = [(entry.sentence.text, entry.section) for entry in quick.label(article, sentences)]
    assert len(set(wanted) & set(found)) >= 0.9 * len(set(wanted))
    passages = [Passage(sentence.text, "vi") for sentence in sentences]
    drafts = [
        [texts[0].text if texts else "" for texts in load_condenser(fast=fast).condense(passages)]
        for fast in (False, True)
    ]
    assert sum(a == b for a, b in zip(*drafts, strict=True)) >= 0.95 * len(passages)


def test_without_the_extra_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    assert not engine.has_fast()
    for load in (lambda: load_condenser(fast=True), lambda: load_labeller(resources.models() / "labeller", fast=True)):
        with pytest.raises(SettingsError, match=r"summarise\[fast\]"):
            load()
