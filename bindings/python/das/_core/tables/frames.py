"""Tables of any library, read with the names of their columns.

A type has the same meaning in all of them: integers, floats and decimals are the nearest float64
(32-bit floats stay as they are); texts, categories and booleans are codes and the values that these
stand for; a value is missing however it is marked; times, bytes and nested values are refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from ..errors import DASError, InvalidDataError, NoNumbersError
from . import pandas_frames as pandas_frames
from .arrow import arrow_columns, speaks_arrow
from .columns import Column, refuse_missing
from .location import CellLocation

Given = Union[npt.NDArray[Any], list[Column]]

# How to evaluate a lazy table, by a method that such objects have.
_COLLECTED_BY = {
    "df": "df()",
    "toPandas": "toPandas() or toArrow()",
    "collect": "collect()",
    "compute": "compute()",
    "execute": "execute()",
    "to_pandas": "to_pandas()",
}


@contextlib.contextmanager
def reading(X: Any, name: str) -> Iterator[tuple[Given, CellLocation]]:
    """A table as an array of any dtype or as columns, and the names of its cells in messages.

    Columns are valid until the block ends.

    Raises
    ------
    InvalidDataError
        For lazy and sparse tables, and for objects that are no table.
    """
    with contextlib.ExitStack() as stack:
        yield _read(X, name, stack)


def _read(X: Any, name: str, stack: contextlib.ExitStack) -> tuple[Given, CellLocation]:
    if pandas_frames.is_pandas(X):
        return _read_pandas(X, name)
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        raise NoNumbersError(
            f"{name} is a sparse {type(X).__name__}, but dense data is required: "
            f"use {name}.toarray() to convert it"
        )
    _refuse_lazy(X, name)
    if hasattr(X, "to_native") and hasattr(X, "columns"):  # narwhals
        return _read(X.to_native(), name, stack)
    if speaks_arrow(X) and getattr(X, "ndim", 2) == 2:
        table = _read_arrow(X, name, stack)
        if table is not None:
            return table
    return _read_array(X, name), CellLocation(name, _names_of(X))


def _refuse_lazy(X: Any, name: str) -> None:
    kind = type(X)
    lazy = "Lazy" in kind.__name__ or not (
        speaks_arrow(X) or hasattr(kind, "to_numpy") or hasattr(kind, "__len__")
    )
    lazy = lazy or kind.__module__.split(".")[0] in ("dask", "pyspark") and hasattr(X, "columns")
    if not lazy or isinstance(X, type):
        return
    for method, advice in _COLLECTED_BY.items():
        if callable(getattr(X, method, None)):
            raise NoNumbersError(
                f"{name} is a {kind.__module__.split('.')[0]} {kind.__name__}, which holds no rows "
                f"yet: call {advice} on it first"
            )


def _read_pandas(X: Any, name: str) -> tuple[Given, CellLocation]:
    location = CellLocation(name, list(X.columns), X.index)
    array = pandas_frames.array_of(X)
    return (pandas_frames.columns_of(X) if array is None else array), location


def _read_arrow(
    X: Any, name: str, stack: contextlib.ExitStack
) -> tuple[Given, CellLocation] | None:
    """None for a single column, which is no table."""
    try:
        found = stack.enter_context(arrow_columns(X, name))
    except DASError:
        raise
    except Exception as error:
        raise InvalidDataError(f"{name} cannot be read as an Arrow table: {error}") from error
    if found is None:
        return None
    names, columns = found
    return columns, CellLocation(name, names)


def _names_of(X: Any) -> list[Any] | None:
    framed = hasattr(X, "columns") and hasattr(X, "to_numpy")
    return list(X.columns) if framed else None


def _read_array(X: Any, name: str) -> npt.NDArray[Any]:
    if hasattr(X, "to_numpy"):
        X = X.to_numpy()
    if isinstance(X, (list, tuple)):
        _refuse_masked(X, name)
    try:
        return np.asarray(X)
    except ValueError as error:
        raise InvalidDataError(
            f"{name} is ragged: its rows have different lengths ({error})"
        ) from error
    except (TypeError, RuntimeError) as error:
        raise NoNumbersError(
            f"{name} is a {type(X).__name__}, of which numpy cannot make an array: {error}"
        ) from error


def _refuse_masked(rows: Any, name: str) -> None:
    # numpy drops the masks of rows when it stacks them.
    for number, row in enumerate(rows):
        if isinstance(row, np.ma.MaskedArray) and np.ma.is_masked(row):
            column = int(np.argmax(np.ma.getmaskarray(row)))
            refuse_missing(number, column, "masked", CellLocation(name))
