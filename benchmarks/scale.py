"""Whether time grows with the number of articles and no faster, and memory does not grow at all.

    python benchmarks/scale.py [--articles 10000] [--few 1000] [--jobs 2] [--formats docx,json] [--stand-in] [--ray]

Makes articles with `corpus.py` and runs `summarise batch` over the first `--few` of them and over all, each in processes of its
own. Memory is the largest resident set of the first process, and of the worker that had the most; time is that of the clock and
that of the processors, which other programs on the machine disturb less. Starting up is counted apart: it ends with the first
article. Then the same command again, with nothing to do (what is no report of a meeting, and would be tried again, is removed
first), and `--dry-run`.

`--stand-in` puts rules in the place of the models (see `stand_in.py`) and makes the articles shorter, so that 10,000 articles
take minutes; what an article then costs says nothing of the program, but how cost and memory grow does. `--ray` works on a
cluster on this machine.

Prints Markdown tables; exits 1 when memory or the processors' time for an article differs by more than 10 % between few and
many.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import corpus
from batches import MODELS, STAND_IN, Run, peak
from speed import surroundings

TOLERANCE = 0.10
EVERY = 1000
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """A run: `marks` are (articles, seconds by the clock, seconds of the processors) from its start."""

    marks: list[tuple[int, float, float]] = field(default_factory=list)
    main: float = 0.0
    worker: float = 0.0

    @property
    def start(self) -> tuple[int, float, float]:
        return self.marks[0]

    @property
    def end(self) -> tuple[int, float, float]:
        return self.marks[-1]

    def each(self, clock: int) -> float:
        """Seconds an article, without the start; `clock` 1 is the clock, 2 the processors."""
        return (self.end[clock] - self.start[clock]) / max(1, self.end[0] - self.start[0])


def measure(run: Run, step: int) -> Measured:
    """Watch a run to its end."""
    found = Measured()
    spent: dict[int, float] = {}
    told = Told(run)
    while True:
        ended = run.process.poll() is not None
        for pid in run.pids():
            memory, seconds = peak(pid), processor(pid)
            spent[pid] = max(spent.get(pid, 0.0), seconds)
            if pid == run.process.pid:
                found.main = max(found.main, memory)
            else:
                found.worker = max(found.worker, memory)
        done = told.count()
        due = not found.marks or done >= found.end[0] + step or ended
        if done and due and (not found.marks or done > found.end[0]):
            found.marks.append((done, time.monotonic() - run.began, sum(spent.values())))
        if ended:
            if not found.marks:
                raise SystemExit("\n".join(run.errors()[-5:]))
            run.close()
            return found
        time.sleep(0.2)


class Told:
    """How many articles a run has told of, without reading again what was read."""

    def __init__(self, run: Run) -> None:
        self._file = run.log.open("rb")
        self._count = 0

    def count(self) -> int:
        self._count += sum(line.startswith(b"[") for line in self._file)
        return self._count


def processor(pid: int) -> float:
    """Seconds that processors have spent on a process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def within(name: str, few: float, many: float) -> bool:
    """Say whether `many` is `few` within the tolerance."""
    holds = many <= few * (1 + TOLERANCE)
    print(f"{'holds' if holds else 'BROKEN'}: {name}: {few:.4g} with few, {many:.4g} with many ({many / few - 1:+.1%})")
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--formats", default="docx,json")
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--ray", action="store_true")
    arguments = parser.parse_args()
    program = STAND_IN if arguments.stand_in else MODELS
    options = ["--format", arguments.formats, "--jobs", str(arguments.jobs)]
    options += ["--engine", "ray"] if arguments.ray else []
    with tempfile.TemporaryDirectory(prefix="scale-") as place:
        folders = {}
        for count in (arguments.few, arguments.articles):
            folders[count] = Path(place) / f"articles-{count}"
            size = corpus.SHORT if arguments.stand_in else corpus.PARAGRAPHS
            corpus.write(folders[count], count, arguments.seed, paragraphs=size)
        print(surroundings())
        print(
            f"\n{'Rules in the place of the models' if arguments.stand_in else 'The embedded models'}, {arguments.jobs} jobs, "
            f"{arguments.formats}{', Ray' if arguments.ray else ''}; articles of {_letters(folders[arguments.few]):.0f} letters\n"
        )
        print("| articles | start s | s | CPU s | ms an article | CPU ms an article | main MB | largest worker MB |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
        runs = {}
        for count, folder in folders.items():
            runs[count] = one = measure(Run(program, [folder], folder.with_name(f"out-{count}"), *options), EVERY)
            print(
                f"| {count} | {one.start[1]:.1f} | {one.end[1]:.1f} | {one.end[2]:.1f} | {1000 * one.each(1):.1f} | "
                f"{1000 * one.each(2):.1f} | {one.main:.0f} | {one.worker:.0f} |",
                flush=True,
            )
        few, many = runs[arguments.few], runs[arguments.articles]
        print("\n| up to article | ms an article | CPU ms an article |\n| ---: | ---: | ---: |")
        for (first, began, spent), (last, ended, used) in zip(many.marks, many.marks[1:], strict=False):
            size = last - first
            print(f"| {last} | {1000 * (ended - began) / size:.1f} | {1000 * (used - spent) / size:.1f} |")
        print("\n| again, with nothing to do | s | CPU s | main MB |\n| --- | ---: | ---: | ---: |", flush=True)
        for count, folder in folders.items():
            remove_failed(folder.with_name(f"out-{count}"))
        for name, more in {"the same command": [], "--dry-run": ["--dry-run"]}.items():
            for count, folder in folders.items():
                out = folder.with_name(f"out-{count}")
                run = Run(program, [folder], out, *options, *more)
                seconds, spent, memory = alone(run)
                print(f"| {name}, {count} articles | {seconds:.1f} | {spent:.1f} | {memory:.0f} |", flush=True)
        print()
        held = [
            within("MB of the first process", few.main, many.main),
            within("MB of the largest worker", few.worker, many.worker),
            within("CPU ms an article", 1000 * few.each(2), 1000 * many.each(2)),
        ]
    return 0 if all(held) else 1


def remove_failed(out: Path) -> None:
    """Remove the articles that the last run failed at."""
    for row in json.loads((out / "batch.json").read_text("utf-8"))["articles"]:
        if row["state"] == "failed":
            Path(row["article"]).unlink()


def alone(run: Run) -> tuple[float, float, float]:
    """Seconds by the clock, of the processors, and MB, of a run that is one process."""
    spent = memory = 0.0
    while run.process.poll() is None:
        spent = max(spent, processor(run.process.pid))
        memory = max(memory, peak(run.process.pid))
        time.sleep(0.02)
    seconds = time.monotonic() - run.began
    run.close()
    return seconds, spent, memory


def _letters(folder: Path) -> float:
    sizes = [len(path.read_text("utf-8")) for path in folder.iterdir()]
    return sum(sizes) / len(sizes)


if __name__ == "__main__":
    sys.exit(main())
