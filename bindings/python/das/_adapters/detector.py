"""Detectors of other libraries as detectors of the C interface."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, Table, copied, write
from .._core.context import Context
from .._core.errors import CallbackError, InvalidArgumentError
from .._core.handles import DetectorHandle
from .._core.tables.schema import Schema
from .callbacks import FittedCopies, callback
from .copies import fitted_copy
from .fitted import innermost, is_pyod
from .frames import with_names
from .scores import finite

# Class name -> the library's name of the method, which selects its program.
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


class DetectorAdapter:
    """An object of Python as a detector of the C interface.

    Parameters
    ----------
    model : object
        A fitted detector. Its score is the first of ``predict_score`` (higher is more anomalous),
        ``score_samples`` (lower is, as in scikit-learn) and ``decision_function`` (higher is, as
        in PyOD, unless the object declares itself an outlier detector of scikit-learn).
    unfitted : object, optional
        A detector for the library to fit; each fit is of a copy. `model` is then a fitted copy,
        which gives the names of the method and of its features.
    seed : int
        For the ``random_state`` of copies that have none.
    schema : Schema, optional
        Of the rows that it is given: for an object that was fitted on a data frame, rows become
        one, and categories a dtype; any other object gets the codes, and NaN where they are
        missing.
    """

    def __init__(
        self, model: Any, unfitted: Any = None, seed: int = 0, schema: Schema | None = None
    ) -> None:
        self.model = model
        self.kind = type(model).__name__
        self.name = KNOWN.get(self.kind, self.kind)
        self._score, self._sign = _scorer_of(model)
        self._unfitted = unfitted
        self._seed = seed
        self._schema = schema
        self._copies = FittedCopies()

    def wrapped(self, context: Context, columns: int = 0) -> DetectorHandle:
        """A handle of the detector, which owns this object.

        Parameters
        ----------
        context : Context
        columns : int
            The number of features of a fitted detector.
        """
        fits: dict[str, Any] = {}
        if self._unfitted is not None:
            fits = {"fit": self._fit, "release": self._copies.remove}
        return DetectorHandle.wrapping(
            context, self.name, columns=columns, score=self._answer, **fits
        )

    def score(self, X: npt.NDArray[Any]) -> Floats:
        """Scores rows; a higher score is more anomalous."""
        given = np.asanyarray(self._score(with_names(X, self.model, self._schema)))
        if given.shape != (len(X),):
            raise CallbackError(
                f"{self.kind} gave scores of shape {given.shape} for {len(X)} rows; "
                f"({len(X)},) is wanted"
            )
        return self._sign * finite(given, self.kind)

    @callback
    def _fit(self, user: object, X: Any, fitted: Any) -> None:
        array = copied(X)
        rows = with_names(array, self.model, self._schema)
        attempt = _attempt_on(array, self._schema)
        copy = fitted_copy(self._unfitted, self._seed, attempt, rows)
        self._copies.add(DetectorAdapter(copy, schema=self._schema), fitted)

    @callback
    def _answer(self, fitted: int | None, X: Any, scores: Any) -> None:
        adapter = self if self._unfitted is None else self._copies[fitted]
        write(adapter.score(copied(X)), scores)


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
    """Whether an object has scikit-learn's sign: negative scores are outliers."""
    if getattr(model, "_estimator_type", None) == "outlier_detector":
        return True
    base = sys.modules.get("sklearn.base")
    if base is None or not hasattr(model, "__sklearn_tags__"):
        return False
    return bool(base.is_outlier_detector(model))


def attempt_on(table: Table) -> Callable[[Any], Any]:
    """A function that scores two rows of a table with an object, and raises where that fails."""
    return _attempt_on(table.array, table.schema)


def _attempt_on(array: npt.NDArray[Any], schema: Schema | None) -> Callable[[Any], Any]:
    rows = np.array(array[:2], order="C")
    return lambda model: DetectorAdapter(model, schema=schema).score(rows)
