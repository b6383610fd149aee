"""A program that is being checked, in either form."""

from __future__ import annotations

from typing import Any, Union

from .._core.arrays import Floats
from .._programs.program import Program
from .._programs.python_program import PythonProgram

AnyCandidate = Union[Program, PythonProgram]


def rows_of(program: AnyCandidate, n_samples: int, model: Any, X: Floats, seed: int) -> Floats:
    """Rows of a candidate: steps run in this process, Python in the sandbox, approved or not."""
    if isinstance(program, PythonProgram):
        return program._run(n_samples, model, X, seed, trial=True)
    rows: Floats = program(n_samples, model, X, random_state=seed)
    return rows
