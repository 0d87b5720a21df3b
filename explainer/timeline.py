"""The head picture of the timeline in numbers: how the events cluster around the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.model import Event, Period

YEARS_BY_MONTH = 2  # before the article's year; earlier ones take one column each


@dataclass(frozen=True)
class Column:
    """The events of one month, or of one year that is told in one column."""

    date: str  # YYYY-MM or YYYY
    count: int
    period: Period


@dataclass(frozen=True)
class Stretch:
    """Neighbouring columns under one name: the months of a year, or the years before them."""

    first: str  # year
    last: str
    columns: list[Column]

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)


def density(events: Iterable[Event], article: str) -> list[Stretch]:
    """The columns of the picture, in order. `article`: the month of the article, YYYY-MM.

    An event of which only the year is known is counted in January.
    """
    months = Counter((event.date + "-01")[:7] for event in events)
    first, last = int(min(months)[:4]), int(max(months)[:4])
    by_month = max(first, int(article[:4]) - YEARS_BY_MONTH)

    def column(date: str) -> Column:
        count = sum(n for month, n in months.items() if month.startswith(date))
        return Column(date, count, "then" if date <= article else "since")

    stretches = [
        Stretch(str(year), str(year), [column(f"{year}-{month:02}") for month in range(1, 13)])
        for year in range(by_month, last + 1)
    ]
    if first < by_month:
        years = [str(year) for year in range(first, by_month)]
        stretches.insert(0, Stretch(years[0], years[-1], [column(year) for year in years]))
    return stretches
