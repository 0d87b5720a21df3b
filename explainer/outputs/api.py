"""/claims.json and /events.json, with their JSON Schema. Described on /about/.

The models below are the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from explainer.model import Date, Dispute, Evidence, Id, Source, Text
from explainer.render import Components
from explainer.site import LANGUAGES, Site

VERSION = 2  # of the format; grows when a field changes its meaning or goes


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """Both files and their schemas, once for all languages."""
    if not site.is_root:
        return
    for name, content in (("claims", claims(site, data)), ("events", events(site, data))):
        yield f"{name}.json", as_json(content.model_dump(by_alias=True))
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{site.root}{name}.schema.json"}
        yield f"{name}.schema.json", as_json(schema | type(content).model_json_schema(mode="serialization"))


def as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


class PublicModel(BaseModel):
    model_config = ConfigDict(frozen=True)


class Addresses(PublicModel):
    """The same place in both languages."""

    en: str
    fr: str


class Judgement(PublicModel):
    """A label, the reasons for it and their sources."""

    label: str = Field(description="Explained on /about/#labels.")
    why: Text
    sources: list[Source]


class Outcome(Judgement):
    """What became of the claim by the state of the sources."""

    date: Date | None = Field(description="Of the event that settled the label; null while still open.")


class PublicClaim(PublicModel):
    """One checkable statement of the article."""

    id: Id = Field(description="Permanent: never changed, never given to another claim.")
    url: Addresses
    title: Text
    verdict: Text = Field(description="In one line: was it right in June 2025, and what became of it.")
    paragraph: int = Field(description="Of the article, from 1.")
    quote: str = Field(description="The article's own words, in French; a cut is written […].")
    translation: dict[Literal["en"], str] = Field(description="By this site.")
    credited: str | None = Field(description="The outlet that the article names; null if none.")
    then: Judgement
    since: Outcome
    explained_on: Addresses


class PublicEvent(PublicModel):
    """Something that happened."""

    id: Id = Field(description="Permanent, as a claim's.")
    url: Addresses
    date: Date = Field(description="As exact as known: YYYY, YYYY-MM or YYYY-MM-DD.")
    disputes: list[Dispute]
    title: Text
    text: Text
    claims: list[Id] = Field(description="Of the article, on which it bears.")
    sources: list[Source]


class About(PublicModel):
    """The article that the site is about."""

    title: str
    publisher: str
    date: Date
    url: str
    sister: str = Field(description="Its English edition.")


class DataFile(PublicModel):
    schema_address: str = Field(alias="$schema")
    version: Literal[VERSION] = VERSION  # type: ignore[valid-type]
    edition: str = Field(description="Year and month of the site's text.")
    state_of_sources: Text
    sources_end: Date = Field(description="The date of the sources: nothing in the file is later.")
    article: About


class ClaimsFile(DataFile):
    """Every claim of the article: who said it, how firm it was in June 2025, what became of it since."""

    claims: list[PublicClaim]


class EventsFile(DataFile):
    """Every event of the timeline, in order of date."""

    events: list[PublicEvent]


def claims(site: Site, data: Evidence) -> ClaimsFile:
    """The content of /claims.json."""
    return ClaimsFile(
        **_head(site, data, "claims"),
        claims=[
            PublicClaim(
                **c.model_dump(include={"id", "paragraph", "quote", "credited"}),
                url=_addresses(site, f"claims/{c.id}/"),
                title=c.title,
                verdict=c.verdict,
                translation={"en": c.translation},
                then=Judgement(label=c.then.label, why=c.then.why, sources=_sources(data, c.then.sources)),
                since=Outcome(
                    label=c.since.label, why=c.since.why, sources=_sources(data, c.since.sources), date=c.since.date
                ),
                explained_on=_addresses(site, "" if c.page == "index" else f"{c.page}/"),
            )
            for c in data.claims.values()
        ],
    )


def events(site: Site, data: Evidence) -> EventsFile:
    """The content of /events.json."""
    return EventsFile(
        **_head(site, data, "events"),
        events=[
            PublicEvent(
                **{name: getattr(e, name) for name in ("id", "date", "disputes", "title", "text", "claims")},
                url=_addresses(site, f"timeline/#{e.id}"),
                sources=_sources(data, e.sources),
            )
            for e in data.events.values()
        ],
    )


def _head(site: Site, data: Evidence, name: str) -> dict[str, Any]:
    state = {language: Components(data, replace(site, language=language)).state_of_sources for language in LANGUAGES}
    return {
        "$schema": f"{site.root}{name}.schema.json",
        "edition": data.edition.version,
        "state_of_sources": Text(**state),
        "sources_end": data.labels.sources_end,
        "article": About(**data.article.model_dump(include=set(About.model_fields))),
    }


def _addresses(site: Site, path: str) -> Addresses:
    return Addresses(**{language: site.url(path, language) for language in LANGUAGES})


def _sources(data: Evidence, ids: list[str]) -> list[Source]:
    return [data.sources[i] for i in ids]
