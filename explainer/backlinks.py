"""Where on the site a source, a term or a player is used: the back-links of /sources/, /glossary/, /players/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from jinja2 import Environment, nodes

from explainer.checks import arrows
from explainer.model import Cell, Evidence, Player, Term, Text
from explainer.render import heading_id

E = TypeVar("E")
NOTE = re.compile(r"\[\^([\w.-]+)\]")


class Use(NamedTuple):
    link: str  # as Markdown writes it: /article.md#stake-33
    title: Text | None  # of the entry that uses it; None where it is the page's own prose


class BackLinks:
    """The back-links of one language, whose Markdown is in `docs`."""

    def __init__(self, data: Evidence, docs: Path, language: str) -> None:
        self.data, self.language = data, language
        self.prose = {path.stem: path.read_text(encoding="utf-8") for path in sorted(docs.glob("*.md"))}

    @cached_property
    def of_sources(self) -> dict[str, list[Use]]:
        """Every use of every source: notes of pages, tables and diagrams, then claims, events, terms and players."""
        uses: dict[str, list[Use]] = {source: [] for source in self.data.sources}
        for stem, text in self.prose.items():
            cited = set(NOTE.findall(text)) | {i for cell in self._cells(text) for i in cell.sources}
            diagrams = _called(text, "diagram", self.data.diagrams)
            cited |= {i for diagram in diagrams for arrow in arrows(diagram) for i in arrow.sources}
            for source in sorted(cited & uses.keys()):
                uses[source].append(Use(f"/{stem}.md#fn:{heading_id(source)}", None))
        for entries, link, title in (
            (self.data.claims, "/claims/{}.md", "title"),
            (self.data.events, "/timeline.md#{}", "title"),
            (self.data.terms, "/glossary.md#{}", "term"),
            (self.data.players, "/players.md#{}", "name"),
        ):
            for entry in entries.values():
                for source in dict.fromkeys(entry.sources):
                    uses[source].append(Use(link.format(entry.id), getattr(entry, title)))
        return uses

    def of_term(self, term: Term) -> list[str]:
        """The pages whose prose links to a term of the glossary, by stem."""
        return [stem for stem, text in self.prose.items() if f"(glossary.md#{term.id})" in text]

    def of_player(self, player: Player) -> list[str]:
        """The pages that name a player in their prose, tables or events, by stem."""
        named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in player.names))
        events = [text for event in self.data.events.values() for text in (event.title, event.text)]
        found = []
        for stem, prose in self.prose.items():
            entries = (*(events if stem == "timeline" else ()), *self._cells(prose))
            texts = [prose, *(getattr(entry, self.language) for entry in entries)]
            if stem not in ("players", "glossary") and any(map(named.search, texts)):
                found.append(stem)
        return found

    def _cells(self, text: str) -> list[Cell]:
        """The cells of the tables that a page calls."""
        return [cell for t in _called(text, "table", self.data.tables) for row in t.rows for cell in row.cells]


def _called(text: str, macro: str, entries: Mapping[str, E]) -> list[E]:
    """The entries that a page passes to a macro; that one does not exist is told where it is called."""
    return [entries[i] for name, i in _calls(text) if name == macro and i in entries]


@cache
def _calls(text: str) -> list[tuple[str, str]]:
    """What a page calls, however it quotes it: (macro, its argument)."""
    calls = Environment(comment_start_string="{##", comment_end_string="##}").parse(text).find_all(nodes.Call)
    return [
        (call.node.name, argument.value)
        for call in calls
        for argument in call.args
        if isinstance(call.node, nodes.Name) and isinstance(argument, nodes.Const)
    ]
