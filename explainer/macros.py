"""What a page can call, `{{ claim("stake-33") }}` for one. mkdocs-macros calls `define_env` once a build.

No HTML here: a macro finds its entry and renders components/NAME.md, which is
Markdown, so that the strict build checks every link in it.
"""

from __future__ import annotations

import logging
import traceback
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, TypeVar, get_args

from jinja2 import UndefinedError
from mkdocs_macros.errors import format_error

from explainer import backlinks, claim_pages
from explainer import timeline as chronology
from explainer.load import ROOT, DataError, evidence
from explainer.model import Dispute, Item, unknown
from explainer.outputs import citations
from explainer.page_end import finish
from explainer.render import Components
from explainer.site import Page, Site

LOG = logging.getLogger("mkdocs.plugins.explainer")  # a warning ends a strict build
I = TypeVar("I", bound=Item)


def _plain(text: str) -> str:
    """Small letters without accents, as dictionaries sort them."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def define_env(env: Any) -> None:
    """Offer the macros and variables to the pages of one language."""
    data, site = evidence(), Site.of(env.conf)
    components = Components(data, site)
    prose = backlinks.pages(Path(env.conf["docs_dir"]))
    env.variables["components"] = components
    env.variables["state_of_sources"] = components.state_of_sources
    env.variables["repository"] = site.repository
    env.variables["contact"] = env.conf["extra"]["contact"]
    env.variables["total"] = len(data.claims)

    def find(entries: dict[str, I], wanted: str, place: str) -> I:
        """The entry that a page calls by its id."""
        if wanted not in entries:
            raise DataError(unknown(wanted, entries, place))
        return entries[wanted]

    def root() -> str:
        """The way from this page to the root of its language, for files that are not pages."""
        return site.to_root(env.page.url)

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
        return components.render("claim-ref", claim=find(data.claims, claim_id, "data/claims.yml")).strip()

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
        everything = list(data.claims.values())
        number = everything.index(find(data.claims, claim_id, "data/claims.yml"))
        page = Page(env.page.url, env.page.meta["title"], env.page.meta["description"])
        html, markdown = claim_pages.snippets(claim_id, data, components)
        return components.render(
            "claim-page",
            claim=everything[number],
            number=number + 1,
            previous=everything[number - 1] if number else None,
            next=everything[number + 1] if number + 1 < len(everything) else None,
            events=[e for e in data.events.values() if claim_id in e.claims],
            page=page,
            path=page.path,
            bibtex=citations.bibtex(site, page, data, components.state_of_sources),
            snippet_html=html,
            snippet_markdown=markdown,
        )

    @env.macro
    def wall() -> str:
        """All claims as tiles, with the finding in words and the legend that narrows them."""
        counts = Counter(part.label.replace("-", "_") for c in data.claims.values() for part in (c.then, c.since))
        return components.render("wall", counts=defaultdict(int, counts, total=len(data.claims)))

    @env.macro
    def claim_filter() -> str:
        """The legend of the labels, which narrows the claims of its page."""
        return components.render("claim-filter")

    @env.macro
    def contradicted() -> str:
        """The contradicted claims in words."""
        return components.render("contradicted")

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
        return components.render("table", table=find(data.tables, table_id, "data/tables"), root=root())

    @env.macro
    def diagram(diagram_id: str) -> str:
        """A diagram of data/diagrams, with its table."""
        return components.render("diagram", diagram=find(data.diagrams, diagram_id, "data/diagrams"), root=root())

    @env.macro
    def timeline() -> str:
        """Every event, by year, to be narrowed by dispute."""
        found = list(data.events.values())
        density = chronology.density(found, data.article.date[:7])
        return components.render("timeline", events=found, disputes=get_args(Dispute), density=density)

    @env.macro
    def glossary() -> str:
        """Every term in this language's alphabetical order, with the pages that link to it."""
        terms = sorted(data.terms.values(), key=lambda t: _plain(components.say(t.term)))
        used = {t.id: list(backlinks.of_term(t.id, prose)) for t in terms}
        return components.render("glossary", terms=terms, used=used)

    @env.macro
    def players() -> str:
        """Everyone in the story, by kind, with the pages that name them."""
        found = list(data.players.values())
        return components.render(
            "players",
            players=found,
            kinds=list(dict.fromkeys(p.kind for p in found)),
            used={p.id: list(backlinks.of_player(p.names, data, prose, site.language)) for p in found},
        )

    @env.macro
    def source_list() -> str:
        """Every source by kind and date, with each of its uses."""
        return components.render("source-list", uses=backlinks.of_sources(data, prose))

    @env.macro
    def corrections() -> str:
        """What was corrected, newest first."""
        return components.render("corrections", corrections=data.corrections.values())

    @env.macro
    def label_list() -> str:
        """Every label with its shape, word and meaning."""
        return components.render("label-list")


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
