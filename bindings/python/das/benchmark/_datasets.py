"""Datasets: folders of ``NAME.npz`` files.

A file holds `X` and `y`, or the fixed split `train` (normal rows), `test` and `test_labels`.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ._errors import BenchmarkError

Rows = npt.NDArray[Any]
Labels = npt.NDArray[np.int64]


class Table(NamedTuple):
    """The rows of a dataset as they are stored."""

    X: Rows
    y: Labels
    """1 for an anomaly."""
    fixed: int = 0
    """The number of first rows that train in the file's own split; 0 without such a split."""


@dataclass(frozen=True)
class Dataset:
    """The properties of a dataset, without its rows."""

    name: str
    path: Path
    rows: int
    columns: int
    anomalies: int
    is_split: bool
    """Whether the file has a split of its own."""
    digest: str
    """A digest of the file, so that results of other data are not mixed in."""


def data_folders(given: list[str]) -> list[Path]:
    """The folders of datasets: the arguments, or the variable ``DAS_DATA``."""
    chosen = given or [name for name in [os.environ.get("DAS_DATA")] if name]
    if not chosen:
        raise BenchmarkError(
            "which datasets? Name a folder of NAME.npz files, each with X (rows x features) and y "
            "(1 = anomaly, 0 = normal), as an argument or in the variable DAS_DATA"
        )
    missing = [name for name in chosen if not Path(name).is_dir()]
    if missing:
        source = "" if given else " (from the variable DAS_DATA)"
        raise BenchmarkError(f"there is no folder {', '.join(missing)}{source}")
    return [Path(name) for name in chosen]


def dataset_files(folders: list[Path], names: list[str] | None) -> list[Path]:
    """The files of folders, or those of `names` only; BenchmarkError where there are none."""
    where = ", ".join(map(str, folders))
    files: dict[str, Path] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.npz"))):
        if files.setdefault(path.stem, path) != path:
            raise BenchmarkError(f"{files[path.stem]} and {path} have the same name")
    if not files:
        raise BenchmarkError(f"{where} holds no .npz file")
    unknown = [name for name in names or [] if name not in files]
    if unknown:
        raise BenchmarkError(
            f"{where} holds no dataset {', '.join(unknown)}; it holds {', '.join(files)}"
        )
    return [files[name] for name in dict.fromkeys(names or files)]


def inspect(path: Path) -> Dataset:
    """The properties of a sound dataset; BenchmarkError names a fault."""
    X, y, fixed = load(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    rows, columns = X.shape
    return Dataset(path.stem, path, rows, columns, int(y.sum()), fixed > 0, digest)


def load(path: Path) -> Table:
    """The rows of a file; BenchmarkError names a fault."""
    try:
        with np.load(path, allow_pickle=False) as file:
            X, y, fixed = _stacked(file) if "train" in file else _whole(file)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise BenchmarkError(f"it cannot be read: {error}") from error
    _check(X, y)
    if fixed and len(set(y[fixed:].tolist())) < 2:
        raise BenchmarkError("test_labels has one value only; both 0 and 1 are needed")
    return Table(X, (y == 1).astype(np.int64), fixed)


def _whole(file: Any) -> Table:
    return Table(_member(file, "X"), _member(file, "y"))


def _stacked(file: Any) -> Table:
    train, test, labels = (_member(file, name) for name in ("train", "test", "test_labels"))
    y = np.concatenate([np.zeros(len(train), labels.dtype), labels])
    return Table(np.concatenate([train, test]), y, len(train))


def _member(file: Any, name: str) -> Rows:
    if name not in file:
        raise BenchmarkError(f"it has no array {name}, only {', '.join(file) or 'nothing'}")
    return np.asarray(file[name])


def _check(X: Rows, y: Rows) -> None:
    if X.ndim != 2 or X.dtype.kind not in "fiub" or 0 in X.shape:
        raise BenchmarkError(
            f"X has shape {X.shape} and dtype {X.dtype}; it takes a table of numbers, "
            "(rows, features)"
        )
    if y.shape != (len(X),) or y.dtype.kind not in "fiub":
        raise BenchmarkError(
            f"y has shape {y.shape} and dtype {y.dtype}; it takes one number for each of the "
            f"{len(X)} rows of X"
        )
    if not np.isin(y, (0, 1)).all():
        raise BenchmarkError("y has values other than 0 (normal) and 1 (anomaly)")
    if not np.isfinite(X).all():
        raise BenchmarkError("X has values that are NaN or infinite: impute or drop such rows")
    if y.sum() == 0 or len(y) - y.sum() < 4:
        raise BenchmarkError(
            f"it has {int(y.sum())} anomalies and {int(len(y) - y.sum())} normal rows; at least 1 "
            "and 4 are needed"
        )
