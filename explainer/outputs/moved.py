"""A page at each address that has moved, which leads on to the new one, with its #point."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Evidence
from explainer.render import Components
from explainer.site import Site


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """One page for each moved page of data/moved.yml; a moved point is a line at the foot of its old page."""
    components = Components(data, site)
    for moved in data.moved.values():
        if "#" in moved.old:
            continue
        folder, sign, point = moved.new.partition("#")
        file = "index.html" if site.frozen else ""  # which no server adds to what is read from disk
        address = f"{site.to_root(moved.old)}{folder}{file}{sign}{point}"
        canonical = site.url(moved.new)
        yield f"{moved.old}index.html", components.render("moved.html", address=address, canonical=canonical)
