"""What the benchmark reads and writes: datasets, their splits, and the file of results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from das.benchmark._datasets import load
from das.benchmark._errors import BenchmarkError
from das.benchmark._markdown import wrapped
from das.benchmark._splits import split
from das.benchmark._store import Result, ResultFile, Run, read_results


@pytest.mark.parametrize(
    "X, y, message",
    [
        (np.zeros(5), np.zeros(5), r"X has shape \(5,\)"),
        (np.zeros((5, 1)), np.zeros(4), r"y has shape \(4,\)"),
        (np.zeros((5, 1)), np.arange(5), "y has values other than 0"),
        (np.full((5, 1), np.nan), [0, 0, 0, 0, 1], "NaN or infinite"),
        (np.zeros((5, 1)), np.zeros(5), "0 anomalies and 5 normal rows"),
        (np.array([["a"]] * 5), np.zeros(5), "dtype <U1"),
    ],
)
def test_dataset_faults_are_named(X: Any, y: Any, message: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "bad.npz", X=X, y=y)
    with pytest.raises(BenchmarkError, match=message):
        load(tmp_path / "bad.npz")


@pytest.mark.parametrize("kind", ["first-half", "random"])
@pytest.mark.parametrize("max_rows", [None, 7])
def test_a_split_trains_on_half_of_the_normal_rows(kind: str, max_rows: int | None) -> None:
    y = np.array([0, 1, 0, 0, 1, 0] * 10 + [0])
    X = np.arange(len(y))[:, None] * 1.0
    found = split(kind, X, y, 3, max_rows)
    train, test = found.train[:, 0].astype(int), found.test[:, 0].astype(int)
    assert len(train) == (max_rows or 20) and len(test) == 21 + 20
    assert not y[train].any() and not set(train) & set(test)
    assert np.array_equal(found.labels, y[test])
    if kind == "first-half":
        assert set(train) <= set(np.flatnonzero(y == 0)[:20])
    else:
        others = split(kind, X, y, 4, max_rows).train[:, 0]
        assert not np.array_equal(train, others)


def test_cut_last_line_is_dropped_and_damaged_line_named(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    result = Result(Run("a,b", "random", "pca", "F", 0), 0.5, 0.75, 1.5, 10, 2, 20, 3)
    with ResultFile(path) as table:
        table.append(result)
    path.write_bytes(path.read_bytes() + b"pears,ran")
    assert read_results(path) == {result.run: result}
    with ResultFile(path) as table:
        table.append(result._replace(auc_pr=0.25))
    assert [found.auc_pr for found in read_results(path).values()] == [0.25]
    path.write_bytes(path.read_bytes() + b"pears,random\n")
    with pytest.raises(BenchmarkError, match="line 4, is damaged"):
        read_results(path)


def test_prose_of_a_report_is_wrapped_and_tables_are_not() -> None:
    prose, row = "* " + "word " * 40, "| " + "cell | " * 40
    lines = list(wrapped([prose, row, "short"]))
    assert lines[-2:] == [row, "short"]
    assert all(len(line) <= 100 for line in lines[:-2])
    assert all(line.startswith("  ") for line in lines[1:-2])
    assert " ".join(lines[:-2]).split() == prose.split()
