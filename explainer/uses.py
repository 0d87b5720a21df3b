"""Where on the site a source, a term or a player is used: the back-links of /sources/, /glossary/, /players/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from explainer.evidence import Evidence, Text

NOTE = re.compile(r"\[\^([\w.-]+)\]")


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
        for table in re.findall(r'\{\{ table\("([\w-]+)"\) \}\}', text):
            cited |= {i for row in data.tables[table].rows for cell in row.cells for i in cell.sources}
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


def of_player(names: list[str], prose: dict[str, str]) -> Iterator[str]:
    """The pages whose prose names a player, by stem."""
    return (stem for stem, text in prose.items() if any(re.search(rf"\b{re.escape(n)}\b", text) for n in names))
