"""The evidence as data for other programs. Described for readers on /about/."""

from __future__ import annotations

from typing import Any

from explainer.evidence import LANGUAGES, Evidence

VERSION = 1  # of the format; grows when a field changes its meaning or goes


def claims(data: Evidence, root_url: str) -> dict[str, Any]:
    """Every claim with its addresses, labels, dates and sources, as /claims.json gives it."""
    base = {"en": root_url, "fr": root_url + "fr/"}

    def sources(ids: list[str]) -> list[dict[str, Any]]:
        return [data.sources[i].model_dump(exclude_none=True) | {"archive": data.sources[i].archive} for i in ids]

    return {
        "version": VERSION,
        "state_of_sources": data.labels.state_of_sources.model_dump(),
        "article": data.article.model_dump(exclude={"seed"}),
        "claims": [
            {
                "id": c.id,
                "url": {language: f"{base[language]}article/#{c.id}" for language in LANGUAGES},
                "title": c.title.model_dump(),
                "paragraph": c.paragraph,
                "quote": c.quote,
                "translation": {"en": c.translation},
                "credited": c.credited,
                "then": c.then.model_dump(exclude={"sources"}) | {"sources": sources(c.then.sources)},
                "since": c.since.model_dump(exclude={"sources"}) | {"sources": sources(c.since.sources)},
                "explained_on": {
                    language: base[language] + ("" if c.page == "index" else f"{c.page}/") for language in LANGUAGES
                },
            }
            for c in data.claims.values()
        ],
    }
