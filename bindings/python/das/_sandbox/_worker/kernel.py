"""System calls by ctypes, most of which Python does not offer."""

from __future__ import annotations

import ctypes

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.syscall.argtypes = [ctypes.c_long] * 7


def call_kernel(number: int, *arguments: int) -> int:
    """The result of system call `number`; -1 for an error, see :func:`errno`."""
    padded = (*arguments, *(0,) * (6 - len(arguments)))
    return int(_libc.syscall(number, *padded))


def errno() -> int:
    """The number of the last error."""
    return ctypes.get_errno()


def control(option: int, value: int = 0) -> int:
    """prctl(2) with one argument; -1 for an error."""
    return int(_libc.prctl(option, ctypes.c_ulong(value), *(ctypes.c_ulong(0),) * 3))


def forbid_new_privileges() -> int:
    """unshare(CLONE_VM): no effect in a process of one thread, EINVAL in others."""
    return int(_libc.unshare(0x100))
