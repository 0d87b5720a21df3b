"""/feed.json (JSON Feed 1.1) and /atom.xml: the corrections, then the events, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from explainer.model import Evidence
from explainer.outputs.api import as_json
from explainer.render import Components
from explainer.site import Site

ATOM = "http://www.w3.org/2005/Atom"


class Item(NamedTuple):
    id: str
    url: str
    title: str
    text: str
    date: str  # of the correction or of the event, as YYYY-MM-DDT00:00:00Z


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """Both feeds of one language."""
    found = list(items(site, data))
    yield "feed.json", as_json(json_feed(site, found))
    yield "atom.xml", atom(site, data, found)


def items(site: Site, data: Evidence) -> Iterator[Item]:
    """What both feeds hold. An event is dated by its first possible day, so that readers keep the timeline's order."""
    components = Components(data, site)
    say = components.say
    for c in data.corrections.values():
        text = f"{say(c.said)} → {say(c.says)} {say(c.why)}"
        yield Item(
            f"{site.root}{c.point}!{c.date}", site.url(c.point), components.words["correction"], text, _day(c.date)
        )
    for e in reversed(data.events.values()):
        point = f"timeline/#{e.id}"
        title = f"{components.date(e.date)} · {say(e.title)}"
        yield Item(f"{site.root}{point}", site.url(point), title, say(e.text), _day(e.date))


def json_feed(site: Site, found: list[Item]) -> dict[str, object]:
    """The content of /feed.json."""
    return {
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


def atom(site: Site, data: Evidence, found: list[Item]) -> str:
    """The content of /atom.xml (RFC 4287)."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": site.language})
    updated = max([f"{data.edition.released}T00:00:00Z", *(_day(c.date) for c in data.corrections.values())])
    for name, text in (("id", site.url("atom.xml")), ("title", site.name), ("subtitle", site.description)):
        _add(feed, name, text)
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", site.name)
    _add(feed, "link", rel="self", type="application/atom+xml", href=site.url("atom.xml"))
    _add(feed, "link", rel="alternate", type="text/html", href=site.home)
    for item in found:
        entry = _add(feed, "entry")
        for name, text in (("id", item.id), ("title", item.title), ("published", item.date), ("updated", item.date)):
            _add(entry, name, text)
        _add(entry, "link", rel="alternate", type="text/html", href=item.url)
        _add(entry, "content", item.text, type="text")
    ET.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element


def _day(value: str) -> str:
    return f"{(value + '-01-01')[:10]}T00:00:00Z"
