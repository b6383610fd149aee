"""Functions ``(n_samples, model, X_train) -> array`` as programs of the C interface."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats, as_table, copied, floats, pointer_to, write
from .._core.constants import MAX_MAGNITUDE
from .._core.context import Context, NestedCallError
from .._core.errors import CallbackError
from .._core.functions import takes
from .._core.handles import ProgramHandle
from .._core.memory import empty
from .._core.tables.columns import Finding
from .._core.tables.schema import Schema, allowed_in, categories_of
from .callbacks import callback
from .scores import ScoreOnly
from .seeding import seeded

Generate = Callable[..., Any]


class ProgramAdapter:
    """A function of Python as a program of the C interface."""

    def __init__(
        self, function: Generate, X_train: npt.NDArray[Any], schema: Schema | None = None
    ) -> None:
        self.name = getattr(function, "__name__", type(function).__name__)
        self._function = function
        self._X_train = X_train
        self._schema = schema
        self._takes_seed = takes(function, "random_state")
        self._seeds_itself = getattr(function, "seeds_itself", False)

    def wrapped(self, context: Context) -> ProgramHandle:
        """A handle of the program, which owns this object."""
        return ProgramHandle.wrapping(context, self.name, synthesize=self._synthesize)

    @callback
    def _synthesize(
        self,
        user: object,
        n_samples: int,
        predict_score: Any,
        model: int | None,
        X: Any,
        seed: int,
        rows: Any,
    ) -> None:
        X_train = self._X_train
        if X.contents.data != X_train.ctypes.data:
            X_train = copied(X)
        scorer = ScoreOnly(lambda X: _scores_of(predict_score, model, X))
        write(self._run(n_samples, scorer, X_train, seed), rows)

    def _run(
        self, n_samples: int, model: ScoreOnly, X_train: npt.NDArray[Any], seed: int
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
        wrong = np.argwhere(~self._is_allowed(rows))
        if len(wrong):
            row, column = (int(index) for index in wrong[0])
            raise CallbackError(
                f"program '{self.name}' returned {rows[row, column]} at row {row}, column "
                f"{column}; it must return {self._wanted(column)}"
            )
        return rows

    def _is_allowed(self, rows: Floats) -> npt.NDArray[np.bool_]:
        """Which cells are finite numbers, codes, or missing where that is allowed."""
        allowed = np.abs(rows) <= MAX_MAGNITUDE
        for column, categories in enumerate(categories_of(self._schema, rows.shape[1])):
            if categories is not None:
                cells = rows[:, column]
                allowed[:, column] &= (cells == np.floor(cells)) & (cells >= 0)
                allowed[:, column] &= cells < len(categories)
        return allowed | (np.isnan(rows) & allowed_in(self._schema, rows.shape[1]))

    def _wanted(self, column: int) -> str:
        categories = None if self._schema is None else self._schema.categories[column]
        if categories is not None:
            return f"a code of its {len(categories)} categories, 0 ... {len(categories) - 1}"
        return f"finite numbers of at most {MAX_MAGNITUDE} in magnitude"


def _scores_of(predict_score: Any, model: int | None, X: Any) -> Floats:
    """Scores rows with the library's callback."""
    table = as_table(X)
    scores: Floats = empty(table.shape[0])
    if predict_score(model, table.reference, pointer_to(scores)) != 0:
        raise NestedCallError("model.predict_score failed")
    return scores
