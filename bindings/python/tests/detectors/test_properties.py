"""What holds for every score, whatever the method."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import numpy.typing as npt
import pytest
from das._boosters.registry import BOOSTERS
from das._detectors import registry
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from support.data import DATASETS, Matrix, needs_datasets, split

DETECTORS = {
    **registry.DETECTORS,
    "pca reconstruction": lambda **p: das.PCA(method="reconstruction", **p),
    "knn manhattan": lambda **p: das.KNN(metric="manhattan", method="mean", **p),
    "knn minkowski": lambda **p: das.KNN(metric="minkowski", p=3.5, standardize=True, **p),
    "ocsvm linear": lambda **p: das.OCSVM("linear", **p),
}
MODELS = {
    **DETECTORS,
    **{
        f"llmdas {name}": lambda name=name, **p: das.LLMDAS(name, **p)
        for name in registry.DETECTORS
    },
    "llmdas neighbors": lambda **p: das.LLMDAS(
        "ecod", booster=das.ExtraTrees(30, n_neighbors=3, bootstrap=True), **p
    ),
    "llmdas paper": lambda **p: das.LLMDAS(preset="paper", **p),
    "llmdas rank": lambda **p: das.LLMDAS("ecod", normalization="rank", **p),
}
NAMES = [
    pytest.param(name, marks=pytest.mark.slow) if name.endswith("drl") else name for name in MODELS
]
# Scores of these go through BLAS, which may sum in another order for another number of rows.
THROUGH_BLAS = ("pca", "ocsvm", "consensus")


def alike(name: str, scores: Matrix, others: Matrix) -> bool:
    """Bit for bit; within 1e-12 of the scale where BLAS is involved."""
    if any(method in name for method in THROUGH_BLAS):
        return bool(np.abs(scores - others).max() <= 1e-12 * max(1, np.abs(scores).max()))
    return np.array_equal(scores, others)


@pytest.mark.parametrize("name", NAMES)
def test_a_score_depends_on_its_row_alone(name: str, X: Matrix, X_new: Matrix) -> None:
    model = MODELS[name](random_state=0).fit(X)
    scores = model.decision_function(X_new)
    one_by_one = np.concatenate([model.decision_function(row[None]) for row in X_new])
    assert alike(name, scores, one_by_one)
    assert alike(name, scores[17:60], model.decision_function(X_new[17:60]))


@pytest.mark.parametrize("name", NAMES)
def test_float32_scores_as_its_float64_copy(name: str, X: Matrix, X_new: Matrix) -> None:
    single, new = X.astype(np.float32), X_new.astype(np.float32)
    model = MODELS[name](random_state=0).fit(single)
    again = MODELS[name](random_state=0).fit(single.astype(np.float64))
    assert np.array_equal(model.decision_function(new), model.decision_function(new.astype(float)))
    assert np.array_equal(model.decision_function(new), again.decision_function(new))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads(
    name: str, X: Matrix, X_new: Matrix
) -> None:
    scores = [
        MODELS[name](random_state=3, n_jobs=n_jobs).fit(X).decision_function(X_new)
        for n_jobs in (None, 2, 5)
    ]
    assert np.array_equal(scores[0], scores[1])
    assert np.array_equal(scores[0], scores[2])


@needs_datasets
@pytest.mark.parametrize("name", ["cardio", "Wilt"])
def test_threads_change_nothing_on_tables_of_many_blocks(name: str) -> None:
    if name not in DATASETS:
        pytest.skip(f"no dataset {name}")
    train, test, _ = split(name)
    for detector in ("iforest", "ocsvm"):
        models = [
            das.LLMDAS(detector, n_samples=0.3, random_state=1, n_jobs=n).fit(train) for n in (1, 5)
        ]
        scores = [model.decision_function(test) for model in models]
        assert np.array_equal(*scores)


@pytest.mark.parametrize("kind", BOOSTERS.values())
def test_boosters_have_the_same_properties(kind: Any, X: Matrix, y: Any, X_new: Matrix) -> None:
    boosters = [kind(random_state=0, n_jobs=n).fit(X, y) for n in (1, 2, 5)]
    scores = [booster.predict_proba(X_new) for booster in boosters]
    assert np.array_equal(scores[0], scores[1]) and np.array_equal(scores[0], scores[2])
    assert np.array_equal(boosters[0].predict_proba(X_new[::-1])[::-1], scores[0])
    for part in (slice(0, 1), slice(5, 50)):
        assert np.array_equal(boosters[0].predict_proba(X_new[part]), scores[0][part])


@pytest.mark.parametrize("name", NAMES)
def test_fitting_does_not_change_the_rows(name: str, X: Matrix) -> None:
    table = X.copy()
    MODELS[name](random_state=0).fit(table).decision_function(table)
    assert np.array_equal(table, X)


@pytest.mark.parametrize("name", ["pca", "ecod"])
def test_units_and_the_order_of_the_columns_do_not_matter(name: str, X: Matrix) -> None:
    """A method that standardises or ranks does not see the units."""
    f = DETECTORS[name]().fit(X)
    moved = DETECTORS[name]().fit((X * 8 + 2)[:, ::-1])
    assert np.allclose(f.decision_scores_, moved.decision_scores_, rtol=1e-9)


def tables(rows: int, columns: int) -> st.SearchStrategy[npt.NDArray[Any]]:
    """Awkward tables: few distinct values, constants, duplicates, tiny and huge numbers."""
    values = st.sampled_from([0.0, -0.0, 1.0, 2.0, -1.0, 1e-300, 1e12, -1e12, 0.1])
    shape = st.tuples(st.integers(1, rows), st.integers(1, columns))
    return arrays.arrays(np.float64, shape, elements=values)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(12, 4), name=st.sampled_from(sorted(DETECTORS)))
def test_any_finite_table_gives_finite_scores(table: Matrix, name: str) -> None:
    f = DETECTORS[name](random_state=0).fit(table)
    assert np.isfinite(f.decision_scores_).all()
    assert np.isfinite(f.decision_function(table * 3 + 1)).all()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(12, 4), name=st.sampled_from(das.Program.builtin_names()))
def test_any_finite_table_can_be_enhanced(table: Matrix, name: str) -> None:
    assume(len(table) > 1)
    booster = das.ExtraTrees(20, bootstrap=True)
    model = das.LLMDAS(das.IForest(10), program=name, booster=booster, random_state=0).fit(table)
    assert np.isfinite(model.decision_scores_).all()
    assert np.isfinite(model.decision_function(table * 3 + 1)).all()
