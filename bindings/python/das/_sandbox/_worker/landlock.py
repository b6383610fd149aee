"""Landlock (landlock(7)): no file, no TCP, no signal and no abstract socket beyond this process."""

from __future__ import annotations

import ctypes
import os
import struct

from .kernel import call_kernel
from .syscalls import LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF

_VERSION_FLAG = 1
_NET_BIND_AND_CONNECT = 0b11
_SCOPE_SOCKETS_AND_SIGNALS = 0b11
# The number of file rights in each version of the ABI.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}


def version() -> int:
    """The version of Landlock's ABI; 0 where the kernel has none."""
    return max(0, call_kernel(LANDLOCK_CREATE_RULESET, 0, 0, _VERSION_FLAG))


def restrict() -> int:
    """Forbids this thread permanently all that Landlock can; its version, or 0 on failure.

    All rights are handled and no rule grants one; everything has been imported before.
    """
    found = version()
    if found == 0:
        return 0
    words = [(1 << _FILE_RIGHTS.get(found, 16)) - 1]
    if found >= 4:
        words.append(_NET_BIND_AND_CONNECT)
    if found >= 6:
        words.append(_SCOPE_SOCKETS_AND_SIGNALS)
    rules = ctypes.create_string_buffer(struct.pack(f"={len(words)}Q", *words), 8 * len(words))
    ruleset = call_kernel(LANDLOCK_CREATE_RULESET, ctypes.addressof(rules), 8 * len(words), 0)
    if ruleset < 0:
        return 0
    restricted = call_kernel(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return found if restricted else 0
