"""Rows that equal or come near a training row are as normal as what surrounds them."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import pytest
from das._detectors import registry
from support.data import Matrix

pytestmark = pytest.mark.filterwarnings("ignore::das.FitWarning")
DETECTORS = ["iforest", "pca", "ecod", "ocsvm", "knn", "lof"]
KINDS = ["normal", "uniform", "integer", "mixed"]
SIZES = [(200, 1), (500, 1), (300, 3), (200, 20)]


def table(kind: str, rows: int, columns: int, seed: int = 0) -> Matrix:
    rng = np.random.default_rng(seed)
    X = {
        "normal": rng.normal(size=(rows, columns)),
        "uniform": rng.uniform(size=(rows, columns)),
        "integer": rng.integers(0, 10, size=(rows, columns)).astype(float),
        "mixed": rng.normal(size=(rows, columns)),
    }[kind]
    if kind == "mixed":
        X[:, ::2] = rng.poisson(3, size=X[:, ::2].shape)
    return X


def flagged(model: Any, X: Matrix) -> float:
    return float(model.predict(X).mean())


def allowed(rows: int, fraction: float = 0.1) -> float:
    """The share and two standard errors."""
    return fraction + 2 * (fraction * (1 - fraction) / rows) ** 0.5


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("detector", DETECTORS)
def test_predict_flags_at_most_the_contamination(
    detector: str, kind: str, size: tuple[int, int]
) -> None:
    X = table(kind, *size)
    model = das.LLMDAS(detector, random_state=0).fit(X)
    # Equal rows have one label, so a value that is more frequent than that is flagged whole.
    _, repeats = np.unique(X, axis=0, return_counts=True)
    for fitted in (model, model.detector_):
        assert flagged(fitted, X) <= max(allowed(len(X)), repeats.max() / len(X))


def test_drl_flags_at_most_the_contamination() -> None:
    X = table("normal", 200, 3)
    model = das.LLMDAS(das.DRL(epochs=20, n_estimators=2), random_state=0).fit(X)
    assert flagged(model, X) <= allowed(len(X))


@pytest.mark.parametrize("kind", ["normal", "uniform"])
def test_one_column_flags_about_the_contamination_of_fresh_rows(kind: str) -> None:
    fractions = [
        flagged(das.LLMDAS(random_state=0).fit(table(kind, 500, 1, seed)), table(kind, 2000, 1, 9))
        for seed in range(5)
    ]
    assert np.median(fractions) <= 0.13


def way(X: Matrix, rows: int = 100, seed: int = 0) -> list[Matrix]:
    """From the distance at which normal rows have neighbours to training rows, step by step."""
    spread = X.std(axis=0)
    scaled = X / spread
    distances = np.linalg.norm(scaled[:, None] - scaled[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    typical = np.median(distances.min(axis=1))
    direction = np.random.default_rng(seed).normal(size=(rows, X.shape[1]))
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    return [(scaled[:rows] + step * typical * direction) * spread for step in (1, 0.7, 0.3, 0.1, 0)]


@pytest.mark.parametrize("size", [(300, 1), (200, 3), (500, 8), (500, 20)])
@pytest.mark.parametrize("detector", ["iforest", "ecod", "knn"])
def test_scores_do_not_rise_towards_a_training_row(detector: str, size: tuple[int, int]) -> None:
    X = table("normal", *size)
    model = das.LLMDAS(detector, random_state=0).fit(X)
    for score in (model.decision_function, model.booster_.predict_proba):
        scores = np.array([score(rows).reshape(len(rows), -1)[:, -1] for rows in way(X)])
        for index in range(1, len(scores)):
            assert np.median(scores[index] - scores[0]) <= 1e-3


@pytest.mark.parametrize("booster", [das.ExtraTrees, das.RandomForest])
@pytest.mark.parametrize("k", [1, 5])
def test_boosters_alone_call_training_rows_normal(booster: Any, k: int) -> None:
    X = table("normal", 500, 20)
    f = das.IForest(random_state=0).fit(X)
    H = das.generate_hard_anomalies(n_samples=5000, model=f, X_train=X, random_state=0)
    y = np.repeat([0, 1], [len(X), len(H)])
    model = booster(
        50, min_samples_leaf=4, class_weight="balanced", n_neighbors=k, random_state=0
    ).fit(np.vstack([X, H]), y)
    steps = [model.predict_proba(rows)[:, 1] for rows in way(X)]
    assert np.median(steps[-1] - steps[0]) <= 1e-3
    fresh = model.predict_proba(table("normal", 500, 20, 1))[:, 1]
    assert np.median(model.predict_proba(X)[:, 1]) <= np.median(fresh)


@pytest.mark.parametrize("columns", [1, 3, 20])
def test_calibrated_models_select_no_training_rows(columns: int) -> None:
    X = table("normal", 500, columns)
    model = das.LLMDAS(random_state=0).fit(X).calibrate(table("normal", 500, columns, 1))
    assert flagged(model, X) <= allowed(len(X))
    assert model.select(X, level=0.1).mean() <= 0.01


@pytest.mark.parametrize("detector", DETECTORS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_hard_anomaly_equals_a_training_row(detector: str, kind: str) -> None:
    for size in SIZES:
        X = table(kind, *size)
        f = registry.DETECTORS[detector](random_state=0).fit(X)
        H = das.generate_hard_anomalies(n_samples=500, model=f, X_train=X, random_state=0)
        known = {row.tobytes() for row in X + 0.0}
        assert not any(row.tobytes() in known for row in H + 0.0)


def test_copies_made_by_a_foreign_program_are_dropped() -> None:
    X = table("normal", 300, 3)

    def program(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
        rows = X_train[np.arange(n_samples) % len(X_train)].copy()
        rows[n_samples // 4 :] += 3
        return rows

    with pytest.warns(das.FitWarning, match="750 of 3000 .* equal a training row; they are left"):
        model = das.LLMDAS("pca", program=program, random_state=0).fit(X)
    assert model.report().hard_anomalies == 2250
    with pytest.warns(das.FitWarning, match="3000 of 3000 hard anomalies of 'copy' equal"):
        das.LLMDAS("pca", program=copy, random_state=0).fit(X)


def copy(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
    return X_train[np.arange(n_samples) % len(X_train)]
