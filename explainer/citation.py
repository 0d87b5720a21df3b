"""How a page is cited by programs: BibTeX, RIS, and the meta tags that citation managers read."""

from __future__ import annotations

import re
from typing import NamedTuple

from explainer.evidence import Edition

LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    c: "\\" + c for c in "&%$#_{}"
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Cited(NamedTuple):
    """A page as a citation names it."""

    name: str  # the file's stem: index, negotiations, ...
    title: str
    site: str  # the site's name, which stands for its author
    language: str
    url: str
    edition: Edition


def in_edition(address: str, root: str, edition: str) -> str:
    """Where a frozen edition keeps what the live site has at `address`, below `root`."""
    return f"{root}v/{edition}/{address.removeprefix(root)}"


def bibtex(page: Cited) -> str:
    """The BibTeX entry of a page. Double braces keep the letters' case and the author's name whole."""
    year, month, _ = page.edition.released.split("-")
    fields = {
        "author": f"{{{_latex(page.site)}}}",
        "title": f"{{{_latex(page.title)}}}",
        "year": year,
        "note": f"Edition {page.edition.version}",
        "url": page.url,
        "language": {"en": "english", "fr": "french"}[page.language],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    lines.insert(3, f"  month = {MONTHS[int(month) - 1]},")
    return "\n".join([f"@misc{{june-2025-{page.name}-{page.language},", *lines, "}"])


def ris(page: Cited) -> str:
    """The RIS record of a page (type ELEC: a web page)."""
    fields = [
        ("TY", "ELEC"),
        ("TI", page.title),
        ("T2", page.site),
        ("ET", page.edition.version),
        ("DA", page.edition.released.replace("-", "/")),
        ("LA", page.language),
        ("UR", page.url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def meta_tags(page: Cited) -> dict[str, str]:
    """Meta tags by name, as Zotero's translator “Embedded Metadata” reads them.

    It takes a page with a citation_title for a journal article unless dc.type says otherwise, and
    splits an author at the comma: so the site stands as the website's title (og:site_name) alone.
    """
    return {
        "dc.type": "webpage",
        "citation_title": page.title,
        "citation_publication_date": page.edition.released.replace("-", "/"),
        "citation_language": page.language,
        "citation_public_url": page.url,
    }


def _latex(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda match: LATEX[match[0]], text)
