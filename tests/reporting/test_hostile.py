"""A template is input: none reads a file, reaches the network, runs code or works without end, whatever it holds."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from summarise.errors import TemplateError
from summarise.records import Summary
from summarise.reporting import render, template_names
from summarise.reporting.inspection import inspect
from summarise.resources import templates
from tests.reporting.hostile import (
    BODY,
    CORE,
    HOSTILE,
    RELS,
    TEMPLATE,
    TYPES,
    body,
    cell,
    changed,
    field,
    packed,
    parts,
    relation,
    svg,
    tag,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What became of each hostile template, in a process that is watched and bounded."""
    folder = tmp_path_factory.mktemp("hostile")
    secret = folder / "secret.txt"
    secret.write_text("secret", "utf-8")
    for name, make in HOSTILE.items():
        (folder / f"{name}.docx").write_bytes(make().replace(b"SECRET", str(secret).encode()))
    done = subprocess.run(
        [sys.executable, "-m", "tests.reporting.trial", str(TEMPLATE), str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    results: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return results


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_one_clear_line_and_no_file(tried: dict[str, dict[str, Any]], name: str) -> None:
    result = tried[name]
    assert result["bug"] == ""
    assert f"{name}.docx: " in result["said"]
    assert "\n" not in result["said"]
    assert len(result["said"]) < 600
    assert not result["report"]
    assert result["reached"] == []
    assert result["found"] > 0


# What an office does have ---------------------------------------------------------------------------------------------

LINKS = b'<Relationship Id="rId98" Type="%s/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00"
    b"\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def with_crest() -> bytes:
    """A picture in the letterhead, as python-docx writes it."""
    document = docx.Document(io.BytesIO(packed(parts())))
    document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(PIXEL))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


HARMLESS: dict[str, Callable[[], bytes]] = {
    "link to the web": lambda: relation("hyperlink", "https://example.org/a?b=c"),
    "link to an address": lambda: relation("hyperlink", "mailto:van-phong@example.org"),
    "field of a link": lambda: field(' HYPERLINK "https://example.org" '),
    "field of a bookmark": lambda: field(' HYPERLINK \\l "Muc1" '),
    "field without an instruction": lambda: body('<w:p><w:fldSimple w:instr=""/></w:p>'),
    "field of a bookmark with a tip": lambda: field(' HYPERLINK \\o "Mục 1" \\l "Muc1" '),
    "number of pages": lambda: field(" NUM", "PAGES \\* MERGEFORMAT "),
    "a sum": lambda: field(" =SUM(ABOVE) "),
    "crest": with_crest,
    "condition": lambda: tag(
        "{% set co = ket_qua or han_che %}{% if co %}A{% elif ky_ten == '…' %}B{% else %}C{% endif %}"
    ),
    "striped rows": lambda: tag(
        "{% for y in noi_nhan %}{{ 'a' if loop.index % 2 else 'b' }}{{ loop.length }}{% endfor %}"
    ),
    "first three": lambda: tag("{% for y in noi_nhan[:3] %}{{ y|trim|capitalize }}{% endfor %}"),
    "joined": lambda: tag("{{ noi_nhan|join('; ')|replace('-', '–') }} {{ ky_ten ~ ', ' ~ dia_danh }}"),
    "chosen": lambda: tag("{% if ky_ten in ['A', 'B'] %}x{% endif %}{{ noi_nhan|first }}{{ noi_nhan|length }}"),
    "defined": lambda: tag(
        "{% if so_phan.ket_qua is defined %}{{ so_phan.ket_qua }}{% endif %}{{ so_phan['han_che'] }}"
    ),
    "every third": lambda: tag("{% for y in noi_nhan[::3] %}{{ y[:40] }}{% endfor %}{{ ky_ten[0:1] }}"),
    "compared": lambda: tag(
        "{% if 1 < noi_nhan|length <= 9 and ky_ten != '' and '-' in noi_nhan|join and ky_ten is string %}x{% endif %}"
    ),
    "cell in parts of a hundred": lambda: cell('w:w="4000" w:type="dxa"', 'w:w="50%" w:type="pct"'),
    "cell of no width": lambda: cell(' w:w="4000"', ""),
    "cell without properties": lambda: cell('<w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>', ""),
    "comment in the types": lambda: changed(TYPES, "<Override", "<!-- x --><Override"),
    "comment in the relationships": lambda: changed(RELS, "<Relationship ", "<!-- x --><Relationship "),
    "comment in the properties": lambda: changed(CORE, "<dc:title>", "<!-- x --><dc:title>"),
    "picture in SVG": lambda: svg(
        '<style>.a{fill:url(#b)}</style><linearGradient id="b"/><use xlink:href="#b"/><rect fill="url(#b)" class="a"/>'
        '<image xlink:href="data:image/png;base64,AAAA"/>'
    ),
    "curly quotes": lambda: tag("{{ ky_toi or ‘thời gian tới’ }}"),
    "comment": lambda: tag("{# ghi chú #}BÁO CÁO"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_template_is_taken(tmp_path: Path, silent: Summary, quang_binh: Summary, name: str) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(HARMLESS[name]())
    for summary in (silent, quang_binh):
        docx.Document(str(render(summary, tmp_path / "report.docx", template=path)))
    assert [str(finding.error) for finding in inspect(path) if finding.level == "error"] == []


@pytest.mark.parametrize("name", template_names())
def test_the_templates_that_ship_have_no_faults(name: str) -> None:
    assert [str(finding.error) for finding in inspect(templates() / f"{name}.docx") if finding.level == "error"] == []


def test_a_link_of_the_letterhead_is_in_the_report(tmp_path: Path, silent: Summary) -> None:
    content = parts()
    content[RELS] = content[RELS].replace(b"</Relationships>", LINKS % OFFICE)
    link = b'<w:p><w:hyperlink r:id="rId98"><w:r><w:t>trang tin</w:t></w:r></w:hyperlink></w:p>'
    content[BODY] = content[BODY].replace(b"<w:body>", b"<w:body>" + link)
    (tmp_path / "mau.docx").write_bytes(packed(content))
    report = docx.Document(str(render(silent, tmp_path / "report.docx", template=tmp_path / "mau.docx")))
    assert report.paragraphs[0].hyperlinks[0].address == "https://example.org/"


def test_a_loop_counts_its_steps_and_a_long_report_is_still_made(
    tmp_path: Path, silent: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(tag("".join("{% for y in noi_nhan %}{{ y }}{% endfor %}" for _ in range(100))))
    render(silent, tmp_path / "report.docx", template=path)
    monkeypatch.setattr("summarise.reporting.sandbox.MOST_STEPS", 50)
    with pytest.raises(TemplateError, match="repeats or prints too much"):
        render(silent, tmp_path / "report.docx", template=path)


def test_an_article_cannot_put_a_field_into_a_report(tmp_path: Path, silent: Summary) -> None:
    """A tag in a field's instruction would let the article choose the field."""
    path = tmp_path / "mau.docx"
    path.write_bytes(body('<w:p><w:fldSimple w:instr="HYPERLINK {{ tieu_de_bai }}"/></w:p>'))
    with pytest.raises(TemplateError, match="can fetch files or run programs"):
        render(silent.model_copy(update={"title": "\\\\server\\a"}), tmp_path / "report.docx", template=path)
