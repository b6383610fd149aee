"""Stage 1 of the method in one function."""

from __future__ import annotations

import numbers
from typing import Any

from .._core.errors import InvalidArgumentError
from .._core.progress import Progress, ProgressBar, reporter
from .._core.public import public
from .._core.random import RandomState, seed_of
from .._programs.program import Program
from .._programs.python_program import PythonProgram
from .conversation import LLM, Conversation
from .form import ProgramFormat
from .target import DetectorUnderTest
from .writer import Writer


@public
def write_program(
    detector: Any,
    *,
    llm: LLM,
    form: str = "json",
    attempts: int = 3,
    description: str | None = None,
    name: str | None = None,
    estimator: Any = None,
    random_state: RandomState = 0,
    sandbox: str = "required",
    limits: Any = None,
    progress: Progress = None,
) -> Program | PythonProgram:
    """A program for a type of detector, written by a language model: stage 1 of LLM-DAS.

    The model describes the detector (Eq. 2 of the paper), then writes the program (Eq. 1). The
    program is checked and run on small synthetic tables; faults are sent back with numbers, and the
    model tries again. Nothing but the name of the detector's class leaves the process; your data
    do not.

    Parameters
    ----------
    detector : str or object
        A built-in detector's name; another name, with `estimator`; or a detector, fitted or not,
        of which copies are fitted to synthetic tables.
    llm : callable from str to str
        :class:`das.llm.OpenAI`, or any function from a prompt to the model's answer. If it has a
        parameter ``schema``, it is passed the JSON Schema of programs with ``form="json"``.
    form : {"json", "python"}
        Steps as data, which run natively and need no approval; or Python source, which runs in a
        sandbox after approval.
    attempts : int >= 1
        The maximum number of programs to ask for.
    description : str, optional
        A description of the detector. Default: the model is asked for one.
    name : str, optional
        The name of the program. Default: the model's choice, or ``<detector>_program`` for Python.
    estimator : object with ``fit``, optional
        The detector on which programs are run, where the name `detector` is not built in.
    random_state : int, numpy Generator or RandomState, or None
        The seed of the test runs.
    sandbox : {"required", "none"}
        For Python; "none" runs the model's program without isolation.
    limits : das.Limits, optional
        For Python: limits of test runs and later runs. Default: 10 s for the former, 60 s later.
    progress : bool or callable(stage, fraction), optional

    Returns
    -------
    Program or PythonProgram
        With ``provenance``. A program in Python is not approved yet: read it, then call its
        ``approve()``, or save it in a :class:`ProgramStore` and approve it there.

    Raises
    ------
    ProgramWritingError
        Where no attempt passed; ``attempts`` has every prompt, answer and reason.
    LLMError
        Where the model gives no answer; exceptions of a callable of yours propagate.
    SandboxUnavailableError
        Where this host cannot isolate Python.
    """
    if not isinstance(attempts, numbers.Integral) or attempts < 1:
        raise InvalidArgumentError(f"attempts is {attempts!r}; it takes an integer of at least 1")
    if not callable(llm):
        raise InvalidArgumentError(f"llm is {llm!r:.80}; it takes a callable from str to str")
    report = reporter(progress)
    writer = Writer(
        Conversation(llm),
        ProgramFormat(form, name, sandbox, limits),
        DetectorUnderTest(detector, estimator),
        int(attempts),
        seed_of(random_state),
        report or (lambda stage, fraction: None),
    )
    try:
        return writer.write(description)
    finally:
        if isinstance(report, ProgressBar):
            report.close()
