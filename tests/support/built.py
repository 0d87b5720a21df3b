"""The built site as the tests see it: its files, its pages, its own address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

BASE = "https://example.org/some/repo/"  # as deployed: under a sub-path
MISSING = "no/such/page/"  # where a server shows 404.html
READ = (".html", ".css", ".ris", ".xml", ".json", ".txt", ".csv")

# What a stretch of text is besides prose: by the tag or class of an element around it.
KINDS = {
    "quotation": {"blockquote", "q"},
    "note": {".ref", ".pin", ".note", ".second-hand", ".kicker", ".key", ".csv"},
    "sources": {".footnote", ".sources", ".srcs", ".source-list", ".used", ".dates", ".steps"},
    "citation": {".cite", ".address", ".snippet", "pre", "code"},
    "translation": {".translation"},
    "permalink": {".headerlink"},
    "hidden": {".visually-hidden", ".moved"},  # from the eye
    "labels": {".filter", ".labels"},
    "foreign": {"em"},
    "reference": {".claim-ref"},
}
T = TypeVar("T")
INLINE = {"a", "abbr", "b", "em", "i", "q", "small", "span", "strong", "time", "code", "sup"}


def once_a_page(compute: Callable[[Page], T]) -> Callable[[Page], T]:
    """What a function of a page gives is kept for as long as the page's text is the same: a fault changes one page."""
    kept: dict[tuple[str, str], T] = {}

    @wraps(compute)
    def look_up(page: Page) -> T:
        key = page.name, page.site.read[page.name]
        if key not in kept:
            kept[key] = compute(page)
        return kept[key]

    return look_up


class Page:
    """A page of the site."""

    def __init__(self, site: Site, name: str, html: BeautifulSoup) -> None:
        self.site, self.name, self.html = site, name, html
        self.language = "fr" if name.startswith("fr/") else "en"
        self.slug = name.removeprefix("fr/").removesuffix("index.html")
        self.url = site.url(name)

    @property
    def twin(self) -> str:
        """The name of the same page in the other language."""
        return self.name.removeprefix("fr/") if self.language == "fr" else f"fr/{self.name}"

    @cached_property
    def article(self) -> Tag:
        """The page's own content, without the theme around it."""
        found = self.html.find("article")
        assert isinstance(found, Tag), f"{self.name}: has no article"
        return found

    @property
    @once_a_page
    def ids(self) -> list[str]:
        return [str(e["id"]) for e in self.html.find_all(id=True)]

    def meta(self, key: str) -> str:
        """What a meta element of the head says, by its name or property."""
        found = self.html.find("meta", attrs={"name": key}) or self.html.find("meta", attrs={"property": key})
        return str(found["content"]) if isinstance(found, Tag) else ""

    @property
    def front(self) -> str:
        """What the head says in words."""
        title = self.html.title.get_text() if self.html.title else ""
        return f"{title}\n{self.meta('description')}"

    @property
    @once_a_page
    def _strings(self) -> list[tuple[str, frozenset[str]]]:
        return list(_walk(self.article, frozenset()))

    def text(self, *without: str) -> str:
        """The visible text of the content, a line per block, without the kinds of text that are named."""
        lacking = set(without)
        return "".join(s if not kinds & lacking else " " if s.strip() else s for s, kinds in self._strings)


def _walk(element: Tag, kinds: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for child in element.children:
        if type(child) is NavigableString:
            yield str(child), kinds
        elif isinstance(child, Tag) and child.name not in ("svg", "style", "script", "template"):
            marks = {child.name, *(f".{c}" for c in child.get("class") or [])}
            inner = kinds | {kind for kind, signs in KINDS.items() if signs & marks}
            if child.get("lang") and child["lang"] != (child.find_parent(attrs={"lang": True}) or {}).get("lang"):
                inner |= {"foreign"}
            if child.name not in INLINE:
                yield "\n", inner
            yield from _walk(child, inner)
            if child.name not in INLINE:
                yield "\n", inner


class Site:
    """Files of a built site by path; `read` holds the text of those that rules look into."""

    def __init__(self, files: set[str], read: dict[str, str], base: str = BASE) -> None:
        self.files, self.read, self.base = files, read, base

    @classmethod
    def at(cls, folder: Path, base: str = BASE) -> Site:
        files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
        text = {
            name: p.read_text("utf-8")
            for name, p in files.items()
            if name.endswith(READ) and not name.startswith("pagefind/")
        }
        return cls(set(files), text, base)

    def but(self, name: str, old: str, new: str) -> Site:
        """This site with one fault put in: `old` in the file `name` becomes `new`, once."""
        assert old in self.read[name], f"{name} has no {old!r}, where a test puts in a fault: write what it says now"
        return Site(self.files, self.read | {name: self.read[name].replace(old, new, 1)}, self.base)

    def without(self, name: str) -> Site:
        return Site(self.files - {name}, {k: v for k, v in self.read.items() if k != name}, self.base)

    def with_one_claim(self, below: str = "") -> Site:
        """This site with one claim page of each language to be read, for they are alike; all that are not `below`."""
        alike = re.compile(rf"{below}(.*/)?claims/(?!stake-33/)")
        return Site(self.files, {name: text for name, text in self.read.items() if not alike.match(name)}, self.base)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """All pages by path."""
        return {name: Page(self, name, parse(text)) for name, text in self.read.items() if name.endswith(".html")}

    @cached_property
    def content(self) -> dict[str, Page]:
        """The pages that are read: without 404.html, those that have moved, and those of frozen editions."""
        return {
            name: page
            for name, page in self.pages.items()
            if name != "404.html"
            and not name.startswith("v/")
            and not page.html.find("meta", {"http-equiv": "refresh"})
        }

    def url(self, name: str) -> str:
        """The address at which a reader meets the file."""
        return urljoin(self.base, MISSING if name == "404.html" else name.removesuffix("index.html"))

    def target(self, url: str) -> str | None:
        """The file behind an address of this site; None for another host."""
        here, parts = urlsplit(self.base), urlsplit(url)
        if (parts.scheme, parts.netloc) != (here.scheme, here.netloc):
            return None
        if not parts.path.startswith(here.path):
            return "/outside"
        path = parts.path.removeprefix(here.path)
        return path + "index.html" if path == "" or path.endswith("/") else path


@cache
def parse(text: str) -> BeautifulSoup:
    """A page, parsed once for all rules: they look at it and change nothing."""
    return BeautifulSoup(text, "lxml")


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, whatever language writes them: 13.75 and 13,75 are one, 1,600 and 1 600 too."""
    text = re.sub(r"(?<=\d)[,\u202f\u00a0](?=\d{3}(?!\d))", "", text)  # thousands
    # In French: milliers de milliards, 1 400 milliards for 1.4 trillion.
    text = re.sub(r"(\d+)(?:\.(\d))? trillion", lambda m: f"{m[1]}{(m[2] or '').ljust(3, '0')}", text)
    return Counter(n.replace(",", ".") for n in re.findall(r"\d+(?:[.,]\d+)?", text))
