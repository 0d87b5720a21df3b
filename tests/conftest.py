"""Builds the site once, as it is deployed under a sub-path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from explainer import load
from explainer.model import Evidence
from support.built import BASE, Site
from support.serving import CHROMIUM, chromium, serving

ROOT = load.ROOT
BUILT_FROM = ["data", "docs", "seeds", "components", "overrides", "explainer"]
BUILT_FROM += ["hooks.py", "mkdocs.yml", "mkdocs.fr.yml", "CITATION.cff"]


def run(project: Path, *command: str, base: str = BASE, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in `project` for a site that is to be served at `base`; a test may want it to fail."""
    here = {"SITE_URL": base, "REPO_URL": "https://github.com/example/repo", "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env=os.environ | here | env,
        text=True,
        capture_output=True,
        check=False,
    )


def build(project: Path, target: Path, base: str = BASE) -> subprocess.CompletedProcess[str]:
    """Build `project` into `target` with what everybody types; a test may want it to fail."""
    return run(project, "mkdocs", "build", "--site-dir", str(target), base=base)


def copy_project(target: Path) -> Path:
    """A copy of what a build reads."""
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target / name)
    return target


def replace(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of the first `old` in a file."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old!r}, where a test puts in a fault: write what the file says now"
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder that the workers share: the first of them fills it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        begun, done = shared / f"{name}.begun", shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if begun.exists():
                assert done.exists(), f"{name} could not be made: see the first error"
            else:
                begun.touch()
                fill(shared / name)
                done.touch()
        return shared / name

    return make


def build_or_fail(project: Path, target: Path) -> None:
    done = build(project, target)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def folder(once: Callable[..., Path]) -> Path:
    """The built site."""
    return once("site", lambda target: build_or_fail(ROOT, target))


@pytest.fixture(scope="session")
def site(folder: Path) -> Site:
    return Site.at(folder)


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return load.evidence()


@pytest.fixture(scope="session")
def seed(evidence: Evidence) -> str:
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
