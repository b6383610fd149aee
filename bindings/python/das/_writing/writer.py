"""The loop of asking, reading, checking and sending faults back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import NamedTuple

from .._core.constants import VERSION
from .._core.errors import AnswerError, ProgramWritingError
from .._programs.prompts import prompt, repair_prompt
from .._programs.provenance import Check, Provenance
from .candidate import AnyCandidate
from .checks import check_candidate
from .conversation import Conversation, sendable
from .form import ProgramFormat, UnreadableError
from .target import DetectorUnderTest

MAX_ANSWER_LENGTH = 65_536


class Attempt(NamedTuple):
    """A prompt, the answer, and the reasons why it was not accepted."""

    prompt: str
    answer: str
    reasons: tuple[str, ...]


class Writer(NamedTuple):
    """The writing of one program.

    Attributes
    ----------
    most : int
        The maximum number of attempts.
    seed : int
        The seed of the test runs.
    report : callable(stage, fraction)
    """

    talk: Conversation
    form: ProgramFormat
    target: DetectorUnderTest
    max_attempts: int
    seed: int
    report: Callable[[str, float], object]

    def write(self, description: str | None) -> AnyCandidate:
        """The program; ProgramWritingError where no attempt passes."""
        name, form = self.target.name, self.form.name
        self.report("fit", 0.0)
        self.target.fit(self.seed)
        if description is None:
            self.report("describe", 0.0)
            description = self._described()
        task = prompt(name, form, description=description)
        asked, failed = task, []
        for number in range(1, self.max_attempts + 1):
            attempt, program, checks = self._attempt(asked, number)
            if program is not None:
                self.report("done", 1.0)
                return self._signed(program, checks)
            failed.append(attempt)
            asked = _again(task, attempt, repair_prompt(name, form, _numbered(attempt.reasons)))
        raise self._failure(failed)

    def _described(self) -> str | None:
        """The model's description; None leaves it to the prompt."""
        try:
            return sendable(self.talk.ask(prompt(self.target.name, "description")))
        except AnswerError:
            return None

    def _attempt(
        self, asked: str, number: int
    ) -> tuple[Attempt, AnyCandidate | None, tuple[Check, ...]]:
        """The program in one answer, if it passes all checks."""

        def report(stage: str, fraction: float) -> None:
            self.report(f"{stage} {number}", (number - 1 + fraction) / self.max_attempts)

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
    answer = sendable(attempt.answer, MAX_ANSWER_LENGTH) or "(empty)"
    return f"{task}\n\n# Your answer so far\n\n{answer}\n\n# Correction\n\n{repair}"
