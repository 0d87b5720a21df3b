"""Each page by itself: its head, its pictures, how it is cited, how long it is, and that nothing is told twice."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree

from explainer.model import Evidence
from promises import promise
from support.built import Page, Site, once_a_page

PBC, CLAIM = "pbc-restructuring/index.html", "claims/stake-33/index.html"
# The most words of a page without notes, sources and citation, in English; French may take a tenth more.
WORDS = {
    "": 800,
    "article/": 3000,
    "negotiations/": 1600,
    "dependency-reduction/": 1600,
    "pbc-restructuring/": 1600,
    "since/": 900,
    "timeline/": 4800,
    "players/": 1500,
    "glossary/": 1500,
    "about/": 1000,
}
CLAIM_WORDS = 350
TWICE = 3  # of 100 sentences, the most that may be on two pages
SENTENCE = 8  # words from which on a sentence counts
NOT_READ = ("note", "sources", "citation", "permalink", "hidden")


@promise(
    (PBC, "<h1", "<h1>Twice</h1><h1"),
    (PBC, "<title>", "<title></title><title>"),
    (PBC, '<html lang="en"', '<html lang="fr"'),
    (PBC, 'name="description"', 'name="descriptions"'),
    (PBC, 'rel="canonical" href="https://example.org/some/repo/', 'rel="canonical" href="/'),
    (PBC, 'hreflang="x-default"', 'hreflang="de"'),
    (PBC, 'rel="alternate" hreflang="fr"', 'rel="alternate " hreflang="fr"'),
    (PBC, '<meta name="viewport"', '<meta name="robots" content="noindex"><meta name="viewport"'),
    ("fr/" + PBC, "fr_FR", "en_GB"),
    ("fr/" + PBC, "/fr/cards/pbc-restructuring.png", "/fr/cards/pbc.png"),
)
def heads_are_complete(page: Page) -> Iterator[str]:
    """One h1, and what browsers, search engines, feed readers and preview cards need, with absolute addresses."""
    site, root = page.site, page.site.base
    if not page.html.html or page.html.html.get("lang") != page.language:
        yield f"its lang is not {page.language}"
    if (count := len(page.html.find_all("h1"))) != 1:
        yield f"has {count} h1"
    if not page.html.title or not page.html.title.string:
        yield "has no title"
    if [e["href"] for e in page.html.select('link[rel="canonical"]')] != [page.url]:
        yield f"its canonical address is not {page.url}"
    wanted = {"en": root + page.slug, "fr": f"{root}fr/{page.slug}", "x-default": root + page.slug}
    # To the letter: feed readers and checkers look for rel="alternate" without a space.
    found = {str(e["hreflang"]): e["href"] for e in page.html.select("head link[hreflang]")}
    if found != wanted or 'rel="alternate "' in site.read[page.name]:
        yield f"its hreflang links are not {wanted}"
    for key in ("description", "og:title", "og:description", "og:url", "og:type"):
        if not page.meta(key):
            yield f"has no {key}"
    if not page.meta("og:locale").startswith(f"{page.language}_"):
        yield f"its og:locale is not of {page.language}"
    for key in ("og:image", "twitter:image"):
        if site.target(page.meta(key)) not in site.files:
            yield f"its {key} is not a file of the site"
    for kind in ("application/atom+xml", "application/feed+json"):
        if not page.html.select(f'head link[rel="alternate"][type="{kind}"]'):
            yield f"does not name its feed of type {kind}"
    if page.meta("robots"):
        yield "tells robots to stay away"


@promise(
    ("index.html", "<title>Did Microsoft and OpenAI break up?", "<title>What did Microsoft and OpenAI fight over?")
)
def heads_differ(site: Site) -> Iterator[str]:
    """No two pages have one title, description or preview card."""
    first: dict[str, str] = {}
    for page in site.content.values():
        title = page.html.title.get_text() if page.html.title else ""
        for text in (f"title {title}", f"description {page.meta('description')}", f"card {page.meta('og:image')}"):
            if first.setdefault(text, page.name) != page.name:
                yield f"{page.name}: has the {text[:60]} of {first[text]}"


@promise(
    (PBC, 'name="citation_title"', 'name="citation_titel"'),
    (PBC, 'name="dc.type"', 'name="dc.kind"'),
    (PBC, "  title = {{What", "  title = {{Why"),
    (PBC, "howpublished", "howpublisht"),
    ("fr/pbc-restructuring/cite.ris", "UR  - https://example.org/some/repo/fr/", "UR  - https://example.org/fr/"),
    ("index.html", "edition 2026", "edition 2025"),
    (CLAIM, "claims/stake-33/</code>", "claims/stake/</code>"),
)
def pages_can_be_cited(page: Page, evidence: Evidence) -> Iterator[str]:
    """Each page's line, BibTeX, RIS file and meta tags name its title, its address and the edition."""

    def bare(text: str) -> str:
        """Without quotation marks, which change inside others."""
        return re.sub(r"«\s|\s»|[“”‘’]", "", text)

    url, title = page.url, page.meta("og:title")
    line, bibtex = page.html.select_one(".cite"), page.html.select_one(".bibtex pre")
    plain = {r"\,": "\u202f", "~": "\u00a0"}
    entry = re.sub(r"\\,|~", lambda m: plain[m[0]], bibtex.get_text() if bibtex else "").replace("\\", "")
    ris = page.site.read.get(page.name.replace("index.html", "cite.ris"), "")
    tags = " ".join(page.meta(f"citation_{key}") for key in ("title", "public_url"))
    for what, text in (("line to cite it by", line.get_text() if line else ""), ("BibTeX", entry), ("cite.ris", ris)):
        for wanted in (title, url, evidence.edition.version):
            if bare(wanted) not in bare(text):
                yield f"its {what} does not name {wanted}"
    if f"url{{{url}}}" not in entry.partition("howpublished")[2]:
        yield "its BibTeX prints no address: standard styles know only howpublished"
    if not {title, url} <= {page.meta("citation_title"), page.meta("citation_public_url")}:
        yield f"its citation_ tags say {tags}"
    # Zotero takes a page with a citation_title for an article of a journal unless it is told otherwise.
    if page.meta("dc.type") != "webpage":
        yield "has no dc.type webpage"
    if page.slug.startswith("claims/") and url not in [e.get_text() for e in page.html.select(".address code")]:
        yield "does not print its address"


@promise(
    (PBC, "application/ld+json", "text/plain"),
    (PBC, '"@type": "Article"', '"@type": "Artcle"'),
    (PBC, '"datePublished": "2026', '"datePublished": "25 November 2026'),
    (PBC, '"BreadcrumbList"', '"DefinedTermSet"'),
    ("fr/glossary/index.html", '/glossary/#pbc", "@type"', '/glossary/#pbcs", "@type"'),
    ("index.html", '"headline": "', '"headline": "Why '),
)
def structured_data_is_sound(page: Page, evidence: Evidence) -> Iterator[str]:
    """The JSON-LD is what is expected of each kind of page, with the page's own title and address."""
    script = page.html.find("script", type="application/ld+json")
    try:
        graph = json.loads(script.string if script else "")["@graph"]
    except (json.JSONDecodeError, KeyError) as error:
        yield f"its JSON-LD cannot be read: {error}"
        return
    kinds = ["WebSite", "Article"] + ["BreadcrumbList"] * bool(page.slug)
    kinds += {"glossary/": ["DefinedTermSet"], "about/": ["Dataset", "Dataset"]}.get(page.slug, [])
    if [item["@type"] for item in graph] != kinds:
        yield f"its JSON-LD holds {[item['@type'] for item in graph]} instead of {kinds}"
        return
    article = graph[1]
    expected = {
        "headline": page.meta("og:title"),
        "description": page.meta("description"),
        "url": page.url,
        "inLanguage": page.language,
        "datePublished": evidence.edition.released,
        "version": evidence.edition.version,
    }
    for key, value in expected.items():
        if article.get(key) != value:
            yield f"its JSON-LD says {key} {article.get(key)!r} instead of {value!r}"
    if article["image"]["url"] != page.meta("og:image"):
        yield "its JSON-LD names another card"
    for item in graph[2:]:
        if item["@type"] == "BreadcrumbList" and item["itemListElement"][-1]["item"] != page.url:
            yield "its JSON-LD leads elsewhere"
        for term in item.get("hasDefinedTerm", []):
            if term["@id"].partition("#")[2] not in page.ids:
                yield f"its JSON-LD has a term that the page lacks: {term['@id']}"


@promise(
    ("sitemap.xml", "repo/fr/timeline/", "repo/timeline/"),
    ("fr/sitemap.xml", "<loc>https://example.org/some/repo/fr/about/</loc>", "<loc>https://example.org/</loc>"),
)
def sitemaps_are_complete(site: Site) -> Iterator[str]:
    """Each language's sitemap lists its pages, each with its twin in the other language."""
    for language, prefix in (("en", ""), ("fr", "fr/")):
        name = f"{prefix}sitemap.xml"
        listed = {
            entry[0].text: {link.get("hreflang"): link.get("href") for link in entry[1:]}
            for entry in ElementTree.fromstring(site.read[name])
        }
        wanted = {}
        for page in site.content.values():
            if page.language == language:
                en, fr = site.base + page.slug, f"{site.base}fr/{page.slug}"
                wanted[page.url] = {"en": en, "fr": fr, "x-default": en}
        for url in sorted(listed.keys() | wanted.keys()):
            if listed.get(url) != wanted.get(url):
                yield f"{name}: has {listed.get(url)} for {url} instead of {wanted.get(url)}"


@promise(
    (PBC, "</article>", '<img src="../assets/favicon.svg" alt=""></article>'),
    ("fr/negotiations/index.html", "<figcaption>", "<figcaption></figcaption><figcaption>"),
    (PBC, "</figure>", "</figure><figure><figcaption>Empty</figcaption></figure>"),
)
def figures_are_described(page: Page) -> Iterator[str]:
    """Each image has words in its place, each figure a caption and its data as a table or list."""
    for picture in page.article.find_all("img"):
        if not str(picture.get("alt", "")).strip():
            yield f"no alt text: {picture}"
    for picture in page.article.find_all("svg"):
        around = [picture, *picture.parents]
        hidden = any(e.get("aria-hidden") == "true" for e in around)
        if not hidden and not any(e.get("aria-label") for e in around) and not picture.find("title"):
            yield f"a picture without a name, not hidden from screen readers: {str(picture)[:80]}"
    for figure in page.article.find_all("figure"):
        if not (figure.figcaption and figure.figcaption.get_text(strip=True)):
            yield f"the figure {figure.get('id')} has no caption"
        elif not figure.find(["table", "ul", "ol", "dl"]):
            yield f"the figure {figure.get('id')} has no table or list of its data"


# Reader views (Mozilla's Readability) drop what these words in an id or class make them think is no text.
DROPPED = re.compile(r"\bshare\b|-ad-|banner|comment|contact|footer|gdpr|promo|related|sidebar|sponsor|widget")


@promise(
    (PBC, 'id="musk"', 'id="musk-share"'),
    ("fr/" + CLAIM, 'class="credit"', 'class="related"'),
    (PBC, 'aria-label="Note 1: sources"', ""),
    (PBC, ", back to the text", ""),
)
def readers_of_all_kinds_get_the_notes(page: Page) -> Iterator[str]:
    """Reader views drop nothing short; screen readers hear what a note mark and its way back are."""
    for element in page.article.find_all(["h2", "h3", "li", "p", "blockquote", "th"]):
        marks = " ".join([*element.get_attribute_list("class"), element.get("id") or ""] if element.attrs else [])
        if DROPPED.search(marks):
            yield f"reader views drop {marks!r}: put the id on an empty span inside (components/_point.md)"
    spoken = {"en": (r"Note \d+: sources", "back to the text"), "fr": (r"Note \d+\s: sources", "retour au texte")}
    mark, back = spoken[page.language]
    for ref, note in zip(page.article.select("a.ref"), page.article.select(".note"), strict=True):
        if not re.fullmatch(mark, str(ref.get("aria-label"))) or back not in note.get_text():
            yield f"note {ref.get_text()} is announced as {ref.get('aria-label')!r}"


@promise(
    ("index.html", "</article>", "<p>" + "word " * 800 + "</p></article>"),
    ("fr/" + CLAIM, "</article>", "<p>" + "mot " * 400 + "</p></article>"),
)
def pages_are_short(page: Page) -> Iterator[str]:
    """No page has more words than it may have, notes, sources and citation left out."""
    limit = CLAIM_WORDS if page.slug.startswith("claims/") else WORDS.get(page.slug)
    if limit:
        most = limit * (11 if page.language == "fr" else 10) // 10
        count = sum(any(map(str.isalnum, word)) for word in page.text(*NOT_READ).split())
        if count > most:
            yield f"has {count} words: cut it to {most}"


@promise()  # see test_a_page_told_twice_is_caught
def nothing_is_told_twice(site: Site, evidence: Evidence) -> Iterator[str]:
    """At most 3 in 100 sentences of eight words or more are on two pages; a claim's own words do not count."""
    verdicts = {_words(getattr(c.verdict, language)) for c in evidence.claims.values() for language in ("en", "fr")}
    for language in ("en", "fr"):
        where: dict[str, set[str]] = defaultdict(set)
        for page in site.content.values():
            if page.language == language:
                for sentence in _sentences(page) - verdicts:
                    where[sentence].add(page.name)
        twice = {s: names for s, names in where.items() if len(names) > 1}
        if len(twice) * 100 > TWICE * len(where):
            examples = "; ".join(f"{s[:80]!r} on {sorted(n)}" for s, n in list(twice.items())[:40])
            yield f"{language}: {len(twice)} of {len(where)} sentences are on two pages: {examples}"


@once_a_page
def _sentences(page: Page) -> set[str]:
    text = page.text(*NOT_READ, "quotation", "translation", "reference", "labels")
    sentences = map(_words, re.split(r"(?<=[.!?])\s+|\n+", text))
    return {sentence for sentence in sentences if len(sentence.split()) >= SENTENCE}


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
