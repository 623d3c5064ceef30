"""The proof page as a document: whole, safe, by itself, and linked both ways."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html

import summarise
from summarise import messages
from summarise.errors import SettingsError
from summarise.proof import render_proof
from summarise.proof.items import contents
from summarise.proof.left_out import left_out
from summarise.proof.page import visible
from summarise.proof.segments import lines
from summarise.reading import read
from summarise.records import ModelRecord, SourceRecord, Summary

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Đoàn viên</title><desc>250 &amp; 38</desc>'
    "<script>alert(1)</script></svg>"
)


@pytest.fixture
def text(made) -> str:
    return render_proof(made.source, made.summary, made.labelled)


@pytest.fixture
def page(text: str) -> html.HtmlElement:
    return html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def article_lines(page: html.HtmlElement) -> list[str]:
    return [line.text_content() for line in page.xpath('//*[@id="article"]//p[@class="line"]')]


def test_the_article_stands_there_letter_by_letter(page, made) -> None:
    assert article_lines(page) == [visible(made.text[slice(*span)]) for _number, span in lines(made.text)]
    numbers = page.xpath('//p[@class="line"]/@data-line')
    assert numbers == ["1", "3", "4", "5", "6", "7", "8"]


def test_ids_are_unique_and_every_link_has_its_target(page) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href.removeprefix("#") for href in page.xpath("//@href")]
    assert len(targets) > 20
    assert set(targets) <= set(ids)


def test_every_item_of_a_piece_is_an_entry_and_every_entry_with_a_place_has_its_pieces(page, made) -> None:
    shown = contents(made.summary, left_out(made.source, made.summary, made.labelled), made.source.text)
    pieces: dict[str, str] = {}
    for piece in page.xpath('//span[contains(@class, "seg ") and @data-items]'):
        for name in piece.get("data-items").split():
            pieces[name] = pieces.get(name, "") + piece.text_content()
    entries = {entry.get("data-item"): entry for entry in page.xpath("//*[@data-item]")}
    assert set(pieces) <= set(entries)
    for entry in shown.every:
        covered = {offset for span in entry.spans for offset in range(*span)}
        expected = "".join(visible(made.text[offset]) for offset in sorted(covered))
        assert pieces.get(entry.name, "") == expected.replace("\n", "")
        assert entry.text == "" or entry.name in entries


def test_a_link_leads_from_a_bullet_to_the_piece_it_begins_with_and_back(page) -> None:
    bullet = page.get_element_by_id("achievement-2")
    piece = page.get_element_by_id(bullet.find_class("text")[0].get("href")[1:])
    assert piece.get("data-items") == "achievement-2 shortcoming-1"
    assert piece.text_content() == "Đã hỗ trợ "
    assert piece.getparent().get("href") == "#achievement-2"


def test_a_piece_names_all_of_its_items_bullets_first(page) -> None:
    (nested,) = [piece for piece in page.find_class("seg") if piece.text_content() == "94.217 tỷ đồng"]
    assert nested.get("data-items") == "achievement-2 shortcoming-1 figure-2"
    assert nested.get("data-tags") == "FI2"
    assert nested.getparent().tag == "a"


def test_no_link_lies_in_another(page) -> None:
    assert page.xpath("//a//a") == []


def test_a_bullet_without_a_place_can_be_reached_and_leads_nowhere(page) -> None:
    (text,) = page.get_element_by_id("achievement-1").find_class("text")
    assert (text.tag, text.get("tabindex"), text.get("href")) == ("span", "0", None)


def test_what_an_article_says_is_shown_and_never_run(page, text: str) -> None:
    assert len(page.xpath("//script")) == 1
    assert text.count("</script>") == 1
    assert page.xpath("//img | //b | //i | //u | //x") == []
    assert "</script><img src=x onerror=alert(1)><!-- \ufffd & &amp; 𝔸" in article_lines(page)
    assert "Hỗ trợ 250 đoàn viên <i>." in words(page.get_element_by_id("achievement-2"))
    assert words(page.find(".//title")) == "Proof: Hội nghị sơ kết <b>6 tháng</b>"


def test_the_page_fetches_nothing(page, text: str) -> None:
    assert re.search(r"https?:|[\"'(]//|@import|url\(|javascript:", text) is None
    for attribute in ("src", "srcset", "action", "data", "poster", "ping"):
        assert page.xpath(f"//@{attribute}") == []
    assert [name for node in page.iter() for name in node.attrib if name.startswith("on") or name == "style"] == []
    assert page.xpath("//link | //iframe | //object | //embed | //form | //base") == []


def test_its_policy_allows_its_own_style_and_script_alone(page) -> None:
    (policy,) = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for kind, element in (("style-src", "style"), ("script-src", "script")):
        digest = hashlib.sha256(page.find(f".//{element}").text_content().encode("utf-8")).digest()
        assert rules.pop(kind) == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}


def test_doubts_are_listed_on_top_and_stand_beside_what_they_are_about(page) -> None:
    (top,) = page.find_class("check")
    assert [link.text for link in top.findall(".//a")] == ["ME3", "ME4", "AC1", "SH1", "FI2"]
    assert "some pages are pictures without text" in words(top)
    assert "date inferred" not in words(top)
    for link in top.findall(".//a"):
        assert page.get_element_by_id(link.get("href")[1:]).find_class("doubt")


def test_the_figures_have_value_unit_and_what_they_count(page) -> None:
    rows = [[words(cell) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows[0] == ["FI1", "250 đoàn viên", "250", "viên", "đoàn viên <u> AC line 4"]
    assert rows[1][2] == "–"
    assert rows[1][4].endswith("! the number cannot be read with certainty")


def test_what_was_left_out_is_there_with_its_reason(page) -> None:
    (part,) = page.find_class("left-out")
    told = [words(entry) for entry in part.xpath(".//li")]
    assert told[2] == (
        "OUT3Ban tổ chức cảm ơn các đại biểu. line 7other: not what a report tellsother 0.90 · else noise 0.10"
    )
    assert "known only where the page is made" not in words(part)


def test_without_labels_it_is_said_that_reasons_are_unknown(made) -> None:
    page = html.document_fromstring(render_proof(made.source, made.summary))
    assert "known only where the page is made with the report" in words(page.find_class("left-out")[0])


def test_languages_are_marked(made) -> None:
    messages.use("vi")
    page = html.document_fromstring(render_proof(made.source, made.summary, made.labelled))
    assert page.get("lang") == "vi"
    assert {"Bài viết", "Báo cáo", "Cần xem kỹ"} <= {words(node) for node in page.xpath("//h2 | //h2/span | //h3")}
    messages.use("en")
    english = html.document_fromstring(render_proof(made.source, made.summary, made.labelled))
    assert english.get("lang") == "en"
    assert english.xpath('//*[@id="article"]/div/@lang') == ["vi"]
    assert english.get_element_by_id("task-1").find_class("text")[0].get("lang") == "vi"


def test_a_chart_is_a_picture_that_says_what_it_shows(made) -> None:
    page = html.document_fromstring(render_proof(made.source, made.summary, charts=[SVG]))
    (picture,) = page.xpath("//img")
    assert picture.get("alt") == "Đoàn viên. 250 & 38"
    kind, data = picture.get("src").split(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode("utf-8") == SVG


def test_the_same_makes_the_same_page(made, text: str) -> None:
    assert render_proof(made.source, made.summary, made.labelled) == text


def test_an_article_without_anything_in_the_report_is_shown(made) -> None:
    source = SourceRecord(name="a", sha256=made.source.sha256, language="vi", characters=len(made.text))
    bare = Summary(source=source, model=ModelRecord(name="m", revision="1"))
    page = html.document_fromstring(render_proof(made.source, bare, ()))
    assert len(article_lines(page)) == 7
    assert page.xpath('//*[contains(@class, "check")]') == []
    assert words(page).count("The article states none.") == 4
    assert page.xpath("//table") == []


def test_the_page_of_another_article_is_refused(made) -> None:
    other = replace(made.source, sha256="0" * 64)
    with pytest.raises(SettingsError, match="not the article of this summary"):
        render_proof(other, made.summary)
    with pytest.raises(SettingsError, match="give the --encoding"):
        render_proof(replace(made.source, text=made.text + " "), made.summary)


def test_every_seed_can_be_proved(seeds) -> None:
    for path in seeds.values():
        source = read(path)
        record = SourceRecord(name=source.name, sha256=source.sha256, language="vi", characters=len(source.text))
        page = html.document_fromstring(
            render_proof(source, Summary(source=record, model=ModelRecord(name="m", revision="1")))
        )
        assert article_lines(page) == [source.text[slice(*span)] for _number, span in lines(source.text)]
        assert len(page.xpath('//*[@class="left-out"]//li')) > 10


def test_the_function_is_part_of_the_package() -> None:
    assert summarise.render_proof is render_proof


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag_aa_in_light_and_dark(page) -> None:
    style = page.find(".//style").text_content()
    roots = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    assert len(roots) == 2
    for root in roots:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root))
        kinds = [name.removesuffix("-lit") for name in colours if name.endswith("-lit")]
        assert len(kinds) == 7
        pairs = [("ink", back) for kind in kinds for back in (f"{kind}-back", f"{kind}-lit")]
        pairs += [(kind, back) for kind in kinds for back in ("page", f"{kind}-back")]
        pairs += [("ink", "page"), ("ink", "side"), ("soft", "page"), ("soft", "side"), ("soft", "out-back")]
        pairs += [("warn", "warn-back"), ("warn", "page")]
        ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
        assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}
