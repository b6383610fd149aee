"""One seed decides all random numbers, also where a program names none."""

from __future__ import annotations

import random
from typing import Any

import numpy as np


def seed_everything(seed: int) -> None:
    """Seeds numpy's and Python's global generators, and those that are made without a seed.

    numpy draws the entropy of an unseeded ``default_rng()``, ``RandomState()`` or
    ``SeedSequence()`` by one function of ``numpy.random.bit_generator``; it is replaced by a seeded
    stream.
    """
    stream = random.Random(seed)
    bit_generator: Any = np.random.bit_generator
    bit_generator.randbits = stream.getrandbits
    random.seed(stream.getrandbits(64))
    np.random.seed(seed % 2**32)
