"""Step 3: the condenser, a BART of 6 + 3 layers that starts from e5 and learns the pairs of step 2.

    python models/training/condenser.py --start build/start --pairs build/pairs --out build/condenser --config cpu

Stages of one cosine schedule each: `news` teaches copying whole phrases and dropping openings, `union` the bullets
themselves, with plain copying and whole articles in the mixture.
Every `SAVE_EVERY` steps the model, the optimiser and the step number are written to `--out`, and the same command goes
on from there. The log (`train.jsonl`, a line an evaluation) is the loss curve. The weights with the lowest held-out loss
are kept in `best` and are those that ship.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

SAVE_EVERY, EVALUATE_EVERY = 200, 200


@dataclass(frozen=True)
class Stage:
    """How many optimiser steps, and how many times each file of pairs stands in the mixture."""

    steps: int
    mixture: dict[str, float]
    decoder_rate: float  # peak learning rate of the decoder
    encoder_rate: float  # and of the embeddings and the encoder's layers that are not frozen
    frozen: int = 0  # lower encoder layers, with the embeddings as the encoder reads them, that stay as they are
    final: float = 0.02  # share of the peak rate at the end of the cosine


@dataclass(frozen=True)
class Config:
    stages: dict[str, Stage]
    tokens: int  # of all sources of a batch, padding included
    article: int  # tokens of an article that are read; clauses of over LONGEST tokens are left out


CONFIGS = {
    "cpu": Config(
        {
            "news": Stage(1000, {"copy": 1, "mined": 1, "union": 3}, 6e-4, 1e-4, frozen=4, final=0.3),
            "union": Stage(1200, {"union": 4, "standard": 10, "copy": 0.3, "article": 0.625}, 4e-4, 1.5e-4, frozen=3),
        },
        tokens=3072,
        article=256,
    ),
    # For one large GPU; not run yet. Abstracts as they were written instead of sentences of the article.
    "gpu": Config(
        {
            "news": Stage(3000, {"copy": 1, "mined": 1, "abstract": 1, "union": 1}, 6e-4, 2e-4, final=0.3),
            "union": Stage(6000, {"union": 5, "standard": 12, "copy": 0.5, "abstract": 1}, 3e-4, 1e-4),
        },
        tokens=32768,
        article=384,
    ),
}
LONGEST = 224


def encoded(path: Path, tokenizer, article: int = LONGEST) -> list[tuple[list[int], list[int]]]:
    """(source, target) ids: <s> <task><language> source </s> and target </s>, as the product builds them. Of an article
    (`summary`) the first `article` tokens are taken; clauses that are longer than LONGEST are left out."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    sources = tokenizer([f"<{row['task']}><{row['language']}>{row['source']}" for row in rows]).input_ids
    targets = tokenizer([row["target"] for row in rows], add_special_tokens=False).input_ids
    eos = tokenizer.eos_token_id
    found = []
    for row, source, target in zip(rows, sources, targets, strict=True):
        if row["task"] == "summary" and len(source) > article:
            source = [*source[: article - 1], eos]
        if row["task"] == "summary" or len(source) <= LONGEST:
            found.append((source, [*target, eos]))
    return found


def batches(examples, tokens: int, rng: random.Random):
    """Shuffled batches of examples of like length, `tokens` source tokens in each."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    found = []
    for at in range(0, len(order), 2000):
        pool = sorted(order[at : at + 2000], key=lambda number: (len(examples[number][0]), len(examples[number][1])))
        batch: list[int] = []
        for number in pool:
            if batch and (len(batch) + 1) * len(examples[number][0]) > tokens:
                found.append(batch)
                batch = []
            batch.append(number)
        found.append(batch)
    rng.shuffle(found)
    return [[examples[number] for number in batch] for batch in found]


def tensors(batch, pad: int, device: str):
    """Sources, their mask, and labels; widths rounded up to 16 and 8, which bf16 kernels like."""
    width = -(-max(len(source) for source, _ in batch) // 16) * 16
    height = -(-max(len(target) for _, target in batch) // 8) * 8
    sources = torch.full((len(batch), width), pad)
    labels = torch.full((len(batch), height), -100)
    for row, (source, target) in enumerate(batch):
        sources[row, : len(source)] = torch.tensor(source)
        labels[row, : len(target)] = torch.tensor(target)
    sources, labels = sources.to(device), labels.to(device)
    return sources, (sources != pad).long(), labels


def logits(model, sources, mask, labels, *, detached: bool = False):
    """Teacher-forced logits of the tokens that have a label, (tokens, vocabulary), and these labels. `detached`: no
    gradient flows into what the encoder reads, so that none has to pass through its frozen layers."""
    start, pad = model.config.decoder_start_token_id, model.config.pad_token_id
    given = torch.full_like(labels, pad)
    given[:, 0] = start
    given[:, 1:] = labels[:, :-1].masked_fill(labels[:, :-1] == -100, pad)
    kept = labels.flatten() != -100
    with torch.autocast(sources.device.type, torch.bfloat16):
        embedded = model.get_encoder().embed_tokens(sources)
        embedded = embedded.detach() if detached else embedded
        hidden = model.model(inputs_embeds=embedded, attention_mask=mask, decoder_input_ids=given).last_hidden_state
        # Only labelled places are scored: the vocabulary is forty times as wide as what the decoder gives.
        scores = model.lm_head(hidden.flatten(0, 1)[kept]) + model.final_logits_bias[0]
    return scores.float(), labels.flatten()[kept]


@torch.no_grad()
def evaluate(model, examples, device: str) -> dict[str, float]:
    """Loss and share of target tokens right on the held-out pairs, teacher-forced."""
    model.eval()
    total = right = loss = 0.0
    for at in range(0, len(examples), 32):
        sources, mask, labels = tensors(examples[at : at + 32], model.config.pad_token_id, device)
        scores, wanted = logits(model, sources, mask, labels)
        loss += functional.cross_entropy(scores, wanted, reduction="sum").item()
        right += (scores.argmax(-1) == wanted).sum().item()
        total += len(wanted)
    model.train()
    return {"loss": loss / total, "right": right / total}


def groups(model, stage: Stage):
    """Optimiser groups: decoder, and embeddings with the encoder's layers above the frozen ones."""
    encoder = model.model.encoder
    model.requires_grad_(True)
    still = [encoder.embed_positions, encoder.layernorm_embedding, *encoder.layers[: stage.frozen]]
    for module in still if stage.frozen else []:
        module.requires_grad_(False)
    slow = {id(weights) for weights in encoder.parameters()} | {id(model.model.shared.weight)}
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    return [
        {"params": [weights for weights in trained if id(weights) not in slow], "peak": stage.decoder_rate},
        {"params": [weights for weights in trained if id(weights) in slow], "peak": stage.encoder_rate},
    ]


def train(args: argparse.Namespace) -> None:
    config = CONFIGS[args.config]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    state_file = args.out / "state.pt"
    state = torch.load(state_file, weights_only=True) if state_file.exists() else {"stage": 0, "step": 0}
    model = AutoModelForSeq2SeqLM.from_pretrained(args.out if state_file.exists() else args.start, dtype=torch.float32)
    model.to(device).train()
    held = sorted(encoded(args.pairs / "held.jsonl", tokenizer), key=lambda pair: len(pair[0]))
    began = time.time()
    for number, (name, stage) in enumerate(config.stages.items()):
        if number < state["stage"]:
            continue
        first = state["step"] if number == state["stage"] else 0
        examples = []
        for part, times in stage.mixture.items():
            rows = encoded(args.pairs / f"{part}.jsonl", tokenizer, config.article)
            examples += int(times) * rows + rows[: int(times % 1 * len(rows))]
        print(f"{name}: {len(examples)} examples", flush=True)
        parameters = groups(model, stage)
        optimiser = torch.optim.AdamW(parameters, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        if first and "optimiser" in state:
            optimiser.load_state_dict(state["optimiser"])
        torch.manual_seed(first)
        rng = random.Random(first)  # a resumed run draws other batches, not the same again
        queue, losses = [], []
        for step in range(first, stage.steps):
            queue = queue or batches(examples, config.tokens, rng)
            warm = min(1.0, (step + 1) / (0.05 * stage.steps))
            cosine = (1 + math.cos(math.pi * step / stage.steps)) / 2
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * warm * (stage.final + (1 - stage.final) * cosine)
            sources, mask, labels = tensors(queue.pop(), tokenizer.pad_token_id, device)
            scores, wanted = logits(model, sources, mask, labels, detached=bool(stage.frozen))
            loss = functional.cross_entropy(scores, wanted, label_smoothing=0.05)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            losses.append(loss.item())
            last = step + 1 == stage.steps
            if (step + 1) % EVALUATE_EVERY == 0 or last:
                row = {"stage": name, "step": step + 1, "minutes": round((time.time() - began) / 60, 1)}
                row |= {"train": round(sum(losses) / len(losses), 4)}
                row |= {key: round(value, 4) for key, value in evaluate(model, held, device).items()}
                losses = []
                print(json.dumps(row), flush=True)
                with (args.out / "train.jsonl").open("a") as log:
                    log.write(json.dumps(row) + "\n")
                if row["loss"] == min(json.loads(line)["loss"] for line in (args.out / "train.jsonl").open()):
                    model.save_pretrained(args.out / "best")
                    tokenizer.save_pretrained(args.out / "best")
            if (step + 1) % SAVE_EVERY == 0 or last:
                model.save_pretrained(args.out)
                tokenizer.save_pretrained(args.out)
                done = {"stage": number + last, "step": 0 if last else step + 1}
                torch.save(done if last else done | {"optimiser": optimiser.state_dict()}, state_file)
    (args.out / "done").touch()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", choices=CONFIGS, default="cpu")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    train(args)


if __name__ == "__main__":
    main()
