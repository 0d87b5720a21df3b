"""What maintainers type gives the whole site, or one line that says what to do."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import test_promises  # noqa: F401, registers every promise
from conftest import build, copy_project, run
from promises import PROMISES
from support.built import Site

WRITTEN = {"index.html", "fr/index.html", "claims.json", "fr/atom.xml", "cards/about.png", "pagefind/pagefind.js"}
DOMAIN = "https://www.example.com/"


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_it_builds_in_an_odd_place_for_the_root_of_a_domain(tmp_path):
    """It writes into its target and nowhere else, for a checkout may be read-only; and each link of it holds."""
    project, target = tmp_path / "projet d’été [1] & co", tmp_path / "out put"
    project.mkdir()
    before = files(copy_project(project))
    done = build(project, target, base=DOMAIN)
    assert done.returncode == 0, done.stderr
    assert files(project) == before
    assert {path.name for path in tmp_path.iterdir()} == {project.name, target.name}
    site = Site.at(target, DOMAIN)
    assert WRITTEN <= site.files
    assert not [name for name, text in site.read.items() if "https://example.org" in text]
    site = site.with_one_claim()
    for name in ("links_resolve", "heads_are_complete"):
        assert PROMISES[name].problems(site) == []


def test_a_port_that_is_taken_is_named(project):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(project, "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}")
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert f"Port {port} is taken: try `make serve PORT={port + 1}`" in done.stdout


def test_the_commands_of_the_makefile_are_listed():
    listed = subprocess.run(["make", "help"], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    commands = {line.split("  ")[0] for line in listed.stdout.splitlines()}
    assert {"make serve", "make test", "make site"} <= commands
