"""The evidence: data/*.yml and data/tables/*.yml, read and checked against each other and the seed.

Each model below is the schema of one kind of entry. `load` collects every problem
before it gives up, so that one run shows all there is to mend.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    TypeAdapter,
    ValidationError,
    computed_field,
    model_validator,
)

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr")
QUOTE_LIMIT = 30  # words, at most, of one quotation from the article
CUT = "[…]"


class EvidenceError(Exception):
    """Something in data/ or in a page's use of it is wrong. The message names file, entry and mend."""


def _is_date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        raise ValueError("is no date: write YYYY, YYYY-MM or YYYY-MM-DD in quotes")
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise ValueError("is no day of the calendar") from None
    return value


def _is_date_or_undated(value: str) -> str:
    return value if value == "undated" else _is_date(value)


def _is_https(value: str) -> str:
    TypeAdapter(HttpUrl).validate_python(value)
    if not value.startswith("https://"):
        raise ValueError("is no https address")
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Date = Annotated[str, AfterValidator(_is_date)]
Address = Annotated[str, AfterValidator(_is_https)]
Place = Annotated[str, Field(pattern=r"^([a-z0-9-]+/)?(#[a-z0-9-]+)?$")]  # a page or a point of it
Dispute = Literal["negotiations", "dependency-reduction", "pbc-restructuring"]
PageName = Literal["index", Dispute]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(Entry):
    """The same text in both languages."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)

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


class Fact(Item, Text):
    """A figure with its qualifier that the site states in several places. Pages and data/ call it: {{ fact("ID") }}."""

    date: Date  # the day for which it holds
    sources: list[Id] = Field(min_length=1)


class Then(Entry):
    """How firm the statement was in June 2025."""

    label: Literal["confirmed", "nuanced", "contradicted", "unverified"]
    why: Text
    sources: list[Id] = Field(min_length=1)


class Since(Entry):
    """What became of it up to the state of the sources. No date while still open."""

    label: Literal["happened", "did-not-happen", "changed", "overtaken", "still-open"]
    date: Date | None = None
    why: Text
    sources: list[Id] = Field(min_length=1)


class Claim(Item):
    """One checkable statement of the article. Its id is permanent: never changed, never reused."""

    paragraph: int  # of the seed: blocks between blank lines, from 1
    quote: str
    translation: str
    title: Text
    verdict: Text | None = None  # one line: was it right that day, and what became of it
    key: Text | None = None  # the one or two words on its tile
    credited: str | None = None  # the outlet that the article names
    then: Then
    since: Since
    page: PageName

    @property
    def sources(self) -> list[str]:
        return [*self.then.sources, *self.since.sources]


class Cell(Text):
    sources: list[Id] = []
    claim: Id | None = None


class Mark(Text):
    """Where a row stands on its table's scale, and the words beside it. A point has low = high."""

    low: float
    high: float
    basis: Literal["reported", "announced"]  # announced: by a company, in a filing too


class Row(Item):
    head: Text
    cells: list[Cell]
    mark: Mark | None = None


class Table(Item):
    """A comparison, drawn as a table: the first column is each row's head."""

    caption: Text
    scale: list[int] = []  # the ticks of the picture above the table, if its rows have marks
    unit: Text | None = None  # of the scale
    columns: list[Text]
    rows: list[Row]


class Arrow(Text):
    """What goes from one side to the other."""

    to: Literal["left", "right"]
    sources: list[Id] = Field(min_length=1)


class Group(Entry):
    left: Text
    right: Text
    arrows: list[Arrow]


class Panel(Item):
    title: Text
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
    sources: list[Id] = Field(min_length=1)
    claims: list[Id] = []  # of the article, that it bears on

    @property
    def year(self) -> str:
        return self.date[:4]


class Term(Item):
    """A term of the glossary, in both languages."""

    term: Text
    definition: Text
    trap: Text | None = None  # of translation, or of reading
    sources: list[Id] = []


class Player(Item):
    """Who takes part in the story. Pages that hold one of `names` are listed with it."""

    name: Text
    kind: Literal["person", "company", "fund", "group", "authority", "press"]
    who: Text
    names: list[str] = Field(min_length=1)
    sources: list[Id] = []


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
    shape: str
    word: Text
    meaning: Text


class Labels(Entry):
    state_of_sources: Text
    sources_end: Date  # the same as a day: nothing in data/ is later
    then: dict[str, Label]
    since: dict[str, Label]
    words: dict[str, Text]


class Article(Entry):
    """The article that the site is about, and the file of seeds/ that holds it."""

    seed: str
    title: str
    publisher: str
    date: Date
    url: Address
    sister: Address


class Edition(BaseModel):
    """The edition that the text belongs to, as CITATION.cff states it for all who cite it."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    version: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]  # names the frozen copy: /v/2026-11/
    released: Annotated[Date, Field(alias="date-released", min_length=10)]


class Evidence(NamedTuple):
    article: Article
    edition: Edition
    claims: dict[str, Claim]
    sources: dict[str, Source]
    facts: dict[str, Fact]
    tables: dict[str, Table]
    diagrams: dict[str, Diagram]
    events: dict[str, Event]
    terms: dict[str, Term]
    players: dict[str, Player]
    corrections: list[Correction]
    moved: list[Moved]
    labels: Labels


def fold(text: str) -> str:
    """White space folded, typographic spaces read as spaces."""
    return " ".join(text.split())  # str.split knows U+00A0 and U+202F too


def in_order(quote: str, text: str) -> bool:
    """Whether each piece of `quote`, cut at […], stands in `text`, to the letter and in order."""
    at, text = 0, fold(text)
    for piece in fold(quote).split(CUT):
        found = text.find(piece.strip(), at)
        if found < 0:
            return False
        at = found + len(piece.strip())
    return True


def figures(text: str) -> list[float]:
    """The numbers of a text without thousands, in order: 13.75 or 13,75."""
    return [float(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", text)]


def suggest(wrong: str, known: Iterable[str]) -> str:
    """The known id most like a wrong one, as the end of an error message."""
    near = difflib.get_close_matches(wrong, list(known), n=1)
    return f"did you mean `{near[0]}`?" if near else "correct the id, or add the entry"


M = TypeVar("M", bound=BaseModel)
I = TypeVar("I", bound=Item)
MENDS = {
    "missing": "is missing: add it",
    "string_type": "is no text: put it in quotes",
    "string_pattern_mismatch": "is to be of lower-case letters, digits and hyphens, such as stake-33 or article/#stake-33",
    "extra_forbidden": "is no field of this kind of entry: correct its name or remove it",
}


def _explain(error: ValidationError, where: str) -> Iterator[str]:
    for e in error.errors():
        field = ".".join(map(str, e["loc"]))
        given = "" if isinstance(e["input"], dict | list) else f" {e['input']!r}"
        mend = MENDS.get(e["type"]) or e["msg"].removeprefix("Value error, ")
        yield f"{where}: {field}{'' if e['type'] in ('missing', 'extra_forbidden') else given} {mend}"


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, ten times as fast, where there is one


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError as error:
        raise EvidenceError(f"{path.name}: no valid YAML: {error}") from error


FACT = re.compile(r"""\{\{ *fact\(["']([\w-]+)["']\) *\}\}""")


def _with_facts(raw: Any, facts: dict[str, Fact], where: str, problems: list[str], language: str = "en") -> Any:
    """An entry as read, with each call of a fact in its texts replaced by the fact's words."""
    if isinstance(raw, dict):
        return {k: _with_facts(v, facts, where, problems, k if k in LANGUAGES else language) for k, v in raw.items()}
    if isinstance(raw, list):
        return [_with_facts(v, facts, where, problems, language) for v in raw]
    if not isinstance(raw, str) or "fact(" not in raw:
        return raw

    def words(call: re.Match[str]) -> str:
        problems.extend(unknown([call[1]], facts, where, "data/facts.yml"))
        return str(getattr(facts[call[1]], language)) if call[1] in facts else call[0]

    return FACT.sub(words, raw)


def _entries(model: type[I], path: Path, problems: list[str], facts: dict[str, Fact] | None = None) -> dict[str, I]:
    """The entries of a YAML list, by id. Problems are added to `problems`."""
    found: dict[str, I] = {}
    for entry in _list(model, path, problems, facts):
        if entry.id in found:
            problems.append(f"data/{path.name}, {entry.id}: the id stands twice: give one of the entries another")
        found[entry.id] = entry
    return found


def _list(model: type[M], path: Path, problems: list[str], facts: dict[str, Fact] | None = None) -> list[M]:
    """The entries of a YAML list. Problems are added to `problems`."""
    found = []
    for number, raw in enumerate(_read(path) or [], start=1):
        name = raw.get("id", f"number {number}") if isinstance(raw, dict) else f"number {number}"
        try:
            found.append(model.model_validate(_with_facts(raw, facts or {}, f"data/{path.name}, {name}", problems)))
        except ValidationError as error:
            problems += _explain(error, f"data/{path.name}, {name}")
    return found


def _single(
    model: type[M], path: Path, root: Path, problems: list[str], facts: dict[str, Fact] | None = None
) -> M | None:
    """The one entry that a YAML file holds."""
    try:
        return model.model_validate(_with_facts(_read(path), facts or {}, str(path.relative_to(root)), problems))
    except ValidationError as error:
        problems += _explain(error, str(path.relative_to(root)))
        return None


def _files(model: type[I], folder: Path, problems: list[str], facts: dict[str, Fact]) -> dict[str, I]:
    """The entries of a folder with one YAML file for each, named as its id."""
    found: dict[str, I] = {}
    for path in sorted(folder.glob("*.yml")):
        if entry := _single(model, path, folder.parent.parent, problems, facts):
            found[entry.id] = entry
            if entry.id != path.stem:
                problems.append(f"data/{folder.name}/{path.name}: its id is {entry.id}: name the file {entry.id}.yml")
    return found


def arrows(diagram: Diagram) -> Iterator[Arrow]:
    """All arrows of a diagram."""
    return (arrow for panel in diagram.panels for group in panel.groups for arrow in group.arrows)


def _check_sources(sources: dict[str, Source]) -> Iterator[str]:
    for s in sources.values():
        if (s.title is None) == (s.subject is None):
            yield f"data/sources.yml, {s.id}: give it a `title`, or a `subject` if its title was not seen"
        named = re.search(r"-(\d{4}(-\d{2}){0,2})$", s.id)
        if named and s.date != "undated" and not s.date.startswith(named[1]):
            yield f"data/sources.yml, {s.id}: its date is {s.date}: correct the date or the id"
    for url, count in Counter(s.url for s in sources.values()).items():
        if count > 1:
            yield f"data/sources.yml: the address {url} stands in {count} entries: keep one"


def _check_claims(claims: dict[str, Claim], sources: dict[str, Source], seed: str) -> Iterator[str]:
    paragraphs = [fold(block) for block in re.split(r"\n\s*\n", seed.strip())]
    last = 0
    for c in claims.values():
        where = f"data/claims.yml, {c.id}"
        if not 1 <= c.paragraph <= len(paragraphs) or not in_order(c.quote, paragraphs[c.paragraph - 1]):
            yield f"{where}: quote stands not in paragraph {c.paragraph} of the seed: copy it to the letter"
        words = len(c.quote.replace(CUT, "").split())
        if words > QUOTE_LIMIT:
            yield f"{where}: quote has {words} words: cut it to {QUOTE_LIMIT}"
        if figures(c.quote) != figures(c.translation):
            yield f"{where}: quote and translation state different numbers: correct the translation"
        if c.paragraph < last:
            yield f"{where}: stands after a claim of paragraph {last}: put the claims in the article's order"
        last = c.paragraph
        if (c.since.date is None) != (c.since.label == "still-open"):
            yield f"{where}: since.date: give the day that decided the label; none if it is still-open"
        for name, part in (("then", c.then), ("since", c.since)):
            yield from unknown(part.sources, sources, f"{where}: {name}.sources", "data/sources.yml")
        if all(sources[s].seen == "quoted" for s in c.sources if s in sources):
            yield f"{where}: no source of it was read: add one whose `seen` is `read`"


def _check_tables(tables: dict[str, Table], sources: dict[str, Source], claims: dict[str, Claim]) -> Iterator[str]:
    for t in tables.values():
        for row in t.rows:
            where = f"data/tables/{t.id}.yml, {row.id}"
            if len(row.cells) != len(t.columns):
                yield f"{where}: has {len(row.cells)} cells for {len(t.columns)} columns: make them match"
            if (m := row.mark) and not {m.low, m.high} <= {0, sum(figures(m.en)), *figures(m.en)}:
                yield f"{where}: mark is drawn from {m.low} to {m.high} but says {m.en!r}: make them match"
            for cell in row.cells:
                yield from unknown(cell.sources, sources, where, "data/sources.yml")
                yield from unknown([cell.claim] if cell.claim else [], claims, where, "data/claims.yml")


def _check_events(events: dict[str, Event], claims: dict[str, Claim]) -> Iterator[str]:
    last = ""
    for e in events.values():
        if e.date < last:
            yield f"data/events.yml, {e.id}: stands after an event of {last}: put the events in order of date"
        last = e.date
        yield from unknown(e.claims, claims, f"data/events.yml, {e.id}: claims", "data/claims.yml")


def _check_ends(evidence: Evidence) -> Iterator[str]:
    """Nothing is later than the state of the sources, which each page prints."""
    end = evidence.labels.sources_end
    dated = [(f"data/events.yml, {e.id}", e.date) for e in evidence.events.values()]
    dated += [(f"data/sources.yml, {s.id}", s.date) for s in evidence.sources.values() if s.date != "undated"]
    dated += [(f"data/claims.yml, {c.id}: since", c.since.date or "") for c in evidence.claims.values()]
    for where, day in dated:
        if day > end:
            yield f"{where}: is of {day}, but the sources end on {end}: correct it, or the two in data/labels.yml"


def _check_corrections(evidence: Evidence) -> Iterator[str]:
    points = {"article/": evidence.claims, "timeline/": evidence.events, "players/": evidence.players}
    points |= {"glossary/": evidence.terms, "sources/": evidence.sources}
    for number, c in enumerate(evidence.corrections, start=1):
        page, hash_sign, point = c.point.partition("#")
        if hash_sign and page in points and point not in points[page]:
            yield f"data/corrections.yml, number {number}: point: {suggest(point, points[page])}"


def unknown(ids: Iterable[str], known: dict[str, I], where: str, file: str) -> Iterator[str]:
    for i in ids:
        if i not in known:
            yield f"{where}: `{i}` stands not in {file}: {suggest(i, known)}"


def load(root: Path = ROOT) -> Evidence:
    """Read and check all evidence below `root`.

    Raises EvidenceError with every problem found, one a line.
    """
    data = root / "data"
    problems: list[str] = []
    article = _single(Article, data / "article.yml", root, problems)
    edition = _single(Edition, root / "CITATION.cff", root, problems)
    labels = _single(Labels, data / "labels.yml", root, problems)
    sources = _entries(Source, data / "sources.yml", problems)
    facts = _entries(Fact, data / "facts.yml", problems)
    claims = _entries(Claim, data / "claims.yml", problems, facts)
    tables = _files(Table, data / "tables", problems, facts)
    diagrams = _files(Diagram, data / "diagrams", problems, facts)

    events = _entries(Event, data / "events.yml", problems, facts)
    terms = _entries(Term, data / "terms.yml", problems, facts)
    players = _entries(Player, data / "players.yml", problems, facts)
    corrections = _list(Correction, data / "corrections.yml", problems)
    moved = _list(Moved, data / "moved.yml", problems)

    problems += _check_sources(sources)
    problems += _check_events(events, claims)
    for file, entries in (("facts", facts), ("events", events), ("terms", terms), ("players", players)):
        for entry in entries.values():
            where = f"data/{file}.yml, {entry.id}: sources"
            problems += unknown(entry.sources, sources, where, "data/sources.yml")
    if article:
        seed = (root / "seeds" / article.seed).read_text(encoding="utf-8")
        problems += _check_claims(claims, sources, seed)
    problems += _check_tables(tables, sources, claims)
    for d in diagrams.values():
        for arrow in arrows(d):
            problems += unknown(arrow.sources, sources, f"data/diagrams/{d.id}.yml", "data/sources.yml")
    if problems:
        raise EvidenceError("\n".join(problems))
    assert article and edition and labels  # else there were problems
    found = Evidence(
        article, edition, claims, sources, facts, tables, diagrams, events, terms, players, corrections, moved, labels
    )
    if problems := [*_check_ends(found), *_check_corrections(found)]:
        raise EvidenceError("\n".join(problems))
    return found
