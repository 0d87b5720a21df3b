"""The pages that no author writes: one for each claim, as Markdown that calls a component."""

from __future__ import annotations

import json
from collections.abc import Iterator

from explainer.model import Evidence, Text
from explainer.render import Components


def files(data: Evidence, components: Components) -> Iterator[tuple[str, str]]:
    """The claim pages of one language: (path below docs/LANGUAGE, Markdown)."""
    for claim in data.claims.values():
        front = {"title": components.say(claim.verdict), "description": components.render("claim-description.txt", claim=claim)}
        yield f"claims/{claim.id}.md", f'---\n{json.dumps(front, ensure_ascii=False)}\n---\n\n{{{{ claim_page("{claim.id}") }}}}\n'
