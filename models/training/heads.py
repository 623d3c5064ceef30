"""Step 4: two small networks on the encoder of the condenser, which stays as it is.

    python models/training/heads.py --condenser build/condenser/best --pairs build/pairs

The keeper learns from the written pairs which words of a clause a clerk keeps, the selector from the scored choices which
sentences of an article. Both read states of the encoder that are computed once, so this takes no GPU. Both are
written into the folder of the condenser, and a line an epoch to `heads.jsonl` there.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import choices
import torch
from condenser import LONGEST
from corpora import rows
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from summarise.condensing import keeping, selecting
from summarise.condensing.cards import KEEPER, SELECTOR
from summarise.engine.kernels import pack, skipping
from summarise.tuning.trainer import kept_tokens

READ = 256  # pieces of an article
STANDARD = 3.5  # weight of the pairs of `standard` beside the others, as in the last stage of `condenser.py`
Clause = tuple[Tensor, Tensor, float]  # states (tokens, width), which tokens are kept, weight


def encoded(encoder, sources: Sequence[list[int]], parts: Sequence[int], pad: int) -> list[Tensor]:
    """The encoder's states of the last `parts` tokens of each source but for the one that ends it, half precision."""
    found: list[Tensor] = [torch.empty(0)] * len(sources)
    order = sorted(range(len(sources)), key=lambda number: len(sources[number]))
    for at in range(0, len(order), 32):
        batch = order[at : at + 32]
        ids = pad_sequence([torch.tensor(sources[number]) for number in batch], batch_first=True, padding_value=pad)
        ids = ids.to(encoder.device)
        mask = (ids != pad).long()
        with torch.inference_mode(), skipping(mask):
            states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        for row, number in zip(states, batch, strict=True):
            end = len(sources[number]) - 1
            found[number] = row[end - parts[number] : end].half().cpu().clone()
    return found


def clauses(path: Path, tokenizer, encoder, standard: set[tuple[str, str]]) -> list[Clause]:
    """The `<bullet>` pairs of a file."""
    sources, labels, weights = [], [], []
    for row in rows(path):
        if row["task"] != "bullet":
            continue
        kept = kept_tokens(row["source"], row["target"], language=row["language"], tokenizer=tokenizer)
        if len(kept) > LONGEST:
            continue
        labels.append(torch.tensor(kept).float())
        sources.append(tokenizer(f"<bullet><{row['language']}>{row['source']}").input_ids)
        weights.append(STANDARD if (row["source"], row["target"]) in standard else 1.0)
    states = encoded(encoder, sources, [len(label) for label in labels], tokenizer.pad_token_id)
    return list(zip(states, labels, weights, strict=True))


def articles(found: Sequence[choices.Article], table: Tensor, tokenizer, encoder) -> Iterator[choices.Example]:
    """What the selector learns from: of each article the means of the states over its sentences, and the facts by `table`."""
    for at in range(0, len(found), 1024):  # the means alone are kept
        mine = found[at : at + 1024]
        lengths = [[len(line) for line in article.lines[: article.count]] for article in mine]
        states = encoded(encoder, [article.source for article in mine], list(map(sum, lengths)), tokenizer.pad_token_id)
        for article, whole, parts in zip(mine, states, lengths, strict=True):
            means = torch.stack([part.float().mean(0) for part in whole.split(parts)])
            yield choices.Example(means, selecting.facts(article.lines, article.count, table), article.scores)


def keeper_loss(keeper: nn.Module, batch: Sequence[Clause]) -> tuple[Tensor, float]:
    """Binary cross-entropy a token, weighted, and the share of tokens right."""
    lengths = torch.tensor([len(labels) for _, labels, _ in batch])
    states = pad_sequence([states.float() for states, _, _ in batch], batch_first=True)
    labels = pad_sequence([labels for _, labels, _ in batch], batch_first=True)
    weights = pad_sequence([torch.full((len(own),), weight) for _, own, weight in batch], batch_first=True)
    odds = keeper(states, lengths)
    loss = functional.binary_cross_entropy_with_logits(odds, labels, weights, reduction="sum") / weights.sum()
    right = ((odds > 0) == (labels > 0.5))[weights > 0].float().mean().item()
    return loss, right


def fit(name: str, head: nn.Module, loss, learned, held, *, size: int, epochs: int, decay: float, log: Path) -> None:
    """Train `head` in place with batches of `size`: a rate that rises to 0.001 and falls as a cosine, over all steps."""
    began = time.time()
    steps = epochs * -(-len(learned) // size)
    optimiser = torch.optim.AdamW(head.parameters(), weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-3, total_steps=steps)
    rng = random.Random(0)
    for epoch in range(epochs):
        head.train()
        total = count = 0.0
        for batch in shuffled(learned, size, rng):
            lost, _ = loss(head, batch)
            lost.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            schedule.step()
            total, count = total + lost.item(), count + 1
        head.eval()
        with torch.no_grad():
            tried = [loss(head, held[at : at + 256]) for at in range(0, len(held), 256)]
        row = {"head": name, "epoch": epoch + 1, "train": round(total / count, 4)}
        row |= {"held": round(sum(lost.item() for lost, _ in tried) / len(tried), 4)}
        row |= {"right": round(sum(right for _, right in tried) / len(tried), 4)}
        print(json.dumps(row | {"seconds": round(time.time() - began)}), flush=True)
        with log.open("a") as out:
            out.write(json.dumps(row) + "\n")


def shuffled(examples: Sequence, size: int, rng: random.Random) -> Iterator[Sequence]:
    """Batches of like length, by chance."""
    order = sorted(examples, key=lambda each: size_of(each) + rng.uniform(0, 10))
    starts = list(range(0, len(order), size))
    rng.shuffle(starts)
    return (order[at : at + size] for at in starts)


def size_of(example) -> int:
    return len(example.means if isinstance(example, choices.Example) else example[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--condenser", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--only", choices=("keeper", "selector"))
    args = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(args.condenser)
    model = AutoModelForSeq2SeqLM.from_pretrained(args.condenser, dtype=torch.float32).to(device).eval()
    encoder, width, log = model.get_encoder(), model.config.hidden_size, args.condenser / "heads.jsonl"
    pack(encoder)
    if args.only != "selector":
        standard = {(row["source"], row["target"]) for row in rows(args.pairs / "standard.jsonl")}
        learned = clauses(args.pairs / "union.jsonl", tokenizer, encoder, standard)
        held = clauses(args.pairs / "held.jsonl", tokenizer, encoder, set())
        print(f"keeper: {len(learned)} clauses, {len(held)} held out", flush=True)
        torch.manual_seed(0)
        keeper = keeping.Keeper(width)
        for member in keeper.members:
            fit("keeper", member, keeper_loss, learned, held, size=32, epochs=8, decay=0.05, log=log)
        save(keeper, args.condenser / KEEPER)
    if args.only != "keeper":
        found = choices.encoded(args.pairs / "choices.jsonl", tokenizer, READ)
        print(f"selector: {len(found)} articles, every 20th held out", flush=True)
        table = choices.information(found, len(tokenizer))
        scored = list(articles(found, table, tokenizer, encoder))
        rest = [example for number, example in enumerate(scored) if number % 20]
        torch.manual_seed(0)
        selector = selecting.Selector(width, len(tokenizer))
        selector.information.copy_(table)
        for buffer, values in zip((selector.mean, selector.deviation), choices.usual(rest), strict=True):
            buffer.copy_(values)
        fit("selector", selector, choices.loss, rest, scored[::20], size=64, epochs=10, decay=0.01, log=log)
        save(selector, args.condenser / SELECTOR)


def save(head: nn.Module, path: Path) -> None:
    save_file({name: values.half().contiguous() for name, values in head.state_dict().items()}, path)
    path.chmod(0o644)


if __name__ == "__main__":
    main()
