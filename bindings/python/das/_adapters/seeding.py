"""Seeding of the global generators of numpy and Python while foreign code runs."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

# The global generators are shared by all threads, so one thread at a time may seed them.
_alone = threading.RLock()


def _renew() -> None:
    global _alone
    _alone = threading.RLock()


# A lock owned by another thread at a fork would stay locked in the child.
os.register_at_fork(after_in_child=_renew)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seeds ``np.random`` and ``random`` for a block, and restores both afterwards.

    Blocks of several threads run one after another. Threads that use the global generators outside
    such a block draw from the seeded ones meanwhile.
    """
    import random

    with _alone:
        saved_numpy, saved_python = np.random.get_state(legacy=False), random.getstate()
        try:
            np.random.set_state(_state_like(saved_numpy, seed))
            random.seed(seed)
            yield
        finally:
            np.random.set_state(saved_numpy)
            random.setstate(saved_python)


def _state_like(state: Any, seed: int) -> Any:
    """The state of a seeded generator of the kind that the global one is, MT19937 as a rule."""
    kind = getattr(np.random, state["bit_generator"], np.random.MT19937)
    return np.random.RandomState(kind(seed)).get_state(legacy=False)
