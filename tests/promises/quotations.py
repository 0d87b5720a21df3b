"""The article is quoted verbatim, marked as quoted, and not copied; each claim is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from explainer.model import Evidence
from explainer.quotes import fold, in_order
from promises import promise
from support.built import Page, Site

TERM = 5  # words from which on a quotation is no mere term
RUN = 8  # words of the article in a row that count as copied
ARTICLE, CLAIM = "article/index.html", "claims/stake-33/index.html"


@promise(
    (ARTICLE, "un maximum de", "un minimum de"),
    (CLAIM, "un maximum de", "un minimum de"),
    (ARTICLE, "<p>Les tensions entre", "<p>Des tensions entre"),
    (ARTICLE, "[…] via GitHub Copilot", "via GitHub Copilot"),
    (ARTICLE, 'data-claim="stake-33"', 'data-claim="stake"'),
    (CLAIM, 'class="seed"', 'class="seeds"'),
    ("about/index.html", "</article>", "<q>Microsoft veut le contrôle</q></article>"),
    everywhere=True,
)
def quotations_are_verbatim(page: Page, evidence: Evidence, seed: str) -> Iterator[str]:
    """Every blockquote and q is marked as a claim's quotation and matches the article to the letter."""
    for element in page.html.find_all(["blockquote", "q"]):
        text = fold(element.get_text())
        claim = evidence.claims.get(str(element.get("data-claim")))
        if "seed" not in (element.get("class") or []) or element.get("lang") != "fr" or claim is None:
            yield f"a quotation without class seed, lang fr or a known data-claim: {text}"
        elif not in_order(text, seed):
            yield f"{claim.id} is quoted otherwise than the article says it: {text}"
        elif element.name == "blockquote" and element.get("cite") != evidence.article.url:
            yield f"{claim.id}: the blockquote does not cite the article"


@promise((CLAIM, "(our&nbsp;translation)", ""))
def translations_are_marked(page: Page) -> Iterator[str]:
    """A translation of the article's words says that it is ours, and is in no quotation."""
    for element in page.article.select(".translation"):
        if "(our\u00a0translation)" not in element.get_text() or element.find_parent(["blockquote", "q"]):
            yield f"a translation that is not marked as ours: {element.get_text()[:60]}"


@promise(
    (
        "fr/index.html",
        "</article>",
        "<p>Cependant, cela nécessite l’approbation de Microsoft, et ce géant.</p></article>",
    ),
)
def nothing_is_copied(page: Page, seed: str) -> Iterator[str]:
    """Outside quotations no run of eight words of the article is on a page."""
    copied = _runs(seed)
    own = page.text("quotation", "citation").replace("\n", " — ") + " — " + page.meta("description")
    for run in sorted(_runs(own) & copied):
        yield f"copies the article: {' '.join(run)}"


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@promise(
    ("fr/index.html", "</article>", "<p>L’article dit : « Microsoft veut garder tout le contrôle ».</p></article>"),
)
def words_in_guillemets_are_verbatim(page: Page, seed: str) -> Iterator[str]:
    """What a page puts between « » is a term, or is in the article to the letter."""
    text = page.text("quotation", "note", "sources", "citation", "reference")
    for quoted in re.findall(r"«\s?([^»\n]+?)\s?»", text):
        if len(quoted.split()) >= TERM and not in_order(quoted, seed):
            yield f"the article nowhere says « {fold(quoted)} »"


@promise(
    (ARTICLE, 'data-then="nuanced"', 'data-then="confirmed"'),
    ("fr/article/index.html", 'id="stake-33"', 'id="stake"'),
    ("pbc-restructuring/index.html", "claims/like-anthropic/", "claims/stake-33/"),
    (ARTICLE, 'data-claim="stake-33"', 'data-claim="future-profits"'),
    (CLAIM, 'data-since="changed"', 'data-since="happened"'),
)
def claims_are_complete(site: Site, evidence: Evidence) -> Iterator[str]:
    """Each claim is once on /article/ and on its own page, with labels and quotation, and its page takes it up."""
    for prefix in ("", "fr/"):
        article = site.pages[f"{prefix}article/index.html"]
        for claim in evidence.claims.values():
            labels = (claim.then.label, claim.since.label)
            path = f"claims/{claim.id}/"
            own = site.pages.get(f"{prefix}{path}index.html")
            rows = article.html.find_all(id=claim.id)
            if [(e.get("data-then"), e.get("data-since")) for e in rows] != [labels]:
                yield f"{article.name}: {claim.id} should be there once, with its two labels"
            elif len(rows[0].select(f'blockquote[data-claim="{claim.id}"]')) != 1 or not _links(rows[0], article, path):
                yield f"{article.name}: {claim.id}: its row should quote it once and link to its page"
            if own is None:
                yield f"{prefix}{path}index.html: the claim has no page"
                continue
            if [(e["data-then"], e["data-since"]) for e in own.html.select("[data-then]")] != [labels]:
                yield f"{own.name}: should carry its two labels once"
            home = prefix + ("" if claim.page == "index" else claim.page + "/") + "index.html"
            if not any(_links(ref, site.pages[home], path) for ref in site.pages[home].html.select("a.claim-ref")):
                yield f"{home}: the text nowhere takes up the claim {claim.id}"


def _links(element, page: Page, path: str) -> bool:
    """Whether an element is, or holds, a link to a path in the page's own language."""
    wanted = page.site.base + ("fr/" if page.language == "fr" else "") + path
    found = [element] if element.name == "a" else element.find_all("a", href=True)
    return any(urljoin(page.url, str(a["href"])) == wanted for a in found)
