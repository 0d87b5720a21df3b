"""The published addresses: `make addresses` adds the new ones of the built site to addresses.tsv.

A line is an address below the root of both languages, and what it names, in English. A line is never
taken away: whoever linked to it must find the same thing there (see promises/links.py, addresses_last).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from bs4 import Tag

from explainer.load import ROOT
from explainer.quotes import fold
from support.built import Page, Site, once_a_page

LIST = Path(__file__).parents[1] / "addresses.tsv"
ONCE = "file for both languages"
NAMED = "h1[id], h2[id], h3[id], figure[id], [data-then][id], .source-list > li[id], .source-list > li > span[id]"
FILES = (".json", ".csv", ".ris", ".png", ".xml")


def published() -> dict[str, str]:
    """What each published address names."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file, delimiter="\t"))


def found(site: Site, prefix: str = "") -> dict[str, str]:
    """What each address of one language's pages names; prefix: "" or "fr/"."""
    named = {}
    for page in site.content.values():
        if (page.language == "fr") == bool(prefix):
            named |= _of_page(page)
    files = {f for f in site.files if not re.match(r"v/|pagefind/|(fr/)?assets/", f)}
    named |= {
        f.removeprefix(prefix): "file" if prefix or f"fr/{f}" in files else ONCE
        for f in files
        if f.startswith("fr/") == bool(prefix) and f.endswith(FILES) and "sitemap" not in f
    }
    return named


@once_a_page
def _of_page(page: Page) -> dict[str, str]:
    named = {page.slug: _text(page.article.h1)}
    if not page.slug.startswith("claims/"):  # which is one thing, with one address
        named |= {f"{page.slug}#{e['id']}": _meaning(e) for e in page.article.select(NAMED)}
        named |= _in_headings(page)
    return named


def _in_headings(page: Page) -> dict[str, str]:
    """Headings that carry their id on an empty span inside, for the sake of reader views."""
    spans = page.article.select("h2 > span[id]:empty, h3 > span[id]:empty")
    return {f"{page.slug}#{e['id']}": _heading(e.parent) for e in spans}


def _meaning(element: Tag) -> str:
    """The words that say what an element is about: of a claim its quotation, of a source its address."""
    if element.has_attr("data-then"):
        return _text(element.find("blockquote"))
    if element.name in ("li", "span"):
        element = element if element.name == "li" else element.parent
        return str(element.find("a", href=True)["href"])
    if element.name == "figure":
        return _text(element.figcaption.find("p") or element.figcaption)
    return _heading(element)


def _heading(element: Tag) -> str:
    """A heading's words; of an event its date and title."""
    if time := element.find("time"):
        return f"{time['datetime']} {_text(element).removeprefix(_text(time)).strip()}"
    return _text(element)


def _text(element: Tag | None) -> str:
    assert element
    return fold(
        "".join(
            str(s) for s in element.find_all(string=True) if not s.find_parent(class_=["headerlink", "ref", "note"])
        )
    )


def main() -> None:
    old = published() if LIST.exists() else {}
    new = {address: named for address, named in found(Site.at(ROOT / "site")).items() if address not in old}
    with LIST.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(new.items())
    print(f"{len(new)} new addresses in {LIST.relative_to(ROOT)}:", *new, sep="\n")


if __name__ == "__main__":
    main()
