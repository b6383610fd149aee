"""PyOD's grammar on top of a score: thresholds, labels, ranks."""

from __future__ import annotations

import numbers
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from ._arrays import Floats
from ._errors import NotFittedError, OutOfRangeError
from ._estimator import Estimator

S = TypeVar("S", bound="Scoring")
Labels = npt.NDArray[np.int64]


class Scoring(Estimator):
    """An estimator with a score; a higher score is more anomalous.

    Attributes
    ----------
    decision_scores_ : ndarray of shape (n_samples,)
        Scores of the training rows.
    threshold_ : float
        A row that scores higher is labelled an anomaly: the ``1 - contamination`` quantile of
        ``decision_scores_``. It is optimistic: a detector knows its own rows, so more fresh normal
        rows than that share exceed it. An :class:`LLMDAS` can be calibrated.
    labels_ : ndarray of shape (n_samples,), int64
        Labels of the training rows, 1 for an anomaly.
    """

    contamination: float
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

    def predict(self, X: Any) -> Labels:
        """Labels rows as PyOD does: 1 for an anomaly, where the score exceeds ``threshold_``, else
        0.

        scikit-learn's outlier detectors say -1 and +1 instead.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), int64
        """
        scores = self.decision_function(X)
        if not hasattr(self, "threshold_"):
            raise NotFittedError(
                f"this {type(self).__name__} came from a file, which holds no training scores: set "
                "threshold_ to the score above which a row is an anomaly"
            )
        return (scores > self.threshold_).astype(np.int64)

    def predict_proba(self, X: Any) -> Floats:
        """Ranks rows among normal rows: an honest number in [0, 1], not P(anomaly).

        Column 1 is the share of the calibration scores (the training scores, unless the model is
        an :class:`LLMDAS` that was calibrated) below the row's score, ``1 - p`` for the p-value
        ``p = (1 + #{scores at or above}) / (n + 1)``; column 0 is ``p``. No one-class model knows
        the probability that a row is an anomaly; PyOD's ``predict_proba`` is a min-max scaled
        score, which is none either.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, 2), float64
        """
        p_values = self._p_values(X)
        return np.column_stack([p_values, 1 - p_values])

    def fit_predict(self, X: Any, y: object = None) -> Labels:
        """Fits, and gives ``labels_``."""
        return self.fit(X).labels_

    def _p_values(self, X: Any) -> Floats:
        scores = self.decision_function(X)
        if not hasattr(self, "decision_scores_"):
            raise NotFittedError(
                f"this {type(self).__name__} came from a file, which holds no training scores"
            )
        ranked = np.sort(self.decision_scores_)
        at_or_above = len(ranked) - np.searchsorted(ranked, scores, side="left")
        return np.asarray((1 + at_or_above) / (len(ranked) + 1), dtype=np.float64)

    def _check_contamination(self) -> None:
        given = self.contamination
        if not isinstance(given, numbers.Real) or not 0 < given <= 0.5:
            raise OutOfRangeError(f"contamination is {given!r}; it takes a real in (0, 0.5]")
