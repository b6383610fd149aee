"""Stage 2 of the method on its own: hard anomalies for a fitted detector."""

from __future__ import annotations

import numbers
from typing import Any, Union

from ._arrays import Floats, Table, as_table, pointer_to
from ._context import Context
from ._detectors import fitted_detector
from ._errors import InvalidArgumentError, OutOfRangeError
from ._handles import ProgramHandle
from ._host_program import Generate, HostProgram
from ._library import library
from ._memory import empty
from ._program import Program
from ._progress import Progress
from ._random import RandomState, seed_of

# What the C interface takes.
MOST_SAMPLES = 2**31 - 2

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
) -> Floats:
    """Synthesizes hard anomalies: rows that look normal to a detector and are not.

    The interface that the LLM-DAS paper (arXiv 2510.03904) gives to its programs.

    Parameters
    ----------
    n_samples : int >= 0
    model : fitted detector
        One of das, or any object with ``predict_score`` or PyOD's ``decision_function`` (higher is
        more anomalous) or scikit-learn's ``score_samples`` (its sign is turned).
    X_train : array-like of shape (n_rows, n_features)
        The normal rows that `model` was fitted on.
    program : das.Program, name of a built-in program, or callable, optional
        Default: the built-in program for the detector. A callable is given
        ``(n_samples, model, X_train)``, and ``random_state`` where it takes that, and returns an
        array of shape ``(n_samples, n_features)``. ``np.random`` and ``random`` are seeded for it,
        and go on afterwards as if it had not run.
    random_state : int, numpy Generator or RandomState, or None
        The same seed gives the same bits for any `n_jobs`.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional

    Returns
    -------
    ndarray of shape (n_samples, n_features), float64
        Finite rows.

    Raises
    ------
    CallbackError
        When a callable returns something unusable; what it raises comes through as it is.
    """
    count = _count(n_samples)
    table = as_table(X_train, "X_train")
    rows: Floats = empty(count, table.shape[1])
    with Context(n_jobs, progress) as context:
        detector = fitted_detector(model, table, context)
        source = program_handle(program, table, context)
        arguments = (source and source.reference, detector.reference, table.reference)
        seed = seed_of(random_state)
        context.run(library.das_synthesize, *arguments, count, seed, pointer_to(rows), rows.size)
    return rows


def _count(n_samples: Any) -> int:
    if not isinstance(n_samples, numbers.Integral) or isinstance(n_samples, bool):
        raise InvalidArgumentError(f"n_samples is {n_samples!r:.80}; it takes an integer")
    if not 0 <= int(n_samples) <= MOST_SAMPLES:
        raise OutOfRangeError(
            f"n_samples is {n_samples!s:.80}; it takes an integer in 0 ... {MOST_SAMPLES}"
        )
    return int(n_samples)


def program_handle(program: AnyProgram, table: Table, context: Context) -> ProgramHandle | None:
    """The program as the library takes it; None for the detector's own."""
    if program is None:
        return None
    if isinstance(program, str):
        program = Program(program)
    if isinstance(program, Program):
        return program._handle
    if callable(program):
        return HostProgram(program, table.array).wrapped(context)
    raise InvalidArgumentError(
        f"program is {program!r}; it takes a das.Program, the name of a built-in program or a "
        "callable (n_samples, model, X_train) -> array"
    )
