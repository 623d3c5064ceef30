"""Step 5: the trained weights as they ship: half precision, safetensors, cards with checksum and scores.

python models/training/export.py --condenser build/condenser --labeller build/labeller --out models
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

CARD = """\
# The model that ships; how it was made: models/training/README.md.
name = "embedded"
description = "BART of 6 + 3 layers that started from multilingual-e5-small; condenses a clause to a bullet"
licence = "MIT"
languages = ["vi", "en"]
prefix = "<bullet><{{language}}>"
longest = 224
size = "{size} MB"
training = "VietNews copy and mined pairs; written pairs of union reports (66 articles, 780 records)"
sha256 = "{sha256}"

[scores]
# On the held-out written pairs, teacher-forced.
held_out_token_accuracy = {right:.4f}
held_out_loss = {loss:.4f}
"""


def last_row(log: Path) -> dict:
    return json.loads(log.read_text("utf-8").splitlines()[-1])


def export_condenser(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(source, dtype=torch.float32).half()
    model.generation_config.max_length = None
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(source).save_pretrained(folder)
    weights = folder / "model.safetensors"
    weights.chmod(0o644)
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    row = last_row(source / "train.jsonl")
    size = round(weights.stat().st_size / 1e6)
    card = CARD.format(size=size, sha256=digest, right=row["right"], loss=row["loss"])
    (folder / "model.toml").write_text(card, "utf-8")
    print(f"{folder}: {size} MB, {digest[:12]}")


def export_labeller(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "model.safetensors", "sequence.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(source / name, folder / name)
    print(f"{folder}: {(folder / 'model.safetensors').stat().st_size / 1e6:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--condenser", type=Path, required=True)
    parser.add_argument("--labeller", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models"))
    args = parser.parse_args()
    export_condenser(args.condenser, args.out / "embedded")
    export_labeller(args.labeller, args.out / "labeller")
    here = args.out / "training"
    shutil.copyfile(args.condenser / "train.jsonl", here / "condenser.jsonl")
    shutil.copyfile(args.labeller / "train.jsonl", here / "labeller.jsonl")


if __name__ == "__main__":
    main()
