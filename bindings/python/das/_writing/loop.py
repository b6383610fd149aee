"""Asks a language model for a program, checks its answer, sends back what failed."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, NamedTuple

from .._abi import VERSION
from .._errors import AnswerError, InvalidArgumentError, ProgramWritingError
from .._program import Program
from .._program_python import PythonProgram
from .._progress import Progress, ProgressBar, reporter
from .._prompt import prompt, repair_prompt
from .._random import RandomState, seed_of
from .candidate import AnyCandidate
from .checks import Check, check_candidate
from .conversation import LLM, Conversation, sendable
from .form import Form, UnreadableError
from .provenance import Provenance
from .target import Target

LONGEST_ANSWER = 65_536


class Attempt(NamedTuple):
    """A prompt, the answer, and why it was not accepted."""

    prompt: str
    answer: str
    reasons: tuple[str, ...]


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
    writer = _Writer(
        Conversation(llm),
        Form(form, name, sandbox, limits),
        Target(detector, estimator),
        int(attempts),
        seed_of(random_state),
        report or (lambda stage, fraction: None),
    )
    try:
        return writer.write(description)
    finally:
        if isinstance(report, ProgressBar):
            report.close()


class _Writer(NamedTuple):
    talk: Conversation
    form: Form
    target: Target
    most: int
    seed: int
    report: Callable[[str, float], object]

    def write(self, description: str | None) -> AnyCandidate:
        name, form = self.target.name, self.form.name
        if description is None:
            self.report("describe", 0.0)
            description = self._described()
        task = prompt(name, form, description=description)
        asked, failed = task, []
        for number in range(1, self.most + 1):
            attempt, program, checks = self._attempt(asked, number)
            if program is not None:
                self.report("done", 1.0)
                return self._signed(program, checks)
            failed.append(attempt)
            asked = _again(task, attempt, repair_prompt(name, form, _numbered(attempt.reasons)))
        raise self._failure(failed)

    def _described(self) -> str | None:
        """The model's description; without one, the prompt has its own or does without."""
        try:
            return sendable(self.talk.ask(prompt(self.target.name, "description")))
        except AnswerError:
            return None

    def _attempt(
        self, asked: str, number: int
    ) -> tuple[Attempt, AnyCandidate | None, tuple[Check, ...]]:
        """One answer, and the program in it where it passes all checks."""

        def report(stage: str, fraction: float) -> None:
            self.report(f"{stage} {number}", (number - 1 + fraction) / self.most)

        report("ask", 0.0)
        try:
            answer = self.talk.ask(asked, self.form.schema)
        except AnswerError as error:
            return Attempt(asked, error.answer, (str(error),)), None, ()
        report("check", 0.5)
        try:
            program = self.form.read(answer, self.target.name)
        except UnreadableError as error:
            return Attempt(asked, answer, (str(error),)), None, ()
        checks = check_candidate(
            program, self.target, self.seed, lambda done: report("check", 0.5 + 0.5 * done)
        )
        reasons = tuple(f"{check.name}: {check.reason}" for check in checks if not check.passed)
        return Attempt(asked, answer, reasons), None if reasons else program, checks

    def _signed(self, program: AnyCandidate, checks: tuple[Check, ...]) -> AnyCandidate:
        program._provenance = Provenance(
            detector=self.target.name,
            form=self.form.name,
            model=self.talk.model,
            provider=self.talk.provider,
            prompts=tuple(self.talk.prompts),
            answers=tuple(self.talk.answers),
            sha256=program.sha256,
            checks=checks,
            usage=self.talk.usage,
            date=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            version=VERSION,
        )
        return program

    def _failure(self, failed: list[Attempt]) -> ProgramWritingError:
        lines = [
            f"attempt {number}: {_numbered(attempt.reasons)}"
            for number, attempt in enumerate(failed, 1)
        ]
        return ProgramWritingError(
            f"{self.talk.model} wrote no program for '{self.target.name}' that passes the checks, "
            f"in {len(failed)} attempts\n" + "\n".join(lines),
            tuple(failed),
            self.talk.usage,
        )


def _numbered(reasons: tuple[str, ...]) -> str:
    return sendable("\n".join(f"({number}) {reason}" for number, reason in enumerate(reasons, 1)))


def _again(task: str, attempt: Attempt, repair: str) -> str:
    answer = sendable(attempt.answer, LONGEST_ANSWER) or "(empty)"
    return f"{task}\n\n# Your answer so far\n\n{answer}\n\n# Correction\n\n{repair}"
