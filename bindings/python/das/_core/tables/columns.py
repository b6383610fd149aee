"""Columns as they were read, and the rule for what they may contain.

Readers of arrays, pandas frames and Arrow tables report what they found; this module decides what
is legal, which today are numbers only, and words the error for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ..errors import InvalidDataError, NoNumbersError
from .location import CellLocation

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Finding:
    """A cell that is no number."""

    row: int
    kind: str
    """A key of ``_ADVICE``."""
    what: str
    """What it is, in words."""


@dataclass(frozen=True)
class Column:
    """A column in parts: numbers, which of them are missing, and the first that is no number."""

    parts: list[npt.NDArray[Any]] = field(default_factory=list)
    missing: list[Mask | None] = field(default_factory=list)
    marker: str = "null"
    """The table's word for a missing value."""
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


def refuse(finding: Finding, column: int, location: CellLocation) -> NoReturn:
    """Raises the error for a cell that is not legal.

    Raises
    ------
    InvalidDataError
        NoNumbersError, which is a TypeError as well, for all but missing and complex values.
    """
    cell = location.cell(finding.row, column)
    if finding.kind == "complex":
        raise InvalidDataError(f"Complex data not supported: {cell} is {finding.what}")
    kind = InvalidDataError if finding.kind == "missing" else NoNumbersError
    raise kind(f"{cell} is {finding.what}; {_ADVICE[finding.kind]}")


def refuse_missing(row: int, column: int, marker: str, location: CellLocation) -> NoReturn:
    """Raises the error for a missing value."""
    refuse(Finding(row, "missing", f"missing ({marker})"), column, location)


def assembled(columns: Sequence[Column], location: CellLocation) -> npt.NDArray[Any]:
    """The table of columns that are legal: float32 where all are, else float64, Fortran order."""
    for number, column in enumerate(columns):
        _check(column, number, location)
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


def _check(column: Column, number: int, location: CellLocation) -> None:
    first = 0
    for part, missing in zip(column.parts, column.missing):
        if column.finding is not None and column.finding.row < first + len(part):
            break
        if missing is not None and missing.any():
            refuse_missing(first + int(np.argmax(missing)), number, column.marker, location)
        first += len(part)
    if column.finding is not None:
        refuse(column.finding, number, location)
