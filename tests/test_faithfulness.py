"""Nothing is invented, whatever writes the drafts: sources made up from parts, condensers that lie on purpose, and an
auditor that shares nothing with the program."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise import Summariser, resources
from summarise.condensing import Condenser, Passage, load_condenser
from summarise.labelling import Labeller, load_labeller
from summarise.phrasing import write_bullets
from summarise.records import Article, Draft, Labelled, ModelRecord, Sentence
from tests.auditor import audit

# --- what the auditor finds

WELFARE = (
    "Trong 6 tháng đầu năm 2022, các cấp công đoàn tỉnh Bắc Giang đã hỗ trợ 33.778 lượt đoàn viên với tổng số tiền gần 23 tỷ "
    "đồng; Nghị quyết 02/NQ-TW ngày 12/6/2021 chưa được triển khai."
)
HONEST = "Các cấp công đoàn tỉnh Bắc Giang hỗ trợ 33.778 lượt đoàn viên, tổng số tiền gần 23 tỷ đồng."


@pytest.mark.parametrize(
    "bullet",
    [
        HONEST,
        "Tỉnh Bắc Giang hỗ trợ 33.778 lượt đoàn viên.",
        "Nghị quyết 02/NQ-TW ngày 12/6/2021 chưa được triển khai.",
    ],
)
def test_the_auditor_lets_an_honest_bullet_stand(bullet: str) -> None:
    assert audit(bullet, [WELFARE], language="vi") == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("33.778", "33.779", "number"),
        ("33.778", "23", "number"),
        ("gần 23 tỷ", "hơn 23 tỷ", "hedge"),
        ("gần 23 tỷ", "23 tỷ", "hedge"),
        ("23 tỷ", "23 triệu", "unit"),
        ("lượt đoàn viên", "suất quà", "counted"),
        ("Bắc Giang", "Bắc Ninh", "name"),
        ("Bắc Giang", "Bắc", "name"),
        ("hỗ trợ", "chưa hỗ trợ", "negation-moved"),
        ("hỗ trợ", "kỷ luật", "word"),
        ("Các cấp", "Từ năm 2022, các cấp", "date"),
        ("Các cấp", "Ngày 12/6/2022, các cấp", "date"),
        ("Các cấp", "Theo 03/NQ-TW, các cấp", "document"),
    ],
)
def test_the_auditor_finds_a_lie(old: str, new: str, kind: str) -> None:
    assert kind in {violation.kind for violation in audit(HONEST.replace(old, new), [WELFARE], language="vi")}


def test_the_auditor_finds_swapped_numbers_and_a_lost_negation() -> None:
    swapped = "Hỗ trợ 33.778 lượt đoàn viên gần 23 tỷ đồng."
    source = "Chi gần 23 tỷ đồng, hỗ trợ 33.778 lượt đoàn viên."
    assert "order" in {violation.kind for violation in audit(swapped, [source], language="vi")}
    lost = audit("Nghị quyết 02/NQ-TW ngày 12/6/2021 được triển khai.", [WELFARE], language="vi")
    assert [violation.kind for violation in lost] == ["negation-lost"]
    source = "Từ ngày 1/3 đến ngày 5/4, anh Lê An và chị Vũ Hoa không thể là vắng mặt."
    for lie, kind in (
        ("Đến ngày 5/4, anh Lê An và chị Vũ Hoa không thể là vắng mặt.", "date"),
        ("Từ 1/3 đến 5/4, chị Vũ Hoa và anh Lê An không thể là vắng mặt.", "name-order"),
        ("Từ ngày 1/3 đến ngày 5/4, anh Lê An và chị Vũ Hoa là thể không vắng mặt.", "negation-moved"),
    ):
        assert kind in {violation.kind for violation in audit(lie, [source], language="vi")}
    assert audit("Từ 1/3 đến 5/4, anh Lê An không thể là vắng mặt.", [source], language="vi") == ()
    english = audit("The firms paid on time.", ["The firms did not pay on time."], language="en")
    assert "negation-lost" in {violation.kind for violation in english}


# --- sources

SMALL = st.integers(2, 999)
PERSONS = ("Nguyễn Văn An", "Trần Thị Bích Hằng", "Lê Quốc Phong")
PLACES = ("Bắc Giang", "Cao Bằng", "Quảng Bình", "Hà Nội")
PARTS = {
    "vi": {
        "opening": (
            "",
            "Bên cạnh đó, ",
            "Trong 6 tháng đầu năm 2022, ",
            "Đặc biệt, ",
            "Đến {date}, ",
            "Theo {document}, ",
        ),
        "subject": (
            "các cấp công đoàn tỉnh {place}",
            "Liên đoàn Lao động tỉnh {place}",
            "đồng chí {person} cho biết, công đoàn ngành",
            "công đoàn các khu công nghiệp",
        ),
        "statement": (
            "đã thăm, hỗ trợ {count} lượt đoàn viên với số tiền {money}",
            "kết nạp {count} đoàn viên, đạt {share} kế hoạch",
            "tổ chức {count} cuộc kiểm tra tại {place}",
            "ban hành Kế hoạch số {document} {date}",
            "trao {count} suất quà trị giá {money} cho công nhân",
            "chưa thành lập được công đoàn cơ sở ở {count} doanh nghiệp",
            "không để xảy ra đình công trái luật",
            "việc thu kinh phí chưa đạt yêu cầu",
            "một số đơn vị không nộp báo cáo trước {date}",
        ),
        "tail": (
            "",
            ", nhằm chăm lo đời sống người lao động",
            " trong dịp Tết Nguyên đán",
            " (tăng {share} so với cùng kỳ)",
        ),
        "hedge": ("", "", "gần ", "hơn ", "khoảng ", "trên ", "ít nhất ", "không dưới "),
        "magnitude": ("triệu đồng", "tỷ đồng", "nghìn đồng"),
        "date": (
            "ngày {day}/{month}/{year}",
            "ngày {day} tháng {month} năm {year}",
            "tháng {month}/{year}",
            "năm {year}",
        ),
        "document": ("{number}/KH-LĐLĐ", "{number}-NQ/TW", "{number}/{year}/NĐ-CP"),
    },
    "en": {
        "opening": ("", "In addition, ", "In the first six months of 2023, ", "By {date}, ", "Under Plan {document}, "),
        "subject": ("the unions of {place}", "the provincial federation", "{person} said that the industrial zones"),
        "statement": (
            "helped {count} workers with {money}",
            "admitted {count} new members, {share} of the target",
            "held {count} inspections in {place}",
            "issued Plan {document} on {date}",
            "did not reach {count} small firms",
            "never reported a strike before {date}",
        ),
        "tail": (
            "",
            ", which helped workers on low pay",
            " during the Lunar New Year",
            " (up {share} on the same period)",
        ),
        "hedge": ("", "", "nearly ", "over ", "about ", "at least ", "more than ", "no fewer than "),
        "magnitude": ("million dong", "billion dong"),
        "date": ("{day} June {year}", "June {day}, {year}", "June {year}"),
        "document": ("{number}/KH-LDLD", "{number}-NQ/TW"),
    },
}
HOLE = re.compile(r"\{(\w+)\}")


@st.composite
def sources(draw: st.DrawFn, language: str) -> str:
    """A sentence of one to three statements put together from parts, every hole of them filled."""
    parts = PARTS[language]
    group, decimal = (".", ",") if language == "vi" else (",", ".")

    def count() -> str:
        one, other = draw(SMALL), draw(SMALL)
        forms = (f"{one}", f"{one}{group}{other:03d}", f"{one}/{one + other}", f"{one}-{one + other}")
        return draw(st.sampled_from(parts["hedge"])) + draw(st.sampled_from(forms))

    def money() -> str:
        digits = f"{draw(SMALL)}" + draw(st.sampled_from(("", f"{decimal}{draw(st.integers(1, 9))}")))
        return f"{draw(st.sampled_from(parts['hedge']))}{digits} {draw(st.sampled_from(parts['magnitude']))}"

    fillings: dict[str, Callable[[], str]] = {
        "count": count,
        "money": money,
        "share": lambda: f"{draw(SMALL)}{decimal}{draw(st.integers(1, 9))}%",
        "place": lambda: draw(st.sampled_from(PLACES)),
        "person": lambda: draw(st.sampled_from(PERSONS)),
        "number": lambda: f"{draw(st.integers(1, 99)):02d}",
        "day": lambda: f"{draw(st.integers(1, 28))}",
        "month": lambda: f"{draw(st.integers(1, 12))}",
        "year": lambda: f"{draw(st.integers(2015, 2026))}",
        "date": lambda: filled(draw(st.sampled_from(parts["date"]))),
        "document": lambda: filled(draw(st.sampled_from(parts["document"]))),
    }

    def filled(text: str) -> str:
        return HOLE.sub(lambda hole: fillings[hole[1]](), text)

    chosen = draw(st.lists(st.sampled_from(parts["statement"]), min_size=1, max_size=3, unique=True))
    pieces = [draw(st.sampled_from(parts[name])) for name in ("opening", "subject", "tail")]
    text = filled(f"{pieces[0]}{pieces[1]} {draw(st.sampled_from((', ', '; '))).join(chosen)}{pieces[2]}.")
    return text[0].upper() + text[1:]


# --- condensers that lie

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
COUNT = re.compile(rf"(?<![\w/.,-]){NUMBER.pattern}(?![\w/-])(?! tháng| năm| June|, 20)")
NEGATION = re.compile(r"\b(?:không|chưa|not|never|no) ")
HEDGES = ("gần ", "hơn ", "khoảng ", "trên ", "nearly ", "over ", "about ")
HEDGE = re.compile(rf"\b(?:{'|'.join(HEDGES)})(?=\d)")
TIME = re.compile(r"\d{1,2}/\d{1,2}/20\d\d|\d{1,2}/20\d\d|\b20\d\d\b")

Liar = Callable[[list[str], int], list[str]]


def swapped(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The text with what the pattern finds passed on one place, and with the last digit of all of it raised."""
    found = pattern.findall(text)
    passed = iter([*found[1:], *found[:1]])
    raised = pattern.sub(lambda match: match[0][:-1] + str((int(match[0][-1]) + 1) % 10), text)
    return [pattern.sub(lambda _: next(passed), text), raised] if found else []


def swap_numbers(texts: list[str], n: int) -> list[str]:
    return swapped(texts[n], NUMBER) + swapped(texts[n], COUNT)


def swap_dates(texts: list[str], n: int) -> list[str]:
    return swapped(texts[n], TIME)[:1]


def drop_negations(texts: list[str], n: int) -> list[str]:
    return [NEGATION.sub("", texts[n]), NEGATION.sub("", texts[n], count=1)]


def change_hedges(texts: list[str], n: int) -> list[str]:
    other = HEDGE.sub(lambda hedge: HEDGES[(HEDGES.index(hedge[0]) + 1) % len(HEDGES)], texts[n])
    return [other, HEDGE.sub("", texts[n]), re.sub(r"(?<=[^\W\d] )(?=\d)", "hơn ", texts[n], count=1)]


def change_names(texts: list[str], n: int) -> list[str]:
    changed = texts[n]
    for names in (PERSONS, PLACES):
        order = dict(zip(names, (*names[1:], names[0]), strict=True))
        changed = re.sub("|".join(names), lambda name, order=order: order[name[0]], changed)
    return [changed, re.sub(r"(?<=Bắc|Cao|Văn|Thị) \w+", "", texts[n])]


def write_another_source(texts: list[str], n: int) -> list[str]:
    return [texts[(n + 1) % len(texts)]]


def write_any_characters(texts: list[str], n: int) -> list[str]:
    rng = random.Random(texts[n])
    noise = "".join(chr(rng.choice((rng.randrange(32, 0xD800), rng.randrange(32, 0x250)))) for _ in range(60))
    words = texts[n].split()
    return [noise, f"{texts[n]} {noise}", "", " ".join(rng.sample(words, len(words)))]


def drop_words(texts: list[str], n: int) -> list[str]:
    rng = random.Random(texts[n])
    words = texts[n].split()
    drafts = []
    for _ in range(4):
        start = rng.randrange(len(words))
        drafts.append(" ".join(words[:start] + words[start + rng.randint(1, 4) :]))
    return drafts


LIARS: tuple[Liar, ...] = (
    swap_numbers,
    swap_dates,
    drop_negations,
    change_hedges,
    change_names,
    write_another_source,
    write_any_characters,
)


class Lying:
    """A condenser whose drafts are lies; each liar is given the texts of all passages, so that it can mix them up."""

    record = ModelRecord(name="liar", revision="1")

    def __init__(self, *liars: Liar) -> None:
        self.liars = liars

    def condense(self, passages: Sequence[Passage]) -> list[tuple[Draft, ...]]:
        texts = [passage.text for passage in passages]
        return [
            tuple(Draft(text, 0.0) for lie in self.liars for text in lie(texts, number) if text != texts[number])
            for number in range(len(passages))
        ]


def assert_faithful(clauses: Sequence[str], condenser: Condenser, language: str) -> None:
    for clause, bullet in zip(clauses, write_bullets(clauses, condenser, language=language), strict=True):
        assert bullet is not None
        assert audit(bullet.text, [clause], language=language) == (), (bullet, clause)
        assert bullet.method == "model" or bullet.reason


BATCHES = st.sampled_from(("vi", "en")).flatmap(
    lambda language: st.tuples(st.just(language), st.lists(sources(language), min_size=2, max_size=3, unique=True))
)


@pytest.mark.parametrize("lie", [*LIARS, drop_words], ids=lambda lie: lie.__name__)
@settings(max_examples=20)
@given(batch=BATCHES)
def test_no_lie_becomes_a_bullet(lie: Liar, batch: tuple[str, list[str]]) -> None:
    language, clauses = batch
    assert_faithful(clauses, Lying(lie), language)


@pytest.mark.parametrize(
    ("source", "draft"),
    [
        # dates, years and document numbers that change places
        (
            "Võ Văn Trường (sinh năm 1989), Võ Hồng Sơn (sinh năm 1995) được khen thưởng.",
            "Võ Văn Trường (sinh năm 1995), Võ Hồng Sơn (sinh năm 1989) được khen thưởng.",
        ),
        (
            "Quyết toán năm 2020 đúng thời hạn tại 100% đơn vị trực thuộc.",
            "Quyết toán năm 100% đúng thời hạn tại 2020 đơn vị trực thuộc.",
        ),
        # the hedge of a time or of a span of time
        ("Công nhân có trên 20 năm tay nghề được tôn vinh.", "Công nhân có 20 năm tay nghề được tôn vinh."),
        (
            "Vào khoảng 15h ngày 6/8, các đại biểu biểu quyết thông qua nghị quyết.",
            "Vào 15h ngày 6/8, các đại biểu biểu quyết thông qua nghị quyết.",
        ),
        (
            "Sau gần 3 tháng thi công, công đoàn bàn giao căn nhà cho gia đình anh Hòa.",
            "Sau 3 tháng thi công, công đoàn bàn giao căn nhà cho gia đình anh Hòa.",
        ),
        (
            "Lao động nữ nghỉ việc không lương trên 30 ngày được công đoàn hỗ trợ.",
            "Lao động nữ nghỉ việc không trên 30 ngày được công đoàn hỗ trợ.",
        ),
        # a range of time that loses its beginning
        (
            "Từ tháng 10/2016 đến 9/2017, toàn ngành vận động 3,2 tỷ đồng.",
            "Từ 9/2017, toàn ngành vận động 3,2 tỷ đồng.",
        ),
        # a name cut short after an abbreviation with a stop
        (
            "Công an quận Sơn Trà, TP. Đà Nẵng phối hợp tổ chức diễn tập.",
            "Công an quận Sơn Trà, TP. Nẵng phối hợp tổ chức diễn tập.",
        ),
        (
            "Phó Bí thư Thường trực Thành ủy dự và chỉ đạo hội nghị tổng kết.",
            "Bí thư Thường trực Thành ủy dự và chỉ đạo hội nghị tổng kết.",
        ),
        # names that change places
        (
            "Liên đoàn Lao động tỉnh Bắc Giang kết nghĩa, hỗ trợ huyện đảo Cô Tô sửa 5 căn nhà.",
            "Liên đoàn Lao động tỉnh Cô Tô kết nghĩa, hỗ trợ huyện đảo Bắc Giang sửa 5 căn nhà.",
        ),
        # a word that went to the other side of a negation
        (
            "Công an xác định vụ việc không thể là tự tử, công đoàn đề nghị điều tra.",
            "Công an xác định vụ việc là thể không tự tử, công đoàn đề nghị điều tra.",
        ),
        # a share of something else, or of nothing
        (
            "Công đoàn ngành kết nạp 212 đoàn viên, đạt 93,1% kế hoạch, ban hành quy chế mới.",
            "Công đoàn ngành kết nạp 212 đoàn viên, đạt 93,1% ban hành quy chế mới.",
        ),
        (
            "Số dư quỹ chiếm 38% số thu trong năm, trong khi chi chăm lo mới đạt 46%.",
            "Số dư quỹ chiếm 38% chi chăm lo, trong khi số thu trong năm mới đạt 46%.",
        ),
    ],
)
def test_a_lie_of_another_kind_becomes_no_bullet(source: str, draft: str) -> None:
    assert_faithful([source], Lying(lambda _texts, _number: [draft]), "vi")


@pytest.fixture(scope="module")
def random_condenser(tmp_path_factory: pytest.TempPathFactory) -> Condenser:
    """A BART of one narrow layer with random weights, under the source constraint."""
    import torch
    from transformers import AutoTokenizer, BartConfig, BartForConditionalGeneration

    folder = tmp_path_factory.mktemp("random")
    tokenizer = AutoTokenizer.from_pretrained(resources.models() / "embedded")
    torch.manual_seed(3)
    BartForConditionalGeneration(
        BartConfig(
            vocab_size=len(tokenizer), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
            decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=256,
            pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2, forced_eos_token_id=2,
        )
    ).save_pretrained(folder)  # fmt: skip
    tokenizer.save_pretrained(folder)
    return load_condenser(folder, offline=True)


@settings(max_examples=10)
@given(batch=BATCHES)
def test_a_random_model_under_the_constraint_invents_nothing(
    random_condenser: Condenser, batch: tuple[str, list[str]]
) -> None:
    language, clauses = batch
    assert_faithful(clauses, random_condenser, language)


# --- whole reports


class Remembering:
    """The trained labeller, asked once an article."""

    def __init__(self) -> None:
        self.labeller: Labeller = load_labeller(resources.models() / "labeller")
        self.known: dict[str, tuple[Labelled, ...]] = {}

    def label(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Labelled, ...]:
        if article.text not in self.known:
            self.known[article.text] = tuple(self.labeller.label(article, sentences))
        return self.known[article.text]


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    return Remembering()


SEEDS = sorted(path.stem for path in (Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_lie_enters_a_report(seeds: dict[str, Path], seed: str, labeller: Labeller) -> None:
    article = seeds[seed].read_text("utf-8")
    # Nearly all drafts of the first are refused; `drop_words`, which often writes a good bullet, would hide them.
    for liars in (LIARS, (drop_words,)):
        summary = Summariser(condenser=Lying(*liars), labeller=labeller).summarise(seeds[seed])
        for item in (*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards):
            clauses = [article[span.start : span.end] for span in item.source]
            assert audit(item.text, clauses, language=summary.source.language) == (), item
            assert item.method == "model" or item.reason
