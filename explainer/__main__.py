"""python -m explainer build|serve: both languages into site/."""

from __future__ import annotations

import argparse
import csv
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8000/"


def build(target: Path) -> None:
    """Build both languages strictly, then put the result in place of `target`.

    Raises SystemExit, with `target` untouched, if anything is wrong.
    """
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    from explainer import evidence, export
    from explainer.evidence import ROOT, EvidenceError

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s  %(message)s")
    root_url = os.environ.setdefault("SITE_URL", DEFAULT_URL).rstrip("/") + "/"
    os.environ |= {"SITE_URL": root_url, "SITE_URL_FR": root_url + "fr/"}
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".site-") as scratch:
        try:
            data = evidence.load(ROOT)
            for config_file, folder in (("mkdocs.yml", "site"), ("mkdocs.fr.yml", "site/fr")):
                site_dir = str(Path(scratch, folder))
                mkdocs_build(load_config(str(ROOT / config_file), site_dir=site_dir, strict=True))
        except EvidenceError as error:
            raise SystemExit(f"The evidence does not hold:\n{error}") from None
        except (Abort, MkDocsException) as error:
            raise SystemExit(f"The site was not built: {error}") from None
        for name, entries in (("claims", export.claims), ("events", export.events)):
            text = json.dumps(entries(data, root_url), ensure_ascii=False, indent=1) + "\n"
            Path(scratch, f"site/{name}.json").write_text(text, encoding="utf-8")
        for language, folder in (("en", "site/data"), ("fr", "site/fr/data")):
            Path(scratch, folder).mkdir()
            for name, rows in export.tables(data, language).items():
                with Path(scratch, folder, f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                    csv.writer(file).writerows(rows)
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(Path(scratch, "site"), target)


def serve(target: Path, host: str, port: int) -> None:
    """Build, serve `target` under the path of SITE_URL, and build again at each change."""
    from mkdocs.livereload import LiveReloadServer

    from explainer.evidence import ROOT

    path = urlsplit(os.environ.get("SITE_URL", DEFAULT_URL)).path
    os.environ["SITE_URL"] = f"http://{host}:{port}{path.rstrip('/')}/"

    def rebuild() -> None:
        # A process of its own, so that a change of the Python code counts as well.
        subprocess.run([sys.executable, "-m", "explainer", "build", str(target)], cwd=ROOT, check=True)

    rebuild()
    server = LiveReloadServer(rebuild, host, port, str(target), mount_path=path)
    server.error_handler = lambda code: (target / "404.html").read_bytes() if code == 404 else None
    for watched in ("docs", "data", "components", "overrides", "explainer", "mkdocs.yml", "mkdocs.fr.yml"):
        server.watch(str(ROOT / watched))
    print(f"English {server.url}   French {server.url}fr/   (stop with Ctrl-C)", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        server.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m explainer", description=__doc__)
    parser.add_argument("command", choices=("build", "serve"))
    parser.add_argument("target", nargs="?", type=Path, default=Path("site"), help="folder to write (site)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    args = parser.parse_args()
    target = args.target.resolve()
    if args.command == "build":
        build(target)
    else:
        serve(target, args.host, args.port)


if __name__ == "__main__":
    main()
