"""Unfitted detectors of other libraries, as the C interface takes them."""

from __future__ import annotations

import itertools
from typing import Any

from .._core.arrays import as_table, copied, write
from .._core.context import Context, current_context
from .._core.handles import DetectorHandle
from .copies import fitted_copy
from .detector import HostDetector, attempt_on, with_names


class HostDetectorRecipe:
    """An unfitted detector of Python as a recipe of the C interface: each fit is of a copy.

    Parameters
    ----------
    model : object with ``fit``
    fitted : object
        A fitted copy, for the name of the method and those of its features.
    seed : int
        For the ``random_state`` of copies that have none.
    """

    def __init__(self, model: Any, fitted: Any, seed: int) -> None:
        self._model = model
        self._like = fitted
        self._seed = seed
        self._numbers = itertools.count(1)
        self._fitted: dict[int, HostDetector] = {}

    def wrapped(self, context: Context) -> DetectorHandle:
        """The detector as the library takes it; it holds this object."""
        return DetectorHandle.wrapping(
            context,
            HostDetector(self._like).name,
            fit=self._fit,
            score=self._answer,
            release=self._release,
        )

    def _fit(self, user: object, X: Any, fitted: Any) -> int:
        try:
            table = as_table(copied(X))
            rows = with_names(table.array, self._like)
            model = fitted_copy(self._model, self._seed, attempt_on(table), rows)
            number = next(self._numbers)
            self._fitted[number] = HostDetector(model)
            fitted[0] = number
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _answer(self, fitted: int | None, X: Any, scores: Any) -> int:
        try:
            if fitted is None:
                raise KeyboardInterrupt  # which kept `_fit` from being entered
            write(self._fitted[fitted].score(copied(X)), scores)
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _release(self, fitted: int | None) -> None:
        if fitted is not None:
            self._fitted.pop(fitted, None)
