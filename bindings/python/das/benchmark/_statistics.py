"""Paired statistics over datasets: two columns of numbers, one pair for each dataset."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

LEVEL = 0.95
"""The coverage of intervals."""


@dataclass(frozen=True)
class Comparison:
    """A comparison of b with a; `count` is the number of datasets that have both.

    With fewer than two datasets, or without SciPy, p-values and the interval are NaN.
    """

    count: int
    mean_a: float
    mean_b: float
    gain: float
    """The mean of b - a."""
    relative: float
    """The mean of (b - a) / a, as the paper's Table 1 gives gains in per cent."""
    wins: int
    """Datasets where b is above a."""
    p: float
    """The p-value of the paired one-tailed t-test."""
    low: float
    high: float
    """The upper end of the 95 % confidence interval of the gain; `low` is the lower one."""
    losses: int
    """Datasets where b is below a."""
    error: float
    """The standard error of the gain."""
    signed_rank_p: float
    """The p-value of the two-tailed Wilcoxon signed-rank test."""


def compare(a: Mapping[str, float], b: Mapping[str, float]) -> Comparison:
    """The comparison of b with a on the datasets that both have; NaN where there are none."""
    names = sorted(a.keys() & b.keys())
    before, after = (np.array([side[name] for name in names]) for side in (a, b))
    if not names:
        nan = math.nan
        return Comparison(0, nan, nan, nan, nan, 0, nan, nan, nan, 0, nan, nan)
    change = after - before
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = float(np.mean(change / before))
    return Comparison(
        len(names),
        float(before.mean()),
        float(after.mean()),
        float(change.mean()),
        relative,
        int(np.sum(change > 0)),
        *_t_test(change),
        int(np.sum(change < 0)),
        float(change.std(ddof=1)) / math.sqrt(len(names)) if len(names) > 1 else math.nan,
        _signed_rank_test(change),
    )


def losses(a: Mapping[str, float], b: Mapping[str, float], minimum: float) -> dict[str, float]:
    """The datasets where b is below a by more than `least`, and by how much, the worst first."""
    lost = {name: a[name] - b[name] for name in a.keys() & b.keys() if a[name] - b[name] > minimum}
    return dict(sorted(lost.items(), key=lambda pair: (-pair[1], pair[0])))


def has_student_t() -> bool:
    """Whether SciPy is installed, which the t-test needs."""
    return importlib.util.find_spec("scipy") is not None


def _t_test(change: Any) -> tuple[float, float, float]:
    """p and the interval's ends, for the mean of independent differences."""
    count = len(change)
    if count < 2 or not has_student_t():
        return math.nan, math.nan, math.nan
    mean = float(change.mean())
    error = float(change.std(ddof=1)) / math.sqrt(count)
    if error == 0:
        return (0.0 if mean > 0 else 1.0 if mean < 0 else 0.5), mean, mean
    student = _student_t()
    half = error * float(student.ppf((1 + LEVEL) / 2, count - 1))
    return float(student.sf(mean / error, count - 1)), mean - half, mean + half


def _signed_rank_test(change: Any) -> float:
    if not has_student_t() or len(change) < 2:
        return math.nan
    if not change.any():
        return 1.0
    return float(importlib.import_module("scipy.stats").wilcoxon(change[change != 0]).pvalue)


@functools.lru_cache(maxsize=1)
def _student_t() -> Any:
    return importlib.import_module("scipy.stats").t
