"""The held-out articles as cases for `summarise evaluate` and the benchmarks.

    python models/training/cases.py build/held

writes NAME.txt and NAME.gold.json for every article of `held/`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpora import held_out

FACTS = ("kind", "date", "place", "organizer", "chairs", "period", "next_period")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for text, gold in held_out():
        case = {"id": gold["id"], "language": gold["language"], "meeting": {fact: gold[fact] for fact in FACTS}}
        (folder / f"{gold['id']}.txt").write_text(text, "utf-8")
        said = json.dumps(case | {"spans": gold["spans"]}, ensure_ascii=False, indent=1)
        (folder / f"{gold['id']}.gold.json").write_text(said + "\n", "utf-8")


if __name__ == "__main__":
    main()
