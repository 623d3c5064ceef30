"""The keeper's drafts are the best of all that the source constraint allows, and the decoder has a say in their order."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.condensing import Passage, load_condenser
from summarise.errors import ModelError
from summarise.records import Span
from summarise.units import find_joints

CLAUSES = [
    "Trong quý III, các cấp công đoàn đã phối hợp tổ chức 42 hội nghị, hỗ trợ 36.778 lượt đoàn viên với số tiền 18,5 tỷ đồng.",
    "Kết nạp 161 đoàn viên, đạt 102% chỉ tiêu được giao.",
    "Chưa thành lập được công đoàn cơ sở ở doanh nghiệp có dưới 25 lao động, nhất là ở các huyện miền núi.",
]


def with_keeper(folder: Path, *, seed: int = 3) -> Any:
    """A loaded model with a keeper of random weights."""
    import torch

    from summarise.condensing.keeping import Keeper

    condenser: Any = load_condenser(folder, offline=True)
    torch.manual_seed(seed)
    condenser.keeper = Keeper(condenser.network.config.hidden_size, hidden=16, members=2).eval()
    return condenser


def passages(clauses: list[str]) -> list[Passage]:
    return [Passage(clause, "vi", find_joints(clause, language="vi")) for clause in clauses]


def test_drafts_are_the_decoders_and_the_keepers(shaped_model: Path) -> None:
    condenser = with_keeper(shaped_model)
    both = condenser.condense(passages(CLAUSES))
    condenser.keeper = None
    for clause, drafts, (own, *none) in zip(CLAUSES, both, condenser.condense(passages(CLAUSES)), strict=True):
        assert not none
        assert own.text in {draft.text for draft in drafts}
        assert clause in {draft.text for draft in drafts}
        assert len({draft.text for draft in drafts}) == len(drafts)
        assert [draft.score for draft in drafts] == [1 / place for place in range(1, len(drafts) + 1)]
        for draft in drafts:
            assert draft.kept
            left = clause
            for word in draft.text.split():
                assert word in left, (word, clause)
                left = left[left.index(word) + len(word) :]


def test_padding_changes_no_draft_of_the_keeper(shaped_model: Path) -> None:
    condenser = with_keeper(shaped_model)
    given = passages(CLAUSES)
    assert condenser.condense(given) == [condenser.condense([each])[0] for each in given]


@pytest.mark.parametrize("wanted", [CLAUSES[0], CLAUSES[0][: CLAUSES[0].index(", hỗ trợ")]])
def test_what_the_keeper_expects_more_of_comes_first(
    shaped_model: Path, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    import torch

    from summarise.condensing import weighing

    def sure(_keeper: Any, _encoded: Any, _mask: Any, sources: Any) -> list[Any]:
        return [torch.tensor([9.0 if span.end <= len(wanted) else -9.0 for span in source.spans]) for source in sources]

    monkeypatch.setattr(weighing, "log_odds", sure)
    monkeypatch.setattr(weighing, "FLUENCY", 0.0)
    (drafts,) = with_keeper(shaped_model).condense(passages(CLAUSES[:1]))
    assert drafts[0].text == wanted


def test_what_the_decoder_finds_likely_comes_first_of_what_the_keeper_finds_alike(
    shaped_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from summarise.condensing import weighing
    from summarise.condensing.sources import spans_at

    seen: list[Any] = []
    likelihoods = weighing._log_likelihoods

    def watched(*given: Any, **options: Any) -> Any:
        found = likelihoods(*given, **options)
        seen.extend(zip(given[4], given[5], found, strict=True))
        return found

    monkeypatch.setattr(weighing, "_log_likelihoods", watched)
    monkeypatch.setattr(weighing, "FLUENCY", 1e6)
    condenser = with_keeper(shaped_model)
    (drafts,) = condenser.condense(passages(CLAUSES[:1]))
    source = seen[0][0]
    found = {spans_at(path, source): total + least for _, path, (total, least) in seen}
    worth = [found[draft.kept] for draft in drafts]
    assert worth == sorted(worth, reverse=True)

    network, tokenizer = condenser.network, condenser.tokenizer
    text = condenser.card.prefix("bullet", "vi") + CLAUSES[0]
    inputs = tokenizer([text], return_tensors="pt", return_token_type_ids=False)
    prompt, eos = condenser._prompt("vi"), tokenizer.eos_token_id
    kinds = sorted({*source.ids, eos})
    for _, path, (total, least) in seen:
        tokens = [source.ids[place] for place in path]
        with torch.inference_mode():
            logits = network(**inputs, decoder_input_ids=torch.tensor([[*prompt, *tokens]])).logits[0]
        chances = logits[len(prompt) - 1 :, kinds].log_softmax(1)
        each = [row[kinds.index(token)].item() for row, token in zip(chances, [*tokens, eos], strict=True)]
        assert (total, least) == pytest.approx((sum(each), min(each)), abs=1e-2)


def source(size: int, draw: Any) -> Any:
    """A source of so many tokens with joints by chance."""
    from summarise.condensing.sources import SourceTokens

    def marks(count: int) -> list[bool]:
        return [draw(st.booleans()) for _ in range(count)]

    starts = [True, *marks(size - 1)]
    lands, leaves = marks(size), marks(size)
    light = [draw(st.integers(0, place)) for place in range(size)]
    firm = [draw(st.integers(0, place)) for place in range(size)]
    spans = tuple(Span(2 * place, 2 * place + 1) for place in range(size))
    ends = (*starts[1:], True)
    opens = [begins and mark for begins, mark in zip(starts, marks(size), strict=True)]
    opens = opens if any(opens) else starts
    return SourceTokens(
        tuple(range(size)), spans, tuple(starts), ends, tuple(leaves), tuple(lands), tuple(light), tuple(firm), tuple(opens)
    )  # fmt: skip


def allowed(source: Any) -> list[list[int]]:
    """Every path that the automaton of the source allows, by trying."""
    import torch

    from summarise.condensing.sources import SourceAutomaton

    automaton = SourceAutomaton([source])
    found = []
    waiting: list[tuple[list[int], Any]] = [([], automaton.nowhere())]
    while waiting:
        path, reached = waiting.pop()
        options = automaton.options(reached, torch.tensor([len(path)]))
        if path and options.finished.item() and source.ends[path[-1]]:
            found.append(path)
        for place in options.allowed[0].nonzero().flatten().tolist():
            waiting.append(([*path, place], automaton.advanced(options, torch.tensor([place]))))
    return found


@given(st.integers(1, 7), st.data())
def test_the_best_path_is_the_best_of_all(size: int, data: st.DataObject) -> None:
    from summarise.condensing.keeping import best_path, expected_f1

    given = source(size, data.draw)
    chances = [data.draw(st.floats(0, 1)) for _ in range(size)]
    paths = allowed(given)
    found = best_path(given, chances)
    assert found in paths or not paths
    if paths:
        assert expected_f1(found, chances) == pytest.approx(max(expected_f1(path, chances) for path in paths))


def test_expected_f1_is_that_of_sure_choices() -> None:
    from summarise.condensing.keeping import expected_f1

    assert expected_f1([0, 1], [1.0, 0.0, 1.0]) == pytest.approx(0.5)
    assert expected_f1([0, 2], [1.0, 0.0, 1.0]) == pytest.approx(1.0)
    assert expected_f1([], [0.0]) == 0


@pytest.mark.parametrize("damage", ["other weights", "one row", "none", "other width", "no safetensors"])
def test_a_damaged_keeper_is_named(shaped_model: Path, tmp_path: Path, damage: str) -> None:
    import torch
    from safetensors.torch import save_file

    from summarise.condensing.cards import KEEPER
    from summarise.condensing.keeping import Keeper

    folder = tmp_path / "model"
    shutil.copytree(shaped_model, folder)
    if damage == "other weights":
        save_file({"members.0.told.weight": torch.zeros(1, 4)}, folder / KEEPER)
    elif damage == "one row":
        save_file({"members.0.told.weight": torch.zeros(4)}, folder / KEEPER)
    elif damage == "none":
        save_file({}, folder / KEEPER)
    elif damage == "other width":
        save_file(Keeper(48, hidden=4, members=1).state_dict(), folder / KEEPER)
    else:
        (folder / KEEPER).write_bytes(b"keeper")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_condenser(folder, offline=True)
