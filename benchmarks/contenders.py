"""What is timed: for each part of libdas, the same work done by it and by its peers.

A contender is a function of the number of threads that gives an estimator and the name of its
scoring method. Imports stand inside, so that each process pays for what it measures only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Contender = Callable[[int], tuple[Any, str]]


class Case(NamedTuple):
    """Fitting to `rows` x `columns` and scoring the same rows; `anomalies` more rows as class 1."""

    rows: int
    columns: int
    anomalies: int
    contenders: dict[str, Contender]


def mixture(rows: int, columns: int) -> Array:
    """Rows of 8 Gaussians: means N(0, 4^2), covariance A A^T with A's entries N(0, 1 / d)."""
    random = np.random.default_rng(0)
    means = random.normal(0, 4, (8, columns))
    factors = random.normal(0, columns**-0.5, (8, columns, columns))
    parts = random.integers(8, size=rows)
    noise = random.normal(size=(rows, columns))
    table = means[parts]
    for part in range(8):
        table[parts == part] += noise[parts == part] @ factors[part].T
    return table


def data(case: Case) -> tuple[Array, NDArray[np.int64] | None]:
    """The rows of a case, and their classes where it has two."""
    X = mixture(case.rows, case.columns)
    if case.anomalies == 0:
        return X, None
    random = np.random.default_rng(1)
    moved = X[random.integers(case.rows, size=case.anomalies)]
    moved = moved + random.normal(0, 0.5, moved.shape)
    return np.vstack([X, moved]), np.repeat([0, 1], [case.rows, case.anomalies])


def _das(name: str) -> Contender:
    def make(threads: int) -> tuple[Any, str]:
        import das

        forest = name == "RandomForest"
        return getattr(das, name)(
            n_jobs=threads, **({"random_state": 0} if name in ("IForest", "RandomForest") else {})
        ), "predict_proba" if forest else "decision_function"

    return make


def _sklearn_iforest(threads: int) -> tuple[Any, str]:
    from sklearn.ensemble import IsolationForest

    return IsolationForest(n_jobs=threads, random_state=0), "score_samples"


def _isotree(threads: int) -> tuple[Any, str]:
    from isotree import IsolationForest

    single = {"ndim": 1, "ntrees": 100, "sample_size": 256, "missing_action": "fail"}
    return IsolationForest(nthreads=threads, **single), "predict"


def _pyod_ecod(threads: int) -> tuple[Any, str]:
    from pyod.models.ecod import ECOD

    return ECOD(n_jobs=threads), "decision_function"


def _pyod_pca(threads: int) -> tuple[Any, str]:
    from pyod.models.pca import PCA

    return PCA(), "decision_function"


def _sklearn_ocsvm(threads: int) -> tuple[Any, str]:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import OneClassSVM

    return make_pipeline(StandardScaler(), OneClassSVM(gamma="auto")), "decision_function"


def _sklearn_forest(threads: int) -> tuple[Any, str]:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_jobs=threads, random_state=0), "predict_proba"


def _xgboost(threads: int) -> tuple[Any, str]:
    from xgboost import XGBRFClassifier

    hist = {"tree_method": "hist", "max_depth": 20, "colsample_bynode": 0.18}
    return XGBRFClassifier(n_estimators=100, n_jobs=threads, **hist), "predict_proba"


CASES = {
    "iforest": Case(
        100_000,
        32,
        0,
        {"das": _das("IForest"), "scikit-learn": _sklearn_iforest, "isotree": _isotree},
    ),
    "ecod": Case(100_000, 32, 0, {"das": _das("ECOD"), "PyOD": _pyod_ecod}),
    "pca": Case(100_000, 64, 0, {"das": _das("PCA"), "PyOD": _pyod_pca}),
    "ocsvm": Case(10_000, 32, 0, {"das": _das("OCSVM"), "scikit-learn": _sklearn_ocsvm}),
    "random_forest": Case(
        50_000,
        32,
        5_000,
        {"das": _das("RandomForest"), "scikit-learn": _sklearn_forest, "xgboost": _xgboost},
    ),
}
