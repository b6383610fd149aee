"""The binomial distribution, without scipy."""

from __future__ import annotations

import math

import numpy as np

from .._core.arrays import Floats

_TINY = 1e-300


def upper_tail(k: int, n: int, p: Floats) -> Floats:
    """P(B > k) for B binomial of n trials, for each probability p in [0, 1].

    It is the regularised incomplete beta function ``I_p(k + 1, n - k)``.
    """
    if k < 0:
        return np.ones_like(p)
    if k >= n:
        return np.zeros_like(p)
    return incomplete_beta(k + 1.0, n - k * 1.0, p)


def tail_probability(k: int, n: int, tail: float) -> float:
    """The p at which P(B > k) is `tail`, by bisection: the probability rises with p."""
    if not 0 <= k < n:
        return 1.0 if k >= n else 0.0
    low, high = 0.0, 1.0
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        above = upper_tail(k, n, np.array([middle]))[0] > tail
        low, high = (low, middle) if above else (middle, high)


def incomplete_beta(a: float, b: float, x: Floats) -> Floats:
    """``I_x(a, b)`` by its continued fraction (DLMF 8.17.22), which converges fast where x is below
    ``(a + 1) / (a + b + 2)``; above, ``I_x(a, b) = 1 - I_(1 - x)(b, a)``."""
    result = np.empty_like(x)
    low = x < (a + 1) / (a + b + 2)
    result[low] = _below_mean(a, b, x[low])
    result[~low] = 1 - _below_mean(b, a, 1 - x[~low])
    return result


def _below_mean(a: float, b: float, x: Floats) -> Floats:
    constant = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) - math.log(a)
    inside = np.clip(x, _TINY, None)
    front = np.exp(constant + a * np.log(inside) + b * np.log1p(-inside))
    return np.where(x > 0, front * _fraction(a, b, x), 0.0)


def _fraction(a: float, b: float, x: Floats) -> Floats:
    """1 / (1 + d1 x / (1 + d2 x / (1 + ...))) by Lentz's method."""
    c, d = np.ones_like(x), 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d.copy()
    for m in range(1, 100_000):
        before = value.copy()
        for factor in (
            m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + factor * x * d)
            c = _not_zero(1 + factor * x / c)
            value = value * c * d
        if (np.abs(value - before) <= 1e-15 * np.abs(value)).all():
            break
    return np.asarray(value, dtype=np.float64)


def _not_zero(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TINY, _TINY, values)
