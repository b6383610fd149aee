"""Detectors of other libraries, as the C interface takes them."""

from __future__ import annotations

import copy
import ctypes
import importlib
import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _abi
from ._arrays import Floats, copied, floats, write
from ._columns import Finding
from ._context import Context, current_context
from ._errors import CallbackError, InvalidArgumentError
from ._handles import DetectorHandle
from ._library import library

# The names under which the library knows a method, and with it the method's own program.
KNOWN = {
    "IForest": "iforest",
    "IsolationForest": "iforest",
    "PCA": "pca",
    "ECOD": "ecod",
    "OCSVM": "ocsvm",
    "OneClassSVM": "ocsvm",
    "KNN": "knn",
    "LOF": "lof",
    "LocalOutlierFactor": "lof",
}


def is_fitted(model: Any) -> bool:
    """Whether an object of another library looks fitted.

    An object without ``fit`` has nothing to wait for. PyOD's detectors have ``decision_scores_``
    once they are fitted; scikit-learn's say so, or have an attribute whose name ends in an
    underscore.
    """
    if not hasattr(model, "fit"):
        return True
    if hasattr(model, "__sklearn_is_fitted__"):
        return bool(model.__sklearn_is_fitted__())
    if any(kind.__module__.startswith("pyod.") for kind in type(model).__mro__):
        return hasattr(model, "decision_scores_")
    fitted = getattr(model, "__dict__", {})
    return any(name.endswith("_") and not name.startswith("__") for name in fitted)


def unfitted_copy(model: Any, seed: int) -> Any:
    """A copy to be fitted, by scikit-learn's rules where the object follows them.

    A ``random_state`` that is None is set, so that one seed decides the whole of a fit.
    """
    if not hasattr(model, "get_params"):
        return copy.deepcopy(model)
    made = _clone(model)
    if "random_state" in made.get_params() and made.get_params()["random_state"] is None:
        made.set_params(random_state=seed % 2**32)
    return made


def _clone(model: Any) -> Any:
    # Where scikit-learn is not loaded, the object is not scikit-learn's: no need to load it.
    base = sys.modules.get("sklearn.base")
    if base is not None:
        return base.clone(model)
    params = model.get_params(deep=False)
    return type(model)(**{name: copy.deepcopy(value) for name, value in params.items()})


class HostDetector:
    """A fitted object of Python as a detector of the C interface.

    Parameters
    ----------
    model : object
        With ``predict_score`` or ``decision_function``, where higher is more anomalous; or with
        ``score_samples``, where lower is, as everywhere in scikit-learn. ``score_samples`` goes
        before ``decision_function``, for scikit-learn's detectors have both, of the same sign.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.kind = type(model).__name__
        self.name = KNOWN.get(self.kind, self.kind)
        self._score, self._sign = _scorer_of(model)

    def wrapped(self, context: Context, columns: int) -> DetectorHandle:
        """The detector as the library takes it; it holds this object."""
        answer = _abi.das_detector_callbacks_score(self._answer)
        handle = DetectorHandle(keep=answer)
        callbacks = _abi.das_detector_callbacks(
            size=ctypes.sizeof(_abi.das_detector_callbacks),
            score=answer,
            name=self.name.encode(),
            columns=columns,
        )
        context.run(library.das_detector_wrap, ctypes.byref(callbacks), handle.target)
        return handle

    def score(self, X: npt.NDArray[Any]) -> Floats:
        """Scores rows; a higher score is more anomalous."""
        given = np.asanyarray(self._score(with_names(X, self.model)))
        if given.shape != (len(X),):
            raise CallbackError(
                f"{self.kind} gave scores of shape {given.shape} for {len(X)} rows; "
                f"({len(X)},) is wanted"
            )
        return self._sign * finite(given, self.kind)

    def _answer(self, fitted: object, X: Any, scores: Any) -> int:
        try:
            write(self.score(copied(X)), scores)
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1


def _scorer_of(model: Any) -> tuple[Any, float]:
    for name, sign in (("predict_score", 1.0), ("score_samples", -1.0), ("decision_function", 1.0)):
        if callable(getattr(model, name, None)):
            return getattr(model, name), sign
    raise InvalidArgumentError(
        f"{type(model).__name__} is no detector: it has none of predict_score, decision_function "
        "and score_samples"
    )


def with_names(X: npt.NDArray[Any], model: Any) -> Any:
    """The rows as a data frame where `model` was fitted on one, else as they are."""
    names = getattr(model, "feature_names_in_", None)
    if names is None or len(names) != X.shape[1]:
        return X
    return importlib.import_module("pandas").DataFrame(X, columns=names)


def finite(given: npt.NDArray[Any], kind: str) -> Floats:
    """The scores as float64, where all are finite; else a CallbackError that names the row."""
    scores = floats(given)
    if isinstance(scores, Finding):
        raise CallbackError(
            f"{kind} gave {scores.what} as the score of row {scores.row}; scores must be numbers"
        )
    wrong = np.flatnonzero(~np.isfinite(scores))
    if len(wrong):
        raise CallbackError(
            f"{kind} gave the score {scores[wrong[0]]} for row {wrong[0]}; scores must be finite"
        )
    return scores
