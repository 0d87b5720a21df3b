"""The components in one language: its words, its dates, and Jinja over components/."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer.load import ROOT
from explainer.model import Evidence, Source, Text
from explainer.site import LANGUAGES, Site
from explainer.typography import french

SKELETONS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}  # by the length of a date: 2025, 2025-10, 2025-10-28
SHORT = {4: "y", 7: "MMM y", 10: "d MMM y"}


@cache
def spell_date(value: str, language: str, patterns: str = "long") -> str:
    """2025-10-28 as “28 October 2025” or « 28 octobre 2025 » (`short`: 28 Oct 2025); a year or a month likewise."""
    pattern = (SHORT if patterns == "short" else SKELETONS)[len(value)]
    spelled = format_date(date.fromisoformat((value + "-01-01")[:10]), pattern, locale=language)
    return re.sub(r"^1 ", "1er ", spelled) if language == "fr" else spelled


def as_file(place: str) -> str:
    """A place of the site as Markdown links to it: article/#stake-33 as /article.md#stake-33."""
    page, hash_sign, point = place.partition("#")
    return f"/{page.rstrip('/') or 'index'}.md{hash_sign}{point}"


def heading_id(name: str) -> str:
    """The id for a heading or list item of this name: reader views drop short elements whose id has the word "share".

    The published address then stands on an empty element inside (components/_point.md).
    """
    return name.replace("share", "shares")


def nested(text: str) -> str:
    """A text for between quotation marks: those inside it are of the other kind."""
    return re.sub("«\\s", "“", re.sub("\\s»", "”", text.replace("“", "‘").replace("”", "’")))


class Components:
    """Renders components/* in one language."""

    def __init__(self, data: Evidence, site: Site) -> None:
        self.data, self.site, self.language = data, site, site.language
        self.words = {name: self.say(text) for name, text in data.labels.words.items()}
        self.jinja = Environment(
            loader=FileSystemLoader(ROOT / "components"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            comment_start_string="{##",  # `{#` opens a heading's id
            comment_end_string="##}",
        )
        self.jinja.globals |= dict(data)
        self.jinja.globals |= {
            "site": site,
            "language": self.language,
            "other": next(name for name in LANGUAGES if name != self.language),
            "page_names": site.nav,
            "report": self.report,
            "words": self.words,
            "state_of_sources": self.state_of_sources,
        }
        self.jinja.filters |= {"say": self.say, "noted": self.noted, "date": self.date, "when": self.when}
        self.jinja.filters |= {"file": as_file, "heading_id": heading_id, "french": french, "nested": nested}

    def say(self, text: Text) -> str:
        """The text in this language."""
        return str(getattr(text, self.language))

    def noted(self, text: Text, sources: list[str]) -> str:
        """The text with the notes of its sources; in French they stand before the full stop."""
        said, notes = self.say(text), "".join(f"[^{i}]" for i in sources)
        return f"{said[:-1]}{notes}." if self.language == "fr" and said.endswith(".") else said + notes

    def date(self, value: str, patterns: str = "long") -> str:
        return spell_date(value, self.language, patterns)

    def when(self, source: Source, patterns: str = "long") -> str:
        """The date of a source in words."""
        return self.words["undated"] if source.date == "undated" else self.date(source.date, patterns)

    @property
    def state_of_sources(self) -> str:
        """“State of the sources: early October 2026”, made from the date of the sources."""
        end = self.data.labels.sources_end
        part = ("early", "mid", "late")[min((int(end[8:]) - 1) // 10, 2)]
        return self.words["state_of_sources"].format(self.words[part].format(self.date(end[:7])))

    def report(self, path: str) -> str:
        """The address at which an error of one point is reported, with the point filled in."""
        # Fields of .github/ISSUE_TEMPLATE/correction.yml.
        address = self.site.url(path)
        place = address.removeprefix(self.site.root)
        query = urlencode({"template": "correction.yml", "title": f"Correction: {place}", "point": address})
        return f"{self.site.repository}/issues/new?{query}"

    def render(self, name: str, **context: Any) -> str:
        """A component as text: NAME.md, or another file of components/ by its full name."""
        return self.jinja.get_template(name if "." in name else f"{name}.md").render(**context)
