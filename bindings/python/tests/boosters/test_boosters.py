"""The classifiers of two classes."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import numpy.typing as npt
import pytest
from support.data import Matrix

FORESTS = [das.RandomForest, das.ExtraTrees, das.DecisionTree]
BOOSTERS = [*FORESTS, das.MLP, das.Voting]
Labels = npt.NDArray[np.int64]


@pytest.mark.parametrize("kind", BOOSTERS)
def test_probabilities_are_of_the_classes_in_their_order(
    kind: Any, X: Matrix, y: Labels, X_new: Matrix
) -> None:
    words = np.where(y == 1, "yes", "no")
    booster = kind(random_state=0).fit(X, words)
    fraction = booster.predict_proba(X_new)
    assert list(booster.classes_) == ["no", "yes"]
    assert fraction.shape == (120, 2)
    assert np.allclose(fraction.sum(axis=1), 1)
    assert np.array_equal(booster.predict(X_new), np.where(fraction[:, 1] > 0.5, "yes", "no"))
    # Labels have nothing to do with the rows: trees learn them by heart.
    assert booster.score(X, words) > (0.95 if kind in FORESTS else 0.5)


@pytest.mark.parametrize("kind", BOOSTERS)
def test_label_order_does_not_matter(kind: Any, X: Matrix, y: Labels) -> None:
    """Rows of both classes mixed, each class in its order, give the same trees."""
    mixed = np.random.default_rng(0).permutation(300)
    mixed[np.argsort(y[mixed], kind="stable")]
    order = np.empty(300, dtype=int)
    chosen = np.sort(np.random.default_rng(0).choice(300, 200, replace=False))
    order[chosen] = np.arange(200)
    order[np.setdiff1d(np.arange(300), chosen)] = np.arange(200, 300)
    together = kind(random_state=0).fit(X, y).predict_proba(X)
    apart = kind(random_state=0).fit(X[order], y[order]).predict_proba(X)
    assert np.array_equal(apart, together)


def test_contiguous_classes_are_not_copied(X: Matrix, y: Labels) -> None:
    from das._core.arrays import as_table

    table = as_table(X)
    assert np.shares_memory(table.part(y == 1).array, X)
    assert not np.shares_memory(table.part(y[::-1] == np.arange(300) % 2).array, X)


@pytest.mark.parametrize("marker", [None, float("nan"), np.datetime64("NaT"), np.ma.masked])
def test_a_missing_label_is_refused_by_its_row(marker: Any, X: Matrix, y: Labels) -> None:
    labels = y.astype(object)
    labels[7] = marker
    for given in (labels, np.ma.masked_array(y, mask=np.arange(300) == 7)):
        with pytest.raises(das.InvalidDataError, match=r"y\[7\] is missing"):
            das.RandomForest().fit(X, given)
    with pytest.raises(das.InvalidDataError, match="y holds labels that cannot be ordered"):
        das.RandomForest().fit(X, np.array([1, "a"] * 150, dtype=object))


def test_out_of_bag_scores_align_with_rows(X: Matrix, y: Labels) -> None:
    forest = das.RandomForest(random_state=0).fit(X[::-1], y[::-1])
    scores = forest.oob_scores_
    assert scores is not None and scores.shape == (300,)
    assert np.isnan(scores[:100]).all()
    assert ((scores[100:] >= 0) & (scores[100:] <= 1)).all()
    # Held out: the rows' own trees know them better.
    assert scores[100:].mean() > forest.predict_proba(X[::-1])[100:, 1].mean()


@pytest.mark.parametrize(
    "booster",
    [das.ExtraTrees(), das.DecisionTree(), das.RandomForest(10), das.RandomForest(bootstrap=False)],
    ids=repr,
)
def test_no_out_of_bag_scores_without_bootstrap_or_trees(
    booster: Any, X: Matrix, y: Labels
) -> None:
    assert booster.fit(X, y).oob_scores_ is None


def test_none_means_the_same_as_in_scikit_learn(X: Matrix, y: Labels) -> None:
    for given, meant in [
        ({"max_features": None}, {"max_features": "all"}),
        ({"max_depth": None}, {"max_depth": 0}),
        ({"class_weight": None}, {"class_weight": "none"}),
    ]:
        pair = [das.RandomForest(20, random_state=0, **p).fit(X, y) for p in (given, meant)]
        assert np.array_equal(*(booster.predict_proba(X) for booster in pair))


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (None, "the target y is None"),
        (np.zeros(300), "y has only one class"),
        (np.arange(300) % 3, "Only binary classification is supported.*3 classes"),
        (np.arange(300) / 7, "Unknown label type: continuous"),
        (np.full(300, np.nan), "y contains NaN"),
        (np.zeros(299), r"y has shape \(299,\); \(300,\) is expected"),
        (np.zeros((300, 2)), r"y has shape \(300, 2\)"),
    ],
)
def test_labels_that_are_not_of_two_classes_are_refused(
    labels: Any, message: str, X: Matrix
) -> None:
    with pytest.raises(ValueError, match=message):
        das.RandomForest().fit(X, labels)


def test_a_column_of_labels_is_taken_with_a_warning(X: Matrix, y: Labels) -> None:
    with pytest.warns(UserWarning, match="column-vector y"):
        booster = das.RandomForest(20, random_state=0).fit(X, y[:, None])
    flat = das.RandomForest(20, random_state=0).fit(X, y)
    assert np.array_equal(booster.predict_proba(X), flat.predict_proba(X))


def test_rows_left_out_of_subsamples_vote(X: Matrix, y: Any) -> None:
    """Votes out of bag are those of fewer trees, and differ from votes in sample."""
    forest = das.ExtraTrees(100, subsample=0.8, min_samples_leaf=3, random_state=0).fit(X, y)
    assert forest.oob_scores_ is not None
    votes, seen = forest.oob_scores_[y == 0], forest.predict_proba(X[y == 0])[:, 1]
    assert np.isfinite(votes).all()
    assert not np.array_equal(votes, seen) and np.corrcoef(votes, seen)[0, 1] > 0.5


def test_subsamples_and_bootstrap_exclude_each_other(X: Matrix, y: Any) -> None:
    with pytest.raises(das.OutOfRangeError, match="subsample is 0.5 with bootstrap 1"):
        das.RandomForest(10, subsample=0.5).fit(X, y)


# MARK: Weights of classes


@pytest.mark.parametrize("kind", FORESTS)
def test_balancing_weights_equal_balanced(kind: Any, X: Matrix, y: Labels, X_new: Matrix) -> None:
    balanced = kind(class_weight="balanced", random_state=0).fit(X, y)
    for weights in ({0: 1, 1: 2}, {1: 2}, {0: 0.5}, {0: 50.0, 1: 100}):
        same = kind(class_weight=weights, random_state=0).fit(X, y)
        assert np.array_equal(same.predict_proba(X_new), balanced.predict_proba(X_new))


@pytest.mark.parametrize("kind", FORESTS)
def test_weights_are_assigned_by_label(kind: Any, X: Matrix, y: Labels, X_new: Matrix) -> None:
    """In impure leaves the greater weight wins."""
    words = np.where(y == 1, "yes", "no")
    probabilities = [
        kind(class_weight=weights, min_samples_leaf=40, random_state=0)
        .fit(X, words)
        .predict_proba(X_new)[:, 1]
        for weights in ({"no": 100}, None, {"yes": 100})
    ]
    assert probabilities[0].mean() < probabilities[1].mean() < probabilities[2].mean()


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({2: 1.0}, r"class_weight has the label 2, but the labels are \[0, 1\]"),
        ({0: 0}, r"class_weight\[0\] is 0; it takes a real above 0"),
        ({1: -1.0}, r"class_weight\[1\] is -1.0; it takes a real above 0"),
        ({1: np.nan}, r"class_weight\[1\] is nan"),
        ({1: "2"}, r"class_weight\[1\] is '2'"),
        ({0: 1e-9, 1: 1e9}, "'class_weight' is 1e.18; it takes a real in"),
    ],
)
def test_zero_weights_are_refused(weights: Any, message: str, X: Matrix, y: Labels) -> None:
    with pytest.raises(ValueError, match=message):
        das.ExtraTrees(5, class_weight=weights).fit(X, y)


def test_model_applies_class_weight_of_its_booster(X: Matrix) -> None:
    low, high = (
        das.LLMDAS("ecod", booster=das.ExtraTrees(20, class_weight=w, min_samples_leaf=30))
        .set_params(random_state=0)
        .fit(X)
        .parts(X)
        .booster.mean()
        for w in ({1: 0.01}, {1: 100})
    )
    assert low < high


@pytest.mark.parametrize("kind", [das.ExtraTrees, das.DecisionTree])
def test_min_weight_fraction_counts_rows_of_equal_weight(
    kind: Any, X: Matrix, y: Labels, X_new: Matrix
) -> None:
    by_weight = kind(min_weight_fraction_leaf=0.1, random_state=0).fit(X, y)
    by_rows = kind(min_samples_leaf=30, random_state=0).fit(X, y)
    assert np.array_equal(by_weight.predict_proba(X_new), by_rows.predict_proba(X_new))


@pytest.mark.parametrize("kind", FORESTS)
def test_min_weight_fraction_bounds_every_leaf(kind: Any, X: Matrix, y: Labels) -> None:
    """Rows of class 1 weigh next to nothing, so no leaf is without many of class 0."""
    booster = kind(class_weight={1: 1e-6}, min_weight_fraction_leaf=0.05, random_state=0)
    assert booster.fit(X, y).predict_proba(X)[:, 1].max() < 1e-4
