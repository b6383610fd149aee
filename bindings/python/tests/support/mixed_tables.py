"""A mixed table with gaps, and rows that are not like it."""

from __future__ import annotations

from typing import Any

import das
import numpy as np
import pytest

pandas = pytest.importorskip("pandas")

SHADES = ["red", "blue", "green"]
SIZES = ["small", "medium", "large"]


def frame(rows: int = 240, seed: int = 0) -> Any:
    """Rows in which the shade decides the mass, and of which some have gaps."""
    rng = np.random.default_rng(seed)
    shade, size = rng.integers(3, size=rows), rng.integers(3, size=rows)
    mass = 5.0 * shade + rng.normal(size=rows)
    table = pandas.DataFrame(
        {
            "mass": np.where(rng.random(rows) < 0.1, np.nan, mass),
            "shade": np.array(SHADES, dtype=object)[shade],
            "size": pandas.Categorical.from_codes(size, SIZES, ordered=True),
            "north": rng.random(rows) < 0.3,
            "length": rng.normal(size=rows),
        }
    )
    table.loc[rng.random(rows) < 0.1, "shade"] = None
    return table


def renamed(table: Any) -> Any:
    """The table with other names of categories, which sort in another order."""
    names = {"red": "a", "blue": "c", "green": "b"}
    shade = [names.get(cell) for cell in table["shade"]]
    sizes = table["size"].cat.rename_categories(dict(zip(SIZES, ["z", "y", "x"])))
    return table.assign(shade=pandas.Series(shade, dtype=object), size=sizes)


def fitted(kind: Any, X: Any, **parameters: Any) -> Any:
    """A fitted copy of an estimator; the test is skipped where it does not take such tables yet."""
    made = kind.__class__(**{**kind.get_params(deep=False), **parameters})
    try:
        return made.fit(X, np.arange(len(X)) % 2)
    except das.UnsupportedError as error:
        if "does not take" not in str(error):
            raise
        return pytest.skip(str(error))


def scores(model: Any, X: Any) -> Any:
    if hasattr(model, "predict_proba") and not hasattr(model, "decision_function"):
        return model.predict_proba(X)[:, 1]
    return model.decision_function(X)
