"""Decomposed representation learning against its definition in numpy, from the model file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.model_files import opened


def contents(path: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """The metadata of a file and the detector's tensors."""
    metadata, tensors = opened(path)
    return metadata, {name.removeprefix("detector."): tensors[name] for name in tensors}


def leaky(z: Matrix) -> Matrix:
    return np.maximum(z, 0.2 * z)


def expected(path: Path, X: Matrix, training: Matrix) -> Matrix:
    """The geometric mean over networks of (r + c/4)^0.45 m^0.45 (1 + v)^0.1, all over their means.
    The networks are the file's; means and covariances are those of the training rows."""
    metadata, t = contents(path)
    parts = []
    for i in range(len(t["scales"])):
        r, c, e, w = measures(metadata, t, i, X)
        typical = measures(metadata, t, i, training)
        misfit = r / typical[0].mean() + c / typical[1].mean() / 4
        m, v = residual_distance(e, typical[2]), weight_distance(w, typical[3])
        parts.append(np.exp(0.45 * np.log(misfit * m) + 0.1 * np.log1p(v)))
    return np.exp(np.log(parts).mean(axis=0))


def residual_distance(e: Matrix, typical: Matrix) -> Matrix:
    """Mahalanobis's distance by probabilistic PCA with 32 axes, over its mean."""
    squares, axes = np.linalg.eigh(typical.T @ typical / len(typical))
    rest = max(squares[:-32].mean() if len(squares) > 32 else 0, 0.01 * squares.mean())
    squares[:-32] = rest
    factors = 1 / np.maximum(squares, rest)
    # Beyond the axes the mean of the training rows' squares is what it is.
    return ((e @ axes) ** 2 @ factors) / ((typical @ axes) ** 2 @ factors).mean()


def weight_distance(w: Matrix, typical: Matrix) -> Matrix:
    """Mahalanobis's distance with a ridge, over its mean."""
    center, covariance = typical.mean(axis=0), np.atleast_2d(np.cov(typical.T, bias=True))
    inverse = np.linalg.inv(
        covariance + 0.001 * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    )

    def distance(rows: Matrix) -> Matrix:
        return np.einsum("ij,jk,ik->i", rows - center, inverse, rows - center)

    return distance(w) / distance(typical).mean()


def measures(
    metadata: dict[str, str], t: dict[str, Any], i: int, X: Matrix
) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """What network i makes of rows: r = |e|^2, c, the residuals e = h - w basis, and w."""
    x = (X - t["shift"]) * t["factor"][i]
    if metadata["detector.intercept"] == "1":
        x = np.hstack([x, np.ones((len(x), 1))])
    h = leaky(leaky(x @ t["encoder1"][i]) @ t["encoder2"][i])
    w = leaky(x @ t["weigher1"][i]) @ t["weigher2"][i]
    kind = metadata["detector.weights"]
    if kind == "softmax" or (kind == "both" and i % 2 == 1):
        w = np.exp(w - w.max(axis=1, keepdims=True))
        w /= w.sum(axis=1, keepdims=True)
    e = h - w @ t["basis"][i]
    y = h @ t["decoder"][i]
    c = 1 - (x * y).sum(axis=1) / (np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1))
    return (e**2).sum(axis=1), c, e, w


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"weights": "softmax", "intercept": False},
        {"weights": "linear", "n_estimators": 3},
        {"scale": "standard", "hidden": 37, "n_basis": 17, "n_estimators": 1},
        {"scale": "none"},
        {"scale": "pareto", "n_basis": 1, "n_estimators": 2, "weights": "linear"},
        {"hidden": 16},
        {"hidden": 80},
    ],
    ids=str,
)
def test_score_is_reproduced_from_the_networks_in_the_file(
    settings: dict[str, Any], X: Matrix, X_new: Matrix, tmp_path: Path
) -> None:
    detector = das.DRL(epochs=20, random_state=0, **settings).fit(X)
    das.save(detector, tmp_path / "drl.das")
    np.testing.assert_allclose(
        detector.decision_function(X_new), expected(tmp_path / "drl.das", X_new, X), rtol=2e-3
    )


def test_mixed_scale_leaves_columns_raw_for_two_of_eight_networks(
    X: Matrix, tmp_path: Path
) -> None:
    X = X * np.logspace(-2, 2, X.shape[1])
    das.save(das.DRL(epochs=1).fit(X), tmp_path / "drl.das")
    factors = contents(tmp_path / "drl.das")[1]["factor"]
    even = [np.ptp(np.log(factor)) < 1e-9 for factor in factors]
    assert even == [False] * 6 + [True] * 2


def test_the_basis_is_orthonormal(X: Matrix, tmp_path: Path) -> None:
    das.save(das.DRL(2, n_basis=9, epochs=1).fit(X), tmp_path / "drl.das")
    for basis in contents(tmp_path / "drl.das")[1]["basis"]:
        np.testing.assert_allclose(basis.astype(float) @ basis.T, np.eye(9), atol=1e-6)


@pytest.mark.slow
def test_scale_weights_columns() -> None:
    """An anomaly in a column of small numbers, beside one of large numbers."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 2)) * [1.0, 1000.0]
    odd = np.array([[6.0, 0.0], [0.0, 6000.0]])
    for scale, minimum in ("standard", 5.0), ("pareto", 0.0), ("none", 0.0):
        scores = das.DRL(scale=scale, random_state=0).fit(X).decision_function(odd)
        assert scores[0] > minimum and scores[1] > 5, scale
    raw = das.DRL(scale="none", random_state=0).fit(X).decision_function(odd)
    assert raw[0] < 2 < 5 < raw[1]
