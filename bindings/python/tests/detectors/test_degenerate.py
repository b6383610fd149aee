"""A fit that leaves no detector, or a meaningless one, says so; an ordinary fit says nothing."""

from __future__ import annotations

import warnings
from typing import Any

import das
import numpy as np
import pytest
from das._detectors import registry
from support.data import Matrix

NAMES = list(registry.DETECTORS)
KINDS: dict[str, Any] = {
    **registry.DETECTORS,
    "drl": lambda **given: das.DRL(2, epochs=5, **given),
}
SCALES = [1e140, 1.0, 1e-9, 1e-12, 1e-155, 1e-165, 1e-200, 1e-300, 1e-308]


def recorded(fit: Any, X: Any) -> tuple[Any, str]:
    """What was fitted, and its warnings; None and the message where the table was refused."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            fitted = fit(X)
        except das.InvalidDataError as error:
            return None, str(error)
    assert all(issubclass(each.category, das.FitWarning) for each in caught)
    return fitted, "\n".join(str(each.message) for each in caught)


def normal(rows: int = 200, columns: int = 3, seed: int = 0) -> Matrix:
    return np.random.default_rng(seed).normal(size=(rows, columns))


def tells_rows_apart(f: Any, scale: Any) -> bool:
    """Whether a row far out is flagged, and training rows have scores of their own."""
    far = f.predict(np.full((1, 3), 20.0) * scale)[0]
    return bool(far == 1 and len(np.unique(f.decision_scores_)) > 50)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", NAMES)
def test_extreme_units_are_separated_or_warned_about(name: str, scale: float) -> None:
    f, text = recorded(KINDS[name](random_state=0).fit, normal() * scale)
    assert text or tells_rows_apart(f, scale)


@pytest.mark.parametrize("scale", [1e-155, 1e-165, 1e-200, 1e-300])
@pytest.mark.parametrize("name", ["iforest", "pca", "ecod", "ocsvm", "drl"])
def test_standardizing_methods_handle_tiny_values(name: str, scale: float) -> None:
    f, text = recorded(KINDS[name](random_state=0).fit, normal() * scale)
    whole = KINDS[name](random_state=0).fit(normal())
    # The one-class SVM stops where its conditions hold to .001.
    near = 0.01 if name == "ocsvm" else 1e-6
    assert text == ""
    assert np.allclose(f.decision_scores_, whole.decision_scores_, rtol=1e-6, atol=near)


@pytest.mark.parametrize("name", ["knn", "lof"])
def test_a_column_whose_squares_underflow_is_named(name: str) -> None:
    scale = np.array([1, 1e-200, 1])
    _, text = recorded(KINDS[name]().fit, normal() * scale)
    assert "column 1 of X varies by too little" in text
    assert "e-200" in text and "multiply" in text
    _, text = recorded(
        das.LLMDAS(name, booster=das.ExtraTrees(20), random_state=0).fit, normal() * scale
    )
    assert "column 1 of X varies by too little" in text


def test_float32_subnormals_depend_on_units() -> None:
    X = (normal() * 1e-40).astype(np.float32)
    assert "depend on the unit of X" in recorded(das.LOF().fit, X)[1]
    for name in ("iforest", "pca", "ecod", "ocsvm", "knn"):
        f, text = recorded(KINDS[name](random_state=0).fit, X)
        assert text == ""
        assert tells_rows_apart(f, 1e-40)


@pytest.mark.parametrize("scale", [1e-9, 1e-10, 1e-12, 1e-30])
def test_lof_warns_where_its_absolute_bound_decides(scale: float) -> None:
    _, text = recorded(das.LOF().fit, normal() * scale)
    assert "scores depend on the unit of X" in text and "standardize" in text
    assert recorded(das.LOF(standardize=True).fit, normal() * scale)[1] == ""
    assert recorded(das.LOF().fit, normal() * 1e-3)[1] == ""


@pytest.mark.parametrize("copies", [6, 7, 40])
def test_lof_warns_about_copies(copies: int) -> None:
    ramp = np.r_[np.full(copies, 5.0), np.linspace(5.01, 6, 40)].reshape(-1, 1)
    _, text = recorded(das.LOF(n_neighbors=6).fit, ramp)
    assert (f"{copies} of {copies + 40} rows have a distance of 0" in text) == (copies > 6)
    assert ("raise n_neighbors" in text) == (copies > 6)


def test_knn_warns_about_copies() -> None:
    X = np.repeat(np.eye(4), 20, axis=0)
    assert "80 of 80 rows have a distance of 0 to their 5" in recorded(das.KNN().fit, X)[1]
    assert recorded(das.KNN(n_neighbors=30).fit, X + 1e-3 * normal(80, 4))[1] == ""


@pytest.mark.parametrize("name", ["knn", "lof"])
@pytest.mark.parametrize("rows", [20, 21])
def test_more_neighbours_than_rows_warn(name: str, rows: int) -> None:
    _, text = recorded(KINDS[name](n_neighbors=20).fit, normal(rows))
    assert ("n_neighbors is 20, but a row of 20 has 19 others" in text) == (rows == 20)


@pytest.mark.parametrize("name", ["pca", "ocsvm", "knn", "lof", "drl"])
def test_column_lost_to_its_offset_is_named(name: str) -> None:
    _, text = recorded(KINDS[name](random_state=0).fit, normal() * [1, 1, 0.1] + [0, 0, 1e15])
    assert "column 2 of X varies by no more than rounding beside its size" in text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [1, 2, 4, 9, 12])
def test_few_rows_warn_or_are_refused(name: str, rows: int) -> None:
    X = normal(rows)
    _, text = recorded(KINDS[name](random_state=0, **neighbors(name)).fit, X)
    assert ("X has only" in text) == (rows < 10)
    model, text = recorded(das.LLMDAS(name, booster=das.ExtraTrees(20), random_state=0).fit, X)
    assert (model is None) == (rows == 1)
    expected = "X has 1 row" if rows == 1 else "X has only"
    assert (expected in text) == (rows < 10)


def neighbors(name: str) -> dict[str, int]:
    return {"n_neighbors": 1} if name in ("knn", "lof") else {}


@pytest.mark.parametrize("fraction", [1, 2, 1e-9, 0.001, 0.012])
def test_trees_of_two_rows_warn(fraction: float) -> None:
    _, text = recorded(das.IForest(max_samples=fraction, random_state=0).fit, normal())
    assert "iforest tells no row from another" in text
    assert "max_samples is" in text and "of 200 rows a tree sees" in text
    _, text = recorded(das.LLMDAS(das.IForest(max_samples=fraction), random_state=0).fit, normal())
    assert "max_samples is" in text
    assert recorded(das.IForest(max_samples=3, random_state=0).fit, normal())[1] == ""


@pytest.mark.parametrize("gamma", [1e300, 1e-300])
def test_kernels_blind_to_far_rows_warn(gamma: float) -> None:
    """Every row is far from all others, or near to all."""
    f, text = recorded(das.OCSVM(gamma=gamma).fit, normal())
    assert f.predict([[20, 20, 20]])[0] == 0
    assert "tells no row" in text or "what is far is no anomaly to it" in text


@pytest.mark.parametrize("rows", [1, 9, 10])
def test_networks_trained_on_few_rows_warn(rows: int) -> None:
    f = das.DRL(2, epochs=3, max_samples=rows, random_state=0)
    assert ("drl max_samples is" in recorded(f.fit, normal())[1]) == (rows < 10)


@pytest.mark.parametrize("kind", [das.RandomForest, das.ExtraTrees, das.DecisionTree])
def test_single_leaf_booster_warns(kind: Any) -> None:
    rows, labels = normal(), np.repeat([0, 1], 100)
    booster = kind(min_samples_leaf=150, random_state=0)
    _, text = recorded(lambda X: booster.fit(X, labels), rows)
    assert "tells no row from another" in text and "min_samples_leaf" in text
    model = das.LLMDAS("ecod", booster=kind(min_samples_leaf=100_000), random_state=0)
    assert "tells no row from another" in recorded(model.fit, rows)[1]
    assert recorded(lambda X: kind(random_state=0).fit(X, labels), rows)[1] == ""


def equal_rows(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
    return np.zeros((n_samples, X_train.shape[1]))


def test_equal_hard_anomalies_warn() -> None:
    model = das.LLMDAS("ecod", program=equal_rows, random_state=0)
    assert "hard anomalies are equal" in recorded(model.fit, normal())[1]
    model = das.LLMDAS("ecod", n_samples=1, random_state=0)
    assert "only 1 hard anomaly" in recorded(model.fit, normal())[1]


def test_unexceeded_threshold_warns() -> None:
    X = np.repeat([[0.0, 0, 0], [1, 1, 1]], 100, axis=0)
    f, text = recorded(das.PCA().fit, X + 0)
    assert f.labels_.sum() == 0
    assert "100 of 200 training scores are the greatest" in text
    assert "no training row is flagged" in text


def test_model_that_can_flag_nothing_warns() -> None:
    model, text = recorded(das.LLMDAS(random_state=0).fit, np.zeros((50, 2)))
    assert model.predict([[1e6, -1e6]])[0] == 0
    assert "hardly any row can be flagged" in text


class Constant:
    """A detector that knows nothing."""

    def fit(self, X: Any) -> Constant:
        self.fitted_ = True
        return self

    def decision_function(self, X: Any) -> Any:
        return np.full(len(X), 3.0)


def test_constant_foreign_detector_warns() -> None:
    _, text = recorded(das.LLMDAS(Constant(), random_state=0).fit, normal())
    assert "gives all 200 rows of X the same score, 3.0" in text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "X",
    [
        normal(60),
        np.random.default_rng(1).uniform(size=(300, 1)),
        normal(300, 8) * 10.0 ** np.arange(-4, 4),
        np.c_[normal(300, 2), np.full(300, 7.0), np.arange(300) % 3],
        normal(150, 2) + 1e9,
    ],
    ids=["normal", "one column", "scales", "constant and discrete columns", "offset"],
)
def test_ordinary_tables_fit_without_warnings(name: str, X: Matrix) -> None:
    f = KINDS[name](random_state=0)
    assert recorded(f.fit, X)[1] == ""
    assert "tells no" not in recorded(das.LLMDAS(f, random_state=0, n_samples=2.0).fit, X)[1]
