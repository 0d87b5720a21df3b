"""Where on the site a source, a term or a player is used: the back-links of /sources/, /glossary/, /players/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from jinja2 import Environment, nodes

from explainer.checks import arrows
from explainer.model import Evidence, Text
from explainer.render import heading_id

E = TypeVar("E")
NOTE = re.compile(r"\[\^([\w.-]+)\]")


class Use(NamedTuple):
    link: str  # as Markdown writes it: /article.md#stake-33
    title: Text | None  # of the entry that uses it; None where it is the page's own prose


class Prose(NamedTuple):
    """The Markdown of a page, and what it calls."""

    text: str
    tables: tuple[str, ...]
    diagrams: tuple[str, ...]


def pages(docs: Path) -> dict[str, Prose]:
    """The prose of one language: docs/LANGUAGE/*.md by the file's stem."""
    found = {}
    for path in sorted(docs.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = Prose(text, *(tuple(_called(text, macro)) for macro in ("table", "diagram")))
    return found


def _called(text: str, macro: str) -> Iterator[str]:
    """What a page passes to a macro, however it quotes it."""
    for call in Environment(comment_start_string="{##", comment_end_string="##}").parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == macro:
            yield from (argument.value for argument in call.args if isinstance(argument, nodes.Const))


def of_sources(data: Evidence, prose: dict[str, Prose]) -> dict[str, list[Use]]:
    """Every use of every source: notes of pages, tables and diagrams, then claims, events, terms and players."""
    uses: dict[str, list[Use]] = {source: [] for source in data.sources}
    for stem, page in prose.items():
        cited = set(NOTE.findall(page.text))
        cited |= {i for t in _known(page.tables, data.tables) for row in t.rows for c in row.cells for i in c.sources}
        cited |= {i for d in _known(page.diagrams, data.diagrams) for arrow in arrows(d) for i in arrow.sources}
        for source in sorted(cited & uses.keys()):
            uses[source].append(Use(f"/{stem}.md#fn:{heading_id(source)}", None))
    for entries, link, title in (
        (data.claims, "/claims/{}.md", "title"),
        (data.events, "/timeline.md#{}", "title"),
        (data.terms, "/glossary.md#{}", "term"),
        (data.players, "/players.md#{}", "name"),
    ):
        for entry in entries.values():
            for source in dict.fromkeys(entry.sources):
                uses[source].append(Use(link.format(entry.id), getattr(entry, title)))
    return uses


def of_term(term_id: str, prose: dict[str, Prose]) -> Iterator[str]:
    """The pages whose prose links to a term of the glossary, by stem."""
    return (stem for stem, page in prose.items() if f"(glossary.md#{term_id})" in page.text)


def of_player(names: list[str], data: Evidence, prose: dict[str, Prose], language: str) -> Iterator[str]:
    """The pages that name a player in their prose, tables or events, by stem."""
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    events = [text for event in data.events.values() for text in (event.title, event.text)]
    for stem, page in prose.items():
        cells = [cell for t in _known(page.tables, data.tables) for row in t.rows for cell in row.cells]
        texts = [page.text] + [getattr(t, language) for t in (*(events if stem == "timeline" else ()), *cells)]
        if stem not in ("players", "glossary") and any(map(named.search, texts)):
            yield stem


def _known(ids: Iterable[str], entries: Mapping[str, E]) -> list[E]:
    """The entries that exist; that one does not is told where it is called."""
    return [entries[i] for i in ids if i in entries]
