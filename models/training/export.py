"""Step 6: the trained weights as they ship: safetensors, half precision (the labeller: 8 bits), cards with checksum and scores,
the log and the loss curve.

python models/training/export.py --condenser build/condenser --labeller build/labeller-* --out models
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from summarise.condensing.cards import KEEPER, SELECTOR, digest
from summarise.labelling.network import WEIGHTS, packed, unpacked

CARD = """\
# The model that ships; how it was made: models/training/README.md.
name = "embedded"
description = "BART of 6 + 3 layers that started from multilingual-e5-small; condenses a clause to a bullet"
licence = "MIT"
languages = ["vi", "en"]
longest = 256
grain = "clause"
size = "{size} MB"
training = "VietNews pairs and scored choices; written pairs of union reports (470 articles, 2,289 records)"
sha256 = "{sha256}"

[prefixes]
bullet = "<bullet><{{language}}>"
merge = "<merge><{{language}}>"
summary = "<summary><{{language}}>"

[scores]
# On the held-out written pairs, teacher-forced.
held_out_token_accuracy = {right:.4f}
held_out_loss = {loss:.4f}
"""


def rows(log: Path) -> list[dict]:
    """The evaluations of a run, in order."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def draw_curve(log: Path, picture: Path) -> None:
    """Training and held-out loss over the evaluations, a line across where a stage begins."""
    from matplotlib import pyplot

    found = rows(log)
    places = range(len(found))
    figure, axes = pyplot.subplots(figsize=(7, 3.5), layout="constrained")
    axes.plot(places, [row["train"] for row in found], label="training (smoothed, with dropout)")
    axes.plot(places, [row["loss"] for row in found], label="held-out written pairs")
    for place in places[1:]:
        if found[place]["step"] < found[place - 1]["step"]:
            axes.axvline(place - 0.5, color="grey", linewidth=0.8)
    axes.set_xticks(places, [f"{row['stage']} {row['step']}" for row in found], rotation=60, ha="right", fontsize=7)
    axes.set_ylabel("nats a token")
    axes.set_yscale("log")
    axes.legend(frameon=False)
    figure.savefig(picture, dpi=110)


def export_condenser(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    best = min(rows(source / "train.jsonl"), key=lambda row: row["loss"])  # what is kept as the best
    source = source / "best"
    model = AutoModelForSeq2SeqLM.from_pretrained(source, dtype=torch.float32).half()
    model.generation_config.max_length = None
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(source).save_pretrained(folder)
    for name in (KEEPER, SELECTOR):
        shutil.copyfile(source / name, folder / name)
    weights = list(folder.glob("*.safetensors"))
    for path in weights:
        path.chmod(0o644)
    sha256, size = digest(folder), round(sum(path.stat().st_size for path in weights) / 1e6)
    card = CARD.format(size=size, sha256=sha256, right=best["right"], loss=best["loss"])
    (folder / "model.toml").write_text(card, "utf-8")
    print(f"{folder}: {size} MB, {sha256[:12]}")


def export_labeller(runs: Sequence[Path], folder: Path) -> None:
    """The mean of the weights of runs from one start (Wortsman et al. 2022, "Model soups"); the chain of sections is the
    last's."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "sequence.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(runs[-1] / name, folder / name)
    weights = [unpacked(load_file(run / WEIGHTS)) for run in runs]
    mean = {name: sum(each[name] for each in weights) / len(weights) for name in weights[0]}
    save_file(packed(mean), folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)
    print(f"{folder}: {(folder / WEIGHTS).stat().st_size / 1e6:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--condenser", type=Path, required=True)
    parser.add_argument("--labeller", type=Path, required=True, nargs="+", metavar="RUN", help="runs, to be averaged")
    parser.add_argument("--out", type=Path, default=Path("models"))
    args = parser.parse_args()
    export_condenser(args.condenser, args.out / "embedded")
    export_labeller(args.labeller, args.out / "labeller")
    here = args.out / "training"
    here.mkdir(exist_ok=True)
    shutil.copyfile(args.condenser / "train.jsonl", here / "condenser.jsonl")
    shutil.copyfile(args.condenser / "best" / "heads.jsonl", here / "heads.jsonl")
    draw_curve(here / "condenser.jsonl", here / "condenser.png")
    with (here / "labeller.jsonl").open("w", encoding="utf-8") as log:
        for number, run in enumerate(args.labeller, 1):
            log.writelines(json.dumps({"run": number} | row) + "\n" for row in rows(run / "train.jsonl"))


if __name__ == "__main__":
    main()
