"""What readers meet in a real browser, on the site as served under a sub-path.

Each check visits one page of each kind, in the combinations of language, width and colours that can differ.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from support.built import MISSING

SECTION, CLAIM = "negotiations/", "claims/stake-33/"
KINDS = ["", "article/", CLAIM, SECTION, "since/", "timeline/", "players/", "glossary/", "sources/", "about/"]
BOTH = [prefix + path for path in KINDS for prefix in ("", "fr/")] + [MISSING]
BUDGET = yaml.safe_load(Path(__file__).with_name("budget.yml").read_text("utf-8"))


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site; keywords are those of a browser's context. Nothing may be said in the console."""
    contexts, noise = [], []

    def open_page(path: str, wait_until: str = "load", **context: object) -> Page:
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.on("console", lambda m: noise.append(m.text) if m.type == "error" and " 404 " not in m.text else None)
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.goto(origin + path, wait_until=wait_until)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []


LOUD = """() => [...document.querySelectorAll("article p")].filter(p => {
  const style = getComputedStyle(p)
  return p.innerText.length > 150 && (style.fontWeight > 400 || style.textAlign === "center")
}).map(p => p.innerText)"""
SHIFT = """() => new Promise(done => {
  let shift = 0
  const watch = new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value))
  watch.observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(shift), 200)
})"""


@pytest.mark.parametrize("path", BOTH)
def test_a_page_loads_quietly_lightly_and_fits(path, visit, origin):
    """No console error, no request to another host, no more than the budget, no sideways scrolling, no jump."""
    asked: list[str] = []
    weight: Counter[str] = Counter()
    page = visit("robots.txt", viewport={"width": 320, "height": 640})

    def weigh(response: Response) -> None:
        weight["all"] += int(response.headers["content-length"])
        if response.request.resource_type == "document":
            weight["html"] += int(response.headers["content-length"])

    page.on("request", lambda request: asked.append(request.url))
    page.on("response", weigh)
    page.goto(origin + path)
    shift = page.evaluate(SHIFT)
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{path or 'index'} scrolls sideways"
    assert shift < 0.01, "something moved while the page was loading"
    assert page.evaluate(LOUD) == [], "running text is set in bold, or centred"
    kind = path.removeprefix("fr/").split("/")[0] or "home"
    budget = BUDGET["other"] | BUDGET.get("missing" if path == MISSING else kind, {})
    excess = {what: f"{size / 1000:.1f} kB" for what, size in weight.items() if size > 1000 * budget.get(what, 999)}
    assert not excess, f"{path or 'index'} is heavier than tests/budget.yml allows: {excess}"


def test_the_own_style_is_light(folder):
    import gzip

    style = b"".join(gzip.compress(path.read_bytes()) for path in sorted((folder / "assets").glob("*.css")))
    script = gzip.compress((folder / "assets/site.js").read_bytes())
    assert len(style) <= 1000 * BUDGET["own"]["style"] and len(script) <= 1000 * BUDGET["own"]["script"]


# Colours do not depend on the language, so that each is met with each width and kind of page.
# Of hundreds of entries that are alike the first twelve stand for all: axe takes as long for each.
LEAVE_TWELVE = """() => {
  for (const alike of [".note", ".source-list > li", ".footnote > li", ".event", ".claim-row"])
    [...document.querySelectorAll(alike)].slice(12).forEach(entry => entry.remove())
  const entry = document.querySelectorAll(".entry")[12]
  while (entry?.nextElementSibling) entry.nextElementSibling.remove()
}"""
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COMBINATIONS = {"": [(360, "light"), (1280, "dark")], "fr/": [(1280, "light"), (360, "dark")]}
ALL_FOUR = ["", "article/", CLAIM, SECTION, "timeline/"]  # the others are text of the same kinds: one per language


@pytest.mark.parametrize("path", [*KINDS, MISSING])
def test_axe_finds_nothing(path, visit):
    for prefix, combinations in COMBINATIONS.items():
        if path == MISSING and prefix:
            continue
        page = visit(prefix + path)
        page.evaluate(LEAVE_TWELVE)
        for width, colours in combinations if path in ALL_FOUR else combinations[:1]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=colours)
            found = Axe().run(page, options=AXE)
            assert found.violations_count == 0, f"{prefix}{path}, {width} px, {colours}:\n{found.generate_report()}"


# Wide spacing as in WCAG 1.4.12, and text at 200 %: nothing is cut, nothing scrolls sideways.
SPACED = "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }"
CUT = """() => [...document.querySelectorAll("article *")].filter(e => {
  const style = getComputedStyle(e)
  const clips = style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll"
  return clips && e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 1
}).map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", ["", "article/", CLAIM, SECTION, "timeline/", "fr/", f"fr/{CLAIM}", f"fr/{SECTION}"])
def test_wide_spacing_and_large_text_fit(path, visit):
    page = visit(path, viewport={"width": 390, "height": 800}, bypass_csp=True)
    spaced = page.add_style_tag(content=SPACED)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "wide spacing scrolls sideways"
    spaced.evaluate("style => style.remove()")
    page.add_style_tag(content="html { font-size: 250% !important }")  # Material's is 125 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "text at 200 % scrolls sideways"


@pytest.mark.parametrize("path", ["", "article/"])
def test_labels_differ_in_forced_colours(path, visit):
    """Where the system chooses two colours, a shape is seen on its ground, and contradicted is not nuanced."""
    page = visit(path, forced_colors="active")
    look = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    nuanced = page.locator(".nuanced .shape.was").first.evaluate(look)
    contradicted = page.locator(".contradicted .shape.was").first.evaluate(look)
    assert nuanced[0] != nuanced[1] and contradicted == nuanced[::-1]


# Search, as people type it


TYPED = {  # and what must be in the results
    "": {
        "July": "July",
        "safety": "safety",
        "33%": "33",
        "250": "250",
        "$38 billion": "38",
        "13.75": "13.75",
        "non-profit": "nonprofit",
        "anti-trust": "antitrust",
        "10-K": "10-K",
        "license": "licence",
        "GPT6": "GPT-6",
        '"right of first refusal"': "right of first refusal",
        "Musk:": "Musk",
        "Musk's": "Musk’s",
    },
    "fr/": {
        "l'AGI": "AGI",
        "« l'AGI »": "AGI",
        "d'Altman": "Altman",
        "intelligence": "intelligence",
        "négocies": "négoci",
        "exclusivite": "exclusiv",
        "coeur": "cœur",
        "oeuvre": "œuvre",
        "33%": "33",
        "33 %": "33",
        "13,75": "13,75",
    },
}


@pytest.mark.parametrize("prefix", TYPED)
def test_search_finds_what_is_typed_in_this_language_only(prefix, visit, origin):
    page = visit(f"{prefix}{CLAIM}#stake-33")  # on an address with a point, where others shut themselves
    for number, (typed, finds) in enumerate(TYPED[prefix].items()):
        if number == 0:
            page.keyboard.type("/" + typed)  # no key is lost
        else:
            page.locator(".search input").fill("")
            page.locator(".search li").first.wait_for(state="detached")
            page.locator(".search input").fill(typed)
        page.locator(".search li", has_text=re.compile(finds, re.IGNORECASE)).first.wait_for()
        found = page.locator(".search li a").evaluate_all("links => links.map(a => a.href)")
        assert all(url.startswith(origin + "fr/") == bool(prefix) for url in found), found
        assert re.search(r"\d", page.locator(".search [role=status]").inner_text())


def test_search_opens_and_closes(visit, origin):
    page = visit("about/")
    page.locator(".find").click()
    page.keyboard.type("windsurf")
    page.locator(".search li").first.wait_for()
    page.locator(".search input").fill("qzxw")
    page.locator(".search [role=status]", has_text="Is the spelling right?").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".search").is_hidden()
    assert page.evaluate("document.activeElement.className").startswith("tool find")
    page.keyboard.press("/")
    page.locator(".search input").fill("windsurf")
    page.locator(".search li a").first.click()
    page.wait_for_url(re.compile(re.escape(origin) + r"(?!about/).+"))


@pytest.mark.parametrize("script", ["off", "blocked"])
def test_search_says_where_to_look_without_script(script, visit, browser, origin):
    context = browser.new_context(java_script_enabled=script != "off")
    page = context.new_page()
    if script == "blocked":
        page.route("**/site.js", lambda route: route.abort())
    page.goto(origin + "about/")
    page.locator(".find").click()
    page.locator(".search a", has_text="Glossary").click()
    page.wait_for_url(origin + "glossary/")
    context.close()


# Masthead


@pytest.mark.parametrize(("here", "there"), [(CLAIM, f"fr/{CLAIM}"), ("fr/article/", "article/")])
def test_the_language_link_keeps_page_and_point(here, there, visit, origin):
    page = visit(here + "#stake-33")
    page.locator("a.language").click()
    page.wait_for_url(origin + there + "#stake-33")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_menu_opens_on_a_phone(script, visit, origin):
    page = visit("fr/article/#stake-33", viewport={"width": 360, "height": 800}, java_script_enabled=script)
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    page.locator(".menu a", has_text="Chronologie").click()
    page.wait_for_url(origin + "fr/timeline/")


def test_the_menu_closes(visit):
    page = visit(SECTION, viewport={"width": 360, "height": 800})
    page.locator(".menu summary").click()
    page.keyboard.press("Escape")
    assert page.locator(".menu__panel").is_hidden()
    page.locator(".menu summary").click()
    page.locator(".menu a[href^='#']").first.click()
    assert page.locator(".menu__panel").is_hidden()


BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_colours_follow_the_system_and_the_reader(visit, origin):
    page = visit("", color_scheme="dark")
    dark = page.evaluate(BACKGROUND)
    page.locator(".colours").click()
    light = page.evaluate(BACKGROUND)
    assert light != dark and page.locator(".colours").get_attribute("aria-checked") == "false"
    page.goto(origin + "fr/about/")  # one choice for both languages
    assert page.evaluate(BACKGROUND) == light
    page.locator(".colours").click()
    page.reload()
    assert page.evaluate(BACKGROUND) == dark


@pytest.mark.parametrize(
    "storage",
    ["Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })",
     "Storage.prototype.getItem = () => '{\"index\": 9}'"],
    ids=["blocked", "odd value"],
)  # fmt: skip
def test_colours_survive_odd_storage(storage, browser, origin):
    context = browser.new_context(color_scheme="light")
    context.add_init_script(storage)
    page, noise = context.new_page(), []
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(origin)
    before = page.evaluate(BACKGROUND)
    page.locator(".colours").click()
    assert page.evaluate(BACKGROUND) != before
    assert noise == []
    context.close()


# Without script


@pytest.mark.parametrize("path", ["", "article/", CLAIM, SECTION, "timeline/", "about/", "fr/", MISSING])
def test_without_script_every_word_is_there(path, visit):
    """What a reader sees in the content is the same with script and without it, but for the buttons."""
    seen = []
    for script in (True, False):
        page = visit(path, java_script_enabled=script)
        page.evaluate("document.querySelectorAll('.copy, #nearest').forEach(e => e.remove())")
        seen.append(page.locator("article").inner_text().split())
    assert seen[0] == seen[1], f"{path or 'index'} shows other words without script"


def test_the_timeline_is_narrowed_without_script(visit, origin):
    """An event that a link leads to is shown all the same."""
    page = visit("timeline/", java_script_enabled=False)
    page.locator("#f-negotiations").check(force=True)
    shown = page.locator(".event:visible").count()
    assert 0 < shown == page.locator(".event.negotiations").count(), "other events are shown too"
    hidden = page.locator(".event:not(.negotiations)").first
    page.goto(f"{origin}timeline/#{hidden.evaluate('e => e.id || e.querySelector(`[id]`).id')}")
    page.locator("#f-negotiations").check(force=True)
    assert hidden.is_visible()


def test_the_claims_are_narrowed_without_script(visit, evidence):
    for path in ("article/", ""):
        page = visit(path, java_script_enabled=False)
        page.locator("#f-contradicted").check(force=True)
        expected = sum(c.then.label == "contradicted" for c in evidence.claims.values())
        if path:
            assert page.locator(".claim-row:visible").count() == expected
        else:
            bright = page.locator(".tile").evaluate_all(
                "tiles => tiles.filter(t => getComputedStyle(t).opacity === '1').length"
            )
            assert bright == expected


# Notes


def test_a_note_opens_and_closes_without_losing_the_place(visit):
    page = visit(SECTION, viewport={"width": 360, "height": 700}, java_script_enabled=False)
    mark = page.locator("a.ref").nth(6)
    mark.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    mark.click()
    panel = page.locator(".pin:target + .note")
    assert panel.is_visible() and page.evaluate("scrollY") == before
    assert panel.locator("a").first.get_attribute("href").startswith("https://")
    panel.locator(".close").click()
    assert panel.count() == 0 or panel.is_hidden()
    assert page.evaluate("scrollY") == before
    page.go_back()
    assert page.locator(".pin:target + .note").is_visible() and page.evaluate("scrollY") == before


def test_notes_stand_in_the_margin_where_there_is_room(visit):
    page = visit(SECTION, viewport={"width": 1400, "height": 900})
    note, text = (
        page.locator("article > p .note").first.bounding_box(),
        page.locator("article > p.answer").bounding_box(),
    )
    assert note["x"] >= text["x"] + text["width"] and note["x"] + note["width"] <= 1400


def test_copying_takes_no_numbers_along(visit):
    page = visit(f"fr/{SECTION}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("getSelection().selectAllChildren(document.querySelector('p.answer'))")
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    plain = page.evaluate(
        "(() => { const p = document.querySelector('p.answer').cloneNode(true);"
        " p.querySelectorAll('.ref, .note, .second-hand').forEach(e => e.remove()); return p.textContent })()"
    )
    assert copied.split() == plain.split()


# Keyboard, paper, copying

FOCUS = """stops => {
  const e = document.activeElement
  if (e === document.body) return null
  const shown = e.matches(".filter input") ? e.nextElementSibling : e  // a choice is seen as its chip
  const box = shown.getBoundingClientRect(), style = getComputedStyle(shown)
  return {
    what: e.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && style.visibility === "visible",
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    stops: stops.filter(stop => e.matches(stop)),
  }
}"""
STOPS = [".md-skip", ".colours", "a.language", ".find", ".claim-ref", "a.ref", "summary"]


@pytest.mark.parametrize(("path", "width"), [(SECTION, 390), ("article/", 390), (CLAIM, 1280)])
def test_the_keyboard_reaches_everything(path, width, visit):
    """From the skip link to the end of the page and out of it; whatever has the focus is in view and shows it."""
    page = visit(path, viewport={"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    reached: set[str] = set()
    for _ in range(1000):
        page.keyboard.press("Tab")
        if (focus := page.evaluate(FOCUS, STOPS)) is None:
            break
        if not focus["seen"]:  # the skip link slides in
            page.wait_for_timeout(400)
            focus = page.evaluate(FOCUS, STOPS)
        assert focus["seen"] and focus["ringed"], focus
        reached |= set(focus["stops"])
    else:
        pytest.fail("the keyboard does not get out of the page")
    if path == SECTION:
        assert reached == set(STOPS)


def test_the_skip_link_leads_to_the_content(visit):
    page = visit(SECTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")


def test_the_list_of_sources_has_its_addresses_on_paper(visit):
    page = visit("sources/")
    page.emulate_media(media="print")
    written = "links => links.filter(a => !getComputedStyle(a, '::after').content.includes(a.getAttribute('href')))"
    without = page.locator(".source-list a[href^=http]:not(.arch)").evaluate_all(f"{written}.map(a => a.href)")
    assert without == []


@pytest.mark.parametrize("path", ["", "article/", CLAIM, SECTION, "timeline/", f"fr/{CLAIM}"])
def test_print_holds_every_quotation_and_source(path, visit):
    """On paper each source has its address written out, though no link can be followed; a narrowed page is whole."""
    page = visit(path, color_scheme="dark")
    if page.locator("#f-contradicted, #f-negotiations").count():
        page.locator("#f-contradicted, #f-negotiations").first.check(force=True)
    expected = page.locator("blockquote, .event__title, .tile span").all_text_contents()
    expected += page.locator(".footnote li, .srcs li").evaluate_all(
        "items => items.map(li => li.querySelector('a[href^=http]')).filter(Boolean).map(a => a.href)"
    )
    pages = pypdf.PdfReader(io.BytesIO(page.pdf())).pages
    printed = squeezed("".join(sheet.extract_text() for sheet in pages))
    assert [text for text in expected if squeezed(text) not in printed] == []
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0, "folded away on paper"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".copy:visible, .filter:visible, .csv:visible").count() == 0, "dead buttons on paper"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(29, 27, 24)"


def squeezed(text: str) -> str:
    """Without ligatures, and the spaces and hyphens at which a printed line may break."""
    return re.sub(r"[\s\u00ad-]+", "", unicodedata.normalize("NFKC", text))


def test_what_is_marked_for_it_can_be_copied(visit, origin):
    page = visit(CLAIM)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("document.querySelectorAll('article details').forEach(e => e.open = true)")
    copied = []
    for button in page.locator(".copy").all():
        button.click()
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    assert len(copied) >= 4, "address, citation, HTML, Markdown"
    assert all("/claims/stake-33/" in text for text in copied), copied


# A missing page


def test_a_missing_page_speaks_both_languages(visit, origin):
    page = visit(MISSING)
    text = page.locator("article").inner_text()
    assert "does not exist" in text and "n’existe pas" in text
    page.locator("article a[href$='/fr/']").click()
    page.wait_for_url(origin + "fr/")


NEAREST = {  # by what is asked for
    "negotiation/": "negotiations/",
    "fr/time-line/": "fr/timeline/",
    "pbc-restructuring.html": "pbc-restructuring/",
    "article/stake-33": "claims/stake-33/",
    "fr/claims/Stake33/": "fr/claims/stake-33/",
    "claims/stake-33).": "claims/stake-33/",
    "timeline/,": "timeline/",
    "glossary/%E0%A4%A": "glossary/",
}


def test_a_missing_page_suggests_the_nearest_address(visit, origin):
    page = visit("")
    for asked, nearest in NEAREST.items():
        page.goto(origin + asked)
        assert page.locator("#nearest a[href]").evaluate("a => a.href") == origin + nearest, asked
    page.goto(origin + "wp-admin/setup-config.php", wait_until="networkidle")
    assert page.locator("#nearest").is_hidden()


def test_a_missing_page_knows_the_french_menu(visit, origin, site):
    """Whoever types what the French menu says is led to the page of that name."""
    page = visit("")
    for place in site.pages["fr/index.html"].html.select(".places a"):
        typed = re.sub(r"[\s’]+", "-", place.get_text().lower())
        page.goto(f"{origin}{typed}/")
        if page.locator("#nearest").count():  # else there is a page of that very name
            assert page.locator("#nearest a[href]").evaluate("a => a.href") == origin + "fr/" + place["href"], typed
