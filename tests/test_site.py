"""What every reader of the built site is promised. Each rule of rules.py holds, and is seen to fail.

A fault is (file of the site, what stands there, what is put in its place).
"""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable, Iterator

import pytest

import rules
from built import Site
from explainer.model import Evidence

ARTICLE, PBC = "article/index.html", "pbc-restructuring/index.html"
CSS = "assets/site.css"
FAULTS: dict[Callable[..., Iterator[str]], list[tuple[str, str, str]]] = {
    rules.links_resolve: [
        (PBC, "../negotiations/", "../negotiation/"),
        (PBC, "article/#like-anthropic", "article/#like-anthropics"),
        (PBC, "assets/site.css", "assets/sight.css"),
        ("index.html", 'src="assets/site.js', 'src="/assets/site.js'),  # outside the sub-path
        ("404.html", '"/some/repo/fr/article/', '"fr/article/'),  # relative: breaks below the root
        ("fr/article/index.html", "../../article/#stake-33", "../../article/#stake-34"),
    ],
    rules.styles_resolve: [(CSS, ":root {", ":root { background: url(paper.png);")],
    rules.outside_links_are_sources: [
        ("about/index.html", 'href="https://itdaily.fr/', 'href="http://itdaily.fr/'),
        (PBC, "https://openai.com/index/evolving-our-structure/", "https://openai.com/index/evolving/"),
    ],
    rules.no_orphans: [],  # see test_an_orphan_is_caught
    rules.ids_are_unique: [(PBC, 'id="musk"', 'id="outcome"')],
    rules.addresses_last: [
        (PBC, 'id="musk"', 'id="mr-musk"'),
        ("fr/players/index.html", 'id="meta"', 'id="facebook"'),
        ("timeline/index.html", '<time datetime="2025-10-28"', '<time datetime="2025-10-29"'),
        ("sources/index.html", "https://openai.com/index/evolving-our-structure/", "https://openai.com/"),
        (ARTICLE, "Microsoft un maximum de 33 %", "Microsoft un maximum de 34 %"),
    ],
    rules.quotations_are_verbatim: [
        (ARTICLE, "un maximum de 33 %", "un maximum de 32 %"),
        (ARTICLE, "<p>Les tensions entre", "<p>Des tensions entre"),
        (ARTICLE, "[…] via GitHub Copilot", "via GitHub Copilot"),
        (ARTICLE, 'data-claim="stake-33"', 'data-claim="stake"'),
        (PBC, 'class="seed"', 'class="seeds"'),
        ("about/index.html", "</article>", "<q>Microsoft veut le contrôle</q></article>"),
    ],
    rules.nothing_is_copied: [
        (
            "fr/index.html",
            "</article>",
            "<p>Cependant, cela nécessite l’approbation de Microsoft, et ce géant.</p></article>",
        ),
    ],
    rules.words_in_guillemets_are_verbatim: [
        ("fr/index.html", "</article>", "<p>L’article dit : « Microsoft veut garder tout le contrôle ».</p></article>"),
    ],
    rules.figures_are_described: [
        (PBC, "</article>", '<img src="../assets/favicon.svg" alt=""></article>'),
        ("timeline/index.html", '<title id="overview-title">How', '<title id="overview-title"></title><title>How'),
        ("fr/negotiations/index.html", "<figcaption>", "<figcaption></figcaption><figcaption>"),
    ],
    rules.claims_are_complete: [
        (ARTICLE, 'data-then="confirmed"', 'data-then="nuanced"'),
        ("fr/article/index.html", 'id="stake-33"', 'id="stake"'),
        (PBC, "article/#like-anthropic", "article/#stake-33"),
        (ARTICLE, 'data-claim="stake-33"', 'data-claim="future-profits"'),
    ],
    rules.languages_agree: [
        ("fr/" + PBC, 'id="musk"', 'id="elon-musk"'),
        ("fr/" + PBC, "852\u00a0milliards", "825\u00a0milliards"),
        ("fr/negotiations/index.html", "13,75\u00a0milliards", "13,57\u00a0milliards"),
        ("fr/dependency-reduction/index.html", "24,1\u00a0milliards", "21,4\u00a0milliards"),  # its description
        ("fr/" + ARTICLE, 'data-since="changed"', 'data-since="happened"'),
        ("fr/index.html", "article/#conflict-drags-on", "article/#stake-33"),
        ("negotiations/index.html", 'href="#fn:sec-msft-10k-fy26"', 'href="#fn:bi-10q-2024-10"'),
    ],
    rules.paragraphs_agree: [
        ("fr/" + PBC, "27\u00a0décembre 2024", "27\u00a0novembre 2024"),
        ("fr/negotiations/index.html", "13,75\u00a0milliards", "13,75\u00a0millions"),
        ("fr/" + PBC, "</article>", "<p>Un paragraphe de plus.</p></article>"),
        ("fr/negotiations/index.html", "accord d’octobre 2025", "accord de novembre 2025"),
        ("fr/glossary/index.html", "28\u00a0octobre 2025", "28\u00a0novembre 2025"),
        ("fr/index.html", 'content="En juin 2025', 'content="En mai 2025'),
    ],
    rules.heads_are_complete: [
        (PBC, "<h1", "<h1>Twice</h1><h1"),
        (PBC, "<title>", "<title></title><title>"),
        (PBC, '<html lang="en"', '<html lang="fr"'),
        (PBC, 'name="description"', 'name="descriptions"'),
        (PBC, 'rel="canonical" href="https://example.org/some/repo/', 'rel="canonical" href="/'),
        (PBC, 'hreflang="x-default"', 'hreflang="de"'),
        ("fr/" + PBC, "fr_FR", "en_GB"),
        ("fr/" + PBC, "/fr/cards/pbc-restructuring.png", "/fr/cards/pbc.png"),
        (
            "fr/" + PBC,
            'image" content="https://example.org/some/repo/fr/cards/pbc-restructuring',
            'image" content="/cards/index',
        ),
    ],
    rules.structured_data_is_sound: [
        (PBC, "application/ld+json", "text/plain"),
        (PBC, '"@type": "Article"', '"@type": "Artcle"'),
        (PBC, '"datePublished": "2026', '"datePublished": "25 November 2026'),
        (PBC, '"BreadcrumbList"', '"DefinedTermSet"'),
        ("fr/glossary/index.html", '/glossary/#pbc", "@type"', '/glossary/#pbcs", "@type"'),
        ("index.html", '"headline": "Did', '"headline": "Why did'),
    ],
    rules.pages_can_be_cited: [
        (PBC, 'name="citation_title"', 'name="citation_titel"'),
        (PBC, 'name="dc.type"', 'name="dc.kind"'),
        (PBC, "  title = {{What", "  title = {{Why"),
        ("fr/pbc-restructuring/cite.ris", "UR  - https://example.org/some/repo/fr/", "UR  - https://example.org/fr/"),
        ("fr/" + ARTICLE, "repo/fr/article/#stake-33</a>", "repo/fr/article/#stake</a>"),
        ("index.html", "edition 2026", "edition 2025"),
    ],
    rules.sitemaps_are_complete: [
        ("sitemap.xml", "repo/fr/timeline/", "repo/timeline/"),
        ("fr/sitemap.xml", "<loc>https://example.org/some/repo/fr/about/</loc>", "<loc>https://example.org/</loc>"),
    ],
    rules.nothing_from_elsewhere: [
        (PBC, "<head>", '<head><link rel="stylesheet" href="https://fonts.example.net/css">'),
        (PBC, "</body>", '<img src="https://example.net/pixel.gif"></body>'),
        (CSS, ":root {", "@import 'https://fonts.example.net/css'; :root {"),
    ],
    rules.no_foreign_script_would_run: [
        (PBC, "</body>", "<script>alert(1)</script></body>"),
        (PBC, '<meta http-equiv="Content-Security-Policy"', '<meta name="policy"'),
        (PBC, "script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        (PBC, "<h1", '<h1 onclick="alert(1)"'),
        (PBC, "<h1", '<h1 style="color: red"'),
    ],
    rules.text_is_clean: [
        (PBC, "</article>", "<p>/// html</p></article>"),
        (PBC, "</article>", "<p>[^itdaily-fr]</p></article>"),
        (PBC, "</article>", "<p markdown>Text</p></article>"),
        (PBC, "</article>", "<p>OpenAI's</p></article>"),
        ("fr/" + PBC, "</article>", "<p>Vraiment ?</p></article>"),
        ("fr/" + PBC, "</article>", "<p>This was left in English.</p></article>"),
        ("fr/index.html", "</article>", "<p>Environ 27 % du capital</p></article>"),
        ("fr/index.html", "</article>", "<p>Environ 27% du capital</p></article>"),
        ("fr/index.html", "</article>", "<p>Environ 13.75\u00a0milliards</p></article>"),
        (PBC, "</article>", "<p>See https://example.net/page</p></article>"),
    ],
}


@pytest.fixture
def broken_by(evidence: Evidence, seed: str) -> Callable[..., list[str]]:
    """Run a rule on a site: what it finds broken."""

    def run(rule: Callable[..., Iterator[str]], site: Site) -> list[str]:
        has = {"site": site, "evidence": evidence, "seed": seed}
        return list(rule(**{name: has[name] for name in inspect.signature(rule).parameters}))

    return run


@pytest.mark.parametrize("rule", FAULTS, ids=lambda rule: rule.__name__)
def test_rule_holds(rule, site, broken_by):
    problems = broken_by(rule, site)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("rule", "name", "old", "new"),
    [(rule, *fault) for rule, faults in FAULTS.items() for fault in faults],
    ids=lambda value: value.__name__ if callable(value) else str(value)[:24],
)
def test_fault_is_caught(rule, name, old, new, site, broken_by):
    found = broken_by(rule, site.but(name, old, new))
    assert found
    short = name.removeprefix("fr/")
    place = short.rpartition("/")[0] or short
    assert any(place in message for message in found), found


def test_a_missing_file_is_caught(site, broken_by):
    assert broken_by(rules.links_resolve, site.without("assets/favicon.svg"))
    assert broken_by(rules.languages_agree, site.without("fr/about/index.html"))
    assert broken_by(rules.addresses_last, site.without("fr/data/share.csv"))


def test_an_orphan_is_caught(site, broken_by):
    orphan = Site(site.files | {"lost/index.html"}, site.read | {"lost/index.html": site.read["about/index.html"]})
    assert broken_by(rules.no_orphans, orphan) == ["lost/index.html: no link leads to it"]


def test_preview_cards_are_of_the_size_that_is_asked_for(folder, site):
    cards = [folder / name for name in site.files if "cards/" in name]
    assert len(cards) == len(site.content)
    for card in cards:
        content = card.read_bytes()
        assert struct.unpack(">4s2L", content[12:24]) == (b"IHDR", 1200, 630), card
        assert 30_000 < len(content) < 100_000, card  # without its font it would weigh 5 kB


def test_every_rule_is_run():
    """A rule that is written but not listed in FAULTS would promise nothing."""
    written = {
        f
        for _, f in inspect.getmembers(rules, inspect.isfunction)
        if f.__module__ == "rules" and next(iter(inspect.signature(f).parameters), "") == "site"
    }
    assert written == set(FAULTS)
