"""Base class of the built-in detectors."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import numpy as np

from .._base import docs
from .._base.pyod_methods import PyODMethods
from .._core.arrays import Floats, Table, as_table, pointer_to
from .._core.context import Context
from .._core.details import Details
from .._core.errors import FitWarning
from .._core.handles import DetectorHandle
from .._core.library import library
from .._core.memory import empty
from .._core.random import RandomState, seed_of
from .._core.settings import make_settings
from .._core.tables.rules import TrainingRows
from .._core.warnings import warn

D = TypeVar("D", bound="Detector")
COMMON = {"contamination", "categorical_features", "missing", "random_state", "n_jobs", "progress"}


class Detector(PyODMethods):
    """A detector of the library: a one-class model f fitted to normal rows."""

    _stage: ClassVar[str]
    """The detector's name in the C interface."""
    _is_random: ClassVar[bool] = False
    random_state: RandomState
    _handle: DetectorHandle

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        seed = docs.SEED if cls._is_random else docs.IGNORED_SEED
        parameters = (docs.CONTAMINATION, docs.COLUMNS, seed, docs.RUN)
        attributes = (docs.SCORES, docs.FEATURES)
        blocks = {
            "common parameters": "\n".join(parameters),
            "common attributes": "\n".join(attributes),
        }
        docs.fill_doc(cls, blocks)

    def fit(self: D, X: Any, y: object = None) -> D:
        """Fits the detector to normal rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            A data frame or finite numbers; float32 and float64 are read in place.
        y : ignored

        Returns
        -------
        self

        Raises
        ------
        InvalidDataError
            Infinite values, columns that have no meaning, too few rows for the method; missing
            values, if they are refused.
        OutOfRangeError
            A parameter outside its range.

        Warns
        -----
        FitWarning
            Where the scores hardly distinguish rows: fewer than 10 rows, all rows equal, copies or
            units that decide the scores of LOF and KNN, columns that vary by less than the
            precision of numbers, trees of 1 or 2 rows, a threshold that no training row exceeds.
        """
        table = as_table(X, rule=TrainingRows(self._choice))
        with Context(self.n_jobs, self.progress) as context:
            self._fit(table, seed_of(self.random_state), context)
            scores: Floats = empty(table.shape[0])
            arguments = (self._handle.reference, table.reference, pointer_to(scores), len(scores))
            context.run(library.das_detector_training_scores, *arguments)
            self._set_training_scores(scores)
            if not context.has_warned:
                self._warn_of_ties()
        return self

    def _fit(self, table: Table, seed: int, context: Context) -> None:
        """Fits everything but the training scores and the threshold."""
        self._check_contamination()
        handle = DetectorHandle()
        settings = make_settings(context, self._stage, self._settings())
        context.run(
            library.das_detector_fit, settings.reference, table.reference, seed, handle.target
        )
        self._handle = handle
        self._remember_features(table)

    def _set_training_scores(self, scores: Floats) -> None:
        self.decision_scores_ = scores
        self.threshold_ = float(np.percentile(scores, 100 * (1 - self.contamination)))

    def _warn_of_ties(self) -> None:
        scores, threshold = self.decision_scores_, self.threshold_
        if len(scores) > 1 and not (scores > threshold).any():
            warn(
                f"{(scores == scores.max()).sum()} of {len(scores)} training scores are the "
                f"greatest, {threshold:.6g}, which is threshold_ at a contamination of "
                f"{self.contamination}: no training row is flagged",
                FitWarning,
            )

    def decision_function(self, X: Any) -> Floats:
        """Scores rows; a higher score is more anomalous. A score depends on its row alone.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64
        """
        table = self._table(X)
        scores: Floats = empty(table.shape[0])
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, pointer_to(scores), len(scores))
            context.run(library.das_detector_score, *arguments)
        return scores

    def _details(self) -> Details:
        scores = getattr(self, "decision_scores_", None)
        return super()._details()._replace(training_scores=scores)

    def _settings(self) -> dict[str, object]:
        """The parameters that are settings in the C interface."""
        return {k: v for k, v in self.get_params(deep=False).items() if k not in COMMON}
