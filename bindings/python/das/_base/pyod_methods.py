"""The rest of PyOD's interface: confidence, rejection, and older methods."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats
from .._core.errors import InvalidDataError, UnknownMetricError
from .base_detector import BaseDetector, Labels
from .confidence import RejectionStats, rejection_stats, rejection_threshold
from .labels import two_classes
from .metrics import auc_roc, precision_at_n
from .parameters import real

_METRICS = {"roc_auc_score": auc_roc, "prc_n_score": precision_at_n}


class PyODMethods(BaseDetector):
    """Methods of PyOD's ``BaseDetector`` in addition to those of :class:`BaseDetector`."""

    def predict_confidence(self, X: Any) -> Floats:
        """The probability that a fit to similar training rows gives a row the same label.

        ExCeeD (Perini, Vercruyssen and Davis 2020), as in PyOD. It refers to the threshold of
        ``contamination``; a ``threshold_`` set by hand does not change it.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64, in [0, 1]
        """
        table = self._table(X)
        return self._confidence(table, self.decision_function(table))

    def predict_with_rejection(
        self,
        X: Any,
        T: float = 32,
        return_stats: bool = False,
        delta: float = 0.1,
        c_fp: float = 1,
        c_fn: float = 1,
        c_r: float = -1,
    ) -> Labels | tuple[Labels, list[float]]:
        """Labels of rows, without those that are uncertain (Perini and Davis 2023), as in PyOD.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        T : float > 0, default 32
            A label is rejected where ``|2 confidence - 1|`` is at most ``1 - 2 exp(-T)``: the
            greater T, the more are.
        return_stats, delta, c_fp, c_fn, c_r
            Whether to return :meth:`compute_rejection_stats` too, and its parameters.

        Returns
        -------
        labels : ndarray of shape (n_samples,), int64
            1 for an anomaly, 0 for a normal row, -2 for a row without a label.
        stats : list of three floats
            Only with `return_stats`.
        """
        limit = rejection_threshold(T)
        labels, sure = self.predict(X, return_confidence=True)
        labels[np.abs(2 * sure - 1) <= limit] = -2
        if not return_stats:
            return labels
        return labels, list(self.compute_rejection_stats(T, delta, c_fp, c_fn, c_r))

    def compute_rejection_stats(
        self,
        T: float = 32,
        delta: float = 0.1,
        c_fp: float = 1,
        c_fn: float = 1,
        c_r: float = -1,
    ) -> RejectionStats:
        """Expected rejections of :meth:`predict_with_rejection` for fresh rows, and bounds.

        Parameters
        ----------
        T : float > 0, default 32
        delta : float in (0, 1), default 0.1
            The bound on the rate holds with a probability of ``1 - delta``.
        c_fp, c_fn, c_r : float
            Costs of a false alarm, a miss and a rejection; a negative `c_r` is ``contamination``.

        Returns
        -------
        RejectionStats
            The expected rate of rejections, a bound on it, and a bound on the mean cost of a row.
        """
        rejection = real("c_r", c_r)
        rejection = self._level if rejection < 0 else rejection
        costs = (real("c_fp", c_fp), real("c_fn", c_fn), rejection)
        count = self._score_count()
        return rejection_stats(count, self._level, T, delta, costs)

    def fit_predict_score(self, X: Any, y: Any, scoring: str = "roc_auc_score") -> float:
        """Fits the estimator, and measures how well its training scores find the anomalies in `y`.

        PyOD's method, deprecated there; it prints the result, which this one does not.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        y : array-like of shape (n_samples,)
            1 for an anomaly, 0 for a normal row. Not used for fitting.
        scoring : {"roc_auc_score", "prc_n_score"}
            The area under the ROC curve, or precision at rank n.
        """
        if not isinstance(scoring, str) or scoring not in _METRICS:
            raise UnknownMetricError(
                f"scoring is {scoring!r:.80}; it takes one of {', '.join(map(repr, _METRICS))}"
            )
        scores = self.fit(X).decision_scores_
        labels, anomalous = two_classes(y, len(scores))
        if list(labels) != [0, 1]:
            raise InvalidDataError(f"y has the labels {list(labels)}; 0 and 1 are expected")
        return _METRICS[scoring](anomalous.astype(np.int64), scores)

    def _predict_rank(self, X: Any, normalized: bool = False) -> npt.NDArray[Any]:
        """The number of training scores below each row's, or their fraction, as in PyOD."""
        known = np.sort(self._scores_of_training())
        ranks = np.searchsorted(known, self.decision_function(X), side="left")
        return ranks / len(known) if normalized else ranks

    @property
    def _mu(self) -> float:
        return float(np.mean(self._scores_of_training()))

    @property
    def _sigma(self) -> float:
        return float(np.std(self._scores_of_training()))
