"""The evidence as data for other programs. Described for readers on /about/."""

from __future__ import annotations

from typing import Any

from explainer.evidence import LANGUAGES, Evidence, Text

VERSION = 1  # of the format; grows when a field changes its meaning or goes


def claims(data: Evidence, root_url: str) -> dict[str, Any]:
    """Every claim with its addresses, labels, dates and sources, as /claims.json gives it."""
    return _head(data) | {
        "claims": [
            {
                "id": c.id,
                "url": _addresses(root_url, f"article/#{c.id}"),
                "title": c.title.model_dump(),
                "paragraph": c.paragraph,
                "quote": c.quote,
                "translation": {"en": c.translation},
                "credited": c.credited,
                "then": c.then.model_dump(exclude={"sources"}) | {"sources": _sources(data, c.then.sources)},
                "since": c.since.model_dump(exclude={"sources"}) | {"sources": _sources(data, c.since.sources)},
                "explained_on": _addresses(root_url, "" if c.page == "index" else f"{c.page}/"),
            }
            for c in data.claims.values()
        ],
    }


def events(data: Evidence, root_url: str) -> dict[str, Any]:
    """Every event with its addresses and sources, as /events.json gives it."""
    return _head(data) | {
        "events": [
            e.model_dump() | {"url": _addresses(root_url, f"timeline/#{e.id}"), "sources": _sources(data, e.sources)}
            for e in data.events.values()
        ],
    }


def tables(data: Evidence, language: str) -> dict[str, list[list[str]]]:
    """Every table and diagram in one language, as /data/ID.csv gives it: rows of cells, the heads first."""

    def say(text: Text) -> str:
        return str(getattr(text, language))

    found = {}
    for t in data.tables.values():
        sources = [sorted({i for cell in row.cells for i in cell.sources}) for row in t.rows]
        found[t.id] = [["id", "", *map(say, t.columns), "sources"]] + [
            [row.id, say(row.head), *map(say, row.cells), " ".join(ids)]
            for row, ids in zip(t.rows, sources, strict=True)
        ]
    words = data.labels.words
    for d in data.diagrams.values():
        found[d.id] = [["", *(say(words[name]) for name in ("from", "to", "what")), "sources"]]
        for panel in d.panels:
            for group in panel.groups:
                for arrow in group.arrows:
                    ends = (group.left, group.right) if arrow.to == "right" else (group.right, group.left)
                    found[d.id].append([say(panel.title), *map(say, ends), say(arrow), " ".join(arrow.sources)])
    return found


def _head(data: Evidence) -> dict[str, Any]:
    return {
        "version": VERSION,
        "state_of_sources": data.labels.state_of_sources.model_dump(),
        "article": data.article.model_dump(exclude={"seed"}),
    }


def _addresses(root_url: str, path: str) -> dict[str, str]:
    return {language: root_url + ("" if language == "en" else f"{language}/") + path for language in LANGUAGES}


def _sources(data: Evidence, ids: list[str]) -> list[dict[str, Any]]:
    return [data.sources[i].model_dump(exclude_none=True) | {"archive": data.sources[i].archive} for i in ids]
