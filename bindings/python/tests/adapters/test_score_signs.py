"""Higher is more anomalous: scikit-learn's signs are turned, PyOD's kept, wrong ones noticed."""

from __future__ import annotations

import warnings
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import Distance
from support.foreign import made

base = pytest.importorskip("sklearn.base")
pipeline = pytest.importorskip("sklearn.pipeline")
selection = pytest.importorskip("sklearn.model_selection")
preprocessing = pytest.importorskip("sklearn.preprocessing")
FAST: dict[str, Any] = {"booster": das.DecisionTree(), "n_samples": 50, "random_state": 0}


class OnlyDecision(base.OutlierMixin, base.BaseEstimator):
    """scikit-learn's convention: negative for outliers."""

    def fit(self, X: Any, y: Any = None) -> Any:
        self.mean_ = np.asarray(X).mean(axis=0)
        return self

    def decision_function(self, X: Any) -> Any:
        return 1 - np.linalg.norm(np.asarray(X) - self.mean_, axis=1)


class Tagged:
    """The same without scikit-learn's classes, as older libraries say it."""

    _estimator_type = "outlier_detector"

    fit, decision_function = OnlyDecision.fit, OnlyDecision.decision_function


MAKE: dict[str, Any] = {
    "IsolationForest": lambda: made("sklearn.ensemble.IsolationForest", n_estimators=20),
    "OneClassSVM": lambda: made("sklearn.svm.OneClassSVM"),
    "EllipticEnvelope": lambda: made("sklearn.covariance.EllipticEnvelope"),
    "LocalOutlierFactor": lambda: made("sklearn.neighbors.LocalOutlierFactor", novelty=True),
    "KernelDensity": lambda: made("sklearn.neighbors.KernelDensity"),
    "GaussianMixture": lambda: made("sklearn.mixture.GaussianMixture"),
    "OnlyDecision": OnlyDecision,
    "Tagged": Tagged,
    "PyOD's IForest": lambda: made("pyod.models.iforest.IForest"),
    "PyOD's KNN": lambda: made("pyod.models.knn.KNN"),
    "PyOD's PCA": lambda: made("pyod.models.pca.PCA"),
    "PyOD's GMM": lambda: made("pyod.models.gmm.GMM"),
    "das's KNN": das.KNN,
    "das's LLMDAS": lambda: das.LLMDAS("ecod", **FAST),
}


def scored(estimator: Any, X: Any, y: Any = None) -> float:
    return 0.0


WRAP: dict[str, Any] = {
    "alone": lambda f: f,
    "pipeline": lambda f: pipeline.make_pipeline(preprocessing.StandardScaler(), f),
    "search of a pipeline": lambda f: selection.GridSearchCV(
        pipeline.make_pipeline(preprocessing.StandardScaler(), f), {}, scoring=scored, cv=2
    ),
}


# scikit-learn's pipelines take estimators of its own kind only.
PAIRS = [(name, wrap) for name in MAKE for wrap in WRAP if name != "Tagged" or wrap == "alone"]


@pytest.mark.parametrize(("name", "wrap"), PAIRS)
@pytest.mark.parametrize("fitted", [False, True])
def test_far_rows_score_higher_whatever_the_convention(
    name: str, wrap: str, fitted: bool, X: Matrix
) -> None:
    f = WRAP[wrap](MAKE[name]())
    if fitted:
        f.fit(X)
    far = X[:50] + 30 * X.std(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "(?!.*far outside)", das.FitWarning)
        model = das.LLMDAS(f, **FAST).fit(X)
        scores = model.parts(X).detector
        assert model.parts(far).detector.min() >= np.median(scores)
    assert (model.detector_ is f) == fitted
    name = "score_samples" if hasattr(f, "score_samples") else "decision_function"
    assert np.array_equal(np.abs(scores), np.abs(getattr(model.detector_, name)(X)))


@pytest.mark.parametrize("name", MAKE)
def test_frozen_estimators_are_fitted_and_keep_their_sign(name: str, X: Matrix) -> None:
    frozen = pytest.importorskip("sklearn.frozen").FrozenEstimator
    inner = MAKE[name]().fit(X)
    f = frozen(inner)
    model = das.LLMDAS(f, **FAST).fit(X)
    assert model.detector_ is f
    expected = das.LLMDAS(inner, **FAST).fit(X).parts(X).detector
    assert np.array_equal(model.parts(X).detector, expected)


class UpsideDown(Distance):
    def predict_score(self, X: Any) -> Any:
        return -super().predict_score(X)


def test_reversed_scores_are_warned_about(X: Matrix) -> None:
    with pytest.warns(das.FitWarning, match=r"UpsideDown scores rows far outside.*AUC 0\.00"):
        das.LLMDAS(UpsideDown(), **FAST).fit(X)


def test_local_outlier_factor_needs_novelty(X: Matrix) -> None:
    for wrap in WRAP.values():
        f = wrap(made("sklearn.neighbors.LocalOutlierFactor"))
        with pytest.raises(das.InvalidArgumentError, match="novelty=True"):
            das.LLMDAS(f).fit(X)
