"""The two forms of a program: steps as JSON, and Python source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .._core.errors import DASError, InvalidArgumentError
from .._programs.program import Program
from .._programs.prompts import program_schema
from .._programs.python_program import PythonProgram, checked_name
from .._sandbox import require_isolation
from .answer import FUNCTION, read_answer
from .candidate import AnyCandidate


class UnreadableError(Exception):
    """An answer contains no program; the message is for the language model."""


@dataclass(frozen=True)
class ProgramFormat:
    """The format of a program, and how an answer is read.

    Attributes
    ----------
    name : {"json", "python"}
    program_name : str or None
        The name of the program, if the user chose one.
    sandbox, limits
        As for :class:`PythonProgram`.
    """

    name: str
    program_name: str | None
    sandbox: str
    limits: Any

    def __post_init__(self) -> None:
        if self.name not in ("json", "python"):
            raise InvalidArgumentError(f"form is {self.name!r}; it takes 'json' or 'python'")
        if self.program_name is not None:
            checked_name(self.program_name)
        PythonProgram("", sandbox=self.sandbox)  # checks the argument
        if self.name == "python" and self.sandbox == "required":
            require_isolation()  # before the first request

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON Schema of answers, if there is one."""
        return program_schema() if self.name == "json" else None

    def read(self, answer: str, detector: str) -> AnyCandidate:
        """The program in an answer, with its final name."""
        if self.name == "python":
            return self._python(answer, detector)
        return self._json(answer, detector)

    def _json(self, answer: str, detector: str) -> Program:
        try:
            value = json.loads(Program.from_json(answer).to_json())
            value["detector"] = detector
            # The model's name has to be valid in a store.
            value["name"] = checked_name(self.program_name or value["name"])
            return Program.from_json(json.dumps(value))
        except DASError as error:
            raise UnreadableError(str(error)) from None

    def _python(self, answer: str, detector: str) -> PythonProgram:
        parts = read_answer(answer)
        if parts is None:
            raise UnreadableError(
                "no program was found in the answer: it must hold one ```python fence that "
                f"defines {FUNCTION}(n_samples, model, X_train)"
            )
        own_name = f"{detector.lstrip('.')[:56]}_program"
        return PythonProgram(
            parts.source,
            name=self.program_name or own_name,
            detector=detector,
            policy=parts.policy,
            explanation=parts.explanation,
            sandbox=self.sandbox,
            limits=self.limits,
        )
