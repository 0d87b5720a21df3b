"""Builds the site once, strictly, as it is deployed under a sub-path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from built import BASE, Site
from explainer import load as data
from explainer.load import ROOT
from explainer.model import Evidence
from serving import CHROMIUM, chromium, serving


COMMANDS = {"build": "mkdocs build --site-dir {}", "freeze": "explainer.editions"}


def build(project: Path, target: Path, command: str = "build", base: str = BASE) -> subprocess.CompletedProcess[str]:
    """Run the build of `project` into `target`, to be served at `base`, with the editions in its folder editions/."""
    return subprocess.run(
        [sys.executable, "-m", *COMMANDS[command].format(target).split()],
        cwd=project,
        env=os.environ | {"SITE_URL": base, "REPO_URL": "https://github.com/example/repo", "NO_MKDOCS_2_WARNING": "1"},
        text=True,
        capture_output=True,
        check=False,  # a test may want it to fail
    )


def copy_project(target: Path) -> Path:
    """A copy of what a build reads."""
    for name in ("data", "docs", "seeds", "components", "overrides", "explainer"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("hooks.py", "mkdocs.yml", "mkdocs.fr.yml", "CITATION.cff"):
        shutil.copy(ROOT / name, target / name)
    return target


def replace(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of the first `old` in a file."""
    text = path.read_text("utf-8")
    assert old in text, (
        f"tests/test_evidence.py or test_editions.py: {old!r} no longer stands in {path.name}, where the test "
        "puts in a fault: write there what the file says now"
    )
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "site"
    done = build(copy_project(tmp_path_factory.mktemp("project")), target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def site(folder: Path) -> Site:
    return Site.at(folder)


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return data.evidence()


@pytest.fixture(scope="session")
def seed(evidence: data.Evidence) -> str:
    return (ROOT / "seeds" / evidence.article.seed).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a built site under a sub-path; gives the address of its root."""
    with ExitStack() as open_servers:
        yield lambda folder: open_servers.enter_context(serving(folder))


@pytest.fixture(scope="session")
def origin(folder: Path, serve: Callable[[Path], str]) -> str:
    return serve(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        yield found
        found.close()
