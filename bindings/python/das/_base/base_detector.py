"""PyOD's interface on top of a score: thresholds, labels, ranks."""

from __future__ import annotations

import numbers
from typing import Any, Literal, TypeVar, overload

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats
from .._core.details import Details
from .._core.errors import InvalidArgumentError, NotFittedError, OutOfRangeError
from .confidence import confidence
from .estimator import Estimator
from .probability_scales import SCALES

S = TypeVar("S", bound="BaseDetector")
Labels = npt.NDArray[np.int64]
Method = Literal["rank", "linear", "unify"]


def is_fraction(contamination: Any) -> bool:
    """Whether this is a fraction of anomalies, in (0, 0.5]."""
    given: Any = contamination
    return isinstance(contamination, numbers.Real) and bool(0 < given <= 0.5)


class BaseDetector(Estimator):
    """An estimator with a score; a higher score is more anomalous.

    Attributes
    ----------
    decision_scores_ : ndarray of shape (n_samples,)
        Scores of the training rows.
    threshold_ : float
        The ``1 - contamination`` quantile of ``decision_scores_``; a row that scores higher is
        labelled an anomaly. Since a detector knows its training rows, a larger fraction of fresh
        normal rows than `contamination` exceeds it. An :class:`LLMDAS` can be calibrated.
    labels_ : ndarray of shape (n_samples,), int64
        Labels of the training rows, 1 for an anomaly.
    """

    contamination: Any
    decision_scores_: Floats
    threshold_: float

    @property
    def labels_(self) -> Labels:
        """Labels of the training rows, 1 where their score exceeds ``threshold_``, else 0."""
        return (self.decision_scores_ > self.threshold_).astype(np.int64)

    def fit(self: S, X: Any, y: object = None) -> S:
        raise NotImplementedError

    def decision_function(self, X: Any) -> Floats:
        raise NotImplementedError

    def predict_score(self, X: Any) -> Floats:
        """The paper's name for :meth:`decision_function`."""
        return self.decision_function(X)

    def score_samples(self, X: Any) -> Floats:
        """The score with scikit-learn's sign, ``-decision_function(X)``: *lower* is more anomalous.

        ``score_samples`` is high for normal rows, as everywhere in scikit-learn, so code for its
        outlier detectors works unchanged; ``decision_function`` has PyOD's sign.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64
        """
        return -self.decision_function(X)

    @overload
    def predict(self, X: Any, return_confidence: Literal[False] = False) -> Labels: ...
    @overload
    def predict(self, X: Any, return_confidence: Literal[True]) -> tuple[Labels, Floats]: ...
    @overload
    def predict(self, X: Any, return_confidence: bool) -> Labels | tuple[Labels, Floats]: ...

    def predict(self, X: Any, return_confidence: bool = False) -> Labels | tuple[Labels, Floats]:
        """Labels of rows, as in PyOD: 1 where the score exceeds ``threshold_``, else 0.

        scikit-learn's outlier detectors return -1 and +1 instead.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        return_confidence : bool, default False
            Whether to return ``predict_confidence(X)`` too.

        Returns
        -------
        labels : ndarray of shape (n_samples,), int64
        confidence : ndarray of shape (n_samples,), float64
            Only with `return_confidence`.
        """
        table = self._table(X)
        scores = self.decision_function(table)
        labels = self._labels(scores)
        return (labels, self._confidence(table, scores)) if return_confidence else labels

    @overload
    def predict_proba(
        self, X: Any, method: Method = "rank", return_confidence: Literal[False] = False
    ) -> Floats: ...
    @overload
    def predict_proba(
        self, X: Any, method: Method = "rank", *, return_confidence: Literal[True]
    ) -> tuple[Floats, Floats]: ...
    @overload
    def predict_proba(
        self, X: Any, method: Method, return_confidence: bool
    ) -> Floats | tuple[Floats, Floats]: ...

    def predict_proba(
        self, X: Any, method: Method = "rank", return_confidence: bool = False
    ) -> Floats | tuple[Floats, Floats]:
        """Scores on a scale of [0, 1]: by default ranks among normal rows, not P(anomaly).

        No one-class model knows the probability that a row is an anomaly. The scales are:

        * "rank": column 1 is ``1 - p`` and column 0 is ``p``, for the p-value
          ``p = (1 + #{scores at or above}) / (n + 1)`` among the calibration scores, which are the
          training scores unless the model is an :class:`LLMDAS` that was calibrated.
        * "linear", PyOD's default: the position between the lowest and the highest training score.
        * "unify": ``erf((score - mean) / (sqrt(2) deviation))`` of the training scores (Kriegel et
          al. 2011).

        The last two are clipped to [0, 1].

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        method : {"rank", "linear", "unify"}, default "rank"
        return_confidence : bool, default False
            Whether to return ``predict_confidence(X)`` too.

        Returns
        -------
        proba : ndarray of shape (n_samples, 2), float64
        confidence : ndarray of shape (n_samples,), float64
            Only with `return_confidence`.
        """
        if not isinstance(method, str) or method not in ("rank", *SCALES):
            raise InvalidArgumentError(
                f"method is {method!r:.80}; it takes one of 'rank', 'linear', 'unify'"
            )
        table = self._table(X)
        scores = None if method == "rank" else self.decision_function(table)
        if scores is None:
            normal = self._p_values(table)
            proba = np.column_stack([normal, 1 - normal])
        else:
            anomalous = SCALES[method](scores, self._scores_of_training())
            proba = np.column_stack([1 - anomalous, anomalous])
        if not return_confidence:
            return proba
        scores = self.decision_function(table) if scores is None else scores
        return proba, self._confidence(table, scores)

    def fit_predict(self, X: Any, y: object = None) -> Labels:
        """Fits the estimator and returns ``labels_``."""
        return self.fit(X).labels_

    def _details(self) -> Details:
        threshold = getattr(self, "threshold_", None)
        given = self.contamination
        # A contamination that no fit would accept is stored with the parameters only.
        fits = isinstance(given, (float, int, np.number)) and 0 < given <= 0.5
        return (
            super()
            ._details()
            ._replace(
                contamination=float(given) if fits else None,
                threshold=None if threshold is None else float(threshold),
            )
        )

    @property
    def _level(self) -> float:
        """The fraction of the training rows that ``threshold_`` calls anomalies."""
        return float(self.contamination)

    def _labels(self, scores: Floats) -> Labels:
        if not hasattr(self, "threshold_"):
            raise NotFittedError(
                f"this {type(self).__name__} came from a file, which holds no training scores: set "
                "threshold_ to the score above which a row is an anomaly"
            )
        return (scores > self.threshold_).astype(np.int64)

    def _scores_of_training(self) -> Floats:
        """The training scores; NotFittedError where there are none."""
        self._check_fitted()
        if not hasattr(self, "decision_scores_"):
            raise NotFittedError(
                f"this {type(self).__name__} came from a file, which holds no training scores"
            )
        return self.decision_scores_

    def _score_count(self) -> int:
        """The number of scores on which labels are based."""
        return len(self._scores_of_training())

    def _at_or_below(self, X: Any, scores: Floats) -> npt.NDArray[np.int64]:
        """The number of these scores that are at or below each row's score."""
        known = np.sort(self._scores_of_training())
        return np.searchsorted(known, scores, side="right").astype(np.int64)

    def _confidence(self, X: Any, scores: Floats) -> Floats:
        flagged = self._labels(scores) == 1
        counts = self._at_or_below(X, scores)
        return confidence(counts, self._score_count(), self._level, flagged)

    def _p_values(self, X: Any) -> Floats:
        scores = self.decision_function(X)
        ranked = np.sort(self._scores_of_training())
        at_or_above = len(ranked) - np.searchsorted(ranked, scores, side="left")
        return np.asarray((1 + at_or_above) / (len(ranked) + 1), dtype=np.float64)

    def _check_contamination(self) -> None:
        given = self.contamination
        if not is_fraction(given):
            raise OutOfRangeError(f"contamination is {given!r}; it takes a real in (0, 0.5]")
