"""The lock-down: after it this process can compute, read and write its channel, and end."""

from __future__ import annotations

import errno
import os

from . import kernel, landlock, limits, privileges, seccomp, wire
from .syscalls import ARCHITECTURES


def lock_down(memory: int, seconds: int) -> int:
    """Gives up everything for good.

    Returns
    -------
    int
        The locks that hold, as READY tells of them. The parent decides whether they are enough.
    """
    machine = ARCHITECTURES[os.uname().machine]
    # Landlock and the change of user hold for one thread; numpy was told to start no other.
    if kernel.forbid_new_privileges() != 0 and kernel.errno() == errno.EINVAL:
        raise RuntimeError("importing numpy has started threads")
    # /proc, where there is one, says nothing any more after Landlock: the limit of memory is set
    # last.
    size = limits.size_now()
    locks = wire.UNPRIVILEGED if privileges.drop(machine) else 0
    privileges.die_with_parent()
    locks |= landlock.restrict() << wire.LOCK_BITS
    limits.limit_resources(memory + size, seconds, isolate=True)
    return locks | (wire.SECCOMP if seccomp.install(machine) else 0)
