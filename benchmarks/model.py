"""What the shipped model costs and gives beside other ways: decoding it otherwise, other engines, a larger model, no model.

    python benchmarks/model.py CASES... [--only ROW...] [--quick]

Needs the extra `bench`. Every row is measured in a process of its own on the same machine, one after the other, and printed
when it is known; figures in brackets are ratios to the first row that is printed. `--only` measures some rows, with those
that they are compared with; `--quick` few clauses and articles, to try the script, not to quote. A row that fails is left
out, its error told; the exit code is then 1.

First table: clauses (the key passages of the cases, as in `benchmarks/condensing.py`), condensed to first drafts:

    embedded      the shipped model as the program uses it: source-constrained, greedy, many tokens a pass
    free          the same unconstrained: greedy, a token a pass
    greedy        the same constrained, greedy, a token a pass
    beams4        the same constrained, 4 beams
    bfloat16      `embedded` with weights of that type
    int8          `embedded` with linear layers quantised by PyTorch when they run
    ct2-int8      the same weights in CTranslate2, quantised, unconstrained and greedy
    ct2-float32   the same, not quantised
    vit5          the shape of ViT5-base (226 million weights), random weights, unconstrained and greedy, 6 clauses. It writes
                  as many tokens as its source has, for random weights end nowhere; a trained one would write about 0.85 of them

    load s                    seconds to load the model when all libraries are imported
    bullets/s in batches      of all clauses at once, the model warm; one at a time: of the first 40
    peak MB                   largest resident set of the process (10^6 bytes); weights MB: in memory, for CTranslate2 on disk
    R-L, invented             ROUGE-L and share of the bullets with a number that the clause lacks, before any check
    same                      share of the bullets equal to those of `embedded` (bfloat16, int8) or `free` (CTranslate2)

Second table: whole articles. `product` is the whole program; `lexrank` (sumy's) and `lead` (the first sentences) choose among
all sentences of the page, menus and captions included, until they have as many characters as the product wrote, to the
nearest sentence; `vit5-article` lets the model of ViT5-base's shape read the first article (at most 1,024 tokens) and write
40 to 80 tokens with 4 beams, for its time.

    R-1, R-2, R-L   ROUGE F1 of the whole text, in the order of the article (awards left out: no case marks any as necessary),
                    against all necessary bullets of the case, mean over the articles
    noise           share of all sentences whose source lies mostly in passages that a person labelled as noise
    s/article       seconds, loading left out
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

import articles
import decoders
from condensing import ALONE, Clause, clauses_of, first_drafts, free, loaded, pace, passages, scores
from speed import megabytes, surroundings

from summarise.evaluation import Gold, find_cases, read_case
from summarise.records import Source


@dataclass(frozen=True, slots=True)
class Row:
    """How a row is made.

    `load` gives what is measured (a condenser, or what summarises articles) from the folder of the model `made` (a key of
    MODELS) for it; `after` is the row that it is compared with; of `most` clauses or articles only, None for all.
    """

    load: Callable[[Path], Any]
    made: str | None = None
    after: str | None = None
    most: int | None = None


MODELS: dict[str, Callable[[Path], None]] = {
    "ct2-int8": partial(decoders.converted, kind="int8_float32"),
    "ct2-float32": partial(decoders.converted, kind="float32"),
    "vit5": decoders.random_vit5,
}
CLAUSES = {
    "embedded": Row(decoders.embedded),
    "free": Row(lambda folder: free(decoders.embedded(folder))),
    "greedy": Row(decoders.token_by_token),
    "beams4": Row(decoders.four_beams),
    "bfloat16": Row(decoders.bfloat16, after="embedded"),
    "int8": Row(decoders.int8, after="embedded"),
    "ct2-int8": Row(decoders.CTranslate2, made="ct2-int8", after="free"),
    "ct2-float32": Row(decoders.CTranslate2, made="ct2-float32", after="free"),
    "vit5": Row(decoders.vit5, made="vit5", most=6),
}
ARTICLES = {
    "product": Row(articles.product),
    "lexrank": Row(articles.lexrank, after="product"),
    "lead": Row(articles.lead, after="product"),
    "vit5-article": Row(articles.vit5_article, made="vit5", after="product", most=1),
}
ROWS = CLAUSES | ARTICLES


@dataclass(frozen=True, slots=True)
class Sample:
    """The clauses and articles that are read: all, or so few that the script is tried in minutes."""

    cases: Sequence[Path]
    quick: bool

    def clauses(self, most: int | None) -> list[Clause]:
        found = [clause for folder in self.cases for clause in clauses_of(folder)]
        return spread(found, min(most or len(found), 12 if self.quick else len(found)))

    def articles(self, most: int | None) -> list[tuple[Gold, Source]]:
        paths = [path for folder in self.cases for path in find_cases(folder)]
        return [read_case(path) for path in paths[: min(most or len(paths), 2 if self.quick else len(paths))]]

    @property
    def alone(self) -> int:
        return 4 if self.quick else ALONE


def spread(entries: Sequence[Any], count: int) -> list[Any]:
    """So many of them, at equal distances."""
    return [entries[number * len(entries) // count] for number in range(count)]


def measured_clauses(row: Row, sample: Sample, model: Path) -> dict[str, Any]:
    clauses = sample.clauses(row.most)
    condenser, seconds = loaded(lambda: row.load(model))
    drafts, batched, alone = pace(condenser.condense, passages(clauses), sample.alone)
    peak = megabytes(resource.getrusage(resource.RUSAGE_SELF))
    return {
        "bullets": first_drafts(drafts, clauses),
        "load": seconds,
        "batched": batched,
        "alone": alone,
        "peak": peak,
        "weights": decoders.weights(condenser, model) / 1e6,
    }


def measured_articles(row: Row, sample: Sample, model: Path, results: Path) -> dict[str, Any]:
    cases = sample.articles(row.most)
    lengths = [0] * len(cases)
    if row.after:
        before = json.loads((results / f"{row.after}.json").read_text("utf-8"))["summaries"]
        lengths = [len(articles.text_of(summary)) for summary in before[: len(cases)]]
    summarise = row.load(model)
    if len(cases) > 1:
        summarise(cases[0][1], lengths[0])  # loads what is loaded at first use
    began = time.perf_counter()
    summaries = [summarise(source, length) for (_, source), length in zip(cases, lengths, strict=True)]
    seconds = (time.perf_counter() - began) / len(cases)
    peak = megabytes(resource.getrusage(resource.RUSAGE_SELF))
    return {"summaries": summaries, "seconds": seconds, "peak": peak}


def ratio(value: float, first: float, digits: int) -> str:
    return f"{value:.{digits}f} ({value / first:.2f})"


def clause_row(name: str, results: dict[str, Any], sample: Sample) -> str:
    row, mine, first = ROWS[name], results[name], results[next(iter(results))]
    clauses = sample.clauses(row.most)
    quality = ["", ""]
    if name != "vit5":
        found = scores(mine["bullets"], clauses)
        quality = [f"{found.rouge:.4f}", f"{found.invented:.1%}"]
    same = ""
    if row.after:
        pairs = zip(mine["bullets"], results[row.after]["bullets"], strict=True)
        same = f"{fmean(one == other for one, other in pairs):.1%}"
    cells = [
        name,
        str(len(clauses)),
        f"{mine['load']:.2f}",
        ratio(mine["batched"], first["batched"], 1),
        ratio(mine["alone"], first["alone"], 1),
        ratio(mine["peak"], first["peak"], 0),
        f"{mine['weights']:.0f}",
        *quality,
        same,
    ]
    return f"| {' | '.join(cells)} |"


def article_row(name: str, results: dict[str, Any], sample: Sample) -> str:
    mine, first = results[name], results[next(iter(results))]
    cases = sample.articles(ROWS[name].most)
    summaries = mine["summaries"]
    quality = [""] * 5
    if name != "vit5-article":
        rows = [articles.rouges(summary, gold) for summary, (gold, _) in zip(summaries, cases, strict=True)]
        quality = [f"{fmean(column):.4f}" for column in zip(*rows, strict=True)]
        quality.append(f"{fmean(len(articles.text_of(summary)) for summary in summaries):.0f}")
        quality.append(f"{articles.noise(summaries, cases):.1%}")
    seconds, peak = ratio(mine["seconds"], first["seconds"], 2), ratio(mine["peak"], first["peak"], 0)
    return f"| {' | '.join([name, str(len(cases)), *quality, seconds, peak])} |"


CLAUSE_HEAD = (
    "| row | clauses | load s | bullets/s in batches | one at a time | peak MB | weights MB | R-L | invented | same |\n"
    "| --- |" + " ---: |" * 9
)
ARTICLE_HEAD = (
    "| row | articles | R-1 | R-2 | R-L | characters | noise | s/article | peak MB |\n| --- |" + " ---: |" * 8
)


def chosen(names: Sequence[str] | None) -> list[str]:
    """The rows to measure in the order of the tables, those included that the named ones are compared with."""
    wanted = set(names or ROWS)
    wanted |= {after for name in wanted if (after := ROWS[name].after)}
    return [name for name in ROWS if name in wanted]


def child(what: str, name: str, options: argparse.Namespace, folder: Path) -> bool:
    """Makes a model or measures a row in a process of its own; False, and the reason printed, where that failed.

    The largest resident set of a process counts that of its parent at the start: nothing heavy is imported here.
    """
    command = [sys.executable, __file__, *map(str, options.cases), f"--{what}", name, "--folder", str(folder)]
    run = subprocess.run(
        [*command, *(["--quick"] if options.quick else [])], capture_output=True, encoding="utf-8", check=False
    )
    if run.returncode:
        print(f"{name} failed:\n{run.stderr}", file=sys.stderr)
    return not run.returncode


def table(head: str, line: Callable[..., str], names: Sequence[str], options: argparse.Namespace, folder: Path) -> bool:
    """Prints a row for each name once it is measured; False where one could not be, which leaves it out."""
    results: dict[str, Any] = {}
    for name in names:
        row = ROWS[name]
        ready = row.after is None or row.after in results
        if ready and row.made and not (folder / "models" / row.made).exists():
            ready = child("make", row.made, options, folder)
        if not (ready and child("row", name, options, folder)):
            continue
        if not results:
            print(f"\n{head}")
        results[name] = json.loads((folder / f"{name}.json").read_text("utf-8"))
        print(line(name, results, Sample(options.cases, options.quick)), flush=True)
    return len(results) == len(names)


def measure(name: str, sample: Sample, folder: Path) -> None:
    """Measures one row in this process."""
    row = ROWS[name]
    model = folder / "models" / (row.made or "")
    found = measured_clauses(row, sample, model) if name in CLAUSES else measured_articles(row, sample, model, folder)
    (folder / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, help="folders of NAME.txt with NAME.gold.json")
    parser.add_argument("--only", nargs="+", choices=ROWS, metavar="ROW", help=f"of {', '.join(ROWS)}")
    parser.add_argument("--quick", action="store_true", help="few clauses and articles")
    parser.add_argument("--row", choices=ROWS, help=argparse.SUPPRESS)
    parser.add_argument("--make", choices=MODELS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        MODELS[options.make](options.folder / "models" / options.make)
        return 0
    if options.row:
        measure(options.row, Sample(options.cases, options.quick), options.folder)
        return 0

    print(surroundings(), flush=True)
    names = chosen(options.only)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "models").mkdir()
        whole = table(CLAUSE_HEAD, clause_row, [name for name in names if name in CLAUSES], options, folder)
        whole &= table(ARTICLE_HEAD, article_row, [name for name in names if name in ARTICLES], options, folder)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
