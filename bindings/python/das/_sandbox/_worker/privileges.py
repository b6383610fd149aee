"""Giving up privileges."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct

from . import kernel, syscalls
from .syscalls import Architecture

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_SIGKILL = 9
_NOBODY = 65534


def drop(machine: Architecture) -> bool:
    """Drops all capabilities and changes root to nobody; whether the user is not root now.

    In a user namespace without a nobody, root remains root, without capabilities.
    """
    if os.geteuid() == 0:
        _empty_bounding_set()
        with contextlib.suppress(OSError):
            os.setgroups([])
        with contextlib.suppress(OSError):
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        with contextlib.suppress(OSError):
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    kernel.control(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    _drop_capabilities(machine)
    if kernel.control(_PR_SET_NO_NEW_PRIVS, 1) != 0 or kernel.control(_PR_SET_DUMPABLE, 0) != 0:
        raise OSError(kernel.errno(), "prctl refuses no_new_privs or not to be dumpable")
    return os.geteuid() != 0


def die_with_parent() -> None:
    """Asks the kernel to end this process when the thread that started it ends."""
    kernel.control(_PR_SET_PDEATHSIG, _SIGKILL)


def _empty_bounding_set() -> None:
    for capability in range(64):
        if kernel.control(_PR_CAPBSET_DROP, capability) != 0:
            return


def _drop_capabilities(machine: Architecture) -> None:
    version_3 = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0), 8)
    none = ctypes.create_string_buffer(24)
    number = syscalls.CAPSET[machine.column]
    if kernel.call_kernel(number, ctypes.addressof(version_3), ctypes.addressof(none)) != 0:
        raise OSError(kernel.errno(), "capset refuses to drop the capabilities")
