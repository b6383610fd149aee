"""Runs of a program in a worker."""

from __future__ import annotations

import math
import numbers
import signal
from typing import Any

import numpy as np

from .._core.arrays import Floats, as_table
from .._core.errors import (
    CallbackError,
    InvalidArgumentError,
    InvalidDataError,
    SandboxError,
    SandboxUnavailableError,
)
from ._channel import ClosedError, MalformedError, OutOfTimeError
from ._isolation import require_isolation
from ._limits import Limits
from ._process import StartError, Worker
from ._text import sanitize
from ._worker import wire

_ASK_BYTES = 64 << 20


def run(
    source: str,
    n_samples: int,
    model: Any,
    X_train: Any,
    *,
    seed: int,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    sandbox: str = "required",
) -> Floats:
    """Runs ``generate_hard_anomalies`` of a Python program in a helper process.

    The calling process never runs the source. While the source runs, the helper has an empty
    environment and no files, sockets, child processes or privileges; docs/reference/sandbox.md
    describes the isolation. Several threads may call at once.

    Parameters
    ----------
    source : str
        Python that defines ``generate_hard_anomalies(n_samples, model, X_train)``, optionally
        with a parameter ``random_state``. numpy and some of the standard library can be imported.
    n_samples : int >= 0
    model : object
        With ``predict_score(X) -> scores``, which is called on this thread with float64 rows.
    X_train : array-like of shape (n_rows, n_features)
        Finite; the program gets it as a read-only array of float64.
    seed : int in [0, 2**64)
        The seed of all generators of numpy and Python; ``random_state`` is ``seed % 2**32``. The
        same seed gives the same rows on one machine.
    limits : Limits
    sandbox : "required" or "none"
        "none" isolates nothing: a separate process with limits of time and memory.

    Returns
    -------
    ndarray of shape (n_samples, n_features), float64
        Finite, at most 1e150 in magnitude.

    Raises
    ------
    SandboxError
        Where the program fails; the message can be sent to the program's author.
    SandboxUnavailableError
        Where this host cannot isolate it.
    CallbackError
        Where ``model.predict_score`` returns something unusable; exceptions that it raises
        propagate.
    """
    if sandbox not in ("required", "none"):
        raise InvalidArgumentError(f"sandbox is {sandbox!r}; it takes 'required' or 'none'")
    return _Run(source, n_samples, model, X_train, seed, limits).in_worker(sandbox)


class _Run:
    def __init__(
        self, source: str, n_samples: int, model: Any, X_train: Any, seed: int, limits: Limits
    ) -> None:
        self._source = _encoded(source, limits)
        self._n_samples = _integer(n_samples, "n_samples", 2**31 - 1)
        self._seed = _integer(seed, "seed", 2**64)
        table = as_table(X_train, "X_train")
        self._X_train = np.ascontiguousarray(table.array, dtype=np.float64)
        wrong = np.argwhere(~np.isfinite(self._X_train))
        if len(wrong):
            cell = table.location.cell(int(wrong[0][0]), int(wrong[0][1]))
            raise InvalidDataError(
                f"{cell} is {self._X_train[tuple(wrong[0])]}, which is not finite"
            )
        self._model = model
        self._limits = limits
        self._rows_remaining = limits.score_rows_for(len(self._X_train), self._n_samples)
        columns = self._X_train.shape[1]
        self._block = max(1, _ASK_BYTES // (8 * columns), len(self._X_train))

    def in_worker(self, sandbox: str) -> Floats:
        """The rows that the program returns."""
        isolate = sandbox == "required"
        in_bubblewrap = isolate and require_isolation().bubblewrap
        rows, columns = self._X_train.shape
        memory = self._limits.memory + 8 * columns * (3 * rows + 2 * self._n_samples)
        seconds = math.ceil(self._limits.seconds) + 2
        try:
            worker = Worker("isolate" if isolate else "limit", memory, seconds, in_bubblewrap)
        except (StartError, ClosedError, MalformedError, OutOfTimeError, OSError) as error:
            why = str(error) or type(error).__name__
            raise SandboxUnavailableError(f"no helper process can be started: {why}") from error
        with worker:
            if isolate and not _is_isolated(worker.locks, in_bubblewrap):
                raise SandboxUnavailableError("the helper process could not be locked down")
            return self._watched(worker)

    def _watched(self, worker: Worker) -> Floats:
        worker.channel.allow(self._limits.seconds)
        try:
            return self._conversation(worker)
        except OutOfTimeError:
            raise SandboxError(
                f"the program was still running after {self._limits.seconds:g} s", reason="time"
            ) from None
        except MalformedError as error:
            raise SandboxError(f"the program's process sent {error}", reason="rows") from None
        except ClosedError:
            raise _ended(worker.status(), self._limits) from None

    def _conversation(self, worker: Worker) -> Floats:
        channel = worker.channel
        sizes = (len(self._source), *self._X_train.shape, self._block)
        head = wire.header(wire.JOB, self._n_samples, self._seed) + wire.JOB_SIZES.pack(*sizes)
        channel.send(head, self._source)
        channel.send_floats(b"", self._X_train)
        while True:
            kind, first, second = channel.receive_header()
            if kind == wire.ASK:
                self._answer(worker, first, second)
            elif kind == wire.RESULT:
                return self._result(worker, first, second)
            elif kind == wire.FAILURE:
                raise _failure(worker, first, second, self._limits)
            else:
                raise MalformedError(f"a frame of kind {kind}")

    def _answer(self, worker: Worker, rows: int, columns: int) -> None:
        if columns != self._X_train.shape[1] or rows > self._block:
            raise MalformedError(f"a table of {rows} x {columns} to be scored")
        self._rows_remaining -= rows
        if self._rows_remaining < 0:
            raise SandboxError(
                "the program asks for too many scores: model.predict_score may be given "
                f"{self._limits.score_rows_for(len(self._X_train), self._n_samples)} rows in all",
                reason="budget",
            )
        table = _checked(worker.channel.receive_table(rows, columns))
        scores = _scores(self._model, table) if rows else np.empty(0)
        worker.channel.check_time()
        worker.channel.send_floats(wire.header(wire.SCORES, rows), scores)

    def _result(self, worker: Worker, rows: int, columns: int) -> Floats:
        if (rows, columns) != (self._n_samples, self._X_train.shape[1]):
            raise MalformedError(f"a result of {rows} x {columns}")
        table = _checked(worker.channel.receive_table(rows, columns))
        worker.channel.receive_end()
        return table


def _encoded(source: str, limits: Limits) -> bytes:
    if not isinstance(source, str):
        raise InvalidArgumentError(f"source is {type(source).__name__}; it takes a str")
    try:
        encoded = source.encode()
    except UnicodeEncodeError as error:
        raise SandboxError(f"the program is no Unicode text: {error}", reason="syntax") from None
    if len(encoded) > limits.source_bytes:
        raise SandboxError(
            f"the program has {len(encoded)} bytes; at most {limits.source_bytes} are allowed",
            reason="syntax",
        )
    return encoded


def _integer(value: int, name: str, end: int) -> int:
    if not isinstance(value, numbers.Integral) or isinstance(value, bool) or not 0 <= value < end:
        raise InvalidArgumentError(f"{name} is {value!r}; it takes an integer in [0, {end})")
    return int(value)


def _is_isolated(locks: int, in_bubblewrap: bool) -> bool:
    return bool(locks & wire.SECCOMP) and (in_bubblewrap or bool(locks >> wire.LOCK_BITS))


def _checked(table: Floats) -> Floats:
    if not (np.abs(table) <= wire.MAX_MAGNITUDE).all():
        raise MalformedError("numbers that are not finite, or beyond 1e150")
    return table


def _scores(model: Any, table: Floats) -> Floats:
    kind = type(model).__name__
    given = model.predict_score(table)
    try:
        scores = np.ascontiguousarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise CallbackError(f"{kind}.predict_score gave no numbers: {error}") from error
    if scores.shape != (len(table),) or not np.isfinite(scores).all():
        raise CallbackError(
            f"{kind}.predict_score gave an array of shape {scores.shape} for {len(table)} rows; "
            f"finite numbers of shape ({len(table)},) are wanted"
        )
    return scores


def _failure(worker: Worker, code: int, size: int, limits: Limits) -> SandboxError:
    if code >= len(wire.REASONS) or size > wire.TEXT_BYTES:
        raise MalformedError("a report that is none")
    text = sanitize(worker.channel.receive(size))
    reason = wire.REASONS[code]
    if reason == "memory":
        return _out_of_memory(limits, text)
    lead = {"syntax": "the program cannot be compiled: ", "rows": ""}
    return SandboxError(lead.get(reason, "the program raised ") + text, reason=reason)


def _out_of_memory(limits: Limits, text: str) -> SandboxError:
    allowed = f"{limits.memory / 2**20:.0f} MiB beside its data"
    return SandboxError(f"the program needs more than {allowed}: {text}", reason="memory")


def _ended(status: int | None, limits: Limits) -> SandboxError:
    """The error for a worker that ended without an answer."""
    if status is None:
        return SandboxError("the program closed its channel and went on", reason="killed")
    if status == 128 + signal.SIGKILL:
        return _out_of_memory(limits, "the system ended it, for want of memory as a rule")
    if status == 128 + signal.SIGXCPU:
        return SandboxError(f"the program took over {limits.seconds:g} s", reason="time")
    why = {
        128 + signal.SIGSYS: "the program was ended: it made a system call that no program needs",
        128 + signal.SIGSEGV: "the program crashed its interpreter, by deep recursion perhaps",
    }
    return SandboxError(
        why.get(status, f"the program's process ended without an answer (status {status})"),
        reason="killed",
    )
