"""Time and memory of large tables: 1 000 000 rows fitted, 10 000 000 scored, 32 columns of float32.

    python benchmarks/large.py                          everything; ten minutes
    python benchmarks/large.py ecod pca --fraction .1   some, on a tenth of the rows

`extra / input` is what a call adds at most to the resident memory, as a multiple of the table's own
size: at most 2 is what the library promises. Each measurement has a process of its own, with all
processors. What is scored has been fitted on 10 000 rows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import das
import numpy as np
from memory import added_megabytes
from numpy.typing import NDArray

COLUMNS = 32
FIT_ROWS, SCORE_ROWS, FEW_ROWS = 1_000_000, 10_000_000, 10_000

DETECTORS = ("IForest", "PCA", "ECOD", "OCSVM", "KNN", "LOF", "DRL")
MODELS: dict[str, Callable[[], Any]] = {
    **{
        name.lower(): lambda name=name: getattr(das, name)(n_jobs=-1)
        for name in DETECTORS
        if hasattr(das, name)
    },
    "llmdas": lambda: das.LLMDAS("iforest", random_state=0, n_jobs=-1),
    "llmdas_paper": lambda: das.LLMDAS("iforest", preset="paper", random_state=0, n_jobs=-1),
}
# The fraction of the rows where all would take hours: the cost of a fit grows with their square.
FRACTIONS = {("ocsvm", "fit"): 0.02, ("knn", "fit"): 0.1, ("lof", "fit"): 0.1}


def table(rows: int) -> NDArray[np.float32]:
    """Correlated Gaussian rows, made in parts so that nothing but the table takes memory."""
    random = np.random.default_rng(0)
    mixing = random.normal(size=(COLUMNS, COLUMNS)).astype(np.float32)
    X = np.empty((rows, COLUMNS), np.float32)
    for part in np.array_split(X, max(rows // 100_000, 1)):
        part[:] = random.standard_normal(part.shape, np.float32) @ mixing
    return X


def measure(name: str, what: str, rows: int) -> dict[str, float]:
    """Seconds, and megabytes beside the table, of one call in this process."""
    X = table(rows)
    model = MODELS[name]().fit(X[:FEW_ROWS])
    call = model.decision_function if what == "score" else MODELS[name]().fit
    start = time.perf_counter()
    _, megabytes = added_megabytes(lambda: call(X))
    return {
        "seconds": time.perf_counter() - start,
        "megabytes": megabytes,
        "ratio": megabytes * 2**20 / X.nbytes,
    }


def measured(name: str, what: str, rows: int) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--worker", name, what, str(rows)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{run.stderr}")
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def report(names: list[str], fraction: float) -> Iterator[str]:
    """A line for each model, fitted and scored."""
    yield "| model        | call  |     rows | seconds | extra MB | extra / input |"
    yield "|--------------|-------|---------:|--------:|---------:|--------------:|"
    for name in names:
        for what, rows in (("fit", FIT_ROWS), ("score", SCORE_ROWS)):
            count = int(rows * fraction * FRACTIONS.get((name, what), 1))
            found = measured(name, what, count)
            yield (
                f"| {name:<12} | {what:<5} | {count:>8} | {found['seconds']:>7.1f} "
                f"| {found['megabytes']:>8.0f} | {found['ratio']:>13.2f} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="*", choices=[*MODELS, []], help="default: all")
    parser.add_argument("--fraction", type=float, default=1.0, help="of the rows")
    arguments = parser.parse_args()
    for line in report(arguments.models or list(MODELS), arguments.fraction):
        print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        print(json.dumps(measure(sys.argv[2], sys.argv[3], int(sys.argv[4]))))
    else:
        main()
