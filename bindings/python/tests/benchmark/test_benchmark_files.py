"""What the benchmark reads and writes: datasets, their splits, and the file of results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from das.benchmark._datasets import data_folders, dataset_files, inspect, load
from das.benchmark._errors import BenchmarkError
from das.benchmark._markdown import wrapped
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


def test_a_file_may_have_its_own_split(tmp_path: Path) -> None:
    train, test = np.ones((4, 2), np.float32), np.zeros((3, 2), np.float32)
    np.savez(tmp_path / "own.npz", train=train, test=test, test_labels=[0, 1, 1])
    X, y, fixed = load(tmp_path / "own.npz")
    assert fixed == 4 and y.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert np.array_equal(X, np.concatenate([train, test])) and X.dtype == np.float32
    assert inspect(tmp_path / "own.npz").is_split


@pytest.mark.parametrize(
    "parts, message",
    [
        ({"test_labels": [1, 1, 1]}, "test_labels has one value only"),
        ({"test_labels": [0, 1]}, r"y has shape \(6,\)"),
        ({"test": np.zeros((3, 5))}, "it cannot be read"),
        ({"train": np.full((4, 2), np.inf)}, "NaN or infinite"),
    ],
)
def test_faults_of_own_splits_are_named(parts: Any, message: str, tmp_path: Path) -> None:
    sound = {"train": np.ones((4, 2)), "test": np.zeros((3, 2)), "test_labels": [0, 1, 1]}
    np.savez(tmp_path / "bad.npz", **{**sound, **parts})
    with pytest.raises(BenchmarkError, match=message):
        load(tmp_path / "bad.npz")


def test_folders_are_read_together_and_names_are_unique(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        (folder / f"{folder.name}.npz").touch()
    assert data_folders([str(folder) for folder in folders]) == folders
    assert [path.name for path in dataset_files(folders, None)] == ["a.npz", "b.npz"]
    assert dataset_files(folders, ["b"]) == [folders[1] / "b.npz"]
    (folders[1] / "a.npz").touch()
    with pytest.raises(BenchmarkError, match="have the same name"):
        dataset_files(folders, None)


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
