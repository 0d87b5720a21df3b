"""What a page can call, `{{ claim("stake-33") }}` for one. mkdocs-macros calls `define_env` once a build.

No HTML here: a macro finds its entry and renders components/NAME.md, which is
Markdown, so that the strict build checks every link in it.
"""

from __future__ import annotations

import logging
import traceback
import unicodedata
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

from jinja2 import UndefinedError
from mkdocs_macros.errors import format_error

from explainer.backlinks import BackLinks
from explainer.load import ROOT, DataError, evidence
from explainer.model import Claim, Dispute, Item, unknown
from explainer.outputs import citations
from explainer.page_end import JOINED, finish
from explainer.render import Components
from explainer.site import Page, Site
from explainer.timeline import density

LOG = logging.getLogger("mkdocs.plugins.explainer")  # a warning ends a strict build
I = TypeVar("I", bound=Item)
# Components that show all of something: a page calls them by their names, {{ label_list() }}.
WHOLE = [
    "wall",
    "claim-filter",
    "contradicted",
    "timeline",
    "glossary",
    "players",
    "source-list",
    "corrections",
    "label-list",
]


def _plain(text: str) -> str:
    """Small letters without accents, as dictionaries sort them."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def define_env(env: Any) -> None:
    """Offer the macros and variables to the pages of one language."""
    data, site = evidence(), Site.of(env.conf)
    components = Components(data, site)
    counts = Counter(part.label.replace("-", "_") for c in data.claims.values() for part in (c.then, c.since))
    env.variables["components"] = components
    env.variables["state_of_sources"] = components.state_of_sources
    env.variables["repository"] = site.repository
    env.variables["contact"] = env.conf["extra"]["contact"]
    env.variables["total"] = len(data.claims)
    env.variables["documents"] = len(data.sources)

    def find(entries: dict[str, I], wanted: str, place: str) -> I:
        """The entry that a page calls by its id."""
        if wanted not in entries:
            raise DataError(f"`{wanted}` {unknown(wanted, entries, place)}")
        return entries[wanted]

    def root() -> str:
        """The way from this page to the root of its language, for files that are not pages."""
        return site.to_root(env.page.url)

    edition = components.words["edition"].capitalize()
    note = f"{edition} {data.edition.version}. {components.state_of_sources}."
    components.jinja.globals |= {
        "root": root,
        "uses": BackLinks(data, Path(env.conf["docs_dir"]), site.language),
        "density": density(data.events.values(), data.article.date[:7]),
        "disputes": get_args(Dispute),
        "counts": defaultdict(int, counts, total=len(data.claims)),
        "bibtex": lambda page: citations.bibtex(site, page, data, note),
    }
    components.jinja.filters["alphabetical"] = partial(sorted, key=lambda term: _plain(components.say(term.term)))
    for name in WHOLE:
        env.macro(partial(components.render, name), name.replace("-", "_"))

    @env.macro
    def file(name: str, own: bool = False) -> str:
        """A link to a file at the root of the site; `own`: at that of this language."""
        up = root() + ("" if own or site.is_root else "../")
        return f'<a href="{up}{name}">{name}</a>'

    @env.macro
    def fact(fact_id: str) -> str:
        """A figure of data/facts.yml with its qualifier, in this language's words."""
        return components.say(find(data.facts, fact_id, "data/facts.yml"))

    @env.macro
    def claim(claim_id: str) -> str:
        """The reference to a claim of the article: a link to its page."""
        found = find(data.claims, claim_id, "data/claims.yml")
        return JOINED.format(components.render("claim-ref", claim=found).strip())

    @env.macro
    def claims(paragraph: int) -> str:
        """The claims of one paragraph of the article, each a row."""
        found = [c for c in data.claims.values() if c.paragraph == paragraph]
        if not found:
            raise DataError(f"no claim in data/claims.yml is of paragraph {paragraph}: correct the number")
        return "\n".join(components.render("claim", claim=c) for c in found)

    @env.macro
    def claim_page(claim_id: str) -> str:
        """The whole page of a claim."""
        found = find(data.claims, claim_id, "data/claims.yml")
        everything: list[Claim | None] = [None, *data.claims.values(), None]
        number = everything.index(found)
        return components.render(
            "claim-page",
            claim=found,
            number=number,
            previous=everything[number - 1],
            next=everything[number + 1],
            on_it=[e for e in data.events.values() if claim_id in e.claims],
            page=Page(env.page.url, env.page.meta["title"], env.page.meta["description"]),
        )

    @env.macro
    def picture(name: str) -> str:
        """The small picture of a door of the home page, from the figure of the page behind it."""
        if name == "control":
            return components.render("picture", diagram=data.diagrams["control-diagram"])
        found = data.tables["share" if name == "share" else "computing"]
        return components.render("picture", table=found, caption=components.words[f"picture_{name}"])

    @env.macro
    def table(table_id: str) -> str:
        """A table of data/tables."""
        return components.render("table", table=find(data.tables, table_id, "data/tables"))

    @env.macro
    def diagram(diagram_id: str) -> str:
        """A diagram of data/diagrams, with its table."""
        return components.render("diagram", diagram=find(data.diagrams, diagram_id, "data/diagrams"))


def on_post_page_macros(env: Any) -> None:
    """Give the page its notes, its sources, how to cite it, and what its head says."""
    page = Page(env.page.url.removeprefix("./"), env.page.meta["title"], env.page.meta["description"])
    try:
        env.markdown, head = finish(env.markdown, page, env.variables["components"])
    except DataError as error:
        LOG.warning("%s: %s", _name(env.page), error)
        head = {"card": "", "citation": {}, "structured": {}}
    env.page.meta |= head


@format_error.register(DataError)
@format_error.register(TypeError)  # a call with a wrong or missing argument
@format_error.register(UndefinedError)
def _one_line(error: Exception, markdown: str, page: Any) -> str:
    """What mkdocs-macros says of a bad call in a page: file, line, what is wrong; no traceback."""
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == "<template>"]
    text = page.file.content_string
    front_matter = text.count("\n", 0, text.find(markdown.strip()))
    return f"{_name(page)}, line {(lines[0] or 1) + front_matter if lines else '?'}: {error}"


def _name(page: Any) -> str:
    """A page as messages name it: docs/en/about.md, or data/claims.yml for what no author writes."""
    if not page.file.abs_src_path:
        return f"data/claims.yml, {page.file.name}"
    return str(Path(page.file.abs_src_path).relative_to(ROOT))
