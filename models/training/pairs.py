"""Step 2: source → target pairs for the condenser.

    python models/training/pairs.py --vietnews VIETNEWS_DIR --mined PAIRS_DIR --union TRAIN_DIR --out build/pairs

Every `<bullet>` and `<merge>` target is an ordered subsequence of its source, in the source's own letters: at run time the
decoder may only choose and drop words, so that is all it is taught. Seven kinds:

- `union`: the annotated clauses of the training articles and records with the bullet a clerk wrote (`<bullet>`), and
  runs of sentences of one field with the bullets of those that a report needs (`<merge>`);
- `standard`: those of them that the annotators of TRAIN_DIR wrote, who keep fewer words than the others;
- `copy`: plain sentences of news with the openings and endings that clerks drop (taken from the `union` pairs of the
  training part) put around them, with a clause of another sentence put in as noise, or with nothing added: the model
  learns to copy long sentences, figures and names whole, and to drop what does not belong;
- `mined`: `<title>` pairs of VietNews (a sentence and its compression in abstract or title);
- `article`: `<summary>` pairs of VietNews (the beginning of a body, and its sentences that are nearest to the abstract);
- `choices`: articles of VietNews with the score of every choice of one or two of their first sentences (`choices.py`);
- `abstract`: `article` with the abstract itself, for a model that is trained long enough to write one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from choices import scored
from corpora import READ, Document, articles, english_lines, mined_pairs, records, vietnews

from summarise import rouge
from summarise.tuning.pairs import subsequence

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÂÊÔƠƯÁÀẢÃẠẮẰẤẦẾỀỐỒỚỜỨỪÝ“\"])")
# Sentences of news about work, unions, meetings and results stand nearest to the articles that are condensed.
NEAR = re.compile(
    r"công đoàn|LĐLĐ|liên đoàn|người lao động|đoàn viên|công nhân|hội nghị|kế hoạch|nhiệm vụ|chỉ tiêu|chương trình"
    r"|phong trào|triệu đồng|tỷ đồng|cán bộ|%|đơn vị|hỗ trợ|tổ chức|triển khai",
    re.IGNORECASE,
)
ALIKE = 0.55  # ROUGE-1 + ROUGE-2 of the best sentences below which an abstract is not to be had from them
HELD_OUT = 10  # every tenth training article and record is kept for validation, whole


def union_pairs(folder: Path, *, written: bool = True) -> Iterator[dict[str, object]]:
    """One pair a key span or record, and one a run of sentences; `held` marks those kept for validation. `written`: with
    the articles and records beside this module."""
    for number, (_, gold) in enumerate(articles(folder / "articles", written=written)):
        held = number % HELD_OUT == 0
        for span in gold["spans"]:
            if span.get("condensed") and (
                target := subsequence(span["quote"], span["condensed"], language=gold["language"])
            ):
                yield pair(span["quote"], target, gold["language"], held)
        yield from merge_pairs(gold["spans"], gold["language"], held)
    for number, row in enumerate(records(folder, written=written)):
        if row.get("condensed") and (target := subsequence(row["text"], row["condensed"], language=row["language"])):
            yield pair(row["text"], target, row["language"], number % HELD_OUT == 0, row.get("task", "bullet"))


def article_pairs(documents: Iterable[Document], count: int) -> Iterator[dict[str, object]]:
    """The beginning of a body, and those of its sentences that say most nearly what the abstract says.

    Sentences are chosen greedily by the sum of ROUGE-1 and ROUGE-2 with the abstract (the oracle of extractive
    summarisation, Nallapati et al. 2017), at most three, in their order. An article is left out when even these say
    something else."""
    for document in documents:
        lines = document.beginning
        abstract, mine = rouge.words(document.abstract), [rouge.words(line) for line in lines]
        chosen: list[int] = []
        best = 0.0
        while len(chosen) < 3:
            tried = []
            for number in set(range(len(lines))) - set(chosen):
                text = [word for place in sorted([*chosen, number]) for word in mine[place]]
                tried.append((sum(rouge.rouge_n(text, abstract, n) for n in (1, 2)), number))
            score, number = max(tried, default=(0.0, 0))
            if score <= best:
                break
            best = score
            chosen.append(number)
        if best >= ALIKE:
            yield pair(" ".join(lines), " ".join(lines[place] for place in sorted(chosen)), "vi", task="summary")
            count -= 1
        if not count:
            return


def abstract_pairs(documents: Iterable[Document]) -> Iterator[dict[str, object]]:
    """Bodies, to be cut by the condenser, and the abstracts as they were written."""
    for document in documents:
        if 12 <= len(document.abstract.split()) <= 90:
            yield pair(" ".join(" ".join(document.body).split()[: 2 * READ]), document.abstract, "vi", task="summary")


def unseen(folder: Path) -> list[Document]:
    """Training articles without those that stand in the test part as well (abstract or first line)."""
    test = {text for document in vietnews(folder, "test") for text in (document.abstract, *document.body[:1])}
    return [each for each in vietnews(folder, "train") if not test & {each.abstract, *each.body[:1]}]


def merge_pairs(spans: list[dict], language: str, held: bool) -> Iterator[dict[str, object]]:
    """Runs of two to four neighbouring spans of one label and field, with the bullets of those that are key."""
    runs: list[list[dict]] = []
    for span in spans:
        last = runs[-1][-1] if runs and runs[-1] else {}
        alike = all(last.get(key) == span.get(key) for key in ("label", "field"))
        if "field" in span and alike and len(runs[-1]) < 4:
            runs[-1].append(span)
        elif "field" in span:
            runs.append([span])
        else:
            runs.append([])
    for run in runs:
        bullets = [span["condensed"] for span in run if span.get("condensed")]
        source = " ".join(span["quote"] for span in run)
        if len(run) > 1 and bullets and (target := subsequence(source, " ".join(bullets), language=language)):
            yield pair(source, target, language, held, "merge")


def pair(source: str, target: str, language: str, held: bool = False, task: str = "bullet") -> dict[str, object]:
    return {"task": task, "language": language, "source": source, "target": target, "held": held}


def dropped(pairs: list[dict]) -> dict[str, tuple[list[str], list[str]]]:
    """Openings and endings that clerks dropped, by language, as often as they occur."""
    found: dict[str, tuple[list[str], list[str]]] = {"vi": ([], []), "en": ([], [])}
    for row in pairs:
        at = row["source"].find(row["target"])
        if at < 0:  # something was dropped inside as well: take what stands before the first words kept
            at = row["source"].find(" ".join(row["target"].split()[:3]))
        if at > 0:
            found[row["language"]][0].append(row["source"][:at].strip())
        end = row["source"].rfind(" ".join(row["target"].split()[-3:]))
        if end >= 0 and (rest := row["source"][end + len(" ".join(row["target"].split()[-3:])) :].strip(" .;")):
            found[row["language"]][1].append(rest)
    return found


def copy_pair(
    sentence: str, noise: str, language: str, openings: list[str], endings: list[str], rng: random.Random
) -> dict:
    """A sentence as it stands, or between an opening and an ending that a clerk would drop, or with noise in it."""
    body = sentence.rstrip(" .;")
    source = body
    if rng.random() < 0.6:
        opening = rng.choice(openings)
        first, _, rest = body.partition(" ")
        second = rest[:1]
        if first[1:].islower() and second.islower():  # no name: inside the sentence it is written small
            source = body = first.lower() + " " + rest
        source = f"{opening} {source}"
    if rng.random() < 0.2:
        ending = rng.choice(endings)
        source = f"{source}{'' if ending[0] in ',;)' else ' '}{ending}"
    elif noise and rng.random() < 0.25:
        at = rng.choice([mark.end() for mark in re.finditer(r"\w(?=,)", source)] or [len(source)])
        source = f"{source[:at]}, {noise}{source[at:]}"
    return pair(source + rng.choice([".", ".", ".", ";", ""]), body, language)


def sentences(lines: list[str], low: int, high: int) -> Iterator[str]:
    for line in lines:
        for sentence in SENTENCE_END.split(line):
            if low <= len(sentence.split()) <= high and not re.search(r"[_|<>{}]|http", sentence):
                yield sentence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vietnews", type=Path, required=True)
    parser.add_argument("--mined", type=Path, required=True)
    parser.add_argument("--union", type=Path, required=True)
    parser.add_argument("--english", type=Path, required=True, help="folder of English documentation")
    parser.add_argument("--copies", type=int, default=90_000)
    parser.add_argument("--articles", type=int, default=16_000)
    parser.add_argument("--choices", type=int, default=44_000)
    parser.add_argument("--abstracts", type=int, default=0, help="for the configuration gpu: 100000")
    parser.add_argument("--out", type=Path, default=Path("build/pairs"))
    args = parser.parse_args()
    rng = random.Random(0)
    union = list(union_pairs(args.union))
    ends = dropped([row for row in union if not row["held"]])

    near: set[str] = set()
    for document in vietnews(args.vietnews, "train"):
        near |= {text for text in sentences(list(document.body), 8, 55) if len(NEAR.findall(text)) >= 2}
    chosen = sorted(near)
    rng.shuffle(chosen)
    english = list(sentences(english_lines(args.english), 8, 45))
    rng.shuffle(english)
    copies = []
    for language, texts in (("vi", chosen[: args.copies]), ("en", english[: args.copies // 9])):
        noise = [
            clause for text in texts for clause in text.rstrip(" .").split(", ")[1:-1] if 3 <= len(clause.split()) <= 12
        ]
        copies += [copy_pair(text, rng.choice(noise), language, *ends[language], rng) for text in texts]

    rng.shuffle(copies)
    mined = [
        pair(row["src"], row["tgt"], "vi", task="title")
        for row in mined_pairs(args.mined, "train")
        if row["strict"] and len(row["src"].split()) <= 110
    ]
    documents = unseen(args.vietnews)
    rng.shuffle(documents)
    args.out.mkdir(parents=True, exist_ok=True)
    parts = {
        "union": [row for row in union if not row["held"]],
        "standard": [row for row in union_pairs(args.union, written=False) if not row["held"]],
        "held": [row for row in union if row["held"]],
        "copy": copies,
        "mined": mined,
        "article": list(article_pairs(documents, args.articles)),
        "abstract": list(islice(abstract_pairs(documents), args.abstracts)),
    }
    gains = filter(None, map(scored, reversed(documents)))
    with (args.out / "choices.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in islice(gains, args.choices))
    for name, rows in parts.items():
        with (args.out / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        kept = sum(len(str(row["target"])) for row in rows) / max(1, sum(len(str(row["source"])) for row in rows))
        print(f"{name}: {len(rows)} pairs, {kept:.2f} of the characters kept")


if __name__ == "__main__":
    main()
