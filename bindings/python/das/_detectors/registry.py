"""Conversion of any detector, or its name, to a fitted one of the library."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._adapters.copies import fitted_copy, unfitted_copy
from .._adapters.detector import DetectorAdapter, attempt_on
from .._adapters.fitted import is_fitted
from .._adapters.frames import frame_of, takes_frame
from .._base.estimator import Estimator
from .._core.arrays import Table
from .._core.context import Context
from .._core.errors import FitWarning, InvalidArgumentError, UnknownNameError, not_fitted
from .._core.handles import DetectorHandle
from .._core.random import seed_of
from .._core.tables.choice import ColumnChoice
from .._core.tables.rules import FittedRows, TableRule, TrainingRows
from .._core.tables.schema import values_of
from .._core.warnings import warn
from .base import Detector
from .consensus import Consensus
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
    "consensus": Consensus,
}


def training_rule(detector: Any, choice: ColumnChoice | None = None) -> TableRule:
    """What the training rows of a model with this detector, or booster, may contain.

    A fitted one of das knows its columns. Else `choice` decides, unless it is the default and
    an unfitted one of das has a choice of its own.
    """
    if isinstance(detector, Estimator):
        if detector.__sklearn_is_fitted__():
            return FittedRows(detector._schema)
        if choice is None or choice.is_default:
            return TrainingRows(detector._choice)
    return TrainingRows(choice or ColumnChoice())


def fitted_detector(model: Any, table: Table, context: Context) -> DetectorHandle:
    """A handle of a fitted detector; NotFittedError where it is not fitted."""
    if isinstance(model, (type, str)):
        raise InvalidArgumentError(f"model is {model!r}; it takes a fitted detector")
    if isinstance(model, Detector):
        model._check_fitted()
    elif is_fitted(model, attempt_on(table)) is False:
        raise not_fitted(model)
    return _handle_of(model, table, context)


def fit_detector(
    detector: Any, X: Any, table: Table, seed: int, context: Context, *, refit: bool = False
) -> tuple[Any, DetectorHandle]:
    """The fitted detector for :class:`LLMDAS` to enhance, and its handle.

    A name means a built-in detector with its defaults. A fitted detector is used as it is; one
    that is not fitted, or may not be, is copied and fitted to the training rows. A built-in one
    lacks ``decision_scores_`` until they are read from the model.

    Raises
    ------
    InvalidArgumentError
        Where a `refit` without some of the rows is needed, and the detector is fitted.
    """
    detector, handle = _found_or_fitted(named_detector(detector), X, table, seed, context, refit)
    if not isinstance(detector, Detector):
        warn_of_direction(detector, table)
    return detector, handle


def _found_or_fitted(
    detector: Any, X: Any, table: Table, seed: int, context: Context, refit: bool
) -> tuple[Any, DetectorHandle]:
    if is_fitted(detector, attempt_on(table)):
        if refit:
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
    """A copy fitted to the caller's frame where that works, else to an array."""
    attempt = attempt_on(table)
    if takes_frame(detector, X, table):
        try:
            frame = X if table.schema is None else frame_of(table.array, table.names, table.schema)
            fitted = fitted_copy(detector, seed, attempt, frame)
            attempt(fitted)
            return fitted
        except Exception:  # it cannot handle frames, or fails with an array too
            _warn_of_codes(detector, table)
    rows = np.ascontiguousarray(values_of(table.array, table.schema))
    return fitted_copy(detector, seed, attempt, rows)


def _warn_of_codes(detector: Any, table: Table) -> None:
    if table.schema is not None and any(table.schema.is_categorical):
        warn(
            f"{type(detector).__name__} cannot be fitted to the data frame, whose categories it "
            "now sees as numbers: give it in a Pipeline that encodes them",
            FitWarning,
        )


def named_detector(detector: Any) -> Any:
    """The detector of a name; any other object is returned as it is."""
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
    return DetectorAdapter(detector, schema=table.schema).wrapped(context, table.shape[1])
