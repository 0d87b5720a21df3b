"""/robots.txt and /llms.txt (llmstxt.org): where robots find the pages, and the site in one page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from explainer.model import Evidence
from explainer.render import Components
from explainer.site import LANGUAGES, Site


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """Both files, once for all languages."""
    if site.is_root:
        yield "llms.txt", llms(site, data)
        # Robots look for it at the root of the host: it serves where the site has a domain of its own.
        sitemaps = "".join(f"Sitemap: {site.url('sitemap.xml', language)}\n" for language in LANGUAGES)
        yield "robots.txt", f"User-agent: *\nAllow: /\n{sitemaps}"


def llms(site: Site, data: Evidence) -> str:
    """The content of /llms.txt."""
    words = Components(data, replace(site, language="en"))
    lines = [f"# {site.name}", "", f"> {site.description} {words.state_of_sources}.", ""]
    lines += ["English pages; the same under fr/ in French.", "", "## Pages", ""]
    lines += [f"- [{p.title}]({site.url(p.path)}): {p.description}" for p in site.pages if "claims/" not in p.path]
    lines += ["", "## Claims", ""]
    lines += [f"- [{p.title}]({site.url(p.path)})" for p in site.pages if "claims/" in p.path]
    lines += ["", "## Data", ""]
    for name in ("claims", "events"):
        about = words.words[f"about_{name}"]
        lines.append(
            f"- [{name}.json]({site.url(f'{name}.json')}): {about} Its [schema]({site.url(f'{name}.schema.json')})."
        )
    return "\n".join(lines) + "\n"
