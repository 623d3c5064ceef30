"""Nothing is lost, torn or done twice, whatever ends a batch: it is killed at random moments and started again.

    python benchmarks/killed.py [--kills 50] [--articles 60] [--seed 1] [--jobs 2] [--stand-in] [--faults NAME,...]

Articles are made by `corpus.py`. A run that nothing disturbs says how long one takes and what the files must be. Then, into
another folder, runs are killed with SIGKILL after a random part of that time: all processes of the run, or every third time
the first process alone, which the others must notice. Each run goes on where the one before was killed, until the batch is
complete; then a new folder is begun, until there were `--kills` kills. After each kill every file in sight must be whole and
equal to that of the undisturbed run, must never be written again, and no process may be left. At the end every article must
stand in `batch.json` once, and all files must be equal: JSON and HTML byte by byte, Word files in all parts but the one that
holds the time.

Then the faults: a worker killed, a full disk, a folder that becomes read-only, one that is removed, two runs into one
folder. Each must end in one line, with a code other than 0 where the work is not done, and the next run must do the rest.

`--stand-in` puts rules in the place of the models (see `stand_in.py`). Prints a Markdown table; exits 1 when a promise is
broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import corpus
from batches import CONTENT, FORMATS, MODELS, STAND_IN, Run, reports

WORKERS_KILLED = 3


class Broken(Exception):
    """A promise is."""


def check(holds: bool, promise: str) -> None:
    if not holds:
        raise Broken(promise)


class Trial:
    """The articles, how they are worked on, and what must come of it."""

    def __init__(self, place: Path, arguments: argparse.Namespace) -> None:
        self.place, self.jobs = place, arguments.jobs
        self.program = STAND_IN if arguments.stand_in else MODELS
        self.chance = random.Random(arguments.seed)
        self.articles = place / "articles"
        corpus.write(self.articles, arguments.articles, arguments.seed, paragraphs=corpus.SHORT)
        self.names = sorted(path.stem for path in self.articles.iterdir())
        run = self.start(place / "undisturbed")
        self.code = run.wait()
        self.seconds = time.monotonic() - run.began
        self.states = run.finished()
        run.close()
        self.expected = {name: self._content(path) for name, path in reports(place / "undisturbed").items()}
        self.failed = {name for name, state in self.states.items() if state == "failed"}
        check(sorted(self.states) == self.names, "the undisturbed run tells of each article")
        check(len(self.expected) == (len(self.names) - len(self.failed)) * len(FORMATS), "each has its files")
        check(len(self.failed) < len(self.names) / 4, "most articles can be summarised")

    def start(self, out: Path) -> Run:
        return Run(self.program, [self.articles], out, "--format", ",".join(FORMATS), "--jobs", str(self.jobs))

    def check_files(self, out: Path, *, all_of_them: bool = False) -> None:
        """Every file in sight is whole and as it must be."""
        found = reports(out)
        check(found.keys() <= self.expected.keys(), f"no file that nobody asked for in {sorted(found)}")
        for name, path in found.items():
            check(self._content(path) == self.expected[name], f"{name} is as in the undisturbed run")
        check(not all_of_them or found.keys() == self.expected.keys(), "all files are there")

    def check_account(self, out: Path) -> None:
        """Every article stands in the account once, and is done."""
        rows = json.loads((out / "batch.json").read_text("utf-8"))["articles"]
        check(sorted(Path(row["article"]).stem for row in rows) == self.names, "each article is in batch.json once")
        states = {Path(row["article"]).stem: row["state"] for row in rows}
        check({name for name, state in states.items() if state == "failed"} == self.failed, "those done are done")
        check(not list(out.glob(".summarise.parts/*")), "nothing is left staged")

    def complete(self, out: Path) -> None:
        """A last run does what is left."""
        run = self.start(out)
        code = run.wait()
        run.close()
        check(code == self.code, f"the next run does the rest (it ended with {code})")
        self.check_files(out, all_of_them=True)
        self.check_account(out)

    def ended(self, run: Run, *, codes: tuple[int, ...], lines: int = 1) -> None:
        """It ended by itself, with one of `codes`, and said so in one line; nothing of it is left."""
        code = run.wait(300)
        told = [line for line in run.errors() if line.startswith("Error:")]
        ours = [line for line in told if "does not report on a meeting" not in line and "no results, short" not in line]
        left = run.leftovers()
        trace = any("Traceback" in line for line in run.errors())
        run.close()
        check(not trace, "no traceback")
        check(code in codes, f"the exit code is one of {codes}, not {code}")
        check(
            len(ours) <= lines and (lines == 0 or len(ours) == lines),
            f"{lines} line tells of it, not {len(ours)}: {ours[:3]}",
        )
        check(not left, "no process is left")

    @staticmethod
    def _content(path: Path) -> object:
        try:
            return CONTENT[path.suffix](path.read_bytes())
        except Exception as error:
            raise Broken(f"{path.name} is whole ({type(error).__name__})") from error


def kills(trial: Trial, wanted: int) -> str:
    """Kill `wanted` runs; what there is to say of it."""
    count = batches = repeated = 0
    early = late = alone = 0
    while count < wanted:
        batches += 1
        out = trial.place / f"killed-{batches}"
        seen: dict[str, tuple[int, int]] = {}
        done: Counter[str] = Counter()
        while True:
            run = trial.start(out)
            moment = trial.chance.uniform(0, 1.05 * trial.seconds)
            ended = _ended_by(run, moment) if count < wanted else run.wait() is not None
            if not ended:
                count += 1
                if only_first := count % 3 == 0:
                    run.process.kill()
                    run.process.wait()
                    alone += 1
                else:
                    run.kill()
                left = run.leftovers()
                check(not left, f"no process is left when {'the first' if only_first else 'all'} of a run are killed")
                early += not run.finished()
                late += len(run.finished()) == len(trial.names)
            done.update(name for name, state in run.finished().items() if state == "done")
            trace = any("Traceback" in line for line in run.errors())
            run.close()
            check(not trace, "no traceback")
            for name, path in (reports(out) if out.is_dir() else {}).items():
                state = path.stat()
                now = (state.st_ino, state.st_mtime_ns)
                check(seen.setdefault(name, now) == now, f"{name} is written once")
            trial.check_files(out)
            print(f"  {count} kills, {len(seen)} files", file=sys.stderr)
            if ended:
                break
        repeated += sum(times - 1 for times in done.values())
        trial.check_files(out, all_of_them=True)
        trial.check_account(out)
        check(repeated == 0, "no article is done twice")
        shutil.rmtree(out)
    return (
        f"{count} kills over {batches} batches of {len(trial.names)} articles ({early} before the first article was done, {late} "
        f"after the last, {alone} of the first process alone): no file torn, missing or written twice, no article done twice"
    )


def _ended_by(run: Run, moment: float) -> bool:
    try:
        run.wait(max(0, run.began + moment - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def worker(trial: Trial, out: Path) -> str:
    """One a run: an article whose process dies twice while it is alone there is rightly given up."""
    times = min(WORKERS_KILLED, len(trial.names) // 8)
    for number in range(times):
        run = trial.start(out)
        check(run.until(1 + number * len(trial.names) // 4), "there was time to kill a worker")
        workers = run.workers()
        check(bool(workers), "there was a worker to kill")
        os.kill(trial.chance.choice(workers), 9)
        trial.ended(run, codes=(trial.code,), lines=0)
        trial.check_files(out, all_of_them=True)
        trial.check_account(out)
        shutil.rmtree(out)
    return f"one worker killed in each of {times} runs: all articles done in that run"


def full(trial: Trial, out: Path) -> str:
    size = sum(path.stat().st_size for path in reports(trial.place / "undisturbed").values()) // 1024
    with _disk(out, f"size={size // 2}k"):
        trial.ended(trial.start(out), codes=(1,))
        trial.check_files(out)
        before = len(reports(out))
        subprocess.run(["mount", "-o", f"remount,size={4 * size + 4096}k", str(out)], check=True)
        trial.complete(out)
    return f"{before} of {len(trial.expected)} files fit; the next run, with room, wrote the rest"


def read_only(trial: Trial, out: Path) -> str:
    out.mkdir()
    run = trial.start(out)
    check(run.until(len(trial.names) // 4), "there was time to make it read-only")
    with _protected(out):
        trial.ended(run, codes=(1,))
        trial.check_files(out)
        before = len(reports(out))
        trial.ended(trial.start(out), codes=(1, 2))
        check(len(reports(out)) == before, "nothing changes in a folder that is read-only")
    trial.complete(out)
    return f"read-only after {before} files; the next run, allowed to write, wrote the rest"


def removed(trial: Trial, out: Path) -> str:
    run = trial.start(out)
    check(run.until(len(trial.names) // 4), "there was time to remove the folder")
    out.rename(out.with_name("away"))
    shutil.rmtree(out.with_name("away"))
    trial.ended(run, codes=(1,))
    trial.complete(out)
    return "told in one line; the next run made all of it again"


def two(trial: Trial, out: Path) -> str:
    first = trial.start(out)
    check(first.until(1), "there was time for a second run")
    trial.ended(trial.start(out), codes=(2,))
    code = first.wait()
    first.close()
    check(code == trial.code, "the first run goes on")
    trial.check_files(out, all_of_them=True)
    trial.check_account(out)
    return "the second was refused in one line, the first completed"


FAULTS = {"worker": worker, "full": full, "read-only": read_only, "removed": removed, "two": two}


@contextmanager
def _disk(at: Path, options: str) -> Iterator[None]:
    """A small disk of its own (Linux, root)."""
    at.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], capture_output=True)
    if done.returncode:
        raise NotImplementedError("mounting a disk needs root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


@contextmanager
def _protected(folder: Path) -> Iterator[None]:
    """A folder that nothing can be added to, removed from or renamed in."""
    if os.geteuid():
        folder.chmod(0o555)
    elif subprocess.run(["chattr", "+i", str(folder)], capture_output=True).returncode:
        raise NotImplementedError("for root no folder of this disk is read-only")
    try:
        yield
    finally:
        if os.geteuid():
            folder.chmod(0o755)
        else:
            subprocess.run(["chattr", "-i", str(folder)], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--faults", default=",".join(FAULTS), help="of these: %(default)s")
    arguments = parser.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory(prefix="killed-") as place:
        trial = Trial(Path(place), arguments)
        print(
            f"{len(trial.names)} articles ({len(trial.failed)} are no reports of meetings), {arguments.jobs} jobs, "
            f"{'rules in the place of the models' if arguments.stand_in else 'the embedded models'}, undisturbed "
            f"{trial.seconds:.0f} s\n\n| what happens | what becomes of it |\n| --- | --- |",
            flush=True,
        )
        rows = {"killed": lambda: kills(trial, arguments.kills)} | {
            name: lambda name=name: FAULTS[name](trial, trial.place / name)
            for name in arguments.faults.split(",")
            if name
        }
        for name, row in rows.items():
            try:
                told = row()
            except NotImplementedError as reason:
                told = f"not tried: {reason}"
            except Broken as promise:
                told, broken = f"**broken**: {promise}", broken + 1
            print(f"| {name} | {told} |", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
