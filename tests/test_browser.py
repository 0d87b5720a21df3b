"""What readers meet in a real browser, on the site as served under a sub-path."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from built import MISSING
from explainer.load import ROOT

PAGES = ["" if page.stem == "index" else f"{page.stem}/" for page in sorted((ROOT / "docs/en").glob("*.md"))]
ALL = [prefix + page for prefix in ("", "fr/") for page in PAGES] + [MISSING]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


BUDGET = yaml.safe_load(Path(__file__).with_name("budget.yml").read_text("utf-8"))
SHIFT = """() => new Promise(done => {
  let shift = 0
  const watch = new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value))
  watch.observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(shift), 100)
})"""


@pytest.mark.parametrize("path", ALL)
def test_a_page_loads_quietly_lightly_and_fits(path, page, origin):
    """No console error, no request to another host, no more than the budget, no sideways scrolling, no jump."""
    noise, asked, weight = [], [], Counter()

    def weigh(response: Response) -> None:
        kind = response.request.resource_type
        weight[kind if kind in BUDGET else "other"] += int(response.headers["content-length"])

    page.on("console", lambda m: noise.append(m.text) if m.type == "error" and path != MISSING else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", weigh)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(origin + path, wait_until="networkidle")
    weight["all"] = weight.total()
    assert noise == []
    assert [url for url in asked if not url.startswith((origin, "data:", "blob:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{path or 'index'} scrolls sideways"
    assert page.evaluate(SHIFT) < 0.01, "something moved while the page was loading"
    excess = {
        kind: f"{size / 1000 - BUDGET[kind]:.1f} kB" for kind, size in weight.items() if size > 1000 * BUDGET[kind]
    }
    assert not excess, f"{path or 'index'} is heavier than tests/budget.yml allows, by {excess}"


@pytest.mark.parametrize("path", ALL)
def test_axe_finds_nothing(path, page, origin):
    # Colours do not depend on the width, so that each of both is met once.
    for width, scheme in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(origin + path)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{width} px, {scheme}:\n{found.generate_report()}"


@pytest.mark.parametrize(
    ("prefix", "typed", "finds"),
    [
        ("", "exclusive", "exclusivity"),
        ("", "13.75", "13.75"),
        ("fr/", "négocier", "négociation"),
        ("fr/", "negocies", "négociation"),
        ("fr/", "exclusivité", "l’exclusivité"),
    ],
)
def test_search_gives_this_language_only(prefix, typed, finds, page, origin):
    """It knows word forms, with or without accents."""
    page.goto(origin + prefix, wait_until="networkidle")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially(typed)
    results = page.locator(".md-search-result__link")
    results.first.wait_for()
    found = results.evaluate_all("links => links.map(a => a.href)")
    assert all(url.startswith(origin + "fr/") == bool(prefix) for url in found), found
    assert any(finds in text.lower() for text in page.locator(".md-search-result__item").all_inner_texts())


@pytest.mark.parametrize(("here", "there"), [("article/", "fr/article/"), ("fr/article/", "article/")])
def test_the_language_link_keeps_page_and_point(here, there, page, origin):
    page.goto(origin + here + "#stake-33")
    page.locator("a.language").click()
    page.wait_for_url(origin + there + "#stake-33")


def test_without_script_too(without_script, origin):
    """The language link keeps the page; each claim has its own link to the same point in the other language."""
    without_script.goto(origin + "article/#stake-33")
    assert without_script.locator("#stake-33").is_visible()
    without_script.locator("h3#stake-33 ~ .claim-links a[hreflang=fr]").click()
    without_script.wait_for_url(origin + "fr/article/#stake-33")
    without_script.locator("a.language").click()
    without_script.wait_for_url(origin + "article/")


@pytest.mark.parametrize("path", ALL)
def test_without_script_every_word_is_there(path, page, without_script, origin):
    """What a reader sees in the content is the same with script and without it, but for the buttons."""
    seen = []
    for visit in (page, without_script):
        visit.goto(origin + path)
        visit.evaluate("document.querySelectorAll('.copy, #nearest').forEach(e => e.remove())")
        seen.append(visit.locator("article").inner_text().split())
    assert seen[0] == seen[1], f"{path or 'index'} shows other words without script"


STOPS = [".md-skip", ".md-search__input", "a.language", ".claim-mark", ".footnote-ref", ".footnote-backref", "summary"]
FOCUS = """() => {
  const e = document.activeElement
  if (e === document.body) return null
  const shown = e.matches(".md-option") ? e.nextElementSibling : e  // a choice is seen as its label
  const box = shown.getBoundingClientRect(), style = getComputedStyle(shown)
  return {
    what: e.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && style.visibility === "visible",
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
  }
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_reaches_everything(width, page, origin):
    """From the skip link to the end of the page and out of it; whatever has the focus is in view and shows it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(origin + "negotiations/")
    page.emulate_media(reduced_motion="reduce")
    reached: set[str] = set()
    for _ in range(1000):
        page.keyboard.press("Tab")
        if (focus := page.evaluate(FOCUS)) is None:
            break
        if not focus["seen"]:  # the menu may still be sliding in
            page.wait_for_timeout(400)
            focus = page.evaluate(FOCUS)
        assert focus["seen"] and focus["ringed"], focus
        reached |= {stop for stop in STOPS if page.evaluate("stop => document.activeElement.matches(stop)", stop)}
    else:
        pytest.fail("the keyboard does not get out of the page")
    assert reached == set(STOPS)


def test_the_skip_link_leads_to_the_content(page, origin):
    page.goto(origin + "negotiations/", wait_until="networkidle")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")


@pytest.mark.parametrize("path", [*PAGES, "fr/article/"])
def test_print_holds_every_quotation_and_source(path, page, origin):
    """On paper each source has its address written out, though no link can be followed."""
    page.goto(origin + path)
    pages = pypdf.PdfReader(io.BytesIO(page.pdf())).pages
    printed = squeezed("".join(sheet.extract_text() for sheet in pages))
    quotations = page.locator("blockquote").all_inner_texts()
    sources = page.locator(
        ".footnote li p > a:first-of-type, .source-list li p:first-child > a:first-of-type"
    ).evaluate_all("links => links.map(a => a.href)")
    assert [text for text in (*quotations, *sources) if squeezed(text) not in printed] == []


def squeezed(text: str) -> str:
    """Without ligatures, and the spaces and hyphens at which a printed line may break."""
    return re.sub(r"[\s\u00ad-]+", "", unicodedata.normalize("NFKC", text))


def test_the_timeline_is_narrowed_without_script(without_script, origin):
    without_script.goto(origin + "timeline/")
    without_script.locator("#show-negotiations").check()
    shown = without_script.locator(".event:visible")
    assert 0 < shown.count() == without_script.locator(".event.negotiations").count(), "other events are shown too"
    assert without_script.locator("#year-2015").is_hidden(), "a year without an event is still headed"


def test_a_missing_page_speaks_both_languages(page, origin):
    page.goto(origin + MISSING)
    text = page.locator("article").inner_text()
    assert "does not exist" in text and "n’existe pas" in text
    page.locator("article a[href$='/fr/']").click()
    page.wait_for_url(origin + "fr/")


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("negotiation/", "negotiations/"),
        ("fr/time-line/", "fr/timeline/"),
        ("fr/glossaire", "fr/glossary/"),
        ("pbc-restructuring.html", "pbc-restructuring/"),
        ("article/stake-33", "article/#stake-33"),
        ("fr/claims/stake33/", "fr/article/#stake-33"),
        ("wp-admin/setup-config.php", None),
    ],
)
def test_a_missing_page_suggests_the_nearest_address(asked, nearest, page, origin):
    page.goto(origin + asked, wait_until="networkidle")
    if nearest is None:
        assert page.locator("#nearest").is_hidden()
    else:
        page.locator("#nearest a").click()
        page.wait_for_url(origin + nearest)


def test_a_citation_can_be_copied(page, origin):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(origin + "article/#stake-33")
    page.locator(".claim:has(#stake-33) summary").click()
    page.locator(".claim:has(#stake-33) .copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/article/#stake-33") and copied.startswith("“")
