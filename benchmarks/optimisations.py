"""Whether each optimisation still pays, on the row of the benchmark that thresholds.toml names.

    make bench-optimisations                            all of them
    python benchmarks/optimisations.py "heavy paths"    some

The libraries without one optimisation each are in build/variants. A row is timed in CPU seconds of
one thread, by the complete library and by the one without, in turns, each in a process of its own.
The factor is the median ratio of the pairs. The status is 1 if one is below its minimum.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import one_row
from contenders import CASES
from das.benchmark._errors import BenchmarkError
from measuring import measured

PAIRS = 7
BUILD = Path(__file__).resolve().parent.parent / "build"


class Optimisation(NamedTuple):
    """An entry of thresholds.toml."""

    name: str
    switch: str
    row: str
    min_factor: float
    what: str

    def factor(self) -> float:
        """Time of the row without it over time with it."""
        without, complete = BUILD / "variants" / self.switch / "libdas.so", BUILD / "lib/libdas.so"
        if not without.is_file():
            raise BenchmarkError(f"{without} is missing; make bench-optimisations builds it")
        case = self.row.split()[0]
        if case in CASES:
            CASES[case].table()  # raises where its data are missing
        return median(self._seconds(without) / self._seconds(complete) for _ in range(PAIRS))

    def _seconds(self, library: Path) -> float:
        case, part = self.row.split()
        if case == "one_row":
            return one_row.from_c(part, library.parent)
        run = measured(case, "das", 1, clock="process_time", DAS_LIBRARY=str(library))
        return float(getattr(run, part))


def load() -> list[Optimisation]:
    """The optimisations of thresholds.toml."""
    import tomllib  # of Python 3.11; the rest of the benchmark runs on older ones

    text = Path(__file__).with_name("thresholds.toml").read_text()
    return [Optimisation(**entry) for entry in tomllib.loads(text).get("optimisation", [])]


def report() -> Iterator[str]:
    """A table of all, and a line that names those that do not pay."""
    yield "\n## optimisations\n\nTime of a row without the optimisation over time with it.\n"
    yield from lines(load(), [])


def lines(chosen: list[Optimisation], failed: list[str]) -> Iterator[str]:
    """A line for each; adds the names of those below their minimum to `failed`."""
    yield "| optimisation          | row                      | factor | minimum |"
    yield "|-----------------------|--------------------------|-------:|--------:|"
    for found in chosen:
        try:
            factor = found.factor()
        except BenchmarkError as error:
            yield f"| {found.name:<21} | skipped: {error} | | |"
            continue
        yield f"| {found.name:<21} | {found.row:<24} | {factor:>6.2f} | {found.min_factor:>7.2f} |"
        if factor < found.min_factor:
            failed.append(found.name)
    if failed:
        yield f"\nNo longer pays: {', '.join(failed)}."


def main() -> None:
    """Reports those that are named, or all."""
    failed: list[str] = []
    names = sys.argv[1:]
    for line in lines([found for found in load() if not names or found.name in names], failed):
        print(line, flush=True)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
