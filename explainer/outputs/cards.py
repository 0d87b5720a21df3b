"""The preview cards: what a message or a post shows beside a link to a claim, a page or the site."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import cache
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import resvg_py
from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from explainer.load import ROOT, DataError
from explainer.model import Claim, Evidence
from explainer.render import Components
from explainer.site import Page, Site
from explainer.typography import NARROW

REGULAR, BOLD = (ROOT / f"explainer/fonts/Literata-{weight}.ttf" for weight in ("Regular", "Bold"))

# In pixels of 1200 x 630.
LEFT, WIDTH = 64, 1072  # of the text
TOP = 116  # below the rule
GAP = 22  # the least above, between and below the texts


class Kind(NamedTuple):
    """How one text of a card is set."""

    ink: str
    font: Path
    sizes: Sequence[int]  # a card is often shown 300 pixels wide: smaller text could not be read there
    leading: float
    importance: int  # how much its size counts when the texts share the room


TITLE = Kind("ink", BOLD, range(100, 50, -4), 1.12, 1)
ANSWER = Kind("ink", REGULAR, range(46, 36, -2), 1.32, 2)
QUOTE = Kind("soft", REGULAR, range(42, 32, -2), 1.25, 1)
VERDICT = Kind("ink", BOLD, range(76, 46, -2), 1.12, 2)


class Block(NamedTuple):
    """A text in lines, one every `pitch` pixels."""

    kind: Kind
    size: int
    lines: list[str]

    @property
    def pitch(self) -> float:
        return self.size * self.kind.leading

    @property
    def height(self) -> float:
        return self.pitch * len(self.lines)


def path(page: Page) -> str:
    """Where the card of a page is, below the root of its language."""
    return f"cards/{page.name}.png"


def begin(site: Site, data: Evidence, pool: Executor) -> dict[Page, Future[bytes]]:
    """Let `pool` draw the card of each page of one language, while the pages are rendered."""
    components = Components(data, site)
    begun = {}
    for page in site.pages:
        texts, bottom, more = [(TITLE, page.title), (ANSWER, page.description)], 614, {}
        if claim := data.claims.get(page.path.removeprefix("claims/").rstrip("/")):
            texts = [(QUOTE, f"«{NARROW}{claim.quote}{NARROW}»"), (VERDICT, components.say(claim.verdict))]
            bottom, more = 500, _verdicts(claim, components)
        elif not page.path:
            bottom, more = 520, {"wall": [(c.then.label, c.since.label) for c in data.claims.values()]}
        begun[page] = pool.submit(draw, site.name, texts, bottom, more)
    return begun


def finish(site: Site, begun: dict[Page, Future[bytes]]) -> Iterator[tuple[str, bytes]]:
    """The cards with their paths below the root of their language. Raises DataError for a text that has no room."""
    for page, card in begun.items():
        try:
            yield path(page), card.result()
        except ValueError as error:
            raise DataError(f"docs/{site.language}/{page.name}.md: no preview card: {error}") from None


def _verdicts(claim: Claim, components: Components) -> dict[str, Any]:
    """What the card of a claim shows besides its texts: its place in the article; label, word, size, time of each verdict."""
    claims, labels, words = components.data.claims, components.data.labels, components.words
    verdicts = []
    for label, known, when in (
        (claim.then.label, labels.then, "june_2025"),
        (claim.since.label, labels.since, "since"),
    ):
        word = components.say(known[label].word)
        size = next(size for size in range(54, 0, -2) if width(word, BOLD) * size <= 410)  # the room beside its shape
        verdicts.append((label, word, size, words[when]))
    place = words["claim_of"].format(list(claims).index(claim.id) + 1, len(claims))
    return {"place": _plain(place), "verdicts": verdicts}


def draw(site_name: str, texts: list[tuple[Kind, str]], bottom: int, more: dict[str, Any]) -> bytes:
    """A card as a PNG: `texts` above `bottom`, and what components/card.svg makes of `more`.

    Raises ValueError for a text that it cannot show.
    """
    blocks = fit([(kind, _plain(text)) for kind, text in texts], bottom - TOP)
    gap = (bottom - TOP - sum(block.height for block in blocks)) / (len(blocks) + 1)
    tops = [TOP + gap * (n + 1) + sum(block.height for block in blocks[:n]) for n in range(len(blocks))]
    first, comma, rest = _plain(site_name).partition(", ")
    svg = _template().render(
        name=(f"{first}{comma.strip()}", rest),
        blocks=list(zip(blocks, tops, strict=True)),
        left=LEFT,
        width=WIDTH,
        colour=_colours(),
        bold=BOLD,
        **more,
    )
    # The same card on every machine: without the fonts of the system.
    return resvg_py.svg_to_bytes(svg_string=svg, font_files=[str(REGULAR), str(BOLD)], skip_system_fonts=True)


def _plain(text: str) -> str:
    """The font has no narrow no-break space; its ordinary one is as narrow."""
    return text.replace(NARROW, "\u00a0")


def fit(texts: list[tuple[Kind, str]], room: float) -> tuple[Block, ...]:
    """All texts in lines, as large as there is room for."""
    choices = [
        [Block(kind, size, lines) for size in kind.sizes if (lines := wrap(text, kind.font, size))]
        for kind, text in texts
    ]
    fitting = [
        blocks for blocks in product(*choices) if sum(b.height for b in blocks) + GAP * (len(blocks) + 1) <= room
    ]
    if not fitting:
        raise ValueError("its texts are too long: shorten " + " or ".join(repr(text) for _, text in texts))
    return max(fitting, key=lambda blocks: prod(block.size**block.kind.importance for block in blocks))


def wrap(text: str, font: Path, size: int) -> list[str]:
    """`text` in as few lines as it needs, all about as long; in none if a word is too wide."""
    words = [(word, width(word, font) * size) for word in text.split(" ")]  # not at no-break spaces
    space = width(" ", font) * size

    def lines(limit: float) -> list[list[str]]:
        found: list[list[str]] = []
        room = -1.0
        for word, wide in words:
            if found and space + wide <= room:
                found[-1].append(word)
                room -= space + wide
            else:
                found.append([word])
                room = limit - wide
        return found

    if max(wide for _, wide in words) > WIDTH:
        return []
    fewest = len(lines(WIDTH))
    limit = bisect_left(range(WIDTH), True, key=lambda limit: len(lines(limit)) <= fewest)
    return [" ".join(line) for line in lines(limit)]


def width(text: str, font: Path) -> float:
    """How wide `text` is, in ems. Kerning, which mostly narrows, is left out."""
    known = _widths(font)
    if missing := set(text) - set(known):
        raise ValueError(f"{font.name} has no {sorted(missing)}")
    return sum(known[character] for character in text)


@cache
def _widths(file: Path) -> dict[str, float]:
    """The width of each character of a font, in ems."""
    font = TTFont(file)
    advances, em = font["hmtx"], font["head"].unitsPerEm
    return {chr(code): advances[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@cache
def _colours() -> dict[str, str]:
    """The site's colours by name: of each token the value for the light scheme."""
    style = (ROOT / "overrides/assets/site.css").read_text("utf-8")
    return dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", style))


@cache
def _template() -> Template:
    loader = FileSystemLoader(ROOT / "components")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("card.svg")
