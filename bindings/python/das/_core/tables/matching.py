"""Rows to score as numbers and codes of the fitted categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import NoNumbersError
from ..warnings import warn
from .categories import Categories, kind_of
from .codes import Parts, check_missing, codes_of_numbers, distinct_numbers, recoded, used_levels
from .columns import Column, assembled, numbers_of
from .location import CellLocation
from .schema import Schema, allowed_in, categories_of

_NAMES = {"text": "texts", "number": "numbers", "boolean": "booleans"}
_NUMBERS = "the fit saw numbers in this column"
_LISTED = 3


class Matcher:
    """Finds the fitted codes of the columns of a table, and warns once of unseen categories.

    Parameters
    ----------
    schema : Schema or None
        That of the training rows.
    location : CellLocation
    framed : bool
        Whether the columns have dtypes of their own, as those of a data frame have. In other
        tables, numbers in a column whose categories are texts or booleans are codes.
    """

    def __init__(self, schema: Schema | None, location: CellLocation, framed: bool) -> None:
        self._schema = schema
        self._location = location
        self._framed = framed
        self._unseen: list[str] = []

    def of_columns(self, columns: Sequence[Column]) -> npt.NDArray[Any]:
        """The array of columns that were read one by one.

        Raises
        ------
        InvalidDataError
            Where a column is of another kind than at the fit, or a cell is missing and may not be.
        """
        known = categories_of(self._schema, len(columns))
        allowed = allowed_in(self._schema, len(columns))
        parts = [
            self._numbers(column, number, allowed[number])
            if categories is None
            else self._codes(column, number, categories, allowed[number])
            for number, (column, categories) in enumerate(zip(columns, known))
        ]
        self._warn()
        return assembled(parts)

    def of_array(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """An array of numbers and codes, with the codes of categories that are numbers."""
        known = enumerate(categories_of(self._schema, array.shape[1]))
        values = [(i, one) for i, one in known if one is not None and one.kind == "number"]
        if values:
            array = np.array(array, dtype=np.float64)
        for number, categories in values:
            column = Column([array[:, number].copy()], [None])
            array[:, number] = self._codes_of_numbers(column, number, categories)[0]
        self._warn()
        return array

    def _numbers(self, column: Column, number: int, allowed: bool) -> Parts:
        return numbers_of(column, number, self._location, allow_missing=allowed, advice=_NUMBERS)

    def _codes(self, column: Column, number: int, categories: Categories, allowed: bool) -> Parts:
        check_missing(column, number, self._location, allowed)
        if column.levels is None:
            expected = f"the fit saw {_NAMES[categories.kind]} in this column"
            parts = numbers_of(column, number, self._location, allow_missing=True, advice=expected)
            if categories.kind == "number":
                return self._codes_of_numbers(column, number, categories)
            if self._framed and categories.kind == "text":
                self._check_empty(column, number, categories.kind, "a number")
            return parts
        levels = column.levels.values
        used = [levels[code] for code in used_levels(column)]
        if used and (kind_of(used) == "text") != (categories.kind == "text"):
            self._check_empty(column, number, categories.kind, f"{used[0]!r:.60}")
        return self._codes_of_levels(column, number, categories, used)

    def _codes_of_levels(
        self, column: Column, number: int, categories: Categories, used: list[Any]
    ) -> Parts:
        assert column.levels is not None
        codes = categories.codes_of(used)
        self._note(number, [v for v, code in zip(used, codes) if code == len(categories)])
        return recoded(column, categories.codes_of(column.levels.values))

    def _codes_of_numbers(self, column: Column, number: int, categories: Categories) -> Parts:
        values = distinct_numbers(column)
        codes = categories.codes_of(values)
        unseen = [v for v, code in zip(values, codes) if code == len(categories) and v >= 0]
        self._note(number, unseen)
        pairs = zip(column.parts, column.missing)
        return [codes_of_numbers(part, mask, categories) for part, mask in pairs]

    def _check_empty(self, column: Column, number: int, kind: str, found: str) -> None:
        """Raises where a column of another kind than at the fit has a value."""
        missing = column.is_missing
        if not missing.all():
            cell = self._location.cell(int(np.argmin(missing)), number)
            raise NoNumbersError(f"{cell} is {found}; the fit saw {_NAMES[kind]} in this column")

    def _note(self, number: int, values: Sequence[Any]) -> None:
        if not len(values):
            return
        listed = ", ".join(f"{value!r:.60}" for value in values[:_LISTED])
        more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
        self._unseen.append(f"{self._location.column(number)} has {listed}{more}")

    def _warn(self) -> None:
        if self._unseen:
            warn(
                f"{'; '.join(self._unseen)}: categories that the fit did not see, which are scored "
                "as unseen"
            )
