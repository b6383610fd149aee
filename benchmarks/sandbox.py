"""The cost of the sandbox for a program in Python, compared with running it bare."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import das
import numpy as np
from das._sandbox import run

ROWS, COLUMNS = 20_000, 32
PROGRAM = """
import numpy as np

def generate_hard_anomalies(n_samples, model, X_train):
    rng = np.random.default_rng(0)
    seeds = X_train[np.argsort(model.predict_score(X_train))[:1000]]
    noise = rng.normal(size=(n_samples, X_train.shape[1]))
    return seeds[rng.integers(len(seeds), size=n_samples)] + noise
"""


def report() -> Iterator[str]:
    """Seconds of a program that has all rows scored once, makes a tenth as many and returns."""
    X = np.random.default_rng(0).normal(size=(ROWS, COLUMNS))
    model = das.ECOD().fit(X)
    space: dict[str, Any] = {}
    exec(PROGRAM, space)
    bare = space["generate_hard_anomalies"]

    def inside(sandbox: str = "required") -> object:
        return run(PROGRAM, ROWS // 10, model, X, seed=0, sandbox=sandbox)

    ways: list[tuple[str, Callable[[], object], int]] = [
        ("bare", lambda: bare(ROWS // 10, model, X), 7),
        ("sandbox, first run of a process", inside, 1),
        ("sandbox", inside, 7),
        ("sandbox='none'", lambda: inside("none"), 7),
    ]
    yield f"\n## sandbox\n\nA program in Python; {ROWS} x {COLUMNS}, scored once by ecod.\n"
    yield "| run                             |     s | beyond bare |"
    yield "|---------------------------------|------:|------------:|"
    base = 0.0
    for name, call, repeats in ways:
        seconds = median(_seconds(call) for _ in range(repeats))
        base = base or seconds
        yield f"| {name:<31} | {seconds:.3f} | {seconds - base:>11.3f} |"


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
