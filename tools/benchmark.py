"""Measures the site against stock Material, side by side, and prints Markdown. `make bench` runs it.

Stock Material gets the same Markdown, as it is after the macros: this compares what
the project adds to MkDocs and to the theme, not the length of its pages.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any, ClassVar, NamedTuple

from mkdocs.utils.yaml import yaml_load
from playwright.sync_api import sync_playwright

from conftest import copy_project, replace
from explainer.load import ROOT
from explainer.site import LANGUAGES
from support.built import MISSING
from support.serving import CHROMIUM, SubPath, chromium, serving

CONFIGS = {"en": ("mkdocs.yml", ""), "fr": ("mkdocs.fr.yml", "fr/")}  # and the folder of the built site
PAGES = ["" if page.stem == "index" else f"{page.stem}/" for page in sorted((ROOT / "docs/en").glob("*.md"))]
RUNS = {1: 3, 4: 3, 16: 1}  # of each build, by how often each page of docs/ is there
LIGHTHOUSE = "lighthouse@12.8.2"  # 13 wants Node 22.19
LIGHTHOUSE_RUNS = 3
LIGHTHOUSE_PAGES = ("", "article/", "timeline/")
EMPTY = "an empty page of stock Material"
STOCK_BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
for config_file in sys.argv[1:]:
    build(load_config(config_file))
"""
KEEP_RENDERED = '''
import json
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-100)
def on_page_markdown(markdown, page, config, files):
    """Keep the page's Markdown as it is after the macros."""
    kept = Path(config.config_file_path).with_name("rendered") / Path(config.docs_dir).name / page.file.src_uri
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"---\\n{json.dumps(page.meta)}\\n---\\n{markdown}", encoding="utf-8")
'''


class Cost(NamedTuple):
    """What one build took."""

    seconds: float
    cpu: float  # seconds of computing, which other work on the machine changes less
    memory: float  # MiB, at its peak


def run(folder: Path, url: str, *arguments: str) -> Cost:
    """Run Python in `folder`, for a site at `url`."""
    env = os.environ | {"SITE_URL": url, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{folder}: python {' '.join(arguments)} failed")
    memory = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, memory)


def build_ours(project: Path, site: Path, url: str) -> Cost:
    return run(project, url, "-m", "mkdocs", "build", "--site-dir", str(site))


def build_stock(docs: Path, site: Path, url: str) -> Cost:
    """Both languages in one process, as ours, with our Markdown extensions but `explainer.typography`."""
    for language, (name, path) in CONFIGS.items():
        with (ROOT / name).open(encoding="utf-8") as file:
            ours = yaml_load(file)
        config = {
            "site_name": ours["site_name"],
            "site_url": url + path,
            "docs_dir": language,
            "site_dir": str(site / path),
            "nav": ours["nav"] if (docs / language / "article.md").exists() else None,
            "theme": {"name": "material", "language": language, "font": False},
            "plugins": ["search"],
            "markdown_extensions": {k: v for k, v in ours["markdown_extensions"].items() if "explainer" not in k},
        }
        (docs / name).write_text(json.dumps(config), encoding="utf-8")
    return run(docs, url, "-c", STOCK_BUILD, *(name for name, _ in CONFIGS.values()))


def multiply(docs: Path, times: int) -> None:
    """Add copies of all pages until there are `times` as many, each set in its own folder so that its links hold."""
    for folder in (docs / language for language in LANGUAGES):
        for copy in (folder / f"copy-{number}" for number in range(2, times + 1)):
            if not copy.exists():
                copy.mkdir()
                for page in folder.glob("*.md"):
                    shutil.copy(page, copy)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in (head, [":--", *["--:"] * (len(head) - 1)], *rows):
        print("|", " | ".join(row), "|")
    print(flush=True)


def builds(scratch: Path) -> None:
    """Time and memory of both, by turns, with more and more pages."""
    url = "http://127.0.0.1:8000/"
    source, ours = copy_project(scratch / "source"), copy_project(scratch / "ours")
    (source / "keep_rendered.py").write_text(KEEP_RENDERED, encoding="utf-8")
    replace(source / "mkdocs.yml", "hooks: [hooks.py]", "hooks: [hooks.py, keep_rendered.py]")
    build_ours(source, scratch / "our-site", url)
    # The copies stand outside `nav`, else each page would list all others.
    replace(ours / "mkdocs.yml", "omitted_files: warn", "omitted_files: ignore")
    rows = []
    for times, runs in RUNS.items():
        multiply(ours / "docs", times)
        multiply(source / "rendered", times)
        our_costs, stock_costs = [], []
        for number in range(runs):
            print(f"{times} times the pages, run {number + 1} of {runs}", file=sys.stderr)
            our_costs.append(build_ours(ours, scratch / "our-site", url))
            stock_costs.append(build_stock(source / "rendered", scratch / "stock-site", url))
        ours_took, stock_took = (Cost(*map(median, zip(*c, strict=True))) for c in (our_costs, stock_costs))
        pages = sum(1 for _ in (scratch / "our-site").rglob("index.html"))
        rows.append(
            [str(pages), str(runs), f"{ours_took.seconds:.1f} s", f"{stock_took.seconds:.1f} s"]
            + [f"{ours_took.seconds / stock_took.seconds:.2f}", f"{ours_took.cpu / stock_took.cpu:.2f}"]
            + [f"{1000 * took.cpu / pages:.0f} ms" for took in (ours_took, stock_took)]
            + [f"{took.memory:.0f} MiB" for took in (ours_took, stock_took)]
        )
    print("Build of both languages, medians; in each pair ours, then stock Material.")
    print("As `wait4` tells: CPU time of all its processes, peak memory of the largest.\n")
    table(["Pages", "Runs", "Time", "stock", "Ratio", "CPU ratio", "CPU a page", "stock", "Peak memory", "stock"], rows)


class Weighed(SubPath):
    """Notes how much it sent: the browser itself does not tell what its workers load."""

    sent: ClassVar[list[int]] = []

    def send_head(self) -> BytesIO | None:
        body = super().send_head()
        self.sent.append(len(body.getvalue()) if body else 0)
        return body


def first_views(ours: str, stock: str) -> str:
    """What a browser without a cache loads of each page; gives the path of that browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)

        def weigh(url: str) -> float:
            Weighed.sent.clear()
            context = browser.new_context()
            page = context.new_page()
            page.goto(url, wait_until="networkidle")
            page.wait_for_timeout(500)  # for the workers
            context.close()
            return sum(Weighed.sent) / 1024

        empty = [weigh(stock + folder) for _, folder in CONFIGS.values()]
        rows = [[EMPTY, *(f"{kib:.0f} KiB" for kib in empty)]]
        for path in (*PAGES, MISSING):
            found = [weigh(ours + folder + path) for _, folder in CONFIGS.values()]
            shares = [f"{kib:.0f} KiB ({kib / base:.0%})" for kib, base in zip(found, empty, strict=True)]
            rows.append(["404.html" if path == MISSING else f"/{path}", *shares])
        print(f"First view: all that Chromium {browser.version} loads, gzip, with its share of the empty page.\n")
        table(["Page", "English", "French"], rows)
        browser.close()
        return chromium() or playwright.chromium.executable_path


def lighthouse(url: str, browser: str) -> dict[str, Any]:
    """Lighthouse's report on a page, as on a phone. It starts `browser` with a profile of its own."""
    flags = f"--chrome-flags=--headless {' '.join(CHROMIUM)}"
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", flags]
    done = subprocess.run(command, env=os.environ | {"CHROME_PATH": browser}, stdout=subprocess.PIPE, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(ours: str, stock: str, browser: str) -> None:
    """Lighthouse on our pages and on the empty one."""
    rows = []
    for name, url in {EMPTY: stock, **{f"/{path}": ours + path for path in LIGHTHOUSE_PAGES}}.items():
        print(f"Lighthouse: {name}", file=sys.stderr)
        reports = [lighthouse(url, browser) for _ in range(LIGHTHOUSE_RUNS)]
        categories = reports[0]["categories"]
        found = [median(report["categories"][key]["score"] for report in reports) for key in categories]
        paint = median(report["audits"]["largest-contentful-paint"]["numericValue"] for report in reports)
        rows.append([name, *(f"{100 * score:.0f}" for score in found), f"{paint / 1000:.1f} s"])
    print(f"Lighthouse ({LIGHTHOUSE}, mobile), medians of {LIGHTHOUSE_RUNS} runs.\n")
    table(["Page", *(category["title"] for category in categories.values()), "Largest paint"], rows)


def main() -> None:
    if not shutil.which("npx"):
        sys.exit("make bench needs Node.js 18.20 or newer, with npx, for Lighthouse. Nothing else here does.")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    machine = f"{os.cpu_count()} CPUs (load {os.getloadavg()[0]:.1f} at the start), {memory:.0f} GiB RAM"
    packages = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material"))
    print(f"{date.today()}, {machine}, Python {platform.python_version()}, {packages}.\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        builds(scratch)
        for language in LANGUAGES:
            (scratch / "empty" / language).mkdir(parents=True)
            (scratch / "empty" / language / "index.md").write_text("# Empty\n", encoding="utf-8")
        with serving(scratch / "ours-served", Weighed) as ours, serving(scratch / "stock-served", Weighed) as stock:
            build_ours(copy_project(scratch / "project"), scratch / "ours-served", ours)
            build_stock(scratch / "empty", scratch / "stock-served", stock)
            scores(ours, stock, first_views(ours, stock))


if __name__ == "__main__":
    main()
