"""Bad data stops the build, with a message that names the file, the entry and the fix."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT, build, replace
from explainer.checks import arrows
from explainer.load import DataError, load
from explainer.model import Evidence
from explainer.quotes import QUOTE_LIMIT
from explainer.render import spell_date

CLAIMS, SOURCES, TABLE = "data/claims.yml", "data/sources.yml", "data/tables/share.yml"
FAULTS = {
    "a letter in a quotation": (
        CLAIMS,
        "un maximum de 33 %",
        "un maximun de 33 %",
        "claims.yml, stake-33: quote is not in paragraph 6 of the article",
    ),
    "a quotation too long": (
        CLAIMS,
        'quote: "Les tensions entre Microsoft et OpenAI s’intensifient"',
        'quote: "' + "mot " * (QUOTE_LIMIT + 1) + '"',
        "tensions-intensify: quote has 31 words",
    ),
    "an id used twice": (CLAIMS, "id: future-profits", "id: stake-33", "stake-33: the id is used twice"),
    "an id with capitals": (CLAIMS, "id: future-profits", "id: Future-Profits", "claims.yml, Future-Profits: id"),
    "an unknown source": (
        CLAIMS,
        "wsj-2025-06-16",
        "wsj-2025-6-16",
        "`wsj-2025-6-16` is not in data/sources.yml: did you mean `wsj-2025-06-16`?",
    ),
    "an unknown label": (CLAIMS, "label: did-not-happen", "label: failed", "since.label `failed`"),
    "a date that is none": (CLAIMS, 'date: "2026-04-27"', 'date: "2026-04-31"', "is not a day of the calendar"),
    "a date without quotes": (CLAIMS, 'date: "2026-04-27"', "date: 2026-04-27", "since.date"),
    "an outcome without a date": (CLAIMS, '    date: "2026-04-27"\n', "", "since.date: give the day"),
    "a field misspelt": (CLAIMS, "translation:", "translaton:", "translaton is not a field"),
    "a missing translation": (
        CLAIMS,
        'title: {en: "A lasting conflict", fr:',
        'title: {en: "A lasting conflict", de:',
        "conflict-drags-on: title.fr is missing",
    ),
    "an unknown page": (CLAIMS, "page: negotiations", "page: negotiation", "page `negotiation`"),
    "claims out of order": (
        CLAIMS,
        "paragraph: 3\n",
        "paragraph: 13\n",
        "disastrous-ending: quote is not in paragraph 13",
    ),
    "a source without a date": (SOURCES, '  date: "2025-06-16"\n', "", "date is missing"),
    "a source without https": (
        SOURCES,
        "url: https://www.wsj.com",
        "url: http://www.wsj.com",
        "is not an https address",
    ),
    "a source without a title": (SOURCES, "  title:", "  # title:", "title"),
    "an address used twice": (
        SOURCES,
        "url: https://itdaily.fr/nouvelles/business/conflit-microsoft-openai/",
        "url: https://itdaily.com/news/business/feud-microsoft-openai/",
        "is in 2 entries",
    ),
    "a sentence left in English": (
        "data/labels.yml",
        'fr: "La liste des corrections est vide."',
        'fr: "The list of corrections is empty."',
        "words.no_corrections",
    ),
    "a translation with another number": (CLAIMS, "most 33%", "most 32%", "stake-33: quote and translation state"),
    "a source dated otherwise than its id": (
        SOURCES,
        'date: "2025-06-16"',
        'date: "2025-06-17"',
        "correct the date or",
    ),
    "a mark that is drawn otherwise": (TABLE, "high: 33.0", "high: 34.0", "offer-2025-06: mark is drawn"),
    "an event later than the sources": (
        "data/labels.yml",
        'sources_end: "2026-10-09"',
        'sources_end: "2026-09-09"',
        "but the sources end on 2026-09-09",
    ),
    "a cell too few": (TABLE, "columns:\n", 'columns:\n  - {en: "One more", fr: "Une de plus"}\n', "cells for"),
    "no YAML at all": (CLAIMS, "- id: stake-33", "- id: [stake-33", "not valid YAML"),
}


def test_the_evidence_holds():
    load(ROOT)


@pytest.mark.parametrize("fault", FAULTS)
def test_bad_data_is_named(fault, project):
    name, old, new, message = FAULTS[fault]
    replace(project / name, old, new)
    with pytest.raises(DataError, match=re.escape(message)):
        load(project)


def test_a_correction_of_no_point_is_named(project):
    said = "said: {en: a, fr: b}, says: {en: c, fr: d}, why: {en: e, fr: f}"
    text = f'- {{date: "2026-12-01", point: "article/#stake-34", {said}}}'
    (project / "data/corrections.yml").write_text(text, "utf-8")
    with pytest.raises(
        DataError, match="number 1: point: `stake-34` is not in the entries of article/: did you mean `stake-33`?"
    ):
        load(project)


BAD_PAGES = {  # what must be said of the pages, and the faults that are put in: all of them in one build
    "calls, notes and links": (
        ["did you mean `stake-33`?", "docs/en/about.md: [^itdaily-de] is not in", "agj"],
        [
            ("docs/en/negotiations.md", 'claim("stake-33")', 'claim("stake-34")'),
            ("docs/en/about.md", "[^itdaily-fr]", "[^itdaily-de]"),
            ("docs/en/dependency-reduction.md", "glossary.md#agi)", "glossary.md#agj)"),
        ],
    ),
    "card": (["about.md: no preview card"], [("docs/en/about.md", "description:", "description: " + "word " * 100)]),
    "front matter": (
        ["docs/en/index.md: its front matter has no `description`"],
        [("docs/en/index.md", "description:", "descripton:")],
    ),
    "data": (["date is missing"], [("data/sources.yml", '  date: "2025-06-16"\n', "")]),
}


@pytest.mark.parametrize("kind", BAD_PAGES)
def test_a_bad_page_stops_the_build(kind, project, tmp_path):
    """Nothing half written: a site that stood there stays as it was."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("the site before")
    messages, faults = BAD_PAGES[kind]
    for name, old, new in faults:
        replace(project / name, old, new)
    done = build(project, site)
    assert done.returncode != 0
    for message in messages:
        assert message in done.stdout + done.stderr
    assert [p.name for p in site.iterdir()] == ["index.html"]
    assert not list(project.glob(".site-*"))


def test_every_source_is_used(evidence):
    cited = {i for c in evidence.claims.values() for i in c.sources}
    for kind in (evidence.events, evidence.terms, evidence.players):
        cited |= {i for entry in kind.values() for i in entry.sources}
    cited |= {i for t in evidence.tables.values() for row in t.rows for cell in row.cells for i in cell.sources}
    cited |= {i for d in evidence.diagrams.values() for arrow in arrows(d) for i in arrow.sources}
    for page in (ROOT / "docs").rglob("*.md"):
        cited |= set(re.findall(r"\[\^([\w.-]+)\]", page.read_text("utf-8")))
    assert sorted(set(evidence.sources) - cited) == [], "data/sources.yml: nothing cites these: cite or remove them"


AMOUNT = re.compile(r"[$€][\d.,]*\d(?: (?:million|billion))?|\d+(?:\.\d+)?%|\d{1,2} [A-Z][a-z]+ 20\d\d")


def test_every_number_of_the_prose_stands_in_the_data(evidence):
    """Each amount, percentage and day that a page states stands in a claim, an event, a table, a term or a player.

    The English prose is read; that the French has the same numbers is a matter of promises/languages.py.
    """
    known = data_text(evidence)
    for page in sorted((ROOT / "docs/en").glob("*.md")):
        stated = set(AMOUNT.findall(re.sub(r"\[\^[\w.-]+\]|\{\{.*?\}\}", "", page.read_text("utf-8"))))
        lost = [n for n in sorted(stated) if n not in known]
        assert not lost, f"docs/en/{page.name}: {lost} stand nowhere in data/: correct them, or state them there"


def data_text(evidence: Evidence) -> str:
    """All that data/ says in English, days spelled out."""
    parts = [
        spell_date(e.date, "en") for e in (*evidence.events.values(), *evidence.sources.values()) if e.date != "undated"
    ]
    for kind in (
        evidence.claims,
        evidence.events,
        evidence.facts,
        evidence.tables,
        evidence.diagrams,
        evidence.terms,
        evidence.players,
    ):
        parts += [entry.model_dump_json() for entry in kind.values()]
    return "\n".join(parts)
