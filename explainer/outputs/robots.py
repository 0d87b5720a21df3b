"""/robots.txt and /llms.txt (llmstxt.org): where robots find the pages, and the site in one page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Evidence
from explainer.render import Components
from explainer.site import LANGUAGES, Site


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """Both files, once for all languages."""
    if site.is_root:
        yield "llms.txt", Components(data, site).render("llms.txt")
        # Robots look for it at the root of the host: it serves where the site has a domain of its own.
        sitemaps = "".join(f"Sitemap: {site.url('sitemap.xml', language)}\n" for language in LANGUAGES)
        yield "robots.txt", f"User-agent: *\nAllow: /\n{sitemaps}"
