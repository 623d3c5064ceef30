"""`summarise templates check`: every fault of a template at once, each where its author finds it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from summarise.consolidated import Contribution
from summarise.consolidating import consolidate
from summarise.errors import TemplateError
from summarise.office import Office
from summarise.records import Summary
from summarise.reporting import render, samples, template_names, word
from summarise.reporting.cluster import consolidated_context
from summarise.reporting.inspection import inspect, used
from summarise.reporting.sandbox import FILTERS
from summarise.resources import templates
from tests.reporting.hostile import BODY, CORE, SETTINGS, STYLES, TEMPLATE, Parts, body, packed, parts, tag

FULL = samples.kinds()[0].full
MARGIN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


@pytest.fixture
def check(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """The faults of a template, `!` before an error and `?` before a warning."""

    def checked(template: bytes) -> list[str]:
        path = tmp_path / "mau.docx"
        path.write_bytes(template)
        return [f"{'!' if finding.level == 'error' else '?'} {finding.error}" for finding in inspect(path)]

    return checked


def edited(*changes: tuple[str, str], part: str = BODY) -> bytes:
    content: Parts = parts()
    text = content[part].decode()
    for old, new in changes:
        assert escape(old) in text or old in text
        text = text.replace(escape(old) if escape(old) in text else old, escape(new) if escape(old) in text else new, 1)
    content[part] = text.encode()
    return packed(content)


def paragraph(*runs: str, style: str = "Than") -> str:
    made = "".join(MARGIN.format(escape(run)) for run in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{made}</w:p>'


def test_the_template_that_ships_has_no_fault(check: Callable[[bytes], list[str]]) -> None:
    assert check(TEMPLATE.read_bytes()) == []


def test_all_faults_are_told_each_with_the_text_around_it(check: Callable[[bytes], list[str]]) -> None:
    faulty = edited(
        ("BÁO CÁO", "BÁO CÁO {{ dia_dan }} NHANH"),
        ("{{ nhom.tieu_de }}", "{{ nhom.tieu_dee }}"),
        ("{{ hoi_nghi.ten }}", "{{ hoi_nghi.tem }}"),
        ("{{ ky_toi or 'thời gian tới' }}", "{{ ky_toi|uper }}"),
        ("{%p if not han_che %}", "{%p if not han_che"),
        ("- {{ y }}", "- {{ y + }}"),
    )
    found = check(faulty)
    expected = [
        "near “BÁO CÁO {{ dia_dan }} NHANH”: unknown tag dia_dan; did you mean dia_danh?",
        "near “{{ nhom.so }}. {{ nhom.tieu_dee }}”: unknown tag nhom.tieu_dee; did you mean nhom.tieu_de?",
        "near “- Tên hội nghị: {{ hoi_nghi.tem }}”: unknown tag hoi_nghi.tem; did you mean hoi_nghi.ten?",
        "there is no uper after | or is; did you mean upper?",
        "near “{%p if not han_che”: a tag begins that does not end in its paragraph; add %}",
        "near “{%p endif %}”: {%p endif %} ends or divides what was not begun",
        "near “- {{ y + }}”: {{ y + }} cannot be understood",
    ]
    for text in expected:
        assert len([line for line in found if text in line]) == 1, text
    assert found[len(expected) :] == [
        "? mau.docx: hoi_nghi.ten is never printed (name of the meeting); add it, unless it is left out on purpose"
    ]
    assert all(line.startswith("! mau.docx: word/document.xml, near “") for line in found[: len(expected)])


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (paragraph("{%p for y in han_che %}"), "{%p for y in han_che %} is not ended; add {%p endfor %}"),
        (paragraph("{%p endfor %}"), "{%p endfor %} ends or divides what was not begun"),
        (paragraph("{%p else %}"), "{%p else %} ends or divides"),
        (
            paragraph("{%p for y in han_che %}") + paragraph("{%p if y %}") + paragraph("{%p endfor %}"),
            "{%p if y %} is not ended; add {%p endif %}",
        ),
        (
            paragraph("{% for y in han_che %}") + paragraph("{{ y }}") + paragraph("{% endfor %}"),
            "spans paragraphs; put each alone in a paragraph and write {%p for y in han_che %}",
        ),
        (
            paragraph("{%p for y in han_che %}") + paragraph("{{ y }}") + paragraph("{% endfor %}"),
            "{% endfor %} belongs to {%p for y in han_che %}; write both with the same letter",
        ),
        (paragraph("{%tr for y in han_che %}") + paragraph("{%tr endfor %}"), "use {%p for y in han_che %}"),
        (paragraph("{%p if ky_ten %}{{ ky_ten }}") + paragraph("{%p endif %}"), "must stand alone in its paragraph"),
        (paragraph("{%p fro y in han_che %}"), "unknown command {%p fro y in han_che %}; did you mean for?"),
        (
            paragraph("{{ han_che }}"),
            "han_che is a list or group of values; print its parts, as in {%p for x in han_che %}",
        ),
        (
            paragraph("{{ hoi_nghi }}"),
            "hoi_nghi is a list or group of values; print its parts, as in {{ hoi_nghi.ten }}",
        ),
        (paragraph("{{ ket_qua.tieu_de }}"), "ket_qua is a list or group of values"),
        (paragraph("{% for y in ky_ten %}{{ y }}{% endfor %}"), "ky_ten is a text, not a list"),
        (paragraph("{% for n in ket_qua %}{{ n.y.so }}{% endfor %}"), "n.y is a list or group"),
        (paragraph("{{ nhom.so }}"), "unknown tag nhom; "),
        (paragraph("{% for y in han_che %}{% set z = y %}{% endfor %}{{ z }}"), "unknown tag z; "),
        (paragraph("x", style="KhongCo"), "near “x”: there is no style KhongCo; choose one that there is"),
        (paragraph("{{ 1 / 0 }}"), "word/document.xml: a tag failed: division by zero"),
        (paragraph("{{ so_phan.ket_qua }}"), "word/document.xml: unknown tag: "),
    ],
)
def test_a_fault_is_an_error(check: Callable[[bytes], list[str]], xml: str, message: str) -> None:
    found = check(body(xml))
    assert [line for line in found if line.startswith("! ") and message in line] != [], found


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (paragraph("Kính gửi {%p if ky_ten %}") + paragraph("{%p endif %}"), "replaces all that stands beside it"),
        (
            '<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr><w:t>Chào</w:t></w:r></w:p>',
            "near “Chào”: the font is Arial; official documents are in Times New Roman",
        ),
        (paragraph("II. KẾT QUẢ"), "near “II. KẾT QUẢ”: a heading without a style of headings"),
        (paragraph("{{ so_phan.han_che }}. HẠN CHẾ"), "a heading without a style of headings"),
        (
            '<w:p><w:pPr><w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr></w:pPr></w:p>',
            "a page is 216 × 279 mm, not A4",
        ),
    ],
)
def test_what_only_looks_wrong_is_a_warning(check: Callable[[bytes], list[str]], xml: str, message: str) -> None:
    found = check(body(xml))
    assert [line[0] for line in found if message in line] == ["?"]
    assert [line for line in found if line.startswith("!")] == []


def test_a_template_that_leaves_out_a_section_is_told_so(check: Callable[[bytes], list[str]]) -> None:
    text = parts()[BODY].decode()
    shorter = re.sub(r"<w:p>(?:(?!</w:p>).)*(?:for nhom in nhiem_vu|if not nhiem_vu)(?:(?!</w:p>).)*</w:p>", "", text)
    assert shorter != text
    one_less = text.replace("{{ ky_ten }}", "Nguyễn Văn A")
    assert check(packed(parts() | {BODY: one_less.encode()})) == [
        "? mau.docx: ky_ten is never printed (name of the signatory); add it, unless it is left out on purpose"
    ]


@pytest.mark.parametrize(
    "runs",
    [("{", "{ ky_ten }", "}"), ("{{ ky_", "ten }}"), ("{% if ky_ten ", "%}x{% end", "if %}"), ("{{ ky_toi or ‘a’ }}",)],
)
def test_a_tag_that_word_cut_into_runs_is_joined(check: Callable[[bytes], list[str]], runs: tuple[str, ...]) -> None:
    assert check(body(paragraph(*runs))) == []


def test_a_tag_cut_by_a_tracked_change_is_told(check: Callable[[bytes], list[str]]) -> None:
    inserted = f"<w:ins>{MARGIN.format('ten }}')}</w:ins>"
    found = check(body(f"<w:p>{MARGIN.format('Ký: {{ ky_')}{inserted}</w:p>"))
    assert "the tag {{ ky_ten }} is cut in two by a link or by a change" in found[0]


def test_tags_are_looked_for_where_none_are_filled(check: Callable[[bytes], list[str]]) -> None:
    faulty = edited(("</w:settings>", '<w:x w:y="{{ ky_ten }}"/></w:settings>'), part=SETTINGS)
    assert "a tag was left in word/settings.xml" in check(faulty)[0]


def test_a_ring_of_styles_ends(check: Callable[[bytes], list[str]]) -> None:
    ring = edited(
        ('<w:name w:val="Than"/><w:basedOn w:val="Normal"/>', '<w:name w:val="Than"/><w:basedOn w:val="Gach"/>'),
        part=STYLES,
    )
    assert [line for line in check(ring) if line.startswith("!")] == []


def test_values_of_another_kind_of_report_are_filled_too() -> None:
    """What a list of theirs holds is not known before they are filled."""
    values = {"nhom": [], "ten_cum": "Cụm"}
    assert samples.known(values) == {"nhom": None, "ten_cum": "Cụm"}
    bare = {part: re.sub(rb"\{%.*?%\}|\{\{.*?\}\}", b"x", parts()[part]) for part in (BODY, CORE)}
    bare[BODY] = bare[BODY].replace("BÁO CÁO".encode(), b"{% for d in nhom %}{{ d.ten }}{% endfor %}{{ ten_cum }}", 1)
    for members in ([], [{"ten": "A"}]):
        assert word.fill(packed(parts() | bare), values | {"nhom": members}, name="mau.docx")
    with pytest.raises(TemplateError, match="this template is for summarise report"):
        word.fill(TEMPLATE.read_bytes(), values, name="mau.docx")


@pytest.mark.parametrize("text", ["{% colspan 2 %}", "{% cellbg 'FFFFFF' %}", "{% colspan noi_nhan|length %}"])
def test_attributes_of_cells_are_taken(check: Callable[[bytes], list[str]], text: str) -> None:
    assert check(edited(("TT</w:t>", f"{text}TT</w:t>"))) == []


def test_what_checking_finds_filling_refuses(tmp_path: Path, silent: Summary) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(tag("{{ dia_dan }}"))
    (finding,) = inspect(path)
    with pytest.raises(TemplateError) as caught:
        render(silent, tmp_path / "report.docx", template=path)
    assert str(caught.value) == str(finding.error)
    with pytest.raises(TemplateError, match="there is no such template"):
        inspect(tmp_path / "gone.docx")


# The list of tags -----------------------------------------------------------------------------------------------------


def test_the_list_of_tags_is_what_there_is_to_print() -> None:
    article, combined = samples.kinds()
    assert set(samples.rules()["tags"]) == set(samples.paths(FULL))
    assert set(samples.rules()["combined"]) <= set(samples.meanings(combined))
    assert set(samples.meanings(article)) == set(samples.rules()["tags"])


def test_the_sample_of_many_units_has_the_shape_of_a_report_of_many_units(
    quang_binh: Summary, cao_bang: Summary, office: Office
) -> None:
    combined = samples.kinds()[1]
    units = consolidate([Contribution("a.json", quang_binh, "LĐLĐ tỉnh A"), Contribution("b.json", cao_bang)])
    values = consolidated_context(units, office)
    assert set(values) == set(combined.full)
    for report in combined.reports:
        assert set(report) == set(values)
    shapes = set(samples.paths(values))
    assert shapes - set(samples.paths(combined.full)) == set()


def test_every_tag_has_a_meaning_in_both_languages_and_members_a_name() -> None:
    for path, entry in samples.rules()["tags"].items():
        assert set(entry) == {"vi", "en"} | ({"written"} if "[]" in path else set())
        assert all(entry.values())
    for path, entry in samples.rules()["combined"].items():
        assert set(entry) == {"vi", "en"} | ({"written"} if "[]" in path else set())
    for kind in samples.kinds():
        wanted = {tag for line in samples.rules()["expected"][kind.name] for tag in line}
        meant = set(samples.meanings(kind))
        assert all(tag in meant or any(path.startswith(f"{tag}.") for path in meant) for tag in wanted)


def test_every_tag_is_in_the_table_of_the_readme() -> None:
    readme = (templates() / "README.md").read_text("utf-8")
    for path, entry in samples.rules()["tags"].items():
        written = entry.get("written", path)
        if "[]" not in path or "." in written:
            assert f"`{written}`" in readme or f"`.{written.split('.')[-1]}`" in readme, written


def test_the_filters_of_the_readme_are_those_that_there_are() -> None:
    listed = (templates() / "README.md").read_text("utf-8").partition("*after `|` there are*:")[2].partition(".")[0]
    assert tuple(re.findall(r"`(\w+)`", listed)) == FILTERS


def test_a_sample_has_every_value_and_an_article_that_says_nothing_none(silent: Summary) -> None:
    full, _several, least = samples.kinds()[0].reports
    assert full.keys() == least.keys() == FULL.keys()
    assert not least["ket_qua"]
    assert not least["han_che"]
    assert all(value for tag_, value in FULL.items() if tag_ != "so_van_ban")


def test_the_tags_that_a_template_uses_are_known() -> None:
    kind, tags = used(TEMPLATE)
    assert kind.name == "article"
    assert (
        {"ket_qua[].y[]", "so_phan.kien_nghi", "bang_so_lieu[].dong[].so_lieu"} <= tags <= set(samples.rules()["tags"])
    )
    asked = {tag for name in template_names() for tag in used(templates() / f"{name}.docx")[1]}
    unused = {path.partition("[")[0].partition(".")[0] for kind in samples.kinds() for path in samples.meanings(kind)}
    assert unused - {tag.partition("[")[0].partition(".")[0] for tag in asked} == set()


def test_a_tag_that_is_not_used_is_not_among_them(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(edited(("{{ dong.don_vi }}", ""), ("{{ hoi_nghi.chu_tri }}", "")))
    assert used(TEMPLATE)[1] - used(path)[1] == {"bang_so_lieu[].dong[].don_vi", "hoi_nghi.chu_tri"}
