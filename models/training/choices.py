"""Which sentences of an article make the best summary: the scores of all choices, and the loss that follows from them.

A summary is taken to be one sentence of the beginning of an article, or two in their order. That is few enough to score
every one with ROUGE against the abstract, and to ask the model for the probability of each. So it is not taught one choice
that was made for it, it learns from what its own would gain on average: minimum risk training (Shen et al. 2016) with all
candidates in the place of a sample of them.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from pathlib import Path

import torch
from corpora import Document
from rouge_score.tokenizers import DefaultTokenizer
from torch import Tensor
from torch.nn import functional

from summarise import rouge

TOKENS = DefaultTokenizer(False).tokenize  # the published scale of `benchmarks/vietnews.py`
SHARP = 0.1  # temperature of the scores where they are taken as wanted probabilities
ALIKE = 0.15  # weight of these


def scored(document: Document) -> dict[str, object] | None:
    """The lines that are read and, by pairs of their numbers (twice the same: one line), half of ROUGE-1 with the abstract
    and the whole of ROUGE-2 and -L; None where there is nothing to choose."""
    lines = document.beginning
    if not 2 <= len(lines) <= 16 or not 8 <= len(document.abstract.split()) <= 100:
        return None
    wanted, parts = TOKENS(document.abstract), [TOKENS(line) for line in lines]
    table = [[0.0] * len(lines) for _ in lines]
    for first, last in combinations_with_replacement(range(len(lines)), 2):
        got = parts[first] if first == last else parts[first] + parts[last]
        gains = [rouge.rouge_n(got, wanted, 1) / 2, rouge.rouge_n(got, wanted, 2), rouge.rouge_l(got, wanted)]
        table[first][last] = round(sum(gains), 4)
    return {"lines": lines, "scores": table}


@dataclass(frozen=True)
class Article:
    """The pieces of an article: what the encoder reads, its sentences as the decoder writes them, and the scores of
    choices."""

    source: list[int]
    sentences: list[list[int]]
    scores: list[list[float]]


def encoded(path: Path, tokenizer, longest: int) -> list[Article]:
    """The articles of `path`, as far as `longest` pieces reach; of those with one sentence left there is nothing to learn."""
    found = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        prefix = tokenizer("<summary><vi>", add_special_tokens=False).input_ids
        sentences = tokenizer(row["lines"], add_special_tokens=False).input_ids
        size, count = len(prefix) + 2, 0
        while count < len(sentences) and size + len(sentences[count]) <= longest:
            size += len(sentences[count])
            count += 1
        if count > 1:
            pieces = [piece for sentence in sentences[:count] for piece in sentence]
            source = [tokenizer.bos_token_id, *prefix, *pieces, tokenizer.eos_token_id]
            found.append(Article(source, sentences[:count], [scores[:count] for scores in row["scores"][:count]]))
    return found


def batches(articles: Sequence[Article], tokens: int, rng: random.Random) -> Iterator[list[Article]]:
    """The articles in random order, about `tokens` source tokens together."""
    order = list(articles)
    rng.shuffle(order)
    batch: list[Article] = []
    for article in order:
        if batch and sum(len(each.source) for each in batch) + len(article.source) > tokens:
            yield batch
            batch = []
        batch.append(article)
    yield batch


def forks(sentences: Sequence[list[int]]) -> list[list[tuple[int, list[int]]]]:
    """The places inside each sentence at which others that began alike go on otherwise: how many of its pieces stand before,
    and the pieces that may follow, its own first."""
    found = []
    for own in sentences:
        mine, alike = [], list(sentences)
        for place in range(1, len(own)):
            alike = [other for other in alike if other[:place] == own[:place] and len(other) > place]
            if len(alike) == 1:
                break
            others = {other[place] for other in alike} - {own[place]}
            if others:
                mine.append((place, [own[place], *sorted(others)]))
        found.append(mine)
    return found


@dataclass(frozen=True)
class States:
    """Where the decoder's states (of a batch, flat) of an article stand: before the first sentence, after each one written
    first, and at the forks of each."""

    opening: int
    endings: list[int]
    forks: list[list[int]]


def states(model, batch: Sequence[Article], device: str) -> tuple[Tensor, list[States]]:
    """The decoder's states, (states, width), and where those of each article are.

    All sentences of an article stand in one row of the decoder: each sees the start and itself alone, and counts its
    places from there, as if it were the only one."""
    start, pad = model.config.decoder_start_token_id, model.config.pad_token_id
    width = -(-max(len(article.source) for article in batch) // 16) * 16
    given = [[start, *(piece for sentence in article.sentences for piece in sentence)] for article in batch]
    height = -(-max(map(len, given)) // 8) * 8
    sources = torch.full((len(batch), width), pad)
    written = torch.full((len(batch), height), pad)
    places = torch.zeros((len(batch), height), dtype=torch.long)
    part = torch.full((len(batch), height), -1)  # the sentence that a piece belongs to
    found = []
    for row, article in enumerate(batch):
        sources[row, : len(article.source)] = torch.tensor(article.source)
        written[row, : len(given[row])] = torch.tensor(given[row])
        at, ends, inside = 1, [], []
        for number, (sentence, mine) in enumerate(zip(article.sentences, forks(article.sentences), strict=True)):
            places[row, at : at + len(sentence)] = torch.arange(1, len(sentence) + 1)
            part[row, at : at + len(sentence)] = number
            inside.append([row * height + at + place - 1 for place, _ in mine])
            at += len(sentence)
            ends.append(row * height + at - 1)
        found.append(States(row * height, ends, inside))
    seen = (part.unsqueeze(2) == part.unsqueeze(1)) & torch.ones(height, height).tril().bool()
    seen[:, :, 0] = True
    sources, written, places, seen = (each.to(device) for each in (sources, written, places, seen))
    read = sources != pad
    with torch.autocast(sources.device.type, torch.bfloat16):
        embedded = model.get_encoder().embed_tokens(sources).detach()
        encoded = model.get_encoder()(inputs_embeds=embedded, attention_mask=read.long()).last_hidden_state
        decoder = model.get_decoder()
        positions = functional.embedding(places + decoder.embed_positions.offset, decoder.embed_positions.weight)
        hidden = decoder.layernorm_embedding(decoder.embed_tokens(written) + positions)
        for layer in decoder.layers:
            hidden = layer(hidden, seen[:, None], encoded, read[:, None, None], use_cache=False)
    return hidden.flatten(0, 1), found


def log_chances(model, hidden: Tensor, article: Article, where: States) -> Tensor:
    """Log-probabilities of all choices, (sentences, sentences): on the diagonal one sentence, above it two.

    What may follow is what the constrained decoder may write: the first pieces of the sentences that are left and, after
    the first one, the end. Where the second sentence begins as others do, they share its probability."""
    firsts = [sentence[0] for sentence in article.sentences]
    eos = model.config.eos_token_id

    def among(state: int, tokens: list[int]) -> Tensor:
        chosen = torch.tensor(tokens, device=hidden.device)
        scores = hidden[state].float() @ model.lm_head.weight[chosen].T + model.final_logits_bias[0, chosen]
        return torch.log_softmax(scores, 0)

    kinds = sorted(set(firsts))
    opening = among(where.opening, kinds)[torch.tensor([kinds.index(first) for first in firsts])]
    inside = [
        sum((among(state, tokens)[0] for state, (_, tokens) in zip(states, mine, strict=True)), hidden.new_zeros(()))
        for states, mine in zip(where.forks, forks(article.sentences), strict=True)
    ]
    rows = []
    for number, state in enumerate(where.endings):
        left = firsts[number + 1 :]
        kinds = sorted(set(left))
        chances = among(state, [*kinds, eos])
        shared = [chances[kinds.index(first)] - math.log(left.count(first)) for first in left]
        row = torch.stack([chances[-1], *shared]) + opening[number] + inside[number]
        rows.append(functional.pad(row, (number, 0), value=float("-inf")))
    return torch.stack(rows)


def loss(model, batch: Sequence[Article], device: str) -> tuple[Tensor, float]:
    """The mean of what is lost against the best choices, and the score of the likeliest choices as a share of theirs.

    Without dropout, as the choice is made at run time."""
    model.eval()
    hidden, where = states(model, batch, device)
    model.train()
    total, got, best = hidden.new_zeros(()).float(), 0.0, 0.0
    for article, mine in zip(batch, where, strict=True):
        above = torch.ones(len(article.sentences), len(article.sentences)).triu().bool()
        chances = log_chances(model, hidden, article, mine)[above]
        gains = torch.tensor(article.scores)[above].to(device)
        wanted = torch.softmax(gains / SHARP, 0)
        total = total + gains.max() - (chances.exp() * gains).sum() - ALIKE * (wanted * chances).sum()
        got += gains[chances.argmax()].item()
        best += gains.max().item()
    return total / len(batch), got / best
