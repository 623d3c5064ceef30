"""How good the bullets are, clause by clause: what copying, rules and the model make of each key passage of labelled cases.

    python benchmarks/condensing.py CASES... [--model NAME|DIR] [--list FILE]

The source is the passage that a bullet has to be made of (`quote` of the gold), the reference the clerk's bullet
(`condensed`), so what is measured is condensing alone, not the choice of passages. One table a folder; its rows:

    clerk   the reference itself
    copy    the clause as it stands
    rules   what rules alone make of it (`phrasing.by_rules`)
    model   what a report holds (`phrasing.write_bullets`): source-constrained, checked, the rules' bullet where no draft passes
    free    the same model without the constraint, its first draft unchecked

Its columns, means over the clauses:

    R-L        F1 of ROUGE-L over whole syllables (`summarise/rouge.py`)
    kept       words of the bullet per word of the clause
    figures    share of the quantities that belong in the bullets and stand in them
    invented   share of the bullets with a number that the clause lacks
    fallback   share of the bullets that are the rules' because no draft of the model passed the check

After the tables, for the clauses of all folders: bullets a second of `condense`, constraint included, with the model loaded
and warm, all clauses at once and each of the first 40 for itself; and the seconds that loading takes when all libraries are
imported. `--list` writes every clause with both bullets, the worst first, for reading.
"""

from __future__ import annotations

import argparse
import gc
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from speed import surroundings

from summarise.bullets import finished
from summarise.condensing import Condenser, Passage, load_condenser
from summarise.condensing.seq2seq import Seq2SeqCondenser
from summarise.evaluation import find_cases, read_case
from summarise.language import detect
from summarise.phrasing import Bullet, by_rules, cut, write_bullets
from summarise.records import Draft
from summarise.rouge import rouge_l, words
from summarise.units import find_joints

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
ALONE = 40  # clauses that are condensed one at a time


@dataclass(frozen=True, slots=True)
class Clause:
    """A key passage: its text, the clerk's bullet of it, and the quantities that belong there."""

    case: str
    language: str
    text: str
    reference: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The columns of the table as the module describes them."""

    rouge: float
    kept: float
    figures: float
    invented: float


def clauses_of(folder: Path) -> list[Clause]:
    """All key passages of the cases in a folder."""
    found = []
    for path in find_cases(folder):
        gold, source = read_case(path)
        case, language = path.name.removesuffix(".gold.json"), detect(source.text)
        found += [Clause(case, language, s.quote, s.condensed, s.figures) for s in gold.spans if s.key]
    return found


def passages(clauses: Sequence[Clause]) -> list[Passage]:
    """What the model is given of each clause in a report."""
    texts = [cut(clause.text, clause.language) for clause in clauses]
    return [
        Passage(text, clause.language, find_joints(text, language=clause.language))
        for text, clause in zip(texts, clauses, strict=True)
    ]


def first_drafts(drafts: Sequence[tuple[Draft, ...]], clauses: Sequence[Clause]) -> list[str]:
    """The best draft of each clause as a bullet, unchecked; empty where there is none."""
    pairs = zip(drafts, clauses, strict=True)
    return [finished(cut(mine[0].text, clause.language)) if mine else "" for mine, clause in pairs]


def reported(clauses: Sequence[Clause], condenser: Condenser) -> list[Bullet | None]:
    """The bullets that a report would hold."""
    found: dict[Clause, Bullet | None] = {}
    for language in sorted({clause.language for clause in clauses}):
        mine = [clause for clause in clauses if clause.language == language]
        bullets = write_bullets([clause.text for clause in mine], condenser, language=language)
        found.update(zip(mine, bullets, strict=True))
    return [found[clause] for clause in clauses]


def free(condenser: Any) -> Seq2SeqCondenser:
    """The same model without the source constraint."""
    return Seq2SeqCondenser(
        condenser.network, condenser.tokenizer, condenser.card, condenser.record.revision, constrained=False
    )


def rouge(text: str, clause: Clause) -> float:
    return rouge_l(words(text), words(clause.reference))


def scores(texts: Sequence[str], clauses: Sequence[Clause]) -> Scores:
    pairs = list(zip(texts, clauses, strict=True))
    wanted = [stands(figure, text) for text, clause in pairs for figure in clause.figures]
    return Scores(
        rouge=fmean(rouge(text, clause) for text, clause in pairs),
        kept=fmean(len(words(text)) / len(words(clause.text)) for text, clause in pairs),
        figures=fmean(wanted) if wanted else 1.0,
        invented=fmean(not set(NUMBER.findall(text)) <= set(NUMBER.findall(clause.text)) for text, clause in pairs),
    )


def stands(figure: str, text: str) -> bool:
    """Whether the text holds the quantity as whole words, so not as a part of a longer number."""
    wanted, have = words(figure), words(text)
    return any(have[at : at + len(wanted)] == wanted for at in range(len(have) - len(wanted) + 1))


def loaded(load: Callable[[], Any]) -> tuple[Any, float]:
    """What `load` gives, and the seconds it takes once everything it needs is imported: so of its second call."""
    load()
    gc.collect()
    began = time.perf_counter()
    model = load()
    return model, time.perf_counter() - began


def pace(condense: Callable[[Sequence[Any]], Any], sources: Sequence[Any], alone: int) -> tuple[Any, float, float]:
    """What `condense` makes of all sources, and how many it does a second: all at once, and each of the first `alone` in a
    call of its own."""
    condense(sources[:1])
    began = time.perf_counter()
    made = condense(sources)
    between = time.perf_counter()
    for source in sources[:alone]:
        condense([source])
    ended = time.perf_counter()
    return made, len(sources) / (between - began), len(sources[:alone]) / (ended - between)


def row(name: str, texts: Sequence[str], clauses: Sequence[Clause], fallback: float | None = None) -> str:
    found = scores(texts, clauses)
    share = "" if fallback is None else f"{fallback:.1%}"
    return f"| {name} | {found.rouge:.4f} | {found.kept:.3f} | {found.figures:.1%} | {found.invented:.1%} | {share} |"


def table(folder: Path, clauses: Sequence[Clause], condenser: Condenser) -> list[Bullet | None]:
    """Prints the table of a folder, each row when it is known; gives the model's bullets."""
    cases = len({clause.case for clause in clauses})
    print(f"\n{folder.name}: {len(clauses)} clauses of {cases} cases\n")
    print("| bullets | R-L | kept | figures | invented | fallback |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    print(row("clerk", [clause.reference for clause in clauses], clauses))
    print(row("copy", [clause.text for clause in clauses], clauses))
    print(row("rules", [by_rules(clause.text, clause.language) for clause in clauses], clauses), flush=True)
    bullets = reported(clauses, condenser)
    fallback = fmean(bullet is None or bullet.method == "extract" for bullet in bullets)
    print(row("model", [bullet.text if bullet else "" for bullet in bullets], clauses, fallback), flush=True)
    drafts = free(condenser).condense(passages(clauses))
    print(row("free", first_drafts(drafts, clauses), clauses), flush=True)
    return bullets


def listing(clauses: Sequence[Clause], bullets: Sequence[Bullet | None]) -> str:
    """Every clause with the clerk's bullet and the model's, the worst first."""
    parts = []
    for clause, bullet in zip(clauses, bullets, strict=True):
        text = bullet.text if bullet else ""
        reason = f"  fallback: {bullet.reason}" if bullet and bullet.reason else ""
        score = rouge(text, clause)
        lines = f"clause  {clause.text}\nclerk   {clause.reference}\nbullet  {text}\n"
        parts.append((score, f"{score:.3f}  {clause.case}{reason}\n{lines}"))
    return "\n".join(part for _, part in sorted(parts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, help="folders of NAME.txt with NAME.gold.json")
    parser.add_argument("--model", default="embedded", help="a name of `summarise models list` or a folder")
    parser.add_argument("--list", type=Path, metavar="FILE", help="write every clause and its bullets, worst first")
    options = parser.parse_args()

    print(surroundings(), flush=True)
    condenser, seconds = loaded(lambda: load_condenser(options.model, offline=True))
    clauses: list[Clause] = []
    bullets: list[Bullet | None] = []
    for folder in options.cases:
        mine = clauses_of(folder)
        bullets += table(folder, mine, condenser)
        clauses += mine
    if options.list:
        options.list.write_text(listing(clauses, bullets), encoding="utf-8")
    _, batched, alone = pace(condenser.condense, passages(clauses), ALONE)
    print(f"\nLoading {seconds:.2f} s; {batched:.1f} bullets/s in batches, {alone:.1f} one at a time", flush=True)


if __name__ == "__main__":
    main()
