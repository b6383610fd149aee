"""Programs of Python: functions ``(n_samples, model, X_train) -> array``."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, as_table, copied, floats, pointer_to, write
from .._core.context import Borrowed, Context, current_context
from .._core.errors import CallbackError
from .._core.handles import ProgramHandle
from .._core.memory import empty
from .._core.tables.columns import Finding
from .seeding import seeded

Generate = Callable[..., Any]

# What the library takes in a table.
LARGEST = 1e150


class ScoredModel:
    """The detector as a program sees it: ``predict_score`` and nothing else, as in the paper."""

    def __init__(self, predict_score: Any, model: int | None) -> None:
        self._predict_score = predict_score
        self._model = model

    def predict_score(self, X: Any) -> Floats:
        """Scores rows; a higher score is more anomalous.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), float64
        """
        if self._predict_score is None:
            raise CallbackError("model.predict_score is called after the program has returned")
        table = as_table(X)
        scores: Floats = empty(table.shape[0])
        if self._predict_score(self._model, table.reference, pointer_to(scores)) != 0:
            raise Borrowed("model.predict_score failed")
        return scores

    def close(self) -> None:
        """Ends its use: the detector behind it is the library's."""
        self._predict_score = None


class HostProgram:
    """A function of Python as a program of the C interface."""

    def __init__(self, function: Generate, X_train: npt.NDArray[Any]) -> None:
        self.name = getattr(function, "__name__", type(function).__name__)
        self._function = function
        self._X_train = X_train
        self._takes_seed = _takes(function, "random_state")
        self._seeds_itself = getattr(function, "seeds_itself", False)

    def wrapped(self, context: Context) -> ProgramHandle:
        """The program as the library takes it; it holds this object."""
        return ProgramHandle.wrapping(context, self.name, synthesize=self._synthesize)

    def _synthesize(
        self,
        user: object,
        n_samples: int,
        predict_score: Any,
        model: int | None,
        X: Any,
        seed: int,
        rows: Any,
    ) -> int:
        try:
            X_train = self._X_train
            if X.contents.data != X_train.ctypes.data:
                X_train = copied(X)
            write(self._made(n_samples, ScoredModel(predict_score, model), X_train, seed), rows)
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _made(
        self, n_samples: int, model: ScoredModel, X_train: npt.NDArray[Any], seed: int
    ) -> Floats:
        view = X_train.view()
        view.flags.writeable = False
        options = {"random_state": seed % 2**32} if self._takes_seed else {}
        try:
            with contextlib.nullcontext() if self._seeds_itself else seeded(seed):
                made = np.asanyarray(self._function(n_samples, model, view, **options))
        finally:
            model.close()
        wanted = (n_samples, X_train.shape[1])
        if made.shape != wanted:
            raise CallbackError(
                f"program '{self.name}' returned an array of shape {made.shape}; {wanted} is wanted"
            )
        return self._checked(made)

    def _checked(self, made: npt.NDArray[Any]) -> Floats:
        rows = floats(made)
        if isinstance(rows, Finding):
            row, column = divmod(rows.row, made.shape[1])
            raise CallbackError(
                f"program '{self.name}' returned {rows.what} at row {row}, column {column}; it "
                "must return numbers"
            )
        wrong = np.argwhere(~(np.abs(rows) <= LARGEST))
        if len(wrong):
            row, column = (int(place) for place in wrong[0])
            raise CallbackError(
                f"program '{self.name}' returned {rows[row, column]} at row {row}, "
                f"column {column}; it must return finite numbers of at most {LARGEST} in magnitude"
            )
        return rows


def _takes(function: Generate, name: str) -> bool:
    try:
        return name in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
