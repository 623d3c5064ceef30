"""Loading and running seq2seq models: the embedded one, and small random ones of other shapes built here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from summarise import resources
from summarise.condensing import Passage, check_model, load_condenser
from summarise.errors import ModelError
from summarise.records import Draft, Span
from summarise.units import Joints

CLAUSE = "Bên cạnh đó, các cấp công đoàn đã hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng;"


@pytest.fixture(scope="module", params=["bart", "t5"])
def random_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with random weights and the embedded tokenizer."""
    import torch
    from transformers import (
        AutoTokenizer,
        BartConfig,
        BartForConditionalGeneration,
        T5Config,
        T5ForConditionalGeneration,
    )

    folder = tmp_path_factory.mktemp(request.param)
    tokenizer = AutoTokenizer.from_pretrained(resources.models() / "embedded")
    torch.manual_seed(1)
    if request.param == "bart":
        model = BartForConditionalGeneration(
            BartConfig(
                vocab_size=len(tokenizer), d_model=32, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
                decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, pad_token_id=1, bos_token_id=0,
                eos_token_id=2, decoder_start_token_id=2, forced_eos_token_id=2,
            )
        )  # fmt: skip
    else:
        model = T5ForConditionalGeneration(
            T5Config(
                vocab_size=len(tokenizer), d_model=32, d_kv=16, d_ff=32, num_layers=1, num_heads=2, pad_token_id=1,
                eos_token_id=2, decoder_start_token_id=1,
            )
        )  # fmt: skip
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_any_model_writes_only_slices_of_its_source(random_model: Path) -> None:
    drafts = load_condenser(random_model, offline=True).condense(
        [Passage(CLAUSE, "vi"), Passage("Kết nạp 161 đoàn viên.", "vi")]
    )
    assert all(drafts)
    for draft in drafts[0]:
        assert draft.kept is not None
        assert draft.text == " ".join(" ".join(CLAUSE[span.start : span.end] for span in draft.kept).split()) or all(
            CLAUSE[span.start : span.end].strip() in CLAUSE for span in draft.kept
        )
        assert list(draft.kept) == sorted(draft.kept)


def test_units_are_whole_in_every_draft(random_model: Path) -> None:
    unit = Span(CLAUSE.index("hơn 41,7"), CLAUSE.index(";"))
    everywhere = frozenset(range(len(CLAUSE)))
    passage = Passage(CLAUSE, "vi", Joints((unit,), everywhere, everywhere))
    (drafts,) = load_condenser(random_model, offline=True).condense([passage])
    for draft in drafts:
        assert ("41,7" in draft.text) == ("hơn 41,7 tỷ đồng" in draft.text)


def test_condensing_twice_gives_the_same(random_model: Path) -> None:
    condenser = load_condenser(random_model, offline=True)
    assert condenser.condense([Passage(CLAUSE, "vi")]) == condenser.condense([Passage(CLAUSE, "vi")])


def test_nothing_is_drafted_for_what_is_longer_than_the_model_reads(random_model: Path) -> None:
    condenser = load_condenser(random_model, offline=True)
    assert condenser.condense([Passage(CLAUSE * 60, "vi")]) == [()]


def test_the_embedded_model_drops_an_opening_and_keeps_the_figures() -> None:
    (drafts,) = load_condenser().condense([Passage(CLAUSE, "vi")])
    assert "36.778" in drafts[0].text
    assert "41,7" in drafts[0].text
    assert len(drafts[0].text) < len(CLAUSE)


def test_the_embedded_weights_are_those_that_the_card_names() -> None:
    card, revision = check_model("embedded")
    assert card.sha256 == revision


def test_other_weights_than_the_card_names_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(resources.models() / "embedded", folder)
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"\x01")
    with pytest.raises(ModelError, match="not those"):
        load_condenser(folder)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        load_condenser(tmp_path)


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x02")
    with pytest.raises(ModelError, match="safetensors"):
        load_condenser(tmp_path)


def test_drafts_that_say_the_same_are_one_in_the_place_of_the_first() -> None:
    from summarise.condensing.seq2seq import _ranked

    one, other = Draft("a", 0.0, (Span(0, 1),)), Draft("b", 0.0)
    assert _ranked([one, other, Draft("a", 0.0, (Span(2, 3),))]) == (Draft("a", 1.0, (Span(0, 1),)), Draft("b", 0.5))
