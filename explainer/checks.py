"""What must hold between the entries of data/, and between them and the article.

Each check yields one message per problem: file, entry, what is wrong, how to fix it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from explainer.model import Arrow, Claim, Diagram, Event, Evidence, Since, Source, Text, Then, unknown
from explainer.quotes import CUT, QUOTE_LIMIT, figures, fold, in_order

VERDICT_LIMIT = 14  # words of a verdict line
KEY_LIMIT = 11  # characters of the words on a tile


def problems(data: Evidence, seed: str) -> Iterator[str]:
    """Everything that is wrong with the evidence as a whole. `seed`: the article's text."""
    yield from _sources(data.sources.values())
    yield from _better_sources(data)
    yield from _claims(data.claims.values(), seed)
    yield from _verdicts(data.claims.values())
    yield from _tables(data)
    yield from _events(data.events.values())
    yield from _dates(data)
    yield from _corrections(data)


def arrows(diagram: Diagram) -> Iterator[Arrow]:
    """All arrows of a diagram."""
    return (arrow for panel in diagram.panels for group in panel.groups for arrow in group.arrows)


def _corrections(data: Evidence) -> Iterator[str]:
    """The points that were corrected exist, where they are entries."""
    pages: dict[str, Collection[str]] = {
        "claims/": data.claims,
        "article/": data.claims,
        "timeline/": data.events,
        "players/": data.players,
        "glossary/": data.terms,
        "sources/": data.sources,
    }
    for number, correction in data.corrections.items():
        page, _, point = correction.point.partition("#")
        if point and page in pages and point not in pages[page]:
            fix = unknown(point, pages[page], f"the entries of {page}")
            yield f"data/corrections.yml, {number}: point: `{point}` {fix}"


def _sources(sources: Collection[Source]) -> Iterator[str]:
    for s in sources:
        if (s.title is None) == (s.subject is None):
            yield f"data/sources.yml, {s.id}: give it a `title`, or a `subject` if its title was not seen"
        named = re.search(r"-(\d{4}(-\d{2}){0,2})$", s.id)
        if named and s.date != "undated" and not s.date.startswith(named[1]):
            yield f"data/sources.yml, {s.id}: its date is {s.date}: correct the date or the id"
    for url, count in Counter(s.url for s in sources).items():
        if count > 1:
            yield f"data/sources.yml: the address {url} is in {count} entries: keep one"


def _better_sources(data: Evidence) -> Iterator[str]:
    """Nothing rests on small outlets alone without saying so."""
    better = {
        s.id
        for s in data.sources.values()
        if s.kind == "primary" or {s.publisher, *(s.relays or "").split(", ")} & set(data.newsrooms.names)
    }
    statements: list[tuple[str, Event | Then | Since]] = [
        (f"data/events.yml, {event.id}", event) for event in data.events.values()
    ]
    for claim in data.claims.values():
        statements += [(f"data/claims.yml, {claim.id}: {part}", getattr(claim, part)) for part in ("then", "since")]
    for where, statement in statements:
        if not better & {*statement.sources} and not statement.no_better_source:
            yield (
                f"{where}: cites no official document and no newsroom of data/newsrooms.yml: add one, "
                "or `no_better_source: true` if none was found"
            )
        elif better & {*statement.sources} and statement.no_better_source:
            yield f"{where}: has a better source: remove `no_better_source`"


def _claims(claims: Iterable[Claim], seed: str) -> Iterator[str]:
    paragraphs = [fold(block) for block in re.split(r"\n\s*\n", seed.strip())]
    last = 0
    for c in claims:
        where = f"data/claims.yml, {c.id}"
        paragraph = paragraphs[c.paragraph - 1] if 1 <= c.paragraph <= len(paragraphs) else ""
        if not in_order(c.quote, paragraph):
            yield f"{where}: quote is not in paragraph {c.paragraph} of the article: copy it verbatim"
        words = len(c.quote.replace(CUT, "").split())
        if words > QUOTE_LIMIT:
            yield f"{where}: quote has {words} words: cut it to {QUOTE_LIMIT}"
        if figures(c.quote) != figures(c.translation):
            yield f"{where}: quote and translation state different numbers: correct the translation"
        if c.credited and c.credited.removeprefix("The ") not in paragraph:
            yield f"{where}: credited: paragraph {c.paragraph} does not name {c.credited}: correct it, or remove it"
        if c.paragraph < last:
            yield f"{where}: is after a claim of paragraph {last}: put the claims in the article's order"
        last = c.paragraph
        if (c.since.date is None) != (c.since.label == "still-open"):
            yield f"{where}: since.date: give the day that decided the label; none if it is still-open"


def _verdicts(claims: Iterable[Claim]) -> Iterator[str]:
    for c in claims:
        stated = {*figures(c.quote), *_numbers(c.then.why), *_numbers(c.since.why)}
        for language, line in (("en", c.verdict.en), ("fr", c.verdict.fr)):
            where = f"data/claims.yml, {c.id}: verdict.{language}"
            words = sum(any(map(str.isalnum, token)) for token in line.split())
            if words > VERDICT_LIMIT:
                yield f"{where}: has {words} words: cut it to {VERDICT_LIMIT}"
            if new := set(figures(line)) - stated:
                yield f"{where}: states {sorted(new)}, which neither quote nor reasons state: correct the line"
        if sorted(figures(c.verdict.en)) != sorted(figures(c.verdict.fr)):
            yield f"data/claims.yml, {c.id}: verdict: the languages state different numbers: make them the same"
        for language, key in (("en", c.key.en), ("fr", c.key.fr)):
            if len(key) > KEY_LIMIT:
                yield f"data/claims.yml, {c.id}: key.{language}: has {len(key)} characters: cut it to {KEY_LIMIT}"


def _numbers(text: Text) -> list[float]:
    return figures(text.en) + figures(text.fr)


def _tables(data: Evidence) -> Iterator[str]:
    for t in data.tables.values():
        for row in t.rows:
            where = f"data/tables/{t.id}.yml, {row.id}"
            if len(row.cells) != len(t.columns):
                yield f"{where}: has {len(row.cells)} cells for {len(t.columns)} columns: make them match"
            if (m := row.mark) and not {m.low, m.high} <= {0, sum(figures(m.en)), *figures(m.en)}:
                yield f"{where}: mark is drawn from {m.low} to {m.high} but says {m.en!r}: make them match"


def _events(events: Iterable[Event]) -> Iterator[str]:
    last = ""
    for e in events:
        if e.date < last:
            yield f"data/events.yml, {e.id}: is after an event of {last}: put the events in order of date"
        last = e.date


def _dates(data: Evidence) -> Iterator[str]:
    """Nothing is later than the date of the sources, which each page prints."""
    end = data.labels.sources_end
    dated = [(f"data/events.yml, {e.id}", e.date) for e in data.events.values()]
    dated += [(f"data/sources.yml, {s.id}", s.date) for s in data.sources.values() if s.date != "undated"]
    dated += [(f"data/facts.yml, {f.id}", f.date) for f in data.facts.values()]
    dated += [(f"data/claims.yml, {c.id}: since", c.since.date or "") for c in data.claims.values()]
    for where, day in dated:
        if day > end:
            yield f"{where}: is of {day}, but the sources end on {end}: correct it, or sources_end in data/labels.yml"
