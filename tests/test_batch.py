"""Which files a batch takes, how it names what it makes, and that one bad article costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.batch import Job, find, plan, run
from summarise.errors import InputError, ModelError, OutputError, SummariseError, TemplateError
from summarise.records import ModelRecord, Source, SourceRecord, Summary

OUT = Path("out")


def write(path: Path, text: str = "Hội nghị sơ kết") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def names(articles: Iterable[str]) -> list[str]:
    return [job.report.name for job in plan([Path(name) for name in articles], output=OUT)]


class Scripted:
    """A summariser that reads `ahead` sources before it answers, and answers an article that says so with its error."""

    def __init__(self, ahead: int = 1) -> None:
        self.ahead = ahead

    def summarise_all(self, sources: Iterable[Source]) -> Iterator[Summary | SummariseError]:
        waiting: list[Source] = []
        for source in sources:
            waiting.append(source)
            if len(waiting) == self.ahead:
                yield from map(self.answer, waiting)
                waiting.clear()
        yield from map(self.answer, waiting)

    def answer(self, source: Source) -> Summary | SummariseError:
        if "thực đơn" in source.text:
            return InputError("{name}: no meeting", name=source.name)
        if "hỏng" in source.text:
            return ModelError("the model broke")
        return Summary(
            source=SourceRecord(name=source.name, sha256=source.sha256, language="vi", characters=len(source.text)),
            model=ModelRecord(name="scripted", revision="1"),
            warnings=(source.name,),
        )


def keep(written: dict[str, str]) -> Callable[[Job, Summary], None]:
    def write_summary(job: Job, summary: Summary) -> None:
        if "full" in job.article.name:
            raise OutputError("no room")
        if "template" in job.article.name:
            raise TemplateError("no tag")
        written[job.report.name] = summary.source.name

    return write_summary


def test_a_folder_gives_its_articles_in_order_with_those_below_it(tmp_path: Path) -> None:
    wanted = [write(tmp_path / name) for name in ("2022/b.txt", "a.HTML", "c.docx")]
    for name in (".hidden/x.txt", ".x.txt", "~$c.docx", "image.png", "notes.json"):
        write(tmp_path / name)
    assert find([tmp_path], output=tmp_path / "out") == tuple(sorted(wanted))


def test_an_article_named_twice_comes_once(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt")
    assert find([article, tmp_path, tmp_path / "." / "a.txt"], output=OUT) == (article,)


def test_a_file_named_itself_may_have_any_ending(tmp_path: Path) -> None:
    assert find([write(tmp_path / "a.news")], output=OUT) == (tmp_path / "a.news",)


def test_a_pattern_that_the_shell_left_is_filled_in(tmp_path: Path) -> None:
    articles = [write(tmp_path / name) for name in ("a.txt", "b.txt")]
    write(tmp_path / "c.html")
    assert list(find([tmp_path / "*.txt"], output=OUT)) == articles


def test_the_reports_of_an_earlier_run_are_no_articles(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt")
    write(tmp_path / "out" / "a.docx")
    assert find([tmp_path], output=tmp_path / "out") == (article,)


def test_articles_below_the_output_folder_are_found(tmp_path: Path) -> None:
    article = write(tmp_path / "in" / "a.txt")
    assert find([tmp_path / "in"], output=tmp_path) == (article,)


def test_reports_do_not_go_among_the_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    with pytest.raises(SummariseError, match="holds the articles"):
        find([tmp_path], output=tmp_path)


def test_a_folder_without_articles_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SummariseError, match="no article here") as caught:
        find([tmp_path], output=OUT)
    assert caught.value.exit_code == 2


def test_files_that_cannot_be_read_are_told_and_not_passed_over(tmp_path: Path) -> None:
    old = write(tmp_path / "cũ.doc")
    assert find([tmp_path, tmp_path / "missing.txt"], output=OUT) == (old, tmp_path / "missing.txt")


def test_a_report_has_the_name_of_its_article() -> None:
    assert plan([Path("in/cao bằng.txt")], output=OUT) == (
        Job(Path("in/cao bằng.txt"), OUT / "cao bằng.docx", OUT / "cao bằng.json"),
    )


@pytest.mark.parametrize(
    ("articles", "reports"),
    [
        (["2021/a.txt", "2022/a.txt", "b.txt"], ["2021-a.docx", "2022-a.docx", "b.docx"]),
        (["x/a.txt", "x/a.docx"], ["a-txt.docx", "a-docx.docx"]),
        (["x/a.txt", "x/a.docx", "y/a.txt"], ["x-a-txt.docx", "x-a-docx.docx", "y-a-txt.docx"]),
        (["x/Quý 1.txt", "y/QUÝ 1.txt"], ["x-Quý 1.docx", "y-QUÝ 1.docx"]),
        (["p/x/a.txt", "q/x/a.txt"], ["a.docx", "a-2.docx"]),
        (["x/a.txt", "y/a.txt", "x-a.txt"], ["x-a-txt.docx", "y-a-txt.docx", "x-a.docx"]),
    ],
)
def test_articles_of_one_name_are_told_apart_by_folder_or_ending_or_number(
    articles: list[str], reports: list[str]
) -> None:
    assert names(articles) == reports


parts = st.sampled_from(["a", "A", "á", "a\u0301", "a-2", "a-txt", "x-a"])


@given(st.lists(st.tuples(parts, parts, st.sampled_from([".txt", ".docx"])), unique=True, max_size=12))
def test_no_two_reports_share_a_name(articles: list[tuple[str, str, str]]) -> None:
    reports = names(f"{folder}/{stem}{suffix}" for folder, stem, suffix in articles)
    assert len({name.casefold().replace("a\u0301", "á") for name in reports}) == len(articles)


@pytest.mark.parametrize("ahead", [1, 2, 10])
def test_a_bad_article_is_one_outcome_and_the_others_go_on(tmp_path: Path, ahead: int) -> None:
    write(tmp_path / "1 empty.txt", "")
    write(tmp_path / "2.txt")
    write(tmp_path / "3 menu.txt", "thực đơn")
    write(tmp_path / "4 full.txt")
    write(tmp_path / "5.txt")
    write(tmp_path / "6 empty.txt", "")
    jobs = plan([*find([tmp_path], output=OUT), tmp_path / "7 missing.txt"], output=OUT)
    written: dict[str, str] = {}
    outcomes = list(run(jobs, summariser=Scripted(ahead), write=keep(written)))
    assert [outcome.job for outcome in outcomes] == list(jobs)
    assert [outcome.error is None for outcome in outcomes] == [False, True, False, False, True, False, False]
    assert written == {"2.docx": "2.txt", "5.docx": "5.txt"}
    assert outcomes[1].warnings == ("2.txt",)


@pytest.mark.parametrize(("text", "name"), [("hỏng", "a.txt"), ("Hội nghị", "template.txt")])
def test_what_would_fail_for_every_article_ends_the_batch(tmp_path: Path, text: str, name: str) -> None:
    jobs = plan([write(tmp_path / name, text)], output=OUT)
    with pytest.raises(SummariseError) as caught:
        list(run(jobs, summariser=Scripted(), write=keep({})))
    assert caught.value.exit_code == 3


def test_a_report_is_written_before_the_next_article_is_summarised(tmp_path: Path) -> None:
    jobs = plan([write(tmp_path / "a.txt"), write(tmp_path / "b.txt", "hỏng")], output=OUT)
    written: dict[str, str] = {}
    with pytest.raises(ModelError):
        list(run(jobs, summariser=Scripted(), write=keep(written)))
    assert written == {"a.docx": "a.txt"}
