"""Protocols: splits into training and test rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ._datasets import Dataset, Labels, Rows, Table

SEEDLESS = ("first-half", "unsupervised", "fixed")
"""The splits that are the same for every seed."""
ABOUT = {
    "first-half": "Trained on the first half of the normal rows in the file's order, tested on the "
    "other half and all anomalies.",
    "random": "Trained on a random half of the normal rows, tested on the other half and all "
    "anomalies.",
    "contaminated": "Trained on a random half of the normal rows, of which the named fraction is "
    "replaced by anomalies; tested on the other half and the half of the anomalies that is kept "
    "for this.",
    "unsupervised": "All rows train and the same rows are tested, by their training scores "
    "(`decision_scores_`).",
    "fixed": "Trained and tested on the files' own splits.",
}
"""What the report says of each kind of split."""
SPLITS = tuple(ABOUT)
MODES = ("auto", "known", "unknown")
"""What models know of their training rows."""
Indices = npt.NDArray[Any]


class Split(NamedTuple):
    """Training rows; test rows and their labels."""

    train: Rows
    test: Rows | None
    """None where the training rows themselves are to be scored."""
    labels: Labels
    contamination: float = 0.0
    """The fraction of anomalies among the training rows."""


def known_of(mode: str, contamination: float) -> str | float:
    """The `contamination` of an :class:`LLMDAS`, for a fraction of anomalies that train.

    "auto" declares clean rows and says nothing of others, "known" gives the fraction of these, and
    "unknown" declares nothing, as the library's default does.
    """
    if mode == "unknown" or (contamination > 0 and mode == "auto"):
        return "unknown"
    return min(contamination, 0.5) or "clean"


def split_names(kinds: Iterable[str], fractions: Iterable[float]) -> tuple[str, ...]:
    """The names of splits: ``contaminated`` becomes ``contaminated-0.01`` for a fraction of .01."""
    contaminated = [f"contaminated-{fraction:g}" for fraction in fractions]
    names = [contaminated if kind == "contaminated" else [kind] for kind in kinds]
    return tuple(dict.fromkeys(name for group in names for name in group))


def in_order(names: Iterable[str]) -> list[str]:
    """Distinct names of splits in the order of reports."""
    return sorted(set(names), key=lambda name: (_index(name), name))


def about(name: str) -> str:
    """A description of a split."""
    return ABOUT[SPLITS[_index(name)]]


def allows(dataset: Dataset, name: str) -> bool:
    """Whether a dataset can be split so: its own split excludes all others."""
    enough = dataset.anomalies > 1 or not name.startswith("contaminated")
    return enough and dataset.is_split == (name == "fixed")


def split(name: str, table: Table, seed: int, max_rows: int | None) -> Split:
    """A split of a table, with at most `max_rows` training rows, evenly spaced.

    In "first-half" and "random", floor(n / 2) of n normal rows train; the others and all anomalies
    test. "first-half" takes the first half in the file's order, as the code published with the
    paper does; "random" draws the half by `seed`. "contaminated-FRACTION" replaces that fraction of
    the random half by anomalies, drawn from one half of them; the other half is tested.
    "unsupervised" fits all rows and scores the same rows, as ADBench does. "fixed" is the file's
    own split.
    """
    X, y, fixed = table
    if name == "fixed":
        train, test = np.arange(fixed), np.arange(fixed, len(X))
        return Split(X[_thinned(train, max_rows)], X[test], y[test])
    if name == "unsupervised":
        rows = _thinned(np.argsort(y, kind="stable"), max_rows)
        return Split(X[rows], None, y[rows], float(y[rows].mean()))
    random = np.random.default_rng(seed)
    normal, anomalies = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
    if name != "first-half":
        normal = random.permutation(normal)
    half = len(normal) // 2
    train, held_out = _thinned(np.sort(normal[:half]), max_rows), np.sort(normal[half:])
    planted = anomalies[:0]
    if name.startswith("contaminated"):
        train, planted, anomalies = _planted(train, anomalies, _fraction(name), random)
    test = np.concatenate([held_out, anomalies])
    return Split(X[train], X[test], y[test], len(planted) / len(train))


def _planted(
    train: Indices, anomalies: Indices, fraction: float, random: np.random.Generator
) -> tuple[Indices, Indices, Indices]:
    """Training rows with planted anomalies, these anomalies, and those left for testing."""
    anomalies = random.permutation(anomalies)
    half = len(anomalies) // 2
    planted = anomalies[: min(half, max(1, round(fraction * len(train))))]
    kept = random.permutation(train)[len(planted) :]
    return np.sort(np.concatenate([kept, planted])), planted, np.sort(anomalies[half:])


def _fraction(name: str) -> float:
    return float(name.partition("-")[2])


def _index(name: str) -> int:
    return next(i for i, kind in enumerate(SPLITS) if name.startswith(kind))


def _thinned(rows: Indices, maximum: int | None) -> Indices:
    if maximum is None or len(rows) <= maximum:
        return rows
    return rows[np.linspace(0, len(rows) - 1, maximum).astype(np.int64)]
