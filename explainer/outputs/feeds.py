"""/feed.json (JSON Feed 1.1) and /atom.xml: the corrections, then the events, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from explainer.model import Evidence
from explainer.outputs.api import as_json
from explainer.render import Components
from explainer.site import Site


class Item(NamedTuple):
    id: str
    url: str
    title: str
    text: str
    date: str  # of the correction or of the event, as YYYY-MM-DDT00:00:00Z


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """Both feeds of one language."""
    components = Components(data, site)
    found = list(items(components))
    json_feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "description": site.description,
        "home_page_url": site.home,
        "feed_url": site.url("feed.json"),
        "language": site.language,
        "items": [
            {"id": i.id, "url": i.url, "title": i.title, "content_text": i.text, "date_published": i.date}
            for i in found
        ],
    }
    yield "feed.json", as_json(json_feed)
    updated = max(_day(day) for day in (data.edition.released, *(c.date for c in data.corrections.values())))
    yield "atom.xml", components.render("atom.xml", items=found, updated=updated) + "\n"


def items(components: Components) -> Iterator[Item]:
    """What both feeds hold. An event is dated by its first possible day, so that readers keep the timeline's order."""
    data, site, say = components.data, components.site, components.say
    for c in data.corrections.values():
        text = f"{say(c.said)} → {say(c.says)} {say(c.why)}"
        yield Item(
            f"{site.root}{c.point}!{c.date}", site.url(c.point), components.words["correction"], text, _day(c.date)
        )
    for e in reversed(data.events.values()):
        point = f"timeline/#{e.id}"
        title = f"{components.date(e.date)} · {say(e.title)}"
        yield Item(f"{site.root}{point}", site.url(point), title, say(e.text), _day(e.date))


def _day(value: str) -> str:
    return f"{(value + '-01-01')[:10]}T00:00:00Z"
