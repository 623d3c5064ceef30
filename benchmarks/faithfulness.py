"""That no report says what its article does not, whatever the model: good, random, and trained to lie.

    python benchmarks/faithfulness.py --swapped DIR --cases DIR... --vietnews DIR --articles 2000 --out build/faithfulness

Each model (the embedded one, one of its shape with random weights, the one of `models/training/swapped.py`) writes under
the source constraint and freely, over the whole pipeline for the articles of `--cases` and over `write_bullets` for
sentences of the VietNews test articles, which are no reports of meetings. `tests/auditor.py`, which shares no code and no
table with the program, reads every bullet next to its source. Prints a Markdown table and writes it to `--out` as
`table.json`, beside the bullets of each row; a row that is there for the same weights and articles is judged again, not
written again (after a change of the program, name another folder). Exits 1, with the bullets, when one says what its source
does not.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from summarise import Summariser, resources
from summarise.cleaning import clean
from summarise.condensing import Condenser, Passage, load_condenser
from summarise.errors import InputError
from summarise.phrasing import write_bullets
from summarise.reading import from_text, read
from summarise.records import Draft
from summarise.segmenting import segment

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from auditor import Violation, audit

WORDS = (6, 60)  # sentences of so many words are read
TOGETHER = 200  # sentences given to the model at once
CONSOLE = Console(stderr=True)
DECODINGS = {"constrained": True, "free": False}


class Recording:
    """A condenser that keeps the first draft of every passage, to tell how often the model lied before the check."""

    def __init__(self, condenser: Condenser) -> None:
        self.condenser, self.record = condenser, condenser.record
        self.first: list[tuple[str, str, str]] = []  # draft, source, language

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        found = self.condenser.condense(passages)
        pairs = zip(passages, found, strict=True)
        self.first += [(drafts[0].text, passage.text, passage.language) for passage, drafts in pairs if drafts]
        return found


def bullets_of_cases(paths: Sequence[Path], condenser: Condenser) -> Iterator[dict[str, Any]]:
    """The bullets of the whole pipeline with the texts of their source spans."""
    summariser = Summariser(condenser=condenser)
    for path in track(paths, "cases", console=CONSOLE):
        source = read(path)
        try:
            summary = summariser.summarise(source)
        except InputError as error:
            print(error, file=sys.stderr)
            continue
        for item in (*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards):
            sources = [source.text[span.start : span.end] for span in item.source]
            yield {"from": path.name, "language": summary.source.language, "sources": sources} | item.model_dump(
                include={"text", "method", "reason"}
            )


def news_sentences(folder: Path, articles: int, count: int) -> Iterator[tuple[str, str, str]]:
    """(article, language, sentence): the first `count` sentences of the first test articles, segmented as the program does."""
    with lzma.open(folder / "test.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in islice(map(json.loads, lines), articles):
            article = clean(from_text(" ".join(row["body"])))
            fitting = (one.text for one in segment(article) if WORDS[0] <= len(one.text.split()) <= WORDS[1])
            yield from ((row["id"], article.language, text) for text in islice(fitting, count))


def bullets_of_news(sentences: Sequence[tuple[str, str, str]], condenser: Condenser) -> Iterator[dict[str, Any]]:
    groups = [sentences[at : at + TOGETHER] for at in range(0, len(sentences), TOGETHER)]
    for group in track(groups, "news", console=CONSOLE):
        for language in sorted({language for _, language, _ in group}):
            mine = [(article, text) for article, other, text in group if other == language]
            written = write_bullets([text for _, text in mine], condenser, language=language)
            for (article, text), bullet in zip(mine, written, strict=True):
                if bullet:
                    yield {
                        "from": article,
                        "language": language,
                        "sources": [text],
                        "text": bullet.text,
                        "method": bullet.method,
                        "reason": bullet.reason,
                    }


def written(condenser: Recording, cases: Sequence[Path], sentences: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """Every bullet, and the model's first draft of it, before any is judged."""
    began = time.perf_counter()
    found = {
        "cases": list(bullets_of_cases(cases, condenser)),
        "news": list(bullets_of_news(sentences, condenser)),
        "first": condenser.first,
    }
    return found | {"seconds": round(time.perf_counter() - began, 1)}


def judged(found: dict[str, Any]) -> dict[str, Any]:
    """One row of the table: who wrote, why not the model, and what the auditor says."""
    bullets = [*found["cases"], *found["news"]]
    offending = [bullet | {"violations": wrong} for bullet in bullets if (wrong := violations(bullet))]
    fallbacks = [bullet for bullet in bullets if bullet["method"] == "extract"]
    lies = sum(bool(audit(text, [source], language=language)) for text, source, language in found["first"])
    return {
        "cases": len(found["cases"]),
        "news": len(found["news"]),
        "fallback": len(fallbacks) / max(1, len(bullets)),
        "reasons": dict(Counter((bullet["reason"] or "none").split(":")[0] for bullet in fallbacks).most_common()),
        "lies": lies / max(1, len(found["first"])),
        "violations": dict(Counter(wrong.kind for bullet in offending for wrong in bullet["violations"])),
        "offending": offending,
        "seconds": found["seconds"],
    }


def violations(bullet: dict[str, Any]) -> list[Violation]:
    found = list(audit(bullet["text"], bullet["sources"], language=bullet["language"]))
    if bullet["method"] == "extract" and not bullet["reason"]:
        found.append(Violation("no-reason", ""))
    return found


@contextmanager
def random_model() -> Iterator[Path]:
    """A folder with a model of the embedded one's shape and random weights."""
    import torch
    from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoTokenizer

    embedded = resources.models() / "embedded"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "random")
        torch.manual_seed(0)
        # With its two vocabularies tied a random model repeats the token it was given, which is the end of a text.
        config = AutoConfig.from_pretrained(embedded, tie_word_embeddings=False)
        AutoModelForSeq2SeqLM.from_config(config).float().save_pretrained(folder)
        AutoTokenizer.from_pretrained(embedded).save_pretrained(folder)
        card = (embedded / "model.toml").read_text("utf-8").splitlines()
        # The checksum is that of the embedded weights.
        kept = [line for line in card if not line.startswith("sha256")]
        (folder / "model.toml").write_text("\n".join(kept), encoding="utf-8")
        yield folder


def decoding(model: str | Path, *, constrained: bool) -> Recording:
    loaded: Any = load_condenser(model, offline=True)
    loaded.constrained = constrained
    return Recording(loaded)


def table(rows: dict[tuple[str, str], dict[str, Any]]) -> str:
    lines = [
        "| model | decoding | bullets: cases | news | by the model | fallback | reasons | first drafts that lie "
        "| violations | seconds |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- | ---: | --- | ---: |",
    ]
    for (model, how), row in rows.items():
        reasons, wrong = (
            ", ".join(f"{code} {count}" for code, count in row[name].items()) or "0"
            for name in ("reasons", "violations")
        )
        lines.append(
            f"| {model} | {how} | {row['cases']} | {row['news']} | {1 - row['fallback']:.1%} | {row['fallback']:.1%} "
            f"| {reasons} | {row['lies']:.1%} | {wrong} | {row['seconds']:.0f} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--swapped", type=Path, help="folder of the model that models/training/swapped.py made")
    parser.add_argument("--cases", type=Path, nargs="*", default=[], help="folders with articles, NAME.txt")
    parser.add_argument("--vietnews", type=Path, help="folder of test.jsonl.xz")
    parser.add_argument("--articles", type=int, default=2000, help="news articles that are read")
    parser.add_argument("--sentences", type=int, default=8, help="sentences of each, its first ones")
    parser.add_argument(
        "--only",
        nargs="*",
        choices=("embedded", "random", "swapped"),
        help="which write; the others' rows are judged",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    options = parser.parse_args()
    if "swapped" in (options.only or ()) and not options.swapped:
        parser.error("--only swapped needs --swapped")
    options.out.mkdir(parents=True, exist_ok=True)
    sentences = list(news_sentences(options.vietnews, options.articles, options.sentences)) if options.vietnews else []
    paths = [path for folder in options.cases for path in sorted(folder.glob("*.txt"))]
    settings = [*map(str, paths), str(options.vietnews), options.articles, options.sentences]

    rows: dict[tuple[str, str], dict[str, Any]] = {}
    with random_model() as random_weights:
        models = {"embedded": "embedded", "random": random_weights}
        if options.swapped:
            models["swapped"] = options.swapped
        for name, model in models.items():
            for how, constrained in DECODINGS.items():
                condenser = decoding(model, constrained=constrained)
                key = {"weights": condenser.record.revision, "settings": settings}
                kept = options.out / f"{name}-{how}.json"
                found = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
                if {part: found.get(part) for part in key} != key:
                    if options.only and name not in options.only:
                        continue
                    CONSOLE.print(f"{name}, {how}")
                    found = key | written(condenser, paths, sentences)
                    kept.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
                rows[name, how] = judged(found)
    summary = {f"{model}, {how}": row for (model, how), row in rows.items()}
    (options.out / "table.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(rows))
    offending = [(name, bullet) for name, row in rows.items() for bullet in row["offending"]]
    for (model, how), bullet in offending:
        print(f"\n{model}, {how}, {bullet['from']} ({bullet['method']}): {bullet['violations']}")
        print(f"  bullet: {bullet['text']}")
        print(*(f"  source: {source}" for source in bullet["sources"]), sep="\n")
    return 1 if offending else 0


if __name__ == "__main__":
    sys.exit(main())
