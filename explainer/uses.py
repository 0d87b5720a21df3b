"""Where on the site a source, a term or a player is used: the back-links of /sources/, /glossary/, /players/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from explainer.evidence import Evidence, Text, arrows

NOTE = re.compile(r"\[\^([\w.-]+)\]")
TABLE = re.compile(r'\{\{ table\("([\w-]+)"\) \}\}')

DIAGRAM = re.compile(r'\{\{ diagram\("([\w-]+)"\) \}\}')


class Use(NamedTuple):
    link: str  # as Markdown of docs/ writes it: article.md#stake-33
    title: Text | None  # of the entry that uses it; None where it is the page's own prose


def pages(docs: Path) -> dict[str, str]:
    """The prose of one language: the text of docs/LANGUAGE/*.md by the file's stem."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(docs.glob("*.md"))}


def of_sources(data: Evidence, prose: dict[str, str]) -> dict[str, list[Use]]:
    """Every use of every source: notes of pages and their tables, then claims, events, terms and players."""
    uses: dict[str, list[Use]] = {source: [] for source in data.sources}
    for stem, text in prose.items():
        cited = set(NOTE.findall(text))
        for table in TABLE.findall(text):
            cited |= {i for row in data.tables[table].rows for cell in row.cells for i in cell.sources}
        for diagram in DIAGRAM.findall(text):
            cited |= {i for arrow in arrows(data.diagrams[diagram]) for i in arrow.sources}
        for source in cited & uses.keys():
            uses[source].append(Use(f"{stem}.md#fn:{source}", None))
    for entries, stem, title in (
        (data.claims, "article", "title"),
        (data.events, "timeline", "title"),
        (data.terms, "glossary", "term"),
        (data.players, "players", "name"),
    ):
        for entry in entries.values():
            for source in dict.fromkeys(entry.sources):
                uses[source].append(Use(f"{stem}.md#{entry.id}", getattr(entry, title)))
    return uses


def of_term(term_id: str, prose: dict[str, str]) -> Iterator[str]:
    """The pages whose prose links to a term of the glossary, by stem."""
    return (stem for stem, text in prose.items() if f"(glossary.md#{term_id})" in text)


def of_player(names: list[str], data: Evidence, prose: dict[str, str], language: str) -> Iterator[str]:
    """The pages that name a player in their prose, tables, claims or events, by stem."""
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    shown: dict[str, list[Text]] = {
        "article": [part.why for claim in data.claims.values() for part in (claim.then, claim.since)],
        "timeline": [text for event in data.events.values() for text in (event.title, event.text)],
    }
    for stem, text in prose.items():
        cells = [cell for table in TABLE.findall(text) for row in data.tables[table].rows for cell in row.cells]
        texts = [text] + [getattr(t, language) for t in (*shown.get(stem, ()), *cells)]
        if stem not in ("players", "glossary") and any(map(named.search, texts)):
            yield stem
