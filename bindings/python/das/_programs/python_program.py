"""Synthesis programs as Python source, which run in a sandbox after a person's approval."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from .._adapters.detector import DetectorAdapter
from .._adapters.scores import ScoreOnly
from .._core.arrays import Floats
from .._core.errors import InvalidArgumentError, UnapprovedProgramError
from .._core.public import public
from .._core.random import RandomState, seed_of
from .._core.text import escape, escape_line, quote
from . import approvals

if TYPE_CHECKING:
    from .._sandbox import Limits
    from .provenance import Provenance

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
# Names of a store's own files: approvals.txt, temporary files, locks, lists.
_FILE_NAME = re.compile(r".*\.[A-Za-z]*\.*")

TRIAL_SECONDS = 10.0


@public
class PythonProgram:
    """A program in the paper's form: source that defines
    ``generate_hard_anomalies(n_samples, model, X_train)``.

    It is code, so it runs in a sandboxed process (docs/reference/sandbox.md), and only after its
    text has been approved: for this process by :meth:`approve`, permanently by
    :meth:`ProgramStore.approve` or ``das program approve``. An approval applies to a SHA-256, so
    to one exact text. It serves as ``program=`` of :class:`LLMDAS` and
    :func:`generate_hard_anomalies`. It is immutable; any number of threads may call it.

    Parameters
    ----------
    source : str
        Python; numpy and some of the standard library can be imported.
    name : str, optional
        1 to 64 letters, digits, '_', '-' or '.'. It does not begin with '.', and does not end like
        a file's name, in '.' and letters.
    detector : str
        The type of detector that it aims at; "any" for a general one.
    policy, explanation : str
        The blind spot of the detector and how the program uses it; why its rows look normal.
    sandbox : {"required", "none"}
        "none" isolates nothing: for hosts without isolation, and programs that you trust.
    limits : das.Limits, optional
        Time, memory and scores of one run.

    Raises
    ------
    InvalidArgumentError
    """

    seeds_itself = True  # its process has its own generators

    def __init__(
        self,
        source: str,
        *,
        name: str | None = None,
        detector: str = "any",
        policy: str = "",
        explanation: str = "",
        sandbox: str = "required",
        limits: Limits | None = None,
    ) -> None:
        texts = {"source": source, "detector": detector, "policy": policy}
        for argument, text in {**texts, "explanation": explanation}.items():
            if not isinstance(text, str):
                raise InvalidArgumentError(f"{argument} is {text!r:.80}; it takes a str")
        if not isinstance(sandbox, str) or sandbox not in ("required", "none"):
            raise InvalidArgumentError(f"sandbox is {sandbox!r:.80}; it takes 'required' or 'none'")
        self._source = source
        self._name = checked_name("python_program" if name is None else name)
        self._detector = detector
        self._policy = policy
        self._explanation = explanation
        self._sandbox = sandbox
        self._limits = limits
        self._provenance: Provenance | None = None
        self._store: str | None = None  # the store that it was loaded from

    @property
    def source(self) -> str:
        """The program's text."""
        return self._source

    @property
    def sha256(self) -> str:
        """The SHA-256 of the source in UTF-8, in hexadecimal digits, to which approvals apply."""
        return hashlib.sha256(self._source.encode(errors="surrogatepass")).hexdigest()

    @property
    def name(self) -> str:
        """The name used in messages and files."""
        return self._name

    @property
    def __name__(self) -> str:  # as functions have it
        return self._name

    @property
    def detector(self) -> str:
        """The type of detector that it aims at; "any" for a general one."""
        return self._detector

    @property
    def policy(self) -> str:
        """In words: what the detector cannot see, and how the program uses that."""
        return self._policy

    @property
    def explanation(self) -> str:
        """Why the rows that it makes are anomalies that look normal."""
        return self._explanation

    @property
    def provenance(self) -> Provenance | None:
        """How a language model wrote it; None for one that was given as source."""
        return self._provenance

    @property
    def approved(self) -> bool:
        """Whether the program may run.

        It may if it is approved in this process, in the user's program store, or in its own store.
        """
        if self.sha256 in approvals.in_process:
            return True
        stores = {approvals.default_store(), self._store or approvals.default_store()}
        return any(self.sha256 in approvals.listed(store) for store in stores)

    def approve(self) -> PythonProgram:
        """Approves the program for this process; read its source first. Returns the program."""
        approvals.in_process.add(self.sha256)
        return self

    def __call__(
        self, n_samples: int, model: Any, X_train: Any, *, random_state: RandomState = None
    ) -> Floats:
        """Runs the program in the sandbox.

        Parameters
        ----------
        n_samples : int >= 0
        model : fitted detector
            One of das, PyOD or scikit-learn, or any object with ``predict_score``.
        X_train : array-like of shape (n_rows, n_features)
        random_state : int, numpy Generator or RandomState, or None

        Returns
        -------
        ndarray of shape (n_samples, n_features), float64

        Raises
        ------
        UnapprovedProgramError
            The message shows the source and how to approve it.
        SandboxError, SandboxUnavailableError
            The program fails; the host cannot isolate it.
        """
        if not self.approved:
            raise UnapprovedProgramError(
                f"program '{self.name}' is not approved (SHA-256 {self.sha256}). Read it; to run "
                "it, call its approve(), or store it and use 'das program approve'. Its source:\n\n"
                + escape(self._source)
            )
        has_score = hasattr(model, "predict_score")
        scorer = model if has_score else ScoreOnly(DetectorAdapter(model).score)
        return self._run(n_samples, scorer, X_train, seed_of(random_state))

    def _run(
        self, n_samples: int, model: Any, X_train: Any, seed: int, *, trial: bool = False
    ) -> Floats:
        """Runs the program, approved or not; a trial on a small table has less time."""
        from .._sandbox import Limits, run

        limits = self._limits or (Limits(seconds=TRIAL_SECONDS) if trial else Limits())
        return run(
            self._source, n_samples, model, X_train, seed=seed, limits=limits, sandbox=self._sandbox
        )

    def _to_note(self) -> dict[str, Any]:
        return {"python_program": list(self._value())}

    def _value(self) -> tuple[str, ...]:
        return self._source, self._name, self._detector, self._policy, self._explanation

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PythonProgram) and self._value() == other._value()

    def __hash__(self) -> int:
        return hash(self._value())

    def __repr__(self) -> str:
        detector, start = escape_line(self.detector), self.sha256[:12]
        return f"<das.PythonProgram {self.name!r} for {detector}, SHA-256 {start}>"


def checked_name(name: str) -> str:
    """The name, if it is safe as a folder's and differs from those of the store's files."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidArgumentError(
            f"name is {quote(name, 64)}; it takes 1 to 64 letters, digits, '_', '-' and '.', of "
            "which the first is no '.'"
        )
    if _FILE_NAME.fullmatch(name):
        raise InvalidArgumentError(
            f"name is '{name}'; a name that ends in '.', or in '.' and letters as a file's does, "
            "is kept for files of the store"
        )
    return name


def is_name(name: str) -> bool:
    """Whether :func:`checked_name` accepts a name."""
    return bool(NAME.fullmatch(name)) and not _FILE_NAME.fullmatch(name)
