"""The lock-down, after which this process can only compute, use its channel, and end."""

from __future__ import annotations

import errno
import os

from . import kernel, landlock, limits, privileges, seccomp, wire
from .syscalls import ARCHITECTURES


def lock_down(memory: int, seconds: int) -> int:
    """Gives up all rights permanently.

    Returns
    -------
    int
        The active locks, as in READY. The parent decides whether they suffice.
    """
    machine = ARCHITECTURES[os.uname().machine]
    # Landlock and the change of user apply to one thread; numpy starts no others.
    if kernel.forbid_new_privileges() != 0 and kernel.errno() == errno.EINVAL:
        raise RuntimeError("importing numpy has started threads")
    # Measured before Landlock, after which /proc cannot be read; the memory limit comes last.
    size = limits.size_now()
    locks = wire.UNPRIVILEGED if privileges.drop(machine) else 0
    privileges.die_with_parent()
    locks |= landlock.restrict() << wire.LOCK_BITS
    limits.limit_resources(memory + size, seconds, isolate=True)
    return locks | (wire.SECCOMP if seccomp.install(machine) else 0)
