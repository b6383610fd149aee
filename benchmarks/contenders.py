"""The contenders: for each part of libdas, the same work done by it and by its peers.

A contender is a function of the number of threads that gives an estimator and the name of its
scoring method. Imports stand inside, so that each process pays for what it measures only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from tables import Table, gaussians, shuttle

Contender = Callable[[int], tuple[Any, str]]


class Case(NamedTuple):
    """One part: its table and its contenders."""

    table: Callable[[], Table]
    contenders: dict[str, Contender]


def _das(name: str, method: str = "decision_function", **settings: Any) -> Contender:
    def make(threads: int) -> tuple[Any, str]:
        import das

        return getattr(das, name)(n_jobs=threads, **settings), method

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


def _pyod_knn(threads: int) -> tuple[Any, str]:
    from pyod.models.knn import KNN

    return KNN(n_jobs=threads), "decision_function"


def _sklearn_lof(threads: int) -> tuple[Any, str]:
    from sklearn.neighbors import LocalOutlierFactor

    return LocalOutlierFactor(novelty=True, n_jobs=threads), "score_samples"


def _enhanced(detector: str, preset: str, **settings: Any) -> Contender:
    def make(threads: int) -> tuple[Any, str]:
        import das

        f = getattr(das, detector)(**settings)
        return das.LLMDAS(f, preset=preset, random_state=0, n_jobs=threads), "decision_function"

    return make


def _published_iforest(threads: int) -> tuple[Any, str]:
    from published import PublishedPipeline, iforest_program
    from pyod.models.iforest import IForest

    f = IForest(n_jobs=threads, random_state=0)
    booster, _ = _sklearn_forest(threads)
    return PublishedPipeline(f, iforest_program, booster), "decision_function"


def _published_ocsvm(threads: int) -> tuple[Any, str]:
    from published import PublishedPipeline, ocsvm_program
    from pyod.models.ocsvm import OCSVM

    booster, _ = _sklearn_forest(threads)
    return PublishedPipeline(OCSVM(), ocsvm_program, booster), "decision_function"


CASES = {
    "iforest": Case(
        partial(gaussians, 100_000, 32),
        {
            "das": _das("IForest", random_state=0),
            "scikit-learn": _sklearn_iforest,
            "isotree": _isotree,
        },
    ),
    "ecod": Case(
        partial(gaussians, 100_000, 32),
        {"das": _das("ECOD"), "PyOD": _pyod_ecod},
    ),
    "pca": Case(
        partial(gaussians, 100_000, 64),
        {"das": _das("PCA"), "PyOD": _pyod_pca},
    ),
    "ocsvm": Case(
        partial(gaussians, 10_000, 32),
        {"das": _das("OCSVM"), "scikit-learn": _sklearn_ocsvm},
    ),
    "knn": Case(partial(gaussians, 20_000, 16), {"das": _das("KNN"), "PyOD": _pyod_knn}),
    "lof": Case(
        partial(gaussians, 20_000, 16),
        {"das": _das("LOF"), "scikit-learn": _sklearn_lof},
    ),
    "random_forest": Case(
        partial(gaussians, 50_000, 32, anomalies=5_000),
        {
            "das": _das("RandomForest", "predict_proba", random_state=0),
            "scikit-learn": _sklearn_forest,
            "xgboost": _xgboost,
        },
    ),
    "random_forest_large": Case(
        partial(gaussians, 400_000, 32, anomalies=40_000),
        {"das": _das("RandomForest", "predict_proba", random_state=0, n_estimators=8)},
    ),
    "extra_trees": Case(
        partial(gaussians, 20_000, 32, anomalies=2_000),
        {"das": _das("ExtraTrees", "predict_proba", random_state=0)},
    ),
    "llmdas_iforest_paper": Case(
        shuttle,
        {"das": _enhanced("IForest", "paper"), "by hand": _published_iforest},
    ),
    "llmdas_iforest": Case(
        shuttle,
        {"das": _enhanced("IForest", "default"), "by hand": _published_iforest},
    ),
    "llmdas_ocsvm_paper": Case(
        shuttle,
        {
            "das": _enhanced("OCSVM", "paper"),
            # PyOD takes the rows as they are.
            "das, raw rows": _enhanced("OCSVM", "paper", standardize=False),
            "by hand": _published_ocsvm,
        },
    ),
}
