"""make browsers: does what readers use work in Firefox and in WebKit too? A smoke test on the built site.

Chromium is tested by tests/test_browser.py. Firefox speaks Marionette, WebKitGTK the WebDriver protocol: the same
commands, one over a socket and one over HTTP. Exits with 1 if a check fails or an engine is not to be had.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from support.serving import serving

SITE = Path(__file__).parents[1] / "site"
ESCAPE = "\ue00c"
PREFERENCES = """user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("marionette.port", {port});
"""


class Browser:
    """A browser under test; an engine gives `send`, which takes a WebDriver command and gives its value."""

    def __init__(self, send: Callable[[str, dict[str, Any]], Any]) -> None:
        self.send = send

    def go(self, url: str) -> None:
        self.send("url", {"url": url})

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self.send("execute/sync", {"script": f"return {script}", "args": []})

    def size(self, width: int) -> None:
        self.send("window/rect", {"width": width, "height": 900})

    def click(self, css: str) -> None:
        found = self.send("element", {"using": "css selector", "value": css})
        self.send("click", {"id": next(iter(found.values()))})

    def press(self, keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.send("actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})

    def until(self, condition: str) -> bool:
        """Whether an expression comes true within five seconds."""
        for _ in range(50):
            if self.run(f"Boolean({condition})"):
                return True
            time.sleep(0.1)
        return False


COUNT = "[...document.querySelectorAll('{}')].filter(e => e.getClientRects().length).length"
GROUND = "getComputedStyle(document.body).backgroundColor"


def checks(page: Browser, origin: str) -> Iterator[tuple[str, bool]]:
    """The name of each check, and whether it holds."""
    for path in ("", "article/", "negotiations/", "timeline/", "fr/claims/stake-33/"):
        page.size(500)
        page.go(origin + path)
        wide = page.run("document.documentElement.scrollWidth - innerWidth")
        yield f"no sideways scrolling on /{path}", wide <= 0

    page.go(origin + "negotiations/")
    page.click(".menu summary")
    yield "the menu opens", page.until("document.querySelector('.menu__panel').getClientRects().length")
    page.run("document.querySelector('.menu').open = false")

    before = page.run(GROUND)
    page.click(".colours")
    after = page.run(GROUND)
    page.go(origin + "fr/about/")
    yield "the colours are changed and remembered", before != after == page.run(GROUND)
    page.click(".colours")

    page.go(origin + "claims/stake-33/#stake-33")
    page.press("/")
    yield "/ opens the search", page.until("document.querySelector('.search').open")
    page.press("windsurf")
    yield "the search finds", page.until("document.querySelector('.search li a')")
    page.press(ESCAPE)
    yield "Escape closes the search", page.until("!document.querySelector('.search').open")

    page.click("a.language")
    yield "the language link keeps the point", page.until("location.href.endsWith('/fr/claims/stake-33/#stake-33')")

    page.go(origin + "negotiations/")
    page.run("document.querySelectorAll('a.ref')[5].scrollIntoView({ block: 'center' })")
    place = page.run("scrollY")
    page.click("a.ref#r6")
    yield "a note opens as a panel", page.run(COUNT.format(".pin:target + .note")) == 1
    yield "the note keeps the place", page.run("scrollY") == place
    page.click(".pin:target + .note .close")
    yield "the note closes", page.run(COUNT.format(".pin:target + .note")) == 0 and page.run("scrollY") == place

    page.go(origin + "article/")
    page.run("document.querySelector('#f-contradicted').click()")
    rows = page.run("document.querySelectorAll('.claim-row.contradicted').length")
    yield "the claims are narrowed", page.run(COUNT.format(".claim-row")) == rows > 0

    page.go(origin + "timeline/")
    page.run("document.querySelector('#f-negotiations').click()")
    events = page.run("document.querySelectorAll('.event.negotiations').length")
    yield "the timeline is narrowed", page.run(COUNT.format(".event")) == events > 0

    page.size(1400)
    page.go(origin + "negotiations/")
    beside = "document.querySelector('article > p .note').getBoundingClientRect().left"
    text = "document.querySelector('article > p.answer').getBoundingClientRect().right"
    yield "notes are in the margin where there is room", page.run(f"{beside} >= {text}")


@contextmanager
def firefox(program: str) -> Iterator[Browser]:
    """Firefox without a window, by its own Marionette protocol: [0, number, command, parameters], after its length."""
    names = {"url": "Navigate", "execute/sync": "ExecuteScript", "window/rect": "SetWindowRect"}
    names |= {"element": "FindElement", "click": "ElementClick", "actions": "PerformActions", "session": "NewSession"}
    with tempfile.TemporaryDirectory() as profile, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        Path(profile, "user.js").write_text(PREFERENCES.format(port=port), "utf-8")
        running = subprocess.Popen(
            [program, "--marionette", "--headless", "--no-remote", "--profile", profile],
            env=os.environ | {"HOME": profile},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connect(port) as connection, connection.makefile("rb") as answers:

                def receive() -> Any:
                    length = b""
                    while (byte := answers.read(1)) != b":":
                        length += byte
                    return json.loads(answers.read(int(length)))

                def send(command: str, parameters: dict[str, Any]) -> Any:
                    message = json.dumps([0, 1, f"WebDriver:{names[command]}", parameters]).encode()
                    connection.sendall(b"%d:%s" % (len(message), message))
                    _, _, error, result = receive()
                    if error:
                        raise RuntimeError(f"{command}: {error['message']}")
                    return result["value"] if result and set(result) == {"value"} else result

                receive()  # it introduces itself
                send("session", {})
                yield Browser(send)
        finally:
            running.terminate()
            running.wait()


@contextmanager
def webkit(driver: str) -> Iterator[Browser]:
    """WebKitGTK's MiniBrowser, by the WebDriver protocol, on a display of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = subprocess.Popen(
        ["xvfb-run", "-a", driver, f"--port={port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that the driver ends with xvfb-run
    )
    root = f"http://127.0.0.1:{port}/session"

    def post(url: str, parameters: dict[str, Any]) -> Any:
        request = Request(url, json.dumps(parameters).encode(), {"Content-Type": "application/json"})
        with urlopen(request) as answer:
            return json.load(answer)["value"]

    try:
        _connect(port).close()
        options = {"binary": glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")[0], "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        session = f"{root}/{post(root, {'capabilities': {'alwaysMatch': wanted}})['sessionId']}"

        def send(command: str, parameters: dict[str, Any]) -> Any:
            path = f"element/{parameters['id']}/click" if command == "click" else command
            return post(f"{session}/{path}", parameters)

        yield Browser(send)
        with urlopen(Request(session, method="DELETE")):
            pass
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()


def _connect(port: int) -> socket.socket:
    """A connection to a program that is starting. Raises TimeoutError after 30 seconds."""
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at port {port}")


ENGINES = {  # what starts it; programs, of which one is needed; the package of Debian that has it
    "Firefox": (firefox, ["firefox-esr", "firefox"], "firefox-esr"),
    "WebKit": (webkit, ["WebKitWebDriver"], "webkit2gtk-driver xvfb xauth"),
}


def main() -> None:
    failed = 0
    with serving(SITE) as origin:
        for name, (start, programs, package) in ENGINES.items():
            program = next(filter(None, map(shutil.which, programs)), None)
            if not program:
                print(f"{name}: not tested, there is no {' or '.join(programs)} here: apt install {package}")
                failed += 1
                continue
            with start(program) as page:
                for check, holds in checks(page, origin):
                    print(f"{name}: {'holds' if holds else 'FAILS'}: {check}", flush=True)
                    failed += not holds
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
