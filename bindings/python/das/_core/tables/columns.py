"""Columns as they were read, and the words for what they may not contain.

Readers of arrays, pandas frames and Arrow tables report what they found; the schema decides what is
legal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ..errors import MISSING_ADVICE, InvalidDataError, NoNumbersError
from .categories import Levels
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
    """A column in parts: numbers, which of them are missing, and the first that is no number.

    The numbers of a column with levels are their codes, and a negative one is missing.
    """

    parts: list[npt.NDArray[Any]] = field(default_factory=list)
    missing: list[Mask | None] = field(default_factory=list)
    marker: str = "null"
    """The table's word for a missing value."""
    finding: Finding | None = None
    levels: Levels | None = None
    """The values of a column that may have categories."""

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @property
    def is_missing(self) -> Mask:
        """Which of the cells are missing: null, NaN, or without a code."""
        masks = [_missing(part, mask, self.levels) for part, mask in zip(self.parts, self.missing)]
        return np.concatenate(masks) if masks else np.zeros(0, bool)


def _missing(part: npt.NDArray[Any], mask: Mask | None, levels: Levels | None) -> Mask:
    found = np.zeros(len(part), bool) if mask is None else mask
    if levels is not None:
        return np.asarray(found | (part < 0))
    return np.asarray(found | np.isnan(part)) if part.dtype.kind == "f" else found


_ADVICE = {
    "missing": MISSING_ADVICE,
    "text": "libdas takes numbers here: list the column in categorical_features, or encode it",
    "number as text": "libdas takes numbers here: convert the column, for example by "
    "astype(float), or list it in categorical_features",
    "category": "libdas takes numbers here: list the column in categorical_features, or encode it",
    "mixed": "give the column one type, for example by astype(str)",
    "bytes": "decode them, for example by .str.decode('utf-8')",
    "time": "libdas takes numbers: give one, for example the seconds since a date",
    "nested": "libdas takes one number to a cell: give each part a column of its own",
    "other": "libdas takes numbers",
}


def refuse(
    finding: Finding, column: int, location: CellLocation, advice: str | None = None
) -> NoReturn:
    """Raises the error for a cell that is not legal; `advice` replaces what to do by default.

    Raises
    ------
    InvalidDataError
        NoNumbersError, which is a TypeError as well, for all but missing and complex values.
    """
    cell = location.cell(finding.row, column)
    if finding.kind == "complex":
        raise InvalidDataError(f"Complex data not supported: {cell} is {finding.what}")
    kind = InvalidDataError if finding.kind == "missing" else NoNumbersError
    advised = advice if advice and finding.kind != "missing" else _ADVICE[finding.kind]
    raise kind(f"{cell} is {finding.what}; {advised}")


def refuse_missing(row: int, column: int, marker: str, location: CellLocation) -> NoReturn:
    """Raises the error for a missing value."""
    refuse(Finding(row, "missing", f"missing ({marker})"), column, location)


def numbers_of(
    column: Column,
    number: int,
    location: CellLocation,
    *,
    allow_missing: bool = False,
    advice: str | None = None,
) -> list[npt.NDArray[Any]]:
    """The numbers of a column in parts, NaN where they are missing.

    Raises
    ------
    InvalidDataError
        For the first cell that is no number, or is missing where that is not allowed.
    """
    first = 0
    for part, missing in zip(column.parts, column.missing):
        if column.finding is not None and column.finding.row < first + len(part):
            break
        if not allow_missing and missing is not None and missing.any():
            refuse_missing(first + int(np.argmax(missing)), number, column.marker, location)
        first += len(part)
    if column.finding is not None:
        refuse(column.finding, number, location, advice)
    return [_with_nan(part, mask) for part, mask in zip(column.parts, column.missing)]


def _with_nan(part: npt.NDArray[Any], missing: Mask | None) -> npt.NDArray[Any]:
    if missing is None or not missing.any():
        return part
    dtype = np.float32 if part.dtype == np.float32 else np.float64
    return np.where(missing, dtype(np.nan), part.astype(dtype, copy=False))


def assembled(columns: Sequence[Sequence[npt.NDArray[Any]]]) -> npt.NDArray[Any]:
    """The table of columns in parts: float32 where all are, else float64, Fortran order."""
    kinds = {part.dtype for column in columns for part in column}
    rows = sum(map(len, columns[0])) if columns else 0
    dtype = np.float32 if kinds == {np.dtype(np.float32)} else np.float64
    table = np.empty((rows, len(columns)), dtype, order="F")
    for number, column in enumerate(columns):
        first = 0
        for part in column:
            table[first : first + len(part), number] = part
            first += len(part)
    return table
