"""Builds the site once, strictly, as it is deployed under a sub-path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from built import BASE, Site
from explainer import evidence as data
from explainer.evidence import ROOT


def build(project: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Run the build of `project` into `target`."""
    return subprocess.run(
        [sys.executable, "-m", "explainer", "build", str(target)],
        cwd=project,
        env=os.environ | {"SITE_URL": BASE, "REPO_URL": "https://github.com/example/repo", "NO_MKDOCS_2_WARNING": "1"},
        text=True,
        capture_output=True,
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "site"
    done = build(ROOT, target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def site(folder: Path) -> Site:
    return Site.at(folder)


@pytest.fixture(scope="session")
def evidence() -> data.Evidence:
    return data.load()


@pytest.fixture(scope="session")
def seed(evidence: data.Evidence) -> str:
    return (ROOT / "seeds" / evidence.article.seed).read_text(encoding="utf-8")
