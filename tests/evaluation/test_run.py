"""The evaluation of a folder: reading the cases, the mean, and the object that is written as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise import evaluation
from summarise.errors import InputError, ModelError, SettingsError
from summarise.evaluation import Explain, evaluate
from summarise.records import Labelled, Source, Summary
from tests.evaluation.made import MONTH, Case


def write_case(folder: Path, name: str, case: Case, *, more: str = "", gold: str | None = None) -> None:
    (folder / f"{name}.txt").write_text(case.article + more, "utf-8")
    (folder / f"{name}.gold.json").write_text(gold or case.gold.model_dump_json(), "utf-8")


@pytest.fixture
def explain(case: Case) -> Explain:
    """What the product makes of the case; an article with the word is refused."""

    def answer(source: Source) -> tuple[Summary, tuple[Labelled, ...]]:
        if "từ chối" in source.text:
            raise InputError("{name}: no meeting", name=source.name)
        return case.summary, case.labels

    return answer


def test_the_mean_is_over_the_cases_and_what_is_unsupported_is_summed(tmp_path: Path, case: Case, explain) -> None:
    invented = case.summary.tasks[0].model_copy(update={"text": "Mở 2 lớp tập huấn lần 99."})
    case = Case(case.article, case.gold, case.labels, case.summary.model_copy(update={"tasks": (invented,)}))
    for name in ("b", "a", "c"):
        write_case(tmp_path, name, case, more="\ntừ chối" if name == "c" else "")

    def lying(source: Source) -> tuple[Summary, tuple[Labelled, ...]]:
        explain(source)
        return case.summary, case.labels

    got = evaluate(tmp_path, lying)
    assert list(got.cases) == ["a", "b", "c"]
    # Of four key passages the help and the classes are covered, in two cases of three.
    assert got.mean.key_recall == pytest.approx(2 / 4 * 2 / 3)
    assert got.mean.unsupported == 2
    assert list(got.errors) == ["c"]


def test_the_object_for_json_adds_to_cases_and_mean(tmp_path: Path, case: Case, explain) -> None:
    write_case(tmp_path, "a", case)
    got = json.loads(json.dumps(evaluate(tmp_path, explain).as_dict()))
    assert list(got) == ["cases", "mean", "confusion", "sections", "fields", "worst"]
    assert list(got["mean"]) == list(got["cases"]["a"]) == list(evaluation.NAMES)
    assert got["confusion"]["task"] == {
        "achievement": 0,
        "shortcoming": 0,
        "task": 1,
        "award": 0,
        "event": 0,
        "noise": 1,
        "other": 0,
    }
    assert got["sections"]["task"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}
    assert got["sections"]["event"] == {"precision": None, "recall": 0, "f1": 0, "support": 1}
    assert set(got["fields"]) == {"welfare", "propaganda", "emulation", "finance", "general"}
    assert got["worst"][0] == {
        "case": "a",
        "kind": "missing",
        "cause": "dropped",
        "gold": "task",
        "given": None,
        "certainty": 1,
        "text": MONTH,
        "figures": [],
        "reason": "missing: set aside as noise",
    }


def test_the_cases_are_counted_together(tmp_path: Path, case: Case, explain) -> None:
    for name in ("a", "b"):
        write_case(tmp_path, name, case)
    got = evaluate(tmp_path, explain)
    assert got.sections.count("achievement", "achievement") == 4
    assert [fault.case for fault in got.worst] == ["a", "b"] * 4


def test_a_refused_article_has_no_labels_to_count_and_its_faults_come_last(tmp_path: Path, case: Case, explain) -> None:
    write_case(tmp_path, "a", case, more="\ntừ chối")
    write_case(tmp_path, "b", case)
    got = evaluate(tmp_path, explain)
    assert sum(got.sections.counts.values()) == len(case.gold.spans)
    assert [fault.case for fault in got.worst] == ["b"] * 3 + ["a"] * 4 + ["b"]
    assert got.worst[3].reason() == "missing: the article was refused"


def test_an_unusable_model_ends_the_evaluation(tmp_path: Path, case: Case) -> None:
    def broken(source: Source) -> tuple[Summary, tuple[Labelled, ...]]:
        raise ModelError("no weights")

    write_case(tmp_path, "a", case)
    with pytest.raises(ModelError):
        evaluate(tmp_path, broken)


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        ("{", "not a gold file"),
        (json.dumps({"meeting": {}}), "spans"),
        (json.dumps({"meeting": {}, "spans": [{"quote": "Đoạn lạ", "label": "task"}]}), "quote: Đoạn lạ"),
        (json.dumps({"meeting": {}, "spans": [{"quote": MONTH, "label": "task", "key": True}]}), "needs its condensed"),
        (json.dumps({"meeting": {}, "spans": [{"quote": MONTH, "label": "task", "field": "sport"}]}), "field"),
    ],
)
def test_a_wrong_gold_file_is_named(tmp_path: Path, case: Case, explain, gold: str, message: str) -> None:
    write_case(tmp_path, "a", case, gold=gold)
    with pytest.raises(SettingsError, match=f"a.gold.json.*{message}"):
        evaluate(tmp_path, explain)


def test_a_folder_without_cases_and_a_case_without_article_are_named(tmp_path: Path, case: Case, explain) -> None:
    with pytest.raises(SettingsError, match="no case here"):
        evaluate(tmp_path, explain)
    (tmp_path / "a.gold.json").write_text(case.gold.model_dump_json(), "utf-8")
    with pytest.raises(InputError, match=r"a\.txt"):
        evaluate(tmp_path, explain)
