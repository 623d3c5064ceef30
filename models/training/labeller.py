"""Step 5: the sentence labeller, e5 fine-tuned on the annotated articles and records.

    python models/training/labeller.py --start build/encoder --union TRAIN_DIR --out build/labeller [--seed N] [--frozen N]

After every epoch the articles of `held/`, by other hands and never trained on, are labelled and the scores printed.
Sentences are cut by the product's own reading, cleaning and segmenting, and take the label of the annotated span that
they overlap most. Runs that differ in seed and in frozen layers are averaged when they are exported.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch
from corpora import articles, held_out, records
from torch.nn import functional
from transformers import AutoTokenizer, BertConfig, BertModel

from summarise.cleaning import clean
from summarise.labelling.cues import FEATURES, features
from summarise.labelling.network import FIELDS, SECTIONS, Range, SentenceClassifier
from summarise.labelling.periods import turns_forward
from summarise.labelling.sequence import RELATIONS, Transitions, relations
from summarise.labelling.windows import Window, best_places, marks, parts, texts, windows
from summarise.reading import from_text
from summarise.records import Article, Block, Sentence, Source, Span
from summarise.segmenting import segment

EPOCHS, BATCH_TOKENS = 8, 1800
RATE, HEAD_RATE = 2e-4, 4e-3
# Lower encoder layers that stay e5's, with the embeddings: what they give is computed once and kept.
FROZEN = 6
# What follows what counts this much against the classifier; chosen on articles that a run had not seen.
CHAIN = (0.5, 0.35, 0.35)
COMMA = re.compile(r",(?=\s)")
WORDED = ("opens_task", "opens_done", "done", "forward", "number", "several_numbers", "speech", "leader", "delegate")
# Of a record without an article, only what its words say counts among the features, not where it stands.
OF_WORDS = torch.tensor([float(name.startswith(("own:", "first:")) or name in WORDED) for name in FEATURES])
FEATURE_DROPOUT = 0.3  # share of the sentences that the classifier is shown without their features
PARTS = 0.4  # weight of the loss over parts of sentences
OFFSETS = (0, 2)  # windows begin with this sentence, in turn over the epochs: other neighbours, other borders
IGNORE = -100


@dataclass(frozen=True)
class Example:
    """An article, or a record as an article of one sentence: lines, and per line section, field and key (or IGNORE).

    `pieces` holds the sentences that the annotation cuts at commas: the number of the comma that each piece ends with
    (None for the last), its section and its field.
    """

    lines: list[str]
    sections: list[int]
    fields: list[int]
    keys: list[int]
    relations: list[int]
    forward: list[bool]
    features: torch.Tensor
    pieces: dict[int, list[tuple[int | None, int, int]]]


def located(text: str, gold: dict) -> list[dict]:
    at, spans = 0, []
    for span in gold["spans"]:
        start = text.index(span["quote"], at)
        at = start + len(span["quote"])
        spans.append(span | {"start": start, "end": at})
    return spans


def example(text: str, gold: dict) -> Example:
    article = clean(from_text(text))
    sentences = segment(article)
    spans = located(text, gold)
    sections, fields, keys = [], [], []
    pieces: dict[int, list[tuple[int | None, int, int]]] = {}
    for number, sentence in enumerate(sentences):
        start, end = sentence.span
        over = [span for span in spans if min(end, span["end"]) - max(start, span["start"]) > 8]
        if len(over) > 1 and all(text[: span["start"]].rstrip().endswith(",") for span in over[1:]):
            ends = [len(COMMA.findall(text, start, span["start"])) - 1 for span in over[1:]]
            pieces[number] = [
                (stop, SECTIONS.index(span["label"]), FIELDS.index(span["field"]) if span.get("field") else IGNORE)
                for stop, span in zip([*ends, None], over, strict=True)
            ]
        best = max(spans, key=lambda span: min(end, span["end"]) - max(start, span["start"]))
        if min(end, best["end"]) <= max(start, best["start"]):
            best = {"label": "noise"}
        sections.append(SECTIONS.index(best["label"]))
        fields.append(FIELDS.index(best["field"]) if best.get("field") else IGNORE)
        keys.append(int(best["key"]) if best.get("key") is not None else IGNORE)
    forward = turns_forward(article, sentences)
    told = torch.tensor(features(article, sentences))
    return Example(texts(article, sentences), sections, fields, keys, relations(sentences), forward, told, pieces)


def record(row: dict) -> Example:
    field = FIELDS.index(row["field"]) if row.get("field") else IGNORE
    key = int(bool(row.get("condensed"))) if row["label"] in ("achievement", "shortcoming", "task") else IGNORE
    article = Article(Source("record", row["text"], "", "text/plain"), row["language"], (Block(Span(0, 1), "body"),))
    sentence = Sentence(Span(0, len(row["text"])), row["text"], 0)
    told = torch.tensor(features(article, [sentence])) * OF_WORDS
    return Example([row["text"]], [SECTIONS.index(row["label"])], [field], [key], [2], [False], told, {})


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
def lower(
    model: SentenceClassifier, found: list[tuple[Window, Example]], frozen: int
) -> list[tuple[Window, Example, torch.Tensor]]:
    """Windows with what the frozen layers make of them, (tokens, width)."""
    rows = []
    for window, case in found:
        ids, _ = model.padded([window])
        hidden = model.encoder.embeddings(input_ids=ids)
        for layer in model.encoder.encoder.layer[:frozen]:
            hidden = layer(hidden)
        rows.append((window, case, hidden[0].half()))
    return rows


def upper(model: SentenceClassifier, batch: list[tuple[Window, Example, torch.Tensor]], frozen: int) -> torch.Tensor:
    """Last hidden states of a batch, (windows, tokens, width), from the first trained layer on."""
    _, mask = model.padded([window for window, _, _ in batch])
    hidden = torch.nn.utils.rnn.pad_sequence([states.float() for _, _, states in batch], batch_first=True)
    hidden = hidden.to(mask.device)
    for layer in model.encoder.encoder.layer[frozen:]:
        hidden = layer(hidden, mask[:, None, None, :].bool())
    return hidden


def sentences_of(batch: list[tuple[Window, Example, torch.Tensor]]) -> tuple[list[Range], torch.Tensor]:
    """Where the sentences of a batch stand, and their features."""
    where = [(row, *bounds) for row, (window, _, _) in enumerate(batch) for bounds in window.bounds]
    told = [case.features[window.first : window.first + len(window.bounds)] for window, case, _ in batch]
    return where, torch.cat(told)


def pieces_of(batch, mark, rng: random.Random) -> tuple[list[Range], list[int], list[int]]:
    """Parts of sentences with their sections and fields: as annotated, or cut at any comma, where both parts are of one
    section and field."""
    found: list[tuple[Range, int, int]] = []
    for row, (window, case, _) in enumerate(batch):
        for place in range(len(window.bounds)):
            between = parts(window, place, *mark)
            number = window.first + place
            if number in case.pieces and max(stop or 0 for stop, _, _ in case.pieces[number]) < len(between) - 1:
                start = between[0][0]
                for stop, section, field in case.pieces[number]:
                    end = between[-1 if stop is None else stop][1]
                    found.append(((row, start, end), section, field))
                    start = end
            elif len(between) > 1 and rng.random() < 0.5:
                at = between[rng.randrange(1, len(between))][0]
                if at - between[0][0] > 5 and between[-1][1] - at > 5:
                    label = case.sections[number], case.fields[number]
                    found += [((row, between[0][0], at), *label), ((row, at, between[-1][1]), *label)]
    return [where for where, _, _ in found], [s for _, s, _ in found], [f for _, _, f in found]


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
    device = model.section.weight.device
    confusion: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        found = windows(case.lines, tokenizer)
        scores = []
        for window in found:
            told = case.features[window.first : window.first + len(window.bounds)]
            scores.append(model.score(model([window]), [(0, *bounds) for bounds in window.bounds], told.to(device)))
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
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--frozen", type=int, default=FROZEN, help="lower encoder layers that stay as they are")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "train.jsonl").unlink(missing_ok=True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    mark = marks(tokenizer.get_vocab())
    training = [example(text, gold) for text, gold in articles(args.union / "articles")]
    training += [record(row) for row in records(args.union) if row.get("task") != "merge"]  # those are passages
    held = [example(text, gold) for text, gold in held_out()]
    model = SentenceClassifier(BertConfig.from_pretrained(args.start))
    model.encoder = BertModel.from_pretrained(args.start, add_pooling_layer=False, dtype=torch.float32)
    model.to(device).train()
    for part in (model.encoder.embeddings, *model.encoder.encoder.layer[: args.frozen]):
        part.requires_grad_(False)
    heads = {
        id(weights) for head in (model.section, model.field, model.key, model.cues) for weights in head.parameters()
    }
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
        seen.append(lower(model.eval(), cut, args.frozen))
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
                hidden = upper(model, batch, args.frozen)
                where, told = sentences_of(batch)
                told = (told * (torch.rand(len(told), 1) > FEATURE_DROPOUT)).to(device)
                scores = model.score(hidden, where, told)
                where, sections, fields = pieces_of(batch, mark, rng)
                pieces = model.score(hidden, where) if where else None
            loss = functional.cross_entropy(scores.section.float(), section, label_smoothing=0.05)
            if (field != IGNORE).any():
                loss = loss + 0.7 * functional.cross_entropy(scores.field.float(), field, ignore_index=IGNORE)
            if (key != IGNORE).any():
                known = key != IGNORE
                loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(
                    scores.key.float()[known], key[known].float()
                )
            if pieces is not None:
                loss = loss + PARTS * functional.cross_entropy(
                    pieces.section.float(), torch.tensor(sections, device=device)
                )
                if any(field != IGNORE for field in fields):
                    known = torch.tensor(fields, device=device)
                    loss = loss + PARTS * functional.cross_entropy(pieces.field.float(), known, ignore_index=IGNORE)
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
        row |= validate(model, chain, held, tokenizer)
        print(json.dumps(row), flush=True)
        with (args.out / "train.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        model.save(args.out)
        tokenizer.save_pretrained(args.out)
    (args.out / "done").touch()
    print(f"{steps} steps, {math.ceil((time.time() - began) / 60)} minutes")


if __name__ == "__main__":
    main()
