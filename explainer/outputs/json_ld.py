"""What a page is, in schema.org's words (JSON-LD), for search engines. It says nothing that the page does not show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.model import Evidence, Text
from explainer.site import LANGUAGES, Page, Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def graph(site: Site, page: Page, data: Evidence, image: str, say: Callable[[Text], str]) -> dict[str, Any]:
    """The page as Article and its place in the site; on /glossary/ its terms, on /about/ the data sets as well.

    `image`: the address of its preview card; `say` gives a text in the page's language.
    """
    url = site.url_here(page.path)
    organisation = {"@type": "Organization", "name": site.name, "url": site.home}
    website = {"@type": "WebSite", "@id": f"{site.home}#site", "name": site.name, "url": site.home}
    changed = max([data.edition.released, *(c.date for c in data.corrections.values())])
    common = {"inLanguage": site.language, "license": LICENCE}
    article = common | {
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": page.title,
        "description": page.description,
        "url": url,
        "image": {"@type": "ImageObject", "url": image},
        "datePublished": data.edition.released,
        "dateModified": changed,
        "version": data.edition.version,
        "author": organisation,
        "publisher": organisation,
        "isPartOf": {"@id": website["@id"]},
        "isBasedOn": {
            "@type": "NewsArticle",
            "headline": data.article.title,
            "url": data.article.url,
            "inLanguage": "fr",
            "datePublished": data.article.date,
            "publisher": {"@type": "Organization", "name": data.article.publisher},
        },
    }
    found: list[dict[str, Any]] = [website, article]
    if page.path:
        found.append(_breadcrumbs(site, page))
    if page.path == "glossary/":
        found.append(
            common
            | {
                "@type": "DefinedTermSet",
                "@id": f"{url}#terms",
                "name": page.title,
                "url": url,
                "hasDefinedTerm": [
                    {"@type": "DefinedTerm", "@id": f"{url}#{t.id}", "name": say(t.term)} for t in data.terms.values()
                ],
            }
        )
    if page.path == "about/":
        found += [
            common
            | {
                "@type": "Dataset",
                "name": f"{site.name}: {name}.json",
                "description": say(data.labels.words[f"about_{name}"]),
                "url": f"{url}#data",
                "inLanguage": list(LANGUAGES),
                "creator": organisation,
                "version": data.edition.version,
                "distribution": {
                    "@type": "DataDownload",
                    "encodingFormat": "application/json",
                    "contentUrl": f"{site.root}{name}.json",
                },
            }
            for name in ("claims", "events")
        ]
    return {"@context": "https://schema.org", "@graph": found}


def _breadcrumbs(site: Site, page: Page) -> dict[str, Any]:
    """The way from the home page; a claim's page is below the article's."""
    trail = [(site.name, site.home)]
    if page.path.startswith("claims/"):
        trail.append((site.nav["article"], site.url("article/")))
    trail.append((page.title, site.url_here(page.path)))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(trail, 1)
        ],
    }
