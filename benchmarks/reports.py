"""How long a report takes once its summary is there: of one article, and one of many units.

    python benchmarks/reports.py [SUMMARY.json ...] [--repeat 5] [--units 100] [--one-seconds 0.3] [--many-seconds 5]

Without summaries they are made of the seeds by rules alone, every sentence a bullet: more than a report holds. For the
report of many units they are taken in turn, each as another unit. Imports and the first report, which reads the tables
of the language, are not counted. Prints a Markdown table of medians; exits 1 when one is over its limit.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from speed import SEEDS, surroundings

from summarise import contract
from summarise.cleaning import clean
from summarise.consolidated import Contribution
from summarise.consolidating import consolidate
from summarise.figures import find_figures
from summarise.reading import read
from summarise.records import Item, Labelled, Meeting, ModelRecord, Section, SourceRecord, Summary, WorkField
from summarise.reporting import render, render_consolidated
from summarise.segmenting import segment

SECTIONS: tuple[Section, ...] = ("achievement", "achievement", "shortcoming", "task", "award")
FIELDS: tuple[WorkField, ...] = get_args(WorkField)
MODEL = ModelRecord(name="rules", revision="1")


def summary_of(path: Path) -> Summary:
    """A summary of the article with every sentence of its body as a bullet, the sections and fields in turn."""
    source = read(path)
    labelled = [
        Labelled(sentence, section, field, 1.0, 1.0)
        for sentence, section, field in zip(
            segment(clean(source)), itertools.cycle(SECTIONS), itertools.cycle(FIELDS), strict=False
        )
    ]

    def items(section: Section) -> tuple[Item, ...]:
        return tuple(
            Item(text=one.sentence.text, field=one.field, source=(one.sentence.span,), method="extract")
            for one in labelled
            if one.section == section
        )

    return Summary(
        source=SourceRecord(name=path.name, sha256=source.sha256, language="vi", characters=len(source.text)),
        meeting=Meeting(period="năm 2022", next_period="năm 2023"),
        achievements=items("achievement"),
        shortcomings=items("shortcoming"),
        tasks=items("task"),
        awards=items("award"),
        figures=find_figures(labelled, language="vi"),
        model=MODEL,
    )


def units(summaries: Sequence[Summary], count: int) -> list[Contribution]:
    """The summaries in turn, each of an article and a unit of its own."""
    made = []
    for number, summary in zip(range(count), itertools.cycle(summaries), strict=False):
        digest = hashlib.sha256(f"{summary.source.sha256}{number}".encode()).hexdigest()
        source = summary.source.model_copy(update={"sha256": digest})
        name = f"LĐLĐ tỉnh {chr(ord('A') + number // 26)}{chr(ord('a') + number % 26)}"
        made.append(Contribution(f"{number}.json", summary.model_copy(update={"source": source}), name))
    return made


def seconds(work: Callable[[], object], repeat: int) -> float:
    runs = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("summaries", nargs="*", type=Path, metavar="SUMMARY.json")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each; the median counts")
    parser.add_argument("--units", type=int, default=100, help="units of the report of many")
    parser.add_argument("--one-seconds", type=float, default=0.3, help="limit for a report of one article")
    parser.add_argument("--many-seconds", type=float, default=5.0, help="limit for the report of many units")
    options = parser.parse_args()

    summaries = [contract.load(path) for path in options.summaries]
    summaries = summaries or [summary_of(path) for path in sorted(SEEDS.glob("*.txt"))]
    contributions = units(summaries, options.units)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "report.docx")
        for summary in summaries:
            render(summary, target)
        render_consolidated(consolidate(contributions[:2]), target)

        one = max(seconds(lambda summary=summary: render(summary, target), options.repeat) for summary in summaries)  # type: ignore[misc]
        together = seconds(lambda: consolidate(contributions), options.repeat)
        consolidated = consolidate(contributions)
        many = together + seconds(lambda: render_consolidated(consolidated, target), options.repeat)
        size = target.stat().st_size

    print(f"{surroundings()}; median of {options.repeat}\n\n| what | seconds |\n| --- | ---: |")
    print(f"| the report of one article, the slowest of {len(summaries)} | {one:.3f} |")
    rows = len(consolidated.rows)
    print(f"| one report of {options.units} units ({rows} rows of figures, {size / 1e3:.0f} kB) | {many:.2f} |")
    print(f"| of this, to consolidate | {together:.2f} |")
    limits = [("one", one, options.one_seconds), ("many", many, options.many_seconds)]
    over = [(what, value, limit) for what, value, limit in limits if value > limit]
    for what, value, limit in over:
        print(f"over the limit: {what}: {value:.2f} > {limit:g}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
