"""What a table may contain: numbers alone, what training rows may, or what the fit saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from ..features import Names, check_count
from .choice import ColumnChoice
from .columns import Column, assembled, numbers_of
from .learning import Learned, learned, schema_of
from .location import CellLocation
from .matching import Matcher
from .schema import Schema


class TableRule:
    """Numbers alone, none of them missing: the rule for tables that belong to no estimator."""

    by_column = False
    """Whether objects and masked cells of arrays are read column by column."""
    describes = False
    """Whether the library is told the schema, which it does not know from the fit."""

    def check(self, names: Names | None, count: int) -> None:
        """Raises for other names or another number of columns than expected."""

    def of_columns(
        self, columns: Sequence[Column], location: CellLocation, framed: bool
    ) -> Learned:
        """The array of columns and its schema; `framed` columns have dtypes of their own."""
        pairs = enumerate(columns)
        return assembled([numbers_of(column, i, location) for i, column in pairs]), None

    def of_array(self, array: npt.NDArray[Any], location: CellLocation) -> Learned:
        """The array of numbers, and its schema; `array` is float32 or float64."""
        return array, None


NUMBERS = TableRule()


@dataclass(frozen=True)
class TrainingRows(TableRule):
    """What training rows may contain, which the parameters of an estimator say."""

    choice: ColumnChoice = ColumnChoice()
    by_column = True
    describes = True

    def check(self, names: Names | None, count: int) -> None:
        self.choice.check()
        self.choice.columns(names, count)

    def of_columns(
        self, columns: Sequence[Column], location: CellLocation, framed: bool
    ) -> Learned:
        return learned(columns, location, self.choice, framed)

    def of_array(self, array: npt.NDArray[Any], location: CellLocation) -> Learned:
        chosen = self.choice.columns(location.names, array.shape[1])
        if chosen is None or not chosen.any():
            return array, schema_of(array, [None] * array.shape[1], self.choice)
        return learned(columns_of(array), location, self.choice, framed=False)


@dataclass(frozen=True)
class FittedRows(TableRule):
    """What the fit saw.

    `check_features` compares names and number of columns with those of the fit; without it, only
    the number is compared.
    """

    schema: Schema | None
    check_features: Callable[[Names | None, int], None] | None = None

    @property
    def by_column(self) -> bool:  # type: ignore[override]
        return self.schema is not None

    def check(self, names: Names | None, count: int) -> None:
        if self.check_features is not None:
            self.check_features(names, count)
        elif self.schema is not None:
            check_count(count, len(self.schema), "the fitted detector")

    def of_columns(
        self, columns: Sequence[Column], location: CellLocation, framed: bool
    ) -> Learned:
        return Matcher(self.schema, location, framed).of_columns(columns), self.schema

    def of_array(self, array: npt.NDArray[Any], location: CellLocation) -> Learned:
        if self.schema is None or not any(self.schema.is_categorical):
            return array, self.schema
        if location.names is not None:  # a data frame of numbers
            return self.of_columns(columns_of(array), location, framed=True)
        return Matcher(self.schema, location, framed=False).of_array(array), self.schema


def columns_of(array: npt.NDArray[Any]) -> list[Column]:
    """The columns of an array of numbers."""
    return [Column([array[:, number]], [None]) for number in range(array.shape[1])]
