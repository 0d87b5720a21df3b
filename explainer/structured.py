"""What a page is, in schema.org's words (JSON-LD), for search engines. It says nothing that the page does not show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.citation import Cited
from explainer.evidence import Evidence, Text

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def graph(
    page: Cited, description: str, image: str, site_url: str, root: str, data: Evidence, say: Callable[[Text], str]
) -> dict[str, Any]:
    """The page as Article and its place in the site; on /glossary/ its terms, on /about/ the data sets as well.

    `site_url` is the root of the page's language, `root` that of the whole site; `say` gives a text in that language.
    """
    organisation = {"@type": "Organization", "name": page.site, "url": site_url}
    website = {"@type": "WebSite", "@id": f"{site_url}#site", "name": page.site, "url": site_url}
    changed = max([page.edition.released, *(c.date for c in data.corrections)])
    common = {"inLanguage": page.language, "license": LICENCE}
    article = common | {
        "@type": "Article",
        "@id": f"{page.url}#article",
        "headline": page.title,
        "description": description,
        "url": page.url,
        "image": {"@type": "ImageObject", "url": image},
        "datePublished": page.edition.released,
        "dateModified": changed,
        "version": page.edition.version,
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
    if page.name != "index":
        trail = [(page.site, site_url), (page.title, page.url)]
        found.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": n, "name": name, "item": url}
                    for n, (name, url) in enumerate(trail, start=1)
                ],
            }
        )
    if page.name == "glossary":
        found.append(
            common
            | {
                "@type": "DefinedTermSet",
                "@id": f"{page.url}#terms",
                "name": page.title,
                "url": page.url,
                "hasDefinedTerm": [
                    {"@type": "DefinedTerm", "@id": f"{page.url}#{t.id}", "name": say(t.term)}
                    for t in data.terms.values()
                ],
            }
        )
    if page.name == "about":
        found += [
            common
            | {
                "@type": "Dataset",
                "name": f"{page.site}: {name}.json",
                "description": say(data.labels.words[f"about_{name}"]),
                "url": f"{page.url}#data",
                "inLanguage": ["en", "fr"],
                "creator": organisation,
                "version": page.edition.version,
                "distribution": {
                    "@type": "DataDownload",
                    "encodingFormat": "application/json",
                    "contentUrl": f"{root}{name}.json",
                },
            }
            for name in ("claims", "events")
        ]
    return {"@context": "https://schema.org", "@graph": found}
