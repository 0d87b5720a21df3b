"""The built site as the tests see it: its files, its pages, its own address."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

BASE = "https://example.org/some/repo/"  # as deployed: under a sub-path
MISSING = "no/such/page/"  # where a server shows 404.html


class Site:
    """Files of a built site by path; `read` holds the text of those that rules look into."""

    def __init__(self, files: set[str], read: dict[str, str], base: str = BASE) -> None:
        self.files, self.read, self.base = files, read, base

    @classmethod
    def at(cls, folder: Path, base: str = BASE) -> Site:
        files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
        text = {
            name: p.read_text("utf-8") for name, p in files.items() if name.endswith((".html", ".css", ".ris", ".xml"))
        }
        return cls(set(files), text, base)

    def but(self, name: str, old: str, new: str) -> Site:
        """This site with one fault put in: `old` in the file `name` becomes `new`, once."""
        assert old in self.read[name], (
            f"tests/test_site.py, FAULTS: {old!r} no longer stands in {name}, where the test puts in a fault: "
            "write there what the page says now"
        )
        return Site(self.files, self.read | {name: self.read[name].replace(old, new, 1)})

    def without(self, name: str) -> Site:
        return Site(self.files - {name}, {k: v for k, v in self.read.items() if k != name})

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """The pages by path."""
        return {name: parse(text) for name, text in self.read.items() if name.endswith(".html")}

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        return {name: {str(e["id"]) for e in page.find_all(id=True)} for name, page in self.pages.items()}

    @cached_property
    def content(self) -> dict[str, BeautifulSoup]:
        """The pages that are read: without 404.html, those that have moved, and those of frozen editions."""
        return {
            name: page
            for name, page in self.pages.items()
            if name != "404.html" and not name.startswith("v/") and not page.find("meta", {"http-equiv": "refresh"})
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
    return BeautifulSoup(text, "html.parser")


def language(name: str) -> str:
    return "fr" if name.startswith("fr/") else "en"


def article(page: BeautifulSoup) -> Tag:
    """The page's own content, without the theme around it."""
    found = page.find("article")
    assert isinstance(found, Tag)
    return found
