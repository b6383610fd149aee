"""The columns of a table as they were read, and the one place that decides what they may hold.

Readers of arrays, pandas' frames and Arrow's say what they found; which of it is legal, and what a
caller is told of the rest, is decided here. Today only numbers are legal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ..errors import InvalidDataError, NoNumbersError
from .location import Place

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Finding:
    """A cell that holds no number."""

    row: int
    kind: str
    """A key of ``_ADVICE``."""
    what: str
    """What is there, in words."""


@dataclass(frozen=True)
class Column:
    """A column in one or several parts: numbers, which are missing, and what is no number."""

    parts: list[npt.NDArray[Any]] = field(default_factory=list)
    missing: list[Mask | None] = field(default_factory=list)
    marker: str = "null"
    """How the table writes what is missing."""
    finding: Finding | None = None


_ADVICE = {
    "missing": "libdas does not accept missing values: impute or drop such rows first",
    "text": "libdas takes numbers: encode the column, for example one column for each word",
    "number as text": "libdas takes numbers: convert the column, for example by astype(float)",
    "category": "libdas takes numbers: encode the column, for example one column for each category",
    "time": "libdas takes numbers: give one, for example the seconds since a date",
    "nested": "libdas takes one number to a cell: give each part a column of its own",
    "other": "libdas takes numbers",
}


def refuse(finding: Finding, column: int, place: Place) -> NoReturn:
    """Raises the error for a cell that is not legal.

    Raises
    ------
    InvalidDataError
        NoNumbersError, which is a TypeError as well, for all but missing and complex values.
    """
    cell = place.cell(finding.row, column)
    if finding.kind == "complex":
        raise InvalidDataError(f"Complex data not supported: {cell} is {finding.what}")
    kind = InvalidDataError if finding.kind == "missing" else NoNumbersError
    raise kind(f"{cell} is {finding.what}; {_ADVICE[finding.kind]}")


def refuse_missing(row: int, column: int, marker: str, place: Place) -> NoReturn:
    """Raises the error for a missing value."""
    refuse(Finding(row, "missing", f"missing ({marker})"), column, place)


def assembled(columns: Sequence[Column], place: Place) -> npt.NDArray[Any]:
    """The table of columns that are legal: float32 where all are, else float64, Fortran order."""
    for number, column in enumerate(columns):
        _check(column, number, place)
    kinds = {part.dtype for column in columns for part in column.parts}
    rows = sum(len(part) for part in columns[0].parts) if columns else 0
    dtype = np.float32 if kinds == {np.dtype(np.float32)} else np.float64
    table = np.empty((rows, len(columns)), dtype, order="F")
    for number, column in enumerate(columns):
        first = 0
        for part in column.parts:
            table[first : first + len(part), number] = part
            first += len(part)
    return table


def _check(column: Column, number: int, place: Place) -> None:
    first = 0
    for part, missing in zip(column.parts, column.missing):
        if column.finding is not None and column.finding.row < first + len(part):
            break
        if missing is not None and missing.any():
            refuse_missing(first + int(np.argmax(missing)), number, column.marker, place)
        first += len(part)
    if column.finding is not None:
        refuse(column.finding, number, place)
