"""Step 3: the condenser, a BART of 6 + 3 layers that starts from e5 and learns the pairs of step 2.

    python models/training/condenser.py --start build/start --pairs build/pairs --out build/condenser --config cpu

Two stages, one cosine schedule each: `news` teaches copying whole phrases and dropping openings, `union` the bullets
themselves. Every `SAVE_EVERY` steps the model, the optimiser and the step number are written to `--out`, and the same
command goes on from there. The log (`train.jsonl`, a line an evaluation) is the loss curve.
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

SAVE_EVERY, EVALUATE_EVERY = 200, 100


@dataclass(frozen=True)
class Stage:
    """How many optimiser steps of how many pairs, and how often each file of pairs is repeated in the mixture."""

    steps: int
    schedule: int  # length of the cosine; longer than `steps` where the next stage goes on from a rate still high
    batch: int
    mixture: dict[str, int]
    decoder_rate: float  # peak learning rate of the decoder
    encoder_rate: float  # and of the embeddings and the encoder's upper layers


@dataclass(frozen=True)
class Config:
    stages: dict[str, Stage]
    frozen: int  # encoder layers that stay e5's
    longest: int = 224  # tokens of a source; longer ones are left out


CONFIGS = {
    # Two cores, bf16: 1.4 s a step, measured over the first 700 steps.
    "cpu": Config(
        {
            "news": Stage(1000, 1500, 32, {"copy": 1, "mined": 1, "union": 3}, 6e-4, 1e-4),
            "union": Stage(400, 700, 32, {"union": 30, "copy": 1}, 2.5e-4, 5e-5),
        },
        frozen=4,
    ),
    # For one large GPU; not run yet.
    "gpu": Config(
        {
            "news": Stage(6000, 6000, 128, {"copy": 1, "mined": 1, "union": 1}, 5e-4, 1e-4),
            "union": Stage(1200, 1200, 64, {"union": 30, "copy": 1}, 1.5e-4, 5e-5),
        },
        frozen=0,
    ),
}


def encoded(path: Path, tokenizer, longest: int) -> list[tuple[list[int], list[int]]]:
    """(source, target) ids: <s> <task><language> source </s> and target </s>, as the product builds them."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    sources = tokenizer([f"<{row['task']}><{row['language']}>{row['source']}" for row in rows]).input_ids
    targets = tokenizer([row["target"] for row in rows], add_special_tokens=False).input_ids
    eos = tokenizer.eos_token_id
    return [(source, [*target, eos]) for source, target in zip(sources, targets, strict=True) if len(source) <= longest]


def batches(examples, size: int, rng: random.Random):
    """Shuffled batches of examples of like length."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    pools = [order[at : at + 40 * size] for at in range(0, len(order), 40 * size)]
    found = []
    for pool in pools:
        pool.sort(key=lambda number: (len(examples[number][0]), len(examples[number][1])))
        found += [pool[at : at + size] for at in range(0, len(pool), size)]
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


def logits(model, sources, mask, labels):
    """Teacher-forced logits, (batch, target, vocabulary)."""
    start, pad = model.config.decoder_start_token_id, model.config.pad_token_id
    given = torch.full_like(labels, pad)
    given[:, 0] = start
    given[:, 1:] = labels[:, :-1].masked_fill(labels[:, :-1] == -100, pad)
    with torch.autocast(sources.device.type, torch.bfloat16):
        return model(input_ids=sources, attention_mask=mask, decoder_input_ids=given).logits.float()


@torch.no_grad()
def evaluate(model, examples, device: str) -> dict[str, float]:
    """Loss and share of target tokens right on the held-out pairs, teacher-forced."""
    model.eval()
    total = right = loss = 0.0
    for at in range(0, len(examples), 32):
        sources, mask, labels = tensors(examples[at : at + 32], model.config.pad_token_id, device)
        scores = logits(model, sources, mask, labels)
        loss += functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), reduction="sum").item()
        right += ((scores.argmax(-1) == labels) & (labels != -100)).sum().item()
        total += (labels != -100).sum().item()
    model.train()
    return {"loss": loss / total, "right": right / total}


def groups(model, stage: Stage, frozen: int):
    """Optimiser groups: decoder, and embeddings with the upper encoder; the rest of the encoder is frozen."""
    encoder = model.model.encoder
    still = [encoder.embed_positions, encoder.layernorm_embedding, *encoder.layers[:frozen]] if frozen else []
    for module in still:
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
    held = encoded(args.pairs / "held.jsonl", tokenizer, config.longest)
    began = time.time()
    for number, (name, stage) in enumerate(config.stages.items()):
        if number < state["stage"]:
            continue
        first = state["step"] if number == state["stage"] else 0
        examples = [
            example
            for part, times in stage.mixture.items()
            for example in encoded(args.pairs / f"{part}.jsonl", tokenizer, config.longest) * times
        ]
        parameters = groups(model, stage, config.frozen)
        optimiser = torch.optim.AdamW(parameters, betas=(0.9, 0.98), weight_decay=0.01)
        if first and "optimiser" in state:
            optimiser.load_state_dict(state["optimiser"])
        torch.manual_seed(first)
        rng = random.Random(first)  # a resumed run draws other batches, not the same again
        queue, losses = [], []
        for step in range(first, stage.steps):
            queue = queue or batches(examples, stage.batch, rng)
            warm = min(1.0, (step + 1) / (0.08 * stage.schedule))
            rate = warm * (0.02 + 0.98 * (1 + math.cos(math.pi * step / stage.schedule)) / 2)
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * rate
            sources, mask, labels = tensors(queue.pop(), tokenizer.pad_token_id, device)
            scores = logits(model, sources, mask, labels)
            loss = functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), label_smoothing=0.05)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            losses.append(loss.item())
            last = step + 1 == stage.steps
            if (step + 1) % EVALUATE_EVERY == 0 or last:
                row = {"stage": name, "step": step + 1, "minutes": round((time.time() - began) / 60, 1)}
                row |= {"train": sum(losses) / len(losses), **evaluate(model, held, device)}
                losses = []
                print(json.dumps(row), flush=True)
                with (args.out / "train.jsonl").open("a") as log:
                    log.write(json.dumps(row) + "\n")
            if (step + 1) % SAVE_EVERY == 0 or last:
                model.save_pretrained(args.out)
                done = {"stage": number + last, "step": 0 if last else step + 1}
                torch.save(done if last else done | {"optimiser": optimiser.state_dict()}, state_file)
    tokenizer.save_pretrained(args.out)


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
