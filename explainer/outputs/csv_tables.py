"""/data/ID.csv: each table and diagram for spreadsheets, in the way of its language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from explainer.model import Diagram, Evidence, Table
from explainer.render import Components
from explainer.site import Site

Rows = list[list[str]]  # of cells, the heads first
# A French spreadsheet takes the comma for the decimal sign and expects semicolons between cells.
SEPARATORS = {"en": ",", "fr": ";"}


def files(site: Site, data: Evidence) -> Iterator[tuple[str, str]]:
    """One file for each table and diagram, in this language."""
    components = Components(data, site)
    contents = {t.id: of_table(t, components) for t in data.tables.values()}
    contents |= {d.id: of_diagram(d, components) for d in data.diagrams.values()}
    for name, rows in contents.items():
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=SEPARATORS[site.language]).writerows(rows)
        yield f"data/{name}.csv", "\ufeff" + text.getvalue()  # the mark tells spreadsheets that it is UTF-8


def of_table(table: Table, components: Components) -> Rows:
    """A table: the id of each row, its head, its cells, the ids of their sources."""
    say, words = components.say, components.words
    rows = [["id", words["row"], *map(say, table.columns), words["sources"]]]
    for row in table.rows:
        sources = sorted({i for cell in row.cells for i in cell.sources})
        rows.append([row.id, say(row.head), *map(say, row.cells), " ".join(sources)])
    return rows


def of_diagram(diagram: Diagram, components: Components) -> Rows:
    """A diagram: its panel, from whom, to whom, what, the ids of the sources."""
    say, words = components.say, components.words
    rows = [[words["row"], *(words[name] for name in ("from", "to", "what")), words["sources"]]]
    for panel in diagram.panels:
        for group in panel.groups:
            for arrow in group.arrows:
                ends = (group.left, group.right) if arrow.to == "right" else (group.right, group.left)
                rows.append([say(panel.title), *map(say, ends), say(arrow), " ".join(arrow.sources)])
    return rows
