"""Warnings that are no concern of the caller: about made-up tables and strangers' source."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator

# The filters are the process's: two threads that each restore what they found could leave the
# other's behind.
_lock = threading.RLock()


@contextlib.contextmanager
def suppress_warnings() -> Iterator[None]:
    """Shows no warnings meanwhile; one thread at a time."""
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
