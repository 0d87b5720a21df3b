"""What every page gets: its notes beside the sentences, its sources at the end, how to cite it; and its head."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from explainer.load import DataError
from explainer.model import unknown
from explainer.outputs import cards, citations, json_ld
from explainer.render import Components
from explainer.site import Page
from explainer.typography import NO_BREAK

CITED = re.compile(r"(?:\[\^[\w.-]+\])+")  # one or more sources in a row: one note
SOURCE = re.compile(r"\[\^([\w.-]+)\]")
# A reference stays on the line on which its sentence ends: the joiner allows no break before what it begins.
JOINED = '<span class="joined">\u2060{}</span>'


def finish(markdown: str, page: Page, components: Components) -> tuple[str, dict[str, Any]]:
    """The Markdown of a page with its notes and its end, and what overrides/main.html puts into its head.

    Raises DataError for a source that is not in data/sources.yml.
    """
    data, site = components.data, components.site
    numbers: dict[str, list[int]] = defaultdict(list)  # the notes of each source, in order
    notes = 0

    def note(run: re.Match[str]) -> str:
        """The mark and the note of one run of sources."""
        nonlocal notes
        notes += 1
        ids = list(dict.fromkeys(SOURCE.findall(run[0])))
        for i in ids:
            if i not in data.sources:
                raise DataError(f"[^{i}] {unknown(i, data.sources, 'data/sources.yml')}")
            numbers[i].append(notes)
        found = [data.sources[i] for i in ids]
        mark = components.render("note.html", number=notes, found=found).strip()
        if any(s.seen == "read" for s in found):
            return mark
        return mark + NO_BREAK + components.render("second-hand").strip()  # about.md explains the word

    joined = JOINED.partition("{")[0]
    markdown = CITED.sub(note, markdown).replace(f" {joined}", NO_BREAK + joined)
    end = components.render(
        "page-end",
        cited=[(data.sources[i], of) for i, of in numbers.items()],
        page=page,
        moved=[m for m in data.moved.values() if "#" in m.old and m.old.split("#")[0] == page.path],
        with_shapes='href="#s-' in markdown,
    )
    card = site.url(cards.path(page))
    head = {
        "card": card,
        "citation": citations.meta_tags(site, page, data),
        "structured": json_ld.graph(site, page, data, card, components.say),
    }
    return markdown + end, head
