"""The grammar of PyOD on scikit-learn's base rules."""

from __future__ import annotations

import pickle
from typing import Any

import das
import numpy as np
import pytest
from das._detectors import registry
from support.data import Matrix

DETECTORS = list(registry.DETECTORS.values())
SCORING = [*DETECTORS, das.LLMDAS]
BOOSTERS = [das.RandomForest, das.ExtraTrees, das.DecisionTree, das.MLP, das.Voting]


@pytest.fixture(scope="module")
def fitted(X: Matrix) -> dict[type[Any], Any]:
    return {kind: kind(random_state=0).fit(X) for kind in SCORING}


@pytest.mark.parametrize("kind", SCORING)
def test_thresholds_and_labels_follow_from_training_scores(
    kind: Any, fitted: dict[Any, Any], X: Matrix, X_new: Matrix
) -> None:
    f = fitted[kind]
    assert f.decision_scores_.shape == f.labels_.shape == (300,)
    assert f.threshold_ == pytest.approx(np.percentile(f.decision_scores_, 90), rel=1e-12)
    assert np.array_equal(f.labels_, f.decision_scores_ > f.threshold_)
    assert 0.08 <= f.labels_.mean() <= 0.1
    scores = f.decision_function(X_new)
    assert scores.dtype == np.float64
    assert np.array_equal(f.predict(X_new), scores > f.threshold_)
    assert np.array_equal(f.predict_score(X_new), scores)
    assert f.predict(X_new).dtype == np.int64


@pytest.mark.parametrize("kind", SCORING)
def test_anomalies_score_higher(kind: Any, fitted: dict[Any, Any], X_new: Matrix) -> None:
    scores = fitted[kind].decision_function(X_new)
    assert np.median(scores[60:]) > np.median(scores[:60])


@pytest.mark.parametrize("kind", SCORING)
def test_predict_proba_is_rank_among_training_scores(
    kind: Any, fitted: dict[Any, Any], X_new: Matrix
) -> None:
    f = fitted[kind]
    below = (f.decision_scores_[:, None] < f.decision_function(X_new)).sum(axis=0)
    fraction = f.predict_proba(X_new)
    assert fraction.shape == (120, 2)
    assert np.allclose(fraction[:, 1], below / 301)
    assert np.allclose(fraction.sum(axis=1), 1)


@pytest.mark.parametrize("kind", SCORING)
def test_contamination_is_checked_when_fitting(kind: Any, X: Matrix) -> None:
    for wrong in (0, 0.7, -0.1, np.nan, "auto", None):
        with pytest.raises(das.OutOfRangeError, match=r"contamination is .*\(0, 0.5\]"):
            kind(contamination=wrong).fit(X)
    labels = kind(contamination=np.float32(0.5), random_state=0).fit(X).labels_
    assert labels.mean() == pytest.approx(0.5)


@pytest.mark.parametrize("kind", SCORING)
def test_fit_predict_gives_the_labels(kind: Any, X: Matrix, fitted: dict[Any, Any]) -> None:
    assert np.array_equal(kind(random_state=0).fit_predict(X), fitted[kind].labels_)


def test_ecod_counts_a_new_row_in_its_ranks(X: Matrix) -> None:
    f = das.ECOD().fit(X)
    assert not np.array_equal(f.decision_scores_, f.decision_function(X))
    # A tail probability of at least 1 / n, and of at least 1 / (n + 1) for a new row.
    bound = X.shape[1] * np.log(len(X) + 1)
    assert f.decision_function(np.full((1, 4), 1e6))[0] == pytest.approx(bound)


@pytest.mark.parametrize("kind", SCORING + BOOSTERS)
def test_unfitted_estimators_raise_not_fitted(kind: Any, X: Matrix) -> None:
    estimator = kind()
    for error in (ValueError, AttributeError, das.NotFittedError):
        with pytest.raises(error, match=f"This {kind.__name__} instance is not fitted yet"):
            estimator.predict(X)


def test_not_fitted_error_is_also_scikit_learns(X: Matrix) -> None:
    exceptions = pytest.importorskip("sklearn.exceptions")
    with pytest.raises(exceptions.NotFittedError):
        das.IForest().decision_function(X)


def test_failed_fit_keeps_the_previous_fit(X: Matrix) -> None:
    f = das.IForest(random_state=0).fit(X)
    before = f.decision_function(X)
    with pytest.raises(das.InvalidDataError):
        f.fit(np.full((5, 2), np.nan))
    assert f.n_features_in_ == 4
    assert np.array_equal(f.decision_function(X), before)


@pytest.mark.parametrize(
    ("estimator", "message"),
    [
        (das.IForest(n_estimators=0), "'n_estimators' is 0; it takes an integer in 1 ... 10000"),
        (das.IForest(max_samples="all"), "'max_samples' is 'all'; it takes .*auto"),
        (das.OCSVM(kernel="cubic"), "'kernel' is 'cubic'; it takes one of .*rbf"),
        (das.IForest(n_estimators=[1]), r"n_estimators is \[1\]; it takes a number or a word"),
        (das.IForest(n_estimators=10**30), "n_estimators is 1000.*which no setting takes"),
        (das.IForest(random_state=-1), "random_state is -1; it takes an integer in"),
        (das.IForest(random_state="0"), "random_state is '0'; it takes an integer, a numpy"),
        (das.IForest(n_jobs=0), "n_jobs is 0; it takes 1 ... 1024, -1 for all"),
        (das.IForest(n_jobs=1.5), "n_jobs is 1.5; it takes an integer"),
        (das.KNN(metric="euclidean", p=3), "'p' is 3.0, but it applies to metric 'minkowski' only"),
        (das.LLMDAS("abod"), "there is no detector 'abod'; there are iforest, pca, ecod, ocsvm"),
        (das.LLMDAS(preset="best"), "there is no preset 'best'; there are default, paper"),
        (das.LLMDAS(preset=3), "preset is 3"),
        (das.LLMDAS(program="magic"), "there is no program 'magic'; there are"),
        (das.LLMDAS(program=3), "program is 3; it takes a das.Program"),
        (das.LLMDAS(booster="svm"), "there is no booster 'svm'; there are random_forest"),
        (das.LLMDAS(booster=das.IForest()), "booster is IForest.., a detector; it takes a cl"),
        (das.LLMDAS(das.IForest), "detector is the class IForest; give an instance"),
        (das.LLMDAS(n_samples=0), "'n_samples' is 0"),
        (das.LLMDAS(normalization="zscore"), "'normalization' is 'zscore'; .*minmax, rank"),
    ],
    ids=repr,
)
def test_wrong_parameters_are_named_with_allowed_values(
    estimator: Any, message: str, X: Matrix
) -> None:
    with pytest.raises(ValueError, match=message):
        estimator.fit(X)


def test_parameters_are_set_and_cloned_as_in_scikit_learn() -> None:
    base = pytest.importorskip("sklearn.base")
    model = das.LLMDAS(das.IForest(50), random_state=3)
    assert model.get_params()["detector__n_estimators"] == 50
    model.set_params(detector__n_estimators=20, contamination=0.2)
    again = base.clone(model)
    assert again is not model
    assert again.detector is not model.detector
    assert (again.detector.n_estimators, again.contamination) == (20, 0.2)
    with pytest.raises(ValueError, match="Invalid parameter 'wrong' for estimator LLMDAS"):
        model.set_params(wrong=1)
    assert repr(again) == (
        "LLMDAS(detector=IForest(n_estimators=20), contamination=0.2, random_state=3)"
    )


def test_parts_given_by_name_have_parameters(X: Matrix, X_new: Matrix) -> None:
    """By name or as an object is the same: listed, set, cloned, and in the same bits."""
    base = pytest.importorskip("sklearn.base")
    named = das.LLMDAS("iforest", booster="extra_trees", n_samples=50, random_state=0)
    objects = das.LLMDAS(das.IForest(), booster=das.ExtraTrees(), n_samples=50, random_state=0)
    assert named.get_params(deep=False)["detector"] == "iforest"
    assert named.get_params().keys() == objects.get_params().keys()
    assert named.get_params()["detector__n_estimators"] == das.IForest().n_estimators
    for model in (named, objects):
        model.set_params(detector__n_estimators=7, booster__n_estimators=9)
        assert (model.detector.n_estimators, model.booster.n_estimators) == (7, 9)
    again = base.clone(named)
    assert (again.detector.n_estimators, again.booster.n_estimators) == (7, 9)
    scores = [model.fit(X).decision_function(X_new) for model in (named, objects, again)]
    assert np.array_equal(scores[0], scores[1]) and np.array_equal(scores[0], scores[2])
    named.set_params(detector="knn", detector__n_neighbors=3)
    assert repr(named.detector) == "KNN(n_neighbors=3)"


def test_parts_without_parameters_are_refused() -> None:
    model = das.LLMDAS("iforest", random_state=0)
    for name, message in [
        ("booster__n_estimators", "booster is None, which has no parameter 'n_estimators'"),
        ("program__seeds", "program is None, which has no parameter 'seeds'"),
        ("detector__neighbors", "Invalid parameter 'neighbors' for estimator IForest"),
    ]:
        with pytest.raises(das.InvalidArgumentError, match=message):
            model.set_params(**{name: 3})
    with pytest.raises(das.InvalidArgumentError, match="detector is 'abod', which has no param"):
        das.LLMDAS("abod").set_params(detector__n_neighbors=3)
    assert model.detector == "iforest"


def test_grid_searches_reach_into_parts_given_by_name(X_new: Matrix) -> None:
    selection = pytest.importorskip("sklearn.model_selection")
    pipeline = pytest.importorskip("sklearn.pipeline")
    labels = np.arange(120) % 2
    chain = pipeline.make_pipeline(das.LLMDAS("iforest", booster="decision_tree", n_samples=50))
    grid = {"llmdas__detector__n_estimators": [5, 6], "llmdas__booster__max_depth": [2, 3]}
    search = selection.GridSearchCV(chain, grid, scoring=auc, cv=2).fit(X_new, labels)
    best = search.best_estimator_[-1]
    assert best.detector.n_estimators in (5, 6) and best.booster.max_depth in (2, 3)
    assert chain[-1].detector == "iforest"


def test_pipelines_and_grid_searches_take_them(X: Matrix, X_new: Matrix) -> None:
    pipeline = pytest.importorskip("sklearn.pipeline")
    selection = pytest.importorskip("sklearn.model_selection")
    scaler = pytest.importorskip("sklearn.preprocessing").StandardScaler()
    chain = pipeline.make_pipeline(scaler, das.OCSVM()).fit(X)
    scaled = das.OCSVM().fit(scaler.fit_transform(X))
    expected = scaled.decision_function(scaler.transform(X_new))
    assert np.array_equal(chain.decision_function(X_new), expected)
    order = np.random.default_rng(0).permutation(120)
    X_new, labels = X_new[order], np.repeat([0, 1], 60)[order]
    search = selection.GridSearchCV(
        das.IForest(random_state=0), {"max_features": [0.5, 1.0]}, scoring=auc, cv=2
    ).fit(X_new, labels)
    assert search.best_score_ > 0.5


def auc(estimator: Any, X: Matrix, y: Any) -> float:
    """scikit-learn's own scorers take classifiers and regressors only."""
    metrics = pytest.importorskip("sklearn.metrics")
    return float(metrics.roc_auc_score(y, estimator.decision_function(X)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: 5,
        lambda: np.int64(5),
        lambda: np.random.default_rng(5),
        lambda: np.random.RandomState(5),
    ],
)
def test_random_states_of_every_kind_repeat(make: Any, X: Matrix) -> None:
    scores = [das.IForest(random_state=make()).fit(X).decision_scores_ for _ in range(2)]
    assert np.array_equal(*scores)


def test_missing_random_state_is_numpys_global_one(X: Matrix) -> None:
    np.random.seed(3)
    first = das.IForest().fit(X).decision_scores_
    second = das.IForest().fit(X).decision_scores_
    np.random.seed(3)
    assert np.array_equal(das.IForest().fit(X).decision_scores_, first)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("kind", SCORING + BOOSTERS)
def test_unfitted_estimators_pickle(kind: Any) -> None:
    assert repr(pickle.loads(pickle.dumps(kind(n_jobs=2)))) == f"{kind.__name__}(n_jobs=2)"


def test_joblib_fits_in_other_processes(X: Matrix) -> None:
    joblib = pytest.importorskip("joblib")
    jobs = (joblib.delayed(das.IForest(random_state=seed).fit)(X) for seed in range(2))
    fitted = joblib.Parallel(n_jobs=2)(jobs)
    for seed, f in enumerate(fitted):
        expected = das.IForest(random_state=seed).fit(X).decision_scores_
        assert np.array_equal(f.decision_function(X), expected)
