"""What every page gets after its text: notes, sources, how to cite it; and what its head says."""

from __future__ import annotations

import re
from typing import Any

from explainer import checks
from explainer.load import DataError
from explainer.outputs import cards, citations, json_ld
from explainer.render import Components
from explainer.site import Page

CITED = re.compile(r"(?:\[\^[\w.-]+\])+")  # one or more sources in a row
SOURCE = re.compile(r"\[\^([\w.-]+)\]")


def finish(markdown: str, page: Page, components: Components) -> tuple[str, dict[str, Any]]:
    """The Markdown of a page with its end, and what overrides/main.html puts into its head.

    Raises DataError for a source that is not in data/sources.yml.
    """
    data, site = components.data, components.site
    cited = list(dict.fromkeys(SOURCE.findall(markdown)))
    for source in cited:
        if source not in data.sources:
            raise DataError(checks.unknown(source, data.sources, f"[^{source}]", "data/sources.yml"))
    card = site.url(cards.path(page))
    head = {
        "card": card,
        "citation": citations.meta_tags(site, page, data),
        "structured": json_ld.graph(site, page, data, card, components.say),
    }
    end = components.render(
        "page-end",
        cited=[data.sources[i] for i in cited],
        page=page,
        bibtex=citations.bibtex(site, page, data, components.state_of_sources),
        moved=[m for m in data.moved if "#" in m.old and m.old.split("#")[0] == page.path],
    )
    return markdown + end, head
