"""The table of results: one line of CSV for each run, written as soon as the run has ended."""

from __future__ import annotations

import csv
import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from ._errors import BenchmarkError


class Run(NamedTuple):
    """The key of a line."""

    dataset: str
    split: str
    detector: str
    variant: str
    seed: int


class Result(NamedTuple):
    """A line. `seconds` is the time of fitting and scoring; the time of f is counted with f only,
    and a booster and its F come from one fit."""

    run: Run
    auc_pr: float
    auc_roc: float
    seconds: float
    train_rows: int
    columns: int
    test_rows: int
    anomalies: int


HEADER = [*Run._fields, *Result._fields[1:]]


class ResultFile:
    """A table for appending, which several commands may fill one after another."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", newline="", encoding="utf-8")
        self._writer = csv.writer(self._file, lineterminator="\n")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise BenchmarkError(f"another process writes to {path}") from error
        # A killed process may have left a partial line.
        os.truncate(path, path.read_bytes().rfind(b"\n") + 1)
        if path.stat().st_size == 0:
            self._write(HEADER)

    def append(self, result: Result) -> None:
        """Writes a line durably."""
        areas = (f"{value:.8f}" for value in (result.auc_pr, result.auc_roc))
        self._write([*result.run, *areas, f"{result.seconds:.3f}", *result[4:]])

    def _write(self, line: Sequence[object]) -> None:
        self._writer.writerow(line)
        self._file.flush()

    def __enter__(self) -> ResultFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def read_results(path: Path) -> dict[Run, Result]:
    """The lines of a table, without a partial one; of several lines of a run, the last."""
    return {result.run: result for result in _lines(path)}


def _lines(path: Path) -> Iterator[Result]:
    if not path.exists():
        return
    complete = path.read_bytes().decode("utf-8").rpartition("\n")[0]
    reader = csv.reader(complete.splitlines())
    header = next(reader, HEADER)
    if header != HEADER:
        raise BenchmarkError(f"{path} is no table of results: it begins with {','.join(header)}")
    for number, line in enumerate(reader, start=2):
        try:
            yield _parse(line)
        except (ValueError, TypeError) as error:
            raise BenchmarkError(f"{path}, line {number}, is damaged: {error}") from error


def _parse(line: list[str]) -> Result:
    dataset, split, detector, variant, seed, *values = line
    run = Run(dataset, split, detector, variant, int(seed))
    areas, counts = map(float, values[:3]), map(int, values[3:])
    auc_pr, auc_roc, seconds = areas
    return Result(run, auc_pr, auc_roc, seconds, *counts)
