"""Errors: one class for each status of the C interface.

Every class is a :class:`DASError` and also the built-in exception that Python code expects, so
``except ValueError`` and ``except MemoryError`` work as they do elsewhere.
"""

from __future__ import annotations

import errno
import functools
import sys
from typing import Any

from . import abi
from .text import escape


class DASError(Exception):
    """Base class of all errors of libdas.

    Its text is escaped and cut, since names, paths and values may come from strangers.
    """

    _longest = 4000

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*(_presentable(one, self._longest) for one in arguments), **options)


class InvalidArgumentError(DASError, ValueError):
    """An argument is missing, malformed or contradicts another one."""


class ArgumentTypeError(InvalidArgumentError, TypeError):
    """An argument has the wrong type."""


class InvalidDataError(DASError, ValueError):
    """The values of a table cannot be used: NaN, infinite, too few rows, no columns."""


class NoNumbersError(InvalidDataError, TypeError):
    """A table contains something other than numbers, or is no table."""


class ShapeMismatchError(DASError, ValueError):
    """Shapes do not fit each other."""


class UnknownNameError(DASError, ValueError):
    """No detector, setting, program or preset has this name."""


class OutOfRangeError(DASError, ValueError):
    """A number lies outside the range that its setting allows."""


class OutOfMemoryError(DASError, MemoryError):
    """There is no memory for a table or a model."""


class CancelledError(DASError, RuntimeError):
    """The call was cancelled, without side effects."""


class CallbackError(DASError, RuntimeError):
    """A detector, program or classifier of yours returned something unusable."""


class BadFormatError(DASError, ValueError):
    """A model file or a program's text is truncated, corrupted or of another format."""


class NewerVersionError(DASError, ValueError):
    """A file was written in a format newer than this library."""


class FileError(DASError, OSError):
    """The operating system refused to read or write a file."""

    def __str__(self) -> str:
        return self.strerror or super().__str__()


class _MissingFile(FileError, FileNotFoundError):
    __doc__ = FileError.__doc__


class _ForbiddenFile(FileError, PermissionError):
    __doc__ = FileError.__doc__


class _Folder(FileError, IsADirectoryError):
    __doc__ = FileError.__doc__


class _NoFolder(FileError, NotADirectoryError):
    __doc__ = FileError.__doc__


class UnsupportedError(DASError, TypeError):
    """The object cannot do this, for example be saved while it contains Python code."""


class UnknownMetricError(UnknownNameError, NotImplementedError):
    """A metric that ``fit_predict_score`` does not know; PyOD raises NotImplementedError there."""


class NumericalError(DASError, ArithmeticError):
    """A computation did not converge."""


class InternalError(DASError, RuntimeError):
    """A defect of libdas; please report it."""


class LibraryError(DASError, ImportError):
    """The C library cannot be loaded."""


class LLMError(DASError, RuntimeError):
    """A language model gave no answer; the message contains no key."""


class AnswerError(LLMError):
    """A language model gave an answer that cannot be used: empty, cut off or refused.

    Attributes
    ----------
    answer : str
        The answer, as far as it was received.
    """

    def __init__(self, message: str, answer: str = "") -> None:
        super().__init__(message)
        self.answer = answer


class SandboxError(DASError, RuntimeError):
    """A program in Python failed in its sandbox; the message is written for its author.

    Attributes
    ----------
    reason : str
        ``"syntax"`` (no Python, or the function is missing), ``"exception"``, ``"time"``,
        ``"memory"``, ``"rows"`` (the result is not such a table), ``"budget"`` (too many rows to
        score) or ``"killed"`` (a crash, or a forbidden system call).
    """

    def __init__(self, message: str, reason: str = "exception") -> None:
        super().__init__(message, reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.args[0])


class ProgramWritingError(DASError, RuntimeError):
    """No answer of a language model passed the checks; the message says why, attempt by attempt.

    Attributes
    ----------
    attempts : tuple
        Each with its ``prompt``, ``answer`` and ``reasons``.
    usage : das.llm.Usage
        Calls, tokens and cost of all attempts.
    """

    _longest = 1 << 20

    def __init__(self, message: str, attempts: tuple[Any, ...] = (), usage: Any = None) -> None:
        super().__init__(message, attempts, usage)
        self.attempts = attempts
        self.usage = usage

    def __str__(self) -> str:
        return str(self.args[0])


class SandboxUnavailableError(DASError, RuntimeError):
    """This host cannot isolate a program in Python; the message names what is missing."""


class UnapprovedProgramError(DASError, PermissionError):
    """A program in Python has not been approved; the message shows its source."""

    _longest = 1 << 20


class NotFittedError(DASError, ValueError, AttributeError):
    """The estimator is not fitted.

    Where scikit-learn is loaded, the exception is also its ``NotFittedError``.
    """


class FitWarning(UserWarning):
    """A fit that succeeded but may be of little use."""


_BY_STATUS: dict[int, type[DASError]] = {
    abi.DAS_ERROR_INVALID_ARGUMENT: InvalidArgumentError,
    abi.DAS_ERROR_INVALID_DATA: InvalidDataError,
    abi.DAS_ERROR_SHAPE_MISMATCH: ShapeMismatchError,
    abi.DAS_ERROR_UNKNOWN_NAME: UnknownNameError,
    abi.DAS_ERROR_OUT_OF_RANGE: OutOfRangeError,
    abi.DAS_ERROR_OUT_OF_MEMORY: OutOfMemoryError,
    abi.DAS_ERROR_CANCELLED: CancelledError,
    abi.DAS_ERROR_CALLBACK_FAILED: CallbackError,
    abi.DAS_ERROR_BAD_FORMAT: BadFormatError,
    abi.DAS_ERROR_NEWER_VERSION: NewerVersionError,
    abi.DAS_ERROR_UNSUPPORTED: UnsupportedError,
    abi.DAS_ERROR_NUMERICAL_FAILURE: NumericalError,
}


def _presentable(argument: Any, longest: int) -> Any:
    if not isinstance(argument, str):
        return argument
    text = escape(argument[:longest])
    if max(len(text), len(argument)) <= longest:
        return text
    return f"{text[:longest]}... ({len(argument)} characters)"


MISSING_ADVICE = (
    "NaN and other missing values are not allowed here: impute or drop such rows first, or fit "
    "with missing='allow'"
)


def error_of(status: int, message: str, system_error: int = 0) -> DASError:
    """The exception for a status of the C interface other than ``DAS_OK``.

    That for an ``errno`` of a file is also Python's built-in one.
    """
    if status == abi.DAS_ERROR_IO:
        return _FILE_ERRORS.get(system_error, FileError)(system_error, message)
    head, is_nan, allowed = message.partition(" is nan; ")
    if status == abi.DAS_ERROR_INVALID_DATA and "das_schema_set_missing" in allowed:
        message = f"{head}{is_nan}{MISSING_ADVICE}"
    return _BY_STATUS.get(status, InternalError)(message)


_FILE_ERRORS: dict[int, type[FileError]] = {
    errno.ENOENT: _MissingFile,
    errno.EACCES: _ForbiddenFile,
    errno.EPERM: _ForbiddenFile,
    errno.EISDIR: _Folder,
    errno.ENOTDIR: _NoFolder,
}


def not_fitted(estimator: object) -> NotFittedError:
    """The exception for an estimator that is used before ``fit``."""
    return _not_fitted_class("sklearn.exceptions" in sys.modules)(
        f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate "
        "arguments before using this estimator."
    )


@functools.cache
def _not_fitted_class(with_sklearn: bool) -> type[NotFittedError]:
    if not with_sklearn:
        return NotFittedError
    theirs = sys.modules["sklearn.exceptions"].NotFittedError
    return type("NotFittedError", (NotFittedError, theirs), {"__doc__": NotFittedError.__doc__})
