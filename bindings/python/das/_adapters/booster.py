"""Classifiers of other libraries, as the C interface takes them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, copied, write
from .._core.context import Context, current_context
from .._core.errors import CallbackError, InvalidArgumentError
from .._core.handles import BoosterHandle
from .copies import fitted_copy
from .detector import finite, with_names


class HostBooster:
    """A classifier of Python with ``predict_proba`` as a booster of the C interface.

    Parameters
    ----------
    model : classifier
        Unfitted where `recipe`: each fit is of a copy. Else fitted.
    recipe : bool
    seed : int
        For the ``random_state`` of copies that have none.
    """

    def __init__(self, model: Any, recipe: bool, seed: int = 0) -> None:
        if not callable(getattr(model, "predict_proba", None)):
            raise InvalidArgumentError(f"{type(model).__name__} is no booster: no predict_proba")
        self.model = model
        self.kind = type(model).__name__
        self._recipe = recipe
        self._seed = seed
        self._numbers = itertools.count(1)
        self._fitted: dict[int, Any] = {}

    @property
    def fitted(self) -> Any:
        """The classifier in use: the first that was fitted; later ones served as folds."""
        return self._fitted[min(self._fitted)] if self._recipe else self.model

    def wrapped(self, context: Context, columns: int = 0) -> BoosterHandle:
        """The booster as the library takes it; it holds this object."""
        fits = {"fit": self._fit, "release": self._release} if self._recipe else {}
        return BoosterHandle.wrapping(
            context, self.kind, columns=columns, score=self._answer, **fits
        )

    def score(self, model: Any, X: npt.NDArray[Any]) -> Floats:
        """The probability of the last of two classes, hard anomalies."""
        given = np.asanyarray(model.predict_proba(with_names(X, model)))
        if given.shape != (len(X), 2):
            raise CallbackError(
                f"predict_proba of {self.kind} gave an array of shape {given.shape}; "
                f"({len(X)}, 2) is wanted"
            )
        return finite(given[:, 1], self.kind)

    def attempt_on(self, rows: npt.NDArray[Any]) -> Callable[[Any], Floats]:
        """What scores a few rows with a classifier, or raises where that cannot be done."""
        few = np.array(rows[:2], order="C")
        return lambda model: self.score(model, few)

    def _fit(self, user: object, normals: Any, anomalies: Any, fitted: Any) -> int:
        try:
            parts = (copied(normals), copied(anomalies))
            labels = np.repeat([0, 1], [len(part) for part in parts])
            rows = np.vstack(parts)
            attempt = self.attempt_on(rows)
            model = fitted_copy(self.model, self._seed, attempt, rows, labels)
            number = next(self._numbers)
            self._fitted[number] = model
            fitted[0] = number
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _answer(self, fitted: int | None, X: Any, scores: Any) -> int:
        try:
            if self._recipe and fitted is None:
                raise KeyboardInterrupt  # which kept `_fit` from being entered
            model = self.model if fitted is None else self._fitted[fitted]
            write(self.score(model, copied(X)), scores)
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _release(self, fitted: int | None) -> None:
        if fitted is not None:
            self._fitted.pop(fitted, None)
