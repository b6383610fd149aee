"""Seeds of the C interface from ``random_state``."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from .errors import InvalidArgumentError, OutOfRangeError

# numpy loads its random module on first use, which importing das should not be.
if TYPE_CHECKING:
    RandomState = Union[int, np.random.Generator, np.random.RandomState, None]
else:
    RandomState = Any


def seed_of(random_state: RandomState) -> int:
    """The seed that ``random_state`` stands for.

    Parameters
    ----------
    random_state : int in [0, 2**64), numpy Generator or RandomState, or None
        An integer is the seed itself; from a generator one number is drawn. None draws from
        numpy's global generator, as in scikit-learn.

    Returns
    -------
    int
        In [0, 2**64).
    """
    if isinstance(random_state, numbers.Integral) and not isinstance(random_state, bool):
        seed = int(random_state)
        if not 0 <= seed < 2**64:
            raise OutOfRangeError(f"random_state is {seed}; it takes an integer in [0, 2**64)")
        return seed
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**32))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**32, dtype=np.uint64))
    if random_state is None:
        return int(np.random.randint(2**32, dtype=np.uint64))
    raise InvalidArgumentError(
        f"random_state is {random_state!r}; it takes an integer, a numpy Generator or RandomState, "
        "or None"
    )
