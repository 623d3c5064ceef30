"""`summarise models`: what is listed, shown and checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from summarise import resources
from summarise.cli import main, models
from summarise.condensing import ModelCard, hub
from summarise.condensing.cards import registry
from summarise.phrasing import Bullet

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def nothing_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of who runs the tests may hold models."""
    monkeypatch.setattr(hub, "fetched", lambda card: None)


def test_every_model_is_listed_with_what_hinders_its_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    heading, _rule, *rows = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert heading.split() == ["name", "languages", "trained", "on", "size", "licence", "where", "note"]
    assert [row.split()[0] for row in rows] == ["embedded", *registry()]
    said = {row.split()[0]: row for row in rows}
    assert said["embedded"].split()[1:] == ["vi,", "en", "clause", "49", "MB", "MIT", "here"]
    assert said["mt5-xlsum"].endswith("CC BY-NC-SA 4.0   to be fetched")
    assert said["mt5-base"].endswith("to be fetched   not fine-tuned for summarising")
    assert said["bartpho-word"].endswith("needs segmented words: not supported")


def test_a_model_that_was_fetched_is_listed_as_such(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(hub, "fetched", lambda card: tmp_path if card.name == "mt5-xlsum" else None)
    main(["models", "list"])
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "mt5-xlsum" in line]
    assert row.rstrip().endswith("  fetched")


def test_the_list_is_told_in_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "vi", "models", "list"]) == 0
    said = capsys.readouterr().out
    for text in ("tên", "giấy phép", "bài báo", "có sẵn", "chưa tải", "chưa được tinh chỉnh để tóm tắt"):
        assert text in said, text


def test_a_card_is_shown_without_what_it_lacks() -> None:
    card = ModelCard(name="own", description="một", licence="MIT", languages=("vi", "en"), size="90 MB", grain="clause")
    assert models.describe(card) == [
        "name: own",
        "description: một",
        "licence: MIT",
        "languages: vi, en",
        "trained on: clause",
        "reads at most: 512 tokens",
        "size: 90 MB",
    ]


def test_a_card_is_shown_with_all_that_it_says() -> None:
    card = ModelCard(
        name="me/mine",
        hub="me/mine",
        codes={"vi": "vi_VN"},
        prefixes={"bullet": "b: ", "summary": "s: "},
        scores={"rougeL": 42.75},
        revision=COMMIT,
        sha256="ab",
    )
    said = models.describe(card)
    assert "prefixes: bullet “b: ”, summary “s: ”" in said
    assert "language codes: vi vi_VN" in said
    assert "scores: rougeL 42.75" in said
    assert f"revision: {COMMIT}" in said
    assert said[-3:] == ["checksum: ab", "where: to be fetched", "note: how well it summarises is unknown"]


def test_the_commit_of_a_model_that_was_never_fetched_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "show", "vit5-base-vietnews"]) == 0
    assert "revision: chosen when it is first fetched" in capsys.readouterr().out


def test_a_local_model_is_checked_by_loading_and_trying_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "check"]) == 0
    whole, given, wrote = capsys.readouterr().out.splitlines()
    assert whole.startswith("embedded: whole; its weights are ")
    assert whole.endswith(", as its card says")
    assert "36.778" in given
    assert wrote.startswith("It wrote: ")
    assert "36.778" in wrote
    assert "Bên cạnh đó" not in wrote


def test_a_model_without_a_checksum_is_checked_all_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "cua-toi"
    shutil.copytree(resources.models() / "embedded", folder)
    card = (folder / "model.toml").read_text("utf-8")
    lines = [line for line in card.splitlines() if not line.startswith("sha256")]
    (folder / "model.toml").write_text("\n".join(lines).replace('"embedded"', '"cua-toi"'), "utf-8")
    monkeypatch.setattr(
        "summarise.phrasing.write_bullets", lambda *_, **__: [Bullet("Hỗ trợ.", "extract", "lost-number")]
    )
    assert main(["models", "check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "its card names no checksum" in said
    assert "It wrote nothing that can be taken (lost-number)" in said


def test_damaged_weights_are_3(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "cua-toi"
    shutil.copytree(resources.models() / "embedded", folder)
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"\x01")
    assert main(["models", "check", str(folder)]) == 3
    assert "not those that model.toml names" in capsys.readouterr().err


def test_a_model_of_the_hub_that_is_not_here_is_said_not_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "check", "vit5-base-vietnews"]) == 0
    assert capsys.readouterr().out == (
        "vit5-base-vietnews: not fetched yet; it comes from the hub (VietAI/vit5-base-vietnews-summarization, 0.9 GB) "
        "when it is first used\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nope"], "Error: no model nope"),
        (["check", "google/mt5-xl"], "Error: google/mt5-xl is not fine-tuned for summarising"),
        (["check", "bartpho-word"], "Error: bartpho-word reads text whose syllables are joined"),
        (["show", "a/b@main"], "Error: a/b@main: what follows @ is no commit"),
    ],
)
def test_what_cannot_be_used_is_3(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", *arguments]) == 3
    assert capsys.readouterr().err.startswith(said)
