"""Text compared letter by letter: quotations against the article, figures against each other."""

from __future__ import annotations

import re

QUOTE_LIMIT = 30  # words, at most, of one quotation from the article
CUT = "[…]"


def fold(text: str) -> str:
    """Collapse white space; typographic spaces count as spaces."""
    return " ".join(text.split())  # str.split knows U+00A0 and U+202F too


def in_order(quote: str, text: str) -> bool:
    """Whether each piece of `quote`, cut at […], is in `text`, verbatim and in order."""
    at, text = 0, fold(text)
    for piece in fold(quote).split(CUT):
        found = text.find(piece.strip(), at)
        if found < 0:
            return False
        at = found + len(piece.strip())
    return True


def figures(text: str) -> list[float]:
    """The numbers of a text without thousands separators, in order; 13.75 and 13,75 are the same number."""
    return [float(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", text)]
