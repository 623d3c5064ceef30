"""The texts that the training steps read, each as plain Python values; nothing here is specific to one step."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

READ = 195  # words of an article that are read: whole lines, about 250 pieces
# A line of English prose: one sentence or more, no markup, no code.
PROSE = re.compile(r"[A-Z][A-Za-z ,;:'()\-0-9%$.]{45,}[.!?]")


@dataclass(frozen=True)
class Document:
    """One article of VietNews."""

    title: str
    abstract: str
    body: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        return [self.title, self.abstract, *self.body]

    @property
    def beginning(self) -> list[str]:
        """The first lines of the body, as many as have `READ` words at most."""
        lengths = accumulate(len(line.split()) for line in self.body)
        return [line for line, length in zip(self.body, lengths, strict=True) if length <= READ]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The JSON objects of a `.jsonl` or `.jsonl.xz` file."""
    if not path.exists():
        raise SystemExit(f"{path} is missing: see models/training/README.md for where the corpora come from")
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def vietnews(folder: Path, split: str, every: int = 1) -> Iterator[Document]:
    """Articles of one split (train, val, test), each `every`-th of them."""
    for number, row in enumerate(rows(folder / f"{split}.jsonl.xz")):
        if number % every == 0:
            yield Document(row["title"], row["abstract"], tuple(row["body"]))


def mined_pairs(folder: Path, split: str) -> Iterator[dict[str, str]]:
    """Sentence-compression pairs mined from VietNews: `src`, `tgt`, `style` (abs, title), `strict`."""
    return rows(folder / f"{split}.jsonl.xz")


def english_lines(folder: Path) -> list[str]:
    """Distinct lines of English prose in the documentation that Python packages install, sorted."""
    found: set[str] = set()
    for pattern in ("**/*.md", "**/*.rst", "**/*.txt", "**/METADATA", "**/*.py"):
        for path in folder.glob(pattern):
            for line in path.read_text("utf-8", "ignore").splitlines():
                line = " ".join(line.split())
                if PROSE.fullmatch(line):
                    found.add(line)
    return sorted(found)


LABELS = {"a": "achievement", "s": "shortcoming", "t": "task"}
WRITTEN = Path(__file__).parent


def articles(folder: Path, *, written: bool = True) -> list[tuple[str, dict]]:
    """(text, gold) of the annotated articles in `folder`, then of those `written` beside this module, in the order of names."""
    found = []
    for path in sorted(folder.glob("*.gold.json")):
        text = path.with_name(path.name.removesuffix(".gold.json") + ".txt").read_text("utf-8")
        found.append((text, json.loads(path.read_text("utf-8"))))
    return found + [marked_up(path) for path in sorted((WRITTEN / "articles").glob("*.txt")) if written]


def held_out() -> list[tuple[str, dict]]:
    """(text, gold) of the articles that are never trained on, in the order of names."""
    return [marked_up(path) for path in sorted((WRITTEN / "held").glob("*.txt"))]


def marked_up(path: Path) -> tuple[str, dict]:
    """An article that is written as one span a line: `LABEL[/FIELD][*]`, text, and where there are any
    bullet and figures (between ` | `), with tabs between them (see README.md).

    Raises:
        ValueError: a line is not of this form.
    """
    head, _, rest = path.read_text("utf-8").partition("\n")
    spans, paragraphs = [], []
    for paragraph in re.split(r"\n\s*\n", rest.strip()):
        texts = []
        for line in paragraph.splitlines():
            mark, text, *bullet = (part.strip() for part in line.split("\t"))
            label, _, field = mark.removesuffix("*").partition("/")
            span: dict = {"quote": text, "label": LABELS.get(label, label)}
            if label in LABELS:
                span |= {"field": field, "key": mark.endswith("*")}
            if bullet and bullet[0]:
                span["condensed"] = bullet[0]
            if bullet[1:]:
                span["figures"] = [figure.strip() for figure in bullet[1].split("|")]
            spans.append(span)
            texts.append(text)
        paragraphs.append(" ".join(texts))
    return "\n".join(paragraphs), json.loads(head) | {"id": path.stem, "spans": spans}


def records(folder: Path, *, written: bool = True) -> list[dict]:
    """The annotated single sentences and passages in `folder`, then those `written` beside this module, in the order of
    names."""
    paths = sorted(folder.glob("records-*.jsonl")) + (sorted((WRITTEN / "records").glob("*.jsonl")) if written else [])
    return [row for path in paths for row in rows(path)]


def union_texts(folder: Path) -> list[str]:
    """Every text that was written for training, for the vocabulary."""
    texts = [line for text, _ in articles(folder / "articles") for line in text.splitlines()]
    return texts + [row["text"] for row in records(folder)] + [row.get("condensed") or "" for row in records(folder)]
