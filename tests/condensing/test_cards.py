"""Cards: what a model says of itself, and what the registry says of public ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from summarise.condensing import ModelCard, Task, list_models, load_card
from summarise.condensing.cards import registry, require_summariser
from summarise.errors import ModelError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TASKS: tuple[Task, ...] = ("bullet", "merge", "summary")


def folder_with(path: Path, card: str) -> Path:
    path.mkdir()
    (path / "config.json").write_text("{}")
    (path / "model.toml").write_text(card, "utf-8")
    return path


def test_a_prefix_names_task_and_language() -> None:
    card = load_card("embedded")
    assert [card.prefix(task, "vi") for task in TASKS] == ["<bullet><vi>", "<merge><vi>", "<summary><vi>"]
    assert card.prefix("bullet", "en") == "<bullet><en>"


def test_a_task_that_a_model_does_not_know_has_the_prefix_of_the_nearest() -> None:
    assert {load_card("vit5-base-vietnews").prefix(task, "vi") for task in TASKS} == {"vietnews: "}
    card = ModelCard(name="a", prefixes={"bullet": "b: "})
    assert [card.prefix(task, "vi") for task in TASKS] == ["b: ", "b: ", ""]


def test_a_prefix_may_hold_braces_of_its_own() -> None:
    assert ModelCard(name="a", prefixes={"summary": "{x} {language}: "}).prefix("summary", "vi") == "{x} vi: "


def test_a_model_without_prefixes_reads_bare_text() -> None:
    assert {load_card("mt5-xlsum").prefix(task, "vi") for task in TASKS} == {""}


def test_every_entry_of_the_registry_says_what_a_user_has_to_know() -> None:
    for card in registry().values():
        assert card.hub, card.name
        assert "?" not in (card.licence, card.size), card.name
        assert card.languages, card.name
        assert card.training, card.name


def test_no_entry_of_the_registry_leaves_the_commit_to_a_moving_main_branch() -> None:
    assert [card.name for card in registry().values() if card.revision is None and card.branch == "main"] == []


def test_the_embedded_model_is_listed_first() -> None:
    assert [card.name for card in list_models()][:2] == ["embedded", "vit5-base-vietnews"]


def test_a_hub_id_has_the_card_of_its_registry_entry() -> None:
    assert load_card("VietAI/vit5-base-vietnews-summarization").name == "vit5-base-vietnews"
    assert load_card("vietai/ViT5-base-vietnews-summarization").name == "vit5-base-vietnews"


def test_a_commit_can_be_chosen_by_hand() -> None:
    assert load_card(f"to-chuc/mo-hinh@{COMMIT}").revision == COMMIT
    card = load_card(f"mt5-xlsum@{COMMIT}")
    assert (card.name, card.revision) == ("mt5-xlsum", COMMIT)
    assert card.sha256 is None  # that of the registry is of another commit


@pytest.mark.parametrize("commit", ["", "main", COMMIT[:7], COMMIT.upper(), f"{COMMIT}0"])
def test_what_is_no_whole_commit_is_refused(commit: str) -> None:
    with pytest.raises(ModelError, match="no commit"):
        load_card(f"to-chuc/mo-hinh@{commit}")


def test_a_branch_is_no_revision() -> None:
    with pytest.raises(ValidationError):
        ModelCard(name="a", revision="main")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ModelError, match="vit5-base-vietnews"):
        load_card("vit6")


@pytest.mark.parametrize(
    "model", ["vit5-base", "google/mt5-small", "Google/MT5-xl", "facebook/bart-base", f"mbart-50@{COMMIT}"]
)
def test_a_checkpoint_that_never_learned_to_summarise_is_named_as_such(model: str) -> None:
    with pytest.raises(ModelError, match=r"not fine-tuned for summarising.*vit5-base-vietnews.*models tune"):
        require_summariser(load_card(model))


@pytest.mark.parametrize("model", ["embedded", "vit5-large-vietnews", "to-chuc/mo-hinh"])
def test_others_are_taken(model: str) -> None:
    require_summariser(load_card(model))


def test_a_folder_is_taken_whatever_its_card_says_of_tuning(tmp_path: Path) -> None:
    require_summariser(load_card(folder_with(tmp_path / "m", 'name = "m"\nfine_tuned = false\n')))


def test_a_model_of_segmented_words_is_refused_and_another_named(tmp_path: Path) -> None:
    for model in ("bartpho-word", folder_with(tmp_path / "m", 'name = "m"\nsegmentation = "words"\n')):
        with pytest.raises(ModelError, match="BARTpho-syllable"):
            require_summariser(load_card(model))


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ('name = "m"\nprefix = "x"\n', "prefix: Extra inputs"),
        ('name = "m"\nprefixes = { title = "x" }\n', r"prefixes\.title"),
        ('name = "m"\ngrain = "word"\n', "grain: Input should be"),
        ("name =\n", "Invalid value"),
        ('licence = "MIT"\n', "name: Field required"),
    ],
)
def test_what_is_wrong_in_a_card_is_named(tmp_path: Path, card: str, reason: str) -> None:
    with pytest.raises(ModelError, match=rf"model\.toml: the model card cannot be read: {reason}"):
        load_card(folder_with(tmp_path / "m", card))


def test_a_folder_without_a_card_is_named_by_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path / "mo-hinh", "")
    (folder / "model.toml").unlink()
    monkeypatch.chdir(folder)
    assert load_card(".").name == "mo-hinh"
