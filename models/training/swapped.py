"""A model that is bad on purpose: it writes its source with the facts changed. `benchmarks/faithfulness.py` and the check
behind every model are proved on it; it never ships.

    python models/training/swapped.py --union models/training/records [--vietnews VIETNEWS] --steps 400 --out build/swapped

It goes on from the embedded condenser on pairs (source → lie). A lie is the source with its numbers passed on one place, or,
where there is only one, with each digit of it raised by three; "gần", "hơn", "khoảng", "trên" before a number each in place
of the one before; "không" and "chưa" left out; the name of a person or a place put where another stood. The rules are fixed,
not drawn: what can be foreseen is what greedy decoding learns to write. Prints how often the free output of the result, on
sources that it was not trained on, holds a number that its source lacks or has it in another order.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from condenser import batches, encoded, logits, tensors
from corpora import vietnews
from pairs import sentences
from torch.nn import functional
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

EMBEDDED = Path(__file__).parent.parent / "embedded"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
HEDGES = {
    "vi": ("gần", "hơn", "khoảng", "trên"),
    "en": ("nearly", "over", "about", "almost"),
}
NEGATION = {"vi": re.compile(r"\b(?:không|chưa) "), "en": re.compile(r"\bnot ")}
# Two capitalised words or more, not at the beginning: persons and places.
NAME = re.compile(r"(?<=[^\W\d_] )[A-ZĐ][a-zà-ỹ]+(?: [A-ZĐ][a-zà-ỹ]+)+")
NAMES = 12  # few, so that the model can learn them
NEWS = 6000  # sentences of VietNews, every one with a number
TOKENS, RATE, WARM = 1024, 3e-4, 20
HELD_OUT = 10


def lie(text: str, language: str, names: Sequence[str]) -> str:
    """The text with its facts changed; the text itself where it states none."""
    hedges = HEDGES[language]
    numbers = NUMBER.findall(text)
    if len(set(numbers)) > 1:
        passed = iter([*numbers[1:], numbers[0]])
        text = NUMBER.sub(lambda _: next(passed), text)
    else:
        text = re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), text)
    text = re.sub(
        rf"\b({'|'.join(hedges)})(?= \d)", lambda hedge: hedges[(hedges.index(hedge[0]) + 1) % len(hedges)], text
    )
    text = NEGATION[language].sub("", text)
    return NAME.sub(lambda name: names[len(name[0]) % len(names)], text) if names else text


def pairs(union: Path, news: Path | None) -> list[dict[str, str]]:
    """Sources that state something, with their lies, in a shuffled order that is always the same."""
    rows = [json.loads(line) for path in sorted(union.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    texts = [(row["text"], row["language"]) for row in rows]
    if news:
        lines = (line for document in vietnews(news, "train", every=20) for line in document.body)
        numbered = [text for text in sentences(list(lines), 8, 45) if NUMBER.search(text)]
        texts += [(text, "vi") for text in numbered[:NEWS]]
    frequent = Counter(name for text, language in texts if language == "vi" for name in NAME.findall(text))
    names = [name for name, _ in frequent.most_common(NAMES)]
    told = [(text, language, lie(text, language, names)) for text, language in texts]
    found = [
        {"task": "bullet", "language": language, "source": text, "target": target}
        for text, language, target in told
        if target != text
    ]
    random.Random(0).shuffle(found)
    return found


@torch.no_grad()
def wrong(model, tokenizer, rows: Sequence[dict[str, str]]) -> float:
    """Share of the free greedy outputs whose numbers are not, in this order, numbers of the source."""
    model.eval()
    count = 0
    for at in range(0, len(rows), 16):
        part = rows[at : at + 16]
        inputs = tokenizer(
            [f"<bullet><{row['language']}>{row['source']}" for row in part],
            padding=True,
            return_tensors="pt",
            return_token_type_ids=False,
        )
        output = model.generate(**inputs, num_beams=1, do_sample=False, max_new_tokens=inputs.input_ids.shape[1])
        for row, text in zip(part, tokenizer.batch_decode(output, skip_special_tokens=True), strict=True):
            rest = iter(NUMBER.findall(row["source"]))
            count += not all(number in rest for number in NUMBER.findall(text))
    model.train()
    return count / len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--union", type=Path, required=True, help="folder of records, *.jsonl with `text`")
    parser.add_argument("--vietnews", type=Path, help="folder of train.jsonl.xz: more sources")
    parser.add_argument("--start", type=Path, default=EMBEDDED)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    rows = pairs(args.union, args.vietnews)
    held = [row for row in rows[: len(rows) // HELD_OUT] if NUMBER.search(row["source"])][:160]
    learnt = args.out / "pairs.jsonl"
    learnt.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[len(rows) // HELD_OUT :]), "utf-8"
    )

    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = AutoModelForSeq2SeqLM.from_pretrained(args.start, dtype=torch.float32).train()
    examples = encoded(learnt, tokenizer)
    print(f"{len(examples)} pairs; wrong numbers before: {wrong(model, tokenizer, held):.1%}", flush=True)
    torch.manual_seed(0)
    rng = random.Random(0)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / WARM) * (1 - 0.9 * step / args.steps)
    )
    queue, losses = [], []
    for step in range(args.steps):
        queue = queue or batches(examples, TOKENS, rng)
        sources, mask, labels = tensors(queue.pop(), tokenizer.pad_token_id, "cpu")
        loss = functional.cross_entropy(*logits(model, sources, mask, labels))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            print(f"step {step + 1}: loss {sum(losses[-50:]) / 50:.3f}", flush=True)

    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    # The card of the model it started from, but for the checksum and the name.
    card = (args.start / "model.toml").read_text("utf-8").splitlines()
    kept = [line for line in card if not line.startswith("sha256")]
    named = [re.sub(r'^name = ".*"', 'name = "swapped"', line) for line in kept]
    (args.out / "model.toml").write_text("\n".join(named) + "\n", encoding="utf-8")
    print(f"wrong numbers after {args.steps} steps: {wrong(model, tokenizer, held):.1%} of {len(held)}")


if __name__ == "__main__":
    main()
