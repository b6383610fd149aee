"""Small synthetic tables of different kinds, on which candidates are run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .._core.arrays import Floats

ROWS = 300


def tables() -> dict[str, Floats]:
    """Normal rows by kind of table; the same at every call."""
    return {
        make.__name__.replace("_", " "): _frozen(make(np.random.default_rng(seed)))
        for seed, make in enumerate(_KINDS)
    }


def fresh_tables() -> dict[str, Floats]:
    """Fresh rows of the kinds whose distribution does not depend on the seed."""
    return {
        make.__name__.replace("_", " "): make(np.random.default_rng(100 + seed))
        for seed, make in enumerate(_KINDS)
        if make is not low_rank and make is not one_column
    }


def _frozen(table: Floats) -> Floats:
    table.flags.writeable = False
    return table


def gaussian(rng: np.random.Generator) -> Floats:
    """8 independent columns, off the origin."""
    return rng.normal(5.0, 1.0, (ROWS, 8))


def two_clusters(rng: np.random.Generator) -> Floats:
    """2 columns; one cluster is wide, the other narrow, with empty space between."""
    wide = rng.normal(0.0, 3.0, (ROWS // 2, 2))
    narrow = rng.normal(0.0, 0.3, (ROWS - ROWS // 2, 2)) + [20.0, -20.0]
    return rng.permutation(np.vstack([wide, narrow]))


def heavy_tails(rng: np.random.Generator) -> Floats:
    """6 columns with outlying values, of scales from 1e-3 to 1e5."""
    table: Floats = rng.standard_t(3, (ROWS, 6)) * 10.0 ** np.array([-3, -1, 0, 1, 3, 5])
    table[:, 3:] = np.exp(rng.normal(0.0, 1.0, (ROWS, 3))) * 10.0 ** np.array([1, 3, 5])
    return table


def discrete(rng: np.random.Generator) -> Floats:
    """9 discrete columns (flags, categories, counts) and one of real numbers."""
    flags = rng.random((ROWS, 3)) < [0.5, 0.2, 0.9]
    categories = rng.integers(0, [3, 5, 7, 10], (ROWS, 4))
    counts = rng.poisson([2.0, 8.0], (ROWS, 2))
    return np.column_stack([flags, categories, counts, rng.normal(100.0, 10.0, ROWS)])


def low_rank(rng: np.random.Generator) -> Floats:
    """50 columns that follow 5 factors, two of them constant."""
    table: Floats = rng.normal(size=(ROWS, 5)) @ rng.normal(size=(5, 50))
    table += rng.normal(0.0, 0.3, table.shape)
    table[:, 10] = 0.0
    table[:, 20] = 7.0
    return table


def one_column(rng: np.random.Generator) -> Floats:
    """A single column around 1000."""
    return rng.normal(1000.0, 2.0, (ROWS, 1))


_KINDS: list[Callable[[np.random.Generator], Floats]] = [
    gaussian,
    two_clusters,
    heavy_tails,
    discrete,
    low_rank,
    one_column,
]
