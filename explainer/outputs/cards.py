"""The preview card of each page: what a message or a post shows beside a link to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import resvg_py
from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from explainer.load import ROOT, DataError
from explainer.model import Evidence
from explainer.site import Page, Site
from explainer.typography import NARROW

REGULAR, BOLD = (ROOT / f"explainer/fonts/Literata-{weight}.ttf" for weight in ("Regular", "Bold"))
ASSETS = ROOT / "overrides/assets"

# In pixels of 1200 x 630.
LEFT, WIDTH = 64, 1072  # of the text
TOP, HEIGHT = 120, 494  # between the rule and the coloured edge
GAP = 28  # the least above, between and below title and answer
# A card is often shown 300 pixels wide: text below the last sizes could not be read there.
ANSWER_SIZES, TITLE_SIZES = (46, 44, 42, 40, 38), (100, 92, 84, 78, 72, 66, 62)


class Block(NamedTuple):
    """A text in lines, one every `pitch` pixels."""

    lines: list[str]
    size: int
    pitch: float

    @property
    def height(self) -> float:
        return self.pitch * len(self.lines)


def begin(site: Site, data: Evidence, pool: Executor) -> dict[Page, Future[bytes]]:
    """Let `pool` draw the card of each page of one language, while the pages are rendered."""
    return {page: pool.submit(draw, page.title, page.description, site.name) for page in site.pages}


def finish(site: Site, begun: dict[Page, Future[bytes]]) -> Iterator[tuple[str, bytes]]:
    """The cards with their paths below the root of their language. Raises DataError for a text that has no room."""
    for page, card in begun.items():
        try:
            yield path(page), card.result()
        except ValueError as error:
            raise DataError(f"docs/{site.language}/{page.name}.md: no preview card: {error}") from None


def path(page: Page) -> str:
    """Where the card of a page is, below the root of its language."""
    return f"cards/{page.name}.png"


def draw(title: str, answer: str, site_name: str) -> bytes:
    """The card as a PNG. Raises ValueError for a text that it cannot show."""
    # The font has no narrow no-break space; its ordinary one is as narrow.
    title, answer, site_name = (text.replace(NARROW, "\u00a0") for text in (title, answer, site_name))
    heading, body = fit(title, answer)
    gap = (HEIGHT - heading.height - body.height) / 3
    svg = _template().render(
        site_name=site_name,
        title=heading,
        answer=body,
        gap=gap,
        left=LEFT,
        width=WIDTH,
        top=TOP,
        colour=_colours(),
        mark=_mark(),
    )
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        font_files=[str(REGULAR), str(BOLD)],
        skip_system_fonts=True,  # the same card on every machine
    )


def fit(title: str, answer: str) -> tuple[Block, Block]:
    """Both texts in lines, as large as there is room for."""
    headings = [Block(wrap(title, BOLD, size), size, size * 1.12) for size in TITLE_SIZES]
    bodies = [Block(wrap(answer, REGULAR, size), size, size * 1.32) for size in ANSWER_SIZES]
    fitting = [
        (heading, body)
        for heading, body in product(headings, bodies)
        if heading.lines and body.lines and heading.height + body.height + 3 * GAP <= HEIGHT
    ]
    if not fitting:
        raise ValueError("its title and description are too long")
    # The answer counts twice: it is the first that a small card makes illegible.
    return max(fitting, key=lambda pair: pair[0].size * pair[1].size ** 2)


def wrap(text: str, font: Path, size: int) -> list[str]:
    """`text` in as few lines as it needs, all about as long; in none if a word is too wide."""

    def lines(limit: float) -> list[str]:
        found: list[str] = []
        for word in text.split(" "):  # not at no-break spaces
            if found and width(f"{found[-1]} {word}", font) * size <= limit:
                found[-1] += f" {word}"
            else:
                found.append(word)
        return found

    full = lines(WIDTH)
    if any(width(line, font) * size > WIDTH for line in full):
        return []
    return lines(bisect_left(range(WIDTH), True, key=lambda limit: len(lines(limit)) <= len(full)))


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
def _mark() -> str:
    """The site's mark, 32 units wide, as elements of SVG: drawn sooner than as a picture of its own."""
    return re.sub(r"</?svg[^>]*>", "", (ASSETS / "favicon.svg").read_text("utf-8"))


@cache
def _colours() -> dict[str, str]:
    """The site's colours by name: the light ones of each pair."""
    text = (ASSETS / "base.css").read_text("utf-8")
    return dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", text))


@cache
def _template() -> Template:
    loader = FileSystemLoader(ROOT / "components")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("card.svg")
