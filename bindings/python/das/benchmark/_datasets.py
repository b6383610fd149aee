"""Datasets: a folder of ``NAME.npz`` files with `X` and `y`."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import BenchmarkError

Rows = npt.NDArray[Any]


@dataclass(frozen=True)
class Dataset:
    """The properties of a dataset, without its rows."""

    name: str
    path: Path
    rows: int
    columns: int
    anomalies: int
    digest: str
    """A digest of the file, so that results of other data are not mixed in."""


def data_folder(given: str | None) -> Path:
    """The folder of datasets: the argument, or the variable ``DAS_DATA``."""
    chosen = given or os.environ.get("DAS_DATA")
    if not chosen:
        raise BenchmarkError(
            "which datasets? Name a folder of NAME.npz files, each with X (rows x features) and y "
            "(1 = anomaly, 0 = normal), as an argument or in the variable DAS_DATA"
        )
    if Path(chosen).is_dir():
        return Path(chosen)
    source = "" if given else " (from the variable DAS_DATA)"
    raise BenchmarkError(f"there is no folder {chosen}{source}")


def dataset_files(folder: Path, names: list[str] | None) -> list[Path]:
    """The files of a folder, or those of `names` only; BenchmarkError where there are none."""
    files = {path.stem: path for path in sorted(folder.glob("*.npz"))}
    if not files:
        raise BenchmarkError(f"{folder} holds no .npz file")
    unknown = [name for name in names or [] if name not in files]
    if unknown:
        raise BenchmarkError(
            f"{folder} holds no dataset {', '.join(unknown)}; it holds {', '.join(files)}"
        )
    return [files[name] for name in dict.fromkeys(names or files)]


def inspect(path: Path) -> Dataset:
    """The properties of a sound dataset; BenchmarkError names a fault."""
    X, y = load(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Dataset(path.stem, path, X.shape[0], X.shape[1], int(y.sum()), digest)


def load(path: Path) -> tuple[Rows, npt.NDArray[np.int64]]:
    """The rows as they are stored, and the labels, 1 for an anomaly."""
    try:
        with np.load(path, allow_pickle=False) as file:
            X, y = (_member(file, name) for name in ("X", "y"))
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise BenchmarkError(f"it cannot be read: {error}") from error
    _check(X, y)
    return X, (y == 1).astype(np.int64)


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
