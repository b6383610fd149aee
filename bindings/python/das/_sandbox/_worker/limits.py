"""Resource limits (setrlimit(2))."""

from __future__ import annotations

import resource
from pathlib import Path

_UNKNOWN_SIZE = 512 << 20


def limit_resources(address_space: int, seconds: int, isolate: bool) -> None:
    """Limits address space, processor time and core files; if `isolate`, files and processes too.

    Parameters
    ----------
    address_space : int
        Bytes, including those in use (:func:`size_now`).
    seconds : int
        Processor time; the parent's deadline comes first unless the parent is gone.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, seconds)
    if isolate:
        for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
            _limit(kind, 0)
        _limit(resource.RLIMIT_MEMLOCK, 0)
        _limit(resource.RLIMIT_MSGQUEUE, 0)
    _limit(resource.RLIMIT_AS, address_space)


def size_now() -> int:
    """Bytes of address space in use; a generous guess where there is no /proc."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return _UNKNOWN_SIZE


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))
