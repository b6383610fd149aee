"""Forests that see the distance to a row's neighbours, against scikit-learn's neighbours."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import numpy.typing as npt
import pytest
from support.data import Matrix

FORESTS = [das.RandomForest, das.ExtraTrees]
Labels = npt.NDArray[np.int64]


def with_distances(X: Matrix, y: Labels, X_new: Matrix, k: int) -> tuple[Matrix, Matrix]:
    """Both tables with the distance to the k-th nearest row of class 0 as their last column.

    None is below the .8 quantile of what the rows of class 0 have.
    """
    neighbors = pytest.importorskip("sklearn.neighbors")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    scaler = preprocessing.StandardScaler().fit(X[y == 0])
    search = neighbors.NearestNeighbors(n_neighbors=k, algorithm="kd_tree")
    search.fit(scaler.transform(X[y == 0]))

    def distances(rows: Matrix | None) -> Matrix:
        # Without rows: those of the table, none of which is a neighbour of itself.
        found = search.kneighbors() if rows is None else search.kneighbors(scaler.transform(rows))
        return np.asarray(found[0][:, -1])

    own = np.empty(len(X))
    own[y == 0], own[y == 1] = distances(None), distances(X[y == 1])
    floor = np.quantile(own[y == 0], 0.8)
    new = distances(X_new)
    return np.column_stack([X, np.fmax(own, floor)]), np.column_stack([X_new, np.fmax(new, floor)])


@pytest.mark.parametrize("max_features", ["sqrt", 5, 0.5, None])
@pytest.mark.parametrize("k", [1, 3, 10])
@pytest.mark.parametrize("kind", FORESTS)
def test_n_neighbors_adds_a_distance_feature(
    kind: Any, k: int, max_features: Any, X: Matrix, y: Labels, X_new: Matrix
) -> None:
    """The forest is that of the table with scikit-learn's distances appended.

    `max_features` counts the added column: of 4 + 1 features, 5 are all.
    """
    params = {"max_features": max_features, "class_weight": "balanced", "random_state": 3}
    forest = kind(30, n_neighbors=k, **params).fit(X, y)
    seen, seen_new = with_distances(X, y, X_new, k)
    expected = kind(30, **params).fit(seen, y)
    assert forest.n_features_in_ == 4
    assert np.array_equal(forest.predict_proba(X_new), expected.predict_proba(seen_new))


def test_training_rows_score_like_fresh_rows(X: Matrix, y: Labels) -> None:
    """Out-of-bag scores rest on distances that leave out the row itself."""
    forest = das.ExtraTrees(100, bootstrap=True, n_neighbors=1, random_state=0).fit(X, y)
    seen, _ = with_distances(X, y, X, 1)
    expected = das.ExtraTrees(100, bootstrap=True, random_state=0).fit(seen, y)
    assert forest.oob_scores_ is not None
    assert np.array_equal(forest.oob_scores_, expected.oob_scores_, equal_nan=True)


def test_calibration_by_folds(X: Matrix, X_new: Matrix) -> None:
    booster = das.ExtraTrees(30, n_neighbors=3, bootstrap=True)
    model = das.LLMDAS("ecod", booster=booster, random_state=0).fit(X, calibration="cv")
    p_values = model.pvalues(X_new)
    assert (p_values[60:] <= 0.05).mean() > (p_values[:60] <= 0.05).mean()
