"""Reading asks no other host for anything, and runs no script but the site's own."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from promises import promise
from promises.links import CSS, links
from support.built import Page, Site

PBC = "pbc-restructuring/index.html"


@promise(
    (PBC, "<head>", '<head><link rel="stylesheet" href="https://fonts.example.net/css">'),
    (PBC, "</body>", '<img src="https://example.net/pixel.gif"></body>'),
    everywhere=True,
)
def nothing_from_elsewhere(page: Page) -> Iterator[str]:
    """No page loads anything from another host."""
    for element, address in links(page):
        rel = " ".join(element.get("rel") or [])
        loads = element.name in ("script", "img", "source", "use") or re.search("stylesheet|icon|pre", rel)
        if loads and page.site.target(urljoin(page.url, address)) is None:
            yield f"loads {address}"


@promise((CSS, ":root {", "@import 'https://fonts.example.net/css'; :root {"))
def styles_load_nothing_from_elsewhere(site: Site) -> Iterator[str]:
    for name, text in site.read.items():
        if name.endswith(".css"):
            for address in re.findall(r"(?:@import\s+|url\(\s*)[\"']?((?:https?:)?//[^\"')]+)", text):
                yield f"{name}: loads {address}"


@promise(
    (PBC, "</body>", "<script>alert(1)</script></body>"),
    (PBC, '<meta http-equiv="Content-Security-Policy"', '<meta name="policy"'),
    (PBC, "script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    (PBC, "<h1", '<h1 onclick="alert(1)"'),
    (PBC, "<h1", '<h1 style="color: red"'),
    everywhere=True,
)
def no_foreign_script_would_run(page: Page) -> Iterator[str]:
    """Each page's Content-Security-Policy admits its own inline scripts by their hashes, and nothing else inline."""
    found = page.html.find("meta", {"http-equiv": "Content-Security-Policy"})
    policy = str(found["content"]) if found else ""
    # wasm-unsafe-eval: the search is WebAssembly; it allows no JavaScript.
    if not policy.startswith("default-src 'none'") or "unsafe" in policy.replace("'wasm-unsafe-eval'", ""):
        yield f"its policy is not strict: {policy or 'none'}"
    for script in page.html.find_all("script", src=False, type=False):
        digest = base64.b64encode(hashlib.sha256((script.string or "").encode()).digest()).decode()
        if f"'sha256-{digest}'" not in policy:
            yield f"its policy forbids its own script {(script.string or '')[:40]!r}"
    for element in page.html.find_all(lambda e: "style" in e.attrs or any(a.startswith("on") for a in e.attrs)):
        yield f"its policy forbids the inline style or handler of {str(element)[:80]}"
