"""The promises of the site, each a function that yields what breaks it."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

import addresses
import schema_org
from built import Site, article, language
from explainer.model import Evidence
from explainer.quotes import fold, in_order

TERM = 5  # words from which on a quotation is no mere term
RUN = 8  # words of the article in a row that count as copied
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "use": "href"}
# Addresses outside that are no sources: the licence of the text, and the project's own repository.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
REPOSITORY = re.compile(r"https://github\.com/example/repo/(releases|issues/new\?\S+)")


def links(page: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    for tag, attribute in LINKS.items():
        for element in page.find_all(tag, attrs={attribute: True}):
            if not str(element[attribute]).startswith(("data:", "mailto:")):
                yield element, str(element[attribute])


# Links


def links_resolve(site: Site) -> Iterator[str]:
    """Every internal address leads to a file of the site and every #point to an id of its page."""
    for name, page in site.pages.items():
        for _, address in links(page):
            url = urljoin(site.url(name), address)
            target = site.target(url)
            if target is None:
                continue
            if target not in site.files:
                yield f"{name}: {address} leads nowhere"
            elif (point := urlsplit(url).fragment) and point not in site.ids.get(target, {point}):
                yield f"{name}: {address}: {target} has no id {point}"


def styles_resolve(site: Site) -> Iterator[str]:
    for name, text in site.read.items():
        if name.endswith(".css"):
            for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
                if (
                    not address.startswith(("data:", "#"))
                    and site.target(urljoin(site.base + name, address)) not in site.files
                ):
                    yield f"{name}: {address} leads nowhere"


def outside_links_are_sources(site: Site, evidence: Evidence) -> Iterator[str]:
    """Every address outside is https and stands in the data."""
    known = {s.url for s in evidence.sources.values()} | {s.archive for s in evidence.sources.values()}
    known |= {evidence.article.url, evidence.article.sister}
    for name, page in site.pages.items():
        for element in page.find_all("a", href=True):
            url = urljoin(site.url(name), str(element["href"]))
            if site.target(url) is not None or url.startswith("mailto:"):
                continue
            if not url.startswith("https://") or not urlsplit(url).hostname:
                yield f"{name}: {url} is no https address"
            elif url not in known and url != LICENCE and not REPOSITORY.fullmatch(url):
                yield f"{name}: {url} stands in no source entry"


def no_orphans(site: Site) -> Iterator[str]:
    """Every page is reached by links from the home page."""
    seen, to_do = set(), ["index.html"]
    while to_do:
        name = to_do.pop()
        if name in seen or name not in site.pages:
            continue
        seen.add(name)
        for element in site.pages[name].find_all("a", href=True):
            to_do.append(site.target(urljoin(site.url(name), str(element["href"]))) or "")
    yield from (f"{name}: no link leads to it" for name in site.content if name not in seen)


def ids_are_unique(site: Site) -> Iterator[str]:
    for name, page in site.pages.items():
        for value, count in Counter(str(e["id"]) for e in page.find_all(id=True)).items():
            if count > 1:
                yield f"{name}: the id {value} stands {count} times"


def addresses_last(site: Site, evidence: Evidence) -> Iterator[str]:
    """Every published address is still there, in both languages, and names what it named; a moved one leads on."""
    moved = {m.old for m in evidence.moved}
    published = addresses.published()
    for prefix in ("", "fr/"):
        present = addresses.found(site, prefix)
        for address, named in published.items():
            page, _, point = address.partition("#")
            if address in moved:
                file = f"{prefix}{page}index.html"
                if file not in site.pages or point and point not in site.ids[file]:
                    yield f"{prefix}{address}: has moved, says data/moved.yml, but nothing there leads on"
            elif address not in present and not (prefix and named == addresses.ONCE):
                yield (
                    f"{prefix}{address}: was published (“{named[:60]}”) and is gone: bring it back, "
                    "or write in data/moved.yml where it went"
                )
            elif not prefix and present[address] != named:
                yield (
                    f"{address}: was published as “{named}” and names “{present[address]}”: give the new thing "
                    "an id of its own; or, if only the wording changed, change it in tests/addresses.tsv as well"
                )
        for address in present.keys() - published.keys():
            yield f"{prefix}{address}: is new: run `make addresses`"


# Quotations


def quotations_are_verbatim(site: Site, evidence: Evidence, seed: str) -> Iterator[str]:
    """Every blockquote and q is marked as a claim's quotation and matches the seed to the letter."""
    for name, page in site.pages.items():
        for element in page.find_all(["blockquote", "q"]):
            text = fold(element.get_text())
            claim = evidence.claims.get(str(element.get("data-claim")))
            if "seed" not in (element.get("class") or []) or element.get("lang") != "fr" or claim is None:
                yield f"{name}: a quotation without class seed, lang fr or a known data-claim: {text}"
            elif not in_order(text, seed):
                yield f"{name}: {claim.id} is quoted otherwise than it stands in the seed: {text}"
            elif element.name == "blockquote" and element.get("cite") != evidence.article.url:
                yield f"{name}: {claim.id}: the blockquote does not cite the article"


def nothing_is_copied(site: Site, seed: str) -> Iterator[str]:
    """Outside quotations no run of eight words of the article stands on a page."""

    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    def runs(of: list[str]) -> set[tuple[str, ...]]:
        return {tuple(of[i : i + RUN]) for i in range(len(of) - RUN + 1)}

    copied = runs(words(seed))
    for name, page in site.pages.items():
        text = BeautifulSoup(str(page.body), "html.parser")
        text.append(" — " + _meta(page, "name", "description"))
        for quotation in text.find_all(["blockquote", "q"]):
            quotation.replace_with(" — ")
        for run in runs(words(text.get_text(" "))) & copied:
            yield f"{name}: copies the article: {' '.join(run)}"


def words_in_guillemets_are_verbatim(site: Site, seed: str) -> Iterator[str]:
    """What a French page puts between « » is a term, or stands in the article to the letter."""
    for name, page in site.content.items():
        for text in _unquoted(page, ".footnote, .source-list, .cite, .claim-links, blockquote, q, pre"):
            for quoted in re.findall(r"«\s?([^»]+?)\s?»", text.get_text("")):
                if len(quoted.split()) >= TERM and not in_order(quoted, seed):
                    yield f"{name}: the article nowhere says « {fold(quoted)} »"


def figures_are_described(site: Site) -> Iterator[str]:
    """Each picture has words in its place, and each figure a caption."""
    for name, page in site.content.items():
        for picture in article(page).find_all("img"):
            if not str(picture.get("alt", "")).strip():
                yield f"{name}: no alt text: {picture}"
        for picture in article(page).find_all("svg", role=True):
            if not all(part and part.get_text(strip=True) for part in (picture.find("title"), picture.find("desc"))):
                yield f"{name}: a picture without title or description: {str(picture)[:80]}"
        for figure in article(page).find_all("figure"):
            if not (figure.figcaption and figure.figcaption.get_text(strip=True)):
                yield f"{name}: the figure {figure.get('id')} has no caption"


def claims_are_complete(site: Site, evidence: Evidence) -> Iterator[str]:
    """Each claim stands once on /article/, with its labels, its quotation, and links from its page."""
    for prefix in ("", "fr/"):
        name = prefix + "article/index.html"
        page = site.pages[name]
        for claim in evidence.claims.values():
            found = page.find_all(id=claim.id)
            labels = [(e.get("data-then"), e.get("data-since")) for e in found]
            if labels != [(claim.then.label, claim.since.label)]:
                yield f"{name}: {claim.id} should stand once, with its two labels; found {labels}"
            if len(page.select(f'blockquote[data-claim="{claim.id}"]')) != 1:
                yield f"{name}: {claim.id} should be quoted once"
            home = prefix + ("" if claim.page == "index" else claim.page + "/") + "index.html"
            if not site.pages[home].select(
                f'p a.claim-mark[href$="article/#{claim.id}"], '
                f'dd a.claim-mark[href$="article/#{claim.id}"], '
                f'li a.claim-mark[href$="article/#{claim.id}"]'
            ):
                yield f"{home}: the text nowhere takes up the claim {claim.id}"


# Parity of the languages


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, whatever language writes them: 13.75 and 13,75 are one, 1,600 and 1 600 too."""
    text = re.sub(r"(?<=\d)[,\u202f\u00a0](?=\d{3}(?!\d))", "", text)  # thousands
    text = re.sub(r"(\d+) trillion", r"\g<1>000", text)  # in French: milliers de milliards
    return Counter(n.replace(",", ".") for n in re.findall(r"\d+(?:[.,]\d+)?", text))


def _prose(page: BeautifulSoup) -> Tag:
    """The content without what belongs to one language alone: translations, note numbers, the address to cite."""
    text = copy.copy(article(page))
    for element in text.select("sup, .translation, .cite, .headerlink, .footnote"):
        element.decompose()
    return text


def _other(name: str) -> str:
    return name.removeprefix("fr/") if name.startswith("fr/") else "fr/" + name


ALPHABETICAL = ["glossary/index.html"]  # each language has its own order of terms


def languages_agree(site: Site) -> Iterator[str]:
    """Both languages have the same pages, ids, claim marks, sources, and the same numbers."""
    for name in site.content:
        if _other(name) not in site.content:
            yield f"{name}: has no page in the other language"
    for name, page in site.content.items():
        if language(name) == "fr" or _other(name) not in site.content:
            continue
        en, fr = article(page), article(site.pages[_other(name)])
        for what, found in {
            "headings": lambda a: [h.get("id") for h in a.find_all(["h1", "h2", "h3"])],
            "ids": lambda a: sorted(e["id"] for e in a.find_all(id=True) if not e["id"].startswith("fnref")),
            "claim marks": lambda a: [e["href"].split("#")[1] for e in a.select("a.claim-mark")],
            "claim labels": lambda a: [(e["id"], e["data-then"], e["data-since"]) for e in a.select("[data-then]")],
            "sources": lambda a: Counter(e["href"] for e in a.select("a.footnote-ref")),
        }.items():
            ours, theirs = found(en), found(fr)
            if name in ALPHABETICAL and isinstance(ours, list):
                ours, theirs = sorted(ours), sorted(theirs)
            if ours != theirs:
                yield f"{name}: its {what} differ from the French: {_difference(ours, theirs)}"
        ours, theirs = (numbers(f"{_front(p)} {_prose(p).get_text(' ')}") for p in (page, site.pages[_other(name)]))
        if ours != theirs:
            yield f"{name}: numbers in English only {dict(ours - theirs)}, in French only {dict(theirs - ours)}"


BLOCKS = ["p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "figcaption"]
MONTHS = (
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
)
UNITS = {
    "trillion": "billion",
    "million": "million",
    "millions": "million",
    "billion": "billion",
    "milliard": "billion",
    "milliards": "billion",
}


def paragraphs_agree(site: Site) -> Iterator[str]:
    """Paragraph by paragraph, both languages have the same notes, marks, months, units and order of percentages."""
    for name, page in site.content.items():
        if language(name) == "fr" or _other(name) not in site.content:
            continue
        ours, theirs = _blocks(page), _blocks(site.pages[_other(name)])
        if name in ALPHABETICAL:
            ours, theirs = sorted(ours, key=_section), sorted(theirs, key=_section)
        if len(ours) != len(theirs):
            yield f"{name}: has {len(ours)} paragraphs, cells and headings, the French {len(theirs)}"
        for en, fr in zip(ours, theirs, strict=False):
            for what, a, b in zip(FACTS, _facts(en, 0), _facts(fr, 1), strict=True):
                if a != b:
                    yield f"{name}: {what} {a or 'none'}, in French {b or 'none'}, in: {en.get_text(' ')[:60]!r}"


def _front(page: BeautifulSoup) -> str:
    """What a page says in its head: title and description."""
    return f"{_meta(page, 'name', 'description')} {page.title.get_text() if page.title else ''}"


def _blocks(page: BeautifulSoup) -> list[Tag]:
    """The innermost pieces of text and the head's, without what belongs to one language alone."""
    text, front = copy.copy(article(page)), page.new_tag("p")
    front.string = _front(page)
    text.append(front)
    for element in text.select("blockquote, q, .translation, .cite, .headerlink, .footnote, .source-list"):
        element.decompose()
    return [block for block in text.find_all(BLOCKS) if not block.find(BLOCKS)]


FACTS = ("notes", "claim marks", "months", "units", "percentages")


def _section(block: Tag) -> str:
    """The id of the heading under which a piece of text stands."""
    heading = block if block.name == "h2" else block.find_previous("h2")
    return str(heading["id"]) if isinstance(heading, Tag) else ""


def _facts(block: Tag, tongue: int) -> list[object]:
    text = "".join(str(s) for s in block.find_all(string=True) if not s.find_parent("sup"))
    words = re.findall(r"\w+", text) if tongue == 0 else [w[0].lower() + w[1:] for w in re.findall(r"\w+", text)]
    return [
        Counter(str(a["href"]) for a in block.select("a.footnote-ref")),
        [str(a["href"]).split("#")[1] for a in block.select("a.claim-mark")],
        Counter(MONTHS[tongue].index(w) + 1 for w in words if w in MONTHS[tongue]),
        {UNITS[w] for w in re.findall(r"(?<=\d)\s(\w+)", text) if w in UNITS},
        re.findall(r"\d+(?:[.,]\d+)?(?=\s?%)", text.replace(",", ".")),
    ]


def _difference(a: object, b: object) -> str:
    if isinstance(a, list) and isinstance(b, list):
        return next(
            (f"{x!r} against {y!r}" for x, y in zip(a, b, strict=False) if x != y), f"{len(a)} against {len(b)}"
        )
    return f"{a - b} against {b - a}" if isinstance(a, Counter) and isinstance(b, Counter) else ""


# Each page by itself


def heads_are_complete(site: Site) -> Iterator[str]:
    """One h1, and what browsers, search engines and preview cards need, with absolute addresses."""
    titles: dict[str, str] = {}
    for name, page in site.content.items():
        url, lang = site.url(name), language(name)
        slug = url.removeprefix(site.base).removeprefix("fr/")
        if page.html is None or page.html.get("lang") != lang:
            yield f"{name}: its lang is not {lang}"
        if (count := len(page.find_all("h1"))) != 1:
            yield f"{name}: has {count} h1"
        for what, text in {
            "title": page.title.string if page.title else "",
            "description": _meta(page, "name", "description"),
            "preview card": _meta(page, "property", "og:image"),
        }.items():
            if not text:
                yield f"{name}: has no {what}"
            elif titles.setdefault(f"{what} {text}", name) != name:
                yield f"{name}: has the {what} of {titles[f'{what} {text}']}"
        if [e["href"] for e in page.select("link[rel=canonical]")] != [url]:
            yield f"{name}: its canonical address is not {url}"
        wanted = {"en": site.base + slug, "fr": f"{site.base}fr/{slug}", "x-default": site.base + slug}
        if {str(e["hreflang"]): e["href"] for e in page.select("head link[hreflang]")} != wanted:
            yield f"{name}: its hreflang links are not {wanted}"
        for key in ("og:title", "og:description", "og:url", "og:type"):
            if not _meta(page, "property", key):
                yield f"{name}: has no {key}"
        if not _meta(page, "property", "og:locale").startswith(f"{lang}_"):
            yield f"{name}: its og:locale is not of {lang}"
        for key, kind in (("og:image", "property"), ("twitter:image", "name")):
            if site.target(_meta(page, kind, key)) not in site.files:
                yield f"{name}: its {key} is no file of the site"


def _meta(page: BeautifulSoup, kind: str, key: str) -> str:
    found = page.find("meta", attrs={kind: key})
    return str(found["content"]) if isinstance(found, Tag) else ""


def pages_can_be_cited(site: Site, evidence: Evidence) -> Iterator[str]:
    """Each page's line, BibTeX, RIS file and meta tags name its title and address; each claim's line names its own."""
    for name, page in site.content.items():
        url, title = site.url(name), _meta(page, "property", "og:title")
        line, bibtex = page.select_one("#cite ~ .cite"), page.select_one(".bibtex pre")
        ris = site.read.get(name.replace("index.html", "cite.ris"), "")
        for what, text in {
            "line to cite it by": line.get_text() if line else "",
            "BibTeX": bibtex.get_text().replace("\\,", "\u202f").replace("~", "\u00a0").replace("\\", "") if bibtex else "",
            "file cite.ris": ris,
            "citation_ tags": " ".join(_meta(page, "name", f"citation_{key}") for key in ("title", "public_url")),
        }.items():
            for wanted in (title, url):
                if wanted not in text:
                    yield f"{name}: its {what} does not name {wanted}"
            if what != "citation_ tags" and evidence.edition.version not in text:
                yield f"{name}: its {what} does not name the edition {evidence.edition.version}"
        # Zotero takes a page with a citation_title for an article of a journal unless it is told otherwise.
        if _meta(page, "name", "dc.type") != "webpage":
            yield f"{name}: has no dc.type webpage"
        for claim in page.select(".claim"):
            heading, line = claim.h3, claim.select_one(".cite-claim .cite")
            if not line or f"{url}#{heading['id']}" not in line.get_text():
                yield f"{name}: {heading['id']}: its line to cite it by does not name its address"


def structured_data_is_sound(site: Site) -> Iterator[str]:
    """The JSON-LD says nothing outside schema.org's vocabulary, and the page's own title and address."""
    for name, page in site.content.items():
        script = page.find("script", type="application/ld+json")
        try:
            data = json.loads(script.string if script else "")
        except json.JSONDecodeError as error:
            yield f"{name}: its JSON-LD is none: {error}"
            continue
        yield from (f"{name}: JSON-LD {problem}" for problem in schema_org.errors(data))
        found = {item["@type"]: item for item in data["@graph"]}
        stated = {key: found.get("Article", {}).get(key) for key in ("headline", "url")}
        if stated != {"headline": _meta(page, "property", "og:title"), "url": site.url(name)}:
            yield f"{name}: its JSON-LD speaks of another page: {stated}"
        for term in found.get("DefinedTermSet", {}).get("hasDefinedTerm", []):
            if term["@id"].partition("#")[2] not in site.ids[name]:
                yield f"{name}: its JSON-LD has a term that the page has not: {term['@id']}"


def sitemaps_are_complete(site: Site) -> Iterator[str]:
    """Each language's sitemap lists its pages, each with its double in the other language."""
    for prefix in ("", "fr/"):
        name = f"{prefix}sitemap.xml"
        listed = {
            entry[0].text: {link.get("hreflang"): link.get("href") for link in entry[1:]}
            for entry in ElementTree.fromstring(site.read[name])
        }
        wanted = {}
        for page in site.content:
            if language(page) == (prefix[:2] or "en"):
                slug = site.url(page).removeprefix(site.base + prefix)
                en, fr = site.base + slug, f"{site.base}fr/{slug}"
                wanted[site.url(page)] = {"en": en, "fr": fr, "x-default": en}
        for url in sorted(listed.keys() | wanted.keys()):
            if listed.get(url) != wanted.get(url):
                yield f"{name}: has {listed.get(url)} for {url} instead of {wanted.get(url)}"


def nothing_from_elsewhere(site: Site) -> Iterator[str]:
    """No page and no style asks another host for anything."""
    for name, page in site.pages.items():
        for element, address in links(page):
            loads = (
                element.name in ("script", "img", "source", "use")
                or "stylesheet" in str(element.get("rel"))
                or "icon" in str(element.get("rel"))
                or "preconnect" in str(element.get("rel"))
            )
            if loads and site.target(urljoin(site.url(name), address)) is None:
                yield f"{name}: loads {address}"
    for name, text in site.read.items():
        if name.endswith(".css"):
            for address in re.findall(r"(?:@import\s+|url\(\s*)[\"']?((?:https?:)?//[^\"')]+)", text):
                yield f"{name}: loads {address}"


def no_foreign_script_would_run(site: Site) -> Iterator[str]:
    """Each page's Content-Security-Policy admits its own inline scripts by their hashes, and nothing else inline."""
    for name, page in site.pages.items():
        found = page.find("meta", {"http-equiv": "Content-Security-Policy"})
        policy = str(found["content"]) if found else ""
        if not policy.startswith("default-src 'none'") or "unsafe" in policy:
            yield f"{name}: its policy is not strict: {policy or 'none'}"
        for script in page.find_all("script", src=False, type=False):
            digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
            if f"'sha256-{digest}'" not in policy:
                yield f"{name}: its policy forbids its own script {script.string[:40]!r}"
        for element in page.find_all(lambda e: "style" in e.attrs or any(a.startswith("on") for a in e.attrs)):
            yield f"{name}: its policy forbids the inline style or handler of {str(element)[:80]}"


LEFT_OVER = re.compile(r"///|\{\{|\}\}|\{%|\[\^|\{ [.#]|\]\(")


def text_is_clean(site: Site) -> Iterator[str]:
    """No mark-up is left unrendered; apostrophes are typographic; French has its no-break spaces."""
    for name, page in site.content.items():
        text = (
            " ".join(e.get_text(" ") for e in _unquoted(page, "pre"))
            + "\n"
            + (page.title.get_text() if page.title else "")
        )
        text += "\n" + _meta(page, "name", "description")
        if left := page.find(attrs={"markdown": True}):
            yield f"{name}: unrendered mark-up in {str(left)[:80]}"
        if found := LEFT_OVER.search(text):
            yield f"{name}: unrendered mark-up: {_around(text, found)}"
        if found := re.search(r"https?://", " ".join(e.get_text(" ") for e in _unquoted(page, ".cite, pre"))):
            yield f"{name}: an address instead of a link: {found[0]}"
        if found := re.search(r"\w'\w", "".join(e.get_text(" ") for e in _unquoted(page))):
            yield f"{name}: a straight apostrophe: {found[0]}"
        if language(name) == "fr":
            foreign = copy.copy(article(page))
            for element in foreign.select(
                ".footnote, .source-list, [lang=en], em, .claim-sources, .plate, .credit, .cite, pre"
            ):
                element.decompose()
            if found := re.search(
                r"\b(was|were|had|with|its|that|from|the|of|by|which|then|about)\b", foreign.get_text(" ")
            ):
                yield f"{name}: English on a French page: {_around(foreign.get_text(' '), found)}"
            french = " ".join(e.get_text("") for e in _unquoted(page))
            if found := re.search(r"\w [;:!?%»]|« ?\w(?<=« \w)", french):
                yield f"{name}: an ordinary space in French: {_around(french, found)}"
            if found := re.search(r"\d%|\d\.\d+\s(%|milli)", french):
                yield f"{name}: a number written as in English: {_around(french, found)}"


def _unquoted(page: BeautifulSoup, left_out: str = ".footnote, .source-list, blockquote, q, sup, pre") -> Iterator[Tag]:
    """The content without the titles of sources and the article's words, which stay as they are."""
    text = copy.copy(article(page))
    for element in text.select(left_out):
        element.decompose()
    yield text


def _around(text: str, match: re.Match[str]) -> str:
    return repr(text[max(0, match.start() - 30) : match.end() + 30])
