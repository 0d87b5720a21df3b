"""Each promise of promises/ holds on the built site, and is seen to break."""

from __future__ import annotations

import importlib
import struct

import pytest

from promises import PROMISES, Promise
from support.built import Site

for module in ("languages", "links", "pages", "quotations", "safety"):
    importlib.import_module(f"promises.{module}")


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_promise_holds(promise: Promise, site, evidence, seed):
    problems = promise.problems(site, evidence=evidence, seed=seed)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("promise", "fault"),
    [pytest.param(p, fault, id=f"{name}-{i}") for name, p in PROMISES.items() for i, fault in enumerate(p.faults)],
)
def test_fault_is_caught(promise: Promise, fault, site, evidence, seed):
    name = fault[0]
    only = name.replace("cite.ris", "index.html") if promise.of_each_page else None
    found = promise.problems(site.but(*fault), only=only, evidence=evidence, seed=seed)
    assert found
    short = name.removeprefix("fr/")
    place = short.rpartition("/")[0] or short
    assert any(place in message for message in found), found


def test_a_missing_file_is_caught(site, evidence):
    assert PROMISES["links_resolve"].problems(site.without("assets/favicon.svg"))
    assert PROMISES["languages_agree"].problems(site.without("fr/about/index.html"))
    assert PROMISES["addresses_last"].problems(site.without("fr/data/share.csv"), evidence=evidence)


def test_an_orphan_is_caught(site):
    orphan = Site(site.files | {"lost/index.html"}, site.read | {"lost/index.html": site.read["about/index.html"]})
    assert PROMISES["no_orphans"].problems(orphan) == ["lost/index.html: no link leads to it"]


def test_a_page_told_twice_is_caught(site, evidence):
    again = "".join(str(p) for p in site.pages["negotiations/index.html"].article.find_all("p"))
    twice = site.but("about/index.html", "</article>", f"{again}</article>")
    assert "on two pages" in PROMISES["nothing_is_told_twice"].problems(twice, evidence=evidence)[0]


def test_preview_cards_are_of_the_size_that_is_asked_for(folder, site):
    cards = [folder / name for name in site.files if "cards/" in name]
    assert len(cards) == len(site.content)
    for card in cards:
        content = card.read_bytes()
        assert struct.unpack(">4s2L", content[12:24]) == (b"IHDR", 1200, 630), card
        assert 15_000 < len(content) < 100_000, card  # without its font it would weigh 5 kB
