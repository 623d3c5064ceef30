"""How well a model summarises news: ROUGE on VietNews (VNDS, Nguyen et al. 2019), beside the first sentences of the article.

    python benchmarks/vietnews.py VIETNEWS_DIR [--split test] [--every N] [--model NAME|DIR] [--free] [--log FILE]

VIETNEWS_DIR holds `test.jsonl.xz` (`title`, `abstract`, `body`: a list of lines). Only the body is read, of it as much as the
model's card says. Two scales: "published" is the tokenizer that published figures use (the default of the `rouge-score`
package, which drops every letter with a mark and so counts fragments of syllables); "syllables" is this project's, over
whole words between blanks (`summarise/rouge.py`). Each figure is the mean of F1 over articles, times 100. With `--log`
the summaries are kept, and the same command goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from rich.progress import track
from rouge_score.rouge_scorer import RougeScorer

from summarise.condensing import Passage, load_condenser
from summarise.records import Span
from summarise.rouge import rouge_l, rouge_n, words
from summarise.units import sentence_joints

KINDS = ("rouge1", "rouge2", "rougeL")
SCORER = RougeScorer(list(KINDS))
CHUNK = 256  # articles that are handed to the model at once


def articles(path: Path, every: int) -> Iterator[tuple[list[str], str]]:
    """(body lines, abstract) of every `every`-th article."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                row = json.loads(line)
                yield row["body"], row["abstract"]


def scores(text: str, reference: str) -> list[float]:
    """ROUGE-1, -2 and -L on the published scale, then on whole syllables."""
    published = SCORER.score(reference, text)
    mine, theirs = words(text), words(reference)
    own = [rouge_n(mine, theirs, 1), rouge_n(mine, theirs, 2), rouge_l(mine, theirs)]
    return [published[kind].fmeasure for kind in KINDS] + own


def passage(body: list[str]) -> Passage:
    """The body as the model reads it, its lines to be kept or dropped whole."""
    spans, at = [], 0
    for line in body:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return Passage(" ".join(body), "vi", sentence_joints(spans), task="summary")


def summaries(bodies: list[list[str]], model: str, constrained: bool, log: Path | None) -> list[str]:
    """One text an article; those that `log` holds already are not written again."""
    done = [json.loads(line) for line in log.open(encoding="utf-8")] if log and log.exists() else []
    condenser = load_condenser(model)
    condenser.constrained = constrained  # type: ignore[attr-defined]
    for at in track(range(len(done), len(bodies), CHUNK), description=f"{len(done)} done before"):
        drafts = condenser.condense([passage(body) for body in bodies[at : at + CHUNK]])
        texts = [mine[0].text if mine else "" for mine in drafts]
        done += texts
        if log:
            with log.open("a", encoding="utf-8") as out:
                out.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vietnews", type=Path)
    parser.add_argument("--split", default="test", choices=("val", "test"))
    parser.add_argument("--every", type=int, default=1, help="read each N-th article only")
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--free", action="store_true", help="decode without the source constraint")
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()

    cases = list(articles(options.vietnews / f"{options.split}.jsonl.xz", options.every))
    began = time.perf_counter()
    rows = {
        "lead-1": [body[0] if body else "" for body, _ in cases],
        "lead-2": [" ".join(body[:2]) for body, _ in cases],
        options.model: summaries([body for body, _ in cases], options.model, not options.free, options.log),
    }
    seconds = time.perf_counter() - began
    print(f"{len(cases)} articles of {options.split}, {seconds:.0f} s\n")
    print(
        "| summary | published R-1 | R-2 | R-L | syllables R-1 | R-2 | R-L | words |\n|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    for name, texts in rows.items():
        table = [scores(text, abstract) for text, (_, abstract) in zip(texts, cases, strict=True)]
        means = " | ".join(f"{100 * fmean(column):.2f}" for column in zip(*table, strict=True))
        print(f"| {name} | {means} | {fmean(len(words(text)) for text in texts):.1f} |", flush=True)


if __name__ == "__main__":
    main()
