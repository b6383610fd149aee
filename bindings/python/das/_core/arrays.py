"""Tables of numbers, exchanged between numpy and the C interface."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from . import abi
from .errors import InvalidDataError, NoNumbersError, OutOfMemoryError
from .features import text_names
from .schema_handle import SchemaHandle
from .tables.cells import column_of, floats_of
from .tables.columns import Column, Finding, refuse, refuse_missing
from .tables.frames import Given, reading
from .tables.learning import Learned
from .tables.location import CellLocation
from .tables.pandas_frames import time_of
from .tables.rules import NUMBERS, TableRule
from .tables.schema import Schema

Floats = npt.NDArray[np.float64]
_TYPES = {np.dtype(np.float32): abi.DAS_FLOAT32, np.dtype(np.float64): abi.DAS_FLOAT64}


@dataclass(frozen=True)
class Table:
    """A table that the C library may read while this object lives."""

    array: npt.NDArray[Any]
    """(rows, columns), float32 or float64."""
    matrix: abi.das_matrix
    """The same memory as the C interface describes it."""
    names: npt.NDArray[np.object_] | None = None
    """The features' names, where a data frame gave them."""
    location: CellLocation = CellLocation()
    """How messages speak of its cells."""
    schema: Schema | None = None
    """What its columns are, where some have categories or missing values."""
    _handle: SchemaHandle | None = None
    """The schema for the library; None: the columns are numbers, or as in the fit."""

    @property
    def reference(self) -> Table:
        """The argument for foreign functions: the table itself, so errors can name its cells."""
        return self

    @property
    def _as_parameter_(self) -> Any:
        return ctypes.byref(self.matrix)

    @property
    def shape(self) -> tuple[int, int]:
        return self.matrix.rows, self.matrix.columns

    def part(self, chosen: npt.NDArray[np.bool_]) -> Table:
        """The chosen rows; a view where they are contiguous, as after ``np.vstack([X, H])``."""
        rows = np.flatnonzero(chosen)
        together = len(rows) and rows[-1] - rows[0] == len(rows) - 1
        array = self.array[rows[0] : rows[-1] + 1] if together else self.array[rows]
        return replace(
            self,
            array=array,
            matrix=_describe(array, self._handle),
            location=self.location.part(rows),
        )


def as_table(X: Any, name: str = "X", rule: TableRule = NUMBERS) -> Table:
    """A table checked for its form; memory is copied only where that is unavoidable.

    float32 and float64 of any strides are read in place; other numbers become float64, and
    cells with categories their codes. Values are checked by the library. `name` is the argument's
    name for messages.

    Raises
    ------
    InvalidDataError
        Where `X` is not two-dimensional, is ragged, has no rows or columns, or contains what the
        rule does not allow. NoNumbersError is a TypeError too.
    """
    if isinstance(X, np.ndarray):
        return _table(X, CellLocation(name), rule)
    with reading(X, name) as (given, location):
        return _table(given, location, rule)


def _table(given: Given, location: CellLocation, rule: TableRule) -> Table:
    shape = _shape(given, location.argument)
    names = text_names(location.names)
    # Cells of a plain array are checked first: they say more than its shape.
    is_plain = location.names is None and not rule.by_column
    if not is_plain:
        rule.check(names, shape[1])
    try:
        array, schema = _as_floats(given, location, rule)
    except MemoryError:
        raise OutOfMemoryError(
            f"out of memory: {location.argument} of shape {shape} has to be copied, and cannot be"
        ) from None
    if is_plain:
        rule.check(names, shape[1])
    handle = SchemaHandle(schema) if schema is not None and rule.describes else None
    return Table(array, _describe(array, handle), names, location, schema, handle)


def _shape(given: Given, name: str) -> tuple[int, ...]:
    if isinstance(given, np.ndarray):
        _check_form(given, name)
        return given.shape
    shape = (len(given[0]) if given else 0, len(given))
    _check_not_empty(shape, name)
    return shape


def _as_floats(given: Given, location: CellLocation, rule: TableRule) -> Learned:
    framed = location.names is not None
    if not isinstance(given, np.ndarray):
        return rule.of_columns(given, location, framed)
    masked = isinstance(given, np.ma.MaskedArray) and np.ma.is_masked(given)
    if rule.by_column and (masked or given.dtype.kind in "OU"):
        return rule.of_columns(_columns(given), location, framed)
    if masked:
        first = np.argwhere(np.ma.getmaskarray(given))[0]
        refuse_missing(int(first[0]), int(first[1]), "masked", location)
    return rule.of_array(_floats(np.asarray(given), location), location)


def _columns(array: npt.NDArray[Any]) -> list[Column]:
    """The columns of an array of objects, texts or masked cells."""
    data, masks = np.ma.getdata(array), np.ma.getmaskarray(array)
    if data.dtype.kind in "fiub":
        return [Column([cells], [mask], "masked") for cells, mask in zip(data.T, masks.T)]
    objects = data.astype(object)
    objects[masks] = None
    return [column_of(objects[:, number]) for number in range(objects.shape[1])]


def _floats(array: npt.NDArray[Any], location: CellLocation) -> npt.NDArray[Any]:
    if array.dtype.kind not in "fiub":
        return _objects(array, location)
    if array.dtype.newbyteorder("=") not in _TYPES:
        return array.astype(np.float64)
    strides_fit = all(stride % array.itemsize == 0 for stride in array.strides)
    if array.dtype.isnative and array.flags.aligned and strides_fit:
        return array
    return array.astype(array.dtype.newbyteorder("="))


def _check_form(array: npt.NDArray[Any], name: str) -> None:
    ragged = (
        array.dtype.kind == "O" and array.ndim == 1 and any(hasattr(x, "__len__") for x in array)
    )
    if ragged and not isinstance(array[0], (str, bytes, dict)):
        raise InvalidDataError(f"{name} is ragged: its rows have different lengths, or are nested")
    if array.ndim == 0 and array.dtype.kind == "O":
        raise NoNumbersError(
            f"{name} is {array.item()!r:.80}; it takes an array, a data frame or a list of rows. "
            + _about_dimensions(array, name)
        )
    if array.ndim != 2:
        raise InvalidDataError(_about_dimensions(array, name))
    _check_not_empty(array.shape, name)


def _check_not_empty(shape: tuple[int, ...], name: str) -> None:
    if 0 in shape:
        what = "sample" if shape[0] == 0 else "feature"
        raise InvalidDataError(
            f"{name} has 0 {what}(s) (shape={shape}) while a minimum of 1 is required."
        )


def _objects(array: npt.NDArray[Any], location: CellLocation) -> Floats:
    """The numbers in an array of objects; an error for text, times and complex numbers."""
    if array.dtype.kind == "V":
        raise NoNumbersError(
            f"{location.argument} is a structured array; it takes numbers: use "
            f"numpy.lib.recfunctions.structured_to_unstructured({location.argument})"
        )
    found = floats(array)
    if isinstance(found, Finding):
        row, column = divmod(found.row, array.shape[1])
        refuse(replace(found, row=row), column, location)
    return found


def floats(array: npt.NDArray[Any]) -> Floats | Finding:
    """Contiguous float64, or the first value that is no number, by its index in flat order."""
    if isinstance(array, np.ma.MaskedArray) and np.ma.is_masked(array):
        return Finding(int(np.argmax(np.ma.getmaskarray(array))), "missing", "missing (masked)")
    if array.dtype.kind in "fiub":
        return np.ascontiguousarray(array, dtype=np.float64)
    if array.dtype.kind in "Mm" and array.size:
        return time_of(array, 0)
    return floats_of(array.astype(object))


def _about_dimensions(array: npt.NDArray[Any], name: str) -> str:
    given = {0: "scalar array", 1: "1D array"}.get(array.ndim, f"{array.ndim}D array")
    advice = (
        " Reshape your data either using array.reshape(-1, 1) if your data has a single feature or "
        "array.reshape(1, -1) if it contains a single sample."
    )
    return f"Expected 2D array for {name}, got {given} of shape {array.shape} instead." + (
        advice if array.ndim < 2 else ""
    )


def _describe(array: npt.NDArray[Any], schema: SchemaHandle | None = None) -> abi.das_matrix:
    rows, columns = array.shape
    row_stride, column_stride = (stride // array.itemsize for stride in array.strides)
    return abi.das_matrix(
        data=array.ctypes.data,
        rows=rows,
        columns=columns,
        row_stride=row_stride,
        column_stride=column_stride,
        type=_TYPES[array.dtype],
        schema=schema and schema.reference,
    )


# How the library names a cell, by the argument's name in C.
_CELL = re.compile(r"(\w+)\[(\d+), (\d+)\] is ")
# How it names a column: at the beginning, or as the reason of a refusal.
_COLUMN = re.compile(r"^column (\d+) of (\w+)(?= )|(?<=, but )column (\d+)(?= is )")


def in_words_of(arguments: Sequence[Any], message: str) -> str:
    """The library's message about a cell or column, with the caller's names of them."""
    found = _CELL.match(message) or _COLUMN.search(message)
    tables = [argument for argument in arguments if isinstance(argument, Table)]
    if not found or not tables:
        return message
    of_anomalies = "anomalies" in found.groups() and len(tables) > 1
    location = tables[1 if of_anomalies else 0].location
    if found.re is _COLUMN:
        number = int(found[1] or found[3])
        return message[: found.start()] + location.column(number) + message[found.end() :]
    return location.cell(int(found[2]), int(found[3])) + message[found.end() - 4 :]


def pointer_to(values: npt.NDArray[Any], ctype: type[Any] = ctypes.c_double) -> Any:
    """A C pointer to the first of contiguous values."""
    return ctypes.cast(values.ctypes.data, ctypes.POINTER(ctype))


class _Memory:
    """Memory of the library, described by numpy's array interface."""

    def __init__(self, matrix: abi.das_matrix) -> None:
        size = 4 if matrix.type == abi.DAS_FLOAT32 else 8
        self.__array_interface__ = {
            "version": 3,
            "data": (matrix.data, True),
            "typestr": f"<f{size}",
            "shape": (matrix.rows, matrix.columns),
            "strides": (matrix.row_stride * size, matrix.column_stride * size),
        }


def copied(matrix: Any) -> npt.NDArray[Any]:
    """A copy of a table that a callback received, valid after the callback returns."""
    return np.array(cast(Any, _Memory(matrix.contents)), order="C", copy=True)


def write(values: Floats, target: Any) -> None:
    """Writes contiguous numbers to a callback's result buffer."""
    ctypes.memmove(target, values.ctypes.data, values.nbytes)
