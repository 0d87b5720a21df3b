"""Where everything is: languages, pages, addresses, editions. No other module puts an address together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

LANGUAGES = ("en", "fr")  # the first is at the root of the site, the others in folders of their names


class Page(NamedTuple):
    """A page of one language."""

    path: str  # below the root of its language: "", "negotiations/", "claims/stake-33/"
    title: str
    description: str

    @property
    def name(self) -> str:
        """The path as one word: index, negotiations, claims-stake-33."""
        return self.path.strip("/").replace("/", "-") or "index"


@dataclass(frozen=True)
class Site:
    """One language of the site. Addresses end in a slash."""

    language: str
    name: str
    description: str
    root: str  # of all languages
    repository: str
    nav: Mapping[str, str]  # what the menu calls a page, by the stem of its file
    frozen: str  # the edition that this build becomes; empty: the live site
    edition: str  # the newest frozen edition beside the live site; empty: none
    pages: tuple[Page, ...] = ()  # all that are built, in the order of the menu, then the claims

    @classmethod
    def of(cls, config: Mapping[str, Any], pages: tuple[Page, ...] = ()) -> Site:
        """What mkdocs.yml says of a language."""
        extra = config["extra"]
        return cls(
            language=config["theme"]["language"],
            name=config["site_name"],
            description=config["site_description"],
            root=extra["root"],
            repository=extra["repository"],
            nav={file.removesuffix(".md"): name for entry in config["nav"] for name, file in entry.items()},
            frozen=extra["frozen"],
            edition=extra.get("edition", ""),
            pages=pages,
        )

    @property
    def is_root(self) -> bool:
        """Whether this language is the one at the root, beside which stands what serves all languages."""
        return self.language == LANGUAGES[0]

    @property
    def home(self) -> str:
        return self.url("")

    def url(self, path: str, language: str | None = None) -> str:
        """The live address of a path below the root of a language (this one)."""
        return self.root + folder(language or self.language) + path

    def url_here(self, path: str) -> str:
        """The address of what this build becomes: live, or in the frozen edition."""
        return in_edition(self.url(path), self.root, self.frozen) if self.frozen else self.url(path)

    def frozen_copy(self, path: str) -> str:
        """Where the newest frozen edition keeps what is live at a path; empty if there is none."""
        return in_edition(self.url(path), self.root, self.edition) if self.edition else ""

    def to_root(self, path: str) -> str:
        """The relative way from a page to the root of its language."""
        return "../" * path.count("/")

    def to_language(self, path: str, language: str) -> str:
        """The relative way from a page to the same page in another language."""
        up = self.to_root(path) + "../" * folder(self.language).count("/")
        return up + folder(language) + path


def folder(language: str) -> str:
    """The folder of a language below the root of the site."""
    return "" if language == LANGUAGES[0] else f"{language}/"


def in_edition(address: str, root: str, edition: str) -> str:
    """Where a frozen edition keeps what the live site has at `address`, below `root`."""
    return f"{root}v/{edition}/{address.removeprefix(root)}"
