"""Stage 4 of the method: fusion."""

from __future__ import annotations

from typing import Any

from .._base.estimator import Estimator
from .._boosters.base import Booster
from .._boosters.registry import fitted_booster
from .._core.arrays import as_table
from .._core.context import Context
from .._core.features import check_names
from .._core.handles import ModelHandle
from .._core.library import library
from .._detectors.base import Detector
from .._detectors.registry import fitted_detector, training_rule
from .enhancement import fusion_settings
from .llmdas import LLMDAS
from .parts import training_parts


def fuse(
    f: Any,
    booster: Any,
    X_train: Any,
    *,
    preset: str = "default",
    weight: float | None = None,
    normalization: str | None = None,
    booster_scores: str | None = None,
    contamination: float = 0.1,
    n_jobs: int | None = None,
) -> LLMDAS:
    """The model of a fitted detector and booster: ``F = minmax(f) + weight * minmax(f~)``, Eq. 7.

    Parameters
    ----------
    f : fitted detector
        One of das, or any object that :class:`LLMDAS` accepts.
    booster : fitted booster
        One of das, or any binary classifier with ``predict_proba``; the second class is that of
        hard anomalies.
    X_train : array-like of shape (n_rows, n_features)
        The normal rows that both were fitted on, in the same order; their scores set the scales.
    preset, weight, normalization, booster_scores, contamination, n_jobs
        As in :class:`LLMDAS`.

    Returns
    -------
    LLMDAS
        Fitted.

    Raises
    ------
    NotFittedError
        Where either is not fitted.
    ShapeMismatchError
        Where the numbers of features differ, or the booster was not fitted on `X_train`.

    Examples
    --------
    >>> import das, numpy as np
    >>> X = np.random.default_rng(0).normal(size=(300, 3))
    >>> f = das.IForest(random_state=0).fit(X)
    >>> H = das.generate_hard_anomalies(n_samples=200, model=f, X_train=X, random_state=0)
    >>> y = np.repeat([0, 1], [300, 200])
    >>> booster = das.RandomForest(random_state=0).fit(np.vstack([X, H]), y)
    >>> F = das.fuse(f, booster, X)
    >>> F.predict_score(X).shape
    (300,)
    """
    model = LLMDAS(
        f,
        preset=preset,
        booster=booster,
        weight=weight,
        normalization=normalization,
        booster_scores=booster_scores,
        contamination=contamination,
        n_jobs=n_jobs,
    )
    model._check_contamination()
    knows = f if isinstance(f, Detector) or not isinstance(booster, Booster) else booster
    table = as_table(X_train, "X_train", training_rule(knows))
    for part in (f, booster):
        names = part.__dict__.get("feature_names_in_") if isinstance(part, Estimator) else None
        if table.names is not None and names is not None:
            check_names(table.names, names, type(part).__name__)
    with Context(n_jobs) as context:
        detector = fitted_detector(f, table, context)
        classifier = fitted_booster(booster, table, context)
        settings = fusion_settings(model, context)
        handle = ModelHandle(keepalive=(detector.keepalive, classifier.keepalive))
        arguments = (detector.reference, classifier.reference, table.reference, handle.target)
        context.run(library.das_fuse, settings.reference, *arguments)
        model._remember_features(table)
        scores = training_parts(handle, context, table.shape[0])
        model._adopt(handle, f, booster, scores.fused, context)
    return model
