"""`summarise models tune`: what is told, what is written, and how it ends."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from summarise import tuning
from summarise.cli import main
from summarise.cli.tune import refusals
from summarise.errors import ModelError
from summarise.tuning.run import Tuned
from summarise.tuning.scoring import Scores

WORDS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "tư"]
ROWS = [
    {"source": f"Kết nạp {number} đoàn viên mới ở xã {word}.", "target": f"Kết nạp {number} đoàn viên mới."}
    for number, word in enumerate([*WORDS, *WORDS], 100)
]


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with 22 pairs that can be used and one that cannot."""
    monkeypatch.chdir(tmp_path)
    rows = [*ROWS, {"source": ROWS[0]["source"], "target": ROWS[0]["target"]}]
    (tmp_path / "pairs.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return tmp_path


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Put a run that only says its scores in place of the real one; `after` is the score that it comes to."""
    script: dict[str, Any] = {"after": 0.92, "asked": []}

    def tune(corpus: tuning.Corpus, folder: Path, *, tell: Any, **options: Any) -> Tuned:
        script["asked"].append((len(corpus.pairs), options))
        for stage, done in (("load", 0), ("learn", 1), ("learn", 2), ("save", 0)):
            tell(stage, done, 2)
        if error := script.get("error"):
            raise error
        folder.mkdir(exist_ok=True)
        return Tuned(
            folder=folder,
            model="embedded",
            revision="1",
            learned=18,
            held=4,
            rehearsed=3,
            refused=corpus.refused + Counter({"long": 2}),
            before=Scores(0.9, 0.8, 0.1, 0.5),
            after=Scores(script["after"], 0.8, 0.1, 0.4),
            clerk=0.8,
            losses=(0.45, 0.4),
            best=2,
        )

    monkeypatch.setattr(tuning, "tune", tune)
    return script


def test_the_scores_are_the_result_and_the_counts_are_notes(pairs: Path, scripted: dict[str, Any], capsys) -> None:
    assert main(["models", "tune", "pairs.jsonl", "-o", "m", "--json", "r.json", "--epochs", "3", "--seed", "7"]) == 0
    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert lines[:2] == [["before", "after"], ["ROUGE-L", "0.900", "0.920"]]
    assert out.splitlines()[-1] == "m"
    assert "1 bullet not used: of a clause that was there before" in err
    assert "2 bullets not used: of a clause longer than the model reads" in err
    assert "18 pairs learned, 3 own bullets repeated, 4 pairs held out; epoch 2 was the best" in err
    assert err.count("Learning") == 1
    assert scripted["asked"][0][0] == 22
    assert scripted["asked"][0][1] == {"model": "embedded", "offline": False, "epochs": 3, "hold": 0.2, "seed": 7}
    result = json.loads((pairs / "r.json").read_text("utf-8"))
    assert result["better"] is True
    assert result["refused"] == {"twice": 1, "long": 2}
    assert result["before"]["rouge_l"] == 0.9


def test_a_model_that_got_no_better_is_written_with_the_advice_to_keep_the_old_one(
    pairs: Path, scripted: dict[str, Any], capsys
) -> None:
    scripted["after"] = 0.9
    assert main(["models", "tune", "pairs.jsonl", "-o", "m", "-q"]) == 0
    out, err = capsys.readouterr()
    assert err.strip() == (
        "The bullets are no nearer to the clerks' than before: keep embedded, and correct more reports."
    )
    assert out.splitlines()[-1] == "m"


def test_an_interruption_ends_with_130_and_writes_nothing(pairs: Path, scripted: dict[str, Any], capsys) -> None:
    scripted["error"] = KeyboardInterrupt()
    assert main(["models", "tune", "pairs.jsonl", "-o", "m", "--json", "r.json"]) == 130
    assert capsys.readouterr().err.splitlines()[-1] == "Interrupted; nothing was written."
    assert [path.name for path in pairs.iterdir()] == ["pairs.jsonl"]


def test_an_error_of_the_model_is_3(pairs: Path, scripted: dict[str, Any], capsys) -> None:
    scripted["error"] = ModelError("no model {model}: name one of {names}", model="a", names="b")
    assert main(["models", "tune", "pairs.jsonl", "-o", "m"]) == 3
    assert "Error: no model a" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["pairs.jsonl", "-o", "m", "--hold", "0.9"], 2, "--hold 0.9: give a share between 0.05 and 0.5"),
        (["pairs.jsonl", "-o", "m", "--epochs", "0"], 2, "--epochs 0: at least one is needed"),
        (["pairs.jsonl", "-o", "gone/m"], 2, "there is no folder"),
        (["pairs.jsonl", "-o", "."], 2, "holds something else than a model"),
        (["pairs.jsonl", "-o", "m", "--json", "pairs.jsonl", "--force"], 2, "is the input or another output"),
        (["pairs.jsonl", "-o", "m", "--model", "khong-co"], 3, "no model khong-co"),
        (["gone.jsonl", "-o", "m"], 1, "there is no such file"),
        (["gone.txt", "-o", "m"], 1, "no pairs (.jsonl, .csv) and no corrected summary"),
        (["pairs.jsonl", "-o", "m", "--articles", "gone"], 2, "--articles gone: there is no such folder"),
        (["few.csv", "-o", "m"], 1, "usable pairs: 1, at least 20 are needed"),
    ],
)
def test_what_is_wrong_is_told_before_the_model_is_loaded(
    pairs: Path, monkeypatch: pytest.MonkeyPatch, capsys, arguments: list[str], code: int, message: str
) -> None:
    from summarise.condensing import loading

    monkeypatch.setattr(loading, "load", lambda *_args, **_options: pytest.fail("the model was loaded"))
    (pairs / "few.csv").write_text("source,target\nKết nạp 161 đoàn viên mới.,Kết nạp 161 đoàn viên.\n", "utf-8")
    assert main(["models", "tune", *arguments]) == code
    assert message in capsys.readouterr().err
    assert sorted(path.name for path in pairs.iterdir()) == ["few.csv", "pairs.jsonl"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_command_has_help(language: str, capsys) -> None:
    assert main(["models", "tune", "--help", "--lang", language]) == 0
    assert "--articles" in capsys.readouterr().out


def test_every_reason_has_words() -> None:
    from typing import get_args

    from summarise.tuning.pairs import Refusal

    assert len(refusals(Counter(get_args(Refusal)))) == len(get_args(Refusal))
