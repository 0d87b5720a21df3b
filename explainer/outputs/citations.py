"""How a page is cited by programs: BibTeX, RIS (cite.ris beside each page), and the meta tags that managers read.

One policy for the author: the site by its name, since no person signs its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.model import Evidence
from explainer.site import Page, Site
from explainer.typography import NARROW, NO_BREAK

LATEX = {c: "\\" + c for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    NARROW: r"\,",
    NO_BREAK: "~",
}
LATEX_NAMES = {"en": "english", "fr": "french"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """A RIS record beside each page."""
    for page in site.pages:
        yield f"{page.path}cite.ris", ris(site, page, data)


def bibtex(site: Site, page: Page, data: Evidence, note: str) -> str:
    """The BibTeX entry of a page. Double braces keep the letters' case and the author's name whole.

    The address is in `howpublished` too: the standard styles print no `url`.
    """
    year, month, _ = data.edition.released.split("-")
    address = site.url_here(page.path)
    fields = {
        "author": f"{{{{{_latex(site.name)}}}}}",
        "title": f"{{{{{_latex(page.title)}}}}}",
        "year": f"{{{year}}}",
        "month": MONTHS[int(month) - 1],
        "howpublished": f"{{\\url{{{address}}}}}",
        "note": f"{{{_latex(note)}}}",
        "url": f"{{{address}}}",
        "language": f"{{{LATEX_NAMES[site.language]}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items()]
    return "\n".join([f"@misc{{june-2025-{page.name}-{site.language},", *lines, "}"])


def ris(site: Site, page: Page, data: Evidence) -> str:
    """The RIS record of a page (type ELEC: a web page)."""
    fields = [
        ("TY", "ELEC"),
        ("AU", f"{site.name.replace(',', '')},"),  # the comma at the end keeps the name in one piece
        ("TI", page.title),
        ("T2", site.name),
        ("ET", data.edition.version),
        ("PY", data.edition.released[:4]),
        ("DA", data.edition.released.replace("-", "/")),
        ("LA", site.language),
        ("UR", site.url_here(page.path)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def meta_tags(site: Site, page: Page, data: Evidence) -> dict[str, str]:
    """Meta tags by name, as Zotero's translator “Embedded Metadata” reads them.

    It takes a page with a citation_title for a journal article unless dc.type says otherwise, and
    splits an author at the comma: so the site is the website's title (og:site_name) alone.
    """
    return {
        "dc.type": "webpage",
        "citation_title": page.title,
        "citation_publication_date": data.edition.released.replace("-", "/"),
        "citation_language": site.language,
        "citation_public_url": site.url_here(page.path),
    }


def _latex(text: str) -> str:
    return re.sub("[" + re.escape("".join(LATEX)) + "]", lambda match: LATEX[match[0]], text)
