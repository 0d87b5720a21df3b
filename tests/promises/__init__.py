"""What every reader of the built site is promised: each promise is a rule with the faults that break it.

A rule is a function that yields one message per problem. One that asks for a `page` looks at each page by itself,
one that asks for the `site` at all of it; both may ask for the `evidence` and the `seed` (the article's text).
A fault is (file of the built site, what is there, what is put in its place): the rule must see it and name the file.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from support.built import Site

Fault = tuple[str, str, str]
Rule = Callable[..., Iterator[str]]


class Promise(NamedTuple):
    rule: Rule
    faults: tuple[Fault, ...]
    everywhere: bool  # on the 404 page, moved pages and frozen editions too

    @property
    def of_each_page(self) -> bool:
        return "page" in inspect.signature(self.rule).parameters

    def problems(self, site: Site, only: str | None = None, **known: Any) -> list[str]:
        """What breaks it. `only`: of the rules for each page, look at this page alone."""
        known = {k: v for k, v in known.items() if k in inspect.signature(self.rule).parameters}
        if not self.of_each_page:
            return list(self.rule(site=site, **known))
        pages = site.pages if self.everywhere else site.content
        chosen = [pages[only]] if only else pages.values()
        return [f"{page.name}: {problem}" for page in chosen for problem in self.rule(page=page, **known)]


PROMISES: dict[str, Promise] = {}


def promise(*faults: Fault, everywhere: bool = False) -> Callable[[Rule], Rule]:
    """Promise what a rule says, and that it sees these faults."""

    def register(rule: Rule) -> Rule:
        assert rule.__name__ not in PROMISES
        PROMISES[rule.__name__] = Promise(rule, faults, everywhere)
        return rule

    return register
