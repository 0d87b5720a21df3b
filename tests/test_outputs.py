"""What the site offers besides pages says what the pages say: data files, tables, feeds, references."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from explainer.render import Components
from explainer.site import LANGUAGES
from explainer.site import folder as folder_of
from support.built import BASE

PREFIXES = [folder_of(language) for language in LANGUAGES]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FIELDS = {  # of version 2, by the models of explainer/outputs/api.py
    "About": "title publisher date url sister",
    "Addresses": "en fr",
    "PublicClaim": "id url title verdict paragraph quote translation credited then since explained_on",
    "PublicEvent": "id url date disputes title text claims sources",
    "Judgement": "label why sources",
    "Outcome": "label why sources date",
    "Source": "id title subject publisher relays date url kind language seen archive",
    "Text": "en fr",
}


def read_json(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def test_claims_json_says_what_the_pages_say(folder, site, evidence):
    given = read_json(folder / "claims.json")
    assert given["sources_end"] == evidence.labels.sources_end
    assert [c["id"] for c in given["claims"]] == list(evidence.claims)
    for claim in given["claims"]:
        assert all(claim[part]["sources"] for part in ("then", "since"))
        for language, prefix in zip(LANGUAGES, PREFIXES, strict=True):
            page = site.pages[f"{prefix}claims/{claim['id']}/index.html"]
            assert claim["url"][language] == page.url
            assert claim["verdict"][language] == page.meta("og:title")
            labels = page.html.select_one("[data-then]")
            assert (claim["then"]["label"], claim["since"]["label"]) == (labels["data-then"], labels["data-since"])
            assert claim["quote"] in page.text()


def test_events_json_says_what_the_timeline_says(folder, site):
    given = read_json(folder / "events.json")["events"]
    for language, prefix in zip(LANGUAGES, PREFIXES, strict=True):
        timeline = site.pages[f"{prefix}timeline/index.html"]
        shown = [e["datetime"] for e in timeline.article.select(".event time")]
        assert [e["date"] for e in given] == shown
        text = timeline.text("note")
        for event in given:
            assert event["url"][language] == f"{timeline.url}#{event['id']}"
            assert event["id"] in timeline.ids and event["title"][language] in text


@pytest.mark.parametrize("name", ["claims", "events"])
def test_the_data_files_keep_their_fields(name, folder):
    """Programs rely on them: a field may be added, but not renamed or removed without another `version`."""
    content, schema = read_json(folder / f"{name}.json"), read_json(folder / f"{name}.schema.json")
    assert content["$schema"] == schema["$id"] == f"{BASE}{name}.schema.json"
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(content)
    assert schema["properties"]["version"]["const"] == 2
    for model, fields in FIELDS.items():
        if model in schema["$defs"]:
            gone = set(fields.split()) - set(schema["$defs"][model]["properties"])
            assert not gone, f"{name}.json: {model} has lost {gone}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_files_open_in_their_language(language, folder, site, evidence):
    """A French spreadsheet expects semicolons; each cell says what the page's table says."""
    prefix = folder_of(language)
    for table in evidence.tables.values():
        path = folder / f"{prefix}data/{table.id}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, delimiter={"en": ",", "fr": ";"}[language])
        assert all(head) and head[2:-1] == [getattr(c, language) for c in table.columns], path
        assert [row[0] for row in rows] == [row.id for row in table.rows], path
        assert {len(row) for row in rows} == {len(head)}, path


@pytest.mark.parametrize("prefix", PREFIXES)
def test_both_feeds_say_the_same(prefix, folder, site, evidence):
    feed = read_json(folder / f"{prefix}feed.json")
    atom = ElementTree.parse(folder / f"{prefix}atom.xml").getroot()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}{prefix}feed.json"
    assert atom.find("a:link[@rel='self']", ATOM).get("href") == f"{BASE}{prefix}atom.xml"
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == feed["language"] == (prefix[:2] or "en")
    assert atom.find("a:id", ATOM).text and atom.find("a:author/a:name", ATOM).text == feed["title"]
    entries = [
        (e.find("a:id", ATOM).text, e.find("a:link", ATOM).get("href"), e.find("a:title", ATOM).text,
         e.find("a:content", ATOM).text, e.find("a:published", ATOM).text)
        for e in atom.findall("a:entry", ATOM)
    ]  # fmt: skip
    items = [tuple(i[k] for k in ("id", "url", "title", "content_text", "date_published")) for i in feed["items"]]
    assert entries == items
    assert len({i[0] for i in items}) == len(items) == len(evidence.events) + len(evidence.corrections)
    days = [datetime.fromisoformat(i[4]) for i in items[len(evidence.corrections) :]]
    assert days == sorted(days, reverse=True)
    assert max(days).date().isoformat() <= evidence.labels.sources_end


def test_references_say_what_their_page_says(site, evidence):
    """RIS and BibTeX: title, site, year, date, language, address; the author is the site in both."""
    for page in site.content.values():
        ris = dict(line.split("  - ") for line in site.read[page.name.replace("index.html", "cite.ris")].splitlines())
        year, month, day = evidence.edition.released.split("-")
        expected = {"TI": page.meta("og:title"), "T2": page.meta("og:site_name"), "PY": year, "LA": page.language}
        expected |= {"DA": f"{year}/{month}/{day}", "UR": page.url, "TY": "ELEC"}
        assert {key: ris[key] for key in expected} == expected, page.name
        author = page.meta("og:site_name")
        assert ris["AU"] == author.replace(",", "") + ",", page.name
        bibtex = page.html.select_one(".bibtex pre").get_text()
        assert f"author = {{{{{author}}}}}" in bibtex and f"year = {{{year}}}" in bibtex
        # What pdfLaTeX cannot read: spaces that it has commands for.
        assert not re.search("[\u00a0\u202f]", bibtex), page.name


def test_the_date_of_the_sources_is_one(site, evidence):
    """In words on the pages, as a day in the data: both from one value."""
    words = {"en": "early October 2026", "fr": "début octobre 2026"}
    assert evidence.labels.sources_end.startswith("2026-10-0"), "the expected words are of another day"
    for page in site.content.values():
        assert words[page.language] in page.html.select_one(".cite").get_text(), page.name


@pytest.mark.parametrize(
    ("day", "words"), [("2026-10-10", "early"), ("2026-10-11", "mid"), ("2026-10-21", "late"), ("2026-10-31", "late")]
)
def test_a_day_becomes_words(day, words, evidence):
    class Site:
        language, nav = "en", {}

    labels = evidence.labels.model_copy(update={"sources_end": day})
    components = Components(evidence.model_copy(update={"labels": labels}), Site())
    assert components.state_of_sources.startswith(f"State of the sources: {words}")


def test_the_glossary_is_in_the_order_of_a_dictionary(site):
    entries = [e.get_text() for e in site.pages["fr/glossary/index.html"].article.select(".entry")]
    places = [
        next(n for n, e in enumerate(entries) if e.startswith(w)) for w in ("contrôle", "déclaration", "droit de")
    ]
    assert places == sorted(places)


NAMES = ["feed.json", "fr/feed.json", "atom.xml", "fr/atom.xml", "claims.json", "events.json", "llms.txt", "robots.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_the_addresses_in_a_file_lead_somewhere(name, folder, site):
    for url in re.findall(rf"{BASE}[^\s\"<>),]*", (folder / name).read_text("utf-8")):
        address, _, point = url.partition("#")
        target = site.target(address)
        assert target in site.files, f"{name}: {url} leads nowhere"
        assert not point or point.split("!")[0] in site.pages[target].ids, f"{name}: {url} leads to no point"
