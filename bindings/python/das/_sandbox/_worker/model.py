"""The detector as a program sees it."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import wire
from .channel import Channel, Floats


class Model:
    """The fitted detector: ``predict_score`` and nothing else, as in the paper."""

    def __init__(self, channel: Channel, columns: int, block: int) -> None:
        self._channel = channel
        self._columns = columns
        self._block = block

    def predict_score(self, X: Any) -> Floats:
        """Scores rows; a higher score is more anomalous.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64

        Raises
        ------
        ValueError
            For a wrong number of columns, and for values that are not finite.
        """
        table = as_finite_table(X, "X of predict_score")
        if table.shape[1] != self._columns:
            raise ValueError(
                f"X of predict_score has {table.shape[1]} columns; X_train has {self._columns}"
            )
        scores = np.empty(len(table))
        for start in range(0, len(table), self._block):
            part = table[start : start + self._block]
            scores[start : start + len(part)] = self._answer(part)
        return scores

    def _answer(self, rows: Floats) -> Floats:
        self._channel.send_table(wire.ASK, rows)
        self._channel.receive_header()
        return self._channel.receive_floats(len(rows))


def as_finite_table(values: Any, name: str) -> Floats:
    """The values as a two-dimensional float64 array within the library's bounds."""
    table = np.asarray(values)
    if table.dtype.kind not in "fiubO":
        raise ValueError(f"{name} has dtype {table.dtype}; real numbers are wanted")
    table = np.ascontiguousarray(table, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"{name} has shape {table.shape}; two dimensions are wanted")
    wrong = np.argwhere(~(np.abs(table) <= wire.MAX_MAGNITUDE))
    if len(wrong):
        row, column = (int(index) for index in wrong[0])
        raise ValueError(
            f"{name} has {table[row, column]} at row {row}, column {column}; finite numbers of at "
            f"most {wire.MAX_MAGNITUDE} in magnitude are wanted"
        )
    return table
