"""What maintainers type gives the whole site, or one line that says what to do."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

from conftest import build, copy_project, run

WRITTEN = ["index.html", "fr/index.html", "claims.json", "fr/atom.xml", "cards/index.png", "pagefind/pagefind.js"]


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_a_build_writes_into_its_target_and_nowhere_else(tmp_path):
    """A checkout may be read-only, and its path may be odd."""
    project, target = tmp_path / "projet d’été [1] & co", tmp_path / "out put"
    project.mkdir()
    before = files(copy_project(project))
    done = build(project, target)
    assert done.returncode == 0, done.stderr
    assert files(project) == before
    assert {path.name for path in tmp_path.iterdir()} == {project.name, target.name}
    assert [name for name in WRITTEN if not (target / name).is_file()] == []


def test_a_port_that_is_taken_is_named(project):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(project, "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}")
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert f"Port {port} is taken: try `make serve PORT={port + 1}`" in done.stdout


def test_the_commands_of_the_makefile_are_listed():
    listed = subprocess.run(["make", "help"], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    assert {"make serve", "make test", "make site"} <= {line.split("  ")[0] for line in listed.stdout.splitlines()}
