"""Suppression of warnings about synthetic tables and untrusted source."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator

# Warning filters belong to the process, so one thread at a time may change and restore them.
_lock = threading.RLock()


@contextlib.contextmanager
def suppress_warnings() -> Iterator[None]:
    """Suppresses warnings in a block; one thread at a time."""
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
