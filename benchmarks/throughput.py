"""How many articles a minute become reports, against other ways to do it with this machine.

    python benchmarks/throughput.py [ARTICLE|FOLDER...] [--only ROW...] [--threads N] [--group N] [--whole N]

Every row takes the same articles to `.docx` files (but for the last, which writes its text only). The rows take turns, a
group of articles at a time, so that whatever else the machine does hits all alike; loading is left out.

    batch     what `summarise batch` does: a worker process a core, each with one thread; the others work in one process
    batch-fast  the same with the extra `fast`
    product   one article after the other, as `summarise report` makes them
    fast      the same with the extra `fast`
    naive     the same models as Transformers gives them: each sentence alone, a token a pass (with Transformers' own cache of
              keys and values), the labeller by PyTorch's own linear layers
    whole     a model of the shape of mT5-base, random weights: it reads the whole article and writes, with 4 beams, as many
              tokens as the bullets of the product have. Only the first `--whole` articles are given to it; of these its speed
              is told, and of writing only the first 128 tokens (SHORT), as a short summary would have

After the table, which compares with `batch`: the machine's rate of products (single precision, oneDNN, the largest layer of
the labeller; the best of each turn, mean over the turns), the multiply-adds that an article needs (linear layers and
attention, from shapes and numbers of tokens: each token of a window, each token of a clause, each pass of the decoder, no
padding), and the share of the time of `batch` that they would take at that rate on all cores.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from decoders import TokenByToken
from speed import SEEDS, surroundings

from summarise import Summariser, resources
from summarise.batching.inputs import find
from summarise.batching.processes import Processes
from summarise.batching.run import Batch
from summarise.batching.settings import Settings
from summarise.batching.store import held
from summarise.cli.outputs import write_report
from summarise.condensing import load_condenser
from summarise.labelling import load_labeller
from summarise.office import load_office

LABELLER = resources.models() / "labeller"
MT5 = {"vocab_size": 250112, "d_model": 768, "d_kv": 64, "d_ff": 2048, "num_layers": 12, "num_heads": 12}
SHORT = 128  # tokens
ROWS = ["batch", "batch-fast", "product", "fast", "naive", "whole"]

Row = Callable[[Sequence[Path]], None]
"""Makes the reports of some articles."""


class Naive(TokenByToken):
    """Each clause alone, by the decoder alone: no keeper."""

    def condense(self, passages: Sequence[Any]) -> list[Any]:
        return [super(Naive, self).condense([passage])[0] for passage in passages]


def reports(summariser: Summariser) -> Row:
    """The row that makes reports one after the other."""
    office = load_office()

    def row(paths: Sequence[Path]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for number, path in enumerate(paths):
                summary = summariser.summarise(path)
                write_report(summary, Path(folder, f"{number}.docx"), template=None, office=office, quiet=True)

    return row


def batch(stack: ExitStack, *, fast: bool, jobs: int) -> Row:
    """The row that makes reports in worker processes, which last as long as `stack`."""
    settings = Settings(formats=("docx",), offline=True, fast=fast)
    engine = stack.enter_context(Processes(settings, jobs=jobs, threads=1))

    def row(paths: Sequence[Path]) -> None:
        with tempfile.TemporaryDirectory() as folder, held(Path(folder)) as store:
            found = find(paths, output=Path(folder))
            states = [
                row.state for row in Batch(found, store=store, settings=settings, digest="", jobs=jobs).run(engine)
            ]
            assert states == ["done"] * len(paths), states

    return row


def summariser(*, fast: bool) -> Summariser:
    return Summariser(
        anything=True, labeller=load_labeller(LABELLER, fast=fast), condenser=load_condenser(offline=True, fast=fast)
    )


def naive() -> Row:
    from summarise.condensing.loading import load
    from summarise.labelling.network import SentenceClassifier

    one = load("embedded", offline=True)
    labeller: Any = load_labeller(LABELLER)
    labeller.classifier = SentenceClassifier.load(LABELLER)
    condenser = Naive(one.network, one.tokenizer, one.card, one.record.revision)
    return reports(Summariser(anything=True, labeller=labeller, condenser=condenser))


class Whole:
    """mT5-base's shape; `short` are the seconds until SHORT tokens were written, `written` the tokens, an article each."""

    def __init__(self, product: Summariser, most: int) -> None:
        import torch
        from transformers import MT5Config, MT5ForConditionalGeneration

        torch.manual_seed(0)
        self.network = MT5ForConditionalGeneration(MT5Config(**MT5, decoder_start_token_id=0)).eval()
        self.tokenizer: Any = product.condenser.tokenizer  # type: ignore[attr-defined]
        self.product, self.most = product, most
        self.short: list[float] = []
        self.written: list[int] = []

    def __call__(self, paths: Sequence[Path]) -> None:
        import torch

        for path in paths:
            summary = self.product.summarise(path)
            parts = (summary.achievements, summary.shortcomings, summary.tasks, summary.awards)
            bullets = "\n".join(item.text for items in parts for item in items)
            size = min(self.most, len(self.tokenizer(bullets, verbose=False)["input_ids"]))
            ids = self.tokenizer(path.read_text("utf-8"), return_tensors="pt", verbose=False)["input_ids"]
            start = time.perf_counter()
            seconds: list[float] = []

            def watch(written: Any, _scores: Any, **_options: Any) -> Any:
                seconds.append(time.perf_counter() - start)  # noqa: B023
                return torch.zeros(len(written), dtype=torch.bool)

            with torch.inference_mode():
                self.network.generate(
                    ids, num_beams=4, do_sample=False, min_new_tokens=size, max_new_tokens=size,
                    stopping_criteria=[watch],
                )  # fmt: skip
            self.short.append(seconds[min(size, SHORT) - 1])
            self.written.append(size)


@contextmanager
def counted(product: Summariser) -> Iterator[dict[str, float]]:
    """Within it, `counts` grows by the multiply-adds that the models need for what the product summarises."""
    from summarise.condensing import copying, weighing

    counts: dict[str, float] = defaultdict(float)
    labeller, condenser = product.labeller, product.condenser
    config = labeller.classifier.encoder.config  # type: ignore[attr-defined]
    network = condenser.network  # type: ignore[attr-defined]
    encoder, scores = network.get_encoder(), copying.scores_after
    forward = labeller.classifier.forward  # type: ignore[attr-defined]

    def stack(tokens: int, layers: int, width: int, inner: int) -> float:
        return layers * (tokens * (4 * width**2 + 2 * width * inner) + 2 * tokens**2 * width)

    def label(windows: Any) -> Any:
        for window in windows:
            size = len(window.ids)
            counts["tokens labelled"] += size
            counts["labeller"] += stack(size, config.num_hidden_layers, config.hidden_size, config.intermediate_size)
        return forward(windows)

    def encode(_module: Any, _args: Any, given: dict[str, Any]) -> None:
        one = network.config
        for size in given["attention_mask"].sum(1).tolist():
            counts["tokens condensed"] += size
            counts["condenser"] += stack(size, one.encoder_layers, one.d_model, one.encoder_ffn_dim)

    def score(*args: Any, **options: Any) -> Any:
        one, (_network, _head, _encoded, mask, given, places, ids) = network.config, args
        width = one.d_model
        for row, source in zip(given, mask.sum(1).tolist(), strict=True):
            size = len(row)
            layer = size * (6 * width**2 + 2 * width * one.decoder_ffn_dim) + 2 * source * width**2
            attention = size**2 * width + 2 * size * source * width  # causal: half of all pairs
            counts["tokens decoded"] += size
            counts["condenser"] += one.decoder_layers * (layer + attention)
        counts["condenser"] += places.numel() * ids.shape[1] * width
        return scores(*args, **options)

    hook = encoder.register_forward_pre_hook(encode, with_kwargs=True)
    copying.scores_after = weighing.scores_after = score
    labeller.classifier.forward = label  # type: ignore[attr-defined]
    try:
        yield counts
    finally:
        hook.remove()
        copying.scores_after = weighing.scores_after = scores
        del labeller.classifier.forward  # type: ignore[attr-defined]


def rate() -> float:
    """Multiply-adds a second, the best of some products of the labeller's largest layer."""
    import torch

    layer, states = largest(), torch.ones(448, 384)
    best = float("inf")
    with torch.inference_mode():
        for _ in range(20):
            start = time.perf_counter()
            layer(states)
            best = min(best, time.perf_counter() - start)
    return 448 * 384 * 1536 / best


@cache
def largest() -> Any:
    import torch

    from summarise.engine.kernels import pack

    layers = torch.nn.Sequential(torch.nn.Linear(384, 1536))
    pack(layers)
    return layers


def articles(given: Sequence[Path]) -> list[Path]:
    """The texts that are named or lie in the folders that are."""
    return [path for one in given for path in (sorted(one.glob("*.txt")) if one.is_dir() else [one])]


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=Path, default=[SEEDS])
    parser.add_argument("--only", nargs="+", choices=ROWS, default=ROWS, help="these and the batch")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="processes of the row batch")
    parser.add_argument("--group", type=int, default=20, help="articles a turn")
    parser.add_argument("--whole", type=int, default=1, help="articles that the row `whole` is given")
    parser.add_argument("--written", type=int, default=10**6, help="tokens that the row `whole` writes at most")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    paths = articles(options.articles)
    with ExitStack() as stack:
        compare(paths, options, stack)


def compare(paths: Sequence[Path], options: argparse.Namespace, stack: ExitStack) -> None:
    """Let the rows take turns and print the tables."""
    product = summariser(fast=False)
    whole = Whole(product, options.written) if "whole" in options.only else None
    made: dict[str, Callable[[], Row]] = {
        "batch": lambda: batch(stack, fast=False, jobs=options.jobs),
        "batch-fast": lambda: batch(stack, fast=True, jobs=options.jobs),
        "product": lambda: reports(product),
        "fast": lambda: reports(summariser(fast=True)),
        "naive": naive,
    }
    rows = {name: make() for name, make in made.items() if name == "batch" or name in options.only}
    for row in rows.values():
        row(paths[: 4 * options.jobs])  # warm, each worker

    seconds: dict[str, float] = defaultdict(float)
    rates: list[float] = []
    for first in range(0, len(paths), options.group):
        group = paths[first : first + options.group]
        rates.append(rate())
        for name, row in rows.items():
            start = time.perf_counter()
            row(group)
            seconds[name] += time.perf_counter() - start
        if whole and first < options.whole:
            given = group[: options.whole - first]
            start = time.perf_counter()
            whole(given)
            seconds["whole"] += time.perf_counter() - start
            start = time.perf_counter()
            for path in given:
                product.summarise(path)
            seconds["whole"] -= time.perf_counter() - start  # it asked the product how much to write

    print(
        f"{surroundings()}; batch with {options.jobs} processes of a thread, the others with {options.threads} threads; "
        f"{len(paths)} articles, {options.group} a turn\n"
    )
    print("| row | articles | s/article | articles/min | the batch is faster by |\n| --- | ---: | ---: | ---: | ---: |")
    own = seconds["batch"] / len(paths)
    told = {name: (len(paths), seconds[name] / len(paths)) for name in rows}
    if whole:
        told["whole"] = (len(whole.short), seconds["whole"] / len(whole.short))
        told[f"whole, the first {SHORT} tokens"] = (len(whole.short), fmean(whole.short))
    for name, (count, each) in told.items():
        print(f"| {name} | {count} | {each:.2f} | {60 / each:.1f} | {each / own:.1f} |")
    if whole:
        print(f"\n`whole` wrote {fmean(whole.written):.0f} tokens an article.")
    with counted(product) as counts:
        for path in paths:
            product.summarise(path)
    each = {name: count / len(paths) for name, count in counts.items()}
    adds, best = each["labeller"] + each["condenser"], fmean(rates)
    tokens = ", ".join(f"{count:.0f} {name}" for name, count in each.items() if name.startswith("tokens"))
    parts = f"labeller {each['labeller'] / 1e9:.1f}, condenser {each['condenser'] / 1e9:.1f}; {tokens}"
    print(f"\nAn article needs {adds / 1e9:.1f} G multiply-adds ({parts}).")
    print(
        f"This machine makes {best / 1e9:.0f} G a second: {adds / best:.2f} s, {adds / best / own:.0%} of the batch's time."
    )


if __name__ == "__main__":
    main()
