"""What readers meet in a real browser, on the site as served under a sub-path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from built import MISSING
from explainer.evidence import ROOT

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


@pytest.mark.parametrize("path", ALL)
def test_a_page_loads_quietly_and_fits(path, page, origin):
    """No console error, no request to another host, no sideways scrolling on the narrowest phone."""
    noise, asked = [], []
    page.on("console", lambda m: noise.append(m.text) if m.type == "error" and path != MISSING else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(origin + path, wait_until="networkidle")
    assert noise == []
    assert [url for url in asked if not url.startswith((origin, "data:", "blob:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ALL)
def test_axe_finds_nothing(path, page, origin):
    # Colours do not depend on the width, so that each of both is met once.
    for width, scheme in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(origin + path, wait_until="networkidle")
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


def test_the_timeline_is_narrowed_without_script(without_script, origin):
    without_script.goto(origin + "timeline/")
    without_script.locator("#show-negotiations").check()
    shown = without_script.locator(".event:visible")
    assert 0 < shown.count() == without_script.locator(".event.negotiations").count()
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
