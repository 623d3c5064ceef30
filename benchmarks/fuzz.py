"""Whether anything that a file can hold brings the program down.

    python benchmarks/fuzz.py [--inputs 20000] [--seed 1] [--jobs 2] [--limit 30] [--megabytes 1500] [--models 0.01]
                              [--keep DIR]

Makes real articles in every format, breaks them in the ways of `mutations.py`, and takes each the whole way to a summary in
worker processes that have the program loaded: read, cleaned, segmented, labelled, facts and figures found, condensed, checked,
written as JSON. A stand-in labels by the rules' cues and another repeats its clauses, so that thousands of inputs end in minutes;
a share of `--models`, texts up to 20,000 characters, goes through the trained models.

Prints a Markdown table, a row a kind of mutation. An input may end in a summary or be refused in one line; a traceback, a
dead worker, more than `--limit` seconds of its processor or more than `--megabytes` of resident memory break the promise:
exit code 1, and the input is saved in the folder `--keep`.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import itertools
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, TimeoutError, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from mutations import mutated
from pebble import ProcessExpired, ProcessPool
from speed import surroundings

from summarise import Summariser
from summarise.condensing import Passage
from summarise.errors import SummariseError
from summarise.labelling.cues import cues, features
from summarise.labelling.periods import turns_forward
from summarise.reading import read
from summarise.records import Article, Draft, Labelled, ModelRecord, Section, Sentence

LONGEST_FOR_MODELS = 20_000  # characters
NAMES = ("bài.txt", "bài.docx", "bài.pdf", "bài.html", "bài.mhtml", "bài", "bài.doc", "bài.jpg")
SECTIONS: tuple[Section, ...] = get_args(Section)


class ByCues:
    """A labeller of rules: the section of the first cue, else one after the other."""

    def label(self, article: Article, sentences: list[Sentence]) -> tuple[Labelled, ...]:
        features(article, sentences)
        turns_forward(article, sentences)
        found = []
        for sentence, turn in zip(sentences, itertools.cycle(SECTIONS), strict=False):
            told = cues(sentence.text, article.language)
            found.append(Labelled(sentence, told[0].section if told else turn, "general", 0.9, 0.9, cues=told))
        return tuple(found)


class Repeats:
    """A condenser whose only draft is the clause."""

    record = ModelRecord(name="repeats", revision="1")

    def condense(self, passages: list[Passage]) -> list[tuple[Draft, ...]]:
        return [(Draft(passage.text, 0.0),) for passage in passages]


@dataclass(frozen=True)
class Outcome:
    """What became of an input; `why` is the traceback, or empty."""

    kind: str
    what: str
    seconds: float
    megabytes: float
    models: bool = False
    why: str = ""


@dataclass
class Row:
    outcomes: Counter[str] = field(default_factory=Counter)
    models: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0


summarisers: dict[tuple[bool, bool], Summariser] = {}
folder = ""


def start(shared: str) -> None:
    """Loads the program into a worker."""
    global folder
    folder = shared
    for anything in (False, True):
        summarisers[False, anything] = Summariser(labeller=ByCues(), condenser=Repeats(), anything=anything)
        summarisers[True, anything] = Summariser(offline=True, anything=anything)
    import docx
    import pypdfium2
    import torch

    del docx, pypdfium2
    torch.set_num_threads(1)


def run(seed: int, number: int, share: float) -> Outcome:
    """One input, the whole way."""
    kind, data, rng = mutated(seed, number)
    path = Path(folder, f"{number}-{rng.choice(NAMES)}")
    anything, wanted = rng.random() < 0.7, rng.random() < share
    path.write_bytes(data)
    del data
    reset_peak()
    begin = time.process_time()
    models, why = False, ""
    try:
        source = read(path)
        models = wanted and len(source.text) <= LONGEST_FOR_MODELS
        summarisers[models, anything].summarise(source).model_dump_json(by_alias=True)
        what = "summary"
    except SummariseError as error:
        what = "refused" if str(error).strip() and len(str(error).splitlines()) == 1 else "traceback"
        why = "" if what == "refused" else f"not one line: {error!r}"
    except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
        what, why = "traceback", traceback.format_exc()
    finally:
        path.unlink(missing_ok=True)
    return Outcome(kind, what, time.process_time() - begin, peak(), models, why)


def reset_peak() -> None:
    """Where the system allows it (Linux), the peak of resident memory counts from here on, without what the making of the
    input left behind."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The largest resident memory in MB (10^6 bytes)."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def outcomes(options: argparse.Namespace) -> Iterator[tuple[int, Outcome]]:
    """As they end; a few more inputs than workers are under way."""
    # A worker may have to share its core, and makes the input itself; what is still at work after this hangs.
    patience = 4 * options.limit + 30
    with (
        tempfile.TemporaryDirectory() as shared,
        ProcessPool(options.jobs, max_tasks=2000, initializer=start, initargs=(shared,)) as pool,
    ):
        waiting = {}
        numbers = iter(range(options.first, options.first + options.inputs))
        while True:
            for number in itertools.islice(numbers, 2 * options.jobs - len(waiting)):
                waiting[pool.schedule(run, (options.seed, number, options.models), timeout=patience)] = number
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                number = waiting.pop(future)
                try:
                    yield number, future.result()
                except TimeoutError:
                    yield number, Outcome(mutated(options.seed, number)[0], "hang", patience, 0.0)
                except ProcessExpired as error:
                    why = f"the worker died with exit code {error.exitcode}"
                    yield number, Outcome(mutated(options.seed, number)[0], "traceback", 0.0, 0.0, why=why)


def judged(outcome: Outcome, options: argparse.Namespace) -> str:
    """What the table says of it."""
    if outcome.what in ("summary", "refused") and outcome.seconds > options.limit:
        return "hang"
    if outcome.what in ("summary", "refused") and outcome.megabytes > options.megabytes:
        return "memory"
    return outcome.what


def keep(number: int, outcome: Outcome, options: argparse.Namespace, what: str) -> None:
    said = f"input {number} ({outcome.kind}): {what}, {outcome.seconds:.1f} s, {outcome.megabytes:.0f} MB"
    print(said, outcome.why.strip().rpartition("\n")[2], file=sys.stderr, flush=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / f"{options.seed}-{number}.input").write_bytes(mutated(options.seed, number)[1])
        (options.keep / f"{options.seed}-{number}.txt").write_text(f"{said}\n{outcome.why}", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first input, to make a failure again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="worker processes")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds for an input")
    parser.add_argument("--megabytes", type=float, default=1500.0, help="resident memory of a worker at most")
    parser.add_argument("--models", type=float, default=0.01, help="share of the inputs for the trained models")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where inputs that break a promise are saved")
    options = parser.parse_args()

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background can be stopped, too
    begin = time.perf_counter()
    rows: dict[str, Row] = {}
    with contextlib.suppress(KeyboardInterrupt):  # the table of what was run until then
        for count, (number, outcome) in enumerate(outcomes(options), 1):
            what = judged(outcome, options)
            row = rows.setdefault(outcome.kind, Row())
            row.outcomes[what] += 1
            row.models += outcome.models
            row.seconds, row.megabytes = max(row.seconds, outcome.seconds), max(row.megabytes, outcome.megabytes)
            if what not in ("summary", "refused"):
                keep(number, outcome, options, what)
            if count % 500 == 0:
                print(f"{count} inputs, {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)

    told = ("summary", "refused", "traceback", "hang", "memory")
    total = Row(sum((row.outcomes for row in rows.values()), Counter()), sum(row.models for row in rows.values()))
    total.seconds = max((row.seconds for row in rows.values()), default=0.0)
    total.megabytes = max((row.megabytes for row in rows.values()), default=0.0)
    print(f"{surroundings()}; seed {options.seed}, {options.jobs} workers, {time.perf_counter() - begin:.0f} s\n")
    print("| mutation | inputs | trained models | summaries | refused in one line | tracebacks", end="")
    print(
        f" | over {options.limit:g} s | over {options.megabytes:g} MB | largest seconds | largest MB |\n| --- |{' ---: |' * 9}"
    )
    for kind, row in [*sorted(rows.items()), ("all", total)]:
        figures = " | ".join(str(row.outcomes[what]) for what in told)
        print(
            f"| {kind} | {row.outcomes.total()} | {row.models} | {figures} | {row.seconds:.1f} | {row.megabytes:.0f} |"
        )
    return 1 if any(total.outcomes[what] for what in told[2:]) else 0


if __name__ == "__main__":
    sys.exit(main())
