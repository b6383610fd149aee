"""The isolation that this host offers."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass

from .._core.errors import SandboxUnavailableError
from .._core.public import public
from ._channel import ClosedError, MalformedError, OutOfTimeError
from ._command import bubblewrap
from ._interpreter import interpreter
from ._process import StartError, Worker
from ._worker import wire
from ._worker.syscalls import ARCHITECTURES

_PROBE_MEMORY, _PROBE_SECONDS = 1 << 30, 30


@public
@dataclass(frozen=True)
class Isolation:
    """The isolation mechanisms of this host; programs run if ``missing`` is empty.

    Attributes
    ----------
    seccomp : bool
        Whether system calls are restricted to an allow-list.
    landlock : int
        The version of Landlock's ABI; 0 for none.
    bubblewrap : bool
        Whether the process has its own namespaces, and sees the interpreter's files only.
    unprivileged : bool
        Whether the program's user is not root.
    bubblewrap_missing : str
        Why bubblewrap is not used; empty where it is.
    missing : tuple of str
        Required mechanisms that are not available.
    """

    seccomp: bool
    landlock: int
    bubblewrap: bool
    unprivileged: bool
    bubblewrap_missing: str
    missing: tuple[str, ...]

    @property
    def available(self) -> bool:
        """Whether a program can be isolated here."""
        return not self.missing

    def __str__(self) -> str:
        landlock = f"yes, version {self.landlock}" if self.landlock else "no"
        wrapped = "yes" if self.bubblewrap else f"no ({self.bubblewrap_missing})"
        lines = [
            f"isolation: {'available' if self.available else 'NOT available'}",
            f"  seccomp filter: {'yes' if self.seccomp else 'no'}",
            f"  Landlock: {landlock}",
            f"  bubblewrap: {wrapped}",
            f"  not root: {'yes' if self.unprivileged else 'no'}",
            "  limits of time, memory, files and processes: yes",
        ]
        return "\n".join(lines + [f"  missing: {what}" for what in self.missing])


@public
def isolation() -> Isolation:
    """The isolation of this host, determined by a probe (.1 to .2 s).

    The result of a successful probe is cached for the process; one that failed for a transient
    reason, such as a lack of descriptors, is repeated the next time.
    """
    as_root = os.geteuid() == 0
    found = _remembered.get(as_root)
    if found is None:
        found, passing = _probed()
        if found.available and not passing:
            _remembered[as_root] = found
    return found


_remembered: dict[bool, Isolation] = {}


def require_isolation() -> Isolation:
    """The isolation of this host, if it is sufficient.

    Raises
    ------
    SandboxUnavailableError
        The message names what is missing.
    """
    found = isolation()
    if not found.available:
        raise SandboxUnavailableError(
            f"this host cannot isolate a program written in Python: {'; '.join(found.missing)} is "
            "missing. Programs of JSON steps need no isolation. sandbox='none' runs the program in "
            "a process of its own without isolation: only for programs you would run by hand"
        )
    return found


def _probed() -> tuple[Isolation, bool]:
    """The isolation, and whether a transient failure affected the probe."""
    why = _unsupported()
    if why:
        return Isolation(False, 0, False, False, why, (why,)), False
    without, passing = "bwrap is not installed", False
    if bubblewrap() is not None:
        try:
            return _found(_locks(in_bubblewrap=True), ""), False
        except _PROBE_ERRORS as error:
            without = f"bwrap does not work here: {_named(error)}"
            passing = isinstance(error, _TRANSIENT_ERRORS)
    try:
        return _found(_locks(in_bubblewrap=False), without), passing
    except _PROBE_ERRORS as error:
        missing = f"a helper process that gets ready ({_named(error)})"
        return Isolation(False, 0, False, False, without, (missing,)), True


_TRANSIENT_ERRORS = (OSError, OutOfTimeError)
_PROBE_ERRORS = (StartError, ClosedError, MalformedError, *_TRANSIENT_ERRORS)


def _unsupported() -> str:
    if sys.platform != "linux":
        return f"Linux (this is {sys.platform})"
    if platform.machine() not in ARCHITECTURES or sys.maxsize < 2**32:
        return f"a 64-bit {' or '.join(ARCHITECTURES)} (this is {platform.machine()})"
    try:
        interpreter()
    except SandboxUnavailableError as error:
        return f"a Python interpreter ({error})"
    return ""


def _locks(in_bubblewrap: bool) -> int:
    with Worker("isolate", _PROBE_MEMORY, _PROBE_SECONDS, in_bubblewrap) as worker:
        return worker.locks


def _found(locks: int, without: str) -> Isolation:
    seccomp, landlock = bool(locks & wire.SECCOMP), locks >> wire.LOCK_BITS
    missing = []
    if not seccomp:
        missing.append("seccomp filters (the kernel has none, or forbids them here)")
    if not landlock and without:
        missing.append(
            "Landlock (Linux 5.13 or newer that has it among its security modules) or bubblewrap "
            f"({without})"
        )
    unprivileged = bool(locks & wire.UNPRIVILEGED)
    return Isolation(seccomp, landlock, not without, unprivileged, without, tuple(missing))


def _named(error: BaseException) -> str:
    if isinstance(error, ClosedError):
        return "the helper process ended before it was ready"
    if isinstance(error, OutOfTimeError):
        return "the helper process did not get ready in time"
    return str(error) or type(error).__name__
