"""French typography: authors type ordinary spaces, readers get no-break ones.

A Python-Markdown extension (see mkdocs.fr.yml) and the function it rests on.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

NARROW = "\u202f"  # narrow no-break space
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
RULES = [
    (re.compile(r"(^|\S) ([;:!?%»])"), rf"\1{NARROW}\2"),
    (re.compile(r"« "), f"«{NARROW}"),
    (re.compile(r"(\d) (?=\d{3}\b)"), rf"\1{NARROW}"),
    (re.compile(rf"(\d|\b1er) (?=(?:milli|gigawatt|mégawatt|{MONTHS}))"), "\\1\u00a0"),
]


@cache
def french(text: str) -> str:
    """`text` with the no-break spaces of French typography (Imprimerie nationale, narrow throughout)."""
    for pattern, spaced in RULES:
        text = pattern.sub(spaced, text)
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


class FrenchTypography(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After inline patterns (20) have made the text nodes, before they are written out.
        md.treeprocessors.register(FrenchSpaces(md), "french_spaces", 5)


def makeExtension(**kwargs: object) -> FrenchTypography:
    return FrenchTypography(**kwargs)
