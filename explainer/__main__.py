"""python -m explainer build|freeze|serve: both languages into site/, or into an edition that no longer changes."""

from __future__ import annotations

import argparse
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8000/"
NAME = "june-2025-and-since-{}.zip"  # of a frozen edition: year and month
# What an edition leaves out: what speaks for the live site, and the search, which no browser runs from disk.
LIVE_ONLY = ("404.html", "sitemap.xml", "sitemap.xml.gz", "robots.txt", "llms.txt", "*.map", "lunr", "workers")


def build(target: Path, editions: Path) -> None:
    """Build both languages strictly with the frozen `editions` (a folder of zips) beside them, in place of `target`.

    Raises SystemExit, with `target` untouched, if anything is wrong.
    """
    frozen = _editions(editions)
    with _built(edition=max(frozen, default="")) as site:
        for name, path in frozen.items():
            with zipfile.ZipFile(path) as packed:
                if stray := [n for n in packed.namelist() if not n.startswith(f"{name}/") or ".." in n]:
                    raise SystemExit(f"{path}: {stray[0]} stands outside of {name}/: make the edition again")
                packed.extractall(site / "v")
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(site, target)


def freeze(editions: Path) -> Path:
    """Write the whole site as it is built now into a zip in `editions`, to be read from disk or served for ever.

    The same content gives the same bytes. Raises SystemExit if the edition is already there.
    """
    from explainer import evidence

    edition = evidence.load().edition
    path = editions / NAME.format(edition.version)
    if path.exists():
        raise SystemExit(f"{path} exists, and an edition does not change: raise `version` in CITATION.cff")
    editions.mkdir(exist_ok=True)
    year, month, day = map(int, edition.released.split("-"))
    with _built(frozen=edition.version) as site, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
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


def _with_file_names(html: str) -> str:
    """The page with its links to folders led to their index.html, which no server adds when it is read from disk."""
    return re.sub(r'(?<= href=")(?=[^"#])[^":#]*(?=[#"])', _to_file, html)


def _to_file(link: re.Match[str]) -> str:
    is_folder = link[0].rpartition("/")[2] in ("", ".", "..")
    return link[0].rstrip("/") + "/index.html" if is_folder else link[0]


def _editions(folder: Path) -> dict[str, Path]:
    """The frozen editions in a folder, by name."""
    found = {}
    for path in sorted(folder.glob("*.zip")):
        if not (match := re.fullmatch(NAME.format(r"(\d{4}-\d{2})"), path.name)):
            raise SystemExit(f"{path}: an edition's name is {NAME.format('YYYY-MM')}: rename it, or take it away")
        found[match[1]] = path
    return found


@contextmanager
def _built(edition: str = "", frozen: str = "") -> Iterator[Path]:
    """Both languages, built into a scratch folder.

    `edition`: the newest one that will stand beside the site; `frozen`: the one that this build becomes.
    """
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    from explainer import cards, export, macros, policy
    from explainer.evidence import ROOT, EvidenceError

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s  %(message)s")
    root = os.environ.get("SITE_URL", DEFAULT_URL).rstrip("/") + "/"
    os.environ |= {"SITE_URL": root, "SITE_URL_FR": root + "fr/"}  # for mkdocs.yml, as the next line
    os.environ |= {"EDITION": edition, "FROZEN": frozen, "SEARCH": "false" if frozen else "true"}
    # Drawing takes a third as long as the rest, so other processes do it meanwhile.
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".site-") as scratch, ProcessPoolExecutor() as pool:
        site = Path(scratch, "site")
        try:
            data, drawn = macros.load(), []
            for config_file, folder in (("mkdocs.yml", site), ("mkdocs.fr.yml", site / "fr")):
                config = load_config(str(ROOT / config_file), site_dir=str(folder), strict=True)
                if not frozen:  # an edition's pages show the cards of the live site
                    drawn.append((folder, cards.begin(config, pool)))
                mkdocs_build(config)
                _write(folder, export.files_of_language(data, config))
                if folder == site:
                    _write(folder, export.files_of_root(data, config))
            for folder, begun in drawn:
                _write(folder, cards.finish(begun))
            (site / "fr/404.html").unlink()  # servers show the one at the root
        except EvidenceError as error:
            raise SystemExit(f"The evidence does not hold:\n{error}") from None
        except (Abort, MkDocsException) as error:
            raise SystemExit(f"The site was not built: {error}") from None
        if not os.environ.get("PREVIEW"):  # whose live reload is an inline script
            for page in site.rglob("*.html"):
                page.write_text(policy.guarded(page.read_text("utf-8")), "utf-8")
        yield site


def _write(folder: Path, files: Iterator[tuple[str, str | bytes]]) -> None:
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def serve(target: Path, editions: Path, host: str, port: int) -> None:
    """Build, serve `target` under the path of SITE_URL, and build again at each change."""
    from mkdocs.livereload import LiveReloadServer

    from explainer.evidence import ROOT

    path = urlsplit(os.environ.get("SITE_URL", DEFAULT_URL)).path
    os.environ["SITE_URL"] = f"http://{host}:{port}{path.rstrip('/')}/"

    def rebuild() -> None:
        # A process of its own, so that a change of the Python code counts as well.
        command = [sys.executable, "-m", "explainer", "build", str(target), "--editions", str(editions)]
        subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"PREVIEW": "yes"})

    rebuild()
    server = LiveReloadServer(rebuild, host, port, str(target), mount_path=path)
    server.error_handler = lambda code: (target / "404.html").read_bytes() if code == 404 else None
    for watched in (
        "docs",
        "data",
        "components",
        "overrides",
        "explainer",
        "mkdocs.yml",
        "mkdocs.fr.yml",
        "CITATION.cff",
    ):
        server.watch(str(ROOT / watched))
    print(f"English {server.url}   French {server.url}fr/   (stop with Ctrl-C)", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        server.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m explainer", description=__doc__)
    parser.add_argument("command", choices=("build", "freeze", "serve"))
    parser.add_argument("target", nargs="?", type=Path, default=Path("site"), help="folder to write (site)")
    parser.add_argument("--editions", type=Path, default=Path("editions"), help="folder of frozen editions (editions)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    args = parser.parse_args()
    target, editions = args.target.resolve(), args.editions.resolve()
    if args.command == "build":
        build(target, editions)
    elif args.command == "freeze":
        print(freeze(editions))
        print(f"Its pages name {os.environ['SITE_URL']} as the live site (SITE_URL).", file=sys.stderr)
    else:
        serve(target, editions, args.host, args.port)


if __name__ == "__main__":
    main()
