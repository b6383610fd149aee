"""Classifiers of other libraries as boosters of the C interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, copied, write
from .._core.context import Context
from .._core.errors import CallbackError, InvalidArgumentError
from .._core.handles import BoosterHandle
from .._core.tables.schema import Schema, values_of
from .callbacks import FittedCopies, callback
from .copies import fitted_copy
from .frames import with_names
from .scores import finite


class BoosterAdapter:
    """A classifier of Python with ``predict_proba`` as a booster of the C interface.

    Parameters
    ----------
    model : classifier
    unfitted : bool
        Whether the library fits the classifier; each fit is of a copy.
    seed : int
        For the ``random_state`` of copies that have none.
    schema : Schema, optional
        Of the rows that it is given, as for a detector.
    """

    def __init__(
        self, model: Any, *, unfitted: bool = False, seed: int = 0, schema: Schema | None = None
    ) -> None:
        if not callable(getattr(model, "predict_proba", None)):
            raise InvalidArgumentError(f"{type(model).__name__} is no booster: no predict_proba")
        self.model = model
        self.kind = type(model).__name__
        self._unfitted = unfitted
        self._seed = seed
        self._schema = schema
        self._copies = FittedCopies()

    @property
    def fitted(self) -> Any:
        """The classifier in use: the copy that was fitted first; later ones served as folds."""
        return self._copies.first if self._unfitted else self.model

    def wrapped(self, context: Context) -> BoosterHandle:
        """A handle of the booster, which owns this object."""
        fits: dict[str, Any] = (
            {"fit": self._fit, "release": self._copies.remove} if self._unfitted else {}
        )
        return BoosterHandle.wrapping(context, self.kind, score=self._answer, **fits)

    def score(self, model: Any, X: npt.NDArray[Any]) -> Floats:
        """The probability of the last of two classes, hard anomalies."""
        given = np.asanyarray(model.predict_proba(with_names(X, model, self._schema)))
        if given.shape != (len(X), 2):
            raise CallbackError(
                f"predict_proba of {self.kind} gave an array of shape {given.shape}; "
                f"({len(X)}, 2) is wanted"
            )
        return finite(given[:, 1], self.kind)

    def attempt_on(self, rows: npt.NDArray[Any]) -> Callable[[Any], Floats]:
        """A function that scores two rows with a classifier, and raises where that fails."""
        few = np.array(rows[:2], order="C")
        return lambda model: self.score(model, few)

    @callback
    def _fit(self, user: object, normals: Any, anomalies: Any, fitted: Any) -> None:
        parts = (copied(normals), copied(anomalies))
        labels = np.repeat([0, 1], [len(part) for part in parts])
        rows = np.vstack(parts)
        given = values_of(rows, self._schema)
        copy = fitted_copy(self.model, self._seed, self.attempt_on(rows), given, labels)
        self._copies.add(copy, fitted)

    @callback
    def _answer(self, fitted: int | None, X: Any, scores: Any) -> None:
        model = self._copies[fitted] if self._unfitted else self.model
        write(self.score(model, copied(X)), scores)
