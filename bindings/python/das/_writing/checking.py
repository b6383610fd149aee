"""All checks of :func:`das.write_program` on a program that is there already."""

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

# On which programs that aim at no detector are tried.
GENERAL = "iforest"


@public
def check_program(
    program: AnyCandidate,
    detector: Any = None,
    *,
    estimator: Any = None,
    random_state: RandomState = 0,
) -> tuple[Check, ...]:
    """Carries out the checks that a program of a language model must pass.

    It is tried on small made-up tables, never on data of yours; docs/guide/programs.md lists the
    checks.

    Parameters
    ----------
    program : Program or PythonProgram
        A program in Python must be approved, for it is run.
    detector : str or object, optional
        As for :func:`write_program`. Default: the one that the program aims at, or "iforest" for a
        program that aims at any.
    estimator : object with ``fit``, optional
        What is fitted to the tables, where the name alone does not say it.
    random_state : int, numpy Generator or RandomState, or None

    Returns
    -------
    tuple of Check
        Each with its name, whether it passed, what was measured and, where it failed, the reason.
        Where one kind of check fails (text, runs, rows), the later kinds are not carried out.

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
