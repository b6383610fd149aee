"""Checked scores of other libraries, and detectors that can only score."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, floats
from .._core.errors import CallbackError
from .._core.tables.columns import Finding


class ScoreOnly:
    """A detector as a program sees it: ``predict_score`` and nothing else, as in the paper.

    Parameters
    ----------
    score : callable
        Scores rows; a higher score is more anomalous.
    """

    def __init__(self, score: Callable[[Any], Floats]) -> None:
        self._score: Callable[[Any], Floats] | None = score

    def predict_score(self, X: Any) -> Floats:
        """Scores rows; a higher score is more anomalous.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64
        """
        if self._score is None:
            raise CallbackError("model.predict_score is called after the program has returned")
        return self._score(X)

    def close(self) -> None:
        """Makes further scoring an error, after the library's detector is gone."""
        self._score = None


def finite(given: npt.NDArray[Any], kind: str) -> Floats:
    """The scores as float64.

    Raises
    ------
    CallbackError
        Where one is not finite; the message names `kind` and the row.
    """
    scores = floats(given)
    if isinstance(scores, Finding):
        raise CallbackError(
            f"{kind} gave {scores.what} as the score of row {scores.row}; scores must be numbers"
        )
    wrong = np.flatnonzero(~np.isfinite(scores))
    if len(wrong):
        raise CallbackError(
            f"{kind} gave the score {scores[wrong[0]]} for row {wrong[0]}; scores must be finite"
        )
    return scores
