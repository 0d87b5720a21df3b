"""What the site offers besides its pages: one file an output.

Each has `files(site, data)`, which yields (path below the root of the site's language, content).
A new output is one file here and one line below.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Evidence
from explainer.outputs import api, citations, csv_tables, feeds, moved, robots
from explainer.site import Site

OUTPUTS = (api, citations, csv_tables, feeds, moved, robots)


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str | bytes]]:
    """All files of one language, besides its pages and cards."""
    for output in OUTPUTS:
        yield from output.files(site, data)
