"""What `make bench` reports beside fits and scores, the machine first."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from pathlib import Path
from statistics import median

import one_row
import optimisations
import sandbox

Lines = Iterator[str]
PEERS = ("numpy", "scikit-learn", "pyod", "isotree", "xgboost", "xgboost-cpu")


def machine() -> Lines:
    """The machine and the versions of the peers."""
    cpu = Path("/proc/cpuinfo").read_text().split("model name")[1].split(":")[1].splitlines()[0]
    versions = {found.name: found.version for found in distributions()}
    peers = ", ".join(f"{peer} {versions[peer]}" for peer in PEERS if peer in versions)
    yield f"{os.cpu_count()} x {cpu.strip()}, Python {platform.python_version()},\n{peers}."


def report_import() -> Lines:
    """The time of importing das and PyOD, without numpy's own."""
    yield "\n## import\n\nSeconds beyond numpy's own.\n"
    yield "| statement                         |     s | das / it |"
    yield "|-----------------------------------|------:|---------:|"
    ours = 0.0
    for statement in ("import das", "from pyod.models.ecod import ECOD"):
        seconds = median(_import_seconds(statement) for _ in range(5))
        ours = ours or seconds
        yield f"| {statement:<33} | {seconds:.3f} | {ours / seconds:>8.3f} |"


def _import_seconds(statement: str) -> float:
    program = (
        "import time, numpy; start = time.perf_counter();"
        f"{statement}; print(time.perf_counter() - start)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return float(run.stdout)


EXTRAS: dict[str, Callable[[], Lines]] = {
    "one_row": one_row.report,
    "import": report_import,
    "sandbox": sandbox.report,
    "optimisations": optimisations.report,
}
