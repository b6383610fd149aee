"""Code of others under a seed: numpy's global generator and Python's, for as long as it runs."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

# There is one global generator for all threads, so who has it seeded has it alone.
_alone = threading.RLock()


def _renew() -> None:
    global _alone
    _alone = threading.RLock()


# A lock that another thread held at a fork would stay locked in the child for ever.
os.register_at_fork(after_in_child=_renew)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seeds ``np.random`` and ``random`` for a block, and restores both after, whatever happens.

    Blocks of several threads run one after another. Threads that draw from the global generators
    meanwhile, outside of such a block, draw from the seeded ones.
    """
    import random

    with _alone:
        theirs, ours = np.random.get_state(legacy=False), random.getstate()
        try:
            np.random.set_state(_state_like(theirs, seed))
            random.seed(seed)
            yield
        finally:
            np.random.set_state(theirs)
            random.setstate(ours)


def _state_like(state: Any, seed: int) -> Any:
    """The state of a seeded generator of the kind that the global one is, MT19937 as a rule."""
    kind = getattr(np.random, state["bit_generator"], np.random.MT19937)
    return np.random.RandomState(kind(seed)).get_state(legacy=False)
