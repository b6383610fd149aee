"""The method in one estimator: a detector with its blind spots patched."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np

from ._arrays import Floats, as_table, pointer_to
from ._context import Context
from ._detectors import fit_detector
from ._enhancement import enhance
from ._errors import FitWarning
from ._handles import ModelHandle
from ._library import library
from ._progress import Progress
from ._random import RandomState, seed_of
from ._scoring import Scoring
from ._synthesis import AnyProgram
from ._warnings import warn

L = TypeVar("L", bound="LLMDAS")


class Parts(NamedTuple):
    """What :meth:`LLMDAS.parts` gives: three arrays of shape (n_samples,)."""

    detector: Floats
    """f, the detector's score."""
    booster: Floats
    """f~, the booster's score in [0, 1]."""
    fused: Floats
    """F, the model's score."""


class LLMDAS(Scoring):
    """A detector enhanced by synthetic hard anomalies (LLM-DAS, arXiv 2510.03904).

    A detector f is fitted to normal rows; a program synthesizes hard anomalies, which look normal
    to f and are not; a booster f~ learns to tell them from the normal rows (Eq. 6); the score is
    ``F = minmax(f) + weight * minmax(f~)`` (Eq. 7, where `weight` is 1).

    Parameters
    ----------
    detector : str or object, default "iforest"
        "iforest", "pca", "ecod" or "ocsvm" with their defaults; a detector of das; or any object
        with ``predict_score`` or PyOD's ``decision_function`` (higher is more anomalous) or
        scikit-learn's ``score_samples`` (its sign is turned). A fitted one is used as it is; of an
        unfitted one a copy is fitted.
    preset : {"default", "paper"}
        Defaults of what follows: those that work best without labels, or those of the paper.
    program : das.Program, str, callable or None
        What synthesizes; None is the built-in program for the detector. A callable is given
        ``(n_samples, model, X_train)``, and ``random_state`` where it takes that, and returns an
        array of shape ``(n_samples, n_features)``.
    booster : booster of das, str, classifier with ``predict_proba``, or None
        A copy is fitted; None is the preset's. The seed of das's boosters is this model's.
    n_samples : int, float or None
        Hard anomalies: a count, or as a float a share of the training rows.
    max_samples : int or None
        Upper limit of what a share gives.
    weight : float or None
        Of the booster's scaled score in F.
    normalization : {"minmax", "rank"} or None
        The scale that brings f and f~ together.
    booster_scores : {"out_of_bag", "in_sample"} or None
        The training scores that set the booster's scale.
    contamination : float in (0, 0.5], default 0.1
        The share of normal rows that ``threshold_`` calls anomalies.
    random_state : int, numpy Generator or RandomState, or None
        One seed decides the whole; the same seed gives the same bits for any `n_jobs`.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional
        True shows a bar while fitting. An exception raised in a callable stops the fit.

    Attributes
    ----------
    detector_, booster_ : the fitted f and f~
    decision_scores_ : ndarray of shape (n_samples,)
        F of the training rows, the booster's part held out where it can be.
    threshold_, labels_
        As in PyOD; after :meth:`calibrate` they rest on the rows given to it.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> import das, numpy as np
    >>> X = np.random.default_rng(0).normal(size=(300, 3))
    >>> model = das.LLMDAS("ecod", random_state=0).fit(X)
    >>> scores = model.decision_function([[0, 0, 0], [7, 7, 7]])
    >>> bool(scores[1] > scores[0])
    True
    """

    _handle: ModelHandle
    detector_: Any
    booster_: Any

    def __init__(
        self,
        detector: Any = "iforest",
        *,
        preset: str = "default",
        program: AnyProgram = None,
        booster: Any = None,
        n_samples: int | float | None = None,
        max_samples: int | None = None,
        weight: float | None = None,
        normalization: str | None = None,
        booster_scores: str | None = None,
        contamination: float = 0.1,
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.detector = detector
        self.preset = preset
        self.program = program
        self.booster = booster
        self.n_samples = n_samples
        self.max_samples = max_samples
        self.weight = weight
        self.normalization = normalization
        self.booster_scores = booster_scores
        self.contamination = contamination
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    def fit(self: L, X: Any, y: object = None) -> L:
        """Fits the detector, synthesizes hard anomalies, fits the booster, fuses the two.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Normal rows: finite numbers; float32 and float64 are read in place.
        y : ignored

        Returns
        -------
        self

        Raises
        ------
        InvalidDataError
            NaN, infinite values, or too few rows for the detector.
        OutOfRangeError, UnknownNameError
            A parameter that is not what it may be.
        CallbackError
            An object of yours returned something unusable; what it raises comes through as it is.
        """
        self._check_contamination()
        table = as_table(X)
        seed = seed_of(self.random_state)
        with Context(self.n_jobs, self.progress) as context:
            context.share = 0.25
            detector, handle = fit_detector(self.detector, X, table, seed, context)
            context.share = 1.0
            model, booster = enhance(self, handle, table, seed, context)
        self._remember_features(table)
        self._adopt(model, detector, booster)
        return self

    def _adopt(self, handle: ModelHandle, detector: Any, booster: Any) -> None:
        self._handle = handle
        self.detector_, self.booster_ = detector, booster
        count = ctypes.c_int64()
        with Context() as context:
            arguments = (library.das_model_training_scores, handle.reference)
            context.run(*arguments, None, 0, ctypes.byref(count))
            scores = np.empty(count.value)
            context.run(*arguments, pointer_to(scores), len(scores), ctypes.byref(count))
        self.decision_scores_ = scores
        self._set_threshold(self._threshold())

    def decision_function(self, X: Any) -> Floats:
        """Scores rows by F; a higher score is more anomalous. A score depends on its row alone.

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
        of at most ``level``, whatever the detector (conformal p-values: Vovk, Gammerman and Shafer
        2005; Bates et al. 2023). Before, they rest on the training scores, which is optimistic.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64, in (0, 1]
        """
        return self._ask(library.das_model_pvalues, X)

    def calibrate(self: L, X_fresh: Any) -> L:
        """Rests p-values, ``threshold_`` and labels on normal rows that the fit did not see.

        Parameters
        ----------
        X_fresh : array-like of shape (n_fresh, n_features)
            With fewer than ``1 / contamination - 1`` rows nothing can be flagged, and the threshold
            is infinite.

        Returns
        -------
        self
        """
        table = self._table(X_fresh, "X_fresh")
        handle = ModelHandle(keep=self._handle.keep)
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, handle.target)
            context.run(library.das_model_calibrate, *arguments)
        self._handle = handle
        self._set_threshold(self._threshold())
        if np.isinf(self.threshold_):
            warn(
                f"{table.shape[0]} rows are too few to flag anything at a contamination of "
                f"{self.contamination}: threshold_ is infinite",
                FitWarning,
            )
        return self

    def parts(self, X: Any) -> Parts:
        """F of rows and what it is made of: f and f~, unscaled.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        Parts
            ``detector``, ``booster`` and ``fused``, each of shape (n_samples,), float64.
        """
        table = self._table(X)
        scores = Parts(*(np.empty(table.shape[0]) for _ in range(3)))
        with Context(self.n_jobs) as context:
            pointers = (pointer_to(part) for part in scores)
            arguments = (self._handle.reference, table.reference, *pointers, table.shape[0])
            context.run(library.das_model_parts, *arguments)
        return scores

    def save(self, path: Any) -> None:
        """Saves the model as one file, which C and Python load; see :func:`das.save`."""
        from ._persistence import save

        save(self, path)

    def _ask(self, function: Callable[..., int], X: Any) -> Floats:
        table = self._table(X)
        values = np.empty(table.shape[0])
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, pointer_to(values), len(values))
            context.run(function, *arguments)
        return values

    def _p_values(self, X: Any) -> Floats:
        return self.pvalues(X)

    def _threshold(self) -> float:
        threshold = ctypes.c_double()
        with Context() as context:
            arguments = (self._handle.reference, self.contamination, ctypes.byref(threshold))
            context.run(library.das_model_threshold, *arguments)
        return threshold.value
