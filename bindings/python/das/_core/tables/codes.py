"""Codes of categories in the parts of a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .categories import Categories, Codes, plain
from .columns import Column, refuse_missing
from .location import CellLocation

Parts = list[npt.NDArray[Any]]


def used_levels(column: Column) -> Codes:
    """The codes of the levels that occur, in ascending order."""
    codes = [np.unique(part[~_masked(part, mask)]) for part, mask in _pairs(column)]
    found = np.unique(np.concatenate(codes)).astype(np.int64) if codes else np.zeros(0, np.int64)
    return found[found >= 0]


def recoded(column: Column, new_codes: Codes) -> Parts:
    """The parts with new codes for the column's levels, NaN where the cell is missing."""
    lookup = np.append(new_codes.astype(np.float64), np.nan)  # the code -1 is missing
    parts = (lookup[part.astype(np.int64)] for part in column.parts)
    return [
        np.where(_masked(part, mask), np.nan, part) for part, mask in zip(parts, column.missing)
    ]


def distinct_numbers(column: Column) -> list[Any]:
    """The distinct numbers of a column that are not missing, in ascending order."""
    found = [
        np.unique(part[~_masked(part, mask)].astype(np.float64)) for part, mask in _pairs(column)
    ]
    numbers = np.unique(np.concatenate(found)) if found else np.zeros(0)
    return [plain(number) for number in numbers[~np.isnan(numbers)]]


def codes_of_numbers(
    values: npt.NDArray[Any], missing: Any, categories: Categories
) -> npt.NDArray[np.float64]:
    """The codes of numbers; NaN where they are missing or negative and no category."""
    distinct, inverse = np.unique(values.astype(np.float64), return_inverse=True)
    known = categories.codes_of(map(plain, distinct)).astype(np.float64)
    known[np.isnan(distinct) | ((distinct < 0) & (known == len(categories)))] = np.nan
    codes: npt.NDArray[np.float64] = known[inverse.reshape(-1)]
    if missing is not None:
        codes[missing] = np.nan
    return codes


def check_missing(column: Column, number: int, location: CellLocation, allowed: bool) -> None:
    """Raises where a cell of a column with categories is missing and may not be."""
    missing = column.is_missing
    if not allowed and missing.any():
        refuse_missing(int(np.argmax(missing)), number, column.marker, location)


def _pairs(column: Column) -> Any:
    return zip(column.parts, column.missing)


def _masked(part: npt.NDArray[Any], mask: Any) -> npt.NDArray[np.bool_]:
    return np.zeros(len(part), bool) if mask is None else mask
