"""Stage 1 of the method in one call."""

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
    """Has a language model write a program for a type of detector: stage 1 of LLM-DAS.

    The model describes the detector (Eq. 2 of the paper), then writes the program (Eq. 1). The
    program is checked and tried on small made-up tables; what fails goes back to the model with
    numbers, and it tries again. Nothing of your data, and of a detector nothing but the name of its
    class, leaves the process.

    Parameters
    ----------
    detector : str or object
        A built-in detector's name; another name, with `estimator`; or a detector, fitted or not. An
        object is never used itself: copies are fitted to made-up tables.
    llm : callable from str to str
        :class:`das.llm.OpenAI`, or any function from a prompt to the model's answer. One that takes
        ``schema`` is given the JSON Schema of programs where the form is "json".
    form : {"json", "python"}
        Steps as data, which run natively and need no approval; or Python source, which runs in a
        sandbox once it is approved.
    attempts : int >= 1
        How often the model is asked for a program.
    description : str, optional
        Of the detector, in words; without it the model is asked for one.
    name : str, optional
        Of the program. Default: the model's own choice, for Python ``<detector>_program``.
    estimator : object with ``fit``, optional
        The detector to try programs on, where `detector` is a name that is not built in.
    random_state : int, numpy Generator or RandomState, or None
        For the trials.
    sandbox : {"required", "none"}
        For Python; "none" runs what the model wrote without isolation.
    limits : das.Limits, optional
        For Python: of each trial, and of later runs. Default: 10 s for a trial, 60 s later.
    progress : bool or callable(stage, fraction), optional

    Returns
    -------
    Program or PythonProgram
        With ``provenance``. One in Python is not approved yet: read it, then call its
        ``approve()``, or save it in a :class:`ProgramStore` and approve it there.

    Raises
    ------
    ProgramWritingError
        When no attempt passed; ``attempts`` has every prompt, answer and reason.
    LLMError
        When the model gives no answer; what a callable of yours raises comes through as it is.
    SandboxUnavailableError
        When this host cannot isolate Python.
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
