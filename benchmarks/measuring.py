"""One measurement: a contender fits and scores in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import NamedTuple

from contenders import CASES
from memory import PeakMemory
from tables import Table


class Run(NamedTuple):
    """Seconds of fitting and of scoring, and megabytes added by the one and by both."""

    fit: float
    score: float
    fit_memory: float
    memory: float

    @property
    def sum(self) -> float:
        return self.fit + self.score


def measure(case: str, name: str, threads: int, clock: str) -> Run:
    """One fit and one scoring in this process, by a clock of the module `time`."""
    now = getattr(time, clock)
    table = CASES[case].table()
    contender = CASES[case].contenders[name]

    def run(table: Table) -> Run:
        estimator, method = contender(threads)
        peak, start = PeakMemory(), now()
        estimator.fit(table.train, table.classes)
        fit, fit_memory, start = now() - start, peak.added(), now()
        getattr(estimator, method)(table.test)
        return Run(fit, now() - start, fit_memory, peak.added())

    run(table.few())
    # The threads with which numpy made the table wait awake for a while; nobody is to pay for them.
    time.sleep(0.1)
    return run(table)


def measured(
    case: str, name: str, threads: int, *, clock: str = "perf_counter", **environment: str
) -> Run:
    """The same in a process of its own, whose libraries have that many threads."""
    limits = {f"{library}_NUM_THREADS": str(threads) for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, __file__, case, name, str(threads), clock]
    result = subprocess.run(
        command, env={**os.environ, **limits, **environment}, capture_output=True, text=True
    )
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{result.stderr}")
    return Run(*json.loads(result.stdout.splitlines()[-1]))


if __name__ == "__main__":
    chosen, contender, count, by = sys.argv[1:]
    print(json.dumps(measure(chosen, contender, int(count), by)))
