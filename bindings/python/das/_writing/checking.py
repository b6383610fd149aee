"""The checks of :func:`das.write_program` for an existing program."""

from __future__ import annotations

from typing import Any

from .._core.errors import InvalidArgumentError, UnapprovedProgramError
from .._core.public import public
from .._core.random import RandomState, seed_of
from .._programs.program import Program
from .._programs.provenance import Check
from .._programs.python_program import PythonProgram
from .candidate import AnyCandidate
from .checks import check_candidate
from .target import DetectorUnderTest

# The detector for programs that aim at none.
GENERAL = "iforest"


@public
def check_program(
    program: AnyCandidate,
    detector: Any = None,
    *,
    estimator: Any = None,
    random_state: RandomState = 0,
) -> tuple[Check, ...]:
    """The checks that a language model's program must pass, applied to any program.

    It is run on small synthetic tables, never on your data; docs/guide/programs.md lists the
    checks.

    Parameters
    ----------
    program : Program or PythonProgram
        A program in Python must be approved, since it is run.
    detector : str or object, optional
        As for :func:`write_program`. Default: the one that the program aims at, or "iforest" for a
        general program.
    estimator : object with ``fit``, optional
        The detector to fit to the tables, where the name is not that of a built-in one.
    random_state : int, numpy Generator or RandomState, or None

    Returns
    -------
    tuple of Check
        Each with its name, whether it passed, the measurements and, where it failed, the reason.
        After a kind of check (text, runs, rows) has failed, the later kinds are skipped.

    Raises
    ------
    UnapprovedProgramError, SandboxUnavailableError
    """
    if not isinstance(program, (Program, PythonProgram)):
        raise InvalidArgumentError(f"program is {program!r:.80}; it takes a Program")
    if isinstance(program, PythonProgram) and not program.approved:
        raise UnapprovedProgramError(
            f"program '{program.name}' is not approved, so it is not run (SHA-256 {program.sha256})"
        )
    if detector is None:
        detector = GENERAL if program.detector == "any" and estimator is None else program.detector
    return check_candidate(program, DetectorUnderTest(detector, estimator), seed_of(random_state))
