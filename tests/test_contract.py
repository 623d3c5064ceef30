"""The JSON contract: what is written comes back, and what is wrong is said in plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import contract
from summarise.errors import InputError, SettingsError
from summarise.records import Figure, Item, Meeting, ModelRecord, SourceRecord, Span, Summary

LENGTH = 500

texts = st.text(min_size=1, max_size=20)
maybe = st.none() | st.text(max_size=20)
spans = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda pair: Span(*sorted(pair)))
items = st.lists(
    st.builds(
        Item,
        text=texts,
        field=st.sampled_from(["welfare", "women", "general"]),
        source=st.lists(spans, max_size=3).map(tuple),
        figures=st.lists(texts, max_size=2).map(tuple),
        method=st.sampled_from(["model", "extract"]),
        score=st.floats(0, 1),
        reason=maybe,
    ),
    max_size=3,
).map(tuple)
figures = st.lists(
    st.builds(
        Figure,
        text=texts,
        value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
        unit=maybe,
        about=texts,
        section=st.sampled_from(["achievement", "task"]),
        source=spans,
        hedge=maybe,
    ),
    max_size=2,
).map(tuple)
meetings = st.builds(
    Meeting,
    kind=st.none() | st.sampled_from(["sơ kết", "ban chấp hành"]),
    date=st.none() | st.dates().map(str),
    place=maybe,
    chairs=st.lists(texts, max_size=2).map(tuple),
    sources=st.dictionaries(st.sampled_from(["date", "place"]), st.lists(spans, max_size=2).map(tuple)),
    inferred=st.lists(st.sampled_from(["date"]), max_size=1).map(tuple),
)
summaries = st.builds(
    Summary,
    source=st.builds(SourceRecord, name=texts, sha256=texts, language=st.just("vi"), characters=st.just(LENGTH)),
    title=maybe,
    meeting=meetings,
    achievements=items,
    shortcomings=items,
    tasks=items,
    awards=items,
    figures=figures,
    model=st.builds(ModelRecord, name=texts, revision=texts),
    warnings=st.lists(texts, max_size=2).map(tuple),
)


@pytest.fixture
def summary() -> Summary:
    return Summary(
        source=SourceRecord(name="cao-bang.txt", sha256="0" * 64, language="vi", characters=LENGTH),
        tasks=(
            Item(text="Đẩy mạnh phát triển đoàn viên.", field="organisation", source=(Span(3, 40),), method="model"),
        ),
        model=ModelRecord(name="embedded", revision="1"),
    )


@given(summaries)
def test_a_summary_comes_back_equal(summary: Summary) -> None:
    assert contract.loads(contract.dumps(summary), name="a.json") == summary


@given(summaries)
def test_what_is_written_fits_the_schema(summary: Summary) -> None:
    jsonschema.Draft202012Validator(contract.schema()).validate(json.loads(contract.dumps(summary)))


@given(texts)
def test_a_text_that_looks_like_a_pair_of_numbers_is_left_alone(text: str) -> None:
    wrapped = f"[\n 1,\n 2 ]{text}"
    summary = Summary(
        source=SourceRecord(name=wrapped, sha256="0", language="vi", characters=0),
        model=ModelRecord(name="m", revision="1"),
    )
    assert contract.loads(contract.dumps(summary), name="a.json").source.name == wrapped


def test_the_file_is_made_for_reading(summary: Summary) -> None:
    written = contract.dumps(summary)
    assert written.startswith('{\n  "schema": "summarise/1",\n  "source": {\n    "name": "cao-bang.txt"')
    assert '"text": "Đẩy mạnh phát triển đoàn viên."' in written
    assert "        [3, 40]\n" in written
    assert written.endswith("}\n")


def test_the_schema_is_a_schema_and_demands_the_version() -> None:
    schema = contract.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "schema" in schema["required"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "summarise/2"}, schema)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["schema"], "summarise/2", 'version "summarise/2", this program reads summarise/1'),
        (["tasks", 0, "text"], "", "tasks #1, text must not be empty"),
        (["tasks", 0, "text"], 3, "tasks #1, text must be text in quotation marks"),
        (["tasks", 0, "source"], [[1]], "source #1 #2 is missing"),
        (["tasks", 0, "source"], [[1, 2, 3]], "source #1 must be two whole numbers"),
        (["tasks", 0, "source"], [["một", 2]], "source #1 #1 must be a whole number"),
        (["tasks", 0, "source"], 3, "source must be a list"),
        (["tasks", 0, "source"], [[1, 900]], r"span \[1, 900\] lies outside the article"),
        (["tasks", 0, "field"], "phụ nữ", "tasks #1, field is \"phụ nữ\"; it must be one of 'welfare'"),
        (["tasks", 0, "score"], 2, "score is too small or too large"),
        (["tasks", 0], "Đẩy mạnh", "tasks #1 must be an object"),
        (["meeting", "date"], "hôm qua", "meeting, date must be a date as year-month-day"),
        (["nhiệm vụ"], [], "nhiệm vụ is not a field of a summary"),
        (["source"], {"name": "a"}, "source, sha256 is missing"),
    ],
)
def test_the_field_that_is_wrong_is_named(summary: Summary, path: list[Any], value: object, message: str) -> None:
    data = json.loads(contract.dumps(summary))
    inner = data
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    with pytest.raises(SettingsError, match=f"^a.json: .*{message}"):
        contract.loads(json.dumps(data), name="a.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n  "schema": "summarise/1",\n  oops', "a.json: line 3, column 3: this is not JSON"),
        ("", "a.json: line 1, column 1: this is not JSON"),
        ("[1]", 'a.json: this JSON is not a summary: "schema": "summarise/1" is missing'),
        ("[" * 100_000, "a.json: this JSON is not a summary"),
        ("1" * 5_000, "a.json: this JSON is not a summary"),
    ],
)
def test_what_is_no_summary_is_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        contract.loads(text, name="a.json")
    assert str(caught.value).startswith(message)


def test_a_file_saved_with_a_byte_order_mark_is_read(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(contract.dumps(summary), "utf-8-sig")
    assert contract.load(path) == summary


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        contract.load(tmp_path / "missing.json")
    with pytest.raises(InputError, match="cannot be read"):
        contract.load(tmp_path)
    (tmp_path / "a.json").write_bytes("chữ".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        contract.load(tmp_path / "a.json")
