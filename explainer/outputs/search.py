"""/pagefind/: the search index. Pagefind reads the built pages and keeps the languages apart by <html lang>."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

# CSS selectors of what a search must not find; more is marked with data-pagefind-ignore in the pages.
LEFT_OUT = (".headerlink", "svg")


def index(site: Path) -> None:
    """Write the index of the built `site` into it. Raises RuntimeError with what Pagefind says if it fails."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    for selector in LEFT_OUT:
        command += ["--exclude-selectors", selector]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(f"Pagefind made no search index: {done.stdout.strip()}")
    folder = site / "pagefind"
    for name in ("pagefind-*ui*", "pagefind-highlight.js"):  # assets/site.js shows the results
        for interface in folder.glob(name):
            interface.unlink()
    entry = folder / "pagefind-entry.json"  # its languages come in any order
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), "utf-8")
