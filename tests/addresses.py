"""The published addresses: `make addresses` adds the new ones of the built site to addresses.tsv.

A line is an address below the root of both languages, and what it names, in English. A line is never
taken away: whoever linked to it must find the same thing there (see rules.addresses_last).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from bs4 import Tag

from built import Site, article
from explainer.load import ROOT
from explainer.quotes import fold

LIST = Path(__file__).with_name("addresses.tsv")
ONCE = "file for both languages"
NAMED = "h1[id], h2[id], h3[id], figure[id], li.event[id], .source-list > li[id]"


def published() -> dict[str, str]:
    """What each published address names."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file, delimiter="\t"))


def found(site: Site, prefix: str = "") -> dict[str, str]:
    """What each address of one language's pages names; prefix: "" or "fr/"."""
    named = {}
    for name, page in site.content.items():
        if name.startswith("fr/") != bool(prefix):
            continue
        slug = name.removeprefix(prefix).removesuffix("index.html")
        named[slug] = _text(article(page).h1)
        named |= {f"{slug}#{e['id']}": _meaning(e) for e in article(page).select(NAMED)}
    files = {f for f in site.files if not re.match(r"v/|(fr/)?(assets|search)/", f)}
    named |= {
        f.removeprefix(prefix): "file" if prefix or f"fr/{f}" in files else ONCE
        for f in files
        if f.startswith("fr/") == bool(prefix) and f.endswith((".json", ".csv", ".ris", ".png"))
    }
    return named


def _meaning(element: Tag) -> str:
    """The words that say what an element is about: of a claim its quotation, of a source its address."""
    if element.has_attr("data-then"):
        return _text(element.find_next("blockquote"))
    if "event" in element.get("class", []):
        return f"{element.time['datetime']} {_text(element.select_one('.event__title'))}"
    if element.name == "li":
        return str(element.find("a", href=True)["href"])
    return _text(element.figcaption if element.name == "figure" else element)


def _text(element: Tag | None) -> str:
    assert element
    return fold("".join(str(s) for s in element.find_all(string=True) if not s.find_parent(class_="headerlink")))


def main() -> None:
    old = published() if LIST.exists() else {}
    new = {address: named for address, named in found(Site.at(ROOT / "site")).items() if address not in old}
    with LIST.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(new.items())
    print(f"{len(new)} new addresses in {LIST.relative_to(ROOT)}:", *new, sep="\n")


if __name__ == "__main__":
    main()
