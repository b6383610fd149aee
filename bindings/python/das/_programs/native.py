"""The library's ``das_synthesize``, for programs of every kind."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any

from .._adapters.frames import rows_like
from .._core.arrays import Floats, Table, as_table, pointer_to
from .._core.context import Context
from .._core.errors import InvalidArgumentError, OutOfRangeError
from .._core.handles import ProgramHandle
from .._core.library import library
from .._core.memory import empty
from .._core.progress import Progress
from .._core.random import RandomState, seed_of
from .._detectors.registry import fitted_detector, training_rule

MAX_SAMPLES = 2**31 - 2
"""The maximum in the C interface."""


def synthesize(
    source: Callable[[Table, Context], ProgramHandle | None],
    n_samples: int,
    model: Any,
    X_train: Any,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress = None,
) -> Any:
    """Rows of the program that `source` returns; None means the detector's own program."""
    count = _count(n_samples)
    table = as_table(X_train, "X_train", training_rule(model))
    rows: Floats = empty(count, table.shape[1])
    with Context(n_jobs, progress) as context:
        detector = fitted_detector(model, table, context)
        program = source(table, context)
        arguments = (program and program.reference, detector.reference, table.reference)
        seed = seed_of(random_state)
        context.run(library.das_synthesize, *arguments, count, seed, pointer_to(rows), rows.size)
    return rows_like(X_train, rows, table)


def _count(n_samples: Any) -> int:
    if not isinstance(n_samples, numbers.Integral) or isinstance(n_samples, bool):
        raise InvalidArgumentError(f"n_samples is {n_samples!r:.80}; it takes an integer")
    if not 0 <= int(n_samples) <= MAX_SAMPLES:
        raise OutOfRangeError(
            f"n_samples is {n_samples!s:.80}; it takes an integer in 0 ... {MAX_SAMPLES}"
        )
    return int(n_samples)
