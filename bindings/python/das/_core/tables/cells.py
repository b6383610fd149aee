"""Cells that are Python objects, and which of them are numbers."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from .categories import Levels
from .columns import Column, Finding, Mask

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
    """A column of objects: texts, booleans or numbers, of which some may be missing."""
    meanings = {kind: meaning(kind) for kind in set(map(type, cells))}
    texts = any(issubclass(kind, str) for kind in meanings)
    missing = _missing_cells(cells, meanings, texts)
    marker = abbreviated(cells[np.argmax(missing)]) if missing.any() else "null"
    if texts:
        return _text_column(cells, missing, marker)
    present = {kind for kind, name in meanings.items() if name != "missing"}
    if present and present <= {bool, np.bool_}:
        codes = np.where(missing, -1, cells).astype(np.int64)
        return Column([codes], [missing], marker, levels=Levels.booleans())
    read = floats_of(np.where(missing, 0.0, cells))
    if isinstance(read, Finding):
        return Column([np.zeros(len(cells))], [missing], marker, read)
    return Column([read], [missing], marker)


def _missing_cells(cells: npt.NDArray[Any], meanings: dict[type[Any], str], nan: bool) -> Mask:
    """Which cells are missing; with `nan`, NaN is too."""
    marks = {kind for kind, name in meanings.items() if name == "missing"}
    floats = {kind for kind in meanings if nan and issubclass(kind, (float, np.floating))}
    found = (type(cell) in marks or (type(cell) in floats and cell != cell) for cell in cells)
    return np.fromiter(found, bool, len(cells)) if marks or floats else np.zeros(len(cells), bool)


def _text_column(cells: npt.NDArray[Any], missing: Mask, marker: str) -> Column:
    index: dict[str, int] = {}
    for row, cell in enumerate(cells):
        if not isinstance(cell, str) and not missing[row]:
            return Column([np.zeros(len(cells))], [missing], marker, _mixed(cells, row))
    found = (-1 if gone else index.setdefault(c, len(index)) for c, gone in zip(cells, missing))
    codes = np.fromiter(found, np.int64, len(cells))
    words = [str(word) for word in index]
    return Column([codes], [missing], marker, text_finding(codes, words), Levels(words))


def _mixed(cells: npt.NDArray[Any], row: int) -> Finding:
    """What is found where a cell of a column of texts is no text."""
    text = next(cell for cell in cells if isinstance(cell, str))
    what = f"{abbreviated(cells[row])} in a column of texts such as {abbreviated(text)}"
    return Finding(row, "bytes" if isinstance(cells[row], bytes) else "mixed", what)


def text_finding(codes: npt.NDArray[np.int64], words: list[str]) -> Finding | None:
    """The first text of a column, or the first that does not read as a number if there is one."""
    if not words:
        return None
    word = next((code for code, text in enumerate(words) if not is_number(text)), None)
    code, kind = (0, "number as text") if word is None else (word, "text")
    return Finding(int(np.argmax(codes == code)), kind, f"the text {abbreviated(words[code])}")


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
    if isinstance(cell, (bytes, bytearray)):
        return Finding(row, "bytes", f"{abbreviated(cell)}, which are bytes")
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
