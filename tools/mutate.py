"""make mutate: the faults of mutations.yml are put into a copy of the project, one at a time. Is each one caught?

A fault is caught if its test fails with the expected message. `make mutate WORDS="colours search"` puts in only the
faults whose name contains one of the words.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2  # faults, each in a copy of its own


class Fault(NamedTuple):
    """An entry of mutations.yml, which explains the fields."""

    fault: str
    file: str | list[str]
    test: str
    says: str
    old: str = ""
    new: str = ""
    remove: bool = False


class Result(NamedTuple):
    verdict: str
    seconds: float
    why: str = ""


def copy_project(target: Path) -> Path:
    """Copy what git tracks, and what it would if it were added, as it stands now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True).stdout.split("\0")
    for name in names:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def put_in(fault: Fault, project: Path) -> None:
    """Break the project. Raises ValueError if the text that the fault changes is not there."""
    for pattern in [fault.file] if isinstance(fault.file, str) else fault.file:
        paths = sorted(project.glob(pattern))
        if not paths:
            raise ValueError(f"there is no {pattern}")
        for path in paths:
            if fault.remove:
                path.unlink()
                continue
            text = path.read_text("utf-8")
            if not fault.old or fault.old not in text:
                raise ValueError(f"{path.relative_to(project)} does not contain {fault.old!r}")
            path.write_text(text.replace(fault.old, fault.new), "utf-8")


def run_tests(project: Path, tests: list[str], workers: int = 0) -> tuple[int, str]:
    """The exit code of pytest (1: a test failed) and what it printed."""
    command = [sys.executable, "-m", "pytest", "-n", str(workers), "-x", "-p", "no:cacheprovider"]
    command += [f"--basetemp={project.parent / 'pytest'}", *tests]
    done = subprocess.run(
        command, cwd=project, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode, done.stdout


def try_out(fault: Fault) -> Result:
    """Put one fault into a fresh copy and run its test."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        project = copy_project(Path(folder, "project"))
        try:
            put_in(fault, project)
        except ValueError as error:
            return Result("MISSED", 0, f"{error}: correct the entry")
        code, printed = run_tests(project, [fault.test])
    seconds = time.monotonic() - start
    if code == 0:
        return Result("MISSED", seconds, f"{fault.test} passes")
    messages = [line for line in printed.splitlines() if line.startswith("E  ")]  # of pytest, not the test's own lines
    if code != 1 or not any(fault.says in line for line in messages):
        tail = "\n".join(printed.splitlines()[-40:])
        return Result("MISSED", seconds, f"{fault.test} fails, but nowhere says {fault.says!r}:\n{tail}")
    return Result("caught", seconds)


def main() -> None:
    start = time.monotonic()
    entries = yaml.safe_load(Path(__file__).with_name("mutations.yml").read_text("utf-8"))
    words = sys.argv[1:]
    faults = [f for f in (Fault(**entry) for entry in entries) if not words or any(word in f.fault for word in words)]
    if not faults:
        raise SystemExit("No fault has such a name.")

    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        tests = sorted({f.test for f in faults})
        code, printed = run_tests(copy_project(Path(folder, "project")), tests, AT_ONCE)
    if code != 0:
        raise SystemExit(f"{printed}\nThe tests must pass before a fault is put in: else their failing proves nothing.")
    print(f"Without a fault {len(tests)} tests pass ({time.monotonic() - start:.0f} s).", flush=True)

    missed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for fault, result in zip(faults, pool.map(try_out, faults), strict=True):
            print(f"{result.verdict} {result.seconds:4.0f} s  {fault.fault}", flush=True)
            if result.why:
                missed += 1
                print(f"    {result.why}", flush=True)
    print(f"{len(faults) - missed} of {len(faults)} faults caught in {(time.monotonic() - start) / 60:.1f} minutes.")
    raise SystemExit(missed > 0)


if __name__ == "__main__":
    main()
