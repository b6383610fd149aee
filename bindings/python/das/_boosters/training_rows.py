"""Labels and order of a booster's training rows, in a file's note."""

from __future__ import annotations

from typing import Any, Union

import numpy as np
import numpy.typing as npt

from .._core.errors import BadFormatError

Runs = Union[npt.NDArray[np.int64], None]
_MAX_RUNS = 1000
_MAX_ROWS = 1 << 31


def describe_rows(classes: npt.NDArray[Any], runs: Runs) -> dict[str, Any]:
    """The two labels, and the lengths of runs of rows of one class, normal rows first."""
    note: dict[str, Any] = {}
    if classes.dtype.kind in "biufUO" and not _is_default(classes):
        note["classes"] = classes.tolist()
        note["labels"] = "O" if classes.dtype.kind == "O" else classes.dtype.str
    if runs is not None and len(runs) <= _MAX_RUNS:
        note["runs"] = runs.tolist()
    return note


def parse_rows(note: dict[str, Any], votes: int | None) -> tuple[npt.NDArray[Any], Runs]:
    """Labels and runs of a note; the labels are 0 and 1 by default.

    `votes` is the number of normal rows, if the booster knows it.

    Raises
    ------
    BadFormatError
        Where they are not as :func:`describe_rows` writes them.
    """
    try:
        return _classes(note), _runs(note, votes)
    except (TypeError, ValueError, OverflowError, AssertionError) as error:
        raise BadFormatError(
            f"this is not a sound libdas file: its labels or rows are wrong ({error!s:.200})"
        ) from None


def _is_default(classes: npt.NDArray[Any]) -> bool:
    return classes.dtype == np.int64 and classes.tolist() == [0, 1]


def _classes(note: dict[str, Any]) -> npt.NDArray[Any]:
    if "classes" not in note:
        return np.array([0, 1])
    values, kind = note["classes"], note.get("labels")
    assert isinstance(values, list) and len(values) == 2 and isinstance(kind, str)
    assert all(isinstance(value, (bool, int, float, str)) for value in values)
    dtype = np.dtype(kind)
    assert dtype.kind in "biufUO" and dtype.itemsize <= 4096 and not dtype.hasobject or kind == "O"
    return np.array(values, dtype=dtype)


def _runs(note: dict[str, Any], votes: int | None) -> Runs:
    if "runs" not in note:
        return None
    runs = note["runs"]
    assert isinstance(runs, list) and len(runs) <= _MAX_RUNS
    assert all(type(length) is int and 0 <= length < _MAX_ROWS for length in runs)
    assert votes is None or sum(runs[::2]) == votes
    return np.array(runs, dtype=np.int64)
