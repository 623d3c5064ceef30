"""Step 4: the sentence labeller, e5 fine-tuned on the annotated articles and records.

    python models/training/labeller.py --start build/encoder --union TRAIN_DIR --out build/labeller [--hold 5]

With `--hold N` every N-th article (and record) is kept for validation and the best epoch's scores are printed; without it
all of them train, for the number of epochs that validation found best. Sentences are cut by the product's own reading,
cleaning and segmenting, and take the label of the annotated span that they overlap most.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch
from corpora import articles, records
from torch.nn import functional
from transformers import AutoTokenizer, BertConfig, BertModel

from summarise.cleaning import clean
from summarise.labelling.network import FIELDS, SECTIONS, SentenceClassifier
from summarise.labelling.periods import turns_forward
from summarise.labelling.sequence import RELATIONS, Transitions, relations
from summarise.labelling.windows import Window, best_places, texts, windows
from summarise.records import Source
from summarise.segmenting import segment

EPOCHS, BATCH_TOKENS = 10, 1800
RATE, HEAD_RATE = 2e-4, 4e-3
# Lower encoder layers that stay e5's, with the embeddings: what they give is computed once and kept.
FROZEN = 6
# What follows what counts this much against the classifier; chosen on held-out articles.
CHAIN = (1.0, 0.7, 0.7)
OFFSETS = (0, 2)  # windows begin with this sentence, in turn over the epochs: other neighbours, other borders
IGNORE = -100


@dataclass(frozen=True)
class Example:
    """An article, or a record as an article of one sentence: lines, and per line section, field and key (or IGNORE)."""

    lines: list[str]
    sections: list[int]
    fields: list[int]
    keys: list[int]
    relations: list[int]
    forward: list[bool]


def located(text: str, gold: dict) -> list[dict]:
    at, spans = 0, []
    for span in gold["spans"]:
        start = text.index(span["quote"], at)
        at = start + len(span["quote"])
        spans.append(span | {"start": start, "end": at})
    return spans


def example(text: str, gold: dict) -> Example:
    article = clean(Source("article", text, "", "text/plain"))
    sentences = segment(article)
    spans = located(text, gold)
    sections, fields, keys = [], [], []
    for sentence in sentences:
        start, end = sentence.span
        best = max(spans, key=lambda span: min(end, span["end"]) - max(start, span["start"]))
        if min(end, best["end"]) <= max(start, best["start"]):
            best = {"label": "noise"}
        sections.append(SECTIONS.index(best["label"]))
        fields.append(FIELDS.index(best["field"]) if best.get("field") else IGNORE)
        keys.append(int(best["key"]) if best.get("key") is not None else IGNORE)
    forward = turns_forward(article, sentences)
    return Example(texts(article, sentences), sections, fields, keys, relations(sentences), forward)


def record(row: dict) -> Example:
    field = FIELDS.index(row["field"]) if row.get("field") else IGNORE
    key = int(bool(row.get("condensed"))) if row["label"] in ("achievement", "shortcoming", "task") else IGNORE
    return Example([row["text"]], [SECTIONS.index(row["label"])], [field], [key], [2], [False])


def transitions(cases: list[Example]) -> Transitions:
    """Counted over the articles, half a count added to each."""
    size = len(SECTIONS)
    counts = torch.full((len(RELATIONS), size, size), 0.5)
    single, forward = torch.ones(size), torch.full((size,), 0.5)
    for case in cases:
        for number, section in enumerate(case.sections):
            single[section] += 1
            forward[section] += case.forward[number]
            if number:
                counts[case.relations[number], case.sections[number - 1], section] += 1
    usual = (single / single.sum()).log()
    return Transitions(
        (counts / counts.sum(-1, keepdim=True)).log() - usual, CHAIN, (forward / forward.sum()).log() - usual
    )


@torch.no_grad()
def lower(model: SentenceClassifier, found: list[tuple[Window, Example]]) -> list[tuple[Window, Example, torch.Tensor]]:
    """Windows with what the frozen layers make of them, (tokens, width)."""
    rows = []
    for window, case in found:
        ids, _ = model.padded([window])
        hidden = model.encoder.embeddings(input_ids=ids)
        for layer in model.encoder.encoder.layer[:FROZEN]:
            hidden = layer(hidden)
        rows.append((window, case, hidden[0].half()))
    return rows


def upper(model: SentenceClassifier, batch: list[tuple[Window, Example, torch.Tensor]]):
    """Scores of a batch, from the first trained layer on."""
    found = [window for window, _, _ in batch]
    _, mask = model.padded(found)
    hidden = torch.nn.utils.rnn.pad_sequence([states.float() for _, _, states in batch], batch_first=True)
    for layer in model.encoder.encoder.layer[FROZEN:]:
        hidden = layer(hidden, mask[:, None, None, :].bool())
    return model.score(hidden, found)


def targets(found: list[tuple[Window, Example, torch.Tensor]]):
    rows = [(case, window.first + place) for window, case, _ in found for place in range(len(window.bounds))]
    return (
        torch.tensor([case.sections[number] for case, number in rows]),
        torch.tensor([case.fields[number] for case, number in rows]),
        torch.tensor([case.keys[number] for case, number in rows]),
    )


@torch.no_grad()
def validate(model: SentenceClassifier, chain: Transitions, cases: list[Example], tokenizer) -> dict[str, object]:
    """Accuracy of section (and per class F1), field and key over the sentences of `cases`, windows as in the product."""
    model.eval()
    confusion: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        found = windows(case.lines, tokenizer)
        scores = [model([window]) for window in found]
        places = sorted(best_places(found).items())
        emissions = torch.stack([scores[window].section[place] for _, (window, place) in places]).log_softmax(-1)
        sections = chain.marginals(emissions, case.relations, case.forward).argmax(-1).tolist()
        for number, (window, place) in places:
            section = sections[number]
            confusion[SECTIONS[case.sections[number]], SECTIONS[section]] += 1
            if case.fields[number] != IGNORE:
                total["field"] += 1
                right["field"] += scores[window].field[place].argmax().item() == case.fields[number]
            if case.keys[number] != IGNORE:
                total["key"] += 1
                right["key"] += (scores[window].key[place].item() > 0) == bool(case.keys[number])
    model.train()
    f1 = {}
    for name in SECTIONS:
        hit = confusion[name, name]
        got = sum(count for (_, mine), count in confusion.items() if mine == name)
        want = sum(count for (gold, _), count in confusion.items() if gold == name)
        f1[name] = round(2 * hit / max(1, got + want), 3)
    same = sum(count for (gold, mine), count in confusion.items() if gold == mine)
    wrong = {f"{gold}>{mine}": n for (gold, mine), n in confusion.most_common() if gold != mine}
    return {
        "section": round(same / sum(confusion.values()), 4),
        "field": round(right["field"] / total["field"], 4),
        "key": round(right["key"] / total["key"], 4),
        "f1": f1,
        "wrong": dict(list(wrong.items())[:8]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--union", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hold", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    rng = random.Random(0)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    whole = [example(text, gold) for text, gold in articles(args.union / "articles")]
    single = [record(row) for row in records(args.union) if row.get("task") != "merge"]  # those are passages
    held = whole[:: args.hold] if args.hold else []
    training = [case for case in whole if case not in held] + [
        case for number, case in enumerate(single) if not args.hold or number % args.hold
    ]
    model = SentenceClassifier(BertConfig.from_pretrained(args.start))
    model.encoder = BertModel.from_pretrained(args.start, add_pooling_layer=False, dtype=torch.float32)
    model.to(device).train()
    for part in (model.encoder.embeddings, *model.encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    heads = {id(weights) for head in (model.section, model.field, model.key) for weights in head.parameters()}
    groups = [
        {"params": [w for w in model.parameters() if w.requires_grad and id(w) not in heads], "peak": RATE},
        {"params": [w for w in model.parameters() if id(w) in heads], "peak": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    chain = transitions([case for case in training if len(case.lines) > 1])
    chain.save(args.out)
    began = time.time()
    seen = []
    for offset in OFFSETS:
        cut = [
            (window, case)
            for case in training
            for window in windows(case.lines, tokenizer, skip=offset if len(case.lines) > 4 else 0, overlap=32)
        ]
        seen.append(lower(model.eval(), cut))
    print(f"{len(training)} articles and records, {len(seen[0])} windows, {time.time() - began:.0f} s", flush=True)
    model.train()
    steps, step, began = 0, 0, time.time()
    for epoch in range(args.epochs):
        found = seen[epoch % len(OFFSETS)]
        found.sort(key=lambda row: len(row[0].ids) + rng.randrange(40))
        size: list[list] = [[]]
        for row in found:  # batches of like length
            if size[-1] and (len(size[-1]) + 1) * len(row[0].ids) > BATCH_TOKENS:
                size.append([])
            size[-1].append(row)
        rng.shuffle(size)
        steps = steps or len(size) * args.epochs
        total = 0.0
        for batch in size:
            rate = min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * rate
            section, field, key = (values.to(device) for values in targets(batch))
            with torch.autocast(device, torch.bfloat16):
                scores = upper(model, batch)
            loss = functional.cross_entropy(scores.section.float(), section, label_smoothing=0.05)
            if (field != IGNORE).any():
                loss = loss + 0.7 * functional.cross_entropy(scores.field.float(), field, ignore_index=IGNORE)
            if (key != IGNORE).any():
                known = key != IGNORE
                loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(
                    scores.key.float()[known], key[known].float()
                )
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            total += loss.item()
            step += 1
        row = {
            "epoch": epoch + 1,
            "minutes": round((time.time() - began) / 60, 1),
            "train": round(total / len(size), 4),
        }
        if held:
            row |= validate(model, chain, held, tokenizer)
        print(json.dumps(row), flush=True)
        with (args.out / "train.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        model.save(args.out)
        tokenizer.save_pretrained(args.out)
    print(f"{steps} steps, {math.ceil((time.time() - began) / 60)} minutes")


if __name__ == "__main__":
    main()
