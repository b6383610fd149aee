"""Seeding of all random numbers, including unseeded generators."""

from __future__ import annotations

import random
from typing import Any

import numpy as np


def seed_everything(seed: int) -> None:
    """Seeds the global generators of numpy and Python, and those created without a seed.

    The entropy of an unseeded ``default_rng()``, ``RandomState()`` or ``SeedSequence()`` comes from
    one function of ``numpy.random.bit_generator``, which is replaced by a seeded stream.
    """
    stream = random.Random(seed)
    bit_generator: Any = np.random.bit_generator
    bit_generator.randbits = stream.getrandbits
    random.seed(stream.getrandbits(64))
    np.random.seed(seed % 2**32)
