"""The number and the names of features, checked as scikit-learn checks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import NoNumbersError, ShapeMismatchError
from .warnings import warn

Names = npt.NDArray[np.object_]


def text_names(columns: Sequence[Any] | None) -> Names | None:
    """The names of columns where all are strings; else None. They may repeat.

    Raises
    ------
    NoNumbersError
        A TypeError, where some names are strings and others are not.
    """
    if columns is None:
        return None
    kinds = sorted({type(name).__qualname__ for name in columns})
    if len(kinds) > 1 and "str" in kinds:
        raise NoNumbersError(
            "Feature names are only supported if all input features have string names, but your "
            f"input has {kinds} as feature name / column name types. Convert them all to strings, "
            "by X.columns = X.columns.astype(str) for example."
        )
    if kinds != ["str"]:
        return None
    names = np.empty(len(columns), dtype=object)
    names[:] = columns
    return names


def check_count(count: int, fitted: int, estimator: str) -> None:
    """Raises where the number of features differs from that of the fit."""
    if count != fitted:
        raise ShapeMismatchError(
            f"X has {count} features, but {estimator} is expecting {fitted} features as input."
        )


def check_names(names: Names | None, fitted: Names | None, estimator: str) -> None:
    """Warns where one side lacks names; raises where the names differ."""
    if fitted is None and names is not None:
        warn(f"X has feature names, but {estimator} was fitted without feature names")
    elif fitted is not None and names is None:
        warn(f"X does not have valid feature names, but {estimator} was fitted with feature names")
    elif fitted is not None and names is not None and list(names) != list(fitted):
        raise ShapeMismatchError(_about_difference(set(names), set(fitted)))


def _about_difference(given: set[str], fitted: set[str]) -> str:
    message = "The feature names should match those that were passed during fit.\n"
    if given - fitted:
        message += "Feature names unseen at fit time:\n" + _listed(given - fitted)
    if fitted - given:
        message += "Feature names seen at fit time, yet now missing:\n" + _listed(fitted - given)
    if given == fitted:
        message += "Feature names must be in the same order as they were in fit.\n"
    return message


def _listed(names: Iterable[str], maximum: int = 5) -> str:
    lines = [f"- {name}\n" for name in sorted(names)]
    return "".join(lines[:maximum]) + ("- ...\n" if len(lines) > maximum else "")
