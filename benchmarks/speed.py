"""How long the program takes and how much memory it needs, each time in a process of its own.

    python benchmarks/speed.py [--repeat 3] [--report-seconds 15] [--report-megabytes 1500] [--help-seconds 1]

Prints a Markdown table of medians; exits 1 when one is over its limit.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
PROGRAM = (sys.executable, "-m", "summarise")
IMPORT = (sys.executable, "-c", "import summarise, sys; sys.exit('torch' in sys.modules)")
KIBIBYTES_PER_UNIT = 1 / 1024 if sys.platform == "darwin" else 1  # of ru_maxrss: bytes there, KiB elsewhere


@dataclass(frozen=True)
class Measure:
    """One row: wall-clock seconds from start to exit, and the largest resident set in MB (10^6 bytes)."""

    what: str
    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and megabytes of one run; its output is shown only if it fails."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            sys.exit(f"{' '.join(command)}\nexit code {child.returncode}\n{output.read().decode('utf-8', 'replace')}")
    return seconds, megabytes(usage)


def megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss * KIBIBYTES_PER_UNIT * 1024 / 1e6


def measure(what: str, command: Sequence[str], repeat: int) -> Measure:
    runs = [run(command) for _ in range(repeat)]
    return Measure(what, statistics.median(seconds for seconds, _ in runs), max(size for _, size in runs))


def processor() -> str:
    """The model of the processor, as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def surroundings() -> str:
    """What the figures depend on, in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"load {os.getloadavg()[0]:.1f} before the first run"
    libraries = ", ".join(f"{name} {version(name)}" for name in ("torch", "transformers"))
    return (
        f"{processor()}, {cores} cores ({load}); Python {platform.python_version()}, {libraries}; {platform.system()}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--repeat", type=int, default=3, help="runs of each; the median time and the largest size count"
    )
    parser.add_argument("--report-seconds", type=float, help="limit for the slowest article")
    parser.add_argument("--report-megabytes", type=float, help="limit for the largest")
    parser.add_argument("--help-seconds", type=float, help="limit for summarise --help")
    parser.add_argument("--import-seconds", type=float, help="limit for import summarise")
    options = parser.parse_args()

    print(f"{surroundings()}; median of {options.repeat}\n\n| what | seconds | MB at most |\n| --- | ---: | ---: |")

    def row(what: str, command: Sequence[str]) -> Measure:
        result = measure(what, command, options.repeat)
        print(f"| {what} | {result.seconds:.2f} | {result.megabytes:.0f} |", flush=True)
        return result

    imported = row("`import summarise` (without torch)", IMPORT)
    helped = row("`summarise --help`", (*PROGRAM, "--help"))
    with tempfile.TemporaryDirectory() as folder:
        reports = [
            row(
                f"`summarise report {path.name}` ({len(path.read_text('utf-8'))} characters)",
                (*PROGRAM, "report", str(path), "-o", str(Path(folder, f"{path.stem}-{index}.docx")), "--force"),
            )
            for index, path in enumerate(sorted(SEEDS.glob("*.txt")))
        ]

    limits = [
        ("import, seconds", imported.seconds, options.import_seconds),
        ("help, seconds", helped.seconds, options.help_seconds),
        ("report, seconds", max(result.seconds for result in reports), options.report_seconds),
        ("report, MB", max(result.megabytes for result in reports), options.report_megabytes),
    ]
    over = [(what, value, limit) for what, value, limit in limits if limit is not None and value > limit]
    for what, value, limit in over:
        print(f"over the limit: {what}: {value:.2f} > {limit:g}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
