"""What the columns of a fitted table are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

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


def categories_of(schema: Schema | None, columns: int) -> Sequence[ColumnCategories]:
    """The categories of each column, also of a table without a schema."""
    return [None] * columns if schema is None else schema.categories


def allowed_in(schema: Schema | None, columns: int) -> Sequence[bool]:
    """Whether cells of each column may be missing, also in a table without a schema."""
    return [False] * columns if schema is None else schema.missing
