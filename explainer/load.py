"""Reads data/, CITATION.cff and the article. Collects every problem before it gives up."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, get_origin

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from explainer import checks
from explainer.model import Evidence

ROOT = Path(__file__).resolve().parent.parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where there is one, is ten times as fast
FIXES = {
    "missing": "is missing: add it",
    "string_type": "must be text: put it in quotes",
    "string_pattern_mismatch": "must be lower-case letters, digits and hyphens, such as stake-33 or claims/stake-33/",
    "extra_forbidden": "is not a field of this kind of entry: correct its name or remove it",
}


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
    raw, problems = _read(root)
    try:
        data = Evidence.model_validate(raw, context=raw)
    except ValidationError as error:
        problems += [_explain(e, root) for e in error.errors()]
        wrong = {tuple(map(str, e["loc"][:2])) for e in error.errors()}
        right = {kind: {i: e for i, e in raw[kind].items() if (kind, i) not in wrong} for kind in raw}
        try:
            data = Evidence.model_validate(right, context=raw)
        except ValidationError:  # a file of which each field is needed
            raise DataError("\n".join(problems)) from None
    seed = (root / "seeds" / data.article.seed).read_text(encoding="utf-8")
    problems += checks.problems(data, seed)
    if problems:
        raise DataError("\n".join(problems))
    return data


def _read(root: Path) -> tuple[dict[str, Any], list[str]]:
    """What the files hold, lists by the ids of their entries, folders by the names of their files; ids used twice."""
    raw = {"edition": _yaml(root / "CITATION.cff", root)}
    problems = []
    for path in sorted((root / "data").glob("*.yml")):
        content = raw[path.stem] = _yaml(path, root)
        if isinstance(content, list):
            raw[path.stem] = {}
            for number, entry in enumerate(content, start=1):
                name = str(entry.get("id", f"number {number}")) if isinstance(entry, dict) else f"number {number}"
                if name in raw[path.stem]:
                    problems.append(f"data/{path.name}, {name}: the id is used twice: give one entry another")
                raw[path.stem][name] = entry
    for path in sorted((root / "data").glob("*/*.yml")):
        raw.setdefault(path.parent.name, {})[path.stem] = {"id": path.stem, **_yaml(path, root)}
    return raw, problems


def _yaml(path: Path, root: Path) -> Any:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or {}
    except yaml.YAMLError as error:
        raise DataError(f"{path.relative_to(root)}: not valid YAML: {error}") from error
    if not isinstance(content, dict | list):
        raise DataError(f"{path.relative_to(root)}: is neither fields nor a list of entries: correct it")
    return content


def _explain(error: ErrorDetails, root: Path) -> str:
    """One message about a field: file, entry, what is wrong, how to fix it."""
    kind, *field = map(str, error["loc"])
    where = "CITATION.cff" if kind == "edition" else f"data/{kind}.yml"
    if (root / "data" / kind).is_dir():
        where = f"data/{kind}/{field.pop(0)}.yml"
    elif field and get_origin(Evidence.model_fields[kind].annotation) is dict:
        where += f", {field.pop(0)}"
    given = f"`{error['input']}`"
    if error["type"] == "extra_forbidden" or isinstance(error["input"], dict | list) or len(given) > 60:
        given = ""
    said = error["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{where}: " + " ".join(filter(None, (".".join(field), given, FIXES.get(error["type"], said))))
