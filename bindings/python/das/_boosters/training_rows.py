"""What a file says of the rows that a booster was fitted on: their labels and their order."""

from __future__ import annotations

from typing import Any, Union

import numpy as np
import numpy.typing as npt

from .._core.errors import BadFormatError

Runs = Union[npt.NDArray[np.int64], None]
_MOST_RUNS = 1000
_MOST_ROWS = 1 << 31


def note_of_rows(classes: npt.NDArray[Any], runs: Runs) -> dict[str, Any]:
    """The two labels, and the lengths of runs of rows of one class, normal rows first."""
    told: dict[str, Any] = {}
    if classes.dtype.kind in "biufUO" and not _usual(classes):
        told["classes"] = classes.tolist()
        told["labels"] = "O" if classes.dtype.kind == "O" else classes.dtype.str
    if runs is not None and len(runs) <= _MOST_RUNS:
        told["runs"] = runs.tolist()
    return told


def read_rows(told: dict[str, Any], votes: int | None) -> tuple[npt.NDArray[Any], Runs]:
    """Labels and runs again; the usual labels where a file says nothing.

    `votes` is the number of normal rows, where the booster knows it.

    Raises
    ------
    BadFormatError
        Where it is not what :func:`note_of_rows` gives.
    """
    try:
        return _classes(told), _runs(told, votes)
    except (TypeError, ValueError, OverflowError, AssertionError) as error:
        raise BadFormatError(
            f"this is not a sound libdas file: its labels or rows are wrong ({error!s:.200})"
        ) from None


def _usual(classes: npt.NDArray[Any]) -> bool:
    return classes.dtype == np.int64 and classes.tolist() == [0, 1]


def _classes(told: dict[str, Any]) -> npt.NDArray[Any]:
    if "classes" not in told:
        return np.array([0, 1])
    values, kind = told["classes"], told.get("labels")
    assert isinstance(values, list) and len(values) == 2 and isinstance(kind, str)
    assert all(isinstance(value, (bool, int, float, str)) for value in values)
    dtype = np.dtype(kind)
    assert dtype.kind in "biufUO" and dtype.itemsize <= 4096 and not dtype.hasobject or kind == "O"
    return np.array(values, dtype=dtype)


def _runs(told: dict[str, Any], votes: int | None) -> Runs:
    if "runs" not in told:
        return None
    runs = told["runs"]
    assert isinstance(runs, list) and len(runs) <= _MOST_RUNS
    assert all(type(length) is int and 0 <= length < _MOST_ROWS for length in runs)
    assert votes is None or sum(runs[::2]) == votes
    return np.array(runs, dtype=np.int64)
