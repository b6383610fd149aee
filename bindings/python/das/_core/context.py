"""The context of a call of the C library: threads, log, progress, and exceptions of callbacks."""

from __future__ import annotations

import ctypes
import numbers
import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import abi
from .arrays import in_words_of, pointer_to
from .callbacks import signal_safe_callback
from .errors import (
    CallbackError,
    FitWarning,
    InvalidArgumentError,
    OutOfMemoryError,
    OutOfRangeError,
    error_of,
)
from .library import library
from .memory import empty
from .progress import Progress, ProgressBar, reporter
from .warnings import warn

_running = threading.local()


class NestedCallError(Exception):
    """A call of the library inside a callback failed; the library's own message says why."""


class Context:
    """A ``das_context`` for the calls that one method makes, on the thread that makes them.

    Parameters
    ----------
    n_jobs : int or None
        None is 1 thread; -1 is as many as the process may run on, -2 one fewer, and so on.
    progress : callable(stage, fraction), bool or None
        True shows a bar. An exception raised in the callable stops the call, which raises it.

    Attributes
    ----------
    error : BaseException or None
        The first exception of a callback.
    progress_limit : float in (0, 1]
        The fraction of the whole that is done when the current call returns.
    """

    def __init__(self, n_jobs: int | None = None, progress: Progress = None) -> None:
        self.error: BaseException | None = None
        self._warnings: list[str] = []
        self.progress_limit = 1.0
        self._furthest = 0.0
        self._progress = reporter(progress)
        self.reference = abi.das_context_ref()
        threads = threads_of(n_jobs)
        if library.das_context_create(ctypes.byref(self.reference)) != abi.DAS_OK:
            raise OutOfMemoryError("no memory for a context")
        self._check(library.das_context_set_threads(self.reference, threads))
        log, self._log_loop = signal_safe_callback(self._receive_log, self.record, None)
        report, self._report_loop = signal_safe_callback(self._report, self.record, 1)
        # ctypes frees callbacks without references; these live as long as the context.
        self._callbacks = (abi.das_log_fn(log), abi.das_progress_fn(report))
        self._check(library.das_context_set_log(self.reference, self._callbacks[0], None))
        self._check(library.das_context_set_progress(self.reference, self._callbacks[1], None))

    def __enter__(self) -> Context:
        self._outer = getattr(_running, "context", None)
        _running.context = self
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        _running.context = self._outer
        library.das_context_free(self.reference)
        # Breaks the reference cycle context -> callback -> generator -> context.
        self._log_loop.close()
        self._report_loop.close()
        del self._callbacks, self._outer
        if isinstance(self._progress, ProgressBar):
            self._progress.close()
        if kind is None:
            self._warn()

    def run(self, function: Callable[..., int], *arguments: Any) -> None:
        """Calls ``function(context, *arguments)`` and raises its error, or that of a callback."""
        status = function(self.reference, *arguments)
        if self.error is None and status == abi.DAS_ERROR_CALLBACK_FAILED:
            # Callbacks record what they raise. One that failed and recorded nothing was never
            # entered: a signal was handled first, and ctypes dropped its exception.
            raise KeyboardInterrupt
        if self.error is not None and not (isinstance(self.error, NestedCallError) and status):
            error, self.error = self.error, None
            raise error
        self._check(status, arguments)

    def read(
        self, function: Callable[..., int], *arguments: Any, ctype: Any = ctypes.c_double
    ) -> npt.NDArray[Any]:
        """The values that ``function(context, *arguments, buffer, capacity, count)`` writes."""
        count = ctypes.c_int64()
        self.run(function, *arguments, None, 0, ctypes.byref(count))
        values = empty(count.value, dtype=np.dtype(ctype))
        buffer = pointer_to(values, ctype)
        self.run(function, *arguments, buffer, len(values), ctypes.byref(count))
        return values

    def read_text(self, function: Callable[..., int], *arguments: Any) -> str:
        """The text that such a function writes."""
        return self.read(function, *arguments, ctype=ctypes.c_char).tobytes().rstrip(b"\0").decode()

    def record(self, error: BaseException) -> None:
        """Records the first exception of a callback, to be raised when the call returns."""
        if self.error is None:
            self.error = error

    def _check(self, status: int, arguments: Sequence[Any] = ()) -> None:
        if status != abi.DAS_OK:
            message = library.das_context_message(self.reference).decode("utf-8", "replace")
            number = library.das_context_system_error(self.reference)
            raise error_of(status, in_words_of(arguments, message), number)

    def _receive_log(self, user: object, level: int, message: bytes) -> None:
        text = message.decode("utf-8", "replace")
        if level == abi.DAS_LOG_WARNING:
            self._warnings.append(text)
        else:
            # Imported here: logging would add a tenth to the import time of das.
            import logging

            debug = level == abi.DAS_LOG_DEBUG
            logging.getLogger("das").log(logging.DEBUG if debug else logging.INFO, "%s", text)

    def _report(self, user: object, stage: bytes, fraction: float) -> int:
        # Without a callable, entering Python is enough: it handles a pending Ctrl-C.
        if self._progress is not None:
            self._furthest = max(self._furthest, self.progress_limit * fraction)
            self._progress(stage.decode("utf-8", "replace"), self._furthest)
        return 0 if self.error is None else 1

    @property
    def has_warned(self) -> bool:
        """Whether there are warnings, which are issued when the context ends."""
        return bool(self._warnings)

    def _warn(self) -> None:
        for text in dict.fromkeys(self._warnings):
            warn(text, FitWarning)


def current_context() -> Context:
    """The context of the call that runs on this thread, for callbacks."""
    context: Context | None = getattr(_running, "context", None)
    if context is None:
        raise CallbackError("a callback of das was called from outside of das")
    return context


def threads_of(n_jobs: int | None) -> int:
    """The number of threads in the C interface, where 0 means all."""
    if n_jobs is None:
        return 1
    if isinstance(n_jobs, bool) or not isinstance(n_jobs, numbers.Integral):
        raise InvalidArgumentError(f"n_jobs is {n_jobs!r:.80}; it takes an integer or None")
    threads = int(n_jobs)
    if threads == 0 or threads > 1024:
        raise OutOfRangeError(
            f"n_jobs is {threads}; it takes 1 ... 1024, -1 for all, or None for 1"
        )
    if threads >= -1:
        return max(threads, 0)
    return max(1, len(os.sched_getaffinity(0)) + 1 + threads)
