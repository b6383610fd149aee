"""Times fitting and scoring of each part against its peers, on the same data, in the same run.

    make bench                            everything; half an hour, most of it scikit-learn's forest
    python benchmarks/bench.py ecod pca   some parts

Contenders take turns, round after round, so that a machine whose speed drifts treats them alike.
Printed are medians in seconds and, for fit + score, the median of the ratios of the rounds. PyOD
and das score the training rows inside of fit. Each number of threads has a process of its own,
whose BLAS has as many. Peak memory is measured in one more process for each contender: what fit
and score add at most to what is there before.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from contenders import CASES, data

ROUNDS = 3
THREADS = (1, 2)


def time_once(case: str, name: str, threads: int, X: Any, y: Any) -> tuple[float, float]:
    """Seconds of fitting and of scoring."""
    estimator, method = CASES[case].contenders[name](threads)
    start = time.perf_counter()
    estimator.fit(X, y)
    fitted = time.perf_counter()
    getattr(estimator, method)(X[: CASES[case].rows])
    return fitted - start, time.perf_counter() - fitted


def worker_times(case: str, threads: int) -> dict[str, list[tuple[float, float]]]:
    """Rounds of all contenders in turn; a first call of each on few rows pays for its imports."""
    X, y = data(CASES[case])
    few = slice(0, None, max(len(X) // 500, 1))
    times: dict[str, list[tuple[float, float]]] = {}
    for name in CASES[case].contenders:
        time_once(case, name, threads, X[few], None if y is None else y[few])
        times[name] = []
    for _ in range(ROUNDS):
        for name in times:
            times[name].append(time_once(case, name, threads, X, y))
    return times


def worker_memory(case: str, name: str) -> float:
    """Megabytes that fit and score add to the peak, after a first call on few rows."""
    X, y = data(CASES[case])
    time_once(case, name, 1, X[::500], None if y is None else y[::500])
    # The kernel's high-water mark, set back to what is in use now.
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_megabytes()
    time_once(case, name, 1, X, y)
    return peak_megabytes() - before


def peak_megabytes() -> float:
    """The largest resident size since the mark was set back."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def run_worker(*arguments: str, threads: int = 1) -> Any:
    """Runs this file as a worker whose libraries have that many threads."""
    limits = {f"{library}_NUM_THREADS": str(threads) for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, __file__, "--worker", *arguments, str(threads)]
    result = subprocess.run(command, env={**os.environ, **limits}, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])


def report(case: str) -> None:
    """Prints the lines of one part."""
    size = CASES[case]
    more = f" + {size.anomalies}" if size.anomalies else ""
    print(f"\n{case}, {size.rows}{more} x {size.columns}")
    print(
        f"  {'':<14}{'threads':>7}{'fit s':>9}{'score s':>9}{'sum s':>9}{'das / it':>10}{'MB':>8}"
    )
    memory = {name: run_worker("memory", case, name) for name in size.contenders}
    for threads in THREADS:
        times = run_worker("times", case, "-", threads=threads)
        ours = [sum(pair) for pair in times["das"]]
        for name, pairs in times.items():
            sums = [sum(pair) for pair in pairs]
            ratio = median(a / b for a, b in zip(ours, sums))
            fit, score = (median(column) for column in zip(*pairs))
            print(
                f"  {name:<14}{threads:>7}{fit:>9.3f}{score:>9.3f}{median(sums):>9.3f}"
                f"{ratio:>10.3f}{memory[name]:>8.0f}",
                flush=True,
            )


def report_import() -> None:
    """Prints how long it takes to import das and PyOD, numpy not counted."""
    print("\nimport, seconds beyond numpy's own")
    for statement in ("import das", "from pyod.models.ecod import ECOD"):
        program = (
            "import time, numpy; start = time.perf_counter();"
            f"{statement}; print(time.perf_counter() - start)"
        )
        runs = [
            float(subprocess.run([sys.executable, "-c", program], capture_output=True).stdout)
            for _ in range(5)
        ]
        print(f"  {statement:<36}{median(runs):.3f}")


def main() -> None:
    """Reports the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="default: all, and import")
    cases = parser.parse_args().cases
    for case in cases or CASES:
        report(case)
    if not cases:
        report_import()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        kind, chosen, contender, count = sys.argv[2:]
        found = (
            worker_times(chosen, int(count))
            if kind == "times"
            else worker_memory(chosen, contender)
        )
        print(json.dumps(found))
    else:
        main()
