"""Labels of two classes."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.errors import InvalidDataError, ShapeMismatchError
from .._core.tables.cells import meaning
from .._core.warnings import warn


def two_classes(y: Any, rows: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """The two labels in ascending order, and which rows have the second.

    Raises
    ------
    InvalidDataError
        Where there are not two classes, or `y` contains no labels.
    """
    if y is None:
        raise InvalidDataError(
            "requires y to be passed, but the target y is None: 0 for a normal row, 1 for a hard "
            "anomaly"
        )
    labels = np.asanyarray(y)
    if labels.ndim == 2 and labels.shape[1] == 1:
        _warn_of_column()
        labels = labels.ravel()
    if labels.ndim != 1 or len(labels) != rows:
        raise ShapeMismatchError(f"y has shape {labels.shape}; ({rows},) is expected")
    _check_present(labels)
    if labels.dtype.kind == "f":
        _check_integers(labels)
    try:
        classes, indices = np.unique(np.asarray(labels), return_inverse=True)
    except TypeError as error:
        raise InvalidDataError(f"y holds labels that cannot be ordered: {error}") from error
    if len(classes) == 1:
        raise InvalidDataError("y has only one class; normal rows and hard anomalies are needed")
    if len(classes) != 2:
        raise InvalidDataError(
            "Only binary classification is supported. The type of the target is multiclass: y has "
            f"{len(classes)} classes."
        )
    return classes, indices == 1


def _check_present(labels: npt.NDArray[Any]) -> None:
    missing = np.ma.getmaskarray(labels)
    if labels.dtype.kind == "O":
        missing = missing | [meaning(type(x)) == "missing" or x != x for x in labels]
    if missing.any():
        row = int(np.argmax(missing))
        raise InvalidDataError(
            f"y[{row}] is missing ({labels[row]}); it takes labels of two classes"
        )


def _check_integers(labels: npt.NDArray[Any]) -> None:
    if not np.isfinite(labels).all():
        raise InvalidDataError("Input y contains NaN or inf; it takes labels of two classes")
    if (labels != np.round(labels)).any():
        raise InvalidDataError(
            "Unknown label type: continuous. y holds real numbers; it takes labels of two classes"
        )


def _warn_of_column() -> None:
    sklearn_exceptions = sys.modules.get("sklearn.exceptions")
    category = (
        UserWarning if sklearn_exceptions is None else sklearn_exceptions.DataConversionWarning
    )
    warn("A column-vector y was passed when a 1d array was expected", category)
