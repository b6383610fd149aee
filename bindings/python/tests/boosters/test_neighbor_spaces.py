"""Spaces of the distance to neighbours."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import numpy.typing as npt
import pytest
from support.data import Matrix

Labels = npt.NDArray[np.int64]
SPACES = ("standardized", "perplexity", "rank", "all")


def probabilities(X: Matrix, y: Labels, new: Matrix, **params: Any) -> Matrix:
    forest = das.ExtraTrees(30, n_neighbors=1, random_state=0, **params).fit(X, y)
    return forest.predict_proba(new)


@pytest.fixture
def table() -> tuple[Matrix, Labels, Matrix]:
    """Normal rows of few distinct values, hard anomalies and new rows among the same values."""
    rng = np.random.default_rng(0)
    X = rng.binomial([24, 12, 40, 9], 0.4, size=(460, 4)).astype(float)
    return X[:330], np.repeat([0, 1], [230, 100]), X[330:]


@pytest.mark.parametrize("spaces", SPACES)
def test_units_change_nothing(spaces: str, table: Any) -> None:
    """Multiplying a column by a power of two, in all tables, changes no probability."""
    X, y, new = table
    unit = np.array([1, 64, 1, 0.5])
    expected = probabilities(X, y, new, neighbor_spaces=spaces)
    assert np.array_equal(probabilities(X * unit, y, new * unit, neighbor_spaces=spaces), expected)


@pytest.mark.parametrize("spaces", SPACES)
def test_copies_are_as_normal_as_their_surroundings(spaces: str) -> None:
    """Rows of the training table get no higher probability than rows near them."""
    rng = np.random.default_rng(1)
    X = np.vstack([rng.normal(size=(400, 4)), 3 * rng.normal(size=(400, 4))])
    y = np.repeat([0, 1], [400, 400])
    near = X[:400] + 0.02 * rng.normal(size=(400, 4))
    scores = probabilities(
        X, y, np.vstack([X[:400], near]), neighbor_spaces=spaces, min_samples_leaf=4
    )[:, 1]
    assert np.median(scores[:400] - scores[400:]) <= 0


def test_spaces_differ(table: Any) -> None:
    X, y, new = table
    found = {probabilities(X, y, new, neighbor_spaces=one).tobytes() for one in SPACES}
    assert len(found) == len(SPACES)


@pytest.mark.parametrize("spaces", ["raw", "", 1])
def test_unknown_spaces_are_refused(spaces: Any, table: Any) -> None:
    X, y, _ = table
    with pytest.raises((das.OutOfRangeError, TypeError), match="neighbor_spaces"):
        das.ExtraTrees(5, n_neighbors=1, neighbor_spaces=spaces).fit(X, y)


def test_the_default_preset_sees_all_spaces(X: Matrix) -> None:
    model = das.LLMDAS("ecod", random_state=0).fit(X)
    assert model.booster_.neighbor_spaces == "all"
    assert das.LLMDAS("ecod", preset="paper").fit(X).booster_.neighbor_spaces == "standardized"
