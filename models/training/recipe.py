"""All steps, one after the other, from the corpora to the weights that ship and their figures.

    python models/training/recipe.py --vietnews DIR --mined DIR --union DIR [--english DIR] [--config cpu|gpu] [--only STEP]

Each step is a script of its own beside this one and writes below `--build`; a step whose product is there is passed over,
and the condenser goes on where it was stopped. `--only` runs one step in any case.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

from summarise.condensing.cards import SELECTOR

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# What has to be at hand, and where it comes from.
CORPORA = {
    "vietnews": ("train.jsonl.xz", "VietNews (VNDS, Nguyen et al. 2019), as JSON lines"),
    "mined": ("train.jsonl.xz", "sentence-compression pairs mined from VietNews, see models/training/README.md"),
    "union": ("articles", "the annotated union articles and records, see models/training/README.md"),
}


LABELLERS = {"labeller-1": (5, 0, 7), "labeller-2": (6, 0, 7)}
"""Runs that are averaged: seed, layers that stay e5's, epochs."""
STEPS = ("initialise", "pairs", "condenser", "heads", *LABELLERS, "export", "evaluate")


@dataclass(frozen=True)
class Step:
    """A script with its options, and the file by which one sees that it ran (None: it runs every time)."""

    name: str
    script: Path
    options: list[str]
    product: Path | None


def steps(args: argparse.Namespace) -> list[Step]:
    build, models = args.build, args.models
    vietnews, union = ["--vietnews", str(args.vietnews)], ["--union", str(args.union)]
    english = ["--english", str(args.english)]
    abstracts = ["--abstracts", "100000"] if args.config == "gpu" else []
    pairs, condenser = build / "pairs", build / "condenser"
    labellers = [
        Step(
            name,
            HERE / "labeller.py",
            [
                *("--start", str(build / "encoder"), *union, "--out", str(build / name)),
                *f"--seed {seed} --frozen {frozen} --epochs {epochs}".split(),
            ],
            build / name / "done",
        )
        for name, (seed, frozen, epochs) in LABELLERS.items()
    ]
    return [
        Step("initialise", HERE / "initialise.py", [*vietnews, *union, *english, "--out", str(build)], build / "start"),
        Step(
            "pairs",
            HERE / "pairs.py",
            [*vietnews, "--mined", str(args.mined), *union, *english, "--out", str(pairs), *abstracts],
            pairs / "article.jsonl",
        ),
        Step(
            "condenser",
            HERE / "condenser.py",
            ["--start", str(build / "start"), "--pairs", str(pairs), "--out", str(condenser), "--config", args.config],
            condenser / "done",
        ),
        Step(
            "heads",
            HERE / "heads.py",
            ["--condenser", str(condenser / "best"), "--pairs", str(pairs)],
            condenser / "best" / SELECTOR,
        ),
        *labellers,
        Step(
            "export",
            HERE / "export.py",
            [
                "--condenser",
                str(condenser),
                "--labeller",
                *(str(build / name) for name in LABELLERS),
                "--out",
                str(models),
            ],
            models / "embedded" / "model.toml",
        ),
        Step(
            "evaluate",
            ROOT / "benchmarks" / "vietnews.py",
            [str(args.vietnews), "--every", str(args.every), "--model", str(models / "embedded")],
            None,
        ),
    ]


def require_corpora(args: argparse.Namespace) -> None:
    """Ends with a line that says what to fetch where a corpus is missing."""
    for name, (inside, what) in CORPORA.items():
        folder: Path = getattr(args, name)
        if not (folder / inside).exists():
            raise SystemExit(f"--{name} {folder}: {inside} is missing; fetch {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, (_, what) in CORPORA.items():
        parser.add_argument(f"--{name}", type=Path, required=True, help=f"folder of {what}")
    parser.add_argument(
        "--english", type=Path, default=Path(sysconfig.get_path("purelib")), help="English documentation"
    )
    parser.add_argument("--config", choices=("cpu", "gpu"), default="cpu")
    parser.add_argument("--build", type=Path, default=Path("build/models"))
    parser.add_argument("--models", type=Path, default=Path("build/models/ship"))
    parser.add_argument("--every", type=int, default=1, help="evaluate on each N-th test article only")
    parser.add_argument("--only", choices=STEPS)
    args = parser.parse_args()
    require_corpora(args)
    for step in steps(args):
        if args.only not in (None, step.name):
            continue
        if args.only is None and step.product is not None and step.product.exists():
            print(f"{step.name}: done before ({step.product})", flush=True)
            continue
        began = time.monotonic()
        run = subprocess.run([sys.executable, str(step.script), *step.options], check=False)
        if run.returncode:
            raise SystemExit(f"{step.name}: ended with {run.returncode}; the same command goes on from here")
        print(f"{step.name}: {(time.monotonic() - began) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
