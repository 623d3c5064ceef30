"""The samples as other programs print them: one, two and three columns, with headers, footers and a letterhead."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from summarise.reading import read

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def paragraphs(path: Path) -> list[str]:
    return [" ".join(line.split()) for line in path.read_text("utf-8").split("\n") if line.strip()]


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=240)


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_page_that_a_browser_printed(columns: int, seeds: dict[str, Path], tmp_path: Path) -> None:
    title, *body = paragraphs(seeds["quang-binh-2022"])
    style = f"body{{font:11pt serif}}div{{column-count:{columns};text-align:justify}}h1{{font-size:18pt}}"
    text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in body)
    page = f"<meta charset=utf-8><title>Tin</title><style>{style}</style><h1>{html.escape(title)}</h1><div>{text}</div>"
    (tmp_path / "tin.html").write_text(page, "utf-8")
    run(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={tmp_path / 'tin.pdf'}", tmp_path / "tin.html")  # fmt: skip
    source = read(tmp_path / "tin.pdf")
    assert source.text.split("\n") == [title, *body]
    assert source.repairs == ("running-lines",)


@pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("columns", [1, 2])
def test_a_paper_with_a_letterhead(columns: int, seeds: dict[str, Path], tmp_path: Path) -> None:
    title, *body = paragraphs(seeds["lao-cai-2025"])
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "BẢN TIN CÔNG ĐOÀN TỈNH, SỐ 7"
    document.sections[0].footer.paragraphs[0].text = "Lưu hành nội bộ"
    blocks = (("LĐLĐ TỈNH LÀO CAI", "BAN THƯỜNG VỤ"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do"))
    for cell, (upper, lower) in zip(document.add_table(1, 2).rows[0].cells, blocks, strict=True):
        cell.text = upper
        cell.add_paragraph(lower)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading(title, 1)
    if columns > 1:
        properties = document.add_section(WD_SECTION.CONTINUOUS)._sectPr
        for old in properties.findall(qn("w:cols")):
            properties.remove(old)
        several = OxmlElement("w:cols")
        several.set(qn("w:num"), str(columns))
        several.set(qn("w:space"), "425")
        properties.append(several)
    for text in body:
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(tmp_path / "tin.docx"))
    profile = (tmp_path / "profile").as_uri()
    run(str(LIBREOFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", tmp_path,
        tmp_path / "tin.docx")  # fmt: skip
    source = read(tmp_path / "tin.pdf")
    assert source.text.split("\n") == [*blocks[0], *blocks[1], title, *body]
    assert source.repairs == ("running-lines",)
