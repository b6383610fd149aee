"""Synthesis programs as Python source, which run in a sandbox once a person has approved them."""

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
# approvals.txt, and whatever a store may come to hold beside programs: parts, locks, lists.
_FILE_NAME = re.compile(r".*\.[A-Za-z]*\.*")

TRIAL_SECONDS = 10.0


@public
class PythonProgram:
    """A program in the paper's form: source that defines
    ``generate_hard_anomalies(n_samples, model, X_train)``.

    It is code, so it runs in a process of its own that can reach nothing
    (docs/reference/sandbox.md), and only once its text is approved: for this process by
    :meth:`approve`, for good by
    :meth:`ProgramStore.approve` or ``das program approve``. An approval is of a SHA-256: with one
    character changed it is another program. It serves as ``program=`` of :class:`LLMDAS` and
    :func:`generate_hard_anomalies`. It is immutable; any number of threads may call it.

    Parameters
    ----------
    source : str
        Python; numpy and some of the standard library can be imported.
    name : str, optional
        1 to 64 letters, digits, '_', '-' or '.', of which the first is no '.'; not the name
        of a file, with a '.' and letters at its end.
    detector : str
        The type of detector that it aims at; "any" for a general one.
    policy, explanation : str
        What the detector cannot see and how the program uses that; why the rows look normal.
    sandbox : {"required", "none"}
        "none" isolates nothing: for hosts that cannot, and programs that you would run by hand.
    limits : das.Limits, optional
        Time, memory and scores of one run.

    Raises
    ------
    InvalidArgumentError
    """

    seeds_itself = True  # in a process of its own, with generators of its own

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
        self._store: str | None = None  # the one that it was loaded from

    @property
    def source(self) -> str:
        """The program's text."""
        return self._source

    @property
    def sha256(self) -> str:
        """Of the source in UTF-8, in hexadecimal digits; what an approval is for."""
        return hashlib.sha256(self._source.encode(errors="surrogatepass")).hexdigest()

    @property
    def name(self) -> str:
        """Under which messages and files speak of it."""
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
        """What the detector cannot see, and how the program uses that, in words."""
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
        """Whether it may run.

        Approved in this process, in the user's program store, or in the one that it is from.
        """
        if self.sha256 in approvals.in_process:
            return True
        stores = {approvals.default_store(), self._store or approvals.default_store()}
        return any(self.sha256 in approvals.listed(store) for store in stores)

    def approve(self) -> PythonProgram:
        """Approves the program for this process, after you have read its source; gives itself."""
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
            Of das, with ``predict_score``, or of PyOD or scikit-learn.
        X_train : array-like of shape (n_rows, n_features)
        random_state : int, numpy Generator or RandomState, or None

        Returns
        -------
        ndarray of shape (n_samples, n_features), float64

        Raises
        ------
        UnapprovedProgramError
            Showing the source and how to approve it.
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
        """Runs it, approved or not; a trial is on a small table and so has less time."""
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
    """A name that is a safe name of a folder, too, and no name of the store's own files."""
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
    """Whether :func:`checked_name` takes a name."""
    return bool(NAME.fullmatch(name)) and not _FILE_NAME.fullmatch(name)
