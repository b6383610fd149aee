"""From whatever a caller calls a detector to a fitted one of the library."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._adapters.copies import fitted_copy, unfitted_copy
from .._adapters.detector import HostDetector, attempt_on, takes_frame
from .._adapters.fitted import is_fitted
from .._core.arrays import Table
from .._core.context import Context
from .._core.errors import InvalidArgumentError, UnknownNameError, not_fitted
from .._core.handles import DetectorHandle
from .._core.random import seed_of
from .base import Detector
from .direction import warn_of_direction
from .drl import DRL
from .ecod import ECOD
from .iforest import IForest
from .knn import KNN
from .lof import LOF
from .ocsvm import OCSVM
from .pca import PCA

DETECTORS: dict[str, type[Detector]] = {
    "iforest": IForest,
    "pca": PCA,
    "ecod": ECOD,
    "ocsvm": OCSVM,
    "knn": KNN,
    "lof": LOF,
    "drl": DRL,
}


def fitted_detector(model: Any, table: Table, context: Context) -> DetectorHandle:
    """The library's form of a fitted detector; NotFittedError for one that is not fitted."""
    if isinstance(model, (type, str)):
        raise InvalidArgumentError(f"model is {model!r}; it takes a fitted detector")
    if isinstance(model, Detector):
        model._check_fitted()
    elif is_fitted(model, attempt_on(table)) is False:
        raise not_fitted(model)
    return _handle_of(model, table, context)


def fit_detector(
    detector: Any, X: Any, table: Table, seed: int, context: Context, *, anew: bool = False
) -> tuple[Any, DetectorHandle]:
    """The detector that :class:`LLMDAS` is to enhance, and the library's form of it.

    A name stands for a built-in detector with its defaults. What is fitted is used as it is; of
    what is not, or may not be, a copy is fitted to the training rows. A built-in one lacks
    ``decision_scores_`` until the model that is made of it tells them.

    Raises
    ------
    InvalidArgumentError
        Where the fit is to be repeated `anew`, without some rows, and the detector is fitted.
    """
    detector, handle = _found_or_fitted(named_detector(detector), X, table, seed, context, anew)
    if not isinstance(detector, Detector):
        warn_of_direction(detector, table)
    return detector, handle


def _found_or_fitted(
    detector: Any, X: Any, table: Table, seed: int, context: Context, anew: bool
) -> tuple[Any, DetectorHandle]:
    if is_fitted(detector, attempt_on(table)):
        if anew:
            raise InvalidArgumentError(
                f"the detector {type(detector).__name__} is fitted already, so it has seen the "
                "rows that calibration='cv' holds out: give one that is not fitted, or call "
                "calibrate(X_fresh)"
            )
        return detector, _handle_of(detector, table, context)
    if isinstance(detector, Detector):
        detector = unfitted_copy(detector, seed)
        detector._fit(table, seed_of(detector.random_state), context)
    else:
        detector = _fitted_host(detector, X, table, seed)
    return detector, _handle_of(detector, table, context)


def _fitted_host(detector: Any, X: Any, table: Table, seed: int) -> Any:
    """A copy fitted to the caller's frame where that serves, else to an array."""
    attempt = attempt_on(table)
    if takes_frame(detector, X, table):
        try:
            fitted = fitted_copy(detector, seed, attempt, X)
            attempt(fitted)
            return fitted
        except Exception:  # nor would it with an array, or it knows no frames
            pass
    return fitted_copy(detector, seed, attempt, np.ascontiguousarray(table.array))


def named_detector(detector: Any) -> Any:
    """The detector that a name stands for; anything else is given back."""
    if isinstance(detector, type):
        raise InvalidArgumentError(f"detector is the class {detector.__name__}; give an instance")
    if not isinstance(detector, str):
        return detector
    if detector not in DETECTORS:
        raise UnknownNameError(
            f"there is no detector '{detector}'; there are {', '.join(DETECTORS)}"
        )
    return DETECTORS[detector]()


def _handle_of(detector: Any, table: Table, context: Context) -> DetectorHandle:
    if isinstance(detector, Detector):
        return detector._handle
    return HostDetector(detector).wrapped(context, table.shape[1])
