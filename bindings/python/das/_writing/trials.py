"""Runs of a candidate on synthetic tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from .._adapters.detector import DetectorAdapter
from .._adapters.scores import ScoreOnly
from .._core.arrays import Floats
from .._core.errors import DASError, SandboxError, SandboxUnavailableError
from .candidate import AnyCandidate, rows_of
from .target import DetectorUnderTest

ROWS_MADE = 1000

# The tables of 1, 2 and 50 columns, on which programs also make 0 rows and 1 row.
SHAPED = ("one column", "two clusters", "low rank")

# Failures after which no further run is made.
_FATAL_REASONS = ("syntax", "time", "memory", "killed", "budget")
_MAX_FAILURES = 3


class Trial(NamedTuple):
    """A run; `rows` is None where it failed, with a `reason` and a `message`."""

    table: str
    X: Floats
    detector: Any
    n_samples: int
    rows: Floats | None
    seconds: float
    reason: str = ""
    message: str = ""

    @property
    def where(self) -> str:
        """The conditions of the run, for messages."""
        n, d = self.X.shape
        return f"table '{self.table}' (X_train {n} x {d}), n_samples={self.n_samples}"


def run_trials(
    candidate: AnyCandidate, target: DetectorUnderTest, seed: int, report: Callable[[float], object]
) -> list[Trial]:
    """Runs for 1000 rows of each table, then for 0 and 1 rows of those of 1, 2 and 50 columns.

    They stop early where a program is too slow or too large, or has failed three times.
    """
    plans = list(_plans(target))
    trials: list[Trial] = []
    for done, (kind, n_samples) in enumerate(plans):
        report(done / len(plans))
        trials.append(run_trial(candidate, target, kind, n_samples, seed))
        failures = [trial for trial in trials if trial.rows is None]
        if len(failures) >= _MAX_FAILURES or any(f.reason in _FATAL_REASONS for f in failures):
            break
    return trials


def _plans(target: DetectorUnderTest) -> Iterator[tuple[str, int]]:
    for kind in target.fitted:
        yield kind, ROWS_MADE
    for kind in SHAPED:
        if kind in target.fitted:
            yield kind, 0
            yield kind, 1


def run_trial(
    candidate: AnyCandidate, target: DetectorUnderTest, kind: str, n_samples: int, seed: int
) -> Trial:
    """A run of a candidate on one table."""
    X, detector = target.fitted[kind]
    model = ScoreOnly(DetectorAdapter(detector).score)
    start = time.perf_counter()
    rows, reason, message = None, "", ""
    try:
        rows = rows_of(candidate, n_samples, model, X, seed)
        reason, message = _fault_of(rows, (n_samples, X.shape[1]))
    except SandboxUnavailableError:
        raise
    except SandboxError as error:
        reason, message = error.reason, str(error)
    except DASError as error:
        reason, message = "exception", str(error)
    seconds = time.perf_counter() - start
    return Trial(kind, X, detector, n_samples, None if reason else rows, seconds, reason, message)


def _fault_of(rows: Floats, wanted: tuple[int, int]) -> tuple[str, str]:
    # Sandbox and library guarantee this, but the check does not rely on them.
    if rows.shape != wanted:
        return "rows", f"it returned an array of shape {rows.shape}; {wanted} is wanted"
    if not np.isfinite(rows).all():
        return "rows", "it returned values that are not finite"
    return "", ""
