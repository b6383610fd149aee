"""Stage 2 of the method: hard anomalies for a fitted detector."""

from __future__ import annotations

from typing import Any, Union

from .._adapters.program import Generate, ProgramAdapter
from .._core.arrays import Table
from .._core.context import Context
from .._core.errors import InvalidArgumentError
from .._core.handles import ProgramHandle
from .._core.progress import Progress
from .._core.random import RandomState
from .native import synthesize
from .program import Program

AnyProgram = Union[Program, str, Generate, None]


def generate_hard_anomalies(
    n_samples: int,
    model: Any,
    X_train: Any,
    program: AnyProgram = None,
    random_state: RandomState = None,
    *,
    n_jobs: int | None = None,
    progress: Progress = None,
) -> Any:
    """Synthesizes hard anomalies: rows that look normal to a detector and are not.

    It has the signature of the programs in the LLM-DAS paper (arXiv 2510.03904).

    Parameters
    ----------
    n_samples : int >= 0
    model : fitted detector
        One of das, or any object with ``predict_score`` or PyOD's ``decision_function`` (higher is
        more anomalous) or scikit-learn's ``score_samples`` (lower is more anomalous).
    X_train : array-like of shape (n_rows, n_features)
        The normal rows that `model` was fitted on.
    program : das.Program, name of a built-in program, or callable, optional
        Default: the built-in program for the detector. A callable is passed
        ``(n_samples, model, X_train)``, and ``random_state`` if it has that parameter, and returns
        an array of shape ``(n_samples, n_features)``. ``np.random`` and ``random`` are seeded for
        it and restored afterwards. It sees categories as codes, and missing values as NaN.
    random_state : int, numpy Generator or RandomState, or None
        The same seed gives the same bits for any `n_jobs`.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional

    Returns
    -------
    ndarray of shape (n_samples, n_features), float64
        Finite rows; where `X_train` has categories, they are codes of them, and NaN is a missing
        value. For a data frame of pandas with categories it is a data frame.

    Raises
    ------
    CallbackError
        Where a callable returns something unusable; exceptions that it raises propagate.
    """

    def source(table: Table, context: Context) -> ProgramHandle | None:
        return program_handle(program, table, context)

    return synthesize(source, n_samples, model, X_train, random_state, n_jobs, progress)


def program_handle(program: AnyProgram, table: Table, context: Context) -> ProgramHandle | None:
    """A handle of a program; None for the detector's own."""
    if program is None:
        return None
    if isinstance(program, str):
        program = Program(program)
    if isinstance(program, Program):
        return program._handle
    if callable(program):
        return ProgramAdapter(program, table.array, table.schema).wrapped(context)
    raise InvalidArgumentError(
        f"program is {program!r}; it takes a das.Program, the name of a built-in program or a "
        "callable (n_samples, model, X_train) -> array"
    )
