"""Rows as data frames, for objects that were fitted on one."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy.typing as npt

from .._core.arrays import Table


def takes_frame(model: Any, X: Any, table: Table) -> bool:
    """Whether an object may be fitted to the frame `X`, whose columns have names.

    Objects are scored on arrays, or on frames if their fit recorded names as scikit-learn does; so
    only scikit-learn's estimators see frames.
    """
    base = sys.modules.get("sklearn.base")
    framed = hasattr(X, "columns") and hasattr(X, "to_numpy") and table.names is not None
    return framed and base is not None and isinstance(model, base.BaseEstimator)


def with_names(X: npt.NDArray[Any], model: Any) -> Any:
    """The rows as a data frame where `model` was fitted on one, else as they are."""
    names = getattr(model, "feature_names_in_", None)
    if names is None or len(names) != X.shape[1]:
        return X
    try:
        return importlib.import_module("pandas").DataFrame(X, columns=names)
    except ImportError:
        return importlib.import_module("polars").DataFrame(X, schema=list(names))
