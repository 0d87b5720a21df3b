"""The pages that no author writes: one for each claim, as Markdown that calls a component."""

from __future__ import annotations

import json
from collections.abc import Iterator

from explainer.model import Evidence
from explainer.render import Components


def files(data: Evidence, components: Components) -> Iterator[tuple[str, str]]:
    """The claim pages of one language: (path below docs/LANGUAGE, Markdown)."""
    say, words = components.say, components.words
    for claim in data.claims.values():
        then, since = data.labels.then[claim.then.label], data.labels.since[claim.since.label]
        front = {
            "title": say(claim.verdict),
            "description": words["claim_description"].format(
                title=say(claim.title), then=say(then.word), since=say(since.word)
            ),
            "hide": ["toc"],
        }
        call = f'{{{{ claim_page("{claim.id}") }}}}'
        yield f"claims/{claim.id}.md", f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n\n{call}\n"
