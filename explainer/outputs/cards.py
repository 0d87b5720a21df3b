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
from explainer.model import Evidence
from explainer.render import Components
from explainer.site import Page, Site
from explainer.typography import NARROW

REGULAR, BOLD = (ROOT / f"explainer/fonts/Literata-{weight}.ttf" for weight in ("Regular", "Bold"))
STYLE = ROOT / "overrides/assets/site.css"
SHAPES = ROOT / "components/_shapes.svg"
REVERSED = ("contradicted", "did-not-happen")  # light on dark, as on the wall

# In pixels of 1200 x 630.
LEFT, WIDTH = 64, 1072  # of the text
TOP = 116  # below the rule
GAP = 22  # the least above, between and below the texts
# A card is often shown 300 pixels wide: text below the last size of each list could not be read there.
TITLES, ANSWERS = range(100, 50, -4), range(46, 36, -2)
VERDICTS, QUOTES = range(76, 46, -2), range(42, 32, -2)


class Verdict(NamedTuple):
    """One of the two verdicts on a claim."""

    label: str  # names the shape
    word: str
    when: str

    @property
    def reversed(self) -> bool:
        return self.label in REVERSED

    @property
    def size(self) -> int:
        """That at which the word has room beside its shape."""
        return next(size for size in range(54, 0, -2) if width(self.word, BOLD) * size <= 410)


class Block(NamedTuple):
    """A text in lines, one every `pitch` pixels."""

    lines: list[str]
    size: int
    pitch: float

    @property
    def height(self) -> float:
        return self.pitch * len(self.lines)


class Kind(NamedTuple):
    """How one text of a card is set."""

    ink: str
    font: Path
    sizes: Sequence[int]
    leading: float
    weight: int  # how much its size counts when the texts share the room


TITLE, ANSWER = Kind("ink", BOLD, TITLES, 1.12, 1), Kind("ink", REGULAR, ANSWERS, 1.32, 2)
QUOTE, VERDICT = Kind("soft", REGULAR, QUOTES, 1.25, 1), Kind("ink", BOLD, VERDICTS, 1.12, 2)


def begin(site: Site, data: Evidence, pool: Executor) -> dict[Page, Future[bytes]]:
    """Let `pool` draw the card of each page of one language, while the pages are rendered."""
    components = Components(data, site)
    wall = [(c.then.label, c.since.label) for c in data.claims.values()]
    begun = {}
    for page in site.pages:
        claim = data.claims.get(page.path.removeprefix("claims/").rstrip("/"))
        if claim:
            place = components.words["claim_of"].format(list(data.claims).index(claim.id) + 1, len(data.claims))
            verdicts = [
                Verdict(part.label, components.say(labels[part.label].word), components.words[when])
                for part, labels, when in (
                    (claim.then, data.labels.then, "june_2025"),
                    (claim.since, data.labels.since, "since"),
                )
            ]
            quote = f"«{NARROW}{claim.quote}{NARROW}»"
            begun[page] = pool.submit(draw_claim, site.name, place, quote, components.say(claim.verdict), *verdicts)
        elif page.path:
            begun[page] = pool.submit(draw_page, site.name, page.title, page.description)
        else:
            begun[page] = pool.submit(draw_home, site.name, page.title, page.description, wall)
    return begun


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


def draw_claim(site_name: str, place: str, quote: str, verdict: str, then: Verdict, since: Verdict) -> bytes:
    """The card of a claim as a PNG. `place`: of the claim in the article; `quote`: with its marks.

    Like the other two, raises ValueError for a text that it cannot show.
    """
    return _draw(site_name, [(QUOTE, quote), (VERDICT, verdict)], 500, place=_plain(place), verdicts=(then, since))


def draw_page(site_name: str, title: str, description: str) -> bytes:
    """The card of a page."""
    return _draw(site_name, [(TITLE, title), (ANSWER, description)], 614)


def draw_home(site_name: str, question: str, answer: str, wall: Sequence[tuple[str, str]]) -> bytes:
    """The card of the site, with the labels of all claims as a wall: (then, since) of each, in order."""
    pairs = [(Verdict(then, "", ""), Verdict(since, "", "")) for then, since in wall]
    return _draw(site_name, [(TITLE, question), (ANSWER, answer)], 520, wall=pairs)


def _draw(site_name: str, texts: list[tuple[Kind, str]], bottom: int, **context: Any) -> bytes:
    blocks = fit([(kind, _plain(text)) for kind, text in texts], bottom - TOP)
    gap = (bottom - TOP - sum(block.height for block in blocks)) / (len(blocks) + 1)
    tops = [TOP + gap * (n + 1) + sum(block.height for block in blocks[:n]) for n in range(len(blocks))]
    first, comma, rest = _plain(site_name).partition(", ")
    if not {"verdicts", "wall"}.isdisjoint(context):
        context["shapes"] = SHAPES.read_text("utf-8")
    svg = _template().render(
        name=(f"{first}{comma.strip()}", rest),
        texts=[
            (block, kind.ink, 700 if kind.font == BOLD else 400) for block, (kind, _) in zip(blocks, texts, strict=True)
        ],
        tops=tops,
        left=LEFT,
        width=WIDTH,
        colour=_colours(),
        **context,
    )
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        font_files=[str(REGULAR), str(BOLD)],
        skip_system_fonts=True,  # the same card on every machine
    )


def _plain(text: str) -> str:
    """The font has no narrow no-break space; its ordinary one is as narrow."""
    return text.replace(NARROW, "\u00a0")


def fit(texts: list[tuple[Kind, str]], room: float) -> tuple[Block, ...]:
    """All texts in lines, as large as there is room for."""
    choices = [
        [Block(lines, size, size * kind.leading) for size in kind.sizes if (lines := wrap(text, kind.font, size))]
        for kind, text in texts
    ]
    fitting = [
        blocks for blocks in product(*choices) if sum(b.height for b in blocks) + GAP * (len(blocks) + 1) <= room
    ]
    if not fitting:
        raise ValueError("its texts are too long: shorten " + " or ".join(repr(text) for _, text in texts))
    weights = [kind.weight for kind, _ in texts]
    return max(fitting, key=lambda blocks: prod(b.size**weight for b, weight in zip(blocks, weights, strict=True)))


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
    return dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", STYLE.read_text("utf-8")))


@cache
def _template() -> Template:
    loader = FileSystemLoader(ROOT / "components")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("card.svg")
