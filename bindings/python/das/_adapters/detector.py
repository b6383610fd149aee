"""Detectors of other libraries, as the C interface takes them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, Table, copied, floats, write
from .._core.context import Context, current_context
from .._core.errors import CallbackError, InvalidArgumentError
from .._core.handles import DetectorHandle
from .._core.tables.columns import Finding
from .fitted import innermost, is_pyod

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


class HostDetector:
    """A fitted object of Python as a detector of the C interface.

    Parameters
    ----------
    model : object
        With ``predict_score``, where higher is more anomalous; with ``score_samples``, where lower
        is, as everywhere in scikit-learn; or with ``decision_function``, where higher is, as in
        PyOD, unless the object says that it is an outlier detector of scikit-learn's kind. What
        stands first here goes before the rest.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.kind = type(model).__name__
        self.name = KNOWN.get(self.kind, self.kind)
        self._score, self._sign = _scorer_of(model)

    def wrapped(self, context: Context, columns: int) -> DetectorHandle:
        """The detector as the library takes it; it holds this object."""
        return DetectorHandle.wrapping(context, self.name, columns=columns, score=self._answer)

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
    for name in ("predict_score", "score_samples", "decision_function"):
        if callable(getattr(model, name, None)):
            return getattr(model, name), _sign(model, name)
    message = (
        f"{type(model).__name__} is no detector: it has none of predict_score, decision_function "
        "and score_samples"
    )
    if getattr(innermost(model), "novelty", True) is False:
        message += ", for it scores no new rows: give LocalOutlierFactor(novelty=True)"
    raise InvalidArgumentError(message)


def _sign(model: Any, method: str) -> float:
    """1.0 where a higher score is more anomalous, else -1.0."""
    if method != "decision_function":
        return -1.0 if method == "score_samples" else 1.0
    inner = innermost(model)
    return -1.0 if not is_pyod(inner) and _is_outlier_detector(inner) else 1.0


def _is_outlier_detector(model: Any) -> bool:
    """Whether an object follows scikit-learn's rule that a negative score is an outlier's."""
    if getattr(model, "_estimator_type", None) == "outlier_detector":
        return True
    base = sys.modules.get("sklearn.base")
    if base is None or not hasattr(model, "__sklearn_tags__"):
        return False
    return bool(base.is_outlier_detector(model))


def attempt_on(table: Table) -> Callable[[Any], Any]:
    """What scores a few rows of a table with an object, or raises where that cannot be done."""
    rows = np.array(table.array[:2], order="C")
    return lambda model: HostDetector(model).score(rows)


def takes_frame(model: Any, X: Any, table: Table) -> bool:
    """Whether an object may be fitted to the frame `X`, to which its columns have names.

    Scores are asked for arrays, or for frames where the fit noted names as scikit-learn does; so
    objects that are no estimators of scikit-learn's see arrays only.
    """
    base = sys.modules.get("sklearn.base")
    framed = hasattr(X, "columns") and hasattr(X, "to_numpy") and table.names is not None
    return framed and base is not None and isinstance(model, base.BaseEstimator)


def with_names(X: npt.NDArray[Any], model: Any) -> Any:
    """The rows as a data frame where `model` was fitted on one, else as they are."""
    names = getattr(model, "feature_names_in_", None)
    if names is None or len(names) != X.shape[1]:
        return X
    try:
        return importlib.import_module("pandas").DataFrame(X, columns=names)
    except ImportError:
        return importlib.import_module("polars").DataFrame(X, schema=list(names))


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
