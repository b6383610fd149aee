"""Mahalanobis's distance, with scikit-learn as the oracle."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.data import Matrix

neighbors = pytest.importorskip("sklearn.neighbors")


def correlated(n: int, d: int, seed: int) -> Matrix:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) * 10.0 ** rng.integers(-3, 4, size=d)


def covariance_of(given_by: str, X: Matrix) -> tuple[Matrix, dict[str, Matrix] | None]:
    """The covariance, and how it is told to das."""
    own = np.cov(X, rowvar=False).reshape(X.shape[1], -1)
    other = own + np.diag(np.diag(own))
    return {
        "training": (own, None),
        "V": (other, {"V": other}),
        "VI": (other, {"VI": np.linalg.inv(other)}),
    }[given_by]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(0, 10**6), st.sampled_from(["training", "V", "VI"]))
def test_distances_match_scikit_learn(d: int, seed: int, given_by: str) -> None:
    X, rows = correlated(40 + 3 * d, d, seed), correlated(30, d, seed + 1)
    covariance, params = covariance_of(given_by, X)
    search = neighbors.NearestNeighbors(
        n_neighbors=5, metric="mahalanobis", metric_params={"V": covariance}, algorithm="ball_tree"
    ).fit(X)
    f = das.KNN(metric="mahalanobis", metric_params=params).fit(X)
    assert np.allclose(f.decision_scores_, search.kneighbors()[0][:, -1], rtol=1e-6)
    assert np.allclose(f.decision_function(rows), search.kneighbors(rows)[0][:, -1], rtol=1e-6)


@pytest.mark.parametrize("given_by", ["training", "V", "VI"])
def test_lof_matches_scikit_learn(given_by: str) -> None:
    X, rows = correlated(300, 5, 0), correlated(60, 5, 1)
    covariance, params = covariance_of(given_by, X)
    theirs = neighbors.LocalOutlierFactor(
        metric="mahalanobis", metric_params={"V": covariance}, novelty=True
    ).fit(X)
    f = das.LOF(metric="mahalanobis", metric_params=params).fit(X)
    assert np.allclose(f.decision_scores_, -theirs.negative_outlier_factor_, rtol=1e-6)
    assert np.allclose(f.decision_function(rows), -theirs.score_samples(rows), rtol=1e-6)


@pytest.mark.parametrize("kind", [das.KNN, das.LOF])
def test_distance_is_invariant_to_units(kind: Any) -> None:
    """Any invertible linear map of all rows leaves the scores, where the covariance is theirs."""
    rng = np.random.default_rng(4)
    X, rows, transform = (rng.normal(size=(n, 4)) for n in (200, 50, 4))
    f = kind(metric="mahalanobis").fit(X)
    g = kind(metric="mahalanobis").fit(X @ transform + 1e3)
    assert np.allclose(f.decision_scores_, g.decision_scores_, rtol=1e-6)
    assert np.allclose(
        f.decision_function(rows), g.decision_function(rows @ transform + 1e3), rtol=1e-6
    )


@pytest.mark.parametrize("kind", [das.KNN, das.LOF])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_depend_on_the_row_alone_and_survive_files(
    kind: Any, dtype: Any, tmp_path: Path
) -> None:
    X, rows = correlated(300, 5, 5).astype(dtype), correlated(9000, 5, 6).astype(dtype)
    f = kind(metric="mahalanobis", n_jobs=2).fit(X)
    scores = f.decision_function(rows)
    for index in (0, 17, 8191, 8192, 8999):
        assert f.decision_function(rows[index : index + 1])[0] == scores[index]
    assert np.array_equal(f.decision_function(rows.astype(np.float64)), scores)
    das.save(f, tmp_path / "f.das")
    for again in (das.load(tmp_path / "f.das"), pickle.loads(pickle.dumps(f))):
        assert np.array_equal(again.decision_function(rows), scores)


def test_far_rows_have_finite_scores() -> None:
    X = correlated(100, 3, 7)
    f = das.KNN(metric="mahalanobis").fit(X)
    scores = f.decision_function(np.array([[1e150, -1e150, 1e150], [1e149, 0, 0], X[0]]))
    assert np.isfinite(scores).all()
    assert scores[:2].min() > 1e100 > scores[2]


def constant(X: Matrix) -> Matrix:
    return np.column_stack([X, np.ones(len(X))])


def combined(X: Matrix) -> Matrix:
    return np.column_stack([X, X @ [1.0, 2.0, 0.5]])


@pytest.mark.parametrize(
    ("params", "change", "message"),
    [
        ({}, constant, "the covariance of the training rows is singular: column 3 is constant or"),
        ({}, combined, "is singular: column 3 is constant or a linear combination of the columns"),
        ({}, lambda X: X[:3], "3 rows of 3 columns; at least 4 rows are needed"),
        ({"metric_params": {"V": np.eye(2)}}, None, "covariance is 2 x 2, but the rows have 3 col"),
        ({"metric_params": {"V": np.ones((3, 3))}}, None, "covariance is singular: column 1 is"),
        ({"metric_params": {"V": -np.eye(3)}}, None, r"covariance has -1.0 at \(0, 0\); a var"),
        ({"metric_params": {"V": np.triu(np.ones((3, 3)))}}, None, "it is to be symmetric"),
        ({"metric_params": {"V": np.ones((3, 2))}}, None, r"\['V'\] has shape \(3, 2\); a square"),
        ({"metric_params": {"V": np.full((3, 3), np.nan)}}, None, "is nan"),
        ({"metric_params": {"VI": np.ones((3, 3))}}, None, r"\['VI'\] has no inverse"),
        ({"metric_params": {"w": [1, 2, 3]}}, None, "it takes {'V': covariance} or {'VI': its inv"),
        ({"metric_params": [1]}, None, "metric_params is .1.; it takes {'V'"),
        ({"p": 3}, None, "'p' is 3.0, but it applies to metric 'minkowski' only"),
        ({"standardize": True}, None, "'standardize' is 1, but the mahalanobis distance takes"),
        ({"metric": "euclidean", "metric_params": {"V": np.eye(3)}}, None, "'mahalanobis' only"),
        ({"algorithm": "fast"}, None, "algorithm is 'fast'; it takes one of auto, ball_tree"),
    ],
)
@pytest.mark.parametrize("kind", [das.KNN, das.LOF])
def test_singular_covariance_is_refused(
    kind: Any, params: dict[str, Any], change: Any, message: str
) -> None:
    X = correlated(50, 3, 9)
    with pytest.raises(ValueError, match=message):
        kind(**{"metric": "mahalanobis", **params}).fit(X if change is None else change(X))


@pytest.mark.parametrize("kind", [das.KNN, das.LOF])
def test_ignored_parameters_do_not_change_scores(kind: Any, X: Matrix) -> None:
    base = kind().fit(X).decision_scores_
    for params in (
        {"algorithm": "kd_tree", "leaf_size": 2},
        {"algorithm": "brute", "metric": "l2"},
        {"metric": "euclidean", "metric_params": None},
        {"radius": 3.0} if kind is das.KNN else {"novelty": False},
    ):
        assert np.array_equal(kind(**params).fit(X).decision_scores_, base)
    manhattan = kind(p=1).fit(X).decision_scores_
    for name in ("l1", "cityblock", "manhattan"):
        assert np.array_equal(kind(metric=name).fit(X).decision_scores_, manhattan)
