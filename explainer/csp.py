"""The Content-Security-Policy of a page: it may load what stands beside it, and run the scripts it was built with."""

from __future__ import annotations

import base64
import hashlib
import re

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
NOT_INLINE = re.compile(r"\bsrc=|\btype=\W?(application/(ld\+)?json|text/late)\b")
CHARSET = '<meta charset="utf-8">'  # the first thing in a head: a policy binds what comes after it


def guarded(html: str) -> str:
    """The page with its policy. No inline script runs but those that it has now, known by their hashes."""
    # wasm-unsafe-eval: the search is WebAssembly; it lets no JavaScript in.
    hashes = dict.fromkeys(
        f"'sha256-{base64.b64encode(hashlib.sha256(script['text'].encode()).digest()).decode()}'"
        for script in SCRIPT.finditer(html)
        if not NOT_INLINE.search(script["attributes"])
    )
    rules = [
        "default-src 'none'",
        " ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes]),
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",  # the search index
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    policy = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    assert CHARSET in html, "a page without its character set"
    return html.replace(CHARSET, CHARSET + policy, 1)
