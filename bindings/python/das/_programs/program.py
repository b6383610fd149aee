"""Synthesis programs as values."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from .._core.context import Context
from .._core.encoding import encoded
from .._core.errors import ArgumentTypeError, BadFormatError, InvalidArgumentError
from .._core.handles import ProgramHandle
from .._core.library import library
from .._core.random import RandomState
from .native import synthesize

if TYPE_CHECKING:
    from .provenance import Provenance


class Program:
    """A synthesis program: the paper's Code = {policy, program, explanation}, as data.

    It makes hard anomalies: rows that look normal to a detector and are not. A program is
    immutable, contains no code and does a bounded amount of work, so an untrusted one can be run.

    Parameters
    ----------
    name : str
        A built-in program: for a detector ("iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl",
        "consensus"), "mixture" for any detector, or a naive strategy of the paper ("gaussian",
        "uniform", "smote").

    Raises
    ------
    UnknownNameError
        Where there is no built-in program of this name; the message lists them.

    Examples
    --------
    >>> import das
    >>> program = das.Program("pca")
    >>> das.Program.from_json(program.to_json()) == program
    True
    """

    _handle: ProgramHandle
    _provenance: Provenance | None = None

    def __init__(self, name: str) -> None:
        if not isinstance(name, str):
            raise InvalidArgumentError(f"name is {name!r}; it takes a program's name")
        self._handle = ProgramHandle()
        with Context() as context:
            context.run(
                library.das_program_builtin,
                encoded("the program's name", name),
                self._handle.target,
            )

    @staticmethod
    def builtin_names() -> list[str]:
        """The names of the built-in programs."""
        names: list[str] = []
        while (name := library.das_program_at(len(names))) is not None:
            names.append(name.decode())
        return names

    @classmethod
    def from_json(cls, text: str | bytes) -> Program:
        """Reads a program from its JSON form, or from a language model's whole answer.

        A text that begins with "{" is parsed strictly. In any other text the program is searched:
        in the last block fenced as JSON that contains "mixture", else in another fenced block, else
        in an object within prose.

        Raises
        ------
        BadFormatError, OutOfRangeError, UnknownNameError
            Where the text is no valid program. The message names the position and can be sent back
            to the model with :func:`das.repair_prompt`.
        """
        if not isinstance(text, (str, bytes, bytearray)):
            raise ArgumentTypeError(f"text is {text!r:.80}; it takes a str or bytes")
        try:
            utf8 = text.encode() if isinstance(text, str) else bytes(text)
        except UnicodeEncodeError:
            raise BadFormatError("the text holds half of a surrogate pair") from None
        program = cls.__new__(cls)
        program._handle = ProgramHandle()
        with Context() as context:
            arguments = (utf8, len(utf8), program._handle.target)
            context.run(library.das_program_parse, *arguments)
        return program

    def to_json(self) -> str:
        """The program's JSON form."""
        with Context() as context:
            return context.read_text(library.das_program_json, self._handle.reference)

    @property
    def name(self) -> str:
        """The name used in messages and model files."""
        return str(self._value["name"])

    @property
    def detector(self) -> str:
        """The type of detector that it aims at; "any" for a general one."""
        return str(self._value["detector"])

    @property
    def policy(self) -> str:
        """In words: what the detector cannot see, and how the program uses that."""
        return str(self._value["policy"])

    @property
    def explanation(self) -> str:
        """Why the rows that it makes are anomalies that look normal."""
        return str(self._value["explanation"])

    @property
    def sha256(self) -> str:
        """The SHA-256 of the JSON form in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def provenance(self) -> Provenance | None:
        """How a language model wrote it; None for built-in programs and those read from JSON."""
        return self._provenance

    def __call__(
        self, n_samples: int, model: Any, X_train: Any, *, random_state: RandomState = None
    ) -> Any:
        """Runs the program: the paper's ``generate_hard_anomalies(n_samples, model, X_train)``."""
        return synthesize(lambda *_: self._handle, n_samples, model, X_train, random_state)

    @property
    def _value(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.to_json())
        return value

    def _to_note(self) -> dict[str, Any]:
        return {"program": self.to_json()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        return f"<das.Program {self.name!r} for {self.detector}>"

    def __reduce__(self) -> tuple[Any, ...]:
        remaining = {"_provenance": self._provenance} if self._provenance else None
        return Program.from_json, (self.to_json(),), remaining
