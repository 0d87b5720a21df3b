"""What a page can call, `{{ claim("stake-33") }}` for one, and what every page gets at its end.

No HTML here: a macro finds its entry and renders components/NAME.md, which is
Markdown, so that the strict build checks every link in it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer import citation, evidence, structured, uses
from explainer.evidence import ROOT, Dispute, Evidence, EvidenceError, I, Source, Text
from explainer.typography import french

CITED = re.compile(r"(?:\[\^[\w.-]+\])+")  # one or more notes in a row
DEFINED = re.compile(r"\[\^([\w.-]+)\]")


@cache
def load() -> Evidence:
    return evidence.load(ROOT)


@cache
def spell_date(value: str, language: str) -> str:
    """2025-10-28 as “28 October 2025” or « 28 octobre 2025 »; a year, or a month and year, likewise."""
    pattern = {4: "y", 7: "MMMM y", 10: "d MMMM y"}[len(value)]
    spelled = format_date(date.fromisoformat((value + "-01-01")[:10]), pattern, locale=language)
    return re.sub(r"^1 ", "1er ", spelled) if language == "fr" else spelled


def file_of_page(env: Any) -> str:
    """The file of the page that is built, as messages name it: docs/fr/about.md."""
    return f"{env.conf['docs_dir']}/{env.page.file.src_uri}".removeprefix(f"{ROOT}/")


def as_file(place: str) -> str:
    """A place of the site as Markdown links to it: article/#stake-33 as article.md#stake-33."""
    page, hash_sign, point = place.partition("#")
    return f"{page.rstrip('/') or 'index'}.md{hash_sign}{point}"


class Components:
    """Renders components/*.md in one language."""

    def __init__(self, data: Evidence, config: Any) -> None:
        self.language = language = config["theme"]["language"]
        self.config = config
        self.words = {name: self.say(text) for name, text in data.labels.words.items()}
        self.jinja = Environment(
            loader=FileSystemLoader(ROOT / "components"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            comment_start_string="{##",  # `{#` opens a heading's id
            comment_end_string="##}",
        )
        self.jinja.globals |= {
            "language": language,
            "other": "fr" if language == "en" else "en",
            "site_name": config["site_name"],
            "page_names": {file.removesuffix(".md"): name for entry in config["nav"] for name, file in entry.items()},
            "report": self.report,
            "own": self.own,
            "kept": self.kept,
            "edition": data.edition,
            "article": data.article,
            "labels": {"then": data.labels.then, "since": data.labels.since},
            "sources": data.sources,
            "claims": data.claims,
            "words": self.words,
            "state_of_sources": self.say(data.labels.state_of_sources),
        }
        self.jinja.filters |= {"say": self.say, "date": self.date, "when": self.when, "file": as_file}

    def say(self, text: Text) -> str:
        """The text in this language, spaced as the language wants it."""
        return french(text.fr) if self.language == "fr" else text.en

    def date(self, value: str) -> str:
        return spell_date(value, self.language)

    def when(self, source: Source) -> str:
        return self.words["undated"] if source.date == "undated" else self.date(source.date)

    def report(self, address: str) -> str:
        """The address at which an error of one point is reported, with the point filled in."""
        # Fields of .github/ISSUE_TEMPLATE/correction.yml.
        place = address.removeprefix(self.config["extra"]["root"])
        query = urlencode({"template": "correction.yml", "title": f"Correction: {place}", "point": address})
        return f"{self.config['extra']['repository']}/issues/new?{query}"

    def own(self, address: str) -> str:
        """The address of what is built: of a frozen edition its own, else the live one."""
        extra = self.config["extra"]
        return citation.in_edition(address, extra["root"], extra["frozen"]) if extra["frozen"] else address

    def kept(self, address: str) -> str:
        """Where the newest frozen edition keeps what is live at an address; empty if there is none."""
        extra = self.config["extra"]
        return citation.in_edition(address, extra["root"], extra["edition"]) if extra["edition"] else ""

    def render(self, name: str, **context: Any) -> str:
        return self.jinja.get_template(f"{name}.md").render(**context)


def define_env(env: Any) -> None:
    """Offer the macros and variables to the pages (mkdocs-macros calls this once a build)."""
    data = load()
    components = Components(data, env.conf)
    env.variables["components"] = components
    env.variables["state_of_sources"] = components.say(data.labels.state_of_sources)
    env.variables["repository"] = env.conf["extra"]["repository"]
    env.variables["total"] = len(data.claims)
    env.variables["contact"] = env.conf["extra"]["contact"]

    prose = uses.pages(Path(env.conf["docs_dir"]))

    def find(entries: dict[str, I], wanted: str, place: str) -> I:
        """The entry that a page calls by its id."""
        if problems := list(evidence.unknown([wanted], entries, file_of_page(env), place)):
            raise EvidenceError(problems[0])
        return entries[wanted]

    def root() -> str:
        """The way from this page to the root of its language, for files that are no pages."""
        return "" if env.page.is_homepage else "../"

    @env.macro
    def file(name: str, own: bool = False) -> str:
        """A link to a file at the root of the site; `own`: at that of this language."""
        up = root() + ("../" if components.language == "fr" and not own else "")
        return f'<a href="{up}{name}">{name}</a>'

    @env.macro
    def fact(fact_id: str) -> str:
        """A figure of data/facts.yml with its qualifier, in this language's words."""
        return components.say(find(data.facts, fact_id, "data/facts.yml"))

    @env.macro
    def claim(claim_id: str) -> str:
        """The mark after a statement of the article: a link to its claim."""
        return components.render("claim-mark", claim=find(data.claims, claim_id, "data/claims.yml")).strip()

    @env.macro
    def wall() -> str:
        return ""

    @env.macro
    def contradicted() -> str:
        return ""

    @env.macro
    def picture(name: str) -> str:
        return ""

    @env.macro
    def claim_filter() -> str:
        return ""

    @env.macro
    def claims(paragraph: int) -> str:
        """The claims of one paragraph of the article, whole."""
        found = [c for c in data.claims.values() if c.paragraph == paragraph]
        if not found:
            raise EvidenceError(
                f"{file_of_page(env)}: no claim in data/claims.yml is of paragraph {paragraph}: correct the number"
            )
        return "\n".join(components.render("claim", claim=c, claim_address=env.page.canonical_url + "#") for c in found)

    @env.macro
    def quotations() -> str:
        """The article's quotations that this page explains, in the article's order."""
        name = env.page.file.name
        return components.render("quotations", claims=[c for c in data.claims.values() if c.page == name])

    @env.macro
    def table(table_id: str) -> str:
        """A table of data/tables."""
        found = find(data.tables, table_id, "data/tables")
        return components.render("table", table=found, root=root())

    @env.macro
    def diagram(diagram_id: str) -> str:
        """A diagram of data/diagrams, with its table."""
        found = find(data.diagrams, diagram_id, "data/diagrams")
        return components.render("diagram", diagram=found, root=root())

    @env.macro
    def events(dispute: str, since: str) -> str:
        """What happened in one dispute (its first) from a date on."""
        found = [e for e in data.events.values() if e.disputes[0] == dispute and e.date >= since]
        return components.render("events", events=found, anchored=False)

    @env.macro
    def timeline() -> str:
        """Every event, by year, to be narrowed by dispute."""
        return components.render(
            "timeline", events=list(data.events.values()), anchored=True, disputes=get_args(Dispute)
        )

    @env.macro
    def glossary() -> str:
        """Every term in this language's alphabetical order, with the pages that link to it."""
        terms = sorted(data.terms.values(), key=lambda t: components.say(t.term).casefold())
        return components.render("glossary", terms=terms, used={t.id: list(uses.of_term(t.id, prose)) for t in terms})

    @env.macro
    def players() -> str:
        """Everyone in the story, by kind, with the pages that name them."""
        found = list(data.players.values())
        return components.render(
            "players",
            players=found,
            kinds=list(dict.fromkeys(p.kind for p in found)),
            used={p.id: list(uses.of_player(p.names, data, prose, components.language)) for p in found},
        )

    @env.macro
    def source_list() -> str:
        """Every source by kind and date, with each of its uses."""
        return components.render("source-list", uses=uses.of_sources(data, prose))

    @env.macro
    def corrections() -> str:
        """What was corrected, newest first."""
        return components.render("corrections", corrections=data.corrections)

    @env.macro
    def tally() -> str:
        """How many claims bear each label."""
        return components.render(
            "tally",
            total=len(data.claims),
            then=Counter(c.then.label for c in data.claims.values()),
            since=Counter(c.since.label for c in data.claims.values()),
        )

    @env.macro
    def label_list() -> str:
        """Every label with its shape, word and meaning."""
        return components.render("label-list")


def on_post_page_macros(env: Any) -> None:
    """Give the page its notes, written from the sources that it cites, and what it is cited by."""
    data, components = load(), env.variables["components"]
    page, name = env.page, env.page.file.name
    where = file_of_page(env)
    cited = list(dict.fromkeys(DEFINED.findall(env.markdown)))
    if problems := list(evidence.unknown(cited, data.sources, where, "data/sources.yml")):
        raise EvidenceError("\n".join(problems))

    def mark_quoted(match: re.Match[str]) -> str:
        """A fact of which no source was read carries the mark that about.md explains."""
        ids = DEFINED.findall(match[0])
        if any(data.sources[i].seen == "read" for i in ids):
            return match[0]
        return match[0] + components.render("as-quoted").strip()

    if components.language == "fr":
        page.meta |= {key: french(page.meta[key]) for key in ("title", "description")}
    as_cited = citation.Cited(
        name,
        page.meta["title"],
        env.conf["site_name"],
        components.language,
        components.own(page.canonical_url),
        data.edition,
    )
    # What overrides/main.html puts into the head.
    page.meta["card"] = f"{env.conf['site_url']}cards/{name}.png"
    page.meta["citation"] = citation.meta_tags(as_cited)
    page.meta["structured"] = structured.graph(
        as_cited,
        page.meta["description"],
        page.meta["card"],
        env.conf["site_url"],
        env.conf["extra"]["root"],
        data,
        components.say,
    )
    env.markdown = CITED.sub(mark_quoted, env.markdown) + components.render(
        "page-end",
        cited=[data.sources[i] for i in cited],
        page=page,
        bibtex=citation.bibtex(as_cited),
        moved=[m for m in data.moved if "#" in m.old and m.old.split("#")[0] == page.url],
    )
