"""Frozen editions: `python -m explainer.editions` packs the site into a zip of editions/; the build unpacks all under /v/."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from explainer import load

FOLDER = "editions"
ZIP_NAME = "june-2025-and-since-{}.zip"  # year and month
# What an edition leaves out: what speaks for the live site, and the search, which no browser runs from disk.
LIVE_ONLY = ("404.html", "sitemap.xml", "sitemap.xml.gz", "robots.txt", "llms.txt", "pagefind")


def freeze(root: Path) -> Path:
    """Build the project in `root` and write the site into a zip of its editions/, to be read from disk or served for ever.

    The same content gives the same bytes. Raises SystemExit if the edition is already there or the build fails.
    """
    edition = load.evidence().edition
    path = root / FOLDER / ZIP_NAME.format(edition.version)
    if path.exists():
        raise SystemExit(f"{path} exists, and an edition does not change: raise `version` in CITATION.cff")
    year, month, day = map(int, edition.released.split("-"))
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        if subprocess.run(command, cwd=root, env=os.environ | {"FROZEN": edition.version}, check=False).returncode:
            raise SystemExit("The edition was not made: the site was not built.")
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in sorted(f for f in site.rglob("*") if f.is_file()):
                name = file.relative_to(site)
                if any(name.match(left_out) or left_out in name.parts for left_out in LIVE_ONLY):
                    continue
                content = file.read_bytes()
                if file.suffix == ".html":
                    content = _with_file_names(content.decode("utf-8")).encode("utf-8")
                info = zipfile.ZipInfo(f"{edition.version}/{name.as_posix()}", (year, month, day, 0, 0, 0))
                info.external_attr = 0o644 << 16  # else nobody but the one who unpacks it may read it
                packed.writestr(info, content, zipfile.ZIP_DEFLATED)
    return path


def found(root: Path) -> dict[str, Path]:
    """The frozen editions of the project in `root`, by name. Raises DataError for a zip of another name."""
    zips = {}
    for path in sorted((root / FOLDER).glob("*.zip")):
        if not (match := re.fullmatch(ZIP_NAME.format(r"(\d{4}-\d{2})"), path.name)):
            raise load.DataError(f"{path}: an edition's name is {ZIP_NAME.format('YYYY-MM')}: rename it, or remove it")
        zips[match[1]] = path
    return zips


def unpack(root: Path, site: Path) -> None:
    """Put every frozen edition under /v/ of a built site. Raises DataError for a zip that reaches elsewhere."""
    for name, path in found(root).items():
        with zipfile.ZipFile(path) as packed:
            if stray := [n for n in packed.namelist() if not n.startswith(f"{name}/") or ".." in n]:
                raise load.DataError(f"{path}: {stray[0]} is outside of {name}/: make the edition again")
            packed.extractall(site / "v")


def _with_file_names(html: str) -> str:
    """The page with its links to folders led to their index.html, which no server adds when it is read from disk."""
    return re.sub(r'(?<= href=")(?=[^"#])[^":#]*(?=[#"])', _to_file, html)


def _to_file(link: re.Match[str]) -> str:
    is_folder = link[0].rpartition("/")[2] in ("", ".", "..")
    return link[0].rstrip("/") + "/index.html" if is_folder else link[0]


if __name__ == "__main__":
    print(freeze(load.ROOT))
    print("Its pages name SITE_URL as the live site.", file=sys.stderr)
