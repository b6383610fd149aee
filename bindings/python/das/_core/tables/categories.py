"""The categories of a column: the values that its codes stand for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

BOOLEANS = (False, True)

Codes = npt.NDArray[np.int64]


@dataclass
class Levels:
    """The distinct values of a column as it was read, in the order of the reader's codes.

    Attributes
    ----------
    values : list
        Texts, booleans or numbers, as :func:`plain` gives them.
    ordered : bool
        Whether the column's type says that they have an order, which is then this one.
    declared : bool
        Whether the column's type says that it has categories.
    """

    values: list[Any] = field(default_factory=list)
    ordered: bool = False
    declared: bool = False

    def __post_init__(self) -> None:
        self._index = {value: code for code, value in enumerate(self.values)}

    @classmethod
    def booleans(cls) -> Levels:
        """Those of a column of booleans, whose codes are their numbers."""
        return cls(list(BOOLEANS))

    @property
    def are_texts(self) -> bool:
        """Whether the column has texts, of which only the content could say that they are few."""
        return not self.declared and not self.are_numbers

    @property
    def are_numbers(self) -> bool:
        """Whether the codes are numbers in their own right."""
        return not self.declared and tuple(self.values) == BOOLEANS

    def codes_of(self, values: Sequence[Any]) -> Codes:
        """The code of each value; new values are added, and None has the code -1."""
        codes = (-1 if value is None else self._code(value) for value in values)
        return np.fromiter(codes, np.int64, len(values))

    def _code(self, value: Any) -> int:
        code = self._index.setdefault(value, len(self.values))
        if code == len(self.values):
            self.values.append(value)
        return code


@dataclass(frozen=True)
class Categories:
    """The categories of a fitted column: code i stands for ``values[i]``."""

    values: tuple[Any, ...]
    ordered: bool = False

    def __len__(self) -> int:
        return len(self.values)

    @property
    def kind(self) -> str:
        """What the values are: "text", "number" or "boolean"."""
        return kind_of(self.values) or "text"

    @property
    def array(self) -> npt.NDArray[Any]:
        """The values as an array, of objects where they are texts."""
        return np.array(self.values, dtype=object if self.kind == "text" else None)

    @property
    def texts(self) -> list[str]:
        """The values as texts, which files contain."""
        return [str(value) for value in self.values]

    @cached_property
    def _index(self) -> dict[Any, int]:
        return {value: code for code, value in enumerate(self.values)}

    def codes_of(self, values: Iterable[Any]) -> Codes:
        """The code of each value; the number of categories for a value that is none."""
        return np.array([self._index.get(value, len(self)) for value in values], dtype=np.int64)


def plain(value: Any) -> Any:
    """A value as a text, a boolean or a number; numbers of any type are equal by value."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, int) else str(value)


def kind_of(values: Iterable[Any]) -> str | None:
    """What values of :func:`plain` are: "text", "number" or "boolean"; None for a mixture."""
    names = {str: "text", bool: "boolean", int: "number", float: "number"}
    kinds = {names[type(value)] for value in values}
    return kinds.pop() if len(kinds) == 1 else None


def typed(texts: Sequence[str], kind: str) -> tuple[Any, ...]:
    """The values whose ``Categories.texts`` these are.

    Raises
    ------
    ValueError
        Where they are not of the kind.
    """
    if kind == "boolean":
        if list(texts) != ["False", "True"]:
            raise ValueError(f"booleans are called {list(texts)!r:.80}")
        return BOOLEANS
    if kind == "number":
        numbers = [float(text) for text in texts]
        if not all(map(math.isfinite, numbers)) or len(set(numbers)) < len(numbers):
            raise ValueError(f"numbers are {list(texts)!r:.80}")
        return tuple(map(plain, numbers))
    return tuple(texts)
