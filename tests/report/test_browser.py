"""The pages in a real browser: toggles, services, zoom, keys, no request, no error, no script, accessibility, print. Needs Chromium
from the distribution; without one the tests are skipped."""

from __future__ import annotations

import io
import os
import shutil

import pytest

from model.report.make import make_report
from tests.report.test_page import HOSTILE, hostile_run

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright (the extra dev)")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (apt-get install chromium)")
A4_POINTS = (595, 842)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(scope="module")
def files(runs, tmp_path_factory):
    """Report and residents' pages of the plan beside today, in Finnish."""
    return make_report([runs["plan"], runs["today"]], "fi", "all", tmp_path_factory.mktemp("pages"))[:2]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield found
        found.close()


@pytest.fixture
def opened(browser):
    """Opens a file; at the end nothing was requested but the files themselves, and nothing was complained of."""
    contexts, requests, complaints = [], [], []

    def open_file(path, **options):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert not complaints
    assert all(url.startswith("file:") and url.endswith("-fi.html") for url in requests) and len(requests) == len(contexts)


def fill(page, area: int) -> str:
    return page.evaluate(f"getComputedStyle(document.getElementById('a{area}')).fill")


def layers(page) -> list[str]:
    """Classes of the layers of the map that are seen."""
    shown = "[...document.querySelectorAll('#world > .v')].filter(layer => getComputedStyle(layer).display !== 'none')"
    return page.evaluate(f"{shown}.map(layer => layer.classList[1])")


@pytest.mark.parametrize("with_script", [True, False])
def test_views_and_services_are_toggled_with_or_without_script(files, opened, with_script):
    page = opened(files[0], java_script_enabled=with_script)
    for needs_script in (".zoom", "#ask", ".keys"):
        assert page.locator(needs_script).is_visible() == with_script
    assert page.locator("#t-services").is_visible()
    assert layers(page) == ["p0"]
    # over services A2 travels 25 minutes in the plan: over 20-30; the clinic alone 30; today 10, 20 minutes longer in the difference
    assert fill(page, 1) == "rgb(127, 205, 187)"
    page.check("#k-1")
    page.check("#v-t", force=True)
    assert layers(page) == ["t1"] and fill(page, 1) == "rgb(255, 255, 217)"
    page.check("#v-d", force=True)
    assert layers(page) == ["d1"] and fill(page, 1) == "rgb(166, 54, 3)"
    assert page.locator(".shown").inner_text() == "Kartalla: Erotus, Neuvola."
    assert page.locator(".legend.change").is_visible() and not page.locator(".legend.minutes").is_visible()
    assert page.locator("ol:visible li").all_inner_texts()[:2] == ["Kakkola, Alku: +20,0 min", "Kolmola, Loppu: +10,0 min"]


def test_the_map_zooms_by_button_wheel_and_key(files, opened):
    page = opened(files[0], reduced_motion="reduce")

    def scale() -> float:
        return float(page.evaluate("getComputedStyle(document.getElementById('picture')).getPropertyValue('--k') || 1"))

    def place() -> str:
        return page.locator("#world").get_attribute("transform")

    page.click("#zoom-in")
    assert scale() == pytest.approx(1.8)
    before = place()
    page.keyboard.press("ArrowRight")
    assert place() != before and scale() == pytest.approx(1.8)
    page.keyboard.press("+")
    assert scale() == pytest.approx(1.8 ** 2)
    page.keyboard.press("0")
    assert scale() == 1
    page.locator("#picture").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    page.wait_for_function("parseFloat(document.getElementById('picture').style.getPropertyValue('--k')) > 1.1")
    zoomed = scale()
    page.mouse.wheel(0, 300)  # the bare wheel scrolls the page
    page.wait_for_function("window.scrollY > 0")
    assert scale() == zoomed


def test_symbols_stay_at_their_sites_and_keep_their_size(files, opened):
    page = opened(files[0], reduced_motion="reduce")
    symbol = page.locator("g.v.p0 use").first
    before = symbol.bounding_box()
    page.click("#zoom-in")
    after = symbol.bounding_box()
    assert after["width"] == pytest.approx(before["width"], rel=0.05)
    frame = page.locator("#picture").bounding_box()
    middle = [(box["x"] + box["width"] / 2 - frame["x"] - frame["width"] / 2) for box in (before, after)]
    assert middle[1] == pytest.approx(1.8 * middle[0], abs=3)


def test_an_area_is_asked_for_from_the_list_or_the_map(files, opened):
    page = opened(files[0])
    page.select_option("#choose", label="Kakkola")
    cells = page.locator("#answer tbody tr").first.locator("th, td").all_inner_texts()
    assert cells == ["Neuvola", "Loppula", "Keskelä", "10,0 → 30,0"]
    page.select_option("#choose", "")
    assert page.locator("#answer").inner_text() == ""
    page.locator("#a2").dispatch_event("click")
    assert page.locator("#answer h4").inner_text() == "Kolmola, Loppu" and page.locator("#choose").input_value() == "2"


def test_hostile_names_do_nothing_in_the_browser(county, moved_plan, opened, tmp_path):
    """No script of a name runs (a dialog, an error or a request would show), neither on the page nor where the script writes names."""
    file, *_ = make_report([hostile_run(county, moved_plan, tmp_path / "r")], "fi", None, tmp_path / "out")
    page = opened(file)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for area in range(3):
        page.select_option("#choose", str(area))
        assert page.locator("#answer h4").inner_text().split(", ")[0] == (HOSTILE[5], HOSTILE[6], HOSTILE[2])[area]
    assert HOSTILE[0] in page.locator("#answer table").inner_text() and dialogs == []
    assert page.locator("#answer img, #answer b, main img").count() == 0


def test_every_control_is_reached_by_keyboard(files, opened):
    page = opened(files[0])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wanted = set(page.evaluate("[...document.querySelectorAll('button, select, summary')].map((e, i) => e.id || (e.id = 'made-' + i))"))
    reached, seen = set(), []
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.id || document.activeElement.tagName")
        seen.append(here)
        reached.add(here)
    assert wanted <= reached, wanted - reached
    assert {"v-p", "k-0"} <= reached  # the chosen radio of each group; arrows move within it
    page.focus("#v-p")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#v-d") and layers(page) == ["d0"]


@pytest.mark.parametrize("number", [0, 1])
def test_no_violation_of_wcag_a_or_aa(files, opened, number):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(files[number], bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    if number == 0:
        page.select_option("#choose", label="Kakkola")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}).response
    assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found["violations"]] == []


def test_the_narrow_screen_does_not_scroll_sideways(files, opened):
    for file in files:
        page = opened(file)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_prints_on_a4(files, opened):
    from pypdf import PdfReader

    pages = [PdfReader(io.BytesIO(opened(file).pdf(prefer_css_page_size=True, print_background=True))).pages for file in files]
    report = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages[0]]
    assert report[0] == A4_POINTS and set(report) == {A4_POINTS, A4_POINTS[::-1]} and len(report) <= 12
    text = [page.extract_text() for page in pages[0]]
    assert "Keneltä se ottaa?" in text[0] and "Matka-ajat ja toimipisteet kartalla" not in text[0]
    # residents: a page of contents, then each municipality on its own
    assert [page.extract_text().split("\n")[0].strip() for page in pages[1]][1:] == ["Alku", "Loppu"]
