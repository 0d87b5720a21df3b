"""Every link leads somewhere, outside links are sources, and published addresses last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from explainer.model import Evidence
from promises import promise
from support import addresses
from support.built import Page, Site

LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "use": "href"}
# Addresses outside that are not sources: the licence of the text, and the project's own repository.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
REPOSITORY = re.compile(r"https://github\.com/example/repo(/(releases|issues/new\?\S+))?")
PBC = "pbc-restructuring/index.html"
CSS = "assets/site.css"


def links(page: Page) -> Iterator[tuple[Tag, str]]:
    """Everything that a page links to or loads, with its address as written."""
    for element in page.html.find_all(list(LINKS)):
        address = str(element.get(LINKS[element.name]) or "")
        if address and not address.startswith(("data:", "mailto:")):
            yield element, address


@promise(
    (PBC, "../negotiations/", "../negotiation/"),
    (PBC, "../claims/like-anthropic/", "../claims/like-anthropics/"),
    (PBC, CSS, "assets/basis.css"),
    ("index.html", 'src="assets/site.js', 'src="/assets/site.js'),  # outside the sub-path
    ("404.html", '"/some/repo/fr/article/', '"fr/article/'),  # relative: breaks below the root
    ("fr/claims/stake-33/index.html", "../../../claims/stake-33/", "../../../claims/stake-34/"),
    ("claims/stake-33/index.html", "timeline/#", "timeline/#no-"),
    everywhere=True,
)
def links_resolve(page: Page) -> Iterator[str]:
    """Every internal address leads to a file of the site and every #point to an id of its page."""
    for _, address in links(page):
        url = urljoin(page.url, address)
        target = page.name if address.startswith("#") else page.site.target(url)
        if target is None:
            continue
        point = urlsplit(url).fragment
        if target not in page.site.files:
            yield f"{address} leads nowhere"
        elif point and target in page.site.pages and point not in page.site.pages[target].ids and point != "_":
            yield f"{address}: {target} has no id {point}"


@promise((CSS, ":root {", ":root { background: url(paper.png);"))
def styles_resolve(site: Site) -> Iterator[str]:
    for name, text in site.read.items():
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", text) if name.endswith(".css") else ():
            local = not address.startswith(("data:", "#"))
            if local and site.target(urljoin(site.base + name, address)) not in site.files:
                yield f"{name}: {address} leads nowhere"


@promise(
    ("about/index.html", 'href="https://itdaily.fr/', 'href="http://itdaily.fr/'),
    (PBC, 'href="https://openai.com/', 'href="https://openai.example/'),
    everywhere=True,
)
def outside_links_are_sources(page: Page, evidence: Evidence) -> Iterator[str]:
    """Every address outside is https and is in the data."""
    known = {s.url for s in evidence.sources.values()} | {s.archive for s in evidence.sources.values()}
    known |= {evidence.article.url, evidence.article.sister}
    for element in page.html.find_all("a", href=True):
        url = urljoin(page.url, str(element["href"]))
        if page.site.target(url) is not None or url.startswith("mailto:"):
            continue
        if not url.startswith("https://") or not urlsplit(url).hostname:
            yield f"{url} is not an https address"
        elif url not in known and url != LICENCE and not REPOSITORY.fullmatch(url):
            yield f"{url} is in no source entry"


@promise()  # see test_an_orphan_is_caught
def no_orphans(site: Site) -> Iterator[str]:
    """Every page is reached by links from the home page."""
    seen: set[str] = set()
    to_do = ["index.html"]
    while to_do:
        name = to_do.pop()
        if name in seen or name not in site.pages:
            continue
        seen.add(name)
        for element in site.pages[name].html.find_all("a", href=True):
            to_do.append(site.target(urljoin(site.url(name), str(element["href"]))) or "")
    yield from (f"{name}: no link leads to it" for name in site.content if name not in seen)


@promise((PBC, 'id="musk"', 'id="outcome"'), everywhere=True)
def ids_are_unique(page: Page) -> Iterator[str]:
    for value, count in Counter(page.ids).items():
        if count > 1:
            yield f"the id {value} is used {count} times"


@promise(
    (PBC, 'id="musk"', 'id="mr-musk"'),
    ("fr/players/index.html", 'id="meta"', 'id="facebook"'),
    ("timeline/index.html", '<time datetime="2025-10-28"', '<time datetime="2025-10-29"'),
    ("sources/index.html", "https://openai.com/index/evolving-our-structure/", "https://openai.com/"),
    ("article/index.html", "Microsoft un maximum de", "Microsoft un minimum de"),
)
def addresses_last(site: Site, evidence: Evidence) -> Iterator[str]:
    """Every published address is still there, in both languages, and names what it named; a moved one leads on."""
    moved = {m.old for m in evidence.moved.values()}
    published = addresses.published()
    for prefix in ("", "fr/"):
        present = addresses.found(site, prefix)
        for address, named in published.items():
            path, _, point = address.partition("#")
            if address in moved:
                file = f"{prefix}{path}index.html"
                if file not in site.pages or (point and point not in site.pages[file].ids):
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
        for address in sorted(present.keys() - published.keys()):
            yield f"{prefix}{address}: is new: run `make addresses`"
