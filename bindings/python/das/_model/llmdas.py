"""The method as one estimator."""

from __future__ import annotations

from typing import Any, TypeVar

from .._base import docs
from .._boosters.registry import BOOSTERS
from .._core.arrays import as_table
from .._core.context import Context
from .._core.progress import Progress
from .._core.random import RandomState, seed_of
from .._core.tables.choice import CategoricalFeatures
from .._detectors.base import Detector
from .._detectors.registry import DETECTORS, fit_detector, training_rule
from .._programs.hard_anomalies import AnyProgram
from .calibration import cross_calibrated, folds_of
from .enhancement import enhance, make_configuration
from .fused import FusedModel
from .parts import training_parts

L = TypeVar("L", bound="LLMDAS")


class LLMDAS(FusedModel):
    """A detector enhanced by synthetic hard anomalies (LLM-DAS, arXiv 2510.03904).

    A detector f is fitted to normal rows; a program synthesizes hard anomalies, which look normal
    to f and are not; a booster f~ learns to separate them from the normal rows (Eq. 6); the score
    is ``F = minmax(f) + weight * minmax(f~)`` (Eq. 7, where the weight is 1; the default preset's
    is 2). F has no fixed range and is not comparable between models.

    Parameters
    ----------
    detector : str or object, default "iforest"
        "iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl" or "consensus" with their defaults
        (``set_params`` changes them as ``detector__name``); a detector of das; or any object with
        ``predict_score``, PyOD's ``decision_function`` (higher is more anomalous) or
        scikit-learn's ``score_samples`` (lower is; so is ``decision_function`` of its outlier
        detectors). A fitted one is used as it is; an unfitted one is copied, and the copy fitted.
        An object counts as fitted by ``__sklearn_is_fitted__``, by an attribute such as
        ``scores_``, or because it can score; where this is ambiguous, as with networks that are
        initialised in the constructor, a copy is fitted.
    preset : {"default", "paper"}
        Defaults of the parameters below: the best ones without labels, or those of the paper::

            "default"  synthesis: n_samples 10.0, max_samples 50000
                       extra_trees: n_estimators 200, min_samples_leaf 4, class_weight balanced,
                                    subsample 0.8, n_neighbors 1, neighbor_spaces all
                       fusion: weight 2.0, normalization minmax, booster_scores auto
            "paper"    synthesis: n_samples 0.1, max_samples 50000
                       random_forest: n_estimators 100, min_samples_leaf 1
                       fusion: weight 1.0, normalization minmax, booster_scores in_sample
    program : das.Program, str, callable or None
        The synthesis program; None is the built-in one for the detector. A callable is passed
        ``(n_samples, model, X_train)``, and ``random_state`` if it has that parameter, and returns
        an array of shape ``(n_samples, n_features)``. ``np.random`` and ``random`` are seeded for
        it and restored afterwards.
    booster : booster of das, str, classifier with ``predict_proba``, or None
        A copy is fitted; None is the preset's. Boosters of das use this model's seed.
    n_samples : int, float or None
        Hard anomalies: a count, or as a float a multiple of the training rows.
    max_samples : int or None
        Upper limit for `n_samples` as a float.
    weight : float or None
        The weight of the booster's scaled score in F.
    normalization : {"minmax", "rank"} or None
        The common scale of f and f~.
    booster_scores : {"auto", "in_sample", "out_of_bag"} or None
        The training scores that set the booster's scale. "auto" is in sample for forests of das
        with several rows to a leaf, and out of bag (or cross-fitted) for all other boosters.
    contamination : {"unknown", "clean"} or float in (0, 0.5], default "unknown"
        What is known of anomalies among the training rows::

            "unknown"  nothing. The booster is the quadratic mean of four, with a quarter of the
                       trees each: one is fitted to all rows, the others without the .05, .1 and
                       .3 of them that rank as most anomalous
            "clean"    all rows are normal, and the booster is fitted to all of them
            a float    their fraction p. The booster is the quadratic mean of two, fitted without
                       the 2 p (at least .05) and the 6 p (at least .1) of the rows that rank
                       highest

        As in PyOD, a fraction is also that of the training rows which ``threshold_`` calls
        anomalies; otherwise it is .1. Preset "paper" takes "unknown" for "clean".
    calibration : {"training", "cv"}, default "training"
        The scores on which p-values and ``threshold_`` are based: the training scores, as in PyOD,
        without a guarantee; or held-out scores of the training rows, for which the whole fit is
        repeated without each fold. "cv" refuses a fitted detector, which cannot be refitted; see
        :meth:`calibrate` for fresh rows.
    folds : int, default 5
        For ``calibration="cv"``; at least 2. Rows are assigned at random.
    {columns}
    random_state : int, numpy Generator or RandomState, or None
        The same seed gives the same bits for any `n_jobs`. It also sets a ``random_state`` of None
        in other libraries' objects; for those without one, and for programs, the global generators
        of numpy and Python are seeded, for one thread at a time.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional
        True shows a bar while fitting. An exception raised in a callable stops the fit.

    Attributes
    ----------
    detector_, booster_ : the fitted f and f~
    decision_scores_ : ndarray of shape (n_samples,)
        F of the training rows, with the booster's part held out where possible.
    threshold_, labels_
        As in PyOD: the ``1 - contamination`` (or .9) quantile of ``decision_scores_``, which is not
        calibrated: the detector's scores of its training rows are too low, out-of-bag votes of the
        booster too high. After ``fit(X, calibration="cv")`` or :meth:`calibrate` they are based on
        held-out scores.
    {features}

    Examples
    --------
    >>> import das, numpy as np
    >>> X = np.random.default_rng(0).normal(size=(300, 3))
    >>> model = das.LLMDAS("ecod", random_state=0).fit(X)
    >>> scores = model.decision_function([[0, 0, 0], [7, 7, 7]])
    >>> bool(scores[1] > scores[0])
    True
    """

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
        contamination: float | str = "unknown",
        calibration: str = "training",
        folds: int = 5,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
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
        self.calibration = calibration
        self.folds = folds
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    def _part(self, name: str) -> Any:
        value = getattr(self, name)
        kinds: dict[str, Any] = {"detector": DETECTORS, "booster": BOOSTERS}
        named = isinstance(value, str) and value in kinds.get(name, ())
        return kinds[name][value]() if named else value

    def fit(self: L, X: Any, y: object = None, *, calibration: str | None = None) -> L:
        """Fits the detector, synthesizes hard anomalies, fits the booster and fuses both.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Normal rows; see `contamination` if there may be anomalies among them. A data frame or
            finite numbers; float32 and float64 are read in place.
        y : ignored
        calibration : {"training", "cv"}, optional
            Overrides the constructor's.

        Returns
        -------
        self

        Raises
        ------
        InvalidDataError
            Infinite values, columns that have no meaning, a single row; missing values, if they are
            refused.
        OutOfRangeError, UnknownNameError
            An invalid parameter.
        CallbackError
            An object of yours returned something unusable; exceptions that it raises propagate.

        Warns
        -----
        FitWarning
            Where the booster separates hard anomalies from normal rows hardly or completely, out of
            bag (see :meth:`report`); where all scores or all hard anomalies are equal, or hardly
            any row can be flagged; where a detector of another library scores rows far from all
            training rows as normal.
        """
        self._check_contamination()
        folds = folds_of(self.calibration if calibration is None else calibration, self.folds)
        table = as_table(X, rule=training_rule(self.detector, self._choice))
        seed = seed_of(self.random_state)
        with Context(self.n_jobs, self.progress) as context:
            part = 1 / (1 + (folds or 0))
            context.progress_limit = 0.25 * part
            refit = folds is not None
            detector, handle = fit_detector(self.detector, X, table, seed, context, refit=refit)
            context.progress_limit = part
            configuration = make_configuration(self, table, seed, context)
            model, booster = enhance(configuration, handle, table, seed, context)
            if folds is not None:
                context.progress_limit = 1.0
                model = cross_calibrated(
                    model, configuration, self.detector, detector, table, folds, seed, context
                )
            scores = training_parts(model, context, table.shape[0])
            if isinstance(detector, Detector) and detector is not self.detector:
                detector._set_training_scores(scores.detector)
            self._remember_features(table)
            self._adopt(model, detector, booster, scores.fused, context)
        return self


docs.fill_doc(LLMDAS, {"columns": docs.COLUMNS, "features": docs.FEATURES})
