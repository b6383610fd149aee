"""What this host can do to hold a program in."""

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
    """The locks of this host; a program runs if ``missing`` is empty.

    Attributes
    ----------
    seccomp : bool
        System calls are filtered by a list of the allowed ones.
    landlock : int
        Version of Landlock's interface; 0 for none.
    bubblewrap : bool
        Namespaces of its own, and a file system of the interpreter's files alone, around all that.
    unprivileged : bool
        The program's user is not root.
    bubblewrap_missing : str
        Why bubblewrap is not used; empty where it is.
    missing : tuple of str
        What is required and not to be had.
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
    """What isolates programs on this host; found out by a trial (.1 to .2 s).

    A trial that found all that there is to be had is remembered for the process; one that went
    wrong, for want of a descriptor perhaps, is made again the next time.
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
    """The same, where it is enough.

    Raises
    ------
    SandboxUnavailableError
        Naming what is missing.
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
    """What there is, and whether a passing fault kept bubblewrap from being tried."""
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
