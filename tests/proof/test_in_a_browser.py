"""The page in a real browser, where the machine has one: what lights, where the focus goes, and what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from summarise.proof import render_proof
from tests.proof.browser import Browser, find
from tests.proof.test_page import SVG

pytestmark = pytest.mark.skipif(find() is None, reason="there is no Chromium on this machine")

LIT = "[...document.querySelectorAll('.lit')].map(node => node.dataset.item || node.id)"
FOCUS = "document.activeElement.closest('[data-item]')?.dataset.item || document.activeElement.dataset.items || ''"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = find()
    assert program is not None
    one = Browser(program, tmp_path_factory.mktemp("profile"))
    yield one
    one.close()


@pytest.fixture
def page(made, browser: Browser, tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(render_proof(made.source, made.summary, made.labelled, charts=[SVG]), "utf-8")
    browser.open(path)
    return path


def pieces(browser: Browser, name: str) -> list[str]:
    selector = f'.seg[data-items~="{name}"]'
    return list(browser.run(f"[...document.querySelectorAll('{selector}')].map(node => node.id)"))


def in_sight(browser: Browser, selector: str) -> bool:
    return bool(
        browser.run(
            f"(() => {{ const node = document.querySelector({selector!r}); const r = node.getBoundingClientRect();"
            " const p = node.closest('.pane').getBoundingClientRect();"
            " return r.top >= p.top && r.bottom <= Math.min(p.bottom, innerHeight); })()"
        )
    )


def test_hovering_a_bullet_lights_its_pieces_and_nothing_else(page, browser: Browser) -> None:
    browser.hover("#achievement-2 .text")
    assert len(pieces(browser, "achievement-2")) > 3
    assert sorted(browser.run(LIT)) == sorted(["achievement-2", *pieces(browser, "achievement-2")])
    browser.hover("header h1")
    assert browser.run(LIT) == []


def test_hovering_a_piece_lights_all_of_its_items(page, browser: Browser) -> None:
    (piece,) = pieces(browser, "figure-2")
    browser.hover(f"#{piece}")
    entries = [name for name in browser.run(LIT) if not name.startswith("s") or name.startswith("short")]
    assert entries == ["achievement-2", "shortcoming-1", "figure-2"]
    assert set(pieces(browser, "achievement-2")) < set(browser.run(LIT))


def test_hovering_brings_the_counterpart_into_sight(page, browser: Browser) -> None:
    browser.open(page, width=1200, height=500)
    assert not in_sight(browser, "#figure-2")
    assert not in_sight(browser, "#task-1")
    browser.hover(f"#{pieces(browser, 'task-1')[0]}")
    browser.wait("document.querySelector('#report').scrollTop > 0")
    assert in_sight(browser, "#task-1")
    assert browser.run("scrollY") == 0


def test_the_keyboard_steps_through_the_report_from_top_to_bottom(page, browser: Browser) -> None:
    order = browser.run("[...document.querySelectorAll('[data-step]')].map(node => node.dataset.item)")
    assert order[0] == "event-1"
    assert order[-1] == "award-1"
    seen = []
    for _name in order:
        browser.press("j")
        seen.append(browser.run(FOCUS))
        assert in_sight(browser, f"#{seen[-1]}")
    assert seen == order
    browser.press("j")
    assert browser.run(FOCUS) == order[-1]
    browser.press("k")
    browser.press("ArrowUp")
    assert browser.run(FOCUS) == order[-3]
    browser.press("ArrowDown")
    assert browser.run(FOCUS) == order[-2]
    assert set(browser.run(LIT)) == {order[-2], *pieces(browser, order[-2])}


def test_enter_goes_to_the_counterpart_and_back_and_escape_clears(page, browser: Browser) -> None:
    browser.run("document.querySelector('#task-1 .text').focus()")
    browser.press("Enter")
    assert browser.run(FOCUS) == "task-1"
    assert browser.run("document.activeElement.matches('#article .run')")
    browser.press("Enter")
    assert browser.run("document.activeElement.matches('#task-1 .text')")
    assert browser.run(LIT) != []
    browser.press("Escape")
    assert browser.run(LIT) == []
    assert browser.run("document.activeElement === document.body")
    assert browser.run("location.hash") == ""


def test_everything_can_be_reached_with_the_tabulator(page, browser: Browser) -> None:
    reached: list[str] = []
    for _ in range(80):
        browser.press("Tab")
        if name := browser.run(FOCUS):
            reached.append(name)
        if browser.run("document.activeElement === document.body"):
            break
    runs = browser.run("[...document.querySelectorAll('#article a.run')].map(node => node.dataset.items)")
    entries = browser.run(
        "[...document.querySelectorAll('[data-item]')].filter(node => node.getClientRects().length)"
        ".map(node => node.dataset.item)"
    )
    assert list(dict.fromkeys(reached)) == list(dict.fromkeys([*runs, *entries]))


def test_a_click_chooses_and_stays_when_the_mouse_goes(page, browser: Browser) -> None:
    browser.click("#task-1 .text")
    browser.hover("header h1")
    assert set(browser.run(LIT)) == {"task-1", *pieces(browser, "task-1")}
    assert browser.run("document.activeElement.matches('.run.task')")


def test_words_can_be_selected_across_a_link_and_nothing_jumps(page, browser: Browser) -> None:
    x, y = browser.point("#task-1 .text")
    for kind, by in (("mousePressed", -20), ("mouseMoved", 40), ("mouseReleased", 40)):
        browser.send("Input.dispatchMouseEvent", type=kind, x=x + by, y=y, button="left", buttons=1, clickCount=1)
    assert str(browser.run("String(getSelection())")) in "Mở 12 lớp tập huấn."
    assert len(str(browser.run("String(getSelection())"))) > 4
    assert browser.run("location.hash") == ""
    assert not browser.run("document.activeElement.matches('#article .run')")


def test_a_tag_of_the_doubtful_leads_to_its_bullet(page, browser: Browser) -> None:
    browser.click('.check a[href="#shortcoming-1"]')
    assert browser.run(FOCUS) == "shortcoming-1"
    assert set(browser.run(LIT)) == {"shortcoming-1", *pieces(browser, "shortcoming-1")}


def test_the_box_shows_what_was_left_out_and_hides_it_again(page, browser: Browser) -> None:
    visible = "document.querySelector('.left-out').getClientRects().length > 0"
    focusable = "document.querySelectorAll('.run.out[tabindex]').length"
    noise = pieces(browser, "out-4")[0]
    assert not browser.run(visible)
    browser.run(f"document.querySelector('#{noise}').scrollIntoView()")
    browser.hover(f"#{noise}")
    assert browser.run(LIT) == []
    plain = browser.run(f"getComputedStyle(document.querySelector('#{noise}').parentNode).backgroundColor")
    browser.click("#with-out")
    assert browser.run(visible)
    assert browser.run(focusable) >= 4
    assert browser.run(f"getComputedStyle(document.querySelector('#{noise}').parentNode).backgroundColor") != plain
    browser.hover(f"#{noise}")
    assert set(browser.run(LIT)) == {"out-4", noise}
    browser.click("#with-out")
    assert not browser.run(visible)
    assert browser.run(focusable) == 0


def test_without_a_script_links_and_the_box_still_work(page, browser: Browser) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        browser.click("#task-1 .text")
        assert str(browser.run("location.hash")).startswith("#s")
        assert browser.run("document.querySelector('.seg:target').closest('.run').dataset.items") == "task-1"
        assert not browser.run("document.querySelector('.left-out').getClientRects().length > 0")
        browser.click("#with-out")
        assert browser.run("document.querySelector('.left-out').getClientRects().length > 0")
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)


def test_nothing_is_complained_of_and_nothing_fetched(page, browser: Browser) -> None:
    browser.click("#task-1 .text")
    browser.press("j")
    complaints = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    assert [event for event in browser.events if event["method"] in complaints] == []
    asked = [
        event["params"]["request"]["url"] for event in browser.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert asked[0] == page.as_uri()
    assert [url for url in asked[1:] if not url.startswith("data:image/svg+xml;base64,")] == []
    assert browser.run("document.querySelector('figure img').naturalWidth") > 0


@pytest.mark.parametrize("width", [360, 700, 1400])
def test_nothing_sticks_out_of_the_page(page, browser: Browser, width: int) -> None:
    browser.open(page, width=width, height=800)
    browser.click("#with-out")
    wide = "[...document.querySelectorAll('html, .pane')].every(node => node.scrollWidth <= node.clientWidth)"
    assert browser.run(wide)


def test_on_a_narrow_screen_the_article_comes_first_and_hovering_does_not_scroll(page, browser: Browser) -> None:
    browser.open(page, width=400, height=600)
    assert browser.run("report.getBoundingClientRect().top >= article.getBoundingClientRect().bottom - 1")
    browser.hover(f"#{pieces(browser, 'event-1')[0]}")
    browser.press("Tab")
    assert browser.run("scrollY") == 0
    browser.run("document.querySelector('#task-1 .text').click()")
    assert in_sight(browser, "#article .run.task")


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_is_as_dark_as_the_reader_has_it(page, browser: Browser, dark: bool) -> None:
    browser.open(page, dark=dark)
    assert browser.run("getComputedStyle(document.body).backgroundColor") == (
        "rgb(21, 24, 28)" if dark else "rgb(255, 255, 255)"
    )


def test_print_holds_the_article_then_every_bullet_with_its_tag_and_no_screen_furniture(
    page, browser: Browser, made
) -> None:
    document = pypdfium2.PdfDocument(browser.pdf())
    sizes = {tuple(round(side) for side in document[number].get_size()) for number in range(len(document))}
    assert sizes == {(595, 842)}
    printed = " ".join(
        " ".join(document[number].get_textpage().get_text_range().split()) for number in range(len(document))
    )
    summary = made.summary
    for item in (*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards):
        assert item.text in printed
    for tag in ("[AC2 SH1]", "[TA1]", "[FI2]", "[ME3]"):
        assert tag in printed
    assert printed.index("Article") < printed.index("Tiếp tục mở") < printed.index("Look at these closely")
    assert "Show what is not" not in printed
    assert "next, previous" not in printed
