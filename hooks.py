"""What MkDocs is asked to do besides building pages: claim pages, the other languages, files, search, policy.

The only file that knows MkDocs. Building mkdocs.yml builds the whole site: the first language itself, each other
one by its own configuration into a folder of it. Everything is written into a scratch folder that takes the
target's place at the end, so that a failed build leaves what was there.
"""

from __future__ import annotations

import logging
import shutil
import socket
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler

from explainer import claim_pages, csp, editions, outputs
from explainer.load import ROOT, DataError, evidence
from explainer.outputs import cards, search
from explainer.render import Components
from explainer.site import LANGUAGES, Page, Site, folder
from explainer.typography import FrenchTypography, french

serving = False  # by `mkdocs serve`
port_is_ours = False


class Build:
    """The build of the whole site that is under way."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.scratch = Path(tempfile.mkdtemp(prefix=".site-", dir=target.parent))
        self.site = self.scratch / "site"
        # Drawing the cards takes a third as long as the rest, so other processes do it meanwhile.
        self.pool = ProcessPoolExecutor()
        self.sites: dict[str, Site] = {}
        self.cards: dict[str, dict[Page, Future[bytes]]] = {}

    def end(self) -> None:
        self.pool.shutdown(cancel_futures=True)
        shutil.rmtree(self.scratch, ignore_errors=True)


current: Build | None = None


def on_startup(command: str, **_: object) -> None:
    global serving
    serving = command == "serve"


@event_priority(100)  # before the macros plugin reads the evidence
def on_config(config: MkDocsConfig) -> None:
    """Read the evidence, and say what no configuration can."""
    global current
    language = config.theme["language"]
    config.extra["root"] = config.site_url
    if language == LANGUAGES[0]:
        _check_port(config)
        evidence.cache_clear()
        current = Build(Path(config.site_dir))
        config.site_dir = str(current.site)
    elif not current:
        raise PluginError(f"{Path(config.config_file_path).name} is built along with mkdocs.yml: run `mkdocs build`")
    else:
        config.site_url = f"{config.site_url}{folder(language)}"
    if language == "fr":
        config.markdown_extensions.append(FrenchTypography())
    try:
        components = Components(evidence(), Site.of(config))
        config.extra["words"] = components.words
        config.extra["names"] = components.site.nav
        config.extra["state_of_sources"] = components.state_of_sources
        config.extra["edition"] = "" if config.extra["frozen"] else max(editions.found(ROOT), default="")
    except DataError as error:
        raise PluginError(f"The evidence does not hold:\n{error}") from None


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the claim pages; leave out the theme's script and style, which nothing loads."""
    for name, content in claim_pages.files(evidence(), Components(evidence(), Site.of(config))):
        files.append(File.generated(config, name, content=content))
    for file in list(files):
        if file.src_uri.startswith(("assets/javascripts/", "assets/stylesheets/", "assets/images/")):
            files.remove(file)


@event_priority(100)  # before the macros plugin puts them into the page's head
def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, **_: object) -> None:
    """A page has a title and a description; French ones have their no-break spaces."""
    for field in ("title", "description"):
        if field not in page.meta:
            name = f"{Path(config.docs_dir).relative_to(ROOT)}/{page.file.src_uri}"
            raise PluginError(f"{name}: its front matter has no `{field}`: add it")
        if config.theme["language"] == "fr":
            page.meta[field] = french(page.meta[field])


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Now every page is read: begin to draw their cards."""
    assert current
    site = Site.of(config)
    order = list(site.nav)
    found = [file.page for file in files.documentation_pages() if file.page]
    found.sort(key=lambda page: order.index(page.file.name) if page.file.name in order else len(order))
    article = next(page for page in found if page.url == "article/")
    pages = []
    for page in found:
        if page.url.startswith("claims/"):
            page.parent = article  # type: ignore[assignment]  # whose place in the menu is lit
        pages.append(Page(page.url if page.url != "./" else "", page.meta["title"], page.meta["description"]))
    current.sites[site.language] = site = replace(site, pages=tuple(pages))
    if not site.frozen:  # an edition's pages show the cards of the live site
        current.cards[site.language] = cards.begin(site, evidence(), current.pool)


def on_post_build(config: MkDocsConfig) -> None:
    """Write what stands beside the pages; after the first language build the others, and put the site in place."""
    assert current
    site = current.sites[config.theme["language"]]
    try:
        _write(Path(config.site_dir), outputs.files(site, evidence()))
        _write(Path(config.site_dir), cards.finish(site, current.cards.get(site.language, {})))
        if not site.is_root:
            return
        for language in LANGUAGES[1:]:
            target = current.site / folder(language)
            other = load_config(
                str(ROOT / f"mkdocs.{language}.yml"),
                site_dir=str(target),
                site_url=config.site_url,
                strict=config.strict,
            )
            build(other)
            (target / "404.html").unlink()  # servers show the one at the root
        if not site.frozen:
            search.index(current.site)
            editions.unpack(ROOT, current.site)
    except (DataError, RuntimeError) as error:
        raise PluginError(str(error)) from None
    if not serving:  # whose live reload is an inline script
        for path in current.site.rglob("*.html"):
            if not path.is_relative_to(current.site / "v"):
                path.write_text(csp.guarded(path.read_text("utf-8")), "utf-8")
    if any(h.get_counts() for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)):
        current.end()  # MkDocs will abort, since the build is strict
        return
    shutil.rmtree(current.target, ignore_errors=True)
    shutil.move(current.site, current.target)
    current.end()


def on_build_error(error: Exception) -> None:
    if current:
        current.end()


def _write(target: Path, files: Iterator[tuple[str, str | bytes]]) -> None:
    for name, content in files:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def _check_port(config: MkDocsConfig) -> None:
    """Say so at once if another program has the port of `mkdocs serve`, and how to take another."""
    global port_is_ours
    if serving and not port_is_ours:
        host, port = config.dev_addr
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise Abort(f"Port {port} is taken: try `make serve PORT={port + 1}`") from None
        port_is_ours = True
