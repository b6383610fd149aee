"""Tables of numbers on their way between numpy and the C interface."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from . import _abi
from ._errors import InvalidDataError
from ._features import names_of

Floats = npt.NDArray[np.float64]
_TYPES = {np.dtype(np.float32): _abi.DAS_FLOAT32, np.dtype(np.float64): _abi.DAS_FLOAT64}


@dataclass(frozen=True)
class Table:
    """A table that the C library may read while this object lives."""

    array: npt.NDArray[Any]
    """(rows, columns), float32 or float64."""
    matrix: _abi.das_matrix
    """The same memory as the C interface describes it."""
    names: npt.NDArray[np.object_] | None = None
    """The features' names, where a data frame gave them."""

    @property
    def reference(self) -> Any:
        return ctypes.byref(self.matrix)

    @property
    def shape(self) -> tuple[int, int]:
        return self.matrix.rows, self.matrix.columns


def as_table(X: Any, name: str = "X") -> Table:
    """Checks the form of a table and describes its memory, which is copied only where it must be.

    float32 and float64 are read in place, whatever their strides; other numbers become float64.
    Values are checked by the library. `name` is the argument's name for messages.

    Raises
    ------
    TypeError
        For sparse tables and for values that are no numbers.
    InvalidDataError
        For what is not two-dimensional, is ragged, complex, masked or has no rows or columns.
    """
    names = names_of(X)
    array = _as_floats(_as_array(X, name), name)
    if array.ndim != 2:
        raise InvalidDataError(_about_dimensions(array, name))
    if 0 in array.shape:
        what = "sample" if array.shape[0] == 0 else "feature"
        raise InvalidDataError(
            f"{name} has 0 {what}(s) (shape={array.shape}) while a minimum of 1 is required."
        )
    return Table(array, _describe(array), names)


def _as_array(X: Any, name: str) -> npt.NDArray[Any]:
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        raise TypeError(
            f"{name} is a sparse {type(X).__name__}, but dense data is required: "
            f"use {name}.toarray() to convert it"
        )
    if isinstance(X, np.ma.MaskedArray) and np.ma.is_masked(X):
        raise InvalidDataError(f"{name} has masked values: impute or drop such rows first")
    if hasattr(X, "to_numpy"):
        X = X.to_numpy()
    try:
        return np.asarray(X)
    except ValueError as error:
        raise InvalidDataError(
            f"{name} is ragged: its rows have different lengths ({error})"
        ) from error


def _as_floats(array: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    kind = array.dtype.kind
    if kind == "c":
        raise InvalidDataError(f"Complex data not supported: {name} has dtype {array.dtype}")
    if kind not in "fiubO":
        raise InvalidDataError(f"{name} has dtype {array.dtype}; it takes numbers")
    if array.dtype.newbyteorder("=") not in _TYPES:
        return _converted(array, np.dtype(np.float64), name)
    whole = all(stride % array.itemsize == 0 for stride in array.strides)
    if array.dtype.isnative and array.flags.aligned and whole:
        return array
    return _converted(array, array.dtype.newbyteorder("="), name)


def _converted(array: npt.NDArray[Any], dtype: np.dtype[Any], name: str) -> npt.NDArray[Any]:
    try:
        return array.astype(dtype)
    except TypeError as error:
        raise TypeError(f"{name} holds objects that are no numbers: {error}") from error
    except ValueError as error:
        ragged = array.ndim == 1 and any(np.ndim(row) for row in array)
        why = "is ragged: its rows have different lengths" if ragged else "holds no numbers"
        raise InvalidDataError(f"{name} {why} ({error})") from error


def _about_dimensions(array: npt.NDArray[Any], name: str) -> str:
    given = {0: "scalar array", 1: "1D array"}.get(array.ndim, f"{array.ndim}D array")
    advice = (
        " Reshape your data either using array.reshape(-1, 1) if your data has a single feature or "
        "array.reshape(1, -1) if it contains a single sample."
    )
    return f"Expected 2D array for {name}, got {given} of shape {array.shape} instead." + (
        advice if array.ndim < 2 else ""
    )


def _describe(array: npt.NDArray[Any]) -> _abi.das_matrix:
    rows, columns = array.shape
    row_stride, column_stride = (stride // array.itemsize for stride in array.strides)
    return _abi.das_matrix(
        data=array.ctypes.data,
        rows=rows,
        columns=columns,
        row_stride=row_stride,
        column_stride=column_stride,
        type=_TYPES[array.dtype],
    )


def pointer_to(values: npt.NDArray[Any], ctype: type[Any] = ctypes.c_double) -> Any:
    """A C pointer to the first of contiguous values."""
    return ctypes.cast(values.ctypes.data, ctypes.POINTER(ctype))


class _Memory:
    """Memory of the library, as numpy's array interface tells of it."""

    def __init__(self, matrix: _abi.das_matrix) -> None:
        size = 4 if matrix.type == _abi.DAS_FLOAT32 else 8
        self.__array_interface__ = {
            "version": 3,
            "data": (matrix.data, True),
            "typestr": f"<f{size}",
            "shape": (matrix.rows, matrix.columns),
            "strides": (matrix.row_stride * size, matrix.column_stride * size),
        }


def copied(matrix: Any) -> npt.NDArray[Any]:
    """A table that a callback received, copied: the memory is the library's after the callback."""
    return np.array(cast(Any, _Memory(matrix.contents)), order="C", copy=True)


def write(values: Floats, target: Any) -> None:
    """Writes contiguous numbers to where a callback is to leave its result."""
    ctypes.memmove(target, values.ctypes.data, values.nbytes)
