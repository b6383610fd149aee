"""The built-in methods against PyOD and scikit-learn, on the benchmark datasets."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import numpy.typing as npt
import pytest
from support.data import DATA, DATASETS, Matrix, needs_datasets, split

pytestmark = [pytest.mark.slow, needs_datasets]


Pairs = tuple[tuple[Matrix, Matrix], tuple[Matrix, Matrix]]


def pairs(ours: Any, theirs: Any, rows: Matrix, their_rows: Matrix) -> Pairs:
    """The scores of the training rows and of other rows, each by both."""
    return (
        (ours.decision_scores_, theirs.decision_scores_),
        (ours.decision_function(rows), theirs.decision_function(their_rows)),
    )


# MARK: pca


@pytest.mark.parametrize("name", DATASETS)
def test_pca_matches_pyod(name: str) -> None:
    """To 1e-8 relative wherever every kept share of the variance exceeds 1e-7.

    Below that PyOD divides by rounding errors. Its score depends on the signs of the components;
    both take scikit-learn's rule, the entry of largest magnitude positive.
    """
    pyod = pytest.importorskip("pyod.models.pca")
    train, test, _ = split(name, 3000)
    theirs = pyod.PCA(svd_solver="full").fit(train)
    if theirs.explained_variance_ratio_.min() <= 1e-7:
        pytest.skip("PyOD divides by rounding errors here")
    ours = das.PCA().fit(train)
    for scores, expected in pairs(ours, theirs, test, test):
        assert np.allclose(scores, expected, rtol=1e-8, atol=1e-8 * np.abs(expected).max())


# MARK: ecod


@pytest.mark.parametrize("name", DATASETS)
def test_ecod_training_scores_match_pyod(name: str) -> None:
    pyod = pytest.importorskip("pyod.models.ecod")
    train, _, _ = split(name, 3000)
    expected = pyod.ECOD().fit(train).decision_scores_
    assert np.allclose(das.ECOD().fit(train).decision_scores_, expected, rtol=1e-9, atol=1e-9)


# MARK: ocsvm


def standardised(name: str, max_rows: int) -> tuple[Matrix, Matrix]:
    train, test, _ = split(name, max_rows)
    spread = train.std(axis=0)
    spread[spread == 0] = 1
    return (train - train.mean(axis=0)) / spread, (test - train.mean(axis=0)) / spread


@pytest.mark.parametrize("name", DATASETS)
def test_ocsvm_rbf_matches_scikit_learn(name: str) -> None:
    """At the default tol of 1e-3 within 2e-3 of the range of scikit-learn's scores at tol 1e-6."""
    svm = pytest.importorskip("sklearn.svm")
    train, test = standardised(name, 600)
    theirs = svm.OneClassSVM(gamma="auto", tol=1e-6).fit(train)
    ours = das.OCSVM(standardize=False).fit(train)
    assert distance(ours.decision_function(test), -theirs.decision_function(test)) <= 2e-3


@pytest.mark.parametrize("name", DATASETS)
def test_ocsvm_poly_matches_scikit_learn(name: str) -> None:
    """At tol 1e-6 within 2e-3 of the range.

    A cubic makes rows of any magnitude, and a solution within 1e-3 of optimality may score them
    anyhow: scikit-learn's at 1e-3 is up to .03 of the range away from its own at 1e-6. Where it is
    farther away than that, even 1e-6 decides little, and the table is skipped.
    """
    svm = pytest.importorskip("sklearn.svm")
    train, test = standardised(name, 600)
    loose, tight = (
        -svm.OneClassSVM(kernel="poly", gamma="auto", tol=tol).fit(train).decision_function(test)
        for tol in (1e-3, 1e-6)
    )
    if distance(loose, tight) > 0.1:
        pytest.skip("the tolerance does not determine the scores")
    ours = das.OCSVM("poly", standardize=False, tol=1e-6).fit(train)
    assert distance(ours.decision_function(test), tight) <= 2e-3


def distance(scores: Matrix, expected: Matrix) -> float:
    """The greatest difference, in units of the range."""
    return float(np.abs(scores - expected).max() / np.ptp(expected))


@pytest.mark.parametrize("name", DATASETS)
def test_ocsvm_sigmoid_is_optimal_within_tol(name: str) -> None:
    """The Karush-Kuhn-Tucker conditions, by the weights in the model's file.

    For the gradient G = K alpha: max G over alpha > 0 is at most tol above min G over alpha < 1.
    The kernel is not positive definite, so this is all that a solution can be held to.
    """
    safetensors = pytest.importorskip("safetensors.numpy")
    train, _ = standardised(name, 600)
    f = das.OCSVM("sigmoid", standardize=False).fit(train)
    tensors = safetensors.load(f._handle.to_bytes())
    points, weights = tensors["detector.points"], tensors["detector.weights"]
    assert weights.sum() == pytest.approx(0.5 * len(train), rel=1e-9)
    kernel = np.tanh(train @ points.T / train.shape[1])
    gradient = kernel @ weights
    alpha = np.zeros(len(train))
    indices = {row.tobytes(): [] for row in train}
    for index, row in enumerate(train):
        indices[row.tobytes()].append(index)
    for row, weight in zip(points, weights):
        alpha[indices[row.tobytes()].pop()] = weight
    violation = gradient[alpha > 0].max() - gradient[alpha < 1].min()
    assert violation <= 1e-3 * (1 + 1e-6)


# MARK: iforest and random forest


@pytest.fixture(scope="module")
def forests() -> dict[str, npt.NDArray[Any]]:
    """For each dataset and four seeds: AUC-ROC of us and of scikit-learn, and rank correlations.

    The mean AUC over the datasets varies by .005 from seed to seed, so one seed tells nothing.
    """
    ensemble = pytest.importorskip("sklearn.ensemble")
    metrics = pytest.importorskip("sklearn.metrics")
    stats = pytest.importorskip("scipy.stats")
    auc, rank = [], []
    for name in DATASETS:
        train, test, labels = split(name, 2000)
        ours = [das.IForest(random_state=s).fit(train).decision_function(test) for s in range(4)]
        theirs = [
            -ensemble.IsolationForest(random_state=s).fit(train).score_samples(test)
            for s in range(4)
        ]
        auc.append([[metrics.roc_auc_score(labels, s) for s in both] for both in (ours, theirs)])
        order = stats.spearmanr(np.array(ours + theirs), axis=1).statistic
        rank.append([order[:4, 4:].mean(), order[4:, 4:][np.triu_indices(4, 1)].mean()])
    return {"auc": np.array(auc), "rank": np.array(rank)}


def test_iforest_auc_matches_scikit_learn(forests: dict[str, Any]) -> None:
    """Mean AUC-ROC over the datasets within .01."""
    ours, theirs = forests["auc"].mean(axis=(0, 2))
    assert ours == pytest.approx(theirs, abs=0.01)


def test_iforest_correlates_with_scikit_learn(forests: dict[str, Any]) -> None:
    """Spearman, the mean over the datasets; at most .01 below that of scikit-learn's seeds."""
    between, themselves = forests["rank"].mean(axis=0)
    assert between >= themselves - 0.01


def test_random_forest_auc_matches_scikit_learn() -> None:
    """Mean AUC-ROC within .005, of forests that learn the labels of every other row."""
    ensemble = pytest.importorskip("sklearn.ensemble")
    metrics = pytest.importorskip("sklearn.metrics")
    results = []
    for name in DATASETS:
        with np.load(DATA / f"{name}.npz") as file:
            table, labels = file["X"].astype(np.float64), file["y"]
        order = np.random.default_rng(0).permutation(len(labels))[:3000]
        order = order[np.argsort(labels[order], kind="stable")]
        train, test = order[::2], order[1::2]
        pair = (das.RandomForest(random_state=0), ensemble.RandomForestClassifier(random_state=0))
        fractions = [
            f.fit(table[train], labels[train]).predict_proba(table[test])[:, 1] for f in pair
        ]
        results.append([metrics.roc_auc_score(labels[test], fraction) for fraction in fractions])
    ours, theirs = np.mean(results, axis=0)
    assert ours == pytest.approx(theirs, abs=0.005)


# MARK: knn and lof


def jittered(name: str) -> tuple[Matrix, Matrix]:
    """Rows moved by a millionth of each column's spread: without ties, whose order is arbitrary."""
    train, test, _ = split(name, 1500)
    random, spread = np.random.default_rng(0), train.std(axis=0) * 1e-6
    return train + spread * random.normal(size=train.shape), test + spread * random.normal(
        size=test.shape
    )


DISTANCES = [("euclidean", 2.0), ("manhattan", 2.0), ("minkowski", 3.0)]


@pytest.mark.parametrize(("metric", "p"), DISTANCES)
@pytest.mark.parametrize("name", DATASETS)
def test_knn_matches_pyod(name: str, metric: str, p: float) -> None:
    pyod = pytest.importorskip("pyod.models.knn")
    train, test, _ = split(name, 1500)
    for method in ("largest", "mean", "median"):
        theirs = pyod.KNN(method=method, metric=metric, p=p, algorithm="ball_tree").fit(train)
        ours = das.KNN(method=method, metric=metric, p=p).fit(train)
        for scores, expected in pairs(ours, theirs, test, test):
            assert np.allclose(scores, expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize(("metric", "p"), DISTANCES)
@pytest.mark.parametrize("name", DATASETS)
def test_lof_matches_scikit_learn(name: str, metric: str, p: float) -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    train, test = jittered(name)
    theirs = neighbors.LocalOutlierFactor(
        metric=metric, p=p, novelty=True, algorithm="ball_tree"
    ).fit(train)
    ours = das.LOF(metric=metric, p=p).fit(train)
    assert np.allclose(ours.decision_scores_, -theirs.negative_outlier_factor_, rtol=1e-9, atol=0)
    assert np.allclose(ours.decision_function(test), -theirs.score_samples(test), rtol=1e-9, atol=0)


@pytest.mark.parametrize("name", DATASETS)
def test_standardize_equals_standardised_rows(name: str) -> None:
    pyod = pytest.importorskip("pyod.models.knn")
    train, test = standardised(name, 1500)
    theirs = pyod.KNN(algorithm="ball_tree").fit(train)
    raw_train, raw_test, _ = split(name, 1500)
    ours = das.KNN(standardize=True).fit(raw_train)
    for scores, expected in pairs(ours, theirs, raw_test, test):
        assert np.allclose(scores, expected, rtol=1e-9, atol=1e-12)
