"""Cells that are Python objects, and which of them are numbers."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from .columns import Column, Finding

_TIMES = (
    datetime.date,
    datetime.time,
    datetime.timedelta,
    np.datetime64,
    np.timedelta64,
)
_MISSING = {"NoneType", "NAType", "NaTType", "MaskedConstant", "NullScalar"}


def meaning(kind: type[Any]) -> str:
    """The kind of cell that a type makes: "number", "missing", "text", "time", ..."""
    if kind.__name__ in _MISSING:
        return "missing"
    if issubclass(kind, (str, bytes, bytearray)):
        return "text"
    if issubclass(kind, _TIMES):
        return "time"
    if issubclass(kind, (complex, np.complexfloating)):
        return "complex"
    if hasattr(kind, "__len__") and not issubclass(kind, np.generic):
        return "nested"
    return "number" if hasattr(kind, "__float__") or hasattr(kind, "__index__") else "other"


def floats_of(cells: npt.NDArray[Any]) -> npt.NDArray[np.float64] | Finding:
    """The cells of an array of objects as numbers, or a finding where that is impossible.

    The finding's row is an index in flat order: of a word if there is one, which is more
    informative than texts that read as numbers; else of the first cell that is no number.
    """
    meanings = {kind: meaning(kind) for kind in set(map(type, cells.flat))}
    if set(meanings.values()) <= {"number"}:
        try:
            return cells.astype(np.float64)
        except (TypeError, ValueError, OverflowError):
            pass
    found = (finding(cell, i, meanings[type(cell)]) for i, cell in enumerate(cells.flat))
    first = next(filter(None, found))
    if first.kind != "number as text":
        return first
    return next((other for other in found if other and other.kind == "text"), first)


def column_of(cells: npt.NDArray[Any]) -> Column:
    """A column of objects."""
    read = floats_of(cells)
    if isinstance(read, Finding):
        return Column([np.zeros(len(cells))], [None], finding=read)
    return Column([read], [None])


def finding(cell: Any, row: int, kind: str) -> Finding | None:
    """What is wrong with a cell; None where it is a number."""
    if kind == "number":
        try:
            float(cell)
            return None
        except (TypeError, ValueError, OverflowError) as error:
            return Finding(row, "other", f"{abbreviated(cell)}, which is no float ({error})")
    if kind == "missing":
        return Finding(row, kind, f"missing ({abbreviated(cell)})")
    if kind == "text":
        numeric = is_number(cell)
        return Finding(row, "number as text" if numeric else kind, f"the text {abbreviated(cell)}")
    if kind == "time":
        return Finding(row, kind, f"{str(cell):.80}, a {type(cell).__name__}")
    if kind == "complex":
        return Finding(row, kind, abbreviated(cell))
    return Finding(row, kind, _no_number(cell))


def is_number(text: str | bytes) -> bool:
    """Whether a text reads as a number."""
    try:
        float(text)
        return True
    except ValueError:
        return False


def _no_number(cell: Any) -> str:
    kind = type(cell).__name__
    why = f"the argument must be a string or a real number, not {kind}"  # as float() says it
    return f"{abbreviated(cell)}, of type {kind} ({why})"


def abbreviated(cell: Any) -> str:
    """A cell in at most 80 characters."""
    text = repr(cell.item() if isinstance(cell, np.generic) else cell)
    return text if len(text) <= 80 else text[:77] + "..."
