"""How good the reports are on labelled cases: `summarise evaluate` on each folder, as one Markdown table.

    python benchmarks/quality.py CASES... [--model NAME|DIR|HUB-ID] [--each]

What the figures mean is told in `summarise/evaluation/figures.py`; what a case is, in `benchmarks/README.md`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROGRAM = (sys.executable, "-m", "summarise")
COUNTS = {"unsupported": "{:.0f}", "items": "{:.1f}"}  # the other figures are shares
HEADINGS = {
    "key_recall": "key recall",
    "figure_recall": "figure recall",
    "rouge1": "R-1",
    "rouge2": "R-2",
    "rougeL": "R-L",
}


def evaluate(cases: Path, model: str | None) -> dict[str, Any]:
    """What `summarise evaluate` says of a folder; its messages go to standard error as they come."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "figures.json")
        command = [*PROGRAM, "evaluate", str(cases), "--json", str(result)]
        run = subprocess.run([*command, *(("--model", model) if model else ())], stdout=subprocess.DEVNULL, check=False)
        if run.returncode:
            sys.exit(run.returncode)
        figures: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return figures


def row(name: str, figures: dict[str, float]) -> str:
    cells = [COUNTS.get(key, "{:.3f}").format(value) for key, value in figures.items()]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, help="folders of NAME.txt with NAME.gold.json")
    parser.add_argument("--model", help="as for summarise report")
    parser.add_argument("--each", action="store_true", help="a row for each case as well")
    options = parser.parse_args()

    for index, folder in enumerate(options.cases):
        result = evaluate(folder, options.model)
        if index == 0:
            names = [HEADINGS.get(name, name) for name in result["mean"]]
            print(f"| cases | {' | '.join(names)} |\n| --- |{' ---: |' * len(names)}")
        if options.each:
            for name, figures in result["cases"].items():
                print(row(name, figures))
        print(row(f"**{folder.name}** ({len(result['cases'])})", result["mean"]), flush=True)


if __name__ == "__main__":
    main()
