"""The HTML page: whole, safe, and by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from summarise import messages
from summarise.errors import InputError
from summarise.evaluation import FIELDS, NAMES, SECTIONS, Evaluation, compare, render_page
from summarise.evaluation.confusion import confusion, fields, sections
from summarise.evaluation.worst import find_faults, worst
from tests.evaluation.made import Case

VOID = {"meta", "wbr"}


class Reader(HTMLParser):
    """Reads a page strictly: every element must be closed, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[tuple[dict[str, str | None], str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if set(self.open) & {"td", "th"}:
            attributes, text = self.cells[-1]
            self.cells[-1] = (attributes, text + data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def evaluation_of(case: Case, **more: object) -> Evaluation:
    spans = case.spans
    return Evaluation(
        cases={"a": compare(case.article, case.gold, case.summary)},
        errors=more.get("errors", {}),  # type: ignore[arg-type]
        sections=confusion(SECTIONS, list(sections(spans, case.labels))),
        fields=confusion(FIELDS, list(fields(spans, case.labels))),
        worst=worst(find_faults("a", spans, case.summary, case.labels, language="vi")),
    )


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    messages.use("en")


def test_the_page_is_whole_and_holds_all_that_was_measured(case: Case) -> None:
    evaluation = evaluation_of(case)
    page = read(render_page(evaluation, name="cases"))
    assert page.elements[0] == ("html", {"lang": "en"})
    texts = [text for _, text in page.cells]
    assert [name for name in NAMES if name not in texts] == []
    assert [text for text in ("a", "MEAN", "label given", "label of the gold", "welfare") if text not in texts] == []
    assert f"{evaluation.mean.ratio:.3f}" in texts
    for fault in evaluation.worst:
        assert {fault.text, fault.reason(), f"{fault.certainty:.2f}"} <= set(texts)


def test_a_cell_of_the_matrix_has_its_number_and_is_shaded_by_its_share_of_the_row(case: Case) -> None:
    page = read(render_page(evaluation_of(case), name="cases"))
    shaded = [(attributes["style"] or "", text) for attributes, text in page.cells if "style" in attributes]
    assert [text for _, text in shaded[:7]] == ["2", "0", "0", "0", "0", "0", "0"]
    assert len(shaded) == len(SECTIONS) ** 2
    opacity = [float(re.findall(r"[\d.]+", style)[-1]) for style, _ in shaded]
    assert opacity[:7] == [0.6, 0, 0, 0, 0, 0, 0]
    assert opacity[14:21] == [0, 0, 0.3, 0, 0, 0.3, 0]  # two tasks, one of them dropped as noise
    diagonal = {style.rsplit(",", 1)[0] for style, _ in shaded[:: len(SECTIONS) + 1]}
    others = {style.rsplit(",", 1)[0] for number, (style, _) in enumerate(shaded) if number % (len(SECTIONS) + 1)}
    assert len(diagonal) == len(others) == 1
    assert diagonal != others


def test_what_an_article_says_is_shown_and_never_run(case: Case) -> None:
    evil = '<script>alert("1")</script>&amp;'
    wrong = case.summary.tasks[1].model_copy(update={"text": evil})
    case = replace(case, summary=case.summary.model_copy(update={"tasks": (wrong,)}))
    page = read(render_page(evaluation_of(case), name="<b>cases</b>"))
    assert evil in [text for _, text in page.cells]
    assert {"script", "b"} & {tag for tag, _ in page.elements} == set()
    assert "Evaluation: <b>cases</b>" in page.words


def test_the_page_fetches_nothing_and_runs_nothing(case: Case) -> None:
    text = render_page(evaluation_of(case), name="cases")
    assert re.search(r"https?:|//|@import|url\(|<script|javascript:", text) is None
    page = read(text)
    used = {name for _, attributes in page.elements for name in attributes}
    assert used & {"src", "href", "srcset", "data", "action"} == set()
    assert [name for name in used if name.startswith("on")] == []
    policy = [attributes for tag, attributes in page.elements if tag == "meta" and "http-equiv" in attributes]
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_page_names_a_refused_article_and_speaks_the_language_in_use(case: Case) -> None:
    template = "{name}: the file is empty; give one with an article in it"
    evaluation = evaluation_of(case, errors={"a": InputError(template, name="a.txt")})
    messages.use("vi")
    page = read(render_page(evaluation, name="cases"))
    assert page.elements[0] == ("html", {"lang": "vi"})
    assert {
        "Kết quả chấm điểm: cases",
        "Các chỉ số theo từng bài",
        "Nhãn mục",
        "Lĩnh vực công tác",
        "Các lỗi nặng nhất",
    } <= set(page.words)
    assert [word for word in page.words if word.startswith("a: a.txt: tệp trống")]


def test_what_is_not_there_is_said(case: Case) -> None:
    bare = Evaluation(
        cases={"a": compare(case.article, case.gold, case.summary)},
        errors={},
        sections=confusion(SECTIONS, []),
        fields=confusion(FIELDS, []),
        worst=(),
    )
    words = read(render_page(bare, name="cases")).words
    assert {"The cases name no field.", "Nothing is wrong."} <= set(words)
