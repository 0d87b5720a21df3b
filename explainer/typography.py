"""French typography: authors type ordinary spaces, readers get no-break ones.

A function for the texts of data/, and a Python-Markdown extension for the pages of docs/fr.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

from babel.dates import get_month_names
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

NARROW, NO_BREAK = "\u202f", "\u00a0"
MONTHS = "|".join(get_month_names("wide", locale="fr").values())
RULES = [
    (re.compile(r"(?:(?<=\S)|^) (?=[;:!?%»])"), NARROW),
    (re.compile(r"(?<=«) "), NARROW),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
    (re.compile(rf"(?:(?<=\d)|(?<=\b1er)) (?=(?:milli|gigawatt|mégawatt|{MONTHS}))"), NO_BREAK),
]


@cache
def french(text: str) -> str:
    """`text` with the no-break spaces of French typography (Imprimerie nationale, narrow throughout)."""
    for pattern, space in RULES:
        text = pattern.sub(space, text)
    return text


class FrenchSpaces(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in ("code", "pre"):
                continue
            if isinstance(element.text, str):
                element.text = type(element.text)(french(element.text))
            if element.tail:
                element.tail = type(element.tail)(french(element.tail))


class FrenchContents(Treeprocessor):
    """The names in the table of contents, in which Python-Markdown makes every space an ordinary one."""

    def run(self, root: Element) -> None:
        entries = list(self.md.toc_tokens)
        for entry in entries:
            entry["name"] = french(entry["name"])
            entries += entry["children"]


class FrenchTypography(Extension):
    """Applies `french` to the text of a page."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After inline patterns (20) have made the text nodes, before the table of contents (5) reads the headings.
        md.treeprocessors.register(FrenchSpaces(md), "french_spaces", 15)
        md.treeprocessors.register(FrenchContents(md), "french_contents", 4)
