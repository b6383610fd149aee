"""From whatever a caller calls a detector to a fitted one of the library."""

from __future__ import annotations

from typing import Any

from ._arrays import Table
from ._context import Context
from ._detector import Detector
from ._drl import DRL
from ._ecod import ECOD
from ._errors import InvalidArgumentError, UnknownNameError, not_fitted
from ._handles import DetectorHandle
from ._host_detector import HostDetector, is_fitted, unfitted_copy
from ._iforest import IForest
from ._knn import KNN
from ._lof import LOF
from ._ocsvm import OCSVM
from ._pca import PCA
from ._random import seed_of

BUILT_IN: dict[str, type[Detector]] = {
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
        return model._handle
    if not is_fitted(model):
        raise not_fitted(model)
    return HostDetector(model).wrapped(context, table.shape[1])


def fit_detector(
    detector: Any, X: Any, table: Table, seed: int, context: Context
) -> tuple[Any, DetectorHandle]:
    """The detector that :class:`LLMDAS` is to enhance, and the library's form of it.

    A name stands for a built-in detector with its defaults. What is fitted is used as it is; of
    what is not, a copy is fitted to the training rows. A built-in one lacks ``decision_scores_``
    until the model that is made of it tells them.
    """
    if isinstance(detector, str):
        detector = _named(detector)
    if isinstance(detector, type):
        raise InvalidArgumentError(f"detector is the class {detector.__name__}; give an instance")
    if is_fitted(detector):
        return detector, fitted_detector(detector, table, context)
    detector = unfitted_copy(detector, seed)
    if isinstance(detector, Detector):
        detector._fit(table, seed_of(detector.random_state), context)
    else:
        detector.fit(X)
    return detector, fitted_detector(detector, table, context)


def _named(name: str) -> Detector:
    if name not in BUILT_IN:
        raise UnknownNameError(f"there is no detector '{name}'; there are {', '.join(BUILT_IN)}")
    return BUILT_IN[name]()
