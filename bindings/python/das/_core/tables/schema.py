"""What the columns of a fitted table are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from .categories import Categories

ColumnCategories = Optional[Categories]


@dataclass(frozen=True)
class Schema:
    """The columns of a table that has categories or allows missing values.

    `categories` holds None for a column of numbers, and `missing` whether cells of the column may
    be missing. All other tables have no schema.
    """

    categories: tuple[ColumnCategories, ...]
    missing: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.categories)

    @property
    def is_categorical(self) -> list[bool]:
        """Which columns have categories."""
        return [one is not None for one in self.categories]


def values_of(array: npt.NDArray[Any], schema: Schema | None) -> npt.NDArray[Any]:
    """The array with the values of categories that are numbers in place of their codes.

    An unseen category is NaN.
    """
    known = enumerate(categories_of(schema, array.shape[1]))
    numbers = [(i, one.values) for i, one in known if one is not None and one.kind == "number"]
    if numbers:
        array = array.copy()
    for column, values in numbers:
        codes = np.where(np.isnan(array[:, column]), -1, array[:, column])
        array[:, column] = np.append(np.array(values, float), np.nan)[codes.astype(np.int64)]
    return array


def categories_of(schema: Schema | None, columns: int) -> Sequence[ColumnCategories]:
    """The categories of each column, also of a table without a schema."""
    return [None] * columns if schema is None else schema.categories


def allowed_in(schema: Schema | None, columns: int) -> Sequence[bool]:
    """Whether cells of each column may be missing, also in a table without a schema."""
    return [False] * columns if schema is None else schema.missing
