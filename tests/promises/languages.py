"""Both languages say the same, and each is written in its own way."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator

from babel.dates import get_month_names
from bs4 import Tag

from promises import promise
from support.built import Page, Site, numbers, once_a_page

PBC, NEGOTIATIONS = "pbc-restructuring/index.html", "negotiations/index.html"
ALPHABETICAL = ["glossary/index.html"]  # each language has its own order of terms
# What belongs to one language alone.
OWN = "blockquote, q, .translation, .cite, .address, .snippet, .headerlink, .note, .dates, .footnote, .source-list, .srcs, pre"
BLOCKS = ["p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "figcaption"]
MONTHS = {tongue: list(get_month_names("wide", locale=tongue).values()) for tongue in ("en", "fr")}
UNITS = {"trillion": "billion", "million": "million", "millions": "million"}
UNITS |= {"billion": "billion", "milliard": "billion", "milliards": "billion"}


@promise(
    ("fr/" + PBC, 'id="musk"', 'id="elon-musk"'),
    ("fr/" + NEGOTIATIONS, "13,75\u00a0milliards", "13,57\u00a0milliards"),
    ("fr/article/index.html", 'data-since="changed"', 'data-since="happened"'),
    ("fr/" + NEGOTIATIONS, "claims/stake-33/", "claims/future-profits/"),
)
def languages_agree(site: Site) -> Iterator[str]:
    """Both languages have the same pages, headings, ids, claims, sources, and the same numbers."""
    for page in site.content.values():
        twin = site.content.get(page.twin)
        if twin is None:
            yield f"{page.name}: has no page in the other language"
        elif page.language == "en":
            for what, find in COMPARED.items():
                ours, theirs = find(page), find(twin)
                if page.name in ALPHABETICAL and isinstance(ours, list):
                    ours, theirs = sorted(ours), sorted(theirs)
                if ours != theirs:
                    yield f"{page.name}: its {what} differ from the French: {_difference(ours, theirs)}"


@once_a_page
def _stated(page: Page) -> Counter[str]:
    kinds = ("quotation", "note", "sources", "citation", "translation", "permalink")
    return numbers(f"{page.front} {page.text(*kinds)}")


COMPARED = {
    "headings": lambda p: [h.get("id") for h in p.article.find_all(["h1", "h2", "h3"])],
    "ids": lambda p: sorted(i for i in p.ids if not re.fullmatch(r"[nr]\d+|__\w+", i)),
    "claim references": lambda p: [e["href"].rstrip("/").split("/")[-1] for e in p.article.select("a.claim-ref")],
    "claim labels": lambda p: [(e.get("id"), e["data-then"], e["data-since"]) for e in p.article.select("[data-then]")],
    "sources": lambda p: Counter(str(e["href"]).split("#")[-1] for e in p.article.select("a.full")),
    "numbers": _stated,
}


@promise(
    ("fr/" + NEGOTIATIONS, "13,75\u00a0milliards", "13,75\u00a0millions"),
    ("fr/" + PBC, "</article>", "<p>Un paragraphe de plus.</p></article>"),
    ("fr/glossary/index.html", "28\u00a0octobre 2025", "28\u00a0novembre 2025"),
    ("fr/index.html", 'content="En juin 2025', 'content="En mai 2025'),
)
def paragraphs_agree(site: Site) -> Iterator[str]:
    """Paragraph by paragraph, both languages have the same notes, references, months, units and percentages."""
    for page in site.content.values():
        if page.language == "fr" or page.twin not in site.content:
            continue
        ours, theirs = _paragraphs(page), _paragraphs(site.content[page.twin])
        if len(ours) != len(theirs):
            yield f"{page.name}: has {len(ours)} paragraphs, cells and headings, the French {len(theirs)}"
        for en, fr in zip(ours, theirs, strict=False):
            for what in FACTS:
                if en[what] != fr[what]:
                    yield f"{page.name}: {what} {en[what] or 'none'}, in French {fr[what] or 'none'}, in: {en['place']!r}"


@once_a_page
def _paragraphs(page: Page) -> list[dict[str, object]]:
    """The facts of the innermost pieces of text and of the head, without what belongs to one language alone."""
    text, front = copy.copy(page.article), page.html.new_tag("p")
    for element in text.select(OWN):
        element.decompose()
    front.string = page.front
    text.append(front)
    blocks = [block for block in text.find_all(BLOCKS) if not block.find(BLOCKS)]
    if page.slug + "index.html" in ALPHABETICAL:
        blocks.sort(key=_section)
    return [_facts(block, page.language) for block in blocks]


def _section(block: Tag) -> str:
    """The id of the heading under which a piece of text is."""
    heading = block if block.name == "h2" else block.find_previous("h2")
    return str(heading.get("id", "")) if isinstance(heading, Tag) else ""


FACTS = ("notes", "claim references", "months", "units", "percentages")


def _facts(block: Tag, tongue: str) -> dict[str, object]:
    text = "".join(str(s) for s in block.find_all(string=True) if not s.find_parent(class_=["ref", "note"]))
    words = re.findall(r"\w+", text)
    if tongue == "fr":
        words = [w[0].lower() + w[1:] for w in words]
    return {
        "place": block.get_text(" ", strip=True)[:60],
        "notes": len(block.select("a.ref")),
        "claim references": [str(a["href"]).rstrip("/").split("/")[-1] for a in block.select("a.claim-ref")],
        "months": Counter(MONTHS[tongue].index(w) + 1 for w in words if w in MONTHS[tongue]),
        "units": {UNITS[w] for w in re.findall(r"(?<=\d)\s(\w+)", text) if w in UNITS},
        "percentages": re.findall(r"\d+(?:[.,]\d+)?(?=\s?%)", text.replace(",", ".")),
    }


def _difference(a: object, b: object) -> str:
    if isinstance(a, list) and isinstance(b, list):
        pairs = (f"{x!r} against {y!r}" for x, y in zip(a, b, strict=False) if x != y)
        return next(pairs, f"{len(a)} against {len(b)}")
    return f"{dict(a - b)} against {dict(b - a)}" if isinstance(a, Counter) and isinstance(b, Counter) else ""


LEFT_OVER = re.compile(r"///|\{\{|\}\}|\{%|\[\^|\{ [.#]|\]\(")
ENGLISH = re.compile(r"\b(was|were|had|with|its|that|from|the|of|by|which|then|about)\b")
NEVER_FRENCH = re.compile(  # the right word is in CONTRIBUTING.md
    r"\b(plaintes? formelles?|à la base de|actifs caritatifs|documents? boursiers?|missions? caritatives?|co-investisseurs?"
    r"|plaidoiries d’ouverture|modèles? maison|n’a pas souhaité (faire de )?comment\w+"
    r"|sociétés? opérationnelles?|à la clôture|organismes? caritatifs?|contrats? de calcul"
    r"|(?<!«\s)(autorités? de régulation|droits? de premier refus)(?!\s»))\b",
    re.IGNORECASE,
)


@promise(
    (PBC, "</article>", "<p>/// html</p></article>"),
    (PBC, "</article>", "<p>[^itdaily-fr]</p></article>"),
    (PBC, "</article>", "<p markdown>Text</p></article>"),
    (PBC, "</article>", "<p>OpenAI's</p></article>"),
    (PBC, "</article>", "<p>See https://example.net/page</p></article>"),
)
def text_is_clean(page: Page) -> Iterator[str]:
    """No mark-up is left unrendered, no address stands in the text; apostrophes are typographic."""
    if left := page.article.find(attrs={"markdown": True}):
        yield f"unrendered mark-up in {str(left)[:80]}"
    prose = page.text("citation", "sources", "quotation", "note", "permalink")
    for what, pattern, text in (
        ("unrendered mark-up", LEFT_OVER, page.text("citation") + page.front),
        ("an address instead of a link", re.compile(r"https?://"), prose),
        ("a straight apostrophe", re.compile(r"\w'\w"), prose),
    ):
        if found := pattern.search(text):
            yield f"{what}: {_around(text, found)}"


@promise(
    ("fr/" + PBC, "</article>", "<p>Vraiment ?</p></article>"),
    ("fr/" + PBC, "</nav>", '<a href="#x">Vraiment ?</a></nav>'),
    ("fr/" + PBC, "</article>", "<p>This was left in English.</p></article>"),
    ("fr/index.html", "</article>", "<p>Environ 27 % du capital</p></article>"),
    ("fr/index.html", "</article>", "<p>Environ 27% du capital</p></article>"),
    ("fr/index.html", "</article>", "<p>Environ 13.75\u00a0milliards</p></article>"),
    ("fr/index.html", "</article>", "<p>Une autorité de régulation</p></article>"),
    ("fr/index.html", "</article>", "<p>Un droit de premier refus</p></article>"),
)
def french_is_french(page: Page) -> Iterator[str]:
    """French has its no-break spaces, its numbers, its words."""
    if page.language != "fr":
        return
    text = page.text("citation", "sources", "quotation", "note", "permalink", "foreign")
    text += "".join(nav.get_text() for nav in page.html.select("body nav"))
    for what, pattern in (
        ("English on a French page", ENGLISH),
        ("an ordinary space in French", re.compile(r"[\w»)] [;:!?%»]|« \w")),
        ("a number written as in English", re.compile(r"\d%|\d\.\d+\s(%|milli)")),
        ("a word that CONTRIBUTING.md replaces", NEVER_FRENCH),
    ):
        if found := pattern.search(text):
            yield f"{what}: {_around(text, found)}"


def _around(text: str, match: re.Match[str]) -> str:
    return repr(text[max(0, match.start() - 30) : match.end() + 30])
