"""Pairs in a file: JSON lines, or a table as spreadsheets write it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarise.errors import InputError
from summarise.language import languages
from summarise.tuning.pairs import Corrected

SUFFIXES = (".jsonl", ".csv")
TASKS = ("bullet", "merge")


def read_pairs(path: Path) -> list[Corrected]:
    """The pairs of a `.jsonl` file (an object a line) or a `.csv` file (the first row names the columns; separated by
    commas or, as where a comma is the decimal mark, by semicolons), both UTF-8.

    `source` is a clause and `target` its bullet. `language` is that of the program's languages (`vi` where it is not
    said), `task` is `bullet`, or `merge` where the source is several sentences. Other columns are passed over.

    Raises:
        InputError: the file cannot be read, or a row lacks what it needs.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("{path}: is not UTF-8; save it as UTF-8", path=path) from error
    except FileNotFoundError as error:
        raise InputError("{path}: there is no such file; check the name and the folder", path=path) from error
    except OSError as error:
        raise InputError("{path}: the file cannot be read ({reason})", path=path, reason=error.strerror) from error
    rows = _table(text) if path.suffix.lower() == ".csv" else _lines(text, path)
    return [_corrected(row, path, line) for line, row in rows]


def _lines(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(
                '{path}: line {line}: this is not JSON; write one {{"source": …, "target": …}} a line',
                path=path,
                line=number,
            ) from error
        yield number, row if isinstance(row, dict) else {}


def _table(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    header = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if ";" in header else ",")
    for row in reader:
        yield reader.line_num, {(name or "").strip().lower(): value for name, value in row.items()}


def _corrected(row: dict[str, Any], path: Path, line: int) -> Corrected:
    source, target = row.get("source"), row.get("target")
    if not (isinstance(source, str) and isinstance(target, str) and source.strip() and target.strip()):
        raise InputError(
            "{path}: line {line}: source and target must both be there, as text; fill them in or remove the line",
            path=path,
            line=line,
        )
    language, task = row.get("language") or "vi", row.get("task") or "bullet"
    for value, known in ((language, languages()), (task, TASKS)):
        if value not in known:
            raise InputError(
                "{path}: line {line}: {value} is not known; choose one of {known}",
                path=path,
                line=line,
                value=value,
                known=", ".join(known),
            )
    return Corrected(source, target, language, "merge" if task == "merge" else "bullet")
