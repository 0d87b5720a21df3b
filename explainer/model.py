"""The entries of data/, field by field. Each model is the schema of one kind of entry."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    TypeAdapter,
    ValidationInfo,
    computed_field,
    field_validator,
    model_validator,
)

from explainer.typography import french

FACT = re.compile(r"""\{\{ *fact\(["']([\w-]+)["']\) *\}\}""")


def unknown(wrong: str, known: Iterable[str], file: str) -> str:
    """What is said of an id that is in no entry of a file, with the known id most like it."""
    near = difflib.get_close_matches(wrong, list(known), n=1)
    return f"is not in {file}: " + (f"did you mean `{near[0]}`?" if near else "correct it, or add the entry")


def _known(kind: str) -> AfterValidator:
    """An id must be that of an entry of data/KIND.yml, be the entry itself right or wrong."""

    def check(value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(kind)
        if known is not None and value not in known:
            raise ValueError(unknown(value, known, f"data/{kind}.yml"))
        return value

    return AfterValidator(check)


def _is_date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        raise ValueError("is not a date: write YYYY, YYYY-MM or YYYY-MM-DD in quotes")
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise ValueError("is not a day of the calendar") from None
    return value


def _is_date_or_undated(value: str) -> str:
    return value if value == "undated" else _is_date(value)


def _is_https(value: str) -> str:
    TypeAdapter(HttpUrl).validate_python(value)
    if not value.startswith("https://"):
        raise ValueError("is not an https address")
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ClaimId = Annotated[Id, _known("claims")]
SourceIds = list[Annotated[Id, _known("sources")]]
Date = Annotated[str, AfterValidator(_is_date)]
Address = Annotated[str, AfterValidator(_is_https)]
Place = Annotated[str, Field(pattern=r"^([a-z0-9-]+/)*(#[a-z0-9-]+)?$")]  # a page or a point of it
Period = Literal["then", "since"]  # up to the article's month, or after it
Party = Literal["microsoft", "openai", "other"]
Dispute = Literal["negotiations", "dependency-reduction", "pbc-restructuring"]
PageName = Literal["index", "since", Dispute]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(Entry):
    """The same text in both languages, as readers get it."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    @field_validator("en", "fr")
    @classmethod
    def _as_printed(cls, text: str, info: ValidationInfo) -> str:
        """Calls of facts replaced by their words; French, typed with ordinary spaces, with its no-break ones."""
        facts, language = (info.context or {}).get("facts", {}), str(info.field_name)

        def words(call: re.Match[str]) -> str:
            if call[1] not in facts:
                raise ValueError(f"`{call[1]}` {unknown(call[1], facts, 'data/facts.yml')}")
            return str(facts[call[1]].get(language))

        text = FACT.sub(words, text)
        return french(text) if language == "fr" else text

    @model_validator(mode="after")
    def _is_translated(self) -> Text:
        is_name = len(self.en.split()) < 7 and not self.en.endswith((".", "?", "!"))
        if self.en == self.fr and not is_name:
            raise ValueError(f"is the same in both languages: translate {self.en[:40]!r}")
        return self


class Item(Entry):
    """An entry that is known by its id."""

    id: Id


class Source(Item):
    """An outside document. `seen` says whether the page itself was read or only what others quote of it."""

    title: str | None = None
    subject: Text | None = None  # in place of a title that was not seen
    publisher: str
    relays: str | None = None  # the newsroom whose text or report it carries
    date: Annotated[str, AfterValidator(_is_date_or_undated)]  # undated: a text that bears no date
    url: Address
    kind: Literal["primary", "reporting", "reference"]
    language: Literal["en", "fr"]
    seen: Literal["read", "quoted"]

    @computed_field
    @property
    def archive(self) -> str:
        """The Wayback Machine's copy nearest to the source's date."""
        stamp = "2026" if self.date == "undated" else self.date.replace("-", "")
        return f"https://web.archive.org/web/{stamp}/{self.url}"


class Newsrooms(Entry):
    """The agencies and large newsrooms, by the names that sources give them."""

    names: list[str]


class Fact(Item, Text):
    """A figure with its qualifier that the site states in several places. Pages and data/ call it: {{ fact("ID") }}."""

    date: Date  # the day for which it holds
    sources: SourceIds = Field(min_length=1)


class Then(Entry):
    """How firm the statement was in June 2025."""

    label: Literal["confirmed", "nuanced", "contradicted", "unverified"]
    why: Text
    sources: SourceIds = Field(min_length=1)
    no_better_source: bool = False  # than a small outlet: see data/newsrooms.yml


class Since(Entry):
    """What became of it up to the state of the sources. No date while still open."""

    label: Literal["happened", "did-not-happen", "changed", "overtaken", "still-open"]
    date: Date | None = None
    why: Text
    sources: SourceIds = Field(min_length=1)
    no_better_source: bool = False


class Claim(Item):
    """One checkable statement of the article. Its id is permanent: never changed, never reused."""

    paragraph: int  # of the seed: blocks between blank lines, from 1
    quote: str
    translation: str
    title: Text
    verdict: Text  # one line: was it right that day, and what became of it
    key: Text  # the one or two words on its tile
    credited: str | None = None  # the outlet that the article names
    then: Then
    since: Since
    page: PageName

    @property
    def sources(self) -> list[str]:
        return [*self.then.sources, *self.since.sources]


class Cell(Text):
    sources: SourceIds = []
    claim: ClaimId | None = None


class Mark(Text):
    """Where a row stands on its table's scale, and the words beside it. A point has low = high."""

    low: float
    high: float
    two_points: bool = False  # low and high are two values, one after the other, and no range
    basis: Literal["reported", "announced"]  # announced: by a company, in a filing too


class Row(Item):
    head: Text
    cells: list[Cell]
    mark: Mark | None = None
    period: Period | None = None  # in whose colour the mark is drawn
    door: bool = False  # whether the small picture on the home page shows the row


class Table(Item):
    """A comparison, drawn as a table: the first column is each row's head."""

    caption: Text
    scale: list[int] = []  # the ticks of the axis, if the rows have marks
    unit: Text | None = None  # of the scale
    plot_column: int | None = None  # the column, from 0, in which the marks are drawn; none: one of their own
    columns: list[Text]
    rows: list[Row]


class Arrow(Text):
    """What goes from one side to the other."""

    to: Literal["left", "right"]
    sources: SourceIds = Field(min_length=1)


class Box(Text):
    """One side of a diagram, and whose it is."""

    party: Party = "other"


class Group(Entry):
    left: Box
    right: Box
    arrows: list[Arrow]


class Panel(Item):
    title: Text
    period: Period
    groups: list[Group]


class Diagram(Item):
    """Who gives what to whom: panels of two boxes with arrows between them."""

    caption: Text
    panels: list[Panel]


class Event(Item):
    """Something that happened, with its permanent address on /timeline/."""

    date: Date  # as exact as known
    disputes: list[Dispute] = Field(min_length=1)  # the first is the one under which /since/ lists it
    title: Text
    text: Text
    sources: SourceIds = Field(min_length=1)
    no_better_source: bool = False
    claims: list[ClaimId] = []  # of the article, that it bears on

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def month(self) -> str:
        return self.date[:7]


class Term(Item):
    """A term of the glossary, in both languages."""

    term: Text
    definition: Text
    trap: Text | None = None  # of translation, or of reading
    sources: SourceIds = []


class Player(Item):
    """Who takes part in the story. Pages that hold one of `names` are listed with it."""

    name: Text
    kind: Literal["person", "company", "fund", "group", "authority", "press"]
    who: Text
    names: list[str] = Field(min_length=1)
    sources: SourceIds = []


class Correction(Entry):
    """What the site said wrong, and what it says instead."""

    date: Date
    point: Place  # its address below the site's root, such as article/#stake-33
    said: Text
    says: Text
    why: Text


class Moved(Entry):
    """A published address that has moved, below the root of either language: negotiations/#access."""

    old: Place
    new: Place


class Label(Entry):
    word: Text
    gloss: Text  # in the legend: a few words
    meaning: Text


class Labels(Entry):
    sources_end: Date  # the date of the sources: nothing in data/ is later
    then: dict[str, Label]
    since: dict[str, Label]
    words: dict[str, Text]


class Part(Entry):
    """A stretch of the article under one of its own sub-headings."""

    first: int  # paragraph
    title: Text


class Article(Entry):
    """The article that the site is about, and the file of seeds/ that holds it."""

    seed: str
    title: str
    publisher: str
    date: Date
    url: Address
    sister: Address
    parts: list[Part]


class Edition(BaseModel):
    """The edition that the text belongs to, as CITATION.cff states it for all who cite it."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    version: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]  # names the frozen copy: /v/2026-11/
    released: Annotated[Date, Field(alias="date-released", min_length=10)]


class Evidence(Entry):
    """All of data/, a file or a folder each: the one entry of the file, or its entries by id."""

    article: Article
    edition: Edition
    claims: dict[str, Claim]
    sources: dict[str, Source]
    newsrooms: Newsrooms
    facts: dict[str, Fact]
    tables: dict[str, Table]
    diagrams: dict[str, Diagram]
    events: dict[str, Event]
    terms: dict[str, Term]
    players: dict[str, Player]
    corrections: dict[str, Correction]
    moved: dict[str, Moved]
    labels: Labels
