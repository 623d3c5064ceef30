"""Tries templates in a process that is watched: python -m tests.reporting.trial GOOD.docx FOLDER.

Prints, as JSON, what became of each template of the folder and what it reached for. The memory and the time of the
process are bounded, so that a template that works without end ends the process, and the test.
"""

from __future__ import annotations

import json
import socket
import sys
import sysconfig
import time
from pathlib import Path

from summarise import messages, reporting
from summarise.errors import TemplateError
from summarise.office import Office
from summarise.records import ModelRecord, SourceRecord, Summary

MOST_MEMORY = 2 * 2**30
MOST_SECONDS = 300  # of the processor, for all templates; some 30 are used
LIBRARIES = tuple(
    {sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), str(Path(reporting.__file__).parents[1])}
)
REACHING = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "ctypes.",
    "urllib.",
    "shutil.",
)


def main(good: Path, folder: Path) -> None:
    reached: list[str] = []
    watching = False

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if not watching:
            return
        if event == "open":
            path = str(arguments[0])
            if not path.startswith(LIBRARIES) and path != str(template):
                reached.append(f"open {path}")
        elif event.startswith(REACHING):
            reached.append(event)

    limit()
    source = SourceRecord(name="a.txt", sha256="0", language="vi", characters=10)
    silent = Summary(source=source, model=ModelRecord(name="m", revision="0"))
    office = Office(signatory=["…"] * 10, recipients=["…"] * 10)
    # Whatever is imported on first use is imported before anything is watched.
    reporting.render(silent, folder / "good.report", template=good)
    from summarise.reporting.inspection import inspect

    inspect(good)
    messages.use("en")
    sys.addaudithook(hook)
    socket.socket.connect = None  # type: ignore[assignment, method-assign]
    results: dict[str, dict[str, object]] = {}
    for template in sorted(folder.glob("*.docx")):
        report = template.with_suffix(".report")
        began = time.process_time()
        watching, said, kind = True, "", ""
        try:
            reporting.render(silent, report, template=template, office=office)
        except TemplateError as error:
            said = messages.describe(error)
        except Exception as error:  # noqa: BLE001 - what it is, the test tells
            kind = repr(error)[:300]
        watching = False
        results[template.stem] = {
            "said": said,
            "bug": kind,
            "reached": reached[:],
            "report": report.exists(),
            "seconds": round(time.process_time() - began, 2),
        }
        reached.clear()
        watching = True
        try:
            results[template.stem]["found"] = sum(finding.level == "error" for finding in inspect(template))
        except TemplateError:  # a file that is not even read
            results[template.stem]["found"] = 1
        watching = False
        results[template.stem]["reached"] += reached  # type: ignore[operator]
        results[template.stem]["seconds_with_check"] = round(time.process_time() - began, 2)
        reached.clear()
    sys.stdout.write(json.dumps(results))


def limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
