"""The search index: Pagefind reads the built pages of all languages and keeps them apart by <html lang>."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LEFT_OUT = (".headerlink",)  # CSS selectors of what a search must not find


def index(site: Path) -> None:
    """Write site/pagefind/. Raises RuntimeError with what Pagefind says if it fails."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    for selector in LEFT_OUT:
        command += ["--exclude-selectors", selector]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(f"Pagefind made no search index: {done.stdout.strip()}")
    folder = site / "pagefind"
    for interface in folder.glob("pagefind-*ui*"):  # assets/site.js has its own
        interface.unlink()
    for name in ("pagefind-highlight.js",):
        (folder / name).unlink(missing_ok=True)
    entry = folder / "pagefind-entry.json"  # its languages come in any order
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), "utf-8")
