"""Frames with the interface of pandas."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrow import arrow_columns
from .categories import Levels, plain
from .cells import abbreviated, column_of
from .columns import Column, Finding

_ONE_TYPE = "fiu"


def is_pandas(X: Any) -> bool:
    """Whether an object is a frame of pandas, or of a library that mimics it."""
    kind = type(X)  # asking the object itself could create the attribute
    return hasattr(kind, "iloc") and hasattr(kind, "dtypes") and hasattr(kind, "columns")


def array_of(X: Any) -> npt.NDArray[Any] | None:
    """The frame as an array, if all its types are numpy's numbers."""
    dtypes = list(X.dtypes)
    kinds = {dtype.kind if isinstance(dtype, np.dtype) else "O" for dtype in dtypes}
    if kinds <= set(_ONE_TYPE):
        return np.asarray(X.to_numpy())
    return None


def columns_of(X: Any) -> list[Column]:
    """The columns of a frame of several types."""
    return [_column(X.iloc[:, number]) for number in range(len(X.columns))]


def _column(series: Any) -> Column:
    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        return array_column(series.to_numpy())
    if hasattr(dtype, "categories") and hasattr(dtype, "ordered"):
        return _categories(series)
    if hasattr(dtype, "pyarrow_dtype"):
        return _arrow_column(series)
    if hasattr(dtype, "subtype") and hasattr(dtype, "fill_value"):  # pandas' sparse columns
        return array_column(np.asarray(series))
    if dtype.kind == "b":
        missing = np.asarray(series.isna(), dtype=bool)
        values = series.to_numpy(dtype=bool, na_value=False)
        return Column([values], [missing], "<NA>", levels=Levels.booleans())
    if dtype.kind in "iuf":
        missing = np.asarray(series.isna(), dtype=bool)
        values = series.to_numpy(dtype=np.float64, na_value=np.nan)
        return Column([values], [missing], marker="<NA>")
    return column_of(np.asarray(series, dtype=object))


def array_column(values: npt.NDArray[Any]) -> Column:
    """A column of numpy's types."""
    if values.dtype.kind == "b":
        return Column([values], [None], levels=Levels.booleans())
    if values.dtype.kind in "fiu":
        return Column([values], [None])
    if values.dtype.kind in "Mm":
        return Column([np.zeros(len(values))], [None], finding=time_of(values, 0))
    return column_of(values.astype(object))


def time_of(values: npt.NDArray[Any], location: int) -> Finding:
    """What is found in an array of times."""
    return Finding(location, "time", f"{values.flat[location]}, a {values.dtype}")


def _categories(series: Any) -> Column:
    levels = Levels(ordered=bool(series.dtype.ordered), declared=True)
    known = np.append(levels.codes_of([plain(value) for value in series.dtype.categories]), -1)
    codes = known[np.asarray(series.cat.codes)]
    found = None
    if (codes >= 0).any():
        row = int(np.argmax(codes >= 0))
        found = Finding(row, "category", f"{abbreviated(series.iloc[row])}, a category")
    return Column([codes], [codes < 0], "nan", found, levels)


def _arrow_column(series: Any) -> Column:
    # Read as an Arrow table of one column, for the same meaning of types.
    pyarrow = importlib.import_module("pyarrow")
    table = pyarrow.table({"": pyarrow.array(series.array)})
    with arrow_columns(table, "X") as read:
        assert read is not None
        column = read[1][0]
        parts = [np.array(part) for part in column.parts]
        return Column(parts, column.missing, "<NA>", column.finding, column.levels)
