"""Addresses that last: frozen editions beside the live site, and what has moved."""

from __future__ import annotations

import filecmp
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import test_promises  # noqa: F401, registers every promise
from conftest import build, build_or_fail, copy_project, replace, run
from explainer.load import load
from promises import PROMISES
from promises.links import links
from support.built import BASE, Site

OLD, NEW = "2026-11", "2026-12"


def freeze(project: Path) -> Path:
    done = run(project, "explainer.editions")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip().splitlines()[-1])


def name_edition(project: Path, name: str) -> None:
    path = project / "CITATION.cff"
    path.write_text(re.sub(r'version: "\d{4}-\d\d"', f'version: "{name}"', path.read_text("utf-8")), "utf-8")


@pytest.fixture(scope="session")
def project(once) -> Path:
    """A project whose text has changed since its first edition, with two editions frozen, and things that moved."""
    return once("frozen", freeze_twice)


def freeze_twice(project: Path) -> None:
    project.mkdir()
    copy_project(project)
    name_edition(project, OLD)
    freeze(project)
    name_edition(project, NEW)
    replace(project / "docs/en/index.md", "{ #wall }", "{ #state }")
    replace(project / "docs/fr/index.md", "{ #wall }", "{ #state }")
    with (project / "data/moved.yml").open("a", encoding="utf-8") as moved:
        moved.write('- {old: "#wall", new: "#state"}\n- {old: "talks/", new: "negotiations/"}\n')
    freeze(project)


@pytest.fixture(scope="session")
def published(project, once) -> Path:
    """The live site with both editions, as it is deployed."""
    return once("published", lambda target: build_or_fail(project, target))


@pytest.fixture(scope="session")
def whole(published) -> Site:
    """Live and frozen as one tree."""
    return Site.at(published).with_one_claim(below="v/")


def zips(project: Path) -> Iterator[tuple[str, zipfile.ZipFile]]:
    for path in sorted((project / "editions").iterdir()):
        with zipfile.ZipFile(path) as packed:
            yield path.stem.removeprefix("june-2025-and-since-"), packed


def test_live_and_frozen_hold_together_as_one_tree(whole):
    """Crawled together under a sub-path: no link, point or style leads nowhere."""
    assert {f"v/{OLD}/index.html", f"v/{NEW}/fr/article/index.html"} <= whole.files
    for name in ("links_resolve", "styles_resolve", "ids_are_unique", "nothing_from_elsewhere"):
        assert PROMISES[name].problems(whole) == []


def test_an_edition_never_changes(project, published):
    """What is served is the zip's content byte for byte, though the live text has changed since."""
    for name, packed in zips(project):
        assert packed.namelist(), name
        for entry in packed.namelist():
            assert (published / "v" / entry).read_bytes() == packed.read(entry), entry
    assert 'id="wall"' in (published / f"v/{OLD}/index.html").read_text("utf-8")
    assert run(project, "explainer.editions").returncode != 0, "an edition was written twice"


def test_freezing_twice_gives_the_same_bytes(project, tmp_path):
    again = copy_project(tmp_path)
    for name in ("data/moved.yml", "docs/en/index.md", "docs/fr/index.md", "CITATION.cff"):
        (again / name).write_bytes((project / name).read_bytes())
    twice = freeze(again), project / f"editions/june-2025-and-since-{NEW}.zip"
    with zipfile.ZipFile(twice[0]) as a, zipfile.ZipFile(twice[1]) as b:
        assert a.namelist() == b.namelist()
        assert [name for name in a.namelist() if a.read(name) != b.read(name)] == []
    assert filecmp.cmp(*twice, shallow=False), "the same files, packed otherwise"


@pytest.mark.parametrize("path", ["", "article/", "fr/negotiations/"])
def test_live_and_frozen_page_know_each_other(path, whole):
    live, frozen = (whole.pages[f"{prefix}{path}index.html"].html for prefix in ("", f"v/{OLD}/"))
    assert live.select(f'a[href="{BASE}v/{NEW}/{path}"]'), "the live page does not link the newest edition"
    assert not live.select("meta[name=robots]")
    assert frozen.select_one("link[rel=canonical]")["href"] == BASE + path
    assert [e["content"] for e in frozen.select("meta[name=robots]")] == ["noindex"], f"v/{OLD}/{path} may be listed"
    assert OLD in frozen.select_one(".kicker--frozen").get_text()
    assert frozen.select_one(".kicker--frozen a")["href"] == BASE + path
    assert f"{BASE}v/{OLD}/{path}" in frozen.select_one(".cite").get_text(), "it is cited by another address"


def test_moved_addresses_lead_on(project, whole):
    """A page by itself, a point by a line at the foot of its old page; the list of addresses is content."""
    for prefix in ("", "fr/"):
        page = whole.pages[f"{prefix}talks/index.html"].html
        assert page.find("a")["href"] == "../negotiations/"
        assert page.select_one("link[rel=canonical]")["href"] == f"{BASE}{prefix}negotiations/"
        assert whole.pages[f"{prefix}index.html"].html.select_one("p#wall a")["href"].endswith("#state")
    gone = [
        m
        for m in PROMISES["addresses_last"].problems(whole, evidence=load(project))
        if "is gone" in m or "leads on" in m
    ]
    assert gone == []


def test_a_moved_page_keeps_the_point(project, published, browser: Browser, serve):
    page = browser.new_page()
    origin = serve(published)
    page.goto(f"{origin}talks/#access")
    page.wait_for_url(f"{origin}negotiations/#access")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_edition_opens_from_disk(script, project, tmp_path, browser: Browser):
    """Unpacked and opened without a server: pages, styles and links work; there is no search that would fail."""
    for name, packed in zips(project):
        if name == NEW:
            packed.extractall(tmp_path)
    context = browser.new_context(java_script_enabled=script, offline=True)
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda m: noise.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    root = (tmp_path / NEW).as_uri()
    page.goto(f"{root}/index.html")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Charter")
    assert page.locator(".find, .search").count() == 0
    page.locator("article .tile").first.click()
    assert page.url.startswith(f"{root}/claims/") and page.url.endswith("/index.html")
    page.locator("a.language").click()
    page.wait_for_url(f"{root}/fr/claims/*/index.html*")
    page.locator(".places a", has_text="Chronologie").click()
    page.wait_for_url(f"{root}/fr/timeline/index.html")
    assert noise == []
    context.close()


def test_an_edition_links_to_files(whole):
    """Read from disk, a link to a folder would show the list of its files."""
    found = []
    for name, page in whole.pages.items():
        if name.startswith("v/"):
            found += [(name, address.partition("#")[0]) for _, address in links(page) if address[0] != "#"]
            found += [(name, e["content"].partition("url=")[2]) for e in page.html.select("meta[http-equiv=refresh]")]
    assert [f"{name}: {to}" for name, to in found if ":" not in to and to.split("/")[-1] in ("", ".", "..")] == []


def test_a_zip_that_is_none_of_ours_stops_the_build(tmp_path):
    project = copy_project(tmp_path)
    (project / "editions").mkdir()
    (project / "editions/june-2025-and-since-2026-13b.zip").write_bytes(b"")
    done = build(project, tmp_path / "site")
    assert done.returncode != 0 and "rename it, or remove it" in done.stderr
    assert not (tmp_path / "site").exists()
