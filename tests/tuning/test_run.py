"""Tuning itself, on a small random model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import summarise
from summarise import tuning
from summarise.condensing import Passage, check_model, load_card, load_condenser
from summarise.condensing.cards import KEEPER, SELECTOR
from summarise.condensing.loading import load
from summarise.errors import InputError, OutputError, SettingsError
from summarise.tuning.pairs import Corrected, Pair
from summarise.tuning.rehearsal import rehearse
from summarise.tuning.reports import Spare
from summarise.tuning.saving import as_toml, check_folder, save

ROOT = Path(summarise.__file__).parent.parent


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory, tiny: Path, clauses: list[str]) -> tuple[Path, dict[str, Any]]:
    """The folder and the JSON of a real run of the command, two epochs on forty pairs."""
    folder = tmp_path_factory.mktemp("office")
    rows = [json.dumps({"source": text, "target": text}, ensure_ascii=False) for text in clauses[:44]]
    (folder / "pairs.jsonl").write_text("\n".join(rows), "utf-8")
    options = ["-o", "cua-toi", "--model", str(tiny), "--epochs", "2", "--json", "r.json", "--offline"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "summarise", "models", "tune", "pairs.jsonl", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "SUMMARISE_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "cua-toi"
    return folder / "cua-toi", json.loads((folder / "r.json").read_text("utf-8"))


def test_the_held_out_loss_falls(tuned: tuple[Path, dict[str, Any]]) -> None:
    _, result = tuned
    assert result["losses"][-1] < result["before"]["loss"]
    assert result["after"]["loss"] == pytest.approx(min(result["losses"]), abs=0.01)
    assert result["learned"] + result["held"] + sum(result["refused"].values()) == 44
    assert result["held"] == (result["learned"] + result["held"]) // 5


def test_the_folder_is_a_model_that_loads_and_writes_slices(tuned: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = tuned
    card, revision = check_model(folder)
    assert card.sha256 == revision
    (drafts,) = load_condenser(folder, offline=True).condense([Passage("Kết nạp 161 đoàn viên mới.", "vi")])
    assert drafts
    assert all(draft.kept for draft in drafts)


def test_the_card_tells_what_was_learned_in_numbers(tuned: tuple[Path, dict[str, Any]]) -> None:
    folder, result = tuned
    card = load_card(folder)
    assert card.name == "cua-toi"
    assert f"{result['learned']} corrected bullets" in card.training
    assert card.scores["held_out_loss_after"] < card.scores["held_out_loss_before"]
    assert card.grain == "clause"


def test_nothing_is_left_beside_the_folder(tuned: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = tuned
    assert sorted(path.name for path in folder.parent.iterdir()) == ["cua-toi", "pairs.jsonl", "r.json"]


def weights(network: Any) -> dict[str, Any]:
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def pairs_of(texts: list[str]) -> list[Pair]:
    return [Pair(Corrected(text, text, "vi"), text, text) for text in texts]


def trained(tiny: Path, texts: list[str], *, seed: int, epochs: int = 2) -> tuple[Any, Any, tuple[float, ...]]:
    from summarise.tuning import trainer

    condenser = load(tiny, offline=True)
    network = condenser.network
    before = weights(network)
    examples = trainer.encode(pairs_of(texts), network=network, tokenizer=condenser.tokenizer, card=condenser.card)
    found = [example for example in examples if example]
    history = trainer.train(
        network, None, found[8:], found[:8], epochs=epochs, seed=seed, advance=lambda done, total: None
    )
    return before, weights(network), tuple(epoch.held for epoch in history)


def test_the_same_pairs_and_seed_give_the_same_weights_and_another_seed_others(tiny: Path, clauses: list[str]) -> None:
    _, one, losses = trained(tiny, clauses[:24], seed=3)
    _, two, again = trained(tiny, clauses[:24], seed=3)
    _, other, _ = trained(tiny, clauses[:24], seed=4)
    assert losses == again
    assert all((one[name] == two[name]).all() for name in one)
    assert not all((one[name] == other[name]).all() for name in one)


def test_a_token_that_is_but_the_blank_before_a_word_is_kept_with_the_word(tiny: Path) -> None:
    from summarise.condensing.alignment import tokens_with_offsets
    from summarise.tuning.trainer import kept_tokens

    tokenizer = load(tiny, offline=True, untuned=True).tokenizer
    source, target = "LĐLĐ tỉnh đã hỗ trợ 386 NLĐ, rà soát 12 đơn vị.", "Hỗ trợ 386 NLĐ."
    _, offsets = tokens_with_offsets(tokenizer, source)
    pieces = [source[start:end] for start, end in offsets]
    assert pieces.count(" ") >= 3  # before 386, NLĐ and rà
    kept = kept_tokens(source, target, language="vi", tokenizer=tokenizer)
    told = "".join(piece for piece, stays in zip(pieces, kept, strict=True) if stays)
    assert told.split() == ["hỗ", "trợ", "386", "NLĐ,"]
    assert all(kept[n] == kept[n + 1] for n, piece in enumerate(pieces) if piece == " ")


def test_the_embeddings_and_the_lower_encoder_stay_as_they_are(tiny: Path, clauses: list[str]) -> None:
    before, after, _ = trained(tiny, clauses[:24], seed=0, epochs=1)
    moved = {name for name in before if not (before[name] == after[name]).all()}
    assert "model.shared.weight" not in moved
    assert not [name for name in moved if "encoder.layers.0" in name or "encoder.layers.1" in name]
    assert [name for name in moved if "encoder.layers.2" in name]
    assert [name for name in moved if "decoder.layers.0" in name]


def test_the_keeper_learns_along_and_the_selector_stays(tmp_path: Path, tiny: Path, clauses: list[str]) -> None:
    import torch

    from summarise.condensing.keeping import Keeper
    from summarise.condensing.selecting import Selector
    from summarise.tuning import trainer

    condenser = load(tiny, offline=True)
    network, width = condenser.network, condenser.network.config.hidden_size
    torch.manual_seed(0)
    keeper, selector = Keeper(width, hidden=8, members=1).eval(), Selector(width, len(condenser.tokenizer)).eval()
    before = weights(keeper)
    whole = [Pair(Corrected(text, text, "vi"), text, text.split(",")[0]) for text in clauses[:24]]
    examples = trainer.encode(whole, network=network, tokenizer=condenser.tokenizer, card=condenser.card)
    found = [example for example in examples if example]
    assert all(any(example.kept) for example in found)
    assert not all(all(example.kept) for example in found)
    trainer.train(network, keeper, found[8:], found[:8], epochs=2, seed=0, advance=lambda done, total: None)
    assert not all((before[name] == values).all() for name, values in weights(keeper).items())

    heads = {KEEPER: keeper, SELECTOR: selector}
    card = condenser.card
    save(tmp_path / "m", network=network.half(), heads=heads, tokenizer=condenser.tokenizer, card=card)
    again = load(tmp_path / "m", offline=True)
    assert again.keeper is not None
    assert again.selector is not None
    for name, values in weights(selector).items():
        assert (again.selector.state_dict()[name] == values).all()
    (drafts,) = again.condense([Passage("Kết nạp 161 đoàn viên mới.", "vi")])
    assert all(draft.kept for draft in drafts)


def test_a_t5_is_tuned_as_well_without_its_embeddings_and_lower_encoder(
    tmp_path: Path, tiny: Path, clauses: list[str]
) -> None:
    from transformers import AutoTokenizer, T5Config, T5ForConditionalGeneration

    tokenizer = AutoTokenizer.from_pretrained(tiny)
    config = T5Config(
        vocab_size=len(tokenizer), d_model=32, d_kv=16, d_ff=32, num_layers=3, num_decoder_layers=1, num_heads=2,
        pad_token_id=1, eos_token_id=2, decoder_start_token_id=1,
    )  # fmt: skip
    T5ForConditionalGeneration(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    before, after, losses = trained(tmp_path, clauses[:24], seed=0)
    moved = {name for name in before if not (before[name] == after[name]).all()}
    assert losses[1] < losses[0]
    assert "shared.weight" not in moved
    assert not [name for name in moved if "encoder.block.0" in name or "encoder.block.1" in name]
    assert [name for name in moved if "encoder.block.2" in name]


def test_the_best_epoch_is_kept_and_training_ends_when_nothing_gets_better(
    tiny: Path, clauses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from summarise.tuning import trainer

    losses = iter([3.0, 1.0, 2.0, 2.5, 0.1])
    seen: list[Any] = []

    def held_loss(network: Any, examples: Any) -> float:
        seen.append(weights(network))
        return next(losses)

    monkeypatch.setattr(trainer, "held_loss", held_loss)
    _, after, history = trained(tiny, clauses[:24], seed=0, epochs=5)
    assert history == (3.0, 1.0, 2.0, 2.5)
    assert all((after[name] == seen[1][name]).all() for name in after)


def test_what_is_longer_than_the_model_reads_is_left_out(tiny: Path) -> None:
    from summarise.tuning import trainer

    condenser = load(tiny, offline=True)
    long = "đoàn viên " * condenser.card.longest
    found = trainer.encode(
        pairs_of(["Kết nạp 161 đoàn viên.", long]),
        network=condenser.network,
        tokenizer=condenser.tokenizer,
        card=condenser.card,
    )
    assert [example is None for example in found] == [False, True]


def test_own_bullets_are_rehearsed_of_clauses_that_nothing_else_is_learned_of(
    tiny: Path, clauses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from summarise.phrasing import Bullet
    from summarise.tuning import rehearsal

    def write_bullets(texts: list[str], _condenser: object, *, language: str) -> list[Bullet]:
        return [Bullet(text, "extract" if number == 0 else "model") for number, text in enumerate(texts)]

    monkeypatch.setattr(rehearsal, "write_bullets", write_bullets)
    learned = pairs_of(clauses[:10])
    held = [Pair(Corrected(text, text, "vi", report="b"), text, text) for text in clauses[10:12]]
    spare = [Spare(text, "vi", "a") for text in clauses[5:20]] + [Spare(text, "vi", "b") for text in clauses[20:30]]
    found = rehearse(spare, load(tiny, offline=True), learned=learned, held=held, seed=0)
    assert 0 < len(found) <= 4  # half of what is learned, less the one the rules wrote
    assert {pair.corrected.clause for pair in found} <= set(clauses[12:20])


def corpus_of(texts: list[str]) -> tuning.Corpus:
    from collections import Counter

    return tuning.Corpus(tuple(pairs_of(texts)), (), Counter())


def test_too_few_pairs_end_before_the_model_is_loaded(tmp_path: Path, clauses: list[str]) -> None:
    with pytest.raises(InputError, match="usable pairs: 19,"):
        tuning.tune(corpus_of(clauses[:19]), tmp_path / "m", model="no-such-model", epochs=1, hold=0.2, seed=0)


def make_model(folder: Path) -> Path:
    folder.mkdir()
    (folder / "model.toml").touch()
    return folder


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_text("x"), "holds something else"),
        (lambda path: (path.mkdir(), (path / "luận-văn.docx").touch()), "holds something else"),
        (make_model, "exists; --force overwrites it"),
    ],
)
def test_what_is_there_is_not_overwritten(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    path = tmp_path / "m"
    make(path)
    with pytest.raises(SettingsError, match=message):
        check_folder(path, force=False, model="embedded")


def test_only_a_model_is_overwritten_by_force_and_never_the_one_that_is_tuned(tmp_path: Path) -> None:
    check_folder(make_model(tmp_path / "m"), force=True, model="embedded")
    with pytest.raises(SettingsError, match="is the model that is tuned"):
        check_folder(tmp_path / "m", force=True, model=tmp_path / "m")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.txt").touch()
    with pytest.raises(SettingsError, match="holds something else"):
        check_folder(tmp_path / "d", force=True, model="embedded")
    with pytest.raises(SettingsError, match="there is no folder"):
        check_folder(tmp_path / "gone" / "m", force=False, model="embedded")


def test_a_model_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, tiny: Path) -> None:
    old = make_model(tmp_path / "m")

    class Full:
        def save_pretrained(self, folder: Path) -> None:
            (folder / "model.safetensors").write_bytes(b"part")
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        save(old, network=Full(), heads={}, tokenizer=None, card=load_card(tiny))
    assert [path.name for path in tmp_path.iterdir()] == ["m"]
    assert [path.name for path in old.iterdir()] == ["model.toml"]


def test_a_model_takes_the_place_of_the_old_one(tmp_path: Path, tiny: Path) -> None:
    condenser = load(tiny, offline=True)
    old = make_model(tmp_path / "m")
    save(old, network=condenser.network, heads={}, tokenizer=condenser.tokenizer, card=condenser.card)
    assert [path.name for path in tmp_path.iterdir()] == ["m"]
    assert check_model(old)[1] == load_card(old).sha256


def test_a_card_written_as_toml_is_read_as_it_was() -> None:
    card = load_card("embedded")
    odd = card.model_copy(update={"name": 'a "b" \\ \x7f é', "scores": {"a b": 1e-7, "c": 2.0}, "longest": 3})
    assert type(card)(**tomllib.loads(as_toml(odd))) == odd
