"""Training rows as numbers and codes, and what their columns are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from ..constants import MAX_CATEGORIES
from ..errors import InvalidDataError, NoNumbersError
from .categories import Categories, kind_of
from .choice import GAPS_IN_NUMBERS, ColumnChoice
from .codes import (
    Parts,
    check_missing,
    codes_of_numbers,
    distinct_numbers,
    recoded,
    used_levels,
)
from .columns import Column, assembled, numbers_of, refuse
from .location import CellLocation
from .schema import Schema

Learned = tuple[npt.NDArray[Any], Optional[Schema]]
_FEW = 32
"""As many texts may differ in a column of any length without being taken for identifiers."""


def learned(
    columns: Sequence[Column], location: CellLocation, choice: ColumnChoice, framed: bool
) -> Learned:
    """The array of training rows and their schema.

    Parameters
    ----------
    columns : sequence of Column
    location : CellLocation
    choice : ColumnChoice
    framed : bool
        Whether the columns have dtypes of their own, as those of a data frame have.

    Raises
    ------
    InvalidDataError
        For a cell that is no number in a column without categories; for columns of categories that
        look like identifiers, have too many of them, or none.
    """
    chosen = choice.columns(location.names, len(columns))
    has_categories = (
        [framed and _by_dtype(column) for column in columns] if chosen is None else chosen
    )
    allowed = allows_gaps(choice, any(has_categories))
    parts: list[Parts] = []
    categories: list[Categories | None] = []
    for number, column in enumerate(columns):
        if has_categories[number]:
            check_missing(column, number, location, allowed)
            found = _categories(column, number, location, chosen is None)
            categories.append(found)
            parts.append(_codes_of(column, found))
        else:
            categories.append(None)
            parts.append(numbers_of(column, number, location, allow_missing=allowed))
    array = assembled(parts)
    return array, schema_of(array, categories, choice)


def _by_dtype(column: Column) -> bool:
    return column.levels is not None and not column.levels.are_numbers


def allows_gaps(choice: ColumnChoice, mixed: bool) -> bool:
    """Whether cells of the training rows may be missing, `mixed` where some have categories."""
    return choice.missing == "allow" or (choice.missing == "auto" and (mixed or GAPS_IN_NUMBERS))


def schema_of(
    array: npt.NDArray[Any], categories: Sequence[Categories | None], choice: ColumnChoice
) -> Schema | None:
    """The schema of an array of numbers and codes; None for numbers without missing cells.

    With "auto", cells may be missing unless the table is one of numbers without a gap.
    """
    mixed = any(one is not None for one in categories)
    allowed = allows_gaps(choice, mixed)
    if not mixed and (not allowed or (choice.missing == "auto" and not has_nan(array))):
        return None
    return Schema(tuple(categories), (allowed,) * len(categories))


def has_nan(array: npt.NDArray[Any]) -> bool:
    """Whether a value is NaN; no copy is made."""
    return array.size > 0 and array.dtype.kind == "f" and bool(np.isnan(np.min(array)))


def _categories(column: Column, number: int, location: CellLocation, by_dtype: bool) -> Categories:
    if column.levels is None:
        if column.finding is not None:
            refuse(column.finding, number, location)
        values, ordered = [n for n in distinct_numbers(column) if n >= 0], False
        if values and math.isinf(values[-1]):
            raise InvalidDataError(f"{location.column(number)} has an infinite category")
    else:
        values, ordered = _values(column), column.levels.ordered
        if by_dtype and column.levels.are_texts:
            _check_texts(column, values, number, location)
    _check_count(len(values), location.column(number))
    if kind_of(values) is None:
        raise NoNumbersError(
            f"{location.column(number)} has categories of several types, {values!r:.80}: "
            "give them one type, for example by astype(str)"
        )
    return Categories(tuple(values), ordered)


def _values(column: Column) -> list[Any]:
    """The values of a column with levels, in the order of the codes."""
    assert column.levels is not None
    values = column.levels.values
    if column.levels.ordered or column.levels.are_numbers:
        return list(values)
    used = [values[code] for code in used_levels(column)]
    return sorted(used) if kind_of(used) else used


def _check_texts(column: Column, values: list[Any], number: int, location: CellLocation) -> None:
    """Raises where a column's texts are numbers, identifiers or prose."""
    if column.finding is not None and column.finding.kind == "number as text":
        refuse(column.finding, number, location)
    present = int((~column.is_missing).sum())
    if len(values) > _FEW and len(values) > present / 2:
        raise NoNumbersError(
            f"{location.column(number)} has {len(values)} different texts in {present} rows, "
            f"{values[0]!r:.60} for example: an identifier, free text, or numbers with a word for "
            "missing cells. Drop it, convert it, or list it in categorical_features"
        )


def _check_count(count: int, where: str) -> None:
    if count == 0:
        raise InvalidDataError(f"{where} has no value: drop it")
    if count > MAX_CATEGORIES:
        raise NoNumbersError(
            f"{where} has {count} categories; at most {MAX_CATEGORIES} are possible: drop it, "
            "merge rare ones, or replace them by numbers, for example by how often each occurs"
        )


def _codes_of(column: Column, categories: Categories) -> Parts:
    if column.levels is not None:
        codes = categories.codes_of(column.levels.values)
        codes[codes == len(categories)] = -1  # a level that does not occur
        return recoded(column, codes)
    pairs = zip(column.parts, column.missing)
    return [codes_of_numbers(part, mask, categories) for part, mask in pairs]
