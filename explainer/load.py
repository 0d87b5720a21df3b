"""Reads data/, CITATION.cff and the article. Collects every problem before it gives up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from explainer import checks
from explainer.model import (
    Article,
    Claim,
    Correction,
    Diagram,
    Edition,
    Event,
    Evidence,
    Fact,
    Item,
    Labels,
    Moved,
    Newsrooms,
    Player,
    Source,
    Table,
    Term,
)
from explainer.site import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where there is one, is ten times as fast
FACT = re.compile(r"""\{\{ *fact\(["']([\w-]+)["']\) *\}\}""")
FIXES = {
    "missing": "is missing: add it",
    "string_type": "must be text: put it in quotes",
    "string_pattern_mismatch": "must be lower-case letters, digits and hyphens, such as stake-33 or claims/stake-33/",
    "extra_forbidden": "is not a field of this kind of entry: correct its name or remove it",
}
M = TypeVar("M", bound=BaseModel)
I = TypeVar("I", bound=Item)


class DataError(Exception):
    """Something in data/, or in a page's use of it, is wrong. The message names file, entry and fix."""


@cache
def evidence() -> Evidence:
    """The evidence of this project, read once; `evidence.cache_clear()` makes the next call read it again."""
    return load(ROOT)


def load(root: Path) -> Evidence:
    """Read and check all evidence below `root`.

    Raises DataError with every problem found, one per line.
    """
    reader = _Reader(root)
    reader.facts = reader.entries(Fact, "facts")
    article = reader.single(Article, root / "data/article.yml")
    edition = reader.single(Edition, root / "CITATION.cff")
    labels = reader.single(Labels, root / "data/labels.yml")
    newsrooms = reader.single(Newsrooms, root / "data/newsrooms.yml")
    if not (article and edition and labels and newsrooms):
        raise DataError("\n".join(reader.problems))
    data = Evidence(
        article=article,
        edition=edition,
        labels=labels,
        newsrooms=newsrooms,
        facts=reader.facts,
        claims=reader.entries(Claim, "claims"),
        sources=reader.entries(Source, "sources"),
        tables=reader.folder(Table, "tables"),
        diagrams=reader.folder(Diagram, "diagrams"),
        events=reader.entries(Event, "events"),
        terms=reader.entries(Term, "terms"),
        players=reader.entries(Player, "players"),
        corrections=reader.list(Correction, "corrections"),
        moved=reader.list(Moved, "moved"),
    )
    seed = (root / "seeds" / article.seed).read_text(encoding="utf-8")
    reader.problems += checks.problems(data, seed, reader.failed)
    if reader.problems:
        raise DataError("\n".join(reader.problems))
    return data


class _Reader:
    """Turns YAML files into entries, and what is wrong with them into messages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[str] = []
        self.failed: set[str] = set()  # ids of entries that were refused: who names them is not wrong
        self.facts: dict[str, Fact] = {}

    def entries(self, model: type[I], name: str) -> dict[str, I]:
        """The entries of data/NAME.yml, by id."""
        found: dict[str, I] = {}
        for entry in self.list(model, name):
            if entry.id in found:
                self.problems.append(f"data/{name}.yml, {entry.id}: the id is used twice: give one entry another")
            found[entry.id] = entry
        return found

    def list(self, model: type[M], name: str) -> list[M]:
        """The entries of data/NAME.yml, in order."""
        found = []
        for number, raw in enumerate(self._read(self.root / f"data/{name}.yml") or [], start=1):
            label = str(raw.get("id", f"number {number}")) if isinstance(raw, dict) else f"number {number}"
            if entry := self._entry(model, raw, f"data/{name}.yml, {label}"):
                found.append(entry)
            else:
                self.failed.add(label)
        return found

    def folder(self, model: type[I], name: str) -> dict[str, I]:
        """The entries of data/NAME/, one YAML file each, named after its id."""
        found: dict[str, I] = {}
        for path in sorted((self.root / "data" / name).glob("*.yml")):
            if entry := self.single(model, path):
                found[entry.id] = entry
                if entry.id != path.stem:
                    self.problems.append(f"data/{name}/{path.name}: its id is {entry.id}: name the file {entry.id}.yml")
            else:
                self.failed.add(path.stem)
        return found

    def single(self, model: type[M], path: Path) -> M | None:
        """The one entry that a YAML file holds."""
        return self._entry(model, self._read(path), str(path.relative_to(self.root)))

    def _read(self, path: Path) -> Any:
        try:
            return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        except yaml.YAMLError as error:
            raise DataError(f"{path.relative_to(self.root)}: not valid YAML: {error}") from error

    def _entry(self, model: type[M], raw: Any, where: str) -> M | None:
        try:
            return model.model_validate(self._with_facts(raw, where))
        except ValidationError as error:
            self.problems += _explain(error, where)
            return None

    def _with_facts(self, raw: Any, where: str, language: str = LANGUAGES[0]) -> Any:
        """An entry as read, each call of a fact in its texts replaced by the fact's words in that language."""
        if isinstance(raw, dict):
            return {k: self._with_facts(v, where, k if k in LANGUAGES else language) for k, v in raw.items()}
        if isinstance(raw, list):
            return [self._with_facts(v, where, language) for v in raw]
        if not isinstance(raw, str) or "fact(" not in raw:
            return raw

        def words(call: re.Match[str]) -> str:
            if call[1] in self.facts:
                return str(getattr(self.facts[call[1]], language))
            if call[1] not in self.failed:
                self.problems.append(checks.unknown(call[1], self.facts, where, "data/facts.yml"))
            return call[0]

        return FACT.sub(words, raw)


def _explain(error: ValidationError, where: str) -> Iterator[str]:
    for e in error.errors():
        field = ".".join(map(str, e["loc"]))
        given = "" if isinstance(e["input"], dict | list) or e["type"] == "extra_forbidden" else f" {e['input']!r}"
        fix = FIXES.get(e["type"]) or e["msg"].removeprefix("Value error, ")
        yield f"{where}: {field}{given} {fix}"
