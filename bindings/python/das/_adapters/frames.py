"""Rows as data frames, for objects that were fitted on one."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Table
from .._core.tables.pandas_frames import is_pandas
from .._core.tables.schema import Schema, values_of


def takes_frame(model: Any, X: Any, table: Table) -> bool:
    """Whether an object may be fitted to the frame `X`, whose columns have names.

    Objects are scored on arrays, or on frames if their fit recorded names as scikit-learn does; so
    only scikit-learn's estimators see frames.
    """
    base = sys.modules.get("sklearn.base")
    framed = hasattr(X, "columns") and hasattr(X, "to_numpy") and table.names is not None
    return framed and base is not None and isinstance(model, base.BaseEstimator)


def with_names(X: npt.NDArray[Any], model: Any, schema: Schema | None = None) -> Any:
    """The rows as a data frame where `model` was fitted on one, else as they are.

    With a schema, a frame's columns of categories have the dtype category; an array has the values
    of categories that are numbers, and the codes of others.
    """
    names = getattr(model, "feature_names_in_", None)
    if names is None or len(names) != X.shape[1]:
        return values_of(X, schema)
    if schema is not None and any(schema.is_categorical):
        return frame_of(X, names, schema)
    try:
        return importlib.import_module("pandas").DataFrame(X, columns=names)
    except ImportError:
        return importlib.import_module("polars").DataFrame(X, schema=list(names))


def rows_like(X: Any, rows: npt.NDArray[Any], table: Table) -> Any:
    """Rows of numbers and codes in the form of the table `X` that they were made from.

    That is a frame of pandas where `X` is one that has categories; else an array, in which
    categories that are numbers have their values, and others their codes.
    """
    if table.schema is None or not any(table.schema.is_categorical):
        return rows
    if is_pandas(X):
        return frame_of(rows, X.columns, table.schema)
    return values_of(rows, table.schema)


def frame_of(X: npt.NDArray[Any], names: Any, schema: Schema) -> Any:
    """The frame of pandas of an array of numbers and codes; an unseen category is missing."""
    pandas = importlib.import_module("pandas")
    columns = {}
    for number, categories in enumerate(schema.categories):
        values = X[:, number]
        if categories is not None:
            known = (values >= 0) & (values < len(categories))
            codes = np.where(known, values, -1).astype(np.int64)
            values = pandas.Categorical.from_codes(
                codes, categories.values, ordered=categories.ordered
            )
        columns[number] = values
    frame = pandas.DataFrame(columns)
    frame.columns = list(names)
    return frame
