"""From a folder or a hub id to drafts, for models of the shapes that public ones have; the hub is a stand-in."""

from __future__ import annotations

import json
import logging
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import DryRunFileInfo
from huggingface_hub.errors import LocalEntryNotFoundError

from summarise.condensing import Passage, check_model, load_condenser
from summarise.condensing.hub import pins_file, readable
from summarise.errors import ModelError
from summarise.records import Span
from summarise.units import Joints, find_joints

CLAUSE = "Bên cạnh đó, các cấp công đoàn đã hỗ trợ 36.778 lượt đoàn viên với tổng số tiền hơn 41,7 tỷ đồng;"
ENGLISH = "The unions supported 36,778 members with more than 41.7 billion dong."
FIRST, SECOND = "1" * 40, "2" * 40


# Shapes


def test_a_model_of_any_shape_writes_slices_of_its_source(shaped_model: Path) -> None:
    clauses = [CLAUSE, "Kết nạp 161 đoàn viên…", "½ số “cơ sở” (95%) đạt vững mạnh; còn lại: khá."]
    passages = [Passage(clause, "vi", find_joints(clause, language="vi")) for clause in clauses]
    for clause, drafts in zip(clauses, load_condenser(shaped_model).condense(passages), strict=True):
        assert drafts
        for draft in drafts:
            assert draft.kept
            assert [end for _, end in draft.kept[:-1]] <= [start for start, _ in draft.kept[1:]]
            written = "".join(clause[span.start : span.end] for span in draft.kept)
            assert "".join(written.split()) == "".join(draft.text.split())


def test_a_model_of_any_shape_keeps_units_whole(shaped_model: Path) -> None:
    unit = Span(CLAUSE.index("hơn 41,7"), CLAUSE.index(";"))
    everywhere = frozenset(range(len(CLAUSE)))
    (drafts,) = load_condenser(shaped_model).condense([Passage(CLAUSE, "vi", Joints((unit,), everywhere, everywhere))])
    for draft in drafts:
        assert ("41,7" in draft.text) == ("hơn 41,7 tỷ đồng" in draft.text)
        assert ("36" in draft.text) == ("36.778" in draft.text)


def test_a_model_of_any_shape_says_nothing_of_what_is_longer_than_it_reads(shaped_model: Path) -> None:
    assert load_condenser(shaped_model).condense([Passage(CLAUSE * 60, "vi")]) == [()]


def test_a_model_is_told_the_language_where_its_card_has_a_code_for_it(
    folder_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from summarise.condensing import copying, lm_head

    encode, decode, read, prompts = lm_head.encoded, copying.copy_decode, [], []

    def reading(network: Any, inputs: Any) -> Any:
        read.append(set(inputs["input_ids"][:, 0].tolist()))
        return encode(network, inputs)

    def writing(*given: Any, prompt: Any, **options: Any) -> Any:
        prompts.append(prompt)
        return decode(*given, prompt=prompt, **options)

    monkeypatch.setattr(lm_head, "encoded", reading)
    monkeypatch.setattr(copying, "copy_decode", writing)
    condenser: Any = load_condenser(folder_of("mbart50"))
    drafts = condenser.condense([Passage(CLAUSE, "vi"), Passage(ENGLISH, "en"), Passage(CLAUSE[13:], "vi")])
    assert all(drafts)
    vietnamese, english = condenser.tokenizer.convert_tokens_to_ids(["vi_VN", "en_XX"])
    assert read == [{vietnamese}, {english}]
    assert prompts == [[2, vietnamese], [2, english]]


def test_a_model_reads_no_more_than_it_has_places_for(folder_of: Callable[[str], Path]) -> None:
    condenser: Any = load_condenser(folder_of("pegasus"))
    assert condenser.card.longest == 256
    assert load_condenser(folder_of("vit5")).card.longest == 512  # type: ignore[attr-defined]


def test_settings_for_free_writing_are_left_behind(folder_of: Callable[[str], Path]) -> None:
    settings = load_condenser(folder_of("pegasus")).network.generation_config  # type: ignore[attr-defined]
    assert (settings.length_penalty, settings.no_repeat_ngram_size, settings.num_beams) == (None, None, None)
    assert load_condenser(folder_of("bart")).network.generation_config.forced_bos_token_id == 0  # type: ignore[attr-defined]


def test_a_model_that_begins_its_texts_with_a_mark_of_its_own_goes_on_doing_so(
    folder_of: Callable[[str], Path], tmp_path: Path
) -> None:
    from safetensors.torch import load_file, save_file

    folder = Path(shutil.copytree(folder_of("bartpho"), tmp_path / "m"))
    weights = load_file(folder / "model.safetensors")
    weights["final_logits_bias"][:, 0] = 50.0
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    condenser: Any = load_condenser(folder)
    assert condenser.network.generation_config.forced_bos_token_id == 0
    assert load_condenser(folder_of("bartpho")).network.generation_config.forced_bos_token_id is None  # type: ignore[attr-defined]
    assert condenser.condense([Passage(CLAUSE, "vi")])[0]


# What is refused


def test_a_tokenizer_that_loses_letters_is_refused(folder_of: Callable[[str], Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of("vit5"), tmp_path / "m"))
    text = (folder / "tokenizer.json").read_text("utf-8")
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    pieces = json.loads(bare)
    known: dict[str, float] = {}
    for piece, score in pieces["model"]["vocab"]:
        known.setdefault(piece, score)
    pieces["model"]["vocab"] = list(known.items())
    (folder / "tokenizer.json").write_text(json.dumps(pieces), "utf-8")
    with pytest.raises(ModelError, match=r"tokenizer loses or changes letters of vi \(.*ế.*\)"):
        load_condenser(folder)


def test_letters_of_other_languages_than_its_own_may_be_unknown_to_a_model(
    folder_of: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(folder_of("vit5"), tmp_path / "m"))
    pieces = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    pieces["model"]["vocab"] = [entry for entry in pieces["model"]["vocab"] if entry[0].isascii() or "▁" in entry[0]]
    (folder / "tokenizer.json").write_text(json.dumps(pieces), "utf-8")
    with pytest.raises(ModelError, match="loses or changes"):
        load_condenser(folder)
    (folder / "model.toml").write_text('name = "m"\nlanguages = ["en"]\n', "utf-8")
    assert load_condenser(folder).condense([Passage(ENGLISH, "en")])[0]


def test_a_tokenizer_of_segmented_words_is_refused_also_without_a_card(
    folder_of: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(folder_of("bartpho"), tmp_path / "m"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "tokenizer_class": "PhobertTokenizer"}), "utf-8")
    (folder / "vocab.txt").write_text("công_đoàn 2\nviên 1\n", "utf-8")
    (folder / "bpe.codes").write_text("v i 1\n", "utf-8")
    with pytest.raises(ModelError, match="BARTpho-syllable"):
        load_condenser(folder)


def test_weights_that_are_not_whole_are_refused(folder_of: Callable[[str], Path], tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = Path(shutil.copytree(folder_of("mt5"), tmp_path / "m"))
    weights = load_file(folder / "model.safetensors")
    lost = next(name for name in sorted(weights) if "decoder" in name)
    save_file(
        {name: value for name, value in weights.items() if name != lost}, folder / "model.safetensors", {"format": "pt"}
    )
    with pytest.raises(ModelError, match=f"no weights for {lost}"):
        load_condenser(folder)


def test_a_model_that_is_no_seq2seq_model_is_refused(folder_of: Callable[[str], Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of("vit5"), tmp_path / "m"))
    (folder / "config.json").write_text('{"model_type": "bert", "vocab_size": 600}', "utf-8")
    with pytest.raises(ModelError, match="must be a seq2seq model"):
        load_condenser(folder)


def test_code_that_comes_with_a_model_is_not_run(folder_of: Callable[[str], Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder_of("vit5"), tmp_path / "m"))
    config = {"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModelForSeq2SeqLM": "own.Own"}}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", "utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_condenser(folder)
    assert not (tmp_path / "ran").exists()


# The hub


@dataclass
class Hub:
    """One model at two commits; `asked` are the revisions that were asked of the network."""

    folder: Path
    main: str = FIRST
    here: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    files: tuple[str, ...] = ("config.json", "model.safetensors")

    def snapshot_download(
        self,
        hub: str,
        *,
        revision: str,
        allow_patterns: list[str],
        local_files_only: bool = False,
        dry_run: bool = False,
    ) -> Any:
        if local_files_only:
            if revision not in self.here:
                raise LocalEntryNotFoundError("not here")
            return str(self.folder)
        self.asked.append(revision)
        if hub == "to-chuc/mat":
            raise ConnectionError("no route to the hub\nmore of it")
        commit = revision if revision in (FIRST, SECOND) else self.main
        if dry_run:
            return [
                DryRunFileInfo(commit, 1_250_000_000, name, name, False, name != "config.json") for name in self.files
            ]
        self.here.add(commit)
        return str(self.folder)


@pytest.fixture
def hub(folder_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Hub:
    stand_in = Hub(folder_of("vit5"))
    monkeypatch.setattr("huggingface_hub.snapshot_download", stand_in.snapshot_download)
    return stand_in


def test_the_commit_of_the_first_fetching_is_kept(hub: Hub) -> None:
    assert load_condenser("to-chuc/mo-hinh").record.revision == FIRST
    assert hub.asked == ["main", FIRST]
    assert json.loads(pins_file().read_text("utf-8")) == {"to-chuc/mo-hinh": FIRST}
    hub.main = SECOND
    assert load_condenser("to-chuc/mo-hinh").record.revision == FIRST
    assert load_condenser("to-chuc/mo-hinh", offline=True).record.revision == FIRST
    assert hub.asked == ["main", FIRST]
    hub.here.clear()  # the cache was emptied: the same commit comes again
    assert load_condenser("to-chuc/mo-hinh").record.revision == FIRST
    assert hub.asked == ["main", FIRST, FIRST, FIRST]


def test_a_registry_entry_names_the_branch_with_safetensors(hub: Hub) -> None:
    condenser = load_condenser("vit5-base-vietnews")
    assert hub.asked == ["refs/pr/2", FIRST]
    assert (condenser.record.name, condenser.record.revision) == ("vit5-base-vietnews", FIRST)


def test_a_commit_chosen_by_hand_is_asked_for_and_not_kept(hub: Hub) -> None:
    load_condenser("to-chuc/mo-hinh")
    assert load_condenser(f"to-chuc/mo-hinh@{SECOND}").record.revision == SECOND
    assert load_condenser("to-chuc/mo-hinh").record.revision == FIRST


def test_size_and_unknown_fitness_are_told_before_fetching(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "summarise"):
        load_condenser("to-chuc/mo-hinh")
    assert caplog.messages == [
        "to-chuc/mo-hinh: not in models list, so how well it summarises is unknown",
        f"to-chuc/mo-hinh: fetching 1.2 GB from the hub, once (commit {FIRST})",
    ]
    caplog.clear()
    with caplog.at_level(logging.WARNING, "summarise"):
        load_condenser("to-chuc/mo-hinh")
        load_condenser("vit5-base-vietnews")
    assert [message.split(":")[1].split()[0] for message in caplog.messages] == ["fetching"]


@pytest.mark.parametrize("model", ["vit5-base", "google/mt5-xl", "bartpho-word", "vinai/bartpho-word-base"])
def test_what_is_of_no_use_is_refused_before_anything_is_asked(hub: Hub, model: str) -> None:
    with pytest.raises(ModelError):
        load_condenser(model)
    assert hub.asked == []


def test_a_model_of_the_hub_is_not_fetched_offline(hub: Hub) -> None:
    with pytest.raises(ModelError, match="--offline forbids"):
        load_condenser("vit5-base-vietnews", offline=True)
    assert hub.asked == []


def test_a_model_without_safetensors_weights_is_not_fetched(hub: Hub) -> None:
    hub.files = ("config.json", "pytorch_model.bin")
    with pytest.raises(ModelError, match="no safetensors weights"):
        load_condenser("to-chuc/mo-hinh")
    assert hub.here == set()


def test_a_hub_out_of_reach_is_told_in_one_line(hub: Hub) -> None:
    with pytest.raises(ModelError, match=r"\(no route to the hub\)"):
        load_condenser("to-chuc/mat")


def test_weights_that_the_registry_does_not_know_are_refused_and_their_commit_not_kept(hub: Hub) -> None:
    with pytest.raises(ModelError, match="not those"):
        load_condenser("mt5-xlsum")
    assert not pins_file().exists()


@pytest.mark.parametrize("text", ["{", "[1]", '{"to-chuc/mo-hinh": 1}'])
def test_kept_commits_that_cannot_be_read_are_named(hub: Hub, text: str) -> None:
    pins_file().parent.mkdir(parents=True, exist_ok=True)
    pins_file().write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"revisions\.json: cannot be read .*delete it"):
        load_condenser("to-chuc/mo-hinh")


def test_checking_asks_no_network(hub: Hub) -> None:
    assert check_model("vit5-base-vietnews")[1] is None
    load_condenser("vit5-base-vietnews")
    asked = list(hub.asked)
    assert check_model("vit5-base-vietnews")[1] == FIRST
    assert hub.asked == asked


def test_sizes_are_read_in_powers_of_ten() -> None:
    assert [readable(size) for size in (10, 48_000_000, 904_000_000, 2_330_000_000)] == [
        "0.1 MB", "48.0 MB", "904.0 MB", "2.3 GB",
    ]  # fmt: skip
