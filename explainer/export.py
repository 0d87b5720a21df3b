"""What the site offers besides its pages: data for programs, tables, references, feeds. Described on /about/.

The models below are the format of /claims.json and /events.json, and its JSON Schema.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import meta
from pydantic import BaseModel, ConfigDict, Field

from explainer.citation import Cited, ris
from explainer.evidence import ROOT, Date, Dispute, Evidence, EvidenceError, Id, Source, Text
from explainer.macros import Components
from explainer.typography import french

VERSION = 1  # of the format; grows when a field changes its meaning or goes


class Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class Addresses(Out):
    """The same place in both languages."""

    en: str
    fr: str


class Judgement(Out):
    """A label, the reasons for it and their sources."""

    label: str = Field(description="Explained on /about/#labels.")
    why: Text
    sources: list[Source]


class Outcome(Judgement):
    """What became of the claim by the state of the sources."""

    date: Date | None = Field(description="Of the event that settled the label; null while still open.")


class ClaimOut(Out):
    """One checkable statement of the article."""

    id: Id = Field(description="Permanent: never changed, never given to another claim.")
    url: Addresses
    title: Text
    paragraph: int = Field(description="Of the article, from 1.")
    quote: str = Field(description="The article's own words, in French; a cut is written […].")
    translation: dict[Literal["en"], str] = Field(description="By this site.")
    credited: str | None = Field(description="The outlet that the article names; null if none.")
    then: Judgement
    since: Outcome
    explained_on: Addresses


class EventOut(Out):
    """Something that happened."""

    id: Id = Field(description="Permanent, as a claim's.")
    url: Addresses
    date: Date = Field(description="As exact as known: YYYY, YYYY-MM or YYYY-MM-DD.")
    disputes: list[Dispute]
    title: Text
    text: Text
    claims: list[Id] = Field(description="Of the article, on which it bears.")
    sources: list[Source]


class About(Out):
    """The article that the site is about."""

    title: str
    publisher: str
    date: Date
    url: str
    sister: str = Field(description="Its English edition.")


class DataFile(Out):
    schema_address: str = Field(alias="$schema")
    version: Literal[VERSION] = VERSION  # type: ignore[valid-type]
    edition: str = Field(description="Year and month of the site's text.")
    state_of_sources: Text
    article: About


class ClaimsFile(DataFile):
    """Every claim of the article: who said it, how firm it was in June 2025, what became of it since."""

    claims: list[ClaimOut]


class EventsFile(DataFile):
    """Every event of the timeline, in order of date."""

    events: list[EventOut]


FILES: dict[str, type[DataFile]] = {"claims": ClaimsFile, "events": EventsFile}


def claims(data: Evidence, root: str) -> ClaimsFile:
    """The content of /claims.json. `root`: the address of the site."""
    return ClaimsFile(
        **_head(data, root, "claims"),
        claims=[
            ClaimOut(
                **c.model_dump(include={"id", "paragraph", "quote", "credited"}),
                url=_addresses(root, f"article/#{c.id}"),
                title=c.title,
                translation={"en": c.translation},
                then=Judgement(label=c.then.label, why=c.then.why, sources=_sources(data, c.then.sources)),
                since=Outcome(
                    label=c.since.label, why=c.since.why, sources=_sources(data, c.since.sources), date=c.since.date
                ),
                explained_on=_addresses(root, "" if c.page == "index" else f"{c.page}/"),
            )
            for c in data.claims.values()
        ],
    )


def events(data: Evidence, root: str) -> EventsFile:
    """The content of /events.json."""
    return EventsFile(
        **_head(data, root, "events"),
        events=[
            EventOut(
                **{name: getattr(e, name) for name in ("id", "date", "disputes", "title", "text", "claims")},
                url=_addresses(root, f"timeline/#{e.id}"),
                sources=_sources(data, e.sources),
            )
            for e in data.events.values()
        ],
    )


def _head(data: Evidence, root: str, name: str) -> dict[str, Any]:
    return {
        "$schema": f"{root}{name}.schema.json",
        "edition": data.edition.version,
        "state_of_sources": data.labels.state_of_sources,
        "article": About(**data.article.model_dump(exclude={"seed"})),
    }


def _addresses(root: str, path: str) -> Addresses:
    return Addresses(en=root + path, fr=f"{root}fr/{path}")


def _sources(data: Evidence, ids: list[str]) -> list[Source]:
    return [data.sources[i] for i in ids]


def tables(data: Evidence, language: str) -> dict[str, list[list[str]]]:
    """Every table and diagram in one language, as /data/ID.csv gives it: rows of cells, the heads first."""

    def say(text: Text) -> str:
        return str(getattr(text, language))

    found = {}
    for t in data.tables.values():
        sources = [sorted({i for cell in row.cells for i in cell.sources}) for row in t.rows]
        found[t.id] = [["id", "", *map(say, t.columns), "sources"]] + [
            [row.id, say(row.head), *map(say, row.cells), " ".join(ids)]
            for row, ids in zip(t.rows, sources, strict=True)
        ]
    words = data.labels.words
    for d in data.diagrams.values():
        found[d.id] = [["", *(say(words[name]) for name in ("from", "to", "what")), "sources"]]
        for panel in d.panels:
            for group in panel.groups:
                for arrow in group.arrows:
                    ends = (group.left, group.right) if arrow.to == "right" else (group.right, group.left)
                    found[d.id].append([say(panel.title), *map(say, ends), say(arrow), " ".join(arrow.sources)])
    return found


class Page(NamedTuple):
    name: str  # the file's stem
    title: str
    description: str
    path: str  # below the root of its language


def pages(config: MkDocsConfig) -> list[Page]:
    """The pages of one language in the order of its navigation.

    Raises EvidenceError for one without a title or description.
    """
    found = []
    for path in (Path(config.docs_dir, file) for entry in config.nav or [] for file in entry.values()):
        _, front = meta.get_data(path.read_text(encoding="utf-8"))
        for key in ("title", "description"):
            if key not in front:
                raise EvidenceError(f"{path.relative_to(ROOT)}: its front matter has no `{key}`: add it")
        say = french if config.theme["language"] == "fr" else str
        name = path.stem
        found.append(Page(name, say(front["title"]), say(front["description"]), "" if name == "index" else f"{name}/"))
    return found


def feed(data: Evidence, config: MkDocsConfig, components: Components) -> dict[str, Any]:
    """The corrections, newest first, and the events, latest first, as a JSON Feed 1.1.

    An event bears no date of publication, which would be that of the day when it was added here.
    """
    say = components.say
    corrections = [
        {
            "id": f"{config.extra['root']}{c.point}!{c.date}",
            "url": f"{config.site_url}{c.point}",
            "title": say(data.labels.words["correction"]),
            "content_text": f"{say(c.said)} → {say(c.says)} {say(c.why)}",
            "date_published": f"{c.date}T00:00:00Z",
        }
        for c in data.corrections
    ]
    happened = [
        {
            "id": f"{config.extra['root']}timeline/#{e.id}",
            "url": f"{config.site_url}timeline/#{e.id}",
            "title": f"{components.date(e.date)} · {say(e.title)}",
            "content_text": say(e.text),
        }
        for e in reversed(data.events.values())
    ]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": config.site_name,
        "description": config.site_description,
        "home_page_url": config.site_url,
        "feed_url": f"{config.site_url}feed.json",
        "language": components.language,
        "items": corrections + happened,
    }


def llms(config: MkDocsConfig, data: Evidence) -> str:
    """/llms.txt: the site in one page of Markdown, for programs that read it (llmstxt.org)."""
    lines = [f"# {config.site_name}", "", f"> {config.site_description} {data.labels.state_of_sources.en}.", ""]
    lines += ["English pages; the same under fr/ in French.", "", "## Pages", ""]
    lines += [f"- [{p.title}]({config.site_url}{p.path}): {p.description}" for p in pages(config)]
    lines += ["", "## Data", ""]
    lines += [
        f"- [{name}.json]({config.site_url}{name}.json): {data.labels.words[f'about_{name}'].en}"
        f" Its [schema]({config.site_url}{name}.schema.json)."
        for name in FILES
    ]
    return "\n".join(lines) + "\n"


def files_of_language(data: Evidence, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """What stands beside the pages of one language: (path below its root, text)."""
    language, components = config.theme["language"], Components(data, config)
    for page in pages(config):
        address = components.own(config.site_url + page.path)
        cited = Cited(page.name, page.title, config.site_name, language, address, data.edition)
        yield f"{page.path}cite.ris", ris(cited)
    for moved in data.moved:
        if "#" not in moved.old:
            template = components.jinja.get_template("moved.html")
            folder, sign, point = moved.new.partition("#")
            file = "index.html" if config.extra["frozen"] else ""  # which no server adds to what is read from disk
            address = f"../{folder}{file}{sign}{point}"
            yield f"{moved.old}index.html", template.render(address=address, canonical=config.site_url + moved.new)
    for name, rows in tables(data, language).items():
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        yield f"data/{name}.csv", "\ufeff" + text.getvalue()  # the mark tells spreadsheets that it is UTF-8
    yield "feed.json", _json(feed(data, config, components))


def files_of_root(data: Evidence, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """What stands once for both languages: (path below the root, text). `config`: of the English pages."""
    root = config.extra["root"]
    for file in (claims(data, root), events(data, root)):
        yield f"{type(file).__name__.removesuffix('File').lower()}.json", _json(file.model_dump(by_alias=True))
    for name, model in FILES.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{root}{name}.schema.json"}
        yield f"{name}.schema.json", _json(schema | model.model_json_schema(mode="serialization"))
    yield "llms.txt", llms(config, data)
    # Robots look for it at the root of the host: it serves where the site has a domain of its own.
    yield "robots.txt", "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: {root}{p}sitemap.xml\n" for p in ("", "fr/"))


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
