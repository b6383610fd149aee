"""The benchmark's protocols: which rows train, and which are tested."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from das.benchmark._datasets import Dataset, Table
from das.benchmark._splits import SEEDLESS, allows, in_order, known_of, split, split_names
from hypothesis import given
from hypothesis import strategies as st

LABELS = st.lists(st.booleans(), min_size=8, max_size=60).filter(
    lambda labels: sum(labels) >= 2 and len(labels) - sum(labels) >= 4
)
HALVES = st.sampled_from(["first-half", "random", "contaminated-0.01", "contaminated-0.3"])
LIMITS = st.none() | st.integers(2, 9)


def table_of(labels: list[bool], fixed: int = 0) -> Table:
    """Rows that hold their own number."""
    return Table(np.arange(len(labels))[:, None] * 1.0, np.array(labels, dtype=np.int64), fixed)


@given(LABELS, HALVES, st.integers(0, 9), LIMITS)
def test_no_row_trains_and_is_tested(
    labels: list[bool], name: str, seed: int, max_rows: int | None
) -> None:
    table = table_of(labels)
    found = split(name, table, seed, max_rows)
    train = found.train[:, 0].astype(int)
    assert found.test is not None
    test = found.test[:, 0].astype(int)
    half = (len(labels) - sum(labels)) // 2
    assert len(train) == min(half, max_rows or half)
    assert len(set(train) | set(test)) == len(train) + len(test)
    assert np.array_equal(found.labels, table.y[test])
    assert found.contamination == pytest.approx(table.y[train].mean())
    assert np.sum(found.labels == 0) == len(labels) - sum(labels) - half


@given(LABELS, st.integers(0, 9), LIMITS)
def test_clean_halves_train_on_normal_rows_and_test_all_anomalies(
    labels: list[bool], seed: int, max_rows: int | None
) -> None:
    for name in ("first-half", "random"):
        found = split(name, table_of(labels), seed, max_rows)
        assert found.contamination == 0 and found.labels.sum() == sum(labels)


@given(LABELS, st.integers(0, 9), st.sampled_from([0.01, 0.05, 0.3]))
def test_planted_anomalies_replace_rows_of_the_random_half(
    labels: list[bool], seed: int, fraction: float
) -> None:
    table = table_of(labels)
    clean = split("random", table, seed, None).train[:, 0].astype(int)
    found = split(f"contaminated-{fraction}", table, seed, None)
    train = found.train[:, 0].astype(int)
    planted = table.y[train].sum()
    assert planted == min(max(1, round(fraction * len(clean))), sum(labels) // 2)
    assert set(train[table.y[train] == 0]) < set(clean)
    assert found.labels.sum() == sum(labels) - sum(labels) // 2


def test_first_half_takes_the_order_of_the_file_and_random_the_seed() -> None:
    table = table_of([False, True, False, False, True, False] * 10)
    first = split("first-half", table, 3, None).train[:, 0]
    assert np.array_equal(first, np.flatnonzero(table.y == 0)[:20])
    draws = [split("random", table, seed, None).train[:, 0].tolist() for seed in (3, 3, 4)]
    assert draws[0] == draws[1] != draws[2]


@given(LABELS, LIMITS)
def test_unsupervised_scores_the_rows_that_train(labels: list[bool], limit: int | None) -> None:
    table = table_of(labels)
    found = split("unsupervised", table, 0, limit)
    rows = found.train[:, 0].astype(int)
    assert found.test is None and np.array_equal(found.labels, table.y[rows])
    assert len(set(rows)) == min(len(labels), limit or len(labels))
    assert 0 < found.contamination == found.labels.mean() < 1


def test_fixed_is_the_split_of_the_file() -> None:
    found = split("fixed", table_of([False, False, False, True, False], fixed=3), 7, None)
    assert found.train[:, 0].tolist() == [0, 1, 2]
    assert found.test is not None and found.test[:, 0].tolist() == [3, 4]
    assert found.labels.tolist() == [1, 0]


@pytest.mark.parametrize("name", SEEDLESS)
def test_seedless_splits_are_equal_for_all_seeds(name: str) -> None:
    table = table_of([False, True] * 9, fixed=5)
    a, b = (split(name, table, seed, None) for seed in (0, 1))
    assert np.array_equal(a.train, b.train) and np.array_equal(a.labels, b.labels)


@given(st.floats(0.001, 1))
def test_models_know_what_the_mode_lets_them(fraction: float) -> None:
    assert [known_of(mode, 0) for mode in ("auto", "known")] == ["clean", "clean"]
    assert known_of("auto", fraction) == known_of("unknown", fraction) == "unknown"
    assert known_of("unknown", 0) == "unknown"
    assert known_of("known", fraction) == min(fraction, 0.5)


def test_a_dataset_allows_its_own_split_or_all_others() -> None:
    def dataset(anomalies: int, is_split: bool) -> Dataset:
        return Dataset("x", Path("x"), 9, 2, anomalies, is_split, "")

    names = split_names(["random", "contaminated", "unsupervised", "fixed"], [0.01])
    assert [name for name in names if allows(dataset(2, True), name)] == ["fixed"]
    assert [name for name in names if allows(dataset(2, False), name)] == list(names[:-1])
    assert not allows(dataset(1, False), "contaminated-0.01")


def test_names_show_fractions_and_have_one_order() -> None:
    names = split_names(["fixed", "contaminated", "fixed", "first-half"], [0.05, 0.01])
    assert names == ("fixed", "contaminated-0.05", "contaminated-0.01", "first-half")
    ordered = ["first-half", "contaminated-0.01", "contaminated-0.05", "fixed"]
    assert in_order([*names, *names]) == ordered
