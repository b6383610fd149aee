"""A fitted model: scores, p-values, calibration, report."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .._base.base_detector import Labels, is_fraction
from .._base.notes import describe, describe_kinds
from .._base.parameters import real
from .._base.pyod_methods import PyODMethods
from .._boosters.base import Booster
from .._core.arrays import Floats, pointer_to
from .._core.constants import CONTAMINATIONS
from .._core.context import Context
from .._core.errors import OutOfRangeError, UnsupportedError
from .._core.handles import ModelHandle
from .._core.library import library
from .._core.memory import empty
from .._detectors.base import Detector
from .parts import Parts
from .pickling import pickled, unpickle
from .report import Report, report_of

M = TypeVar("M", bound="FusedModel")
DEFAULT_LEVEL = 0.1
"""The fraction of rows that ``threshold_`` flags where no fraction of anomalies is known."""


class FusedModel(PyODMethods):
    """The score F of Eq. 7, made of a detector f and a booster f~; :class:`LLMDAS` fits it."""

    _handle: ModelHandle
    detector_: Any
    booster_: Any
    _parts: tuple[Any, Any]
    """The handles of the das parts of the model, as they were at the fit."""

    def _adopt(
        self,
        handle: ModelHandle,
        detector: Any,
        booster: Any,
        scores: Floats,
        context: Context,
        threshold: float | None = None,
    ) -> None:
        """Makes this the estimator of a model; `scores` are those of its training rows."""
        self._handle = handle
        self.detector_, self.booster_ = detector, booster
        self._parts = (getattr(detector, "_handle", None), getattr(booster, "_handle", None))
        self.decision_scores_ = scores
        self.threshold_ = self._threshold(context) if threshold is None else threshold

    def _notes(self) -> dict[str, Any]:
        parts = {"detector": self.detector_, "booster": self.booster_}
        for role, part in parts.items():
            if not isinstance(part, (Detector, Booster)):
                raise UnsupportedError(
                    f"the {role} {type(part).__name__} is an object of Python, which no file of "
                    "das can hold; pickle and joblib.dump keep such a model where they keep the "
                    "object"
                )
        note = describe(self, {id(part): role for role, part in parts.items()})
        notes = {"das": {**note, **describe_kinds(self._schema)}}
        for role, part in parts.items():
            notes[role] = {**part._note(), "named": "feature_names_in_" in part.__dict__}
        threshold = getattr(self.detector_, "threshold_", None)
        if threshold is not None:
            notes["detector"]["threshold"] = repr(float(threshold))
        return notes

    def __getstate__(self) -> dict[str, Any]:
        return pickled(self) if self.__sklearn_is_fitted__() else self.__dict__.copy()

    def __setstate__(self, state: dict[str, Any]) -> None:
        unpickle(self, state)

    def decision_function(self, X: Any) -> Floats:
        """The scores F of rows; higher is more anomalous. A score depends on its row alone.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64
        """
        return self._ask(library.das_model_score, X)

    def pvalues(self, X: Any) -> Floats:
        """The p-value of each row, ``(1 + #{calibration scores at or above}) / (n + 1)``.

        After :meth:`calibrate`, a normal row has a p-value of at most ``level`` with a probability
        of at most ``level``, for any detector (conformal p-values: Vovk, Gammerman and Shafer 2005;
        Bates et al. 2023). After ``fit(X, calibration="cv")`` this holds approximately. Otherwise
        they are ranks among the training scores, which have no such guarantee.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64, in (0, 1]
        """
        return self._ask(library.das_model_pvalues, X)

    def calibrate(self: M, X_fresh: Any) -> M:
        """Bases p-values, ``threshold_`` and labels on normal rows that the fit did not see.

        Parameters
        ----------
        X_fresh : array-like of shape (n_fresh, n_features)
            With fewer than ``1 / level - 1`` rows, where `level` is the `contamination` or .1, no
            row can be flagged and the threshold is infinite.

        Returns
        -------
        self
        """
        table = self._table(X_fresh, "X_fresh")
        handle = ModelHandle(keepalive=self._handle.keepalive)
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, handle.target)
            context.run(library.das_model_calibrate, *arguments)
            self._handle = handle
            self.threshold_ = self._threshold(context)
        return self

    def select(self, X: Any, level: float = 0.1) -> Labels:
        """Labels of rows with a bounded false discovery rate.

        On average, at most a fraction `level` of the selected rows are normal. The rule is that of
        Benjamini and Hochberg (1995) for :meth:`pvalues`, whose bound holds for conformal p-values
        (Bates et al. 2023): after :meth:`calibrate`, and approximately after
        ``fit(X, calibration="cv")``. :meth:`predict`, by contrast, flags a fixed fraction of the
        normal rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows to select from; a row's label depends on all of them.
        level : float in (0, 1), default 0.1
            The false discovery rate. With n calibration scores no p-value is below 1 / (n + 1), so
            at least a fraction ``1 / (level * (n + 1))`` of the rows is selected, or none.

        Returns
        -------
        ndarray of shape (n_samples,), int64
            1 for a row selected, else 0.

        Warns
        -----
        FitWarning
            Where the model is not calibrated, so that the rate has no bound.
        """
        rate = real("level", level)
        table = self._table(X)
        labels = empty(table.shape[0], dtype=np.int32)
        into = pointer_to(labels, ctypes.c_int32)
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, rate, into, len(labels))
            context.run(library.das_model_select, *arguments)
        return labels.astype(np.int64)

    def report(self) -> Report:
        """Numbers on the quality of the fit, without labels; ``print`` explains them.

        They tell whether the hard anomalies were hard, whether the booster separates them from
        normal rows, and what ``threshold_`` is based on. Unknown numbers are NaN: for models made
        by :func:`das.fuse`, and for boosters without out-of-bag votes.

        Returns
        -------
        Report
        """
        self._check_fitted()
        return report_of(self._handle)

    def parts(self, X: Any) -> Parts:
        """F of rows and its parts f and f~, unscaled.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        Parts
            ``detector``, ``booster`` and ``fused``, each of shape (n_samples,), float64.
        """
        table = self._table(X)
        scores = Parts.empty(table.shape[0])
        with Context(self.n_jobs) as context:
            pointers = (pointer_to(part) for part in scores)
            arguments = (self._handle.reference, table.reference, *pointers, table.shape[0])
            context.run(library.das_model_parts, *arguments)
        return scores

    def _ask(self, function: Callable[..., int], X: Any) -> Floats:
        table = self._table(X)
        values: Floats = empty(table.shape[0])
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, pointer_to(values), len(values))
            context.run(function, *arguments)
        return values

    def _p_values(self, X: Any) -> Floats:
        return self.pvalues(X)

    def _score_count(self) -> int:
        return self.report().calibration_rows

    def _at_or_below(self, X: Any, scores: Floats) -> npt.NDArray[np.int64]:
        if self.report().calibration == "training":
            return super()._at_or_below(X, scores)
        # Of n scores, p (n + 1) - 1 are at or above; ties are rare.
        count = self._score_count()
        return count + 1 - np.rint(self.pvalues(X) * (count + 1)).astype(np.int64)

    @property
    def _level(self) -> float:
        given = self.contamination
        return DEFAULT_LEVEL if isinstance(given, str) else float(given)

    def _check_contamination(self) -> None:
        given = self.contamination
        if isinstance(given, str) and given in CONTAMINATIONS:
            return
        if not is_fraction(given):
            raise OutOfRangeError(
                f"contamination is {given!r:.80}; it takes 'unknown', 'clean' or a real in (0, 0.5]"
            )

    def _threshold(self, context: Context) -> float:
        threshold = ctypes.c_double()
        arguments = (self._handle.reference, self._level, ctypes.byref(threshold))
        context.run(library.das_model_threshold, *arguments)
        return threshold.value
